package feature

import (
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

func TestCloseTag(t *testing.T) {
	cases := []struct{ name, src, want string }{
		{"nothing to do", "A int `orm:\"pk|\"`\nB int", ""},
		{"no tag", "A int |\nB int", ""},
		{"backquote missing", "A int `orm:\"pk|\nB int `x:\"y\"`", "A int `orm:\"pk\"`\nB int `x:\"y\"`"},
		{"backquote missing behind the quote", "A int `orm:\"pk|\"\nB int", "A int `orm:\"pk\"`\nB int"},
		{"CRLF", "A int `orm:\"|\r\nB int", "A int `orm:\"\"`\r\nB int"},
		{"end of the file", "A int `orm:\"|", "A int `orm:\"\"`"},
		{"cursor before it", "A in|t `orm:\"\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src := strings.Replace(c.src, "|", "", 1)
			got, changed := CloseTag(src, strings.Index(c.src, "|"))
			if want := c.want; changed != (want != "") || changed && got != want {
				t.Errorf("got %q, %v; want %q", got, changed, want)
			}
		})
	}
}

// FuzzCloseTag holds that nothing before the cursor moves and that a tag that was open is closed on its line.
func FuzzCloseTag(f *testing.F) {
	f.Add("type T struct {\n\tA int `orm:\"fk:\n}\n", 30)
	f.Fuzz(func(t *testing.T, src string, offset int) {
		if offset < 0 || offset > len(src) {
			t.Skip("outside the text")
		}
		got, changed := CloseTag(src, offset)
		if got[:offset] != src[:offset] || changed != (got != src) {
			t.Errorf("%q at %d became %q", src, offset, got)
		}
		_, _ = parser.ParseFile(token.NewFileSet(), "x.go", got, 0)
	})
}

package mapping_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm/mapping"
)

func TestParseTag(t *testing.T) {
	for _, c := range []struct{ tag, want string }{
		{``, ``},
		{`json:"x"`, ``},
		{`orm:"pk"`, `pk`},
		{`json:"a,omitempty" orm:"pk; column:x"`, `pk|column=x`},
		{`orm:" size: 50 ;fk:users.id"`, `size=50|fk=users.id`},
		{`orm:"server_default:'a;b'; unique"`, `server_default=a;b|unique`},
		{`orm:"server_default:now():x"`, `server_default=now():x`},
		{`orm:"pk;"`, `pk`},
		{`orm:""`, ``},
		{`orm:"pk;;unique"`, `pk|unique!an option is empty`},
		{`orm:"pk; colu`, `pk|colu!the tag has no closing quote`},
		{`orm:"server_default:'x"`, `server_default='x!a single quote is not closed`},
		{`xorm:"pk"`, ``},
		{`orm:"cascade:all, \x61b , delete"`, `cascade=all, ab , delete`},
		{`orm:pk`, `!the options stand in double quotes, as in orm:"pk"`},
		{`json:"x" orm:'pk'`, `!the options stand in double quotes, as in orm:"pk"`},
		{`orm:`, `!the options stand in double quotes, as in orm:"pk"`},
		{`orm: "pk"`, `pk!there is a blank between the colon and the quote`},
		{`json:"x",orm:"pk"`, `pk!what stands before this key is not of the form key:"value" and a blank`},
		{`json:"x"; orm:"pk"`, `pk!what stands before this key is not of the form key:"value" and a blank`},
		{`json:x orm:"pk"`, `pk!what stands before this key is not of the form key:"value" and a blank`},
		{`json:"x orm:"pk"`, `pk!what stands before this key is not of the form key:"value" and a blank`},
		{`orm:"pk" json:"x" orm:"size:3"`, `pk!there are two orm keys, of which only the first counts`},
		{`json:"orm:pk" xml:"a orm:\"pk\""`, ``},
		{`json:"x" form:"a" a words in a tag`, ``},
		{`gorm:x`, ``},
		{`x-orm:"pk" my.orm:x`, ``},
		{`orm:"server_default:now()" json:"a\"b"`, `server_default=now()`},
	} {
		p := mapping.ParseTag(c.tag)
		var s []string
		for _, it := range p.Items {
			v := it.Key
			if it.HasValue {
				v += "=" + it.Value
				if got := c.tag[it.ValueSpan.Off : it.ValueSpan.Off+it.ValueSpan.Len]; got != it.Value && !strings.Contains(got, `\`) {
					t.Errorf("%s: the value %q is said to stand at %q", c.tag, it.Value, got)
				}
			}
			if got := c.tag[it.KeySpan.Off : it.KeySpan.Off+it.KeySpan.Len]; got != it.Key {
				t.Errorf("%s: the key %q is said to stand at %q", c.tag, it.Key, got)
			}
			s = append(s, v)
		}
		got := strings.Join(s, "|")
		if p.Malformed != "" {
			got += "!" + p.Malformed
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.tag, got, c.want)
		}
	}
}

// Values are written as in a Go string, like all that stands in struct tags; their places are those of what is written.
func TestEscapedValue(t *testing.T) {
	tag := `orm:"comment:'say \"hi\"; \u00e9'; unique"`
	it, _ := mapping.ParseTag(tag).Get("comment")
	if want := `say "hi"; é`; it.Value != want {
		t.Errorf("%q, want %q", it.Value, want)
	}
	if got, want := tag[it.ValueSpan.Off:it.ValueSpan.Off+it.ValueSpan.Len], `say \"hi\"; \u00e9`; got != want {
		t.Errorf("the value is said to stand at %q, want %q", got, want)
	}
}

// The words of a list are found where they are written, escapes or not.
func TestWords(t *testing.T) {
	tag := `orm:"cascade: all ,, \x64elete-orphan,  m\u0065rge"`
	it, _ := mapping.ParseTag(tag).Get("cascade")
	var got []string
	for _, w := range it.Words() {
		got = append(got, w.Value+"="+tag[w.Span.Off:w.Span.Off+w.Span.Len])
	}
	if s, want := strings.Join(got, "|"), `all=all|delete-orphan=\x64elete-orphan|merge=m\u0065rge`; s != want {
		t.Errorf("%s, want %s", s, want)
	}
}

// Any text is read without panic, and every range lies inside it.
func FuzzParseTag(f *testing.F) {
	for _, s := range []string{`orm:"pk; fk:a.b"`, `orm:"cascade:all,delete-orphan; x:'a;b`, `orm:"\";;;`, `a:"b" orm:"`, `orm: "`, `orm:`, `a:b orm:"c:\x4`, `orm:"a" orm:"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tag string) {
		p := mapping.ParseTag(tag)
		spans := []mapping.Span{p.Body, p.At}
		for _, it := range p.Items {
			spans = append(spans, it.Span, it.KeySpan, it.ValueSpan)
			for _, w := range it.Words() {
				spans = append(spans, w.Span)
			}
		}
		if len(p.Items) > 0 && !p.Present || p.Malformed != "" && !p.Present {
			t.Errorf("%q: %+v", tag, p)
		}
		for _, s := range spans {
			if s.Off < 0 || s.Len < 0 || s.Off+s.Len > len(tag) {
				t.Errorf("%q: range %+v", tag, s)
			}
		}
	})
}

func TestSnake(t *testing.T) {
	for in, want := range map[string]string{"ID": "id", "UserID": "user_id", "HTTPServer": "http_server", "Name": "name", "EmailAddress": "email_address", "A1B": "a1_b", "URL2": "url2", "snake_case": "snake_case"} {
		if got := mapping.Snake(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"column", "cascade", "back_populates", "pk"}
	for in, want := range map[string]string{"colunm": "column", "Column": "column", "cascad": "cascade", "backpopulates": "back_populates", "zzzzzz": "", "pkk": "pk"} {
		if got := mapping.Nearest(in, words); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestCascade(t *testing.T) {
	if s := (mapping.CascadeAll | mapping.DeleteOrphan).String(); s != "save-update,merge,delete,delete-orphan,expunge,refresh-expire" {
		t.Error(s)
	}
	if mapping.Cascade(0).String() != "none" || mapping.CascadeDefault.Has(mapping.Delete) {
		t.Error("the default cascade")
	}
}

// Every option has a text and a context, and its words are unique.
func TestOptions(t *testing.T) {
	for _, o := range mapping.Options() {
		if o.Doc == "" || !strings.HasSuffix(o.Doc, ".") || o.Context == 0 {
			t.Errorf("%+v", o)
		}
		if got, ok := mapping.Option(o.Name); !ok || got.Doc != o.Doc {
			t.Errorf("%s is not found by its name", o.Name)
		}
	}
}

var update = flag.Bool("update", false, "write the pages in docs/checks")

// Every code has a page in docs/checks, which is what [mapping.CodeInfo.Page] says. Run with -update to write them.
func TestPages(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "checks")
	index := "# Codes\n\nEvery finding of `ormvet` and every mapping error at run time has a permanent code. `ormvet explain CODE` prints these pages.\n\n| code | severity | |\n|---|---|---|\n"
	pages := map[string]string{}
	last := ""
	for _, c := range mapping.Codes() {
		if c.Code <= last {
			t.Errorf("%s is out of order", c.Code)
		}
		last = c.Code
		if bad, good := c.Examples(); bad == "" || good == "" || c.Title == "" || c.Explanation == "" {
			t.Errorf("%s lacks an example or a text", c.Code)
		}
		pages[c.Code+".md"] = c.Page()
		index += fmt.Sprintf("| [%s](%s.md) | %s | %s |\n", c.Code, c.Code, c.Severity, c.Title)
	}
	pages["README.md"] = index
	for name, text := range pages {
		file := filepath.Join(dir, name)
		if *update {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("%s is stale; run: go test ./orm/mapping -update", file)
		}
	}
}

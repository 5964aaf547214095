package typesread_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// literals are struct tags in every way of writing them.
var literals = []string{
	"`orm:\"pk; fk:users.id\"`",
	"`json:\"é\" orm:\"comment:'ü; ß'; size:3\"`",
	"\"\"",
	"``",
	`"orm:\"pk; fk:users.id\""`,
	`"json:\"\u00e9\\t\" orm:\"column:\U0001F600x; si\x7ae:5\""`,
	`"orm:\"comment:\303\251; \x6fmitzero\""`,
	`"\torm:\"p\u006b\"\n"`,
	`"é orm:\"ü\""`,
}

func parse(t *testing.T, lit string) (src string, tag *ast.BasicLit) {
	t.Helper()
	src = "package p\ntype T struct {\n\tA int " + lit + "\n}\n"
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	return src, typesread.FindField(typesread.FindType([]*ast.File{f}, "T"), "A").Tag
}

// Every byte of an unquoted tag is found in its literal: what stands between the places of two of its characters is the first of
// them as written, and the inverse gives the byte again.
func TestTagPos(t *testing.T) {
	for _, lit := range literals {
		src, tag := parse(t, lit)
		value, err := strconv.Unquote(tag.Value)
		if err != nil {
			t.Fatal(err)
		}
		at := func(off int) int { return int(typesread.TagPos(tag, off)) - 1 } // the file's base is 1
		for i := 0; i < len(value); {
			_, n := utf8.DecodeRuneInString(value[i:])
			written := src[at(i):at(i+n)]
			if lit[0] == '"' {
				if written, err = strconv.Unquote(`"` + written + `"`); err != nil {
					t.Errorf("%s: byte %d: %v", lit, i, err)
				}
			}
			if written != value[i:i+n] {
				t.Errorf("%s: at byte %d stands %q, want %q", lit, i, written, value[i:i+n])
			}
			if got := typesread.TagOffset(tag, typesread.TagPos(tag, i)); got != i {
				t.Errorf("%s: byte %d comes back as %d", lit, i, got)
			}
			i += n
		}
		if end := typesread.TagPos(tag, len(value)); end != tag.End()-1 {
			t.Errorf("%s: the end is at %d, want %d", lit, end, tag.End()-1)
		}
	}
}

// The options that the grammar finds in a tag are found in the source, in raw literals and in interpreted ones.
func TestLocateOptions(t *testing.T) {
	decl := &mapping.Type{Pkg: "p", Name: "T", Kind: "struct"}
	for _, lit := range literals {
		src, tag := parse(t, lit)
		f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
		if err != nil {
			t.Fatal(err)
		}
		value, _ := strconv.Unquote(tag.Value)
		for _, it := range mapping.ParseTag(value).Items {
			for _, s := range []mapping.Span{it.Span, it.KeySpan, it.ValueSpan} {
				pos, end, ok := typesread.Locate(func(string) []*ast.File { return []*ast.File{f} }, mapping.Locus{Decl: decl, Field: "A", Part: mapping.PartTag, Off: s.Off, Len: s.Len})
				got := src[pos-1 : end-1]
				if lit[0] == '"' {
					got, err = strconv.Unquote(`"` + got + `"`)
				}
				if want := value[s.Off : s.Off+s.Len]; !ok || err != nil || got != want {
					t.Errorf("%s: %q is found at %q (%v)", lit, want, got, err)
				}
			}
		}
	}
}

// Parts of a declaration are found whatever its form is; what is not there gives the nearest that is.
func TestLocateParts(t *testing.T) {
	const src = `package p
type (
	E struct{ pkg.Entity ` + "`orm:\"table:e\"`" + `; *Ptr; Gen[int, string] }
	Many struct { A, B []*int }
	Alias = E
	Box[T any] struct { V T }
)
`
	f, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	files := func(path string) []*ast.File {
		if path == "p" {
			return []*ast.File{f}
		}
		return nil
	}
	for _, c := range []struct {
		pkg, typ, field string
		part            mapping.Part
		want            string
	}{
		{"p", "E", "", mapping.PartName, "E"},
		{"p", "E", "Entity", mapping.PartName, "pkg.Entity"},
		{"p", "E", "Entity", mapping.PartTag, "table"},
		{"p", "E", "Ptr", mapping.PartType, "*Ptr"},
		{"p", "E", "Gen", mapping.PartName, "Gen[int, string]"},
		{"p", "E", "Nowhere", mapping.PartName, "E"},
		{"p", "Many", "B", mapping.PartName, "B"},
		{"p", "Many", "B", mapping.PartType, "[]*int"},
		{"p", "Many", "A", mapping.PartTag, "A"}, // without a tag: the name
		{"p", "Alias", "X", mapping.PartName, "Alias"},
		{"p", "Box[int]", "V", mapping.PartType, "T"},
		{"p", "Missing", "V", mapping.PartType, ""},
		{"q", "E", "", mapping.PartName, ""},
	} {
		at := mapping.Locus{Decl: &mapping.Type{Pkg: c.pkg, Name: c.typ}, Field: c.field, Part: c.part, Off: strings.Index(`orm:"table:e"`, "table"), Len: 5}
		pos, end, ok := typesread.Locate(files, at)
		got := ""
		if ok {
			got = src[pos-1 : end-1]
		}
		if got != c.want {
			t.Errorf("%s.%s.%s part %d: %q, want %q", c.pkg, c.typ, c.field, c.part, got, c.want)
		}
	}
}

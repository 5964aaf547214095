package howto

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/howto.md")

// sections are the files of examples, in the order of the page.
var sections = []struct{ file, title string }{
	{"map_test.go", "Mapping"}, {"write_test.go", "Writing"}, {"read_test.go", "Reading"}, {"load_test.go", "Loading what is related"}, {"run_test.go", "Running"},
}

const intro = `# How do I ...?

Each answer runs as a test: [examples/howto](../examples/howto) has the code, and [models.go](../examples/howto/models.go) the entities (users with posts, posts
with comments and tags, products with orders) that it is about. ` + "`ctx` is a context, `s` a session on a database of its own, `check` ends the program on an error" + `.

`

// docs/howto.md is made of the examples. Run with -update to write it.
func TestPage(t *testing.T) {
	var index, text strings.Builder
	n := 0
	for _, s := range sections {
		fmt.Fprintf(&text, "\n## %s\n", s.title)
		fmt.Fprintf(&index, "- **[%s](#%s)**\n", s.title, anchor(s.title))
		for _, a := range answers(t, s.file) {
			n++
			fmt.Fprintf(&index, "  - [%s](#%s)\n", a.question, anchor(a.question))
			fmt.Fprintf(&text, "\n### %s\n\n%s```go\n%s\n```\n", a.question, a.remarks, a.code)
		}
	}
	if n < 40 {
		t.Errorf("%d answers", n)
	}
	page := intro + index.String() + text.String()
	file := filepath.Join("..", "..", "docs", "howto.md")
	if *update {
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != page {
		t.Errorf("%s is stale; run: go test ./examples/howto -update", file)
	}
}

type answer struct{ question, remarks, code string }

// answers are the examples of a file, whose comments begin with a question.
func answers(t *testing.T, file string) (all []answer) {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || !strings.HasPrefix(fn.Name.Name, "Example_") {
			continue
		}
		question, remarks, _ := strings.Cut(fn.Doc.Text(), "\n")
		if !strings.HasSuffix(question, "?") {
			t.Errorf("%s: %q is no question", fn.Name.Name, question)
		}
		if remarks = strings.TrimSpace(remarks); remarks != "" {
			remarks += "\n\n"
		}
		body := string(src[fset.Position(fn.Body.Lbrace).Offset+1 : fset.Position(fn.Body.Rbrace).Offset])
		all = append(all, answer{question, listing(remarks), code(body)})
	}
	return all
}

// listing puts the indented lines of a comment into a block of code.
func listing(remarks string) string {
	head, block, ok := strings.Cut(remarks, "\n\t")
	if !ok {
		return remarks
	}
	return strings.TrimSpace(head) + "\n\n```go\n" + strings.TrimSpace(strings.ReplaceAll("\t"+block, "\n\t", "\n")) + "\n```\n\n"
}

// code is the body of an example without its indentation and what all of them begin with.
func code(body string) string {
	var lines []string
	for l := range strings.Lines(body) {
		l = strings.TrimPrefix(strings.TrimSuffix(l, "\n"), "\t")
		if l != "s := begin()" && l != "defer s.Close()" {
			lines = append(lines, l)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// anchor is the link by which GitHub finds a heading.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		}
		return -1
	}, strings.ToLower(heading))
}

package deps

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// source is a file of the tree that is neither a test nor generated.
type source struct {
	path  string // below the root
	text  []byte
	ast   *ast.File
	files *token.FileSet
}

// sources reads all files, those of other modules in the tree included.
func sources(t *testing.T) (out []source) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch name := d.Name(); {
		case err != nil:
			return err
		case d.IsDir() && file != root && (name == "testdata" || name == "node_modules" || name[0] == '.' || name[0] == '_'):
			return filepath.SkipDir
		case d.IsDir(), !strings.HasSuffix(name, ".go"), strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil || bytes.Contains(text[:min(len(text), 2000)], []byte("// Code generated ")) {
			return err
		}
		s := source{text: text, files: token.NewFileSet()}
		s.path, _ = filepath.Rel(root, file)
		s.path = filepath.ToSlash(s.path)
		if s.ast, err = parser.ParseFile(s.files, s.path, text, parser.ParseComments); err != nil {
			return err
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s source) lines(n ast.Node) int {
	return s.files.Position(n.End()).Line - s.files.Position(n.Pos()).Line + 1
}

func TestEveryPackageHasAComment(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		dir := path.Dir(s.path)
		documented[dir] = documented[dir] || s.ast.Doc != nil && len(s.ast.Doc.Text()) > 20
	}
	for dir, ok := range documented {
		if !ok {
			t.Errorf("%s: no package comment says what it is", dir)
		}
	}
}

func TestEveryExportedNameHasAComment(t *testing.T) {
	fixtures := readPolicy(t).fixtures
	for _, s := range sources(t) {
		if matches(fixtures, path.Dir(s.path)) {
			continue
		}
		for _, n := range undocumented(s.ast) {
			t.Errorf("%s: %s has no comment", s.files.Position(n.Pos()), n.Name)
		}
	}
}

// undocumented lists the exported names of a file that have no comment of their own and stand in no group that has one. Methods
// of types that are not exported implement interfaces, which have the comments; fields belong to their type.
func undocumented(f *ast.File) (bad []*ast.Ident) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || exportedReceiver(d.Recv.List[0].Type)) {
				bad = append(bad, d.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				bad = append(bad, undocumentedSpec(d, s)...)
			}
		}
	}
	return bad
}

func undocumentedSpec(d *ast.GenDecl, s ast.Spec) (bad []*ast.Ident) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && d.Doc == nil {
			bad = append(bad, s.Name)
		}
	case *ast.ValueSpec:
		if s.Doc == nil && d.Doc == nil && s.Comment == nil {
			bad = slices.DeleteFunc(slices.Clone(s.Names), func(n *ast.Ident) bool { return !n.IsExported() })
		}
	}
	return bad
}

func exportedReceiver(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.StarExpr:
		return exportedReceiver(e.X)
	case *ast.IndexExpr:
		return exportedReceiver(e.X)
	case *ast.IndexListExpr:
		return exportedReceiver(e.X)
	case *ast.Ident:
		return e.IsExported()
	}
	return false
}

// The limits of size: one idea a file, one step a function.
const (
	maxFile        = 1000 // lines
	maxFunction    = 120  // lines, unless it is a flat switch
	medianFile     = 300
	medianFunction = 10
	p90Function    = 50
)

func TestSizes(t *testing.T) {
	var files, funcs []int
	for _, s := range sources(t) {
		n := bytes.Count(s.text, []byte("\n"))
		files = append(files, n)
		if n > maxFile {
			t.Errorf("%s has %d lines, more than %d: split it by idea", s.path, n, maxFile)
		}
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := s.lines(f)
			funcs = append(funcs, n)
			if n > maxFunction && !s.flatSwitch(f) {
				t.Errorf("%s: %s has %d lines, more than %d, and is no flat switch", s.files.Position(f.Pos()), f.Name.Name, n, maxFunction)
			}
		}
	}
	slices.Sort(files)
	slices.Sort(funcs)
	for _, q := range []struct {
		what     string
		have, at int
	}{
		{"median of lines a file", files[len(files)/2], medianFile}, {"median of lines a function", funcs[len(funcs)/2], medianFunction},
		{"90th percentile of lines a function", funcs[len(funcs)*9/10], p90Function},
	} {
		t.Logf("%s: %d of %d", q.what, q.have, q.at)
		if q.have > q.at {
			t.Errorf("%s: %d, more than %d", q.what, q.have, q.at)
		}
	}
}

// flatSwitch reports whether all but 20 lines of a function are one switch whose cases have no more than 10 lines each.
func (s source) flatSwitch(f *ast.FuncDecl) bool {
	if f.Body == nil {
		return false
	}
	for _, st := range f.Body.List {
		var cases []ast.Stmt
		switch st := st.(type) {
		case *ast.SwitchStmt:
			cases = st.Body.List
		case *ast.TypeSwitchStmt:
			cases = st.Body.List
		}
		if cases == nil || s.lines(f)-s.lines(st) > 20 {
			continue
		}
		return !slices.ContainsFunc(cases, func(c ast.Stmt) bool { return s.lines(c) > 10 })
	}
	return false
}

// TestSourceChecksFindMistakes has the checks of this file find what they are for.
func TestSourceChecksFindMistakes(t *testing.T) {
	long := "func long() {\nx := 1\nswitch x {\n" + strings.Repeat("case 1:\n\tx++\n", 70) + "}\n}\n"
	text := `package p
type T struct{}
func (T) M() {}
func (t *t) M() {}
// G is documented.
func G[V any]() {}
func (*L[V]) N() {}
var A, b = 1, 2
// Group of constants.
const ( C = 1; D = 2 )
const E = 1 // is documented
` + long + strings.Replace(strings.Replace(long, "long", "deep", 1), "case 1:\n", "case 1:\n"+strings.Repeat("x++\n", 12), 1)
	s := source{files: token.NewFileSet()}
	var err error
	if s.ast, err = parser.ParseFile(s.files, "p.go", text, parser.ParseComments); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range undocumented(s.ast) {
		names = append(names, n.Name)
	}
	if got := strings.Join(names, " "); got != "T M N A" {
		t.Errorf("without a comment: %s", got)
	}
	flat := map[string]bool{}
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			flat[f.Name.Name] = s.flatSwitch(f)
		}
	}
	if !flat["long"] || flat["deep"] || flat["G"] {
		t.Errorf("flat switches: %v", flat)
	}
}

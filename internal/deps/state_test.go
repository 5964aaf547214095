package deps

import (
	"go/ast"
	"go/token"
	"path"
	"strings"
	"testing"
)

// stateful finds a lock, or a value that several goroutines may change, in a struct: "sync.Mutex".
func stateful(t *ast.StructType) (what string) {
	for _, f := range t.Fields.List {
		ast.Inspect(f.Type, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
				what = x.Name + "." + sel.Sel.Name
			}
			return false
		})
	}
	return what
}

// saysWho reports whether a comment says which goroutines may use what it is about.
func saysWho(doc string) bool {
	doc = strings.ToLower(doc)
	return strings.Contains(doc, "goroutine") || strings.Contains(doc, "concurren")
}

// structs gives the exported structs of a file with their comments.
func structs(f *ast.File, each func(name *ast.Ident, t *ast.StructType, doc string)) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			if t, ok := spec.Type.(*ast.StructType); ok && spec.Name.IsExported() {
				each(spec.Name, t, g.Doc.Text()+spec.Doc.Text())
			}
		}
	}
}

// Who may use a type that has locks or atomic values is said by its comment, or for all types by that of its package.
func TestStateSaysWhichGoroutines(t *testing.T) {
	fixtures, all := readPolicy(t).fixtures, sources(t)
	packages := map[string]string{}
	for _, s := range all {
		packages[path.Dir(s.path)] += s.ast.Doc.Text()
	}
	found := 0
	for _, s := range all {
		dir := path.Dir(s.path)
		if matches(fixtures, dir) {
			continue
		}
		structs(s.ast, func(name *ast.Ident, st *ast.StructType, doc string) {
			what := stateful(st)
			if what == "" {
				return
			}
			found++
			if !saysWho(doc) && !saysWho(packages[dir]) {
				t.Errorf("%v: %s has a %s; say which goroutines may use it", s.files.Position(name.Pos()), name.Name, what)
			}
		})
	}
	if found < 10 {
		t.Errorf("only %d types with state were found", found)
	}
}

package deps

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// manualPackages are the packages that docs/manual.md speaks of, by their names.
var manualPackages = map[string]string{
	"expr": "expr", "schema": "schema", "sqltypes": "sqltypes", "sqlcompile": "sqlcompile", "dialects": "dialects", "postgres": "dialects/postgres",
	"mysql": "dialects/mysql", "pool": "pool", "engine": "engine", "reflector": "reflector",
}

var manualName = regexp.MustCompile("`(" + "[a-z]+)((?:\\.[A-Z][A-Za-z0-9]*)+)`")

// Every name that the page says exists.
func TestManualNamesWhatThereIs(t *testing.T) {
	page, err := os.ReadFile("../../docs/manual.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]map[string]bool{}
	found := manualName.FindAllStringSubmatch(string(page), -1)
	if len(found) < 100 {
		t.Errorf("%d names", len(found))
	}
	for _, m := range found {
		dir, ok := manualPackages[m[1]]
		if !ok {
			t.Errorf("%s: no such package", m[0])
			continue
		}
		if known[dir] == nil {
			known[dir] = exportedNames(t, filepath.Join("../..", dir))
		}
		if !known[dir][m[2][1:]] {
			t.Errorf("%s does not exist", m[0])
		}
	}
}

// exportedNames are the names of a package, with methods and fields as Type.Name.
func exportedNames(t *testing.T, dir string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			addNames(names, d)
		}
	}
	return names
}

func addNames(names map[string]bool, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			name = receiver(d.Recv.List[0].Type) + "." + name
		}
		names[name] = true
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names[n.Name] = true
				}
			case *ast.TypeSpec:
				names[s.Name.Name] = true
				if st, ok := s.Type.(*ast.StructType); ok {
					for _, f := range st.Fields.List {
						for _, n := range f.Names {
							names[s.Name.Name+"."+n.Name] = true
						}
					}
				}
			}
		}
	}
}

func receiver(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.StarExpr:
		return receiver(x.X)
	case *ast.IndexExpr:
		return receiver(x.X)
	case *ast.Ident:
		return x.Name
	}
	return ""
}

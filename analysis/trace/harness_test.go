package trace

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden parts of testdata")

// code is packages that were checked together; later ones import earlier ones.
type code struct {
	fset *token.FileSet
	pkgs map[string]*Package
	list []*Package
}

func (c *code) Import(path string) (*types.Package, error) {
	if p := c.pkgs[path]; p != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// add checks one package of a single file.
func (c *code) add(t *testing.T, path, src string) *Package {
	t.Helper()
	f, err := parser.ParseFile(c.fset, path+".go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}, Implicits: map[ast.Node]types.Object{}}
	conf := types.Config{Importer: c}
	tp, err := conf.Check(path, c.fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	p := &Package{Files: []*ast.File{f}, Types: tp, Info: info}
	c.pkgs[path] = p
	c.list = append(c.list, p)
	return p
}

func archive(t *testing.T, name string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// fake loads the small package orm and the recipes of its faces.
func fake(t *testing.T) (*code, map[string]*Term) {
	t.Helper()
	c := &code{fset: token.NewFileSet(), pkgs: map[string]*Package{}}
	for _, f := range archive(t, "fake.txtar").Files {
		c.add(t, f.Name, string(f.Data))
	}
	orm := c.pkgs[facePath]
	w := NewWorld(c.fset, []*Package{orm}, Options{})
	recipes := map[string]*Term{}
	for _, fd := range orm.Files[0].Decls {
		d, ok := fd.(*ast.FuncDecl)
		if !ok {
			continue
		}
		fn := orm.Info.Defs[d.Name].(*types.Func)
		name := FuncName(fn)
		if !IsFace(fn) || name == "orm.Describe" || name == "orm.Alias" {
			continue
		}
		r, err := w.Recipe(fn)
		if err != nil {
			t.Fatal(err)
		}
		recipes[name] = r
	}
	recipes["orm.Cond.And"] = recipes["orm.Bool.And"]
	return c, recipes
}

func describeSink(s Sink) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", strings.TrimPrefix(s.Func, "example.com/a."), s.Method)
	if s.Method == "" {
		b.WriteString("(built)")
	}
	if s.Via != "" {
		fmt.Fprintf(&b, " via %s", s.Via)
	}
	if len(s.Labels) > 0 {
		fmt.Fprintf(&b, " if %s", strings.Join(s.Labels, ", "))
	}
	if s.Open != "" {
		fmt.Fprintf(&b, " (open: %s)", s.Open)
	}
	return b.String() + "\n\t" + strings.ReplaceAll(s.Query.String(), "orm/query.", "") + "\n"
}

// TestSinks traces the package of each archive and compares what was found with the archive's part "want".
func TestSinks(t *testing.T) {
	files, err := filepath.Glob("testdata/sinks_*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			c, recipes := fake(t)
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var last *Package
			for _, f := range a.Files {
				if f.Name != "want" {
					last = c.add(t, f.Name, string(f.Data))
				}
			}
			w := NewWorld(c.fset, c.list[2:], Options{Recipes: recipes})
			var got strings.Builder
			for _, s := range w.Package(last) {
				if s.Method != "" || !s.Reaches {
					got.WriteString(describeSink(s))
				}
			}
			compare(t, a, name, got.String())
		})
	}
}

func compare(t *testing.T, a *txtar.Archive, name, got string) {
	t.Helper()
	for i, f := range a.Files {
		if f.Name != "want" {
			continue
		}
		if string(f.Data) == got {
			return
		}
		if *update {
			a.Files[i].Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		t.Errorf("got:\n%s\nwant:\n%s", got, f.Data)
		return
	}
	t.Error("the archive has no part called want")
}

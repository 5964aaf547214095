package onemodel

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

const modelsPath = "github.com/aludel/aludel/internal/onemodel/models"

// source is a package that was read from source.
type source struct {
	fset  *token.FileSet
	pkg   *types.Package
	files []*ast.File
	info  *types.Info
	text  map[string]string // the files, by name
}

// listed is what the go command says of a package.
type listed struct {
	ImportPath, Export, Dir string
	GoFiles                 []string
}

// list gives what the tests import, from the go command, with export data.
var list = sync.OnceValues(func() (map[string]listed, error) {
	cmd := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Export,Dir,GoFiles", modelsPath)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	all := map[string]listed{}
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all[p.ImportPath] = p
	}
})

// check type-checks files against export data of their imports.
func check(t *testing.T, path string, text map[string]string) *source {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	s := &source{fset: token.NewFileSet(), text: text, info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Defs: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}}}
	for name, src := range text {
		f, err := parser.ParseFile(s.fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s.files = append(s.files, f)
	}
	conf := types.Config{Importer: exportData(s.fset, all)}
	if s.pkg, err = conf.Check(path, s.fset, s.files, s.info); err != nil {
		t.Fatal(err)
	}
	return s
}

// exportData imports packages from what the compiler exports.
func exportData(fset *token.FileSet, all map[string]listed) types.Importer {
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(all[path].Export) })
}

// importAgain is the package as its importers see it.
func (s *source) importAgain(t *testing.T) *types.Package {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := exportData(s.fset, all).Import(s.pkg.Path())
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// modelsSource is package models, read from source.
func modelsSource(t *testing.T) *source {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, name := range all[modelsPath].GoFiles {
		b, err := os.ReadFile(filepath.Join(all[modelsPath].Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		text[name] = string(b)
	}
	return check(t, modelsPath, text)
}

// registries describes the entities of each orm.NewRegistry call, by the name of its variable, in the order of the arguments.
func (s *source) registries(r *typesread.Reader) map[string][]*mapping.Decl {
	out := map[string][]*mapping.Decl{}
	for _, f := range s.files {
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 {
				return true
			}
			call, ok := spec.Values[0].(*ast.CallExpr)
			if !ok || !s.isNewRegistry(call) {
				return true
			}
			decls := []*mapping.Decl{}
			for _, a := range call.Args {
				t := s.info.TypeOf(a).(*types.Pointer).Elem()
				decls = append(decls, &mapping.Decl{Type: r.Read(t), Configured: typesread.ConfiguresMapping(t)})
			}
			out[spec.Names[0].Name] = decls
			return true
		})
	}
	return out
}

// build makes the model of a registry, with what the methods ConfigureMapping of the package say.
func (s *source) build(decls []*mapping.Decl) *mapping.Model {
	m := mapping.Build(decls)
	if slices.ContainsFunc(m.Entities, func(e *mapping.Entity) bool { return e.Configured }) {
		p := &trace.Package{Files: s.files, Types: s.pkg, Info: s.info}
		evaluate.Settle(trace.NewWorld(s.fset, []*trace.Package{p}, trace.Options{Recipes: recipes.Table()}), m, p)
	}
	return m
}

func (s *source) isNewRegistry(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	o := s.info.Uses[sel.Sel]
	return o != nil && o.Name() == "NewRegistry" && o.Pkg().Path() == mapping.OrmPath
}

// located gives the files of the package, for typesread.Locate.
func (s *source) located(path string) []*ast.File {
	if path == s.pkg.Path() {
		return s.files
	}
	return nil
}

// at is the text of a range.
func (s *source) at(pos, end token.Pos) string {
	p, e := s.fset.Position(pos), s.fset.Position(end)
	return s.text[p.Filename][p.Offset:e.Offset]
}

// firstDifference shows the first line in which two texts differ.
func firstDifference(a, b string) string {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(as), len(bs)) {
		x, y := "(end)", "(end)"
		if i < len(as) {
			x = as[i]
		}
		if i < len(bs) {
			y = bs[i]
		}
		if x != y {
			return fmt.Sprintf("line %d\nreflect:  %s\ngo/types: %s", i+1, x, y)
		}
	}
	return "none"
}

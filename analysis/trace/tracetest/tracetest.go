// Package tracetest loads single packages from source, and what they import from the build cache's export data: just what the
// generator of recipes and the tests of the evaluator need.
package tracetest

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

	"github.com/aludel/aludel/analysis/trace"
)

// Package is one loaded package.
type Package struct {
	Path string
	*trace.Package
}

type listed struct {
	ImportPath, Export, Dir string
	GoFiles, CgoFiles       []string
	Error                   *struct{ Err string }
}

// Load reads the packages at the import paths, in the module of dir. Each of them is checked from source; those among them
// that import each other see the same objects. Broken code is an error.
func Load(fset *token.FileSet, dir string, paths ...string) ([]*Package, error) {
	all, err := list(dir, paths)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, p := range paths {
		wanted[p] = true
	}
	l := &loader{fset: fset, exports: map[string]string{}, done: map[string]*types.Package{}}
	for _, p := range all {
		l.exports[p.ImportPath] = p.Export
	}
	l.gc = importer.ForCompiler(fset, "gc", l.open)
	var out []*Package
	for _, p := range all { // in dependency order
		if !wanted[p.ImportPath] {
			continue
		}
		loaded, err := l.check(p)
		if err != nil {
			return nil, err
		}
		out = append(out, loaded)
	}
	return out, nil
}

// list asks the go command for the packages and their dependencies, which come first.
func list(dir string, paths []string) ([]*listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-e", "-deps", "-export", "-json=ImportPath,Export,Dir,GoFiles,Error"}, paths...)...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("tracetest: go list: %w\n%s", err, stderr.String())
	}
	var all []*listed
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		p := &listed{}
		if err := d.Decode(p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("tracetest: go list: %w", err)
		}
		all = append(all, p)
	}
}

type loader struct {
	fset    *token.FileSet
	exports map[string]string
	done    map[string]*types.Package
	gc      types.Importer
}

func (l *loader) open(path string) (io.ReadCloser, error) {
	if l.exports[path] == "" {
		return nil, fmt.Errorf("no export data of %s", path)
	}
	return os.Open(l.exports[path])
}

// Import implements types.Importer.
func (l *loader) Import(path string) (*types.Package, error) {
	if p := l.done[path]; p != nil {
		return p, nil
	}
	return l.gc.Import(path)
}

func (l *loader) check(p *listed) (*Package, error) {
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(l.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{}, Implicits: map[ast.Node]types.Object{}}
	conf := types.Config{Importer: l}
	tp, err := conf.Check(p.ImportPath, l.fset, files, info)
	if err != nil {
		return nil, err
	}
	l.done[p.ImportPath] = tp
	return &Package{Path: p.ImportPath, Package: &trace.Package{Files: files, Types: tp, Info: info}}, nil
}

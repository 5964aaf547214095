package workspace

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"sync"

	"golang.org/x/tools/go/gcexportdata"
)

// universe holds the packages outside the checked ones, read when they are first imported: from the compiler's
// export data, or the declarations from source where there is none.
//
// Invariant: no package with export data depends on one without. It holds because the compiler writes none for a
// package that it has none to build on.
type universe struct {
	fset    *token.FileSet
	units   map[string]*unit
	exports map[string]string // id -> the file with the export data

	mu       sync.Mutex // guards packages, and the reading, which writes to it
	packages map[string]*types.Package
}

// newUniverse returns a universe of the units that are not checked from source.
func newUniverse(fset *token.FileSet, units map[string]*unit, exports map[string]string) *universe {
	return &universe{fset: fset, units: units, exports: exports, packages: map[string]*types.Package{}}
}

// get returns the package of a unit.
func (w *universe) get(id string) (*types.Package, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.read(id)
}

// read returns the package of a unit; w.mu is held.
func (w *universe) read(id string) (*types.Package, error) {
	u := w.units[id]
	switch {
	case u == nil:
		return nil, fmt.Errorf("package %q is not loaded", id)
	case u.path == "unsafe":
		return types.Unsafe, nil
	}
	if p := w.packages[u.path]; p != nil && p.Complete() {
		return p, nil
	}
	export := w.exports[id]
	if export == "" {
		return w.fromSource(u)
	}
	file, err := os.Open(export)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", u.path, err)
	}
	defer file.Close()
	//lint:ignore SA1019 the go command of Go 1.27 and before writes archives
	r, err := gcexportdata.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", u.path, err)
	}
	return gcexportdata.Read(r, w.fset, w.packages, u.path)
}

// fromSource checks the declarations of a package that is not compiled.
func (w *universe) fromSource(u *unit) (*types.Package, error) {
	var files []*ast.File
	for _, path := range u.files {
		if f, _ := parser.ParseFile(w.fset, path, nil, parser.SkipObjectResolution); f != nil {
			files = append(files, f)
		}
	}
	cfg := types.Config{
		IgnoreFuncBodies: true, FakeImportC: true, GoVersion: u.goVersion, Sizes: sizes(), Error: func(error) {},
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			return w.read(u.imports[path])
		}),
	}
	p, _ := cfg.Check(u.path, w.fset, files, nil)
	p.MarkComplete()
	w.packages[u.path] = p
	return p, nil
}

// importerFunc is a function as a types.Importer.
type importerFunc func(path string) (*types.Package, error)

// Import implements types.Importer.
func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// sizes returns the layout of types on this machine.
func sizes() types.Sizes { return types.SizesFor("gc", runtime.GOARCH) }

package driver

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/aludel/aludel/orm/mapping"
)

// program is what [Check] works on: the packages that reach package orm, type-checked from source.
type program struct {
	fset    *token.FileSet
	exports *exports
	units   map[string]*unit
	metas   map[string]*packages.Package
	reach   map[*packages.Package]bool
	roots   []*packages.Package // those to report on
	trouble []error
}

// metadataMode asks for no types: they are worked out here, and only where they are needed.
const metadataMode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule |
	packages.NeedForTest

// load finds the packages of the patterns and checks those that reach package orm, in the order of their imports.
func load(ctx context.Context, o Options) (*program, error) {
	cfg := &packages.Config{Context: ctx, Dir: o.Dir, Mode: metadataMode, Tests: !o.NoTests, BuildFlags: o.BuildFlags, Env: o.Env}
	o.progress("listing packages")
	pkgs, err := packages.Load(cfg, o.Patterns...)
	if err != nil {
		return nil, err
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(o.Patterns, " "))
	}
	p := &program{fset: token.NewFileSet(), units: map[string]*unit{}, metas: map[string]*packages.Package{}, reach: map[*packages.Package]bool{}}
	p.choose(pkgs)
	if err := p.findExports(cfg, o); err != nil {
		return nil, err
	}
	for i, m := range p.roots {
		o.progress(fmt.Sprintf("%d/%d %s", i+1, len(p.roots), m.PkgPath))
		p.unit(m)
	}
	return p, nil
}

// choose picks the packages to report on. A package with tests of its own stands in two variants, and the one with the tests
// has all files of the other: like go vet, only that one is taken.
func (p *program) choose(pkgs []*packages.Package) {
	tested := map[string]bool{}
	for _, m := range pkgs {
		if m.ForTest == m.PkgPath {
			tested[m.PkgPath] = true
		}
	}
	for _, m := range pkgs {
		for _, e := range m.Errors {
			p.trouble = append(p.trouble, e)
		}
		testMain := m.ForTest == "" && strings.HasSuffix(m.ID, ".test")
		replaced := m.ForTest == "" && tested[m.PkgPath]
		if p.reaches(m) && !testMain && !replaced {
			p.roots = append(p.roots, m)
		}
	}
	slices.SortFunc(p.roots, func(a, b *packages.Package) int { return cmp.Compare(a.ID, b.ID) })
}

// reaches reports whether a package imports package orm, directly or not.
func (p *program) reaches(m *packages.Package) bool {
	if known, ok := p.reach[m]; ok {
		return known
	}
	p.reach[m] = false
	for _, dep := range m.Imports {
		if dep.PkgPath == mapping.OrmPath || p.reaches(dep) {
			p.reach[m] = true
		}
	}
	return p.reach[m]
}

// findExports asks for the export data of what the checked packages import beside each other.
func (p *program) findExports(cfg *packages.Config, o Options) error {
	paths := map[string]bool{}
	for m, reaches := range p.reach {
		for _, dep := range m.Imports {
			if reaches && !p.reaches(dep) && dep.PkgPath != "unsafe" && dep.PkgPath != "C" {
				paths[dep.PkgPath] = true
			}
		}
	}
	p.exports = &exports{fset: p.fset, files: map[string]string{}, packages: map[string]*types.Package{}}
	if len(paths) == 0 {
		return nil
	}
	var patterns []string
	for path := range paths {
		patterns = append(patterns, path)
	}
	slices.Sort(patterns)
	o.progress("compiling imports")
	c := *cfg
	c.Mode, c.Tests = packages.NeedName|packages.NeedExportFile, false
	loaded, err := packages.Load(&c, patterns...)
	if err != nil {
		return err
	}
	for _, m := range loaded {
		p.exports.files[m.PkgPath] = m.ExportFile
	}
	return nil
}

// unit is the type-checked form of a package; imports are checked first.
func (p *program) unit(m *packages.Package) *unit {
	if u := p.units[m.ID]; u != nil {
		return u
	}
	u := &unit{id: m.ID, fset: p.fset, info: newInfo(), sizes: types.SizesFor("gc", runtime.GOARCH)}
	p.units[m.ID] = u
	for _, dep := range m.Imports {
		if p.reaches(dep) {
			u.imports = append(u.imports, p.unit(dep))
		}
	}
	slices.SortFunc(u.imports, func(a, b *unit) int { return cmp.Compare(a.id, b.id) })
	u.parse(m.GoFiles)
	version := ""
	if m.Module != nil && m.Module.GoVersion != "" {
		version = "go" + m.Module.GoVersion
	}
	u.check(m.PkgPath, version, importerFunc(func(path string) (*types.Package, error) {
		dep := m.Imports[path]
		switch {
		case path == "unsafe":
			return types.Unsafe, nil
		case dep == nil:
			return nil, fmt.Errorf("%s is not there", path)
		case p.reaches(dep):
			return p.unit(dep).types, nil
		}
		return p.exports.read(dep.PkgPath)
	}))
	return u
}

// parse reads the files; what cannot be read is among the errors.
func (u *unit) parse(names []string) {
	for _, name := range names {
		f, err := parser.ParseFile(u.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			u.errors = append(u.errors, types.Error{Fset: u.fset, Msg: err.Error()})
		}
		if f != nil {
			u.files = append(u.files, f)
		}
	}
}

// check type-checks the files.
func (u *unit) check(path, version string, importer types.Importer) {
	cfg := types.Config{
		Importer: importer, Sizes: u.sizes, GoVersion: version, FakeImportC: true,
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) && !e.Soft {
				u.errors = append(u.errors, e)
			}
		},
	}
	u.types, _ = cfg.Check(path, u.fset, u.files, u.info)
	for _, f := range u.files {
		if _, ok := u.info.FileVersions[f]; !ok {
			u.info.FileVersions[f] = version
		}
	}
}

// importerFunc is a function as a types.Importer.
type importerFunc func(path string) (*types.Package, error)

// Import implements types.Importer.
func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

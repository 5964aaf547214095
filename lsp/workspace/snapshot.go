package workspace

import (
	"context"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"sync"
)

// Snapshot is the state of the workspace at one moment. It never changes, and is safe for concurrent use;
// packages are checked when they are first asked for, once.
type Snapshot struct {
	session *Session
	serial  uint64
	views   []*loadedView
	open    map[string]*File // the buffers

	files *fileTable // the files on disk, shared with later snapshots until one changes
}

// loadedView is a view with its packages, as far as they have been asked for.
type loadedView struct {
	root string
	meta *metadata

	mu       sync.Mutex // guards packages
	packages map[string]func() *Package
}

// fileTable holds the states of files on disk.
type fileTable struct {
	mu    sync.Mutex // guards files
	files map[string]*File
}

// Serial returns the number of the snapshot; later ones have greater numbers.
func (s *Snapshot) Serial() uint64 { return s.serial }

// Loaded tells whether the go command has answered for at least one view.
func (s *Snapshot) Loaded() bool { return len(s.views) > 0 }

// File returns the state of a Go file, an open buffer or the file on disk.
func (s *Snapshot) File(path string) *File {
	path = filepath.Clean(path)
	if f := s.open[path]; f != nil {
		return f
	}
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	f := s.files.files[path]
	if f == nil {
		f = diskFile(s.session.fset, path)
		s.files.files[path] = f
	}
	return f
}

// With returns a snapshot in which a file has another text. It is for the one who asked: the session does not
// know of it.
func (s *Snapshot) With(path, src string) *Snapshot {
	path = filepath.Clean(path)
	f := openFile(s.session.fset, path, s.File(path).Version, src)
	s.session.retire(f)
	n := s.next()
	n.open[path] = f
	n.invalidate(path)
	return n
}

// OpenFiles returns the open buffers, ordered by path.
func (s *Snapshot) OpenFiles() []*File {
	var out []*File
	for _, path := range slices.Sorted(maps.Keys(s.open)) {
		out = append(out, s.open[path])
	}
	return out
}

// PackageOf returns the checked package that speaks for a file, and the file in it; nil if the file belongs to
// no package that reaches the ORM, or nothing is loaded yet.
func (s *Snapshot) PackageOf(ctx context.Context, path string) (*Package, *File) {
	path = filepath.Clean(path)
	for _, v := range s.views {
		if id := v.meta.owner[path]; id != "" {
			if p := s.check(ctx, v, id); p != nil {
				if f := p.File(path); f != nil {
					return p, f
				}
			}
		}
	}
	return nil, nil
}

// Target names a package of a snapshot that has not been asked for yet.
type Target struct {
	ID    string
	Files []string // the files that it speaks for
	view  *loadedView
}

// Package checks the package of a target, with all it needs. It returns nil if ctx ends first.
func (s *Snapshot) Package(ctx context.Context, t Target) *Package { return s.check(ctx, t.view, t.ID) }

// Targets returns the packages to look at after the files changed, in the order in which their findings
// matter: those that hold the files, then those that depend on them and have an open file, then the other
// dependents. Without files it returns all, the ones with open files first.
func (s *Snapshot) Targets(changed []string) []Target {
	var first, second, rest []Target
	for _, v := range s.views {
		touched, dependent := v.touched(changed)
		for _, id := range v.meta.sourceIDs() {
			t := Target{ID: id, Files: v.speaksFor(id), view: v}
			switch {
			case touched[id]:
				first = append(first, t)
			case len(changed) > 0 && !dependent[id]:
			case s.anyOpen(t.Files):
				second = append(second, t)
			default:
				rest = append(rest, t)
			}
		}
	}
	return slices.Concat(first, second, rest)
}

// touched returns the units that hold one of the files and the units that depend on those.
func (v *loadedView) touched(changed []string) (holders, dependents map[string]bool) {
	holders, dependents = map[string]bool{}, map[string]bool{}
	for _, f := range changed {
		for _, id := range v.meta.members[f] {
			holders[id] = true
			for _, dep := range v.meta.dependents[id] {
				dependents[dep] = true
			}
		}
	}
	return holders, dependents
}

// speaksFor returns the files whose owner is the unit.
func (v *loadedView) speaksFor(id string) []string {
	var out []string
	for _, f := range v.meta.units[id].files {
		if v.meta.owner[f] == id {
			out = append(out, f)
		}
	}
	return out
}

// anyOpen tells whether one of the files is open.
func (s *Snapshot) anyOpen(files []string) bool {
	return slices.ContainsFunc(files, func(f string) bool { return s.open[f] != nil })
}

// check returns the checked package of a unit, nil if ctx ended before all it needs was checked.
func (s *Snapshot) check(ctx context.Context, v *loadedView, id string) *Package {
	v.mu.Lock()
	get := v.packages[id]
	v.mu.Unlock()
	if get != nil {
		return get()
	}
	u := v.meta.units[id]
	deps := map[string]*Package{}
	for _, path := range slices.Sorted(maps.Keys(u.imports)) {
		if dep := v.meta.units[u.imports[path]]; dep.source {
			if deps[path] = s.check(ctx, v, dep.id); deps[path] == nil {
				return nil
			}
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	v.mu.Lock()
	if get = v.packages[id]; get == nil {
		get = sync.OnceValue(func() *Package { return s.typeCheck(v, u, deps) })
		v.packages[id] = get
	}
	v.mu.Unlock()
	return get()
}

// typeCheck checks one package over packages already checked.
func (s *Snapshot) typeCheck(v *loadedView, u *unit, deps map[string]*Package) *Package {
	p := &Package{
		ID: u.id, Path: u.path, Name: u.name, Fset: s.session.fset, Sizes: sizes(), Imports: deps,
		Test: u.forTest != "", Info: newInfo(),
	}
	for _, path := range u.files {
		if f := s.File(path); f.Tree() != nil {
			p.Files = append(p.Files, f)
		}
	}
	cfg := types.Config{
		GoVersion: u.goVersion, Sizes: p.Sizes, FakeImportC: true,
		Error: func(err error) {
			if te, ok := err.(types.Error); ok {
				p.Errors = append(p.Errors, te)
			}
		},
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if dep := deps[path]; dep != nil {
				return dep.Types, nil
			}
			id := u.imports[path]
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			if id == "" {
				return nil, fmt.Errorf("package %s is not loaded yet", path)
			}
			return v.meta.external.get(id)
		}),
	}
	p.Types = s.guardedCheck(&cfg, p)
	return p
}

// guardedCheck runs the type checker. A panic of it, which half-typed code can cause, leaves what was checked
// until then.
func (s *Snapshot) guardedCheck(cfg *types.Config, p *Package) (pkg *types.Package) {
	pkg = types.NewPackage(p.Path, p.Name)
	defer func() {
		if r := recover(); r != nil {
			s.session.opts.Logf("type checker: %s: %v", p.ID, r)
		}
		pkg.MarkComplete()
	}()
	_ = types.NewChecker(cfg, p.Fset, pkg, p.Info).Files(p.Syntax())
	return pkg
}

// newInfo returns an empty record of all that the type checker can tell.
func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Instances:    map[*ast.Ident]types.Instance{},
		Scopes:       map[ast.Node]*types.Scope{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}
}

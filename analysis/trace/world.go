package trace

import (
	"go/ast"
	"go/token"
	"go/types"
	"sync"
)

// Package is one package with syntax, as go/packages or a go/analysis driver has it.
type Package struct {
	Files []*ast.File
	Types *types.Package
	Info  *types.Info // with Types, Defs, Uses, Selections and Instances
}

// Limits bounds the work on one function. What goes over becomes unknown or open, with the reason.
type Limits struct {
	Paths, Steps, Unroll, Depth, Recursion int
}

// DefaultLimits are those of reference/evaluator.md, rules 4 and 5.
var DefaultLimits = Limits{Paths: 16, Steps: 20_000, Unroll: 64, Depth: 16, Recursion: 3}

// Options is what a world knows beside the source.
type Options struct {
	// Recipes has the terms of the face functions of package orm, over their parameters, by FuncName.
	Recipes map[string]*Term
	// Fact gives what is known of a function or package variable without source; nil for nothing. It must be safe for
	// the goroutines that trace.
	Fact   func(types.Object) *Fact
	Limits Limits // zero means DefaultLimits
}

// World is a set of packages that are traced together. It does not change after NewWorld and may be used by several
// goroutines.
type World struct {
	fset  *token.FileSet
	opts  Options
	funcs map[string]*function
	vars  map[string]initializer

	writes  writes
	late    map[*ast.FuncLit]map[*types.Var]bool
	regions sync.Map // ast.Node -> *region
}

type function struct {
	pkg  *Package
	decl *ast.FuncDecl
}

type initializer struct {
	pkg   *Package
	value ast.Expr // nil: the zero value
	index int      // of the result, where value is a call with several
	multi bool
	root  *ast.ValueSpec
}

// NewWorld indexes the packages. Broken code is welcome: what has no type is unknown.
func NewWorld(fset *token.FileSet, pkgs []*Package, opts Options) *World {
	if opts.Limits == (Limits{}) {
		opts.Limits = DefaultLimits
	}
	w := &World{fset: fset, opts: opts, funcs: map[string]*function{}, vars: map[string]initializer{},
		writes: newWrites(), late: map[*ast.FuncLit]map[*types.Var]bool{}}
	for _, p := range pkgs {
		for _, f := range p.Files {
			w.index(p, f)
			w.writes.scan(p, f)
			w.scanLate(p, f)
		}
	}
	return w
}

func (w *World) index(p *Package, f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if o, ok := p.Info.Defs[d.Name].(*types.Func); ok && d.Body != nil && d.Name.Name != "_" && d.Name.Name != "init" {
				w.funcs[FuncName(o)] = &function{p, d}
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR {
					w.indexVars(p, v)
				}
			}
		}
	}
}

func (w *World) indexVars(p *Package, s *ast.ValueSpec) {
	for i, n := range s.Names {
		v, ok := p.Info.Defs[n].(*types.Var)
		if !ok {
			continue
		}
		in := initializer{pkg: p, index: i, root: s}
		switch {
		case len(s.Values) == len(s.Names):
			in.value = s.Values[i]
		case len(s.Values) == 1:
			in.value, in.multi = s.Values[0], true
		}
		w.vars[varName(v)] = in
	}
}

// Package returns the sinks of every function and package variable of p, in source order; p must be of the world.
func (w *World) Package(p *Package) []Sink {
	var out []Sink
	for _, f := range p.Files {
		out = append(out, w.File(p, f)...)
	}
	return out
}

// File returns the sinks of one file of p. See Package.
func (w *World) File(p *Package, f *ast.File) []Sink {
	var out []Sink
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body != nil {
				out = append(out, w.Func(p, d)...)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR {
					out = append(out, w.variable(p, v)...)
				}
			}
		}
	}
	return out
}

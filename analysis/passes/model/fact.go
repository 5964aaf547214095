package model

import (
	"fmt"
	"go/types"
	"strings"
)

// Registries is the fact about a package that reaches package orm: its exported registries.
type Registries struct{ List []RegistryFact }

// RegistryFact is one registry of a fact.
type RegistryFact struct {
	Var      string
	Closed   bool
	Entities []TypeName
}

// TypeName names a declared type.
type TypeName struct{ Pkg, Name string }

// AFact marks the type as a fact.
func (*Registries) AFact() {}

// String lists the registries.
func (f *Registries) String() string {
	var all []string
	for _, r := range f.List {
		s := r.Var + ":"
		if !r.Closed {
			s += " open"
		}
		for _, e := range r.Entities {
			s += fmt.Sprintf(" %s.%s", e.Pkg, e.Name)
		}
		all = append(all, s)
	}
	return strings.Join(all, "; ")
}

// fact describes the package to those that import it.
func (r *Result) fact() *Registries {
	f := &Registries{}
	for _, reg := range r.Registries {
		if !reg.Var.Exported() {
			continue
		}
		out := RegistryFact{Var: reg.Var.Name(), Closed: reg.Closed}
		for _, m := range reg.Entities {
			n, ok := types.Unalias(m.Type).(*types.Named)
			if !ok || n.TypeArgs().Len() > 0 || n.Obj().Pkg() == nil {
				out.Closed = false
				continue
			}
			out.Entities = append(out.Entities, TypeName{n.Obj().Pkg().Path(), n.Obj().Name()})
		}
		f.List = append(f.List, out)
	}
	return f
}

// Imported is a registry of an imported package, nil if nothing is known of it. Its members have no arguments.
func (r *Result) Imported(v *types.Var) *Registry {
	if reg := r.byVar[v]; reg != nil {
		return reg
	}
	var f Registries
	if v.Pkg() == nil || !r.pass.ImportPackageFact(v.Pkg(), &f) {
		return nil
	}
	for _, in := range f.List {
		if in.Var != v.Name() {
			continue
		}
		reg := &Registry{Var: v, Closed: in.Closed, state: 2}
		for _, n := range in.Entities {
			if t := r.lookup(n); t != nil {
				reg.Entities = append(reg.Entities, Member{Type: t})
			} else {
				reg.Closed = false
			}
		}
		r.byVar[v] = reg
		return reg
	}
	return nil
}

// RegistriesOf are the exported registries of an imported package.
func (r *Result) RegistriesOf(path string) (all []*Registry) {
	p := r.imported(path)
	var f Registries
	if p == nil || !r.pass.ImportPackageFact(p, &f) {
		return nil
	}
	for _, in := range f.List {
		if v, ok := p.Scope().Lookup(in.Var).(*types.Var); ok {
			if reg := r.Imported(v); reg != nil {
				all = append(all, reg)
			}
		}
	}
	return all
}

// lookup finds a declared type among the imported packages.
func (r *Result) lookup(n TypeName) types.Type {
	p := r.imported(n.Pkg)
	if p == nil {
		return nil
	}
	o, ok := p.Scope().Lookup(n.Name).(*types.TypeName)
	if !ok {
		return nil
	}
	return o.Type()
}

// imported is a package that this one imports, directly or not.
func (r *Result) imported(path string) *types.Package {
	if r.packages == nil {
		r.packages = map[string]*types.Package{}
		r.collect(r.pass.Pkg)
	}
	return r.packages[path]
}

func (r *Result) collect(p *types.Package) {
	if r.packages[p.Path()] != nil {
		return
	}
	r.packages[p.Path()] = p
	for _, dep := range p.Imports() {
		r.collect(dep)
	}
}

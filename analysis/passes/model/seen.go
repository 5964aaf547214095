package model

import (
	"slices"

	"github.com/aludel/aludel/orm/mapping"
)

// seen are the entities that a package can see, by their ids. Those of registries that have an entity in common are of one model, as at run
// time an entity is the same in a registry and in those that include it: a statement may have entities of all of them.
type seen map[string]*mapping.Entity

// Entity implements [evaluate.Model].
func (s seen) Entity(id string) *mapping.Entity { return s[id] }

// seen lists the entities of the registries that the package declares or imports.
func (r *Result) seen() seen {
	all := slices.Clone(r.Registries)
	for _, p := range r.pass.Pkg.Imports() {
		all = append(all, r.RegistriesOf(p.Path())...)
	}
	out := seen{}
	for len(all) > 0 {
		together := []*Registry{all[0]}
		all = all[1:]
		for more := true; more; {
			more = false
			all = slices.DeleteFunc(all, func(o *Registry) bool {
				shares := slices.ContainsFunc(together, func(t *Registry) bool { return r.share(t, o) })
				if shares {
					together, more = append(together, o), true
				}
				return shares
			})
		}
		for _, e := range r.joint(together).Entities {
			out[e.ID] = e
		}
	}
	return out
}

// share reports whether two registries have an entity in common.
func (r *Result) share(a, b *Registry) bool {
	return slices.ContainsFunc(a.Entities, func(m Member) bool { return r.has(b, m) })
}

// has reports whether a registry has an entity.
func (r *Result) has(reg *Registry, m Member) bool {
	return slices.ContainsFunc(reg.Entities, func(o Member) bool { return r.reader.Read(o.Type) == r.reader.Read(m.Type) })
}

// joint is one model of registries: that of one which has all of their entities, else one made of them all. It is empty where two of the
// entities have one table, so that it is not known which a foreign key means.
func (r *Result) joint(regs []*Registry) *mapping.Model {
	var whole Registry
	for _, reg := range regs {
		for _, m := range reg.Entities {
			if !r.has(&whole, m) {
				whole.Entities = append(whole.Entities, m)
			}
		}
	}
	for _, reg := range regs {
		if len(reg.Entities) == len(whole.Entities) {
			return r.Model(reg)
		}
	}
	m := r.Model(&whole)
	if slices.ContainsFunc(m.Problems, func(p mapping.Problem) bool { return p.Code == "ORM122" }) {
		return &mapping.Model{}
	}
	return m
}

package unitofwork

import (
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file finds objects that lost the parent which owns them.

// orphansOf deletes what was taken out of collections that own their members.
func (p *Plan) orphansOf(st *instance.State) {
	if st.Has(instance.Orphaned | instance.Persistent) {
		p.orphan(st)
	}
	for i := range st.Mapper.Rels {
		r := &st.Mapper.Rels[i]
		if !st.RelChanged(i) || r.ViewOnly || !r.Cascade.Has(mapping.DeleteOrphan) {
			continue
		}
		if r.Direction == mapping.ManyToOne {
			p.replacedTarget(st, r, i)
			continue
		}
		_, removed := p.changes(st, i)
		for _, m := range removed {
			if m.Context == p.context && !p.adopted(m, r, i) {
				p.remove(m)
			}
		}
	}
}

// replacedTarget deletes the only object that st referred to, if nothing refers to it any more.
func (p *Plan) replacedTarget(st *instance.State, r *instance.Rel, i int) {
	old := p.storedTarget(st, r)
	if old == nil || old.Context != p.context || slices.Contains(p.graph.Members(st, i), old) {
		return
	}
	refers := func(o *instance.State) bool {
		if o == st || o.Mapper != st.Mapper {
			return false
		}
		if o.Loaded(i) || o.RelChanged(i) {
			return slices.Contains(p.graph.Members(o, i), old)
		}
		return p.storedTarget(o, r) == old
	}
	found := slices.ContainsFunc(p.touched, refers)
	p.context.Identity(st.Mapper).States(func(o *instance.State) bool {
		found = found || refers(o)
		return !found
	})
	if !found {
		p.remove(old)
	}
}

// orphan deletes an object that lost its parent, unless it has found one since.
func (p *Plan) orphan(st *instance.State) {
	for i := range st.Mapper.Rels {
		r := st.Mapper.Rels[i].Back
		if r != nil && r.Cascade.Has(mapping.DeleteOrphan) && len(p.graph.Members(st, i)) == 0 && st.RelChanged(i) {
			p.remove(st)
		}
	}
}

// adopted reports whether a member that was removed has found another parent along the same relationship.
func (p *Plan) adopted(m *instance.State, r *instance.Rel, i int) bool {
	if r.Back != nil {
		return len(p.graph.Members(m, r.Back.Index)) > 0
	}
	return slices.ContainsFunc(p.touched, func(o *instance.State) bool {
		if o.Mapper.Entity != r.Entity || !o.RelChanged(i) {
			return false
		}
		added, _ := p.changes(o, i)
		return slices.Contains(added, m)
	})
}

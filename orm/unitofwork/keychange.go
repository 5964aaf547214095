package unitofwork

import (
	"context"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file follows keys that change: the foreign keys of related objects change with them, by the database (ON UPDATE CASCADE) or by
// an UPDATE for each.

// keyChanges notes what follows from changed keys of the objects that are saved.
func (p *Plan) keyChanges(ctx context.Context) error {
	for i := 0; i < len(p.saves); i++ { // which grows
		st := p.saves[i]
		if !st.Has(instance.Persistent) || !referredTo(st.Mapper) {
			continue
		}
		var attrs []*mapping.Attr
		for _, c := range st.ChangedColumns(nil) {
			attrs = append(attrs, st.Mapper.Columns[c].Attr)
		}
		if len(attrs) > 0 {
			if err := p.keyChange(ctx, st, attrs); err != nil {
				return err
			}
		}
	}
	return nil
}

// referredTo reports whether changes of an entity's columns may concern others.
func referredTo(m *instance.Mapper) bool {
	for i := range m.Rels {
		if m.Rels[i].Direction != mapping.ManyToOne {
			return true
		}
	}
	return len(m.Referrers) > 0
}

// keyChange notes what follows from the change of some attributes of one object.
func (p *Plan) keyChange(ctx context.Context, st *instance.State, attrs []*mapping.Attr) error {
	for i := range st.Mapper.Rels {
		r := &st.Mapper.Rels[i]
		if r.ViewOnly || r.Direction == mapping.ManyToOne || !meets(r.Near(), attrs) {
			continue
		}
		p.rekey(st)
		if !r.PassiveUpdates && !st.Fresh(i) {
			if err := p.graph.Load(ctx, st, i); err != nil {
				return err
			}
		}
		added, _ := p.graph.Changes(st, i)
		members := p.graph.Members(st, i)
		if r.PassiveUpdates && r.Secondary == nil && !st.Fresh(i) {
			members = slices.Concat(members, p.storedChildren(st, r, members))
		}
		for _, m := range members {
			if !slices.Contains(added, m) && m.Has(instance.Persistent) && p.in[m] != deleted {
				if err := p.followKey(ctx, st, m, r); err != nil {
					return err
				}
			}
		}
	}
	return p.referrers(ctx, st, attrs)
}

// storedChildren are the objects of the session whose rows refer to st along a relationship that is not loaded, besides those that are
// known to: the database changes them too.
func (p *Plan) storedChildren(st *instance.State, r *instance.Rel, known []*instance.State) (out []*instance.State) {
	p.context.Identity(r.Target).States(func(c *instance.State) bool {
		moved := r.Back != nil && c.RelChanged(r.Back.Index)
		if !moved && rowRefers(sync{child: c, parent: st, pairs: r.Pairs}) && !slices.Contains(known, c) {
			out = append(out, c)
		}
		return true
	})
	return out
}

// rowRefers reports whether the row of a child refers to that of a parent, and the child's foreign key was not changed since.
func rowRefers(s sync) bool {
	if !s.child.HasSnapshot() || !s.parent.HasSnapshot() {
		return false
	}
	changed := s.child.ChangedColumns(nil)
	for _, pair := range s.pairs {
		own, key := pair.Remote, pair.Local
		if s.childLocal {
			own, key = key, own
		}
		c, k := s.child.Mapper.Attr(own), s.parent.Mapper.Attr(key)
		if c < 0 || k < 0 || slices.Contains(changed, c) {
			return false
		}
		v := s.child.SnapshotValue(c)
		if v == nil || !equalKeys(v, s.parent.SnapshotValue(k)) {
			return false
		}
	}
	return true
}

// followKey notes that a member follows the changed key of its owner.
func (p *Plan) followKey(ctx context.Context, st, m *instance.State, r *instance.Rel) error {
	if r.Secondary != nil {
		if !r.PassiveUpdates {
			p.relink(r.Relationship, st, m)
		}
		return nil
	}
	return p.followPairs(ctx, sync{child: m, parent: st, pairs: r.Pairs, quiet: r.PassiveUpdates})
}

// followPairs notes that a child follows the changed key of its parent, and what follows from that.
func (p *Plan) followPairs(ctx context.Context, s sync) error {
	if p.in[s.child] == deleted || slices.ContainsFunc(p.syncs[s.child], func(o sync) bool { return o.parent == s.parent && samePairs(o, s) }) {
		return nil
	}
	p.save(s.child)
	p.sync(s)
	var own []*mapping.Attr
	for _, pair := range s.pairs {
		own = append(own, s.own(pair))
	}
	return p.keyChange(ctx, s.child, own)
}

func samePairs(a, b sync) bool {
	return slices.EqualFunc(a.pairs, b.pairs, func(x, y mapping.Pair) bool { return a.own(x) == b.own(y) })
}

// relink notes that a row of an association table follows the changed key of its near side.
func (p *Plan) relink(r *mapping.Relationship, near, far *instance.State) {
	if k := keyOf(r, near, far); !p.linked[k] {
		if p.linked == nil {
			p.linked = map[linkKey]bool{}
		}
		p.linked[k] = true
		p.links = append(p.links, link{rel: r, near: near, far: far, values: rowValues(r.Secondary, near, far, true)})
	}
}

// referrers finds the objects of the session that refer to one whose key changes by a many-to-one relationship that the other side
// does not know.
func (p *Plan) referrers(ctx context.Context, st *instance.State, attrs []*mapping.Attr) error {
	for _, ref := range st.Mapper.Referrers {
		r := &ref.Mapper.Rels[ref.Rel]
		if r.Back != nil || r.ViewOnly || !slices.ContainsFunc(r.Pairs, func(q mapping.Pair) bool { return slices.Contains(attrs, q.Remote) }) {
			continue
		}
		p.rekey(st)
		var found []*instance.State
		p.context.Identity(ref.Mapper).States(func(c *instance.State) bool {
			refers := rowRefers(sync{child: c, parent: st, pairs: r.Pairs, childLocal: true})
			if c.Loaded(ref.Rel) {
				refers = slices.Contains(p.graph.Members(c, ref.Rel), st)
			}
			if refers && !c.RelChanged(ref.Rel) {
				found = append(found, c)
			}
			return true
		})
		for _, c := range found {
			if err := p.followPairs(ctx, sync{child: c, parent: st, pairs: r.Pairs, childLocal: true, quiet: r.PassiveUpdates}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *Plan) rekey(st *instance.State) {
	if p.rekeyed == nil {
		p.rekeyed = map[*instance.State]bool{}
	}
	p.rekeyed[st] = true
}

func meets(a, b []*mapping.Attr) bool {
	return slices.ContainsFunc(a, func(x *mapping.Attr) bool { return slices.Contains(b, x) })
}

package unitofwork

import (
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
)

// This file writes foreign keys by UPDATEs of their own (post_update): after the rows on both ends were inserted, and before either is
// deleted. So rows can refer to each other.

// postponed reports whether the foreign key of a relationship is written by an UPDATE of its own.
func postponed(r *mapping.Relationship) bool {
	return r.PostUpdate || r.Back != nil && r.Back.PostUpdate
}

// note files a foreign key to be copied where it belongs.
func (p *Plan) note(r *mapping.Relationship, s sync) {
	if postponed(r) {
		p.post = append(p.post, s)
		return
	}
	p.sync(s)
}

// sync has a foreign key copied before its child is written.
func (p *Plan) sync(s sync) {
	if p.syncs == nil {
		p.syncs = map[*instance.State][]sync{}
	}
	p.syncs[s.child] = append(p.syncs[s.child], s)
}

// postUpdate sends the postponed foreign keys of objects that were saved, one UPDATE an object.
func (w *writer) postUpdate(posts []sync) error {
	if len(posts) == 0 {
		return nil
	}
	var order []*instance.State
	cols := map[*instance.State][]int{}
	for _, s := range posts {
		st := s.child
		if !st.HasSnapshot() {
			st.Capture()
			w.undo.add(func(*instance.Context) error { st.DropSnapshot(); return nil })
		}
		if cols[st] == nil {
			order = append(order, st)
		}
		if err := w.copyKey(s); err != nil {
			return err
		}
		for _, pair := range s.pairs {
			if c := st.Mapper.Attr(s.own(pair)); !slices.Contains(cols[st], c) && slices.Contains(st.ChangedColumns(nil), c) {
				cols[st] = append(cols[st], c)
			}
		}
	}
	slices.SortStableFunc(order, byKey)
	for _, st := range order {
		if err := w.updateColumns(st, cols[st]); err != nil {
			return err
		}
	}
	return nil
}

// postDeletes are the postponed foreign keys of rows that are deleted together with what they refer to; they are set to NULL first.
func (p *Plan) postDeletes() (out []sync) {
	for _, st := range p.deletes {
		for i := range st.Mapper.Rels {
			r := &st.Mapper.Rels[i]
			if r.Direction != mapping.ManyToOne || !postponed(r.Relationship) {
				continue
			}
			if to := p.storedTarget(st, r); to != nil && p.in[to] == deleted {
				out = append(out, sync{child: st, pairs: r.Pairs, childLocal: true})
			}
		}
	}
	return out
}

// storedTarget is the object that the row of st refers to along a many-to-one relationship, nil if the session does not have it.
func (p *Plan) storedTarget(st *instance.State, r *instance.Rel) *instance.State {
	if !st.HasSnapshot() {
		return nil
	}
	values := make([]any, len(r.Target.Keys))
	for j, k := range r.Target.Keys {
		for _, pair := range r.Pairs {
			if r.Target.Attr(pair.Remote) == k {
				values[j] = st.SnapshotValue(st.Mapper.Attr(pair.Local))
			}
		}
	}
	key, err := r.Target.KeyOf(values)
	if err != nil {
		return nil // it refers to nothing, or not by the key
	}
	return p.context.Identity(r.Target).Get(key)
}

// postKeys are the foreign keys that are written by UPDATEs of their own, which put no row before another.
func postKeys(m *instance.Mapper, out map[*schema.ForeignKeyConstraint]bool) {
	for i := range m.Rels {
		r := &m.Rels[i]
		if r.Direction == mapping.ManyToMany || !postponed(r.Relationship) {
			continue
		}
		own := func(pair mapping.Pair) *mapping.Attr { return pair.Remote }
		if r.Direction == mapping.ManyToOne {
			own = func(pair mapping.Pair) *mapping.Attr { return pair.Local }
		}
		for _, fk := range own(r.Pairs[0]).Entity.Table.ForeignKeys {
			if len(fk.Columns) == len(r.Pairs) && slices.Contains(fk.Columns, own(r.Pairs[0]).Column) {
				out[fk] = true
			}
		}
	}
}

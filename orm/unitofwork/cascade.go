package unitofwork

import (
	"context"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file finds what is deleted, or let go, along with what.

// remove deletes an object that is stored, and drops one that is only pending.
func (p *Plan) remove(st *instance.State) {
	switch {
	case st.Has(instance.Persistent):
		p.delete(st)
	case p.in[st] != dropped:
		p.mark(st, dropped)
		p.orphans = append(p.orphans, st)
	}
}

// cascadeAll follows the relationships of what is deleted, and of what is dropped before it was stored, as far as they lead.
func (p *Plan) cascadeAll(ctx context.Context) error {
	for {
		var st *instance.State
		switch { // both lists grow while they are walked
		case p.cascaded < len(p.deletes):
			st = p.deletes[p.cascaded]
			p.cascaded++
		case p.droppedOff < len(p.orphans):
			st = p.orphans[p.droppedOff]
			p.droppedOff++
		default:
			return nil
		}
		if err := p.cascadeDelete(ctx, st); err != nil {
			return err
		}
	}
}

// cascadeDelete follows the relationships of an object that is deleted: related objects are deleted with it, or let go.
func (p *Plan) cascadeDelete(ctx context.Context, st *instance.State) error {
	for i := range st.Mapper.Rels {
		r := &st.Mapper.Rels[i]
		if r.ViewOnly {
			continue
		}
		cascades := r.Cascade.Has(mapping.Delete)
		if r.Direction == mapping.ManyToOne && !cascades {
			continue
		}
		if !st.Fresh(i) && !r.PassiveDeletes && st.Has(instance.Persistent) {
			if err := p.graph.Load(ctx, st, i); err != nil {
				return err
			}
		}
		if r.Direction == mapping.ManyToMany {
			p.unlinkAll(st, r, i)
		}
		members := p.graph.Members(st, i)
		if _, removed := p.changes(st, i); r.Direction == mapping.OneToMany {
			members = append(members[:len(members):len(members)], removed...)
		}
		for _, m := range members {
			switch {
			case p.moved(m, st, r.Relationship):
			case cascades:
				p.remove(m)
			case p.in[m] != deleted && r.Direction == mapping.OneToMany && !r.PassiveAll:
				p.letGo(m, st, r.Relationship)
			}
		}
	}
	return nil
}

// moved reports whether a member has been given another parent since the last flush.
func (p *Plan) moved(m, parent *instance.State, r *mapping.Relationship) bool {
	if r.Direction != mapping.OneToMany || r.Back == nil || !m.RelChanged(r.Back.Index) {
		return false
	}
	now := p.graph.Members(m, r.Back.Index)
	return len(now) > 0 && now[0] != parent
}

// letGo sets a child's foreign key to NULL.
func (p *Plan) letGo(child, parent *instance.State, r *mapping.Relationship) {
	if child.Has(instance.Persistent) && stillRefers(child, parent, r) {
		p.save(child)
		p.note(r, sync{child: child, pairs: r.Pairs})
	}
}

// stillRefers reports whether the child's foreign key has the values of the parent's key, as far as the database knows.
func stillRefers(child, parent *instance.State, r *mapping.Relationship) bool {
	for _, pair := range r.Pairs {
		c, k := child.Mapper.Attr(pair.Remote), parent.Mapper.Attr(pair.Local)
		if c < 0 || k < 0 || child.Mapper.Columns[c].Value(child.Obj) == nil {
			return false
		}
	}
	return true
}

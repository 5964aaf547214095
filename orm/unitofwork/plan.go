package unitofwork

import (
	"context"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// Graph is how the unit of work sees relationships in memory; package orm implements it over its containers.
type Graph interface {
	// Members are the related objects that are known.
	Members(st *instance.State, rel int) []*instance.State
	// Changes are the members added and removed since the last flush.
	Changes(st *instance.State, rel int) (added, removed []*instance.State)
	// Exprs are the columns whose values are SQL expressions, as assignments; nil for none.
	Exprs(st *instance.State) map[int]expr.Expr
	// Load makes the members of a relationship known.
	Load(ctx context.Context, st *instance.State, rel int) error
	// Settle says that the changes of an object's relationships are stored.
	Settle(st *instance.State)
}

// sync is a foreign key to be copied: child's columns get the values of parent's, or NULL without a parent.
type sync struct {
	child, parent *instance.State
	pairs         []mapping.Pair
	// childLocal says that the pairs' local side is the child's (a many-to-one relationship).
	childLocal bool
	// quiet says that the database has the value already (ON UPDATE CASCADE).
	quiet bool
}

// own is the attribute of a pair that the child has.
func (s sync) own(pair mapping.Pair) *mapping.Attr {
	if s.childLocal {
		return pair.Local
	}
	return pair.Remote
}

// value is what the child's attribute of a pair gets; nil without a parent.
func (s sync) value(pair mapping.Pair) any {
	if s.parent == nil {
		return nil
	}
	key := pair.Local
	if s.childLocal {
		key = pair.Remote
	}
	return s.parent.Mapper.Columns[s.parent.Mapper.Attr(key)].Value(s.parent.Obj)
}

// Plan is what one flush has to do.
type Plan struct {
	graph   Graph
	context *instance.Context
	saves   []*instance.State // new and changed objects
	deletes []*instance.State
	in      map[*instance.State]role
	syncs   map[*instance.State][]sync // by child
	touched []*instance.State          // what was new or changed before anything followed from it
	post    []sync                     // foreign keys that are written by UPDATEs of their own
	links   []link                     // rows of association tables
	linked  map[linkKey]bool
	known   map[linkKey]bool         // rows of which a side that was loaded says whether they are to be written
	rekeyed map[*instance.State]bool // whose key changes, which others follow
	orphans []*instance.State        // pending objects that lost their parent: they are not stored
	// cascaded and droppedOff are how many of deletes and orphans were followed.
	cascaded, droppedOff int
	// heirs are new objects that took over the row of a deleted one; replaced are the latter.
	heirs    map[*instance.State]*instance.State
	replaced map[*instance.State]bool
}

type role uint8

const (
	saved role = iota + 1
	deleted
	dropped
)

// NewPlan collects what follows from the new, changed and deleted objects of a session. It loads collections where an object
// that is deleted owns objects that must be deleted or let go with it.
func NewPlan(ctx context.Context, g Graph, c *instance.Context, pending, marked []*instance.State) (*Plan, error) {
	p := &Plan{graph: g, context: c, in: map[*instance.State]role{}, syncs: map[*instance.State][]sync{}, rekeyed: map[*instance.State]bool{}}
	for _, st := range marked {
		p.delete(st)
	}
	if err := p.cascadeAll(ctx); err != nil {
		return nil, err
	}
	p.touched = append(p.touched, pending...)
	c.States(func(st *instance.State) {
		if st.RelsChanged() || st.Changed() || len(g.Exprs(st)) > 0 {
			p.touched = append(p.touched, st)
		}
	})
	for _, st := range p.touched {
		p.orphansOf(st)
	}
	if err := p.cascadeAll(ctx); err != nil {
		return nil, err
	}
	for _, st := range p.touched {
		if p.in[st] == 0 {
			p.save(st)
		}
	}
	for _, st := range p.touched {
		if p.in[st] == saved {
			if err := p.relations(ctx, st); err != nil {
				return nil, err
			}
		}
	}
	return p, p.keyChanges(ctx)
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.saves) == 0 && len(p.deletes) == 0 && len(p.orphans) == 0 }

func (p *Plan) save(st *instance.State) {
	if p.in[st] == 0 {
		p.in[st] = saved
		p.saves = append(p.saves, st)
	}
}

func (p *Plan) delete(st *instance.State) {
	if p.in[st] == deleted {
		return
	}
	p.in[st] = deleted
	p.deletes = append(p.deletes, st)
}

// remove deletes an object that is stored, and drops one that is only pending.
func (p *Plan) remove(st *instance.State) {
	switch {
	case st.Has(instance.Persistent):
		p.delete(st)
	case p.in[st] != dropped:
		p.in[st] = dropped
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
		if _, removed := p.graph.Changes(st, i); r.Direction == mapping.OneToMany {
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
		_, removed := p.graph.Changes(st, i)
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
		added, _ := p.graph.Changes(o, i)
		return slices.Contains(added, m)
	})
}

// relations notes which foreign keys follow from the relationships that changed.
func (p *Plan) relations(ctx context.Context, st *instance.State) error {
	for i := range st.Mapper.Rels {
		r := &st.Mapper.Rels[i]
		if !st.RelChanged(i) || r.ViewOnly {
			continue
		}
		if r.Direction == mapping.ManyToMany {
			if err := p.linksOf(ctx, st, r, i); err != nil {
				return err
			}
			continue
		}
		if r.Direction == mapping.ManyToOne {
			s := sync{child: st, pairs: r.Pairs, childLocal: true}
			if ms := p.graph.Members(st, i); len(ms) > 0 && p.in[ms[0]] != deleted && p.in[ms[0]] != dropped {
				s.parent = ms[0]
			}
			p.note(r.Relationship, s)
			continue
		}
		added, removed := p.graph.Changes(st, i)
		for _, m := range added {
			if m.Context == p.context && p.in[m] != deleted && p.in[m] != dropped {
				p.save(m)
				p.note(r.Relationship, sync{child: m, parent: st, pairs: r.Pairs})
			}
		}
		for _, m := range removed {
			if r.Back == nil && m.Context == p.context && p.in[m] != deleted && p.in[m] != dropped {
				p.save(m)
				p.note(r.Relationship, sync{child: m, pairs: r.Pairs})
			}
		}
	}
	return nil
}

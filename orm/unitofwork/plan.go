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
	// AnyExprs reports whether there are Exprs of any object.
	AnyExprs() bool
	// Exprs are the columns whose values are SQL expressions, as assignments; nil for none.
	Exprs(st *instance.State) map[int]expr.Expr
	// Load makes the members of a relationship known.
	Load(ctx context.Context, st *instance.State, rel int) error
	// Wrote says that the expressions of an object are in the database.
	Wrote(st *instance.State)
	// Outside runs code of the user's.
	Outside(f func() error) error
	// Stored are the objects that a relationship leads to in the database, whatever was done to it since.
	Stored(ctx context.Context, st *instance.State, rel int) ([]*instance.State, error)
	// Unlink takes a member out of one side of a relationship.
	Unlink(st *instance.State, rel int, member *instance.State)
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
	// Hooks are called around the writing of objects; nil for none.
	Hooks   Hooks
	graph   Graph
	context *instance.Context
	saves   []*instance.State // new and changed objects
	deletes []*instance.State
	in      map[*instance.State]role   // empty where every object is saved as it is
	syncs   map[*instance.State][]sync // by child
	touched []*instance.State          // what was new or changed before anything followed from it
	post    []sync                     // foreign keys that are written by UPDATEs of their own
	links   []link                     // rows of association tables
	linked  map[linkKey]bool
	known   map[linkKey]bool // rows of which a side that was loaded says whether they are to be written
	// displaced are the objects that lost their place in one-to-one relationships.
	displaced map[*instance.State]map[int][]*instance.State
	rekeyed   map[*instance.State]bool // whose key changes, which others follow
	orphans   []*instance.State        // pending objects that lost their parent: they are not stored
	// cascaded and droppedOff are how many of deletes and orphans were followed.
	cascaded, droppedOff int
	// heirs are new objects that took over the row of a deleted one; replaced are the latter.
	heirs    map[*instance.State]*instance.State
	replaced map[*instance.State]bool
	first    [2]*instance.State // the memory of touched, where they are few
	only     bool               // nothing is done but saving what changed, as it is
	writer   writer
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
	p := new(Plan)
	return p, p.Collect(ctx, g, c, pending, marked)
}

// Collect is [NewPlan] in the memory of an empty plan.
func (p *Plan) Collect(ctx context.Context, g Graph, c *instance.Context, pending, marked []*instance.State) error {
	p.graph, p.context = g, c
	p.dirty(pending)
	if len(marked) == 0 && p.plain() {
		p.saves, p.only = p.touched, true
		return nil
	}
	if err := p.displaceAll(ctx, pending); err != nil {
		return err
	}
	for _, st := range marked {
		p.delete(st)
	}
	if err := p.cascadeAll(ctx); err != nil {
		return err
	}
	if err := p.singleParents(); err != nil {
		return err
	}
	for _, st := range p.touched {
		p.orphansOf(st)
	}
	if err := p.cascadeAll(ctx); err != nil {
		return err
	}
	for _, st := range p.touched {
		if p.in[st] == 0 {
			p.save(st)
		}
	}
	for _, st := range p.touched {
		if p.in[st] == saved {
			if err := p.relations(ctx, st); err != nil {
				return err
			}
		}
	}
	return p.keyChanges(ctx)
}

// Clear forgets what the plan had; its memory is used by the next Collect.
func (p *Plan) Clear() { *p = Plan{} }

// dirty finds what is new or changed.
func (p *Plan) dirty(pending []*instance.State) {
	var also func(*instance.State) bool
	if p.graph.AnyExprs() {
		also = func(st *instance.State) bool { return len(p.graph.Exprs(st)) > 0 }
	}
	p.touched = p.context.Dirty(append(p.first[:0], pending...), also)
}

// plain reports whether only columns changed, or came with new objects, that nothing else follows: then each object is saved as it is.
func (p *Plan) plain() bool {
	if len(p.deletes) > 0 || len(p.orphans) > 0 {
		return false
	}
	for _, st := range p.touched {
		if st.RelsChanged() || st.Has(instance.Orphaned) || st.Has(instance.Persistent) && slices.ContainsFunc(st.Mapper.Referred, st.ColumnChanged) {
			return false
		}
	}
	return true
}

func (p *Plan) mark(st *instance.State, r role) {
	if p.in == nil {
		p.in = map[*instance.State]role{}
	}
	p.in[st] = r
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.saves) == 0 && len(p.deletes) == 0 && len(p.orphans) == 0 }

func (p *Plan) save(st *instance.State) {
	if p.in[st] == 0 {
		p.mark(st, saved)
		p.saves = append(p.saves, st)
	}
}

func (p *Plan) delete(st *instance.State) {
	if p.in[st] == deleted {
		return
	}
	p.mark(st, deleted)
	p.deletes = append(p.deletes, st)
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
		added, removed := p.changes(st, i)
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

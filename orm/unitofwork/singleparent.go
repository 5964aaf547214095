package unitofwork

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file finds objects that were given a second parent along a relationship which allows one (single_parent).

// SingleParentError says that two objects hold one object along a relationship with `single_parent`.
type SingleParentError struct {
	// Entity and Attr name the relationship, Target the entity of the object that both hold.
	Entity, Attr, Target string
}

// Error says which relationship, and what to do.
func (e *SingleParentError) Error() string {
	return fmt.Sprintf("two objects hold the same %s along %s.%s, which allows a single parent; take it from the one before the other gets it", e.Target, e.Entity, e.Attr)
}

// along is a relationship of a mapper.
type along struct {
	of *instance.Mapper
	i  int
}

// singleParents refuses objects that have two parents along a relationship of which a parent changed. Parents are those that the session
// knows to hold the object: a row that was not read, or a relationship that was not loaded, says nothing, as in SQLAlchemy. There the
// second parent is refused when it is set, here when it is flushed, so that an object may go from one to the other in any order.
func (p *Plan) singleParents() error {
	var checked []along
	for _, st := range p.touched {
		if !st.RelsChanged() {
			continue
		}
		for i := range st.Mapper.Rels {
			r := &st.Mapper.Rels[i]
			if !r.SingleParent || r.ViewOnly || !st.RelChanged(i) || slices.Contains(checked, along{st.Mapper, i}) {
				continue
			}
			checked = append(checked, along{st.Mapper, i})
			if p.twoParents(st.Mapper, i) {
				return &Error{"update", r.Entity.Name, r.Name, &SingleParentError{r.Entity.Name, r.Name, r.Relationship.Target.Name}}
			}
		}
	}
	return nil
}

// twoParents reports whether two objects of a mapper, of which one changed, hold the same one along a relationship.
func (p *Plan) twoParents(of *instance.Mapper, i int) (found bool) {
	parents := map[*instance.State]*instance.State{}
	visit := func(o *instance.State) bool {
		if o.Mapper != of || p.in[o] == deleted || !o.Loaded(i) && !o.RelChanged(i) {
			return true
		}
		for _, m := range p.graph.Members(o, i) {
			if other := parents[m]; other != nil && other != o && (o.RelChanged(i) || other.RelChanged(i)) {
				found = true
			}
			parents[m] = o
		}
		return !found
	}
	for _, st := range p.touched {
		visit(st)
	}
	p.context.Identity(of).States(visit)
	return found
}

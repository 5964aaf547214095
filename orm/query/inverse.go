package query

import "github.com/aludel/aludel/orm/mapping"

// This file has the other side of references to entities that cannot have a field for it.

// InverseOf is the relationship that leads from what a reference refers to, to the objects that refer to it: a class, and a reference of
// it. It is for queries; nothing is loaded into objects along it.
func InverseOf(class any, ref any) Rel {
	c, ok := asClass(class)
	r, isRel := ref.(Rel)
	switch {
	case !ok || !isRel:
		return Rel{err: &Error{"?", "", "Inverse wants a class and a reference of it"}}
	case c.Err() != nil:
		return Rel{err: c.Err()}
	case r.err != nil || r.rel == nil:
		return r // which says why when it is used
	case r.class.entity != c.entity:
		return Rel{err: &Error{c.entity.Name, r.rel.Name, "the reference is not one of the class"}}
	case r.rel.Direction != mapping.ManyToOne || r.rel.Join != nil || len(r.rel.Pairs) == 0:
		return Rel{err: &Error{c.entity.Name, r.rel.Name, "an inverse is of a reference with a foreign key; give the related entity a relationship of its own"}}
	}
	back := &mapping.Relationship{Entity: r.rel.Target, Name: "inverse of " + c.entity.Name + "." + r.rel.Name, Container: mapping.ListContainer,
		TargetID: c.entity.ID, Target: c.entity, Direction: mapping.OneToMany, Lazy: "select", Index: -1}
	for _, p := range r.rel.Pairs {
		back.Pairs = append(back.Pairs, mapping.Pair{Local: p.Remote, Remote: p.Local})
	}
	out := Rel{class: ClassOf(r.rel.Target), rel: back}
	if c.alias != nil {
		out.to = c
	}
	return out
}

// Members asks for the objects that refer to one along an inverse.
func (r Rel) Members(obj any) Query {
	if err := r.Err(); err != nil {
		return Query{}.fail(err)
	}
	return Select(r.target()).Where(r.Of(obj))
}

package query

import (
	"slices"

	"github.com/aludel/aludel/orm/mapping"
)

// This file says where loading ends that comes back to an entity, as the path of the anchor's loaders does.

// Below is what is said of objects that a load found: the options for them, and the relationships that led to them, from the entity of
// the query on.
type Below struct {
	Opts []Option
	Path []*mapping.Relationship
}

// Below is what is said of the objects that an option's relationship leads to.
func (o Option) Below() Below {
	return Below{o.Nested, append(slices.Clip(o.above), o.Rel.rel)}
}

// OptionFor is [OptionFor] of a relationship of these objects.
func (b Below) OptionFor(r *mapping.Relationship) Option {
	o, _ := OptionFor(r, b.Opts)
	o.above = b.Path
	return o
}

// stops reports whether an option that does not name how its relationship is loaded leads to an entity that the path came through
// already: what the mapping says, or an option for every relationship, ends there, or after as many relationships as the mapping allows.
func (o Option) stops(path []*mapping.Relationship) bool {
	if r := o.Rel.rel; o.implied || o.mapped {
		return recurs(path, r)
	}
	return false
}

// recurs reports whether loading a relationship at the end of a path would come back to an entity of it.
func recurs(path []*mapping.Relationship, r *mapping.Relationship) bool {
	if r.JoinDepth > 0 {
		return len(path) >= r.JoinDepth
	}
	return r.Entity == r.Target || slices.ContainsFunc(path, func(p *mapping.Relationship) bool { return p.Entity == r.Target })
}

// AllLevels is the depth of [Option.Recursive] that goes on until nothing is found.
const AllLevels = -1

// Recursive repeats a select-in or immediate load of a relationship of an entity to itself for what it finds, so many levels below the
// first, with what is nested in it.
func (o Option) Recursive(levels int) Option {
	switch {
	case o.err != nil:
	case o.OfColumns() || o.criteria != nil || o.Rel.every || o.Strategy != SelectIn && o.Strategy != Immediate:
		o.err = o.Rel.misuse("only a select-in or immediate load of a relationship can be recursive")
	case o.Rel.rel.Entity != o.Rel.rel.Target:
		o.err = o.Rel.misuse("it leads to " + o.Rel.rel.Target.Name + ": only a relationship of an entity to itself can be loaded recursively")
	case levels < AllLevels:
		o.err = o.Rel.misuse("the levels of a recursive load are a number from 0 on, or AllLevels")
	}
	o.levels = levels
	return o
}

// misuse is an error about a relationship, or about none.
func (r Rel) misuse(reason string) *Error {
	if r.rel == nil {
		return &Error{"?", "", reason}
	}
	return &Error{r.rel.Entity.Name, r.rel.Name, reason}
}

// again is the option with itself for the objects that it finds, while there are levels left.
func (o Option) again() Option {
	if o.levels == 0 {
		return o
	}
	if o.visited == nil {
		o.visited = map[any]bool{}
	}
	next := o
	if next.levels > 0 {
		next.levels--
	}
	o.Nested = append(slices.Clip(o.Nested), next)
	return o
}

// Visit notes that a recursive option came by an object, and reports whether it did before: rows may refer to each other in circles. It
// is false for other options.
func (o Option) Visit(object any) bool {
	if o.visited == nil {
		return false
	}
	was := o.visited[object]
	o.visited[object] = true
	return was
}

// Unvisited are options for later loads, which have not been anywhere.
func Unvisited(opts []Option) []Option {
	if !slices.ContainsFunc(opts, func(o Option) bool { return o.visited != nil }) {
		return opts
	}
	opts = slices.Clone(opts)
	for i := range opts {
		opts[i].visited = nil
	}
	return opts
}

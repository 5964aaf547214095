package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file says how each relationship of an entity is loaded: as the option for it says, else as one for every relationship says, else
// as the mapping says. It has the options that are about all that is loaded.

// criteria are conditions on the rows of an entity, as its own table has them.
type criteria struct {
	class Class
	conds []any
}

// EveryRel stands in a loading option for every relationship that no other option names, and for those of what they lead to.
func EveryRel() Rel { return Rel{every: true} }

// RelsOf stands in a loading option for every relationship of a class that no other option names.
func RelsOf(c any) Rel {
	k, ok := asClass(c)
	if !ok {
		return Rel{every: true, err: &Error{"?", "", "RelsOf wants a class or its alias"}}
	}
	return Rel{every: true, class: k, err: k.Err()}
}

// WithCriteria adds conditions on an entity wherever its rows are read: by the query, by what its options load, and by what its objects
// load later.
func WithCriteria(c any, conds ...any) Option {
	k, ok := asClass(c)
	if !ok {
		return Option{err: &Error{"?", "", "criteria want a class"}}
	}
	return Option{criteria: &criteria{ClassOf(k.entity), onAlias(conds, k, ClassOf(k.entity))}, err: k.Err()}
}

// every is an option for every relationship.
func every(r Rel, s Strategy, nested []any) Option {
	o := Option{Rel: r, Strategy: s, err: r.err}
	if o.err == nil && (s == Contained || s == AsMapped || len(nested) > 0 || len(r.where) > 0) {
		o.err = &Error{"?", "", "an option for every relationship can say neither what is nested nor what the query joined"}
	}
	return o
}

// everywhere reports whether the option is about all that is loaded, below it too.
func (o Option) everywhere() bool {
	return o.criteria != nil || o.Rel.every && o.Rel.class.entity == nil
}

// about reports whether the option says how relationships of a class are loaded.
func (o Option) about(c Class) bool {
	return o.everywhere() || !o.OfColumns() && o.Rel.class == c
}

// About are the options for the relationships of a class, with those for what is below.
func About(c Class, opts []Option) (out []Option) {
	for _, o := range opts {
		if o.about(c) {
			out = append(out, o)
		}
	}
	return out
}

// name is the relationship's name in messages.
func (r Rel) name() string {
	if r.rel == nil {
		return ""
	}
	return r.rel.Name
}

// below are the options for what a relationship leads to: those nested in its own, and those for everything.
func below(opts, nested []Option) []Option {
	var out []Option
	for _, o := range opts {
		if o.everywhere() {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		return nested
	}
	return append(out, nested...)
}

// strategyOf is what the mapping says.
func strategyOf(r *mapping.Relationship) Strategy {
	switch r.Lazy {
	case "selectin":
		return SelectIn
	case "joined":
		return Joined
	case "joined_inner":
		return JoinedInner
	case "subquery":
		return InSubquery
	case "immediate":
		return Immediate
	case "noload":
		return Nothing
	case "raise":
		return Raise
	case "raise_on_sql":
		return RaiseOnSQL
	}
	return Lazy
}

// OptionFor says how a relationship is loaded, by options about its entity, of which the last counts. Named reports whether an option
// says it, for this relationship or for every one.
func OptionFor(r *mapping.Relationship, opts []Option) (o Option, named bool) {
	all := -1
	for i, o := range slices.Backward(opts) {
		switch {
		case o.Rel.rel == r:
			if o.Strategy == AsMapped {
				o.Strategy, o.mapped = strategyOf(r), true
			}
			o = o.again()
			o.Nested = below(opts, o.Nested)
			return o, true
		case o.Rel.every && (all < 0 || opts[all].Rel.class.entity == nil && o.Rel.class.entity == r.Entity):
			all = i
		}
	}
	o = Option{Rel: Rel{class: ClassOf(r.Entity), rel: r}, Strategy: strategyOf(r), Nested: below(opts, nil), implied: true}
	if all >= 0 && r.Container != mapping.DynamicContainer {
		o.Strategy = opts[all].Strategy
		return o, true
	}
	return o, false
}

// Settled are the relationships of an entity that options or the mapping load with its objects, or leave empty: those that options name
// first, in their order. What no option names ends where it comes back to an entity of the path, but for immediate loads, which go on as
// the anchor's do.
func Settled(e *mapping.Entity, b Below) (out []Option) {
	opts := b.Opts
	var done []*mapping.Relationship
	settle := func(r *mapping.Relationship) {
		if slices.Contains(done, r) || !r.Linked() {
			return
		}
		if o := b.OptionFor(r); o.loads() || o.Strategy == Nothing {
			out = append(out, o)
		}
		done = append(done, r)
	}
	for _, o := range opts {
		if o.Rel.rel != nil {
			settle(o.Rel.rel)
		}
	}
	if len(opts) == 0 && !slices.ContainsFunc(e.Rels, func(r *mapping.Relationship) bool { return strategyOf(r) != Lazy }) {
		return nil
	}
	for _, r := range e.Rels {
		settle(r)
	}
	return out
}

// loads reports whether a settled option sends a statement, or takes what comes with rows.
func (o Option) loads() bool {
	switch o.Strategy {
	case Lazy, Raise, RaiseOnSQL, Nothing:
		return false
	}
	return o.Strategy == Immediate || !o.stops(o.above)
}

// Implied reports whether no option names the relationship of its own.
func (o Option) Implied() bool { return o.implied }

// Anew is the option with what it loads overwriting objects that are loaded.
func (o Option) Anew() Option {
	o.anew = true
	return o
}

// Conds are the conditions of the option on what is loaded.
func (o Option) Conds() []any { return o.Rel.where }

// Narrows reports whether an option about a relationship leaves out some of what it leads to.
func (o Option) Narrows() bool {
	return len(o.Rel.where) > 0 || slices.ContainsFunc(o.Nested, func(n Option) bool {
		return n.criteria != nil && n.criteria.class.entity == o.Rel.rel.Target
	})
}

// Lasts reports whether one of the options says something of what is loaded after the query.
func Lasts(opts []Option) bool {
	return slices.ContainsFunc(opts, func(o Option) bool {
		if o.OfColumns() {
			return false
		}
		s := o.Strategy
		return o.everywhere() || o.Rel.every || s == Lazy || s == Raise || s == RaiseOnSQL || s == Nothing || s == AsMapped && strategyOf(o.Rel.rel) == Lazy
	})
}

// Under adds the conditions of an option on what a statement of loading yields, which is the target of the option's relationship, and
// what is said of that.
func (q Query) Under(o Option) Query {
	if len(o.Rel.where) > 0 {
		q = q.Where(o.Rel.where...)
	}
	b := o.Below()
	q.path, q.mode.Populate = b.Path, q.mode.Populate || o.anew
	return q.With(b.Opts)
}

// Plain is the query without what is joined for its options: the columns that they leave, the rows that their criteria leave.
func (q Query) Plain() Query { return q.Lean().restricted() }

// restricted is the query with the criteria of its options: in ON where the entity was joined, else in WHERE.
func (q Query) restricted() Query {
	for _, o := range q.opts {
		if o.criteria == nil || q.sel.Err() != nil || q.src != nil {
			continue
		}
		var roots []Class
		joins := slices.Clone(q.joins)
		for i, f := range joins {
			joins[i] = o.criteria.within(f, &roots)
		}
		for _, f := range q.columnFroms() {
			if c, ok := o.criteria.at(f); ok {
				roots = append(roots, c)
			}
		}
		q.joins = joins
		for _, c := range slices.CompactFunc(roots, func(a, b Class) bool { return a == b }) {
			q.sel = q.sel.Where(onAlias(o.criteria.conds, o.criteria.class, c)...)
		}
	}
	return q
}

// within adds the criteria to the joins of a chain; what the chain begins with is a root.
func (k *criteria) within(f expr.FromClause, roots *[]Class) expr.FromClause {
	j, ok := f.(*expr.Join)
	if !ok {
		if c, ok := k.at(f); ok {
			*roots = append(*roots, c)
		}
		return f
	}
	out := *j
	out.Left = k.within(j.Left, roots)
	if c, ok := k.at(j.Right); ok {
		out.On = expr.And(append([]any{expr.Wrap(j.On)}, onAlias(k.conds, k.class, c)...)...).Node()
	}
	return &out
}

// at is the class of the criteria's entity that a FROM element is.
func (k *criteria) at(f expr.FromClause) (Class, bool) {
	own := k.class.from()
	if a, ok := f.(*expr.Alias); ok && expr.FromClause(a.Of) == own {
		return Class{entity: k.class.entity, alias: &alias{Alias: a}}, true
	}
	return k.class, f == own
}

// criteriaFor are the conditions of options on a class.
func criteriaFor(c Class, opts []Option) (conds []any) {
	for _, o := range opts {
		if o.criteria != nil && o.criteria.class.entity == c.entity {
			conds = append(conds, onAlias(o.criteria.conds, o.criteria.class, c)...)
		}
	}
	return conds
}

// OneByOne are settled options for one object: what loads a relationship of many objects at once loads it by the statement of one.
func OneByOne(opts []Option) []Option {
	out := slices.Clone(opts)
	for i, o := range out {
		if o.Strategy == SelectIn || o.Strategy == InSubquery {
			out[i].Strategy = Immediate
		}
	}
	return out
}

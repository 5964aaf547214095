package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file joins what is loaded along with the rows of a query.

// EagerJoin is a relationship whose related objects come with the rows of a query.
type EagerJoin struct {
	Rel *mapping.Relationship
	// Item is the item whose objects have the relationship; it is -1 where they are those of the eager join Via.
	Item, Via int
	// First is the index of the related entity's first column.
	First int
	// Nested are the options for the related objects; those that are joins are eager joins of their own.
	Nested []Option
}

// shape is a query as it is sent.
type shape struct {
	sel   expr.Select
	items []Item
	eager []EagerJoin
}

// wish is an eager join that is still to be made.
type wish struct {
	opt       Option
	item, via int
	path      []*mapping.Relationship // those above it
}

// Load is the statement of All, One and Iter: the query with what its options join to it.
func (q Query) Load() expr.Select { return q.shape().sel }

// Loaded tells how the rows of [Query.Load] and [Query.First] are to be read: the items with their columns, and what was joined to
// them, parents first.
func (q Query) Loaded() ([]Item, []EagerJoin) {
	s := q.shape()
	return s.items, s.eager
}

// shape makes the statement. Joined relationships are outer joins to aliases that nothing else in the query can name, so that they
// do not change which rows there are; where the query limits its rows and a row may come several times, the limited query becomes a
// subquery that they are joined to.
func (q Query) shape() shape {
	if err := q.misplaced(); err != nil {
		return shape{sel: q.fail(err).sel, items: q.items}
	}
	wishes := q.wishes()
	if len(wishes) == 0 || q.sel.Err != nil {
		return shape{q.Select(), q.items, nil}
	}
	e := &eagerBuilder{q: q, joins: q.joins, classes: make([]Class, len(wishes)), outer: make([]bool, len(wishes))}
	for _, it := range q.items {
		e.roots = append(e.roots, q.classOf(it))
	}
	var contained []any
	for i, w := range wishes { // what the query joined itself comes first, as the anchor has it
		if w.opt.Strategy == Contained {
			e.classes[i] = w.opt.Rel.target()
			contained = append(contained, columnsOf(e.classes[i])...)
		}
	}
	items := slices.Clone(q.items)
	sel := q.sel
	if n := len(contained); n > 0 {
		for i := range items {
			items[i].First += n
		}
		sel.Columns = nil
		sel = sel.Column(contained...)
		sel.Columns = append(sel.Columns, q.sel.Columns...)
	}
	e.sel = sel
	if e.multiplies(wishes) && (sel.LimitTo != nil || sel.OffsetTo != nil || sel.Unique) {
		e.wrap(items)
	}
	out := shape{items: items}
	at := 0
	for i, w := range wishes {
		j := EagerJoin{Rel: w.opt.Rel.rel, Item: w.item, Via: w.via, Nested: w.opt.Nested}
		if w.opt.Strategy == Contained {
			j.First = at
			at += len(j.Rel.Target.Attrs)
		} else {
			j.First = len(e.sel.Columns)
			e.join(i, w)
		}
		out.eager = append(out.eager, j)
	}
	out.sel = e.sel.SelectFrom(e.joins...).OrderBy(e.order...)
	return out
}

// eagerBuilder grows a statement by eager joins.
type eagerBuilder struct {
	q       Query
	sel     expr.Select
	joins   []expr.FromClause
	roots   []Class // of the items, as the outermost statement has them
	classes []Class // of the wishes
	outer   []bool  // which of them are outer joins
	order   []any
}

// multiplies reports whether a join makes several rows of one.
func (e *eagerBuilder) multiplies(wishes []wish) bool {
	return slices.ContainsFunc(wishes, func(w wish) bool { return w.opt.Strategy != Contained && !w.opt.Rel.rel.ToOne() })
}

// join joins one relationship to where its parent is.
func (e *eagerBuilder) join(i int, w wish) {
	parent := Class{}
	if w.via >= 0 {
		parent = e.classes[w.via]
	} else {
		parent = e.roots[w.item]
	}
	r := w.opt.Rel
	t := ClassOf(r.rel.Target).Alias()
	e.classes[i] = t
	own := Rel{class: parent, rel: r.rel, where: onAlias(r.where, ClassOf(r.rel.Target), t)}
	// Below an outer join an inner one would leave out what the outer one kept.
	outer := w.opt.Strategy != JoinedInner || w.via >= 0 && e.outer[w.via]
	e.outer[i] = outer
	right, on := own.sides(t)
	e.joins = attachTo(e.joins, outer, parent.from(), right, on)
	e.sel = e.sel.Column(columnsOf(t)...)
	for _, o := range r.rel.OrderBy {
		e.order = append(e.order, directed(t.column(o.Attr), o.Desc))
	}
}

// onAlias makes conditions on a class conditions on its alias.
func onAlias(conds []any, c, alias Class) []any {
	if len(conds) == 0 {
		return nil
	}
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		col, ok := n.(*expr.ColumnClause)
		if !ok || col.Table != c.from() {
			return nil, false
		}
		return alias.alias.Column(col), true
	}}
	out := make([]any, len(conds))
	for i, cond := range conds {
		out[i] = expr.Wrap(r.Rewrite(expr.Coerce(cond).Node()))
	}
	return out
}

// wrap makes the query so far a subquery, which keeps its limit, and selects its columns. What the query is ordered by is one of them,
// so that the rows keep their order.
func (e *eagerBuilder) wrap(items []Item) {
	inner := e.sel.SelectFrom(e.joins...)
	columns := len(inner.Columns)
	place := map[expr.Node]int{}
	for i, n := range inner.Columns {
		if _, ok := place[n]; !ok {
			place[n] = i
		}
	}
	for _, n := range inner.Order {
		x, _ := bare(n)
		if _, ok := place[x]; !ok {
			place[x] = len(inner.Columns)
			inner.Columns = append(slices.Clip(inner.Columns), x)
		}
	}
	sub := named(inner).Alias("")
	e.sel = expr.Select{Labels: expr.LabelTableColumn}
	for i := range columns {
		e.sel.Columns = append(e.sel.Columns, sub.Column(i))
	}
	for _, n := range inner.Order {
		x, direct := bare(n)
		e.sel.Order = append(e.sel.Order, direct(sub.Column(place[x])))
	}
	e.joins = []expr.FromClause{sub}
	for i, it := range items {
		if it.Class.entity != nil {
			e.roots[i] = Class{entity: it.Class.entity, sub: &subclass{sub, it.First}}
		}
	}
}

// bare is what is ordered by, and a function that puts the direction around something else.
func bare(n expr.Node) (x expr.Node, direct func(expr.Node) expr.Node) {
	u, ok := n.(*expr.Unary)
	if !ok || !u.Op.Modifies() {
		return n, func(y expr.Node) expr.Node { return y }
	}
	x, inside := bare(u.X)
	return x, func(y expr.Node) expr.Node { return &expr.Unary{Op: u.Op, X: inside(y), Typ: u.Typ} }
}

// wishes lists the relationships that are joined: those that an option says, and those that the mapping says where no option does.
func (q Query) wishes() (out []wish) {
	for i, it := range q.items {
		if it.Class.entity == nil || q.mode.ReadOnly || q.mode.YieldPer > 0 {
			continue
		}
		var mine []Option
		for _, o := range q.opts {
			if o.Rel.class == it.Class {
				mine = append(mine, o)
			}
		}
		out = wishesOf(out, it.Class.entity, mine, wish{item: i, via: -1})
	}
	return out
}

// wishesOf adds the joins below one entity, in the order of its relationships.
func wishesOf(out []wish, e *mapping.Entity, opts []Option, above wish) []wish {
	for _, r := range e.Rels {
		o, said := optionFor(r, opts)
		switch {
		case !said && r.Lazy == "joined" && r.Linked() && !recurs(above.path, r):
			o = Option{Rel: Rel{class: ClassOf(e), rel: r}, Strategy: Joined}
		case !said || !o.Strategy.WithRows():
			continue
		}
		w := wish{opt: o, item: above.item, via: above.via, path: append(slices.Clip(above.path), r)}
		out = append(out, w)
		out = wishesOf(out, r.Target, o.Nested, wish{item: -1, via: len(out) - 1, path: w.path})
	}
	return out
}

// optionFor finds the option for a relationship; the last one counts.
func optionFor(r *mapping.Relationship, opts []Option) (Option, bool) {
	for _, o := range slices.Backward(opts) {
		if o.Rel.rel == r {
			return o, true
		}
	}
	return Option{}, false
}

// recurs reports whether a relationship leads to an entity that the path came through already: the mapping's own joins end there.
func recurs(path []*mapping.Relationship, r *mapping.Relationship) bool {
	if r.Entity == r.Target {
		return true
	}
	return slices.ContainsFunc(path, func(p *mapping.Relationship) bool { return p.Entity == r.Target })
}

func directed(e expr.Expr, desc bool) expr.Expr {
	if desc {
		return e.Desc()
	}
	return e
}

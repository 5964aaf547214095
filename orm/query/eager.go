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
	// Class is what the options of the related objects name their attributes by.
	Class Class
	// Item is the item whose objects have the relationship; it is -1 where they are those of the eager join Via.
	Item, Via int
	// First is the index of the related entity's first column.
	First int
	// Attrs are the attributes that come, nil for all.
	Attrs []*mapping.Attr
	// Below is what is said of the related objects; what of it is joins are eager joins of their own.
	Below Below
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
	path      []*mapping.Relationship // those above it, and its own
}

// Load is the statement of All, One and Iter: the query with what its options join to it.
func (q Query) Load() expr.Select { return q.shape().sel }

// Loaded is the statement of [Query.Load], and how its rows are to be read: the items with their columns, and what was joined to them,
// parents first.
func (q Query) Loaded() (expr.Select, []Item, []EagerJoin) {
	s := q.shape()
	return s.sel, s.items, s.eager
}

// shape makes the statement. Joined relationships are outer joins to aliases that nothing else in the query can name, so that they
// do not change which rows there are; where the query limits its rows and a row may come several times, the limited query becomes a
// subquery that they are joined to.
func (q Query) shape() shape {
	if err := q.misplaced(); err != nil {
		return shape{sel: q.fail(err).sel, items: q.items}
	}
	q = q.Plain()
	wishes := q.wishes()
	if len(wishes) == 0 || q.sel.Err() != nil || q.src != nil {
		return shape{q.Select(), q.items, nil}
	}
	e := &eagerBuilder{q: q, joins: q.joins, classes: make([]Class, len(wishes)), outer: make([]bool, len(wishes))}
	for _, it := range q.items {
		e.roots = append(e.roots, q.classOf(it))
	}
	first := make([]int, len(wishes))
	inward := deepFirst(wishes)
	var contained []any
	for _, i := range inward { // what the query joined itself comes before its own, as the anchor has it
		if w := wishes[i]; w.opt.Strategy == Contained {
			e.classes[i], first[i] = w.opt.Rel.target(), len(contained)
			contained = append(contained, e.columns(e.classes[i], w)...)
		}
	}
	items := slices.Clone(q.items)
	sel := q.sel
	if n := len(contained); n > 0 {
		for i := range items {
			items[i].First += n
		}
		c := *sel.OnlyColumns(contained...).Clauses()
		c.Columns = append(slices.Clip(c.Columns), sel.Clauses().Columns...)
		sel = c.Select()
	}
	e.sel = sel
	if of := sel.Clauses(); e.multiplies(wishes) && (of.LimitTo != nil || of.OffsetTo != nil || of.Unique) {
		e.wrap(items)
	}
	for i, w := range wishes {
		if w.opt.Strategy != Contained {
			e.join(i, w)
		}
	}
	for _, i := range inward {
		if w := wishes[i]; w.opt.Strategy != Contained {
			first[i] = len(e.sel.Clauses().Columns)
			e.sel = e.sel.Column(e.columns(e.classes[i], w)...)
		}
	}
	out := shape{items: items}
	for i, w := range wishes {
		j := EagerJoin{Rel: w.opt.Rel.rel, Item: w.item, Via: w.via, First: first[i], Below: Below{w.opt.Nested, w.path}, Class: w.opt.Rel.target()}
		j.Attrs = partOf(j.Rel.Target, w.attrs())
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
	where := append(onAlias(r.where, ClassOf(r.rel.Target), t), criteriaFor(t, w.opt.Nested)...)
	own := Rel{class: parent, rel: r.rel, where: where}
	outer := w.opt.Strategy != JoinedInner
	right, on := own.sides(t)
	// Below an outer join an inner one belongs to its right side, so as not to leave out what the outer one keeps.
	if !outer && w.via >= 0 && e.outer[w.via] {
		e.joins, outer = slices.Clone(e.joins), true
		for k, f := range e.joins {
			e.joins[k] = joinedWithin(f, parent.from(), right, on)
		}
	} else {
		e.joins = attachTo(e.joins, outer, parent.from(), right, on)
	}
	e.outer[i] = outer
	for _, o := range r.rel.OrderBy {
		e.order = append(e.order, t.ordering(o))
	}
}

// columns are what is read of the class of a wish.
func (e *eagerBuilder) columns(c Class, w wish) (cols []any) {
	for _, a := range w.attrs() {
		cols = append(cols, c.column(a))
	}
	return cols
}

// partOf is nil for all attributes of an entity that has no deferred ones, and attrs else.
func partOf(e *mapping.Entity, attrs []*mapping.Attr) []*mapping.Attr {
	if slices.Equal(attrs, e.Attrs) && !hasDeferred(e) {
		return nil
	}
	return attrs
}

// attrs are what is read of the objects of a wish.
func (w wish) attrs() []*mapping.Attr {
	attrs, _ := leanAttrs(w.opt.Rel.target(), w.opt.Nested)
	return attrs
}

// onAlias makes conditions on a class conditions on its alias. Subqueries that select from the class themselves are left alone.
func onAlias(conds []any, c, alias Class) []any {
	if len(conds) == 0 {
		return nil
	}
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		switch n := n.(type) {
		case *expr.Scalar:
			return n, selectsFrom(n.Select, c.from())
		case *expr.ExistsClause:
			return n, selectsFrom(n.Select, c.from())
		case *expr.ColumnClause:
			if n.Table == c.from() {
				return alias.tableColumn(n).Node(), true
			}
		}
		return nil, false
	}}
	out := make([]any, len(conds))
	for i, cond := range conds {
		out[i] = expr.Wrap(r.Rewrite(expr.Coerce(cond).Node()))
	}
	return out
}

// selectsFrom reports whether a SELECT says itself that it selects from f.
func selectsFrom(s expr.Select, f expr.FromClause) bool {
	for _, n := range s.Clauses().Columns {
		if slices.Contains(expr.FromsOf(n), f) {
			return true
		}
	}
	return slices.ContainsFunc(s.Clauses().From, func(g expr.FromClause) bool { return slices.Contains(parts(g), expr.Source(f)) })
}

// wrap makes the query so far a subquery, which keeps its limit, and selects its columns. What the query is ordered by is one of them,
// so that the rows keep their order.
func (e *eagerBuilder) wrap(items []Item) {
	inner := *e.sel.SelectFrom(e.joins...).Clauses()
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
	sub, outer := named(inner.Select()).Alias(""), *emptySelect.Clauses()
	for i := range columns {
		outer.Columns = append(outer.Columns, sub.Column(i))
	}
	for _, n := range inner.Order {
		x, direct := bare(n)
		outer.Order = append(outer.Order, direct(sub.Column(place[x])))
	}
	e.sel = outer.Select()
	e.joins = []expr.FromClause{sub}
	for i, it := range items {
		if it.Class.entity != nil {
			e.roots[i] = inside(it, sub)
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
		out = wishesOf(out, it.Class.entity, About(it.Class, q.opts), wish{item: i, via: -1, path: q.path})
	}
	return out
}

// wishesOf adds the joins below one entity, in the order of its relationships.
func wishesOf(out []wish, e *mapping.Entity, opts []Option, above wish) []wish {
	for _, r := range e.Rels {
		if len(opts) == 0 && !strategyOf(r).WithRows() || !r.Linked() {
			continue
		}
		o, _ := OptionFor(r, opts)
		if !o.Strategy.WithRows() || o.stops(above.path) {
			continue
		}
		w := wish{opt: o, item: above.item, via: above.via, path: append(slices.Clip(above.path), r)}
		out = append(out, w)
		out = wishesOf(out, r.Target, o.Nested, wish{item: -1, via: len(out) - 1, path: w.path})
	}
	return out
}

// deepFirst orders wishes so that each comes after those below it.
func deepFirst(wishes []wish) (order []int) {
	var walk func(via, item int)
	walk = func(via, item int) {
		for i, w := range wishes {
			if w.via == via && w.item == item {
				walk(i, -1)
				order = append(order, i)
			}
		}
	}
	for i, w := range wishes {
		if w.via < 0 && !slices.Contains(order, i) {
			walk(-1, w.item)
		}
	}
	return order
}

// joinedWithin is a join in which the side that has left in it is joined to right, where that side is the right one of an outer join.
func joinedWithin(f, left, right expr.FromClause, on expr.Expr) expr.FromClause {
	j, ok := f.(*expr.Join)
	if !ok {
		return f
	}
	out := *j
	switch {
	case j.Outer && slices.Contains(expr.JoinMembers(j.Right), left):
		out.Right = within(j.Right, left, right, on)
	default:
		out.Left, out.Right = joinedWithin(j.Left, left, right, on), joinedWithin(j.Right, left, right, on)
	}
	return &out
}

// within joins right to a side of an outer join: to an outer join in it that has left on its right side, else to all of it.
func within(f, left, right expr.FromClause, on expr.Expr) expr.FromClause {
	if j, ok := f.(*expr.Join); ok {
		if deeper := joinedWithin(j, left, right, on); slices.ContainsFunc(expr.JoinMembers(deeper), func(m expr.FromClause) bool {
			return slices.Contains(expr.JoinMembers(right), m)
		}) {
			return deeper
		}
	}
	return &expr.Join{Left: f, Right: right, On: on.Node()}
}

// ordering is one step of a relationship's order, by columns of the class.
func (c Class) ordering(o mapping.Order) expr.Expr {
	switch {
	case o.X != nil:
		return expr.Coerce(onAlias([]any{expr.Wrap(o.X)}, ClassOf(c.entity), c)[0])
	case o.Desc:
		return c.column(o.Attr).Desc()
	}
	return c.column(o.Attr)
}

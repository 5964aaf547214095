package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file has queries whose rows come from other queries: sets of rows, and a query of its own result.

// FromSelf makes the query a subquery and goes on with a query of its rows. What is added from there on is about the rows of the
// subquery: attributes that it selects mean its columns.
func (q Query) FromSelf() Query { return q.over(named(q.restricted().Select())) }

// Union has the rows of the query and of others, each once.
func (q Query) Union(others ...any) Query { return q.combined(expr.Union, others) }

// UnionAll has the rows of the query and of others as often as they come.
func (q Query) UnionAll(others ...any) Query { return q.combined(expr.UnionAll, others) }

// Intersect has the rows that the query and all others have.
func (q Query) Intersect(others ...any) Query { return q.combined(expr.Intersect, others) }

// Except has the rows of the query that no other has.
func (q Query) Except(others ...any) Query { return q.combined(expr.Except, others) }

func (q Query) combined(op func(...any) expr.Select, others []any) Query {
	parts := []any{named(q.restricted().Select())}
	for _, o := range others {
		other, ok := o.(Query)
		switch {
		case !ok:
			return q.fail(&Error{"?", "", "only queries can be combined with a query"})
		case other.Err() != nil:
			return q.fail(other.Err())
		case !sameRows(q, other):
			return q.fail(&Error{"?", "", "queries that are combined must yield the same entities and as many columns"})
		}
		parts = append(parts, named(other.restricted().Select()))
	}
	return q.over(op(parts...))
}

// sameRows reports whether the rows of two queries become the same things.
func sameRows(a, b Query) bool {
	return slices.Equal(a.results, b.results) && slices.EqualFunc(a.items, b.items, func(x, y Item) bool {
		return x.Class.entity == y.Class.entity && sameComposite(x, y) && x.Columns == y.Columns
	})
}

// sameComposite reports whether two items are composites of one struct, or none.
func sameComposite(x, y Item) bool {
	if x.Composite == nil || y.Composite == nil {
		return x.Composite == y.Composite
	}
	return x.Composite.GoType.ID() == y.Composite.GoType.ID()
}

// over is a query of the rows of s, which has the columns of q.
func (q Query) over(s expr.Select) Query {
	if err := q.Err(); err != nil {
		return q.fail(err)
	}
	if q.src != nil {
		return q.fail(&Error{"?", "", "a query of literal SQL, or from a statement, cannot be queried again: put it into the statement"})
	}
	sub, of := s.Alias(""), q.sel.Clauses().Columns
	if q.self != nil {
		of = q.self.of // which is what callers have in hand
	}
	out := Query{sel: emptySelect, items: q.items, results: q.results, opts: q.opts, mode: q.mode, self: &self{sub, of}}
	for i := range sub.Columns {
		out.sel = out.sel.Column(expr.Wrap(sub.Column(i)))
	}
	out.joins = []expr.FromClause{sub}
	return out
}

// named labels columns of what the compiler names, so that the statement around can name them before that.
func named(s expr.Select) expr.Select {
	taken, c := map[string]bool{}, *s.Clauses()
	for i := range c.Columns {
		taken[c.ColumnName(i)] = true
	}
	c.Columns = slices.Clone(c.Columns)
	for i, n := range c.Columns {
		col, ok := n.(*expr.ColumnClause)
		if !ok || col.Table == nil || expr.SelectableName(col.Table) != "" {
			continue
		}
		name := "anon_" + col.Name
		for taken[name] {
			name += "_"
		}
		taken[name] = true
		c.Columns[i] = &expr.Label{Name: name, X: col}
	}
	return c.Select()
}

// self is the subquery that a query is about.
type self struct {
	sub *expr.Subquery
	of  []expr.Node // what its columns are, as callers know them
}

// adapted are expressions about what the query selects, in its terms.
func (q Query) adapted(xs []any) []any {
	xs = spread(xs)
	if q.self == nil {
		return xs
	}
	r := &expr.Rewriter{Node: func(n expr.Node) (expr.Node, bool) {
		if i := placeOf(q.self.of, n); i >= 0 {
			return q.self.sub.Column(i), true
		}
		return nil, false
	}}
	out := make([]any, len(xs))
	for i, x := range xs {
		out[i] = x
		if _, isClass := asClass(x); !isClass {
			out[i] = expr.Wrap(r.Rewrite(expr.Coerce(x).Node()))
		}
	}
	return out
}

// adaptedTo is adapted for the conditions of a join to right, whose own columns are those of right.
func (q Query) adaptedTo(right expr.FromClause, on []any) []any {
	if q.entityIn(right) != nil {
		return on
	}
	return q.adapted(on)
}

// own is a relationship to t of what the rows that the query is about have, if it belongs to such an entity.
func (q Query) own(r Rel, t Class) Rel {
	if it := q.entityIn(r.class.from()); it != nil {
		r.class, r.where = q.classOf(*it), q.adaptedTo(t.from(), r.where)
	}
	return r
}

// entityIn is the item that yields the entity of f out of the rows that the query is about, nil if there is none, or if f is joined beside them.
func (q Query) entityIn(f expr.FromClause) *Item {
	if q.self == nil {
		return nil
	}
	for _, j := range q.joins {
		if slices.Contains(expr.JoinMembers(j), f) {
			return nil
		}
	}
	for i, it := range q.items {
		if it.Class.entity != nil && it.Class.from() == f {
			return &q.items[i]
		}
	}
	return nil
}

// classOf is where the columns of an item are.
func (q Query) classOf(it Item) Class {
	if q.self == nil || it.Class.entity == nil {
		return it.Class
	}
	return inside(it, q.self.sub)
}

// misplaced finds a loading option of something that the query does not yield.
func (q Query) misplaced() error {
	for _, o := range q.opts {
		if o.everywhere() {
			continue
		}
		if q.src != nil && o.OfColumns() {
			return &Error{"?", "", "a statement of yours says itself which columns are read: leave the loading options of columns"}
		}
		if o.OfColumns() {
			classes := make([]Class, len(q.items))
			for i, it := range q.items {
				classes[i] = it.Class
			}
			if err := o.fits(classes...); err != nil {
				return err
			}
			continue
		}
		c := o.Rel.class
		if q.src != nil && (o.Strategy.WithRows() || o.Strategy == InSubquery) {
			return &Error{c.entity.Name, o.Rel.name(), "nothing can be joined to a query of literal SQL or from a statement: load it by SelectIn"}
		}
		if !slices.ContainsFunc(q.items, func(it Item) bool { return it.Class == c }) {
			return &Error{c.entity.Name, o.Rel.name(), "a loading option of what the query does not yield: nest it in the option that leads there, or take it from the alias that is selected"}
		}
	}
	return nil
}

package query

import (
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/schema"
)

// This file has conditions by name, and what the names are those of.

// FilterBy adds equalities by name, in the order of the names. They are names of attributes of the class that was joined last; without a
// join, of what was given to [Query.From] first; else of the first thing that the query yields: an entity, or that of an attribute. Of a
// subquery they are names of columns.
func (q Query) FilterBy(values map[string]any) Query {
	if q.sel.Err() != nil {
		return q
	}
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		x, err := q.attrNamed(n)
		if err != nil {
			return q.fail(err)
		}
		q = q.Where(equals(x, values[n]))
	}
	return q
}

// equals is the equality of an attribute, or composite, and a value.
func equals(x, v any) expr.Expr {
	c, ok := x.(Composite)
	switch {
	case !ok:
		return expr.Coerce(x).Eq(plain(v))
	case v == nil:
		return c.IsNull()
	}
	return c.Eq(v)
}

// attrNamed is what a name of [Query.FilterBy] means: a column, or a composite.
func (q Query) attrNamed(name string) (any, error) {
	about := q.joined
	if about == nil {
		about = q.from
	}
	if about == nil {
		lead, err := q.leader()
		if err != nil {
			return nil, err
		}
		about = lead
	}
	switch t := about.(type) {
	case Sub:
		return t.columnNamed(name), nil
	case JoinedClasses:
		return nil, &Error{"?", name, "FilterBy cannot tell which class of a join of classes is meant: use Where"}
	}
	c, _ := asClass(about)
	if c.Err() == nil && c.entity.Composite(name) != nil {
		return c.Composite(name), nil
	}
	return c.Attr(name), nil
}

// leader is the class of what the query yields first, or the subquery.
func (q Query) leader() (any, error) {
	for _, it := range q.items {
		switch {
		case it.Class.entity != nil:
			return it.Class, nil
		case it.Composite != nil:
			return it.Of, nil
		}
		n := q.Origin(it)
		if c, ok := n.(*expr.ColumnClause); ok {
			if lead := owner(c); lead != nil {
				return lead, nil
			}
		}
		if n == nil || len(expr.FromsOf(n)) > 0 {
			break // an expression, which is no attribute of a class
		}
	}
	return nil, &Error{"?", "", "FilterBy needs an entity whose attributes it names: the first that the query yields, the one given to From, or the one joined last"}
}

// owner is the class, or the subquery, that a column is of; nil for a column that no entity has, or that several have.
func owner(c *expr.ColumnClause) any {
	switch f := c.Table.(type) {
	case *expr.Subquery:
		return Sub{q: f}
	case *expr.CTE:
		return Sub{q: f}
	case *expr.CTEAlias:
		return Sub{q: f}
	}
	d := schema.ColumnOf(c)
	if d == nil || d.Owner == nil {
		return nil
	}
	e, ok := d.Owner.MappedBy().(*mapping.Entity)
	if !ok {
		return nil
	}
	if a, ok := c.Table.(*expr.Alias); ok {
		return underAlias(e, a)
	}
	return ClassOf(e)
}

// columnNamed is the subquery's column of a name.
func (s Sub) columnNamed(name string) expr.Expr {
	columns := s.q.TableColumns()
	at := slices.IndexFunc(columns, func(c *expr.ColumnClause) bool { return c.Name == name })
	if at < 0 {
		return expr.Wrap(&expr.Invalid{Err: &Error{sourceName(s.q), name, "the subquery has no column of the name"}})
	}
	return expr.Wrap(columns[at])
}

// last notes what a query was joined to last.
func (q Query) last(joined any) Query {
	q.joined = joined
	return q
}

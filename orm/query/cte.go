package query

import (
	"strconv"

	"github.com/aludel/aludel/expr"
)

// This file has common table expressions: queries, and changes of rows, that other queries read by name.

// CTE makes the query a FROM element of other queries that stands before the statement, by name. What options load is no part of it.
func (q Query) CTE(name string) Sub {
	if err := q.Err(); err != nil {
		return Sub{err: err}
	}
	if name == "" {
		return Sub{err: &Error{"?", "", "a common table expression wants a name"}}
	}
	s, of := q.within()
	return Sub{q: labelled(s).CTE(name), of: of}
}

// labelled gives names to the columns that have none of their own: what reads the expression by name must know them.
func labelled(s expr.Select) expr.Select {
	of := *s.Clauses()
	taken, columns := map[string]bool{}, make([]expr.Node, len(of.Columns))
	for i, n := range of.Columns {
		name := of.ColumnName(i)
		if name == "" {
			name = "column_" + strconv.Itoa(i+1)
		}
		if c, ok := n.(*expr.ColumnClause); ok && taken[name] && c.Table != nil {
			name = expr.SelectableName(c.Table) + "_" + name
		}
		for taken[name] {
			name += "_"
		}
		taken[name] = true
		columns[i] = n
		if name != of.ColumnName(i) {
			if l, ok := n.(*expr.Label); ok {
				n = l.X
			}
			columns[i] = &expr.Label{Name: name, X: n}
		}
	}
	if of.Rare != nil && (of.Rare.Compound != nil || of.Rare.Text != nil) {
		return s
	}
	of.Columns = columns
	return of.Select()
}

// UnionAll is a common table expression with the rows of steps besides its own. A step that reads the expression makes it recursive: it is
// run on the rows that were found last until there are none. Steps read the original; other queries read what is given.
func (s Sub) UnionAll(steps ...any) Sub { return s.united((*expr.CTE).UnionAll, steps) }

// Union is [Sub.UnionAll] with each row once.
func (s Sub) Union(steps ...any) Sub { return s.united((*expr.CTE).Union, steps) }

func (s Sub) united(op func(*expr.CTE, ...any) *expr.CTE, steps []any) Sub {
	if s.Err() != nil {
		return s
	}
	c, ok := s.q.(*expr.CTE)
	if !ok || c.DML != nil {
		return Sub{err: &Error{sourceName(s.q), "", "only a query's CTE can be united with others: a subquery is made of the union"}}
	}
	var parts []any
	for _, step := range steps {
		q, ok := step.(Query)
		switch {
		case !ok:
			return Sub{err: &Error{c.Name, "", "only queries can be united with a common table expression"}}
		case q.Err() != nil:
			return Sub{err: q.Err()}
		case len(q.Stmt().Clauses().Columns) != len(c.Columns):
			return Sub{err: &Error{c.Name, "", "a step must select as many columns as the expression has: " + strconv.Itoa(len(c.Columns))}}
		}
		parts = append(parts, q.Stmt())
	}
	return Sub{q: op(c, parts...), of: s.of}
}

// AddCTE puts common table expressions before the statement though nothing in it reads them.
func (q Query) AddCTE(ctes ...any) Query {
	for _, x := range ctes {
		s, ok := x.(Sub)
		if err := s.Err(); ok && err != nil {
			return q.fail(err)
		}
		c, isCTE := s.q.(*expr.CTE)
		if !isCTE {
			return q.fail(&Error{"?", "", "AddCTE wants common table expressions"})
		}
		q.sel = q.sel.AddCTE(c)
	}
	return q
}

// CTE makes the rows that the UPDATE or DELETE met, as they are after it or were before it, a FROM element of queries. Objects of a session
// are not told of it.
func (b Bulk) CTE(name string) Sub {
	if err := b.Err(); err != nil {
		return Sub{err: err}
	}
	cols := columnsOf(b.class)
	if b.remove {
		return changed(expr.DeleteFrom(b.class.entity.Table).Where(b.where...).Returning(cols...).CTE(name), cols)
	}
	return changed(expr.UpdateTable(b.class.entity.Table).Values(b.sets...).Where(b.where...).Returning(cols...).CTE(name), cols)
}

// CTE makes the row that the INSERT stored a FROM element of queries.
func (i Inserts) CTE(name string) Sub {
	if err := i.Err(); err != nil {
		return Sub{err: err}
	}
	cols := columnsOf(i.class)
	return changed(i.Statement().Returning(cols...).CTE(name), cols)
}

// changed is a CTE of a statement that returns columns.
func changed(c *expr.CTE, cols []any) Sub {
	if c.Name == "" {
		return Sub{err: &Error{"?", "", "a common table expression wants a name"}}
	}
	s := Sub{q: c}
	for _, x := range cols {
		s.of = append(s.of, x.(expr.Expr).Node())
	}
	return s
}

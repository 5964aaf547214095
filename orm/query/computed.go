package query

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/mapping"
)

// This file has attributes that are SQL expressions.

// computed is the expression of an attribute, by the columns of the class.
func (c Class) computed(a *mapping.Attr) *expr.Late {
	if c.alias != nil {
		return c.alias.computed[a]
	}
	return a.Late(func() *expr.Late { return late(a, c) })
}

// late is the expression of an attribute by the columns of a class: it is known when the registry is complete.
func late(a *mapping.Attr, c Class) *expr.Late {
	return expr.NewLate(a.Column.Type(), func() expr.Node {
		n, err := a.Use()
		switch {
		case err != nil:
			return &expr.Invalid{Err: err}
		case n == nil && !a.Known():
			return &expr.Invalid{Err: &UnknownError{a.Entity.Name, a.Name}}
		case n == nil:
			return &expr.Invalid{Err: &Error{a.Entity.Name, a.Name, "its SQL expression uses itself"}}
		}
		return c.inTerms(n)
	})
}

// inTerms is an expression over the entity's table by the columns of the class.
func (c Class) inTerms(n expr.Node) expr.Node {
	table := ClassOf(c.entity).from()
	if c.from() == table {
		return n
	}
	r := &expr.Rewriter{
		Node: func(n expr.Node) (expr.Node, bool) {
			col, ok := n.(*expr.ColumnClause)
			if !ok || col.Table != table {
				return nil, false
			}
			return c.tableColumn(col).Node(), true
		},
		From: func(f expr.FromClause) (expr.FromClause, bool) { return c.from(), f == table },
	}
	return r.Rewrite(n)
}

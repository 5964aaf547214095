package mapping

import "github.com/aludel/aludel/expr"

// This file marks columns in the join conditions that code gives.

// side is a column with a mark, in a join condition only: Join takes the marks out.
type side struct {
	*expr.ColumnClause
	remote, foreign bool
}

// Remote marks a column of a join condition as one of the related entity, where both ends are of one table.
func Remote(x any) expr.Expr { return mark(x, func(s *side) { s.remote = true }) }

// Foreign marks a column of a join condition as the one that refers to the other, where no foreign key says it.
func Foreign(x any) expr.Expr { return mark(x, func(s *side) { s.foreign = true }) }

func mark(x any, set func(*side)) expr.Expr {
	e := expr.Coerce(x)
	s := &side{}
	switch n := e.Node().(type) {
	case *expr.ColumnClause:
		s.ColumnClause = n
	case *side:
		*s = *n
	default:
		return e // which no column is: Join says so where it matters
	}
	set(s)
	return expr.Wrap(s)
}

// columnAt is the column that a node is, with its marks; nil if it is none.
func columnAt(n expr.Node) *side {
	switch n := n.(type) {
	case *expr.ColumnClause:
		return &side{ColumnClause: n}
	case *side:
		return n
	}
	return nil
}

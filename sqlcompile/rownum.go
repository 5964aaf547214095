package sqlcompile

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file limits rows by ROWNUM, which numbers them as they are found, before they are sorted: the SELECT becomes a subquery of one that
// stops at a number, and with an offset that one of another, which leaves out the first.

// byRowNum reports whether a SELECT is limited so.
func (c *compiler) byRowNum(s *expr.Clauses) bool {
	return c.r.Limit == RowNum && (s.LimitTo != nil || s.OffsetTo != nil) && !isFetch(s) && (s.Rare == nil || s.Rare.Text == nil)
}

// rowNum renders a SELECT with a limit, or an offset, or both.
func (c *compiler) rowNum(s *expr.Clauses, top bool) {
	if s.Rare == nil || s.Rare.Compound == nil {
		if len(c.displayFroms(s)) < len(hideJoined(expr.Froms(s))) {
			c.lacks("LIMIT", "limit of a subquery that reads the statement around it", "compare with a window function, row_number()")
			return
		}
	}
	inner := *s
	inner.LimitTo, inner.OffsetTo, inner.Lock = nil, nil, expr.NoLock
	num := expr.LiteralColumn("ROWNUM", sqltypes.Integer())
	limited := func(q *expr.Subquery, last expr.Expr) expr.Select {
		sel := expr.Select{}.Column(columnsOfSubquery(q)...).WithLabels(expr.LabelNone)
		if last != (expr.Expr{}) {
			sel = sel.Where(num.Le(last))
		}
		return sel
	}
	q := expr.NewSubquery(inner.Select(), "")
	var out expr.Select
	switch {
	case s.OffsetTo == nil:
		out = limited(q, expr.Wrap(s.LimitTo))
	default:
		var last expr.Expr
		if s.LimitTo != nil {
			last = expr.Wrap(s.LimitTo).Add(expr.Wrap(s.OffsetTo))
		}
		numbered := limited(q, last).Column(num.As("ora_rn")).WithLabels(expr.LabelDisambiguate)
		outside := expr.NewSubquery(numbered, "")
		outside.Columns = outside.Columns[:len(q.Columns)]
		out = limited(outside, expr.Expr{}).Where(expr.LiteralColumn("ora_rn", sqltypes.Integer()).Gt(expr.Wrap(s.OffsetTo)))
	}
	final := *out.Clauses()
	final.Lock = s.Lock
	c.selectStmt(&final, top)
}

func columnsOfSubquery(q *expr.Subquery) (out []any) {
	for _, col := range q.Columns {
		out = append(out, expr.Wrap(col))
	}
	return out
}

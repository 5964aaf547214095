package sqlcompile

import (
	"github.com/aludel/aludel/expr"
)

// This file renders LIMIT and OFFSET in each dialect's way.

// limitBefore renders the forms that stand right behind SELECT.
func (c *compiler) limitBefore(s *expr.Clauses) {
	if isFetch(s) {
		c.topFetch(s)
		return
	}
	switch c.r.Limit {
	case TopOffsetFetch:
		if s.LimitTo != nil && s.OffsetTo == nil {
			c.write("TOP (")
			c.inferred(s.LimitTo)
			c.write(") ")
		}
	case FirstSkip:
		c.part("FIRST ", s.LimitTo, " ")
		c.part("SKIP ", s.OffsetTo, " ")
	}
}

func isCompound(s *expr.Clauses) bool { return s.Rare != nil && s.Rare.Compound != nil }

func isFetch(s *expr.Clauses) bool { return s.Rare != nil && s.Rare.FetchRows }

// isTop reports whether a FETCH is written as TOP, which alone has PERCENT and WITH TIES on SQL Server.
func (c *compiler) isTop(s *expr.Clauses) bool {
	o := s.Rare.Fetch
	return c.r.Limit == TopOffsetFetch && (o.Percent || o.WithTies)
}

func (c *compiler) topFetch(s *expr.Clauses) {
	if !c.isTop(s) {
		return
	}
	if s.OffsetTo != nil {
		c.lacks("FETCH", "PERCENT and WITH TIES beside OFFSET", "")
		return
	}
	c.part("TOP (", s.LimitTo, ") ")
	if s.Rare.Fetch.Percent {
		c.write("PERCENT ")
	}
	if s.Rare.Fetch.WithTies {
		c.write("WITH TIES ")
	}
}

// limit renders the forms that stand at the end.
func (c *compiler) limit(s *expr.Clauses) {
	c.limitNumber("LIMIT", s.LimitTo)
	c.limitNumber("OFFSET", s.OffsetTo)
	if isFetch(s) {
		c.fetch(s)
		return
	}
	if s.LimitTo == nil && s.OffsetTo == nil {
		return
	}
	switch c.r.Limit {
	case LimitOffset:
		if s.LimitTo == nil {
			c.write(" LIMIT ", c.r.NoLimit)
		}
		c.part(" LIMIT ", s.LimitTo, "")
		c.part(" OFFSET ", s.OffsetTo, "")
	case LimitOffsetAlways:
		c.write(" LIMIT ")
		c.orConstant(s.LimitTo, int64(-1))
		c.write(" OFFSET ")
		c.orConstant(s.OffsetTo, int64(0))
	case LimitComma:
		c.limitComma(s)
	case OffsetFetch:
		c.offsetFetch(s, expr.FetchOptions{})
	case FirstSkip:
		if isCompound(s) {
			c.offsetFetch(s, expr.FetchOptions{}) // FIRST and SKIP would be those of its first SELECT
		}
	case TopOffsetFetch:
		if s.OffsetTo != nil || isCompound(s) {
			c.offsetFetch(s, expr.FetchOptions{})
		}
	}
}

// limitNumber notes an expression where the database takes a number.
func (c *compiler) limitNumber(what string, n expr.Node) {
	if !c.r.LimitNumbers {
		return
	}
	switch n.(type) {
	case nil, *expr.BindParameter, *expr.Literal, *expr.Text, *expr.ColumnClause, *expr.Late, *expr.TypeCoerce, *expr.Invalid:
	default:
		c.lacks(what, "expression in "+what, "compute the number before, or compare row_number() with it")
	}
}

func (c *compiler) limitComma(s *expr.Clauses) {
	c.write(" LIMIT ")
	c.part("", s.OffsetTo, ", ")
	if s.LimitTo == nil {
		c.write("18446744073709551615")
		return
	}
	c.inferred(s.LimitTo)
}

// part renders a node between two texts, nothing if there is none.
func (c *compiler) part(before string, n expr.Node, after string) {
	if n != nil {
		c.write(before)
		c.inferred(n)
		c.write(after)
	}
}

func (c *compiler) orConstant(n expr.Node, v any) {
	if n == nil {
		c.constant(v)
		return
	}
	c.inferred(n)
}

// fetch renders FETCH FIRST, where the database has it.
func (c *compiler) fetch(s *expr.Clauses) {
	if c.r.NoFetch {
		c.lacks("FETCH", "FETCH", "use Limit")
		return
	}
	o := s.Rare.Fetch
	switch {
	case c.isTop(s) && isCompound(s):
		c.lacks("FETCH", "PERCENT and WITH TIES of a compound", "select from it as a subquery")
		return
	case c.isTop(s):
		return
	case o.Percent && !c.r.FetchPercent:
		c.lacks("FETCH", "PERCENT", "")
	case o.WithTies && !c.r.FetchTies:
		c.lacks("FETCH", "WITH TIES", "")
	}
	c.offsetFetch(s, o)
}

func (c *compiler) offsetFetch(s *expr.Clauses, o expr.FetchOptions) {
	if c.r.Limit == TopOffsetFetch {
		switch { // SQL Server takes OFFSET only after ORDER BY
		case len(s.Order) > 0:
		case isCompound(s):
			c.write(" ORDER BY 1") // which there is about what is selected
		default:
			c.write(" ORDER BY (SELECT NULL)")
		}
		if s.OffsetTo == nil {
			c.write(" OFFSET 0 ROWS")
		}
	}
	open, end := "", ""
	if c.r.FetchParens {
		open, end = "(", ")"
	}
	c.part(" OFFSET "+open, s.OffsetTo, end+" ROWS")
	if s.LimitTo == nil {
		return
	}
	c.part(" FETCH FIRST "+open, s.LimitTo, end)
	if o.Percent {
		c.write(" PERCENT")
	}
	c.write(" ROWS ")
	if o.WithTies {
		c.write("WITH TIES")
		return
	}
	c.write("ONLY")
}

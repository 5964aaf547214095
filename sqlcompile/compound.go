package sqlcompile

import "github.com/aludel/aludel/expr"

// This file renders UNION, INTERSECT and EXCEPT.

var setOps = map[expr.SetOp]string{expr.UnionOp: "UNION", expr.IntersectOp: "INTERSECT", expr.ExceptOp: "EXCEPT"}

func (c *compiler) compound(s *expr.Clauses, top, result bool) {
	k := s.Rare.Compound
	op := setOps[k.Op]
	if other := c.r.SetOps[k.Op]; other != "" {
		op = other
	}
	if k.All {
		op += " ALL"
	}
	c.each(len(k.Parts), " "+op+" ", func(i int) {
		c.partOfResult = result
		c.compoundPart(k.Parts[i].Clauses(), i == 0, top && i == 0)
	})
	outer := c.openScope(s)
	c.scope.bare = true
	for _, n := range s.Columns {
		if l, ok := n.(*expr.Label); ok {
			c.labels = append(c.labels, labelled{l, l.Name})
		}
	}
	c.list(" GROUP BY ", s.Groups, c.node)
	if c.orders(s) {
		c.list(" ORDER BY ", s.Order, c.orderItem)
	}
	c.limit(s)
	c.closeScope(outer)
}

// compoundPart renders one SELECT of a compound, in parentheses where it is a compound itself or sorts or limits its own rows. A
// database that knows no such parentheses reads compounds from the left; what that does not say stands in a FROM.
func (c *compiler) compoundPart(s *expr.Clauses, first, top bool) {
	nested := s.Rare != nil && s.Rare.Compound != nil
	c.parts++
	defer func() { c.parts-- }()
	limited := len(s.Order) > 0 && c.orders(s) || s.LimitTo != nil || s.OffsetTo != nil
	switch {
	case !nested && !limited, c.r.BareCompound && first && !limited:
	case c.r.BareCompound:
		c.write("SELECT * FROM (")
		defer c.write(")")
	case c.r.PartsInFrom && cutAfterSorting(s):
		c.write("SELECT * FROM (")
		defer c.write(") AS x")
	default:
		c.write("(")
		defer c.write(")")
	}
	c.selectStmt(s, top)
}

// cutAfterSorting reports whether a SELECT has an ORDER BY that says which rows its limit leaves; OFFSET and FETCH have one always where they
// need it.
func cutAfterSorting(s *expr.Clauses) bool {
	return s.OffsetTo != nil || s.LimitTo != nil && (len(s.Order) > 0 || s.Rare != nil && s.Rare.Compound != nil)
}

package sqlcompile

import "github.com/aludel/aludel/expr"

// This file renders OVER.

func (c *compiler) over(n *expr.Over) {
	c.node(n.X)
	c.write(" OVER (")
	before := ""
	part := func(keyword string, items []expr.Node) {
		if len(items) > 0 {
			c.list(before+keyword, items, c.node)
			before = " "
		}
	}
	part("PARTITION BY ", n.PartitionBy)
	part("ORDER BY ", n.Order)
	c.frame(before+"ROWS BETWEEN ", n.Rows)
	c.frame(before+"RANGE BETWEEN ", n.Range)
	c.write(")")
}

func (c *compiler) frame(keyword string, f *expr.FrameClause) {
	if f == nil {
		return
	}
	c.write(keyword)
	c.frameBound(f.From, "UNBOUNDED PRECEDING")
	c.write(" AND ")
	c.frameBound(f.To, "UNBOUNDED FOLLOWING")
}

func (c *compiler) frameBound(b *expr.FrameBound, unbounded string) {
	switch {
	case b == nil:
		c.write(unbounded)
		return
	case b.Inline != nil:
		c.node(b.Inline)
	case b.N == nil:
		c.write("CURRENT ROW")
		return
	default:
		c.inferred(b.N)
	}
	if b.Following {
		c.write(" FOLLOWING")
	} else {
		c.write(" PRECEDING")
	}
}

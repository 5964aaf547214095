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
	c.frame(before, "ROWS", n.Rows)
	c.frame(before, "RANGE", n.Range)
	c.frame(before, "GROUPS", n.Groups)
	c.write(")")
}

// FrameForms are what the frame of a window can be beside ROWS and RANGE between numbers.
type FrameForms struct {
	// Groups says that there is GROUPS, Exclude that there is EXCLUDE.
	Groups, Exclude bool
	// Bounds is what the bounds can be.
	Bounds FrameBounds
}

// FrameBounds are what the bounds of the frame of a window can be.
type FrameBounds uint8

// The bounds.
const (
	BoundsInText  FrameBounds = iota // numbers that are part of the text
	BoundsOfBinds                    // binds as well, and literal SQL (INTERVAL 1 DAY)
	BoundsOfAll                      // expressions as well
)

// take reports whether a bound can be an expression.
func (f FrameBounds) take(n expr.Node) bool {
	switch n.(type) {
	case *expr.Literal, *expr.Invalid:
		return true
	case *expr.BindParameter, *expr.Text, *expr.ColumnClause:
		return f >= BoundsOfBinds
	}
	return f == BoundsOfAll
}

var exclusions = map[expr.Exclusion]string{
	expr.ExcludeNoOthers: "NO OTHERS", expr.ExcludeCurrentRow: "CURRENT ROW", expr.ExcludeGroup: "GROUP", expr.ExcludeTies: "TIES",
}

func (c *compiler) frame(before, unit string, f *expr.FrameClause) {
	if f == nil {
		return
	}
	if unit == "GROUPS" && !c.r.Frames.Groups {
		c.lacks("OVER", "GROUPS in a window", "count rows by ROWS, or dense_rank() in a subquery")
	}
	c.write(before, unit, " BETWEEN ")
	c.frameBound(f.From, "UNBOUNDED PRECEDING")
	c.write(" AND ")
	c.frameBound(f.To, "UNBOUNDED FOLLOWING")
	if left := exclusions[f.Exclude]; left != "" {
		if !c.r.Frames.Exclude {
			c.lacks("OVER", "EXCLUDE in a window", "")
		}
		c.write(" EXCLUDE ", left)
	}
}

func (c *compiler) frameBound(b *expr.FrameBound, unbounded string) {
	switch {
	case b == nil:
		c.write(unbounded)
		return
	case b.N == nil:
		c.write("CURRENT ROW")
		return
	case b.Given:
		if !c.r.Frames.Bounds.take(b.N) {
			c.lacks("OVER", "such an expression as the bound of a window", "use Preceding and Following, whose numbers are part of the text")
		}
		c.node(b.N)
	default:
		c.frameNumber(b.N)
	}
	if b.Following {
		c.write(" FOLLOWING")
	} else {
		c.write(" PRECEDING")
	}
}

// frameNumber renders a number of [expr.Frame], whose value is part of the statement's key.
func (c *compiler) frameNumber(n expr.Node) {
	if b, ok := n.(*expr.BindParameter); ok && c.r.Frames.Bounds == BoundsInText {
		c.literal(b.Name, b.Value, b.Type())
		return
	}
	c.inferred(n)
}

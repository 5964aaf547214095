package sqlcompile

import "github.com/aludel/aludel/expr"

// This file renders aggregates over some of the rows.

// filter renders FILTER, or where there is none an aggregate that sees NULL in place of the other rows.
func (c *compiler) filter(n *expr.FunctionFilter) {
	if !c.r.NoFilter {
		c.node(n.X)
		c.write(" FILTER (")
		c.conditions("WHERE ", n.Conds)
		c.write(")")
		return
	}
	f, ok := n.X.(*expr.Function)
	if !ok || len(f.Args) == 0 {
		c.lacks("FILTER", "FILTER", "only that of a function with arguments can be said otherwise")
		return
	}
	call := *f
	call.Args = append([]expr.Node{c.filtered(f.Args[0], n.Conds)}, f.Args[1:]...)
	c.function(&call)
}

// filtered is a value in the rows for which the conditions hold, NULL in others.
func (c *compiler) filtered(arg expr.Node, conds []expr.Node) expr.Node {
	if u, ok := arg.(*expr.Unary); ok && u.Op == expr.OpDistinct {
		return &expr.Unary{Op: expr.OpDistinct, X: c.filtered(u.X, conds), Typ: u.Typ}
	}
	if t, ok := arg.(*expr.Text); ok && t.SQL == "*" {
		arg = expr.Inline(1).Node()
	}
	all := make([]any, len(conds))
	for i, n := range conds {
		all[i] = n
	}
	return expr.CaseWhen(expr.And(all...), arg).Node()
}

// groups renders GROUP BY.
func (c *compiler) groups(by []expr.Node) {
	for _, n := range by {
		f, ok := n.(*expr.Function)
		switch {
		case !ok || f.Name != "rollup" && f.Name != "cube" && f.Name != "grouping_sets":
		case c.r.WithRollup && f.Name == "rollup" && len(by) == 1:
			c.list(" GROUP BY ", f.Args, c.node)
			c.write(" WITH ROLLUP")
			return
		case c.r.WithRollup || c.r.NoGroupings:
			c.lacks("GROUP BY", standardFunctions[f.Name], "unite a SELECT for each grouping (UNION ALL)")
			return
		}
	}
	c.list(" GROUP BY ", by, c.node)
}

package sqlcompile

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file renders joins without JOIN, as Oracle has them beside it: elements of FROM with commas between them, whose conditions stand
// in WHERE, where (+) marks the columns that are NULL for a row without a match.

// joinedWhere is a condition of a join, to stand in WHERE.
type joinedWhere struct {
	cond expr.Node
	// marked are the elements whose columns get (+), none for an inner join.
	marked []expr.FromClause
}

// fromWithoutJoins renders elements of FROM, and gives the conditions of the joins among them.
func (c *compiler) fromWithoutJoins(froms []expr.FromClause) (conds []joinedWhere) {
	var all []expr.FromClause
	for _, f := range froms {
		all = append(all, expr.JoinMembers(f)...)
		conds = c.joinConditions(f, conds)
	}
	c.write(" FROM ")
	c.each(len(all), ", ", func(i int) { c.from(all[i]) })
	return conds
}

// joinConditions appends the conditions of a join, the outermost first.
func (c *compiler) joinConditions(f expr.FromClause, conds []joinedWhere) []joinedWhere {
	j, ok := f.(*expr.Join)
	if !ok {
		return conds
	}
	const without = "join the tables by JOIN, as the dialect oracle does"
	_, nested := j.Right.(*expr.Join)
	switch {
	case j.Full:
		c.lacks("JOIN", "FULL OUTER JOIN by (+)", without)
		return conds
	case j.Outer && nested:
		c.lacks("JOIN", "outer join with a join by (+)", without)
		return conds
	}
	for _, cond := range conjuncts(j.On) {
		w := joinedWhere{cond: cond}
		if j.Outer {
			w.marked = []expr.FromClause{j.Right}
			if reason := unmarkable(cond, j.Right); reason != "" {
				c.lacks("JOIN", reason+" in the condition of an outer join by (+)", without)
			}
		}
		conds = append(conds, w)
	}
	return c.joinConditions(j.Right, c.joinConditions(j.Left, conds))
}

// conjuncts are the conditions that AND joins.
func conjuncts(n expr.Node) []expr.Node {
	if l, ok := n.(*expr.List); ok && l.Op == expr.OpAnd {
		var all []expr.Node
		for _, x := range l.Items {
			all = append(all, conjuncts(x)...)
		}
		return all
	}
	return []expr.Node{n}
}

// unmarkable says why a condition cannot be one of an outer join by (+), "" where it can: it would be one of WHERE.
func unmarkable(cond expr.Node, right expr.FromClause) (reason string) {
	marked := false
	expr.Walk(cond, func(n expr.Node) bool {
		switch n := n.(type) {
		case *expr.List:
			if n.Op == expr.OpOr {
				reason = "OR"
			}
		case *expr.Binary:
			if n.Op == expr.OpIn || n.Op == expr.OpNotIn {
				reason = "IN"
			}
		case *expr.Scalar, *expr.ExistsClause:
			reason = "subquery"
		case *expr.ColumnClause:
			marked = marked || n.Table == right
		}
		return true
	})
	if reason == "" && !marked {
		reason = "condition without a column of the other table"
	}
	return reason
}

// whereWithJoins renders WHERE with the conditions of joins behind its own.
func (c *compiler) whereWithJoins(own []expr.Node, joined []joinedWhere) {
	if len(joined) == 0 {
		c.conditions(" WHERE ", own)
		return
	}
	c.write(" WHERE ")
	alone := len(own)+len(joined) == 1
	c.each(len(own)+len(joined), " AND ", func(i int) {
		if i < len(own) {
			c.truth(expr.Group(own[i], expr.OpAnd))
			return
		}
		w := joined[i-len(own)]
		if !alone {
			w.cond = expr.Group(w.cond, expr.OpAnd)
		}
		outer := c.marked
		c.marked = w.marked
		c.truth(w.cond)
		c.marked = outer
	})
}

// mark renders (+) behind a column whose table an outer join makes optional.
func (c *compiler) mark(col *expr.ColumnClause) {
	if slices.Contains(c.marked, col.Table) {
		c.write("(+)")
	}
}

package sqlcompile

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// correlateAsTold leaves out of a subquery's FROM what it is told to, as far as a statement around it shows that.
func (c *compiler) correlateAsTold(froms []expr.FromClause, told *expr.Correlation) []expr.FromClause {
	var around []expr.FromClause
	for _, level := range c.enclosing {
		for _, f := range level {
			around = append(around, expr.JoinMembers(f)...)
		}
	}
	out := froms[:0:0]
	for _, f := range froms {
		if slices.Contains(around, f) && slices.Contains(told.From, f) != told.Except {
			continue
		}
		out = append(out, f)
	}
	return out
}

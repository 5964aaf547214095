package sqlcompile

import (
	"fmt"

	"github.com/aludel/aludel/expr"
)

// labelReference renders what a name stands for in the SELECT that is being rendered: a label by its name, a column of the columns
// clause or of FROM with its table. In a compound only names can stand.
func (c *compiler) labelReference(n *expr.LabelReference) {
	s := c.scope.s
	if s == nil {
		c.write(c.quote(n.Name))
		return
	}
	compound := s.Rare != nil && s.Rare.Compound != nil
	for _, col := range s.Columns {
		switch col := col.(type) {
		case *expr.Label:
			if col.Name == n.Name {
				c.write(c.quote(n.Name))
				return
			}
		case *expr.ColumnClause:
			if col.Name == n.Name || s.Labels == expr.LabelTableColumn && col.Table != nil && c.labelPrefix(col.Table)+"_"+col.Name == n.Name {
				if compound {
					c.write(c.quote(n.Name))
				} else {
					c.column(col)
				}
				return
			}
		}
	}
	if col := c.columnInFrom(n.Name); col != nil && !compound {
		c.column(col)
		return
	}
	c.fail("", &expr.Error{
		What: "ORDER BY or GROUP BY", Err: expr.ErrNoSuchColumn, Column: n.Name,
		Reason: fmt.Sprintf("%q is neither a label nor a column of the SELECT; use Text for literal SQL", n.Name),
	})
}

// columnInFrom is the first column of that name in the FROM of the innermost SELECT.
func (c *compiler) columnInFrom(name string) *expr.ColumnClause {
	if len(c.enclosing) == 0 {
		return nil
	}
	for _, f := range c.enclosing[len(c.enclosing)-1] {
		for _, m := range expr.JoinMembers(f) {
			t, ok := m.(interface{ TableColumns() []*expr.ColumnClause })
			if !ok {
				continue
			}
			for _, col := range t.TableColumns() {
				if col.Name == name {
					return col
				}
			}
		}
	}
	return nil
}

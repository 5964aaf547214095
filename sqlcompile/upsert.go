package sqlcompile

import (
	"github.com/aludel/aludel/expr"
)

// This file renders what an INSERT does about rows that are there already.

func (c *compiler) onConflict(u *expr.Conflict) {
	switch {
	case u == nil:
	case u.Duplicate && c.r.Upsert == UpsertDuplicate:
		c.write(" ON DUPLICATE KEY UPDATE ")
		c.conflictSet(u.Set)
	case u.Duplicate:
		c.lacks("INSERT", "ON DUPLICATE KEY UPDATE", "use ON CONFLICT, where there is an upsert")
	case c.r.Upsert == UpsertConflict || c.r.Upsert == UpsertConstraints:
		c.conflict(u)
	default:
		c.lacks("INSERT", "ON CONFLICT", "")
	}
}

func (c *compiler) conflict(u *expr.Conflict) {
	c.write(" ON CONFLICT")
	c.conflictTarget(&u.Target)
	if len(u.Set) == 0 {
		c.write(" DO NOTHING")
		return
	}
	c.write(" DO UPDATE SET ")
	c.conflictSet(u.Set)
	c.conditions(" WHERE ", u.WhereAll)
}

func (c *compiler) conflictTarget(t *expr.ConflictTarget) {
	if t.Constraint != "" {
		if c.r.Upsert != UpsertConstraints {
			c.lacks("INSERT", "ON CONSTRAINT", "name the columns of the key")
		}
		c.write(" ON CONSTRAINT ", c.quote(t.Constraint))
		return
	}
	if len(t.Columns) == 0 {
		return
	}
	bare, inline := c.bare, c.inline
	c.bare = true
	c.write(" (")
	c.each(len(t.Columns), ", ", func(i int) { c.node(t.Columns[i]) })
	c.write(")")
	c.inline = true
	c.conditions(" WHERE ", t.WhereAll)
	c.bare, c.inline = bare, inline
}

func (c *compiler) conflictSet(sets []*expr.Assignment) {
	c.each(len(sets), ", ", func(i int) {
		c.write(c.quote(sets[i].Column.Name), " = ")
		c.node(sets[i].Value)
	})
}

// excluded renders the value that was to be inserted.
func (c *compiler) excluded(n *expr.ExcludedColumn) {
	name := c.quote(n.Column.Name)
	if c.r.Upsert == UpsertDuplicate {
		c.write("VALUES(", name, ")")
		return
	}
	c.write("excluded.", name)
}

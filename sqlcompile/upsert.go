package sqlcompile

import (
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders what an INSERT does about rows that are there already.

func (c *compiler) onConflict(u *expr.Conflict) {
	switch {
	case u == nil:
	case u.Duplicate && (c.r.Upsert == UpsertDuplicate || c.r.Upsert == UpsertAlias):
		c.write(" ON DUPLICATE KEY UPDATE ")
		c.conflictSet(u.Set)
	case u.Duplicate:
		c.lacks("INSERT", "ON DUPLICATE KEY UPDATE", "use ON CONFLICT (OnConflictDoUpdate), where there is an upsert")
	case c.r.Upsert == UpsertConflict || c.r.Upsert == UpsertConstraints:
		c.conflict(u)
	case c.r.Upsert == UpsertDuplicate || c.r.Upsert == UpsertAlias:
		c.lacks("INSERT", "ON CONFLICT", "use ON DUPLICATE KEY UPDATE (OnDuplicateKeyUpdate)")
	default:
		c.lacks("INSERT", "ON CONFLICT", "")
	}
}

// nameNewRow gives the new row of an upsert a name, if the assignments ask for it. A row that comes from a SELECT has none.
func (c *compiler) nameNewRow(in *inserting) {
	u := in.more.Conflict
	if c.r.Upsert != UpsertAlias || u == nil || !u.Duplicate || in.more.From != nil {
		return
	}
	used := false
	for _, set := range u.Set {
		expr.Walk(set.Value, func(n expr.Node) bool {
			_, is := n.(*expr.ExcludedColumn)
			used = used || is
			return true
		})
	}
	if !used {
		return
	}
	c.change.newRow = "new"
	if strings.EqualFold(in.s.Table.Name, "new") {
		c.change.newRow = "new_1"
	}
	c.write(" AS ", c.change.newRow)
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
	switch {
	case c.change.newRow != "":
		c.write(c.change.newRow, ".", name)
	case c.r.Upsert == UpsertDuplicate || c.r.Upsert == UpsertAlias:
		c.write("VALUES(", name, ")")
	default:
		c.write("excluded.", name)
	}
}

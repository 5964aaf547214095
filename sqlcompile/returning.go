package sqlcompile

import (
	"strconv"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders RETURNING and OUTPUT.

// returningAtEnd renders RETURNING where it stands behind all else: what was asked for, or else the keys that the database makes.
func (c *compiler) returningAtEnd(what string, asked []expr.Node, keys []*expr.ColumnClause, target expr.FromClause, top bool) {
	if len(asked) == 0 && len(keys) == 0 {
		return
	}
	if top {
		for _, n := range asked {
			name, _ := c.returnLabel(n)
			c.out.Columns = append(c.out.Columns, ResultColumn{Name: name, Type: n.Type()})
		}
	}
	if len(asked) > 0 && (!c.r.Returning || what == "UPDATE" && c.r.NoUpdateReturning) {
		c.lacks(what, "RETURNING", "select the rows before or after")
		return
	}
	if c.r.ReturningForm == ReturningOutput {
		return
	}
	c.write(" RETURNING ")
	c.returned(asked, keys)
	if c.r.ReturningForm == ReturningInto {
		c.write(" INTO ")
		c.each(max(len(asked), len(keys)), ", ", func(i int) {
			var t sqltypes.Type
			if len(asked) > 0 {
				t = asked[i].Type()
			} else {
				t = keys[i].Type()
			}
			c.out.Params = append(c.out.Params, Param{Name: "ret_" + strconv.Itoa(i), Bind: outBind, Type: t})
			c.use(len(c.out.Params) - 1)
		})
	}
}

// outputBefore renders OUTPUT, where that is the form.
func (c *compiler) outputBefore(what string, asked []expr.Node, keys []*expr.ColumnClause, target expr.FromClause) {
	if c.r.ReturningForm != ReturningOutput || len(asked) == 0 && len(keys) == 0 {
		return
	}
	c.change.output, c.change.outputAs = target, "inserted"
	if what == "DELETE" {
		c.change.outputAs = "deleted"
	}
	c.write(" OUTPUT ")
	c.returned(asked, keys)
	c.change.output = nil
}

// returned renders the list of what is returned.
func (c *compiler) returned(asked []expr.Node, keys []*expr.ColumnClause) {
	if len(asked) == 0 {
		for _, k := range keys {
			asked = append(asked, k)
		}
	}
	bare := c.bare
	c.bare = c.r.ReturningForm == ReturningBare
	for i, n := range asked {
		if i > 0 {
			c.write(", ")
		}
		name, as := c.returnLabel(n)
		c.checkReturned(n)
		if c.read(n) {
			as = true
		} else {
			c.node(n)
		}
		if as && c.r.ReturningForm != ReturningInto {
			c.write(" AS ", c.quote(name))
		}
	}
	c.bare = bare
}

// returnLabel is the name of what is returned, and whether it must be written.
func (c *compiler) returnLabel(n expr.Node) (name string, as bool) {
	return c.columnLabel(&noSelect, n, false)
}

var noSelect expr.Clauses

// checkReturned refuses columns of other tables where RETURNING names columns alone.
func (c *compiler) checkReturned(n expr.Node) {
	if c.r.ReturningForm != ReturningBare {
		return
	}
	for _, f := range expr.FromsOf(n) {
		if f != expr.FromClause(c.change.table) && f != c.change.target {
			c.lacks("RETURNING", "RETURNING of columns of other tables", "")
		}
	}
}

// outputColumn renders a column in OUTPUT; ok is false for one of another table.
func (c *compiler) outputColumn(col *expr.ColumnClause) (ok bool) {
	if c.change.output == nil || col.Table != c.change.output {
		return false
	}
	c.write(c.change.outputAs, ".", c.quote(col.Name))
	return true
}

// limitChanges renders LIMIT of an UPDATE or DELETE.
func (c *compiler) limitChanges(what string, n expr.Node) {
	if n == nil {
		return
	}
	if !c.r.LimitChanges {
		c.lacks(what, "LIMIT but in SELECT", "use a subquery of keys")
		return
	}
	c.limitNumber("LIMIT", n)
	c.write(" LIMIT ")
	c.node(n)
}

// dmlFroms lists the table of a statement and those that its expressions use beside it.
func (c *compiler) dmlFroms(what string, t expr.FromClause, nodes []expr.Node, form MultiTable) []expr.FromClause {
	all := []expr.FromClause{t}
	for _, n := range nodes {
		for _, f := range expr.FromsOf(n) {
			if !within(t, f) {
				all = expr.AppendFrom(all, f)
			}
		}
	}
	if len(all) > 1 && form == MultiTableNone {
		c.lacks(what, what+" whose conditions use another table", "use a subquery")
	}
	c.enclosing = append(c.enclosing, all)
	return all
}

func (c *compiler) fromList(before string, froms []expr.FromClause) {
	c.write(before)
	c.each(len(froms), ", ", func(i int) { c.from(froms[i]) })
}

// checkReserved refuses a bind of the user's that has the name of a column's parameter.
func (c *compiler) checkReserved(b *expr.BindParameter) {
	if !b.Unique && c.change.reserved[b.Name] {
		c.fail("", &NameConflictError{b.Name, "is that of the value for the column; choose another name", ErrBindConflict})
	}
}

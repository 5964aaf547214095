package sqlcompile

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// This file renders INSERT, UPDATE and DELETE.

func (c *compiler) insert(s *expr.Insert) {
	if s.Err != nil || s.Table == nil {
		c.fail("INSERT", errors.Join(s.Err, missing(s.Table)))
		return
	}
	rows := max(s.Rows, 1)
	if rows > 1 && !c.r.MultiRow {
		c.fail("INSERT", fmt.Errorf("%d rows in one statement", rows))
		return
	}
	c.write("INSERT INTO ", c.tableName(s.Table))
	if len(s.Columns) == 0 {
		c.write(" ", c.r.EmptyInsert)
	} else {
		c.write(" (")
		c.each(len(s.Columns), ", ", func(i int) { c.write(c.quote(s.Columns[i].Name)) })
		c.write(")")
		if s.Ordered && rows > 1 && c.r.OrderedInsert {
			c.orderedValues(s, rows)
		} else {
			c.values(s, rows)
		}
	}
	c.returning(s.Return)
}

func missing(t *expr.TableClause) error {
	if t == nil {
		return errors.New("it has no table")
	}
	return nil
}

func (c *compiler) values(s *expr.Insert, rows int) {
	c.write(" VALUES ")
	c.each(rows, ", ", func(r int) {
		c.write("(")
		c.each(len(s.Columns), ", ", func(i int) {
			if s.Given != nil {
				c.assigned(s.Columns[i], s.Given[i])
				return
			}
			c.passed(s.Columns[i], rowParam(s.Columns[i].Name, r, rows))
		})
		c.write(")")
	})
}

func rowParam(name string, row, rows int) string {
	if rows == 1 {
		return name
	}
	return name + "_m" + strconv.Itoa(row)
}

// orderedValues renders the form by which rows are inserted, and get their keys, in the order of the values.
func (c *compiler) orderedValues(s *expr.Insert, rows int) {
	c.write(" SELECT ")
	c.each(len(s.Columns), ", ", func(i int) {
		t, err := c.d.TypeSQL(s.Columns[i].Type())
		if err != nil {
			c.fail("INSERT", err)
		}
		c.write("p", strconv.Itoa(i), "::", t)
	})
	c.write(" FROM (VALUES ")
	c.each(rows, ", ", func(r int) {
		c.write("(")
		for _, col := range s.Columns {
			c.passed(col, rowParam(col.Name, r, rows))
			c.write(", ")
		}
		c.write(strconv.Itoa(r), ")")
	})
	c.write(") AS imp_sen(")
	for i := range s.Columns {
		c.write("p", strconv.Itoa(i), ", ")
	}
	c.write("sen_counter) ORDER BY sen_counter")
}

func (c *compiler) returning(cols []*expr.ColumnClause) {
	if len(cols) == 0 {
		return
	}
	if !c.r.Returning {
		c.fail("INSERT", errors.New("RETURNING, which this database does not have"))
		return
	}
	c.write(" RETURNING ")
	c.each(len(cols), ", ", func(i int) {
		c.returned(cols[i])
		c.out.Columns = append(c.out.Columns, ResultColumn{Name: cols[i].Name, Type: cols[i].Type()})
	})
}

// returned renders a column of RETURNING.
func (c *compiler) returned(col *expr.ColumnClause) {
	bare := c.bare
	c.bare = true
	if c.read(col) {
		c.write(" AS ", c.quote(col.Name))
	} else {
		c.write(c.quote(col.Name))
	}
	c.bare = bare
}

func (c *compiler) update(s *expr.Update) {
	if s.Err != nil || s.Table == nil {
		c.fail("UPDATE", errors.Join(s.Err, missing(s.Table)))
		return
	}
	if len(s.Set) == 0 {
		c.fail("UPDATE", errors.New("it sets nothing"))
		return
	}
	nodes := append([]expr.Node{}, s.WhereAll...)
	for _, a := range s.Set {
		nodes = append(nodes, a.Value)
	}
	all := c.dmlFroms("UPDATE", s.Table, nodes, c.r.UpdateTables)
	qualified := len(all) > 1 && c.r.UpdateTables == MultiTableList
	c.write("UPDATE ", c.tableName(s.Table))
	if qualified {
		c.fromList(", ", all[1:])
	}
	c.write(" SET ")
	c.each(len(s.Set), ", ", func(i int) {
		col := s.Set[i].Column
		switch {
		case qualified:
			c.node(col)
		case col.Table != nil && col.Table != expr.FromClause(s.Table):
			c.fail("UPDATE", fmt.Errorf("column %s is of another table", col.Name))
		default:
			c.write(c.quote(col.Name))
		}
		c.write("=")
		c.assigned(s.Set[i].Column, s.Set[i].Value)
	})
	if !qualified {
		c.otherTables(" FROM ", all, c.r.UpdateTables)
	}
	c.conditions(" WHERE ", s.WhereAll)
}

// dmlFroms lists the table of a statement and those that its expressions use beside it.
func (c *compiler) dmlFroms(what string, t *expr.TableClause, nodes []expr.Node, form MultiTable) []expr.FromClause {
	all := []expr.FromClause{t}
	for _, n := range nodes {
		for _, f := range expr.FromsOf(n) {
			all = expr.AppendFrom(all, f)
		}
	}
	if len(all) > 1 && form == MultiTableNone {
		c.fail(what, errors.New("its conditions use another table, which this database does not have; use a subquery"))
	}
	c.enclosing = append(c.enclosing, all)
	return all
}

func (c *compiler) otherTables(keyword string, all []expr.FromClause, form MultiTable) {
	switch {
	case len(all) < 2:
	case form == MultiTableOthers:
		c.fromList(keyword, all[1:])
	default:
		c.fromList(keyword, all)
	}
}

func (c *compiler) fromList(before string, froms []expr.FromClause) {
	c.write(before)
	c.each(len(froms), ", ", func(i int) { c.from(froms[i]) })
}

// assigned renders the value of a column in SET or VALUES; its bind has the column's name, without a number.
func (c *compiler) assigned(col *expr.ColumnClause, v expr.Node) {
	b, ok := v.(*expr.BindParameter)
	if !ok || !b.Unique || b.Expanding {
		c.inferred(v)
		return
	}
	t := col.Type()
	if t.Kind() == sqltypes.NullKind {
		t = b.Type()
	}
	c.wrap(t, false, func() { c.add(Param{Name: col.Name, Bind: c.bindIndex(b), Type: t, Escape: b.Escape}, true) })
}

func (c *compiler) delete(s *expr.Delete) {
	if s.Err != nil || s.Table == nil {
		c.fail("DELETE", errors.Join(s.Err, missing(s.Table)))
		return
	}
	all := c.dmlFroms("DELETE", s.Table, s.WhereAll, c.r.DeleteTables)
	keyword := " USING "
	if c.r.DeleteTables == MultiTableAll {
		keyword = " FROM "
	}
	c.write("DELETE FROM ", c.tableName(s.Table))
	c.otherTables(keyword, all, c.r.DeleteTables)
	c.conditions(" WHERE ", s.WhereAll)
}

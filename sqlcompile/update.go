package sqlcompile

import (
	"errors"

	"github.com/aludel/aludel/expr"
)

// This file renders UPDATE and DELETE.

// setting is one assignment of an UPDATE: given, passed, or made by a default.
type setting struct {
	col  *expr.ColumnClause
	from source // sourceNone for one that the statement has
	v    expr.Node
}

func (c *compiler) update(s *expr.Update, top bool) {
	c.out.Locks = true
	switch {
	case s.Err != nil || s.Table == nil:
		c.fail("UPDATE", errors.Join(s.Err, noTarget(s.Table)))
		return
	case len(s.Set) == 0:
		c.fail("UPDATE", ErrNothingSet)
		return
	}
	outer := c.begin(s.Table, top)
	defer func() { c.change = outer }()
	c.change.out.Update = true
	sets := c.settings(s)
	nodes := append([]expr.Node{}, s.WhereAll...)
	for _, a := range sets {
		if a.v != nil {
			nodes = append(nodes, a.v)
		}
		nodes = append(nodes, c.otherTarget(s, a.col)...)
	}
	froms := len(c.enclosing)
	all := c.dmlFroms("UPDATE", s.Table, nodes, c.r.UpdateTables)
	defer func() { c.enclosing = c.enclosing[:froms] }()
	_, join := s.Table.(*expr.Join)
	if join && c.r.UpdateTables != MultiTableList {
		c.lacks("UPDATE", "UPDATE of a join", "name the other tables in the condition")
	}
	qualified := c.r.UpdateTables == MultiTableList && (len(all) > 1 || join)
	apart := c.targetName("UPDATE "+c.before(s.Words), s.Table, c.r.AliasApartUpdate)
	c.behind(s.Words)
	if qualified && len(all) > 1 {
		c.fromList(", ", all[1:])
	}
	c.write(" SET ")
	c.each(len(sets), ", ", func(i int) { c.setting(s, &sets[i], qualified) })
	keys := c.updateKeys(s)
	c.outputBefore("UPDATE", s.Return, keys, s.Table)
	switch {
	case qualified:
	case len(all) > 1 && (c.r.UpdateTables == MultiTableOthers || c.r.UpdateTables == MultiTableFrom):
		c.fromList(" FROM ", all[1:])
	case len(all) > 1 || apart:
		c.fromList(" FROM ", all)
	}
	c.conditions(" WHERE ", s.WhereAll)
	c.lint(all, s.WhereAll)
	c.limitChanges("UPDATE", s.LimitTo)
	c.returningAtEnd("UPDATE", s.Return, keys, s.Table, top)
}

// otherTarget is a column of another table that is set, which then is one of the statement's.
func (c *compiler) otherTarget(s *expr.Update, col *expr.ColumnClause) []expr.Node {
	if col.Table == nil || within(s.Table, col.Table) || c.r.UpdateTables != MultiTableList {
		return nil
	}
	return []expr.Node{col}
}

// settings are the assignments of the statement and those of defaults behind them.
func (c *compiler) settings(s *expr.Update) (sets []setting) {
	given := map[*expr.ColumnClause]bool{}
	for _, a := range s.Set {
		given[a.Column] = true
		sets = append(sets, setting{col: a.Column, v: a.Value})
		if _, bind := a.Value.(*expr.BindParameter); a.Value != nil && !bind {
			c.postfetched(a.Column)
		}
	}
	for _, col := range columnsOf(s.Table) {
		if given[col] {
			continue
		}
		from, sql := updateDefault(col)
		switch from {
		case sourceDatabase:
			c.postfetched(col)
		case sourceSQL:
			c.postfetched(col)
			sets = append(sets, setting{col, from, sql})
		case sourceGo:
			sets = append(sets, setting{col, from, nil})
		}
	}
	return sets
}

// updateKeys are the columns that the database computes, where they are to be returned.
func (c *compiler) updateKeys(s *expr.Update) []*expr.ColumnClause {
	if !s.ReturnDefaults || len(s.Return) > 0 || !c.r.ImplicitReturning || c.r.NoUpdateReturning {
		return nil
	}
	c.change.out.Keys, c.change.out.Postfetch = c.change.out.Postfetch, nil
	return c.change.out.Keys
}

// columnsOf are the columns of what is updated, none for a join, whose defaults would be ambiguous.
func columnsOf(t expr.FromClause) []*expr.ColumnClause {
	switch t := t.(type) {
	case *expr.TableClause:
		return t.Columns
	case *expr.Alias:
		return t.Columns
	}
	return nil
}

func (c *compiler) setting(s *expr.Update, a *setting, qualified bool) {
	own := a.col.Table == nil || within(s.Table, a.col.Table)
	switch {
	case !own && !qualified:
		c.fail("UPDATE", &expr.Error{What: "SET", Reason: "column " + a.col.Name + " is of another table", Err: ErrForeignColumn, Column: a.col.Name})
	case qualified:
		c.node(a.col)
	default:
		c.write(c.quote(a.col.Name))
	}
	c.write("=")
	name := paramName(a.col)
	if !own {
		name = expr.SelectableName(a.col.Table) + "_" + name
	}
	switch a.from {
	case sourceGo:
		c.prefetched(a.col, name, 0)
	case sourceSQL:
		c.inferred(a.v)
	default:
		c.stored(a.col, a.v, name, 0)
	}
}

// targetName renders the table that is changed. apart says that it is an alias which must stand in FROM.
func (c *compiler) targetName(before string, t expr.FromClause, aliasApart bool) (apart bool) {
	c.write(before)
	if a, ok := t.(*expr.Alias); ok && aliasApart {
		c.write(c.quote(c.aliasName(a)))
		return true
	}
	c.from(t)
	return false
}

func (c *compiler) delete(s *expr.Delete, top bool) {
	c.out.Locks = true
	if s.Err != nil || s.Table == nil {
		c.fail("DELETE", errors.Join(s.Err, noTarget(s.Table)))
		return
	}
	outer := c.begin(s.Table, false)
	defer func() { c.change = outer }()
	froms := len(c.enclosing)
	all := c.dmlFroms("DELETE", s.Table, s.WhereAll, c.r.DeleteTables)
	defer func() { c.enclosing = c.enclosing[:froms] }()
	keyword := " USING "
	if c.r.DeleteTables == MultiTableAll || c.r.DeleteTables == MultiTableFrom {
		keyword = " FROM "
	}
	apart := c.targetName("DELETE "+c.before(s.Words)+"FROM ", s.Table, c.r.AliasApartDelete)
	c.behind(s.Words)
	if c.r.OneTableReturning && len(s.Return) > 0 && (len(all) > 1 || apart) {
		c.lacks("DELETE", "RETURNING of a DELETE that names another table or an alias", "use a subquery")
	}
	c.outputBefore("DELETE", s.Return, nil, s.Table)
	switch {
	case len(all) > 1 && (c.r.DeleteTables == MultiTableOthers || c.r.DeleteTables == MultiTableFrom):
		c.fromList(keyword, all[1:])
	case len(all) > 1 || apart:
		c.fromList(keyword, all)
	}
	c.conditions(" WHERE ", s.WhereAll)
	c.lint(all, s.WhereAll)
	c.limitChanges("DELETE", s.LimitTo)
	c.returningAtEnd("DELETE", s.Return, nil, s.Table, top)
}

func noTarget(t expr.FromClause) error {
	if t == nil {
		return ErrNoTable
	}
	return nil
}

package sqlcompile

import "github.com/aludel/aludel/expr"

// This file renders FOR UPDATE and its kind. What a dialect does not have is left out, as on the generic one: a statement that
// locks less than it says is what such databases can do.

func (c *compiler) lock(s *expr.Clauses) {
	if s.Lock == expr.NoLock {
		return
	}
	c.out.Locks = true
	var l expr.Lock
	if s.Rare != nil {
		l = s.Rare.Locking
	}
	strength := c.lockStrength(s.Lock, l.Key)
	if strength == "" {
		return
	}
	c.write(" ", strength)
	c.lockTargets(&l)
	switch {
	case l.NoWait && c.r.Lock.NoWait != "":
		c.write(" ", c.r.Lock.NoWait)
	case l.SkipLocked && c.r.Lock.SkipLocked != "":
		c.write(" ", c.r.Lock.SkipLocked)
	}
}

func (c *compiler) lockStrength(mode expr.LockMode, key bool) string {
	share := mode == expr.LockShare
	switch {
	case share && key && c.r.Lock.KeyShare != "":
		return c.r.Lock.KeyShare
	case !share && key && c.r.Lock.KeyUpdate != "":
		return c.r.Lock.KeyUpdate
	case share:
		return c.r.ForShare
	}
	return c.r.ForUpdate
}

func (c *compiler) lockTargets(l *expr.Lock) {
	columns, tables := l.Targets()
	if c.r.Lock.Of == LockOfNothing || len(columns)+len(tables) == 0 {
		return
	}
	c.write(" OF ")
	if c.r.Lock.Of == LockOfTables {
		for _, n := range columns {
			for _, f := range expr.FromsOf(n) {
				tables = expr.AppendFrom(tables, f)
			}
		}
		c.each(len(tables), ", ", func(i int) { c.write(c.lockName(tables[i])) })
		return
	}
	for _, f := range tables {
		if t, ok := f.(interface{ TableColumns() []*expr.ColumnClause }); ok {
			for _, col := range t.TableColumns() {
				columns = append(columns, col)
			}
		}
	}
	c.each(len(columns), ", ", func(i int) { c.node(columns[i]) })
}

// lockName is the name of a locked table, which has no schema there.
func (c *compiler) lockName(f expr.FromClause) string {
	if t, ok := f.(*expr.TableClause); ok {
		return c.quote(t.Name)
	}
	return c.fromName(f)
}

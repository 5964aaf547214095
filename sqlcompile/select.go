package sqlcompile

import (
	"errors"
	"strconv"

	"github.com/aludel/aludel/expr"
)

// This file renders SELECT.

// subselect renders a SELECT in parentheses, correlated with those around it.
func (c *compiler) subselect(s *expr.Select) {
	c.write("(")
	c.selectStmt(s, false)
	c.write(")")
}

// selectStmt renders a SELECT; top says that it is the statement itself, whose columns are the result.
func (c *compiler) selectStmt(s *expr.Select, top bool) {
	if s.Err != nil {
		c.fail("SELECT", s.Err)
		return
	}
	if len(s.Columns) == 0 {
		c.fail("SELECT", errors.New("it has no columns"))
		return
	}
	froms := c.displayFroms(s)
	c.enclosing = append(c.enclosing, froms)
	outer := c.labels
	c.labels = map[*expr.Label]string{}
	c.write("SELECT ")
	if s.Unique {
		c.write("DISTINCT ")
	}
	c.columns(s, top)
	if len(froms) == 0 {
		c.write(c.r.FromDual)
	} else {
		c.write(" FROM ")
		c.each(len(froms), ", ", func(i int) { c.from(froms[i]) })
	}
	c.clauses(s)
	c.labels = outer
	c.enclosing = c.enclosing[:len(c.enclosing)-1]
}

// clauses renders what follows FROM.
func (c *compiler) clauses(s *expr.Select) {
	c.conditions(" WHERE ", s.WhereAll)
	c.list(" GROUP BY ", s.Groups, c.node)
	c.conditions(" HAVING ", s.HavingBy)
	c.list(" ORDER BY ", s.Order, c.orderItem)
	c.limit(s)
	switch s.Lock {
	case expr.LockUpdate:
		c.suffix(c.r.ForUpdate)
	case expr.LockShare:
		c.suffix(c.r.ForShare)
	}
}

func (c *compiler) suffix(s string) {
	if s != "" {
		c.write(" ", s)
	}
}

func (c *compiler) conditions(before string, conds []expr.Node) {
	if len(conds) == 0 {
		return
	}
	c.write(before)
	if len(conds) == 1 {
		c.truth(conds[0])
		return
	}
	c.each(len(conds), " AND ", func(i int) { c.truth(expr.Group(conds[i], expr.OpAnd)) })
}

func (c *compiler) list(before string, items []expr.Node, f func(expr.Node)) {
	if len(items) == 0 {
		return
	}
	c.write(before)
	c.each(len(items), ", ", func(i int) { f(items[i]) })
}

// columns renders the columns clause and names what is in it.
func (c *compiler) columns(s *expr.Select, top bool) {
	seen := map[string]expr.Node{}
	repeats := map[string]int{}
	nested := len(c.enclosing) > 1
	c.each(len(s.Columns), ", ", func(i int) {
		n := s.Columns[i]
		name, as := c.columnLabel(s, n, nested)
		if prev, dup := seen[name]; dup {
			name, as = c.disambiguate(name, prev, n, repeats), true
		}
		seen[name] = n
		if l, ok := n.(*expr.Label); ok {
			c.labels[l] = name
		}
		c.node(n)
		if as {
			c.write(" AS ", c.quote(name))
		}
		if top {
			c.out.Columns = append(c.out.Columns, ResultColumn{name, n.Type()})
		}
	})
}

// columnLabel is the name of a column of the result and whether it must be written.
func (c *compiler) columnLabel(s *expr.Select, n expr.Node, nested bool) (name string, as bool) {
	switch n := n.(type) {
	case *expr.ColumnClause:
		if s.Labels == expr.LabelTableColumn && n.Table != nil {
			return c.labelPrefix(n.Table) + "_" + n.Name, true
		}
		return n.Name, nested && c.inFrom()
	case *expr.Label:
		if n.Name == "" {
			return c.names.of(n, anonBase(n.X)), true
		}
		return n.Name, true
	case *expr.Function:
		return c.names.of(n, n.Name), true
	case *expr.Text:
		return n.SQL, false
	case *expr.Unary:
		return c.names.of(n, "anon"), n.Op != expr.OpNeg
	}
	return c.names.of(n, "anon"), true
}

// inFrom reports whether the select being rendered stands in a FROM clause, whose columns are named explicitly.
func (c *compiler) inFrom() bool { return c.enclosing[len(c.enclosing)-2] == nil }

func (c *compiler) labelPrefix(f expr.FromClause) string {
	if t, ok := f.(*expr.TableClause); ok {
		if t.Schema != "" {
			return t.Schema + "_" + t.Name
		}
		return t.Name
	}
	return c.aliasName(f)
}

func anonBase(n expr.Node) string {
	switch n := n.(type) {
	case *expr.Function:
		return n.Name
	case *expr.ColumnClause:
		return n.Name
	}
	return "anon"
}

// disambiguate names a second column of one name: name_1 for another column, name__1 for the same one again.
func (c *compiler) disambiguate(name string, prev, n expr.Node, repeats map[string]int) string {
	if prev == n {
		repeats[name]++
		return name + "__" + strconv.Itoa(repeats[name])
	}
	return c.names.next(name)
}

// displayFroms lists what the FROM clause shows: what is given, and the tables of the columns and conditions, without those
// that a join has in it and those that an enclosing SELECT shows.
func (c *compiler) displayFroms(s *expr.Select) []expr.FromClause {
	froms := []expr.FromClause{}
	for _, n := range s.Columns {
		for _, f := range expr.FromsOf(n) {
			froms = expr.AppendFrom(froms, f)
		}
	}
	for _, n := range s.WhereAll {
		for _, f := range expr.FromsOf(n) {
			froms = expr.AppendFrom(froms, f)
		}
	}
	for _, f := range s.From {
		froms = expr.AppendFrom(froms, f)
	}
	froms = hideJoined(froms)
	if len(c.enclosing) == 0 || len(froms) < 2 {
		return froms
	}
	return c.correlate(froms)
}

// hideJoined leaves out what a join among the elements has in it.
func hideJoined(froms []expr.FromClause) []expr.FromClause {
	hidden := map[expr.FromClause]bool{}
	for _, f := range froms {
		if j, ok := f.(*expr.Join); ok {
			for _, m := range expr.JoinMembers(j) {
				hidden[m] = true
			}
			hideNested(j, hidden)
		}
	}
	out := froms[:0:0]
	for _, f := range froms {
		if !hidden[f] {
			out = append(out, f)
		}
	}
	return out
}

func hideNested(j *expr.Join, hidden map[expr.FromClause]bool) {
	for _, side := range []expr.FromClause{j.Left, j.Right} {
		if k, ok := side.(*expr.Join); ok {
			hidden[k] = true
			hideNested(k, hidden)
		}
	}
}

// correlate leaves out what the immediately enclosing SELECT shows. If nothing were left, nothing is left out: the subquery
// then stands alone.
func (c *compiler) correlate(froms []expr.FromClause) []expr.FromClause {
	around := map[expr.FromClause]bool{}
	for _, f := range c.enclosing[len(c.enclosing)-1] {
		for _, m := range expr.JoinMembers(f) {
			around[m] = true
		}
	}
	out := froms[:0:0]
	for _, f := range froms {
		if !around[f] {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		c.fail("subquery", errors.New("every table in it is one of the statement around it, so that no FROM is left; use an alias inside"))
	}
	return out
}

// from renders a FROM element.
func (c *compiler) from(f expr.FromClause) {
	switch f := f.(type) {
	case *expr.TableClause:
		c.write(c.tableName(f))
	case *expr.Alias:
		c.write(c.tableName(f.Of), " AS ", c.quote(c.aliasName(f)))
	case *expr.Subquery:
		c.write("(")
		c.enclosing = append(c.enclosing, nil) // nothing around a subquery in FROM is seen from inside
		c.selectStmt(&f.Select, false)
		c.enclosing = c.enclosing[:len(c.enclosing)-1]
		c.write(") AS ", c.quote(c.aliasName(f)))
	case *expr.Join:
		c.join(f)
	}
}

func (c *compiler) join(j *expr.Join) {
	c.from(j.Left)
	if j.Outer {
		c.write(" LEFT OUTER JOIN ")
	} else {
		c.write(" JOIN ")
	}
	if _, nested := j.Right.(*expr.Join); nested {
		c.write("(")
		c.from(j.Right)
		c.write(")")
	} else {
		c.from(j.Right)
	}
	c.write(" ON ")
	c.truth(j.On)
}

// limit renders LIMIT and OFFSET in the dialect's way.
func (c *compiler) limit(s *expr.Select) {
	if s.LimitTo == nil && s.OffsetTo == nil {
		return
	}
	switch c.r.Limit {
	case LimitOffset:
		c.part(" LIMIT ", s.LimitTo)
		c.part(" OFFSET ", s.OffsetTo)
	case LimitOffsetAlways:
		c.write(" LIMIT ")
		c.orConstant(s.LimitTo, int64(-1))
		c.write(" OFFSET ")
		c.orConstant(s.OffsetTo, int64(0))
	case LimitComma:
		c.part(" LIMIT ", s.OffsetTo)
		if s.OffsetTo != nil {
			c.write(", ")
		} else {
			c.write(" LIMIT ")
		}
		if s.LimitTo == nil {
			c.write("18446744073709551615")
		} else {
			c.node(s.LimitTo)
		}
	case OffsetFetch:
		c.offsetFetch(s)
	case RowsTo:
		c.rowsTo(s)
	}
}

func (c *compiler) part(before string, n expr.Node) {
	if n != nil {
		c.write(before)
		c.node(n)
	}
}

func (c *compiler) orConstant(n expr.Node, v any) {
	if n == nil {
		c.constant(v)
		return
	}
	c.node(n)
}

func (c *compiler) offsetFetch(s *expr.Select) {
	if len(s.Order) == 0 && c.r.Params == ParamAtP {
		c.write(" ORDER BY (SELECT NULL)") // SQL Server takes OFFSET only after ORDER BY
	}
	c.write(" OFFSET ")
	if s.OffsetTo == nil {
		c.write("0")
	} else {
		c.node(s.OffsetTo)
	}
	c.write(" ROWS")
	if s.LimitTo != nil {
		c.write(" FETCH NEXT ")
		c.node(s.LimitTo)
		c.write(" ROWS ONLY")
	}
}

func (c *compiler) rowsTo(s *expr.Select) {
	c.write(" ROWS ")
	if s.OffsetTo == nil {
		c.write("1")
	} else {
		c.node(s.OffsetTo)
		c.write(" + 1")
	}
	if s.LimitTo == nil {
		c.write(" TO 2147483647")
		return
	}
	c.write(" TO ")
	if s.OffsetTo != nil {
		c.node(s.OffsetTo)
		c.write(" + ")
	}
	c.node(s.LimitTo)
}

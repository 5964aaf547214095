package sqlcompile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/aludel/aludel/expr"
)

// This file renders SELECT.

// subselect renders a SELECT in parentheses, correlated with those around it.
func (c *compiler) subselect(s *expr.Clauses) {
	c.write("(")
	c.selectStmt(s, false)
	c.write(")")
}

// selectStmt renders a SELECT; top says that it is the statement itself, whose columns are the result.
func (c *compiler) selectStmt(s *expr.Clauses, top bool) {
	if s.Err != nil {
		c.fail("SELECT", s.Err)
		return
	}
	if len(s.Columns) == 0 && (s.Rare == nil || s.Rare.Text == nil) {
		c.fail("SELECT", ErrNoColumns)
		return
	}
	if c.byRowNum(s) {
		c.rowNum(s, top)
		return
	}
	result := top || c.partOfResult
	c.partOfResult = false
	if s.Rare != nil {
		for _, t := range s.Rare.CTEs {
			c.needCTE(t)
		}
		switch {
		case s.Rare.Text != nil:
			c.textSelect(s, top)
			return
		case s.Rare.Compound != nil:
			c.compound(s, top, result)
			return
		}
	}
	c.simpleSelect(s, top, result)
}

// simpleSelect renders a SELECT that is no compound.
func (c *compiler) simpleSelect(s *expr.Clauses, top, result bool) {
	start := c.here()
	froms := c.displayFroms(s)
	c.enclosing = append(c.enclosing, froms)
	outer := c.openScope(s)
	c.write("SELECT ")
	c.prefixes(s)
	c.beforeColumns(s)
	c.columns(s, top, result)
	var joined []joinedWhere
	switch {
	case len(froms) == 0:
		c.write(c.r.FromDual)
	case c.r.JoinsInWhere:
		joined = c.fromWithoutJoins(froms)
	default:
		c.write(" FROM ")
		c.each(len(froms), ", ", func(i int) { c.from(froms[i]) })
	}
	c.clauses(s, joined)
	c.lint(froms, s.WhereAll)
	if len(c.scope.nested) > 0 {
		c.insertWith(start, c.scope.nested, c.scope.recursive)
	}
	c.closeScope(outer)
	c.enclosing = c.enclosing[:len(c.enclosing)-1]
}

// clauses renders what follows FROM; joined are the conditions of joins that stand in WHERE.
func (c *compiler) clauses(s *expr.Clauses, joined []joinedWhere) {
	c.whereWithJoins(s.WhereAll, joined)
	c.groups(s.Groups)
	c.conditions(" HAVING ", s.HavingBy)
	if c.orders(s) {
		c.list(" ORDER BY ", s.Order, c.orderItem)
	}
	c.limit(s)
	c.lock(s)
	c.suffixes(s)
}

// orders reports whether ORDER BY of a SELECT can stand: SQL Server takes none in a subquery, nor in a part of a compound, where it
// means nothing without a limit.
func (c *compiler) orders(s *expr.Clauses) bool {
	if c.r.Limit != TopOffsetFetch || s.LimitTo != nil || s.OffsetTo != nil {
		return true
	}
	depth := len(c.enclosing)
	if isCompound(s) {
		depth++ // its own level, which its parts have entered and left
	}
	return depth < 2 && c.parts == 0
}

// beforeColumns renders what stands between SELECT and the columns: FIRST stands before DISTINCT, TOP behind it.
func (c *compiler) beforeColumns(s *expr.Clauses) {
	if c.r.Limit == TopOffsetFetch {
		c.distinct(s)
		c.limitBefore(s)
		return
	}
	c.limitBefore(s)
	c.distinct(s)
}

func (c *compiler) distinct(s *expr.Clauses) {
	if !s.Unique {
		return
	}
	c.write("DISTINCT ")
	if s.Rare != nil && len(s.Rare.DistinctOn) > 0 && c.r.DistinctOn {
		c.write("ON (")
		c.list("", s.Rare.DistinctOn, c.node)
		c.write(") ")
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

// columns renders the columns clause and names what is in it. With result they are read by the SQL that their types have for it.
func (c *compiler) columns(s *expr.Clauses, top, result bool) {
	seen := c.seenNames()
	nested := len(c.enclosing) > 1
	unique := s.Labels != expr.LabelNone && (!nested || c.inFrom == len(c.enclosing)-1)
	if top {
		c.out.Columns = make([]ResultColumn, 0, len(s.Columns))
	}
	for i, n := range s.Columns {
		if i > 0 {
			c.write(", ")
		}
		name, as := c.columnLabel(s, n, nested)
		given, _ := n.(*expr.Label)
		if prev, dup := seen.get(name); dup && unique && (given == nil || given.Name == "") {
			name, as = c.disambiguate(name, prev, n, seen), true
		}
		seen.put(name, n)
		if given != nil {
			c.labels = append(c.labels, labelled{given, name})
		}
		if result && c.read(n) {
			as = true
		} else if e := asked(n); e != nil && c.r.NoExistsValue {
			c.write("CASE WHEN ")
			c.exists(e)
			c.write(" THEN 1 ELSE 0 END")
		} else if l, ok := n.(*expr.Late); ok {
			c.node(l.Resolve())
		} else {
			c.node(n)
		}
		if as {
			c.write(" AS ", c.quoteAs(name, labelQuote(n)))
		}
		if top {
			c.out.Columns = append(c.out.Columns, ResultColumn{Name: name, Type: n.Type()})
		}
	}
	seen.clear()
	c.depth--
}

// asked is the EXISTS that a column of a result is, nil if it is something else.
func asked(n expr.Node) *expr.ExistsClause {
	if l, ok := n.(*expr.Label); ok {
		n = l.X
	}
	e, _ := n.(*expr.ExistsClause)
	return e
}

// labelQuote says how the name of a column of the result is quoted.
func labelQuote(n expr.Node) expr.QuoteMode {
	switch n := n.(type) {
	case *expr.ColumnClause:
		return n.Quote
	case *expr.Label:
		return n.Quote
	}
	return expr.QuoteAuto
}

// seenNames is an empty map for the names of one columns clause; clauses nest.
func (c *compiler) seenNames() *smallMap[string, expr.Node] {
	if c.depth == len(c.seen) {
		c.seen = append(c.seen, &smallMap[string, expr.Node]{})
	}
	c.depth++
	return c.seen[c.depth-1]
}

// labelOf is the key of the generated name that an expression has in a columns clause; the expression itself may have a generated
// name too, if it is a bind.
type labelOf struct{ n expr.Node }

// labelFor is the generated name at key.
func (c *compiler) labelFor(key any, base string) string {
	return c.shorten(labelNames, c.names.of(key, base))
}

// columnLabel is the name of a column of the result and whether it must be written.
func (c *compiler) columnLabel(s *expr.Clauses, n expr.Node, nested bool) (name string, as bool) {
	switch n := n.(type) {
	case *expr.ColumnClause:
		if s.Labels == expr.LabelTableColumn && n.Table != nil {
			return c.shorten(labelNames, c.labelPrefix(n.Table)+"_"+n.Name), true
		}
		return c.columnName(n), n.Table != nil && nested && c.inFrom == len(c.enclosing)-1
	case *expr.Label:
		if n.Name == "" {
			return c.labelFor(labelOf{n}, anonBase(n.X)), true
		}
		return n.Name, true
	case *expr.Cast:
		if col, ok := n.X.(*expr.ColumnClause); ok {
			return c.columnName(col), true
		}
	case *expr.TypeCoerce:
		if col, ok := n.X.(*expr.ColumnClause); ok {
			return c.columnName(col), true
		}
	case *expr.Tuple:
		c.fail("", fmt.Errorf("%w: a tuple among the columns; select its items", ErrMisplaced))
	case *expr.SequenceValue:
		return c.labelFor(labelOf{n}, "next_value"), true
	case *expr.Function:
		return c.labelFor(labelOf{n}, lastName(n.Name)), true
	case *expr.Text:
		return n.SQL, false
	case *expr.Unary:
		return c.labelFor(labelOf{n}, "anon"), n.Op != expr.OpNeg && n.Op != expr.OpDistinct
	}
	return c.labelFor(labelOf{n}, "anon"), true
}

func (c *compiler) labelPrefix(f expr.FromClause) string {
	if t, ok := f.(*expr.TableClause); ok {
		if t.Schema != "" {
			return strings.ReplaceAll(t.Schema, ".", "_") + "_" + t.Name
		}
		return t.Name
	}
	return c.aliasName(f)
}

func anonBase(n expr.Node) string {
	switch n := n.(type) {
	case *expr.Function:
		return lastName(n.Name)
	case *expr.ColumnClause:
		return n.Name
	}
	return "anon"
}

// lastName is a function's name without its packages.
func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// disambiguate names a second column of one name: name_1 for another column, name__1 for the same one again.
func (c *compiler) disambiguate(name string, prev, n expr.Node, seen *smallMap[string, expr.Node]) string {
	if prev != n {
		return c.labelFor(labelOf{n}, name)
	}
	for i := 1; ; i++ {
		repeat := name + "__" + strconv.Itoa(i)
		if _, taken := seen.get(repeat); !taken {
			return repeat
		}
	}
}

// displayFroms lists what the FROM clause shows: what is given, and the tables of the columns and conditions, without those
// that a join has in it and those that an enclosing SELECT shows.
func (c *compiler) displayFroms(s *expr.Clauses) []expr.FromClause {
	froms := hideJoined(expr.Froms(s))
	if s.Rare != nil && s.Rare.Correlate != nil {
		return c.correlateAsTold(froms, s.Rare.Correlate)
	}
	if len(c.enclosing) == 0 || len(froms) < 2 {
		return froms
	}
	return c.correlate(froms)
}

// hideJoined leaves out what a join among the elements has in it.
func hideJoined(froms []expr.FromClause) []expr.FromClause {
	out := froms[:0]
	for i, f := range froms {
		if !hasHidden(froms[i+1:], f) && !hasHidden(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// hasHidden reports whether one of the joins has f in it.
func hasHidden(joins []expr.FromClause, f expr.FromClause) bool {
	for _, g := range joins {
		if j, ok := g.(*expr.Join); ok && f != g && (within(j.Left, f) || within(j.Right, f)) {
			return true
		}
	}
	return false
}

func within(side, f expr.FromClause) bool {
	if side == f {
		return true
	}
	j, ok := side.(*expr.Join)
	return ok && (within(j.Left, f) || within(j.Right, f))
}

// correlate leaves out what the immediately enclosing SELECT shows. If nothing were left, nothing is left out: the subquery
// then stands alone.
func (c *compiler) correlate(froms []expr.FromClause) []expr.FromClause {
	out := froms[:0:0]
	for _, f := range froms {
		if !shows(c.enclosing[len(c.enclosing)-1], f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		c.fail("subquery", ErrNoFrom)
	}
	return out
}

// shows reports whether f is one of the FROM elements, or in a join among them. A join that a statement made for itself is none that
// another one shows.
func shows(froms []expr.FromClause, f expr.FromClause) bool {
	if j, ok := f.(*expr.Join); ok && j.OfStatement() {
		return false
	}
	for _, g := range froms {
		if within(g, f) {
			return true
		}
	}
	return false
}

// from renders a FROM element.
func (c *compiler) from(f expr.FromClause) {
	switch f := f.(type) {
	case *expr.TableClause:
		c.only(f)
		c.write(c.tableName(f))
		c.hinted(f)
	case *expr.Alias:
		c.only(f)
		c.write(c.tableName(f.Of))
		c.aliased(f)
		c.hinted(f)
	case *expr.Subquery:
		c.subquery(f)
	case *expr.CTE:
		c.cte(f)
	case *expr.Join:
		c.join(f)
	default:
		c.rareFrom(f)
	}
}

func (c *compiler) aliased(f expr.FromClause) {
	as := " AS "
	if c.r.BareAlias {
		as = " "
	}
	c.write(as, c.quote(c.aliasName(f)))
}

// lateral renders the word.
func (c *compiler) lateral() {
	if c.r.NoLateral {
		c.lacks("FROM", "LATERAL", "use a scalar subquery, or a window function in a subquery")
	}
	c.write("LATERAL ")
}

// subquery renders a SELECT in FROM. Nothing around it is seen from inside, unless it is lateral.
func (c *compiler) subquery(q *expr.Subquery) {
	var seen []expr.FromClause
	if q.Lateral {
		c.lateral()
		if n := len(c.enclosing); n > 0 {
			seen = c.enclosing[n-1]
		}
	}
	c.write("(")
	c.enclosing = append(c.enclosing, seen)
	inFrom := c.inFrom
	c.inFrom = len(c.enclosing)
	c.selectStmt(q.Select.Clauses(), false)
	c.inFrom = inFrom
	c.enclosing = c.enclosing[:len(c.enclosing)-1]
	c.write(")")
	c.aliased(q)
}

func (c *compiler) join(j *expr.Join) {
	c.from(j.Left)
	switch {
	case j.Full:
		c.write(" FULL OUTER JOIN ")
	case j.Outer:
		c.write(" LEFT OUTER JOIN ")
	case c.r.InnerJoin != "":
		c.write(" ", c.r.InnerJoin, " ")
	default:
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

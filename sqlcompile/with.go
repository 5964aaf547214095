package sqlcompile

import (
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file renders WITH: a CTE is rendered where it is first met, set aside, and put before the statement at the end; a nested one
// before the SELECT that names it.

// with is what is set aside.
type with struct {
	defined   []*expr.CTE // in the version that was met first
	parts     []piece     // one a CTE, in the order in which they must stand
	recursive bool
	// at is where WITH stands in a statement that begins otherwise, the zero place for the beginning.
	at place
	// inside is set while a statement within WITH is rendered.
	inside bool
}

// place is a position in what is being rendered.
type place struct{ text, marks int }

// piece is rendered text with its placeholders.
type piece struct {
	text  []byte
	marks []mark
}

func (c *compiler) here() place { return place{len(c.b), len(c.marks)} }

// followWith marks where WITH stands in an INSERT on databases that do not have it before.
func (c *compiler) followWith() {
	if c.r.WithFollowsInsert && !c.with.inside {
		c.with.at = c.here()
	}
}

// cte renders the name of a CTE in FROM, and its definition if this is the first time.
func (c *compiler) cte(t *expr.CTE) {
	if name := c.cteName(t); name != c.aliasName(t) {
		c.fail("WITH", &NameConflictError{name, "has copies with other names", ErrTableConflict})
	}
}

// cteName renders the name and gives it.
func (c *compiler) cteName(t *expr.CTE) string {
	c.needCTE(t)
	name := c.aliasName(t)
	c.write(c.quote(name))
	return name
}

// needCTE renders the definition of a CTE if this is the first time.
func (c *compiler) needCTE(t *expr.CTE) {
	i := slices.IndexFunc(c.with.defined, func(d *expr.CTE) bool { return d.Root() == t.Root() })
	if i < 0 {
		c.defineCTE(t)
		return
	}
	if t.Recursive && !c.with.defined[i].Recursive {
		c.fail("WITH", &NameConflictError{t.Name, "is read before what was united with it: read what UnionAll gave", ErrTableConflict})
	}
}

func (c *compiler) defineCTE(t *expr.CTE) {
	for _, other := range c.with.defined {
		if other.Name == t.Name && t.Name != "" {
			c.fail("WITH", &NameConflictError{t.Name, "is defined twice", ErrTableConflict})
		}
	}
	c.with.defined = append(c.with.defined, t)
	outer := c.setAside()
	c.write(c.quote(c.aliasName(t)))
	if t.Recursive {
		c.write("(")
		c.each(len(t.Columns), ", ", func(i int) { c.write(c.quote(t.Columns[i].Name)) })
		c.write(")")
	}
	c.write(" AS ")
	c.hints(t.Prefixes, "", " ")
	c.write("(")
	c.cteBody(t)
	c.write(")")
	c.hints(t.Suffixes, " ", "")
	done := c.takeBack(outer)
	if t.Nested && c.scope.s != nil {
		c.scope.nested = append(c.scope.nested, done)
		c.scope.recursive = c.scope.recursive || t.Recursive
		return
	}
	c.with.parts = append(c.with.parts, done)
	c.with.recursive = c.with.recursive || t.Recursive
}

// cteBody renders the statement of a CTE, which sees nothing of what is around.
func (c *compiler) cteBody(t *expr.CTE) {
	enclosing, inFrom, outer, inside := c.enclosing, c.inFrom, c.scope, c.with.inside
	c.enclosing, c.inFrom, c.scope = [][]expr.FromClause{nil}, 1, scope{labels: len(c.labels)}
	if t.DML == nil {
		c.selectStmt(t.Select.Clauses(), false)
	} else {
		c.with.inside = true
		c.dmlInWith(t)
	}
	c.enclosing, c.inFrom, c.scope, c.with.inside = enclosing, inFrom, outer, inside
}

// dmlInWith renders an INSERT, UPDATE or DELETE whose rows are read.
func (c *compiler) dmlInWith(t *expr.CTE) {
	if !c.r.From.DML {
		c.lacks("WITH", "INSERT, UPDATE or DELETE in WITH", "")
		return
	}
	kind, columns := c.out.Kind, c.out.Columns
	c.enclosing, c.inFrom = nil, 0
	c.statement(t.DML)
	c.out.Kind, c.out.Columns = kind, columns
}

// setAside begins a new piece and gives what was rendered so far.
func (c *compiler) setAside() piece {
	outer := piece{c.b, c.marks}
	c.b, c.marks = nil, nil
	return outer
}

// takeBack ends a piece and goes on with what was set aside.
func (c *compiler) takeBack(outer piece) piece {
	done := piece{c.b, c.marks}
	c.b, c.marks = outer.text, outer.marks
	return done
}

// prependWith puts the CTEs before the statement, and the parameters into the order of the text.
func (c *compiler) prependWith() {
	if len(c.with.parts) > 0 {
		if changes := c.out.Kind == KindUpdate || c.out.Kind == KindDelete; changes && c.r.NoWithChanges {
			c.lacks("WITH", "WITH before UPDATE or DELETE", "use a subquery")
		}
		c.insertWith(c.with.at, c.with.parts, c.with.recursive)
	}
	if len(c.with.defined) > 0 {
		c.sortParams()
	}
}

// insertWith puts CTEs into what is rendered.
func (c *compiler) insertWith(at place, parts []piece, recursive bool) {
	rest := piece{slices.Clone(c.b[at.text:]), slices.Clone(c.marks[at.marks:])}
	for i := range rest.marks {
		rest.marks[i].at -= at.text
	}
	c.b, c.marks = c.b[:at.text], c.marks[:at.marks]
	c.write("WITH ")
	if recursive && !c.r.BareRecursive {
		c.write("RECURSIVE ")
	}
	for i, p := range parts {
		if i > 0 {
			c.write(", ")
		}
		c.paste(p)
	}
	c.write(" ")
	c.paste(rest)
}

func (c *compiler) paste(p piece) {
	at := len(c.b)
	c.b = append(c.b, p.text...)
	for _, m := range p.marks {
		c.marks = append(c.marks, mark{at + m.at, m.param})
	}
}

// sortParams brings the parameters into the order of their first placeholder.
func (c *compiler) sortParams() {
	place := make([]int, len(c.out.Params))
	for i := range place {
		place[i] = -1
	}
	sorted := make([]Param, 0, len(place))
	for u := range c.marks {
		i := c.marks[u].param
		if place[i] < 0 {
			place[i] = len(sorted)
			sorted = append(sorted, c.out.Params[i])
		}
		c.marks[u].param = place[i]
	}
	c.out.Params = sorted
}

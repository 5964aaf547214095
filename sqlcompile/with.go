package sqlcompile

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/expr"
)

// This file renders WITH: a CTE is rendered where it is first met, set aside, and put before the statement at the end.

// with is what is set aside.
type with struct {
	defined   []*expr.CTE
	parts     []piece // one a CTE, in the order in which they must stand
	recursive bool
}

// piece is rendered text with its placeholders.
type piece struct {
	text  []byte
	marks []mark
}

// cte renders the name of a CTE in FROM, and its definition if this is the first time.
func (c *compiler) cte(t *expr.CTE) {
	if !slices.Contains(c.with.defined, t) {
		c.defineCTE(t)
	}
	c.write(c.quote(c.aliasName(t)))
}

func (c *compiler) defineCTE(t *expr.CTE) {
	for _, other := range c.with.defined {
		if other.Name == t.Name && t.Name != "" {
			c.fail("WITH", fmt.Errorf("two expressions are named %s", t.Name))
		}
	}
	c.with.defined = append(c.with.defined, t)
	c.with.recursive = c.with.recursive || t.Recursive
	outer := c.setAside()
	c.write(c.quote(c.aliasName(t)))
	if t.Recursive {
		c.write("(")
		c.each(len(t.Columns), ", ", func(i int) { c.write(c.quote(t.Columns[i].Name)) })
		c.write(")")
	}
	c.write(" AS (")
	enclosing, inFrom := c.enclosing, c.inFrom
	c.enclosing, c.inFrom = [][]expr.FromClause{nil}, 1
	c.selectStmt(&t.Select, false)
	c.enclosing, c.inFrom = enclosing, inFrom
	c.write(")")
	c.with.parts = append(c.with.parts, c.takeBack(outer))
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
	if len(c.with.parts) == 0 {
		return
	}
	body := c.setAside()
	c.write("WITH ")
	if c.with.recursive && !c.r.BareRecursive {
		c.write("RECURSIVE ")
	}
	for i, p := range append(c.with.parts, body) {
		switch {
		case i == len(c.with.parts):
			c.write(" ")
		case i > 0:
			c.write(", ")
		}
		c.paste(p)
	}
	c.sortParams()
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

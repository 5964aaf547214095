package expr

import "fmt"

// This file has common table expressions: WITH name AS (SELECT ...).

// CTE is a SELECT that is named before the statement and stands in its FROM by that name. Name is empty for one that the
// compiler names.
//
// A CTE is identified by its address.
type CTE struct {
	Select    Select
	Name      string
	Columns   []*ColumnClause
	Recursive bool
}

// CTE makes the SELECT usable in FROM by name; its text stands before the statement.
func (s Select) CTE(name string) *CTE { return newCTE(s, name, false) }

func newCTE(s Select, name string, recursive bool) *CTE {
	c := &CTE{Select: s, Name: name, Recursive: recursive}
	for i, n := range s.Columns {
		base, _ := n.(*ColumnClause)
		c.Columns = append(c.Columns, &ColumnClause{Table: c, Name: s.columnName(i), Typ: n.Type(), index: i, base: base})
	}
	return c
}

// RecursiveCTE makes a SELECT that reads itself: the rows of start, and those that step, which is given the expression itself,
// makes of them, until there are none.
func RecursiveCTE(name string, start Select, all bool, step func(self *CTE) any) *CTE {
	c := newCTE(start, name, true)
	next, ok := asSelect(step(c))
	if !ok {
		c.Select = c.Select.fail(fmt.Errorf("expr: the step of a recursive CTE wants a SELECT"))
		return c
	}
	if all {
		c.Select = UnionAll(start, next)
	} else {
		c.Select = Union(start, next)
	}
	return c
}

func (*CTE) from() {}

// TableColumns lists the columns.
func (c *CTE) TableColumns() []*ColumnClause { return c.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (c *CTE) C(name string) Expr { return columnNamed(c.Columns, name) }

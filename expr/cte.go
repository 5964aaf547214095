package expr

// This file has common table expressions: WITH name AS (SELECT ...).

// CTE is a SELECT that is named before the statement and stands in its FROM by that name. Name is empty for one that the
// compiler names.
//
// A CTE is identified by its address; its methods give changed copies, which stand for the same rows as the original.
type CTE struct {
	Select Select
	// DML is set where the rows are those that an INSERT, UPDATE or DELETE returns; Select is empty then.
	DML       Statement
	Name      string
	Columns   []*ColumnClause
	Recursive bool
	// Nested keeps it before the SELECT that names it, where others stand before the whole statement.
	Nested bool
	// Prefixes stand between AS and the parenthesis, Suffixes behind that.
	Prefixes, Suffixes []Hint
	original           *CTE // what this is a copy of, nil for none
}

// CTE makes the SELECT usable in FROM by name; its text stands before the statement.
func (s Select) CTE(name string) *CTE { return newCTE(s, name, false) }

// CTE makes the rows that the statement returns usable in FROM by name. It runs before the statement that names it, also if nothing
// uses its rows.
func (s Insert) CTE(name string) *CTE { return dmlCTE(s, name, s.Return) }

// CTE makes the rows that the statement returns usable in FROM by name.
func (s Update) CTE(name string) *CTE { return dmlCTE(s, name, s.Return) }

// CTE makes the rows that the statement returns usable in FROM by name.
func (s Delete) CTE(name string) *CTE { return dmlCTE(s, name, s.Return) }

func dmlCTE(s Statement, name string, returned []Node) *CTE {
	c := &CTE{DML: s, Name: name}
	for i, n := range returned {
		base, _ := n.(*ColumnClause)
		c.Columns = append(c.Columns, placed(ColumnClause{Table: c, Name: LabelDisambiguate.columnName(n), Quote: quoteOf(n), Typ: n.Type(), index: i, base: base}))
	}
	return c
}

func newCTE(s Select, name string, recursive bool) *CTE {
	c := &CTE{Select: s, Name: name, Recursive: recursive}
	of := s.Clauses()
	for i, n := range of.Columns {
		base, _ := n.(*ColumnClause)
		c.Columns = append(c.Columns, placed(ColumnClause{Table: c, Name: of.ColumnName(i), Quote: quoteOf(n), Typ: n.Type(), index: i, base: base}))
	}
	return c
}

// RecursiveCTE makes a SELECT that reads itself: the rows of start, and those that step, which is given the expression itself,
// makes of them, until there are none.
func RecursiveCTE(name string, start Select, all bool, step func(self *CTE) any) *CTE {
	c := newCTE(start, name, true)
	next, ok := asSelect(step(c))
	if !ok {
		c.Select = c.Select.fail(&Error{What: "WITH", Reason: "the step of a recursive CTE wants a SELECT", Err: ErrNoSelect, Table: c.Name})
		return c
	}
	if all {
		c.Select = UnionAll(start, next)
	} else {
		c.Select = Union(start, next)
	}
	return c
}

// UnionAll is the expression with the rows of steps besides its own. A step that reads the expression makes it recursive: it is run on the
// rows that were found last until there are none. Steps read the original; everything around reads what is given.
func (c *CTE) UnionAll(steps ...any) *CTE { return c.extended(true, steps) }

// Union is [CTE.UnionAll] with each row once.
func (c *CTE) Union(steps ...any) *CTE { return c.extended(false, steps) }

func (c *CTE) extended(all bool, steps []any) *CTE {
	d := c.copy()
	if c.DML != nil {
		d.DML, d.Select = nil, d.Select.fail(&Error{What: "WITH", Reason: "the rows that a statement returns cannot be united with others", Err: ErrNoSelect, Table: c.Name})
		return d
	}
	parts := []any{c.Select}
	if r := c.Select.Clauses().Rare; r != nil && r.Compound != nil && r.Compound.Op == UnionOp && r.Compound.All == all {
		parts = parts[:0]
		for _, p := range r.Compound.Parts {
			parts = append(parts, p)
		}
	}
	d.Select, d.Recursive = compound(UnionOp, all, append(parts, steps...)), true
	return d
}

func (*CTE) from() {}

// copy is a changed copy's beginning.
func (c *CTE) copy() *CTE {
	d := *c
	d.original = c.Root()
	d.Columns = make([]*ColumnClause, len(c.Columns))
	for i, col := range c.Columns {
		d.Columns[i] = placed(ColumnClause{Table: &d, Name: col.Name, Typ: col.Typ, index: i, base: col.base})
	}
	return &d
}

// Root is the expression that this is a changed copy of, itself if it is none.
func (c *CTE) Root() *CTE {
	if c.original != nil {
		return c.original
	}
	return c
}

// Nest keeps the expression before the SELECT that names it, where others stand before the whole statement.
func (c *CTE) Nest() *CTE {
	d := c.copy()
	d.Nested = true
	return d
}

// Prefix puts SQL before the SELECT of the expression (MATERIALIZED), on the dialects named, on all if none is.
func (c *CTE) Prefix(sql string, dialects ...string) *CTE {
	d := c.copy()
	d.Prefixes = append(clip(d.Prefixes), hintsFor(sql, dialects)...)
	return d
}

// Suffix puts SQL behind the SELECT of the expression, on the dialects named, on all if none is.
func (c *CTE) Suffix(sql string, dialects ...string) *CTE {
	d := c.copy()
	d.Suffixes = append(clip(d.Suffixes), hintsFor(sql, dialects)...)
	return d
}

// TableColumns lists the columns.
func (c *CTE) TableColumns() []*ColumnClause { return c.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (c *CTE) C(name string) Expr { return columnNamed(c, c.Columns, name) }

// CTEAlias is another name for a CTE within a statement. Name is empty for one that the compiler names.
//
// A CTEAlias is identified by its address.
type CTEAlias struct {
	Of      *CTE
	Name    string
	Columns []*ColumnClause
}

func (*CTEAlias) from() {}

// Alias is another name for the expression.
func (c *CTE) Alias(name string) *CTEAlias {
	a := &CTEAlias{Of: c, Name: name}
	for i, col := range c.Columns {
		a.Columns = append(a.Columns, placed(ColumnClause{Table: a, Name: col.Name, Quote: col.Quote, Typ: col.Typ, index: i, base: col}))
	}
	return a
}

// TableColumns lists the columns.
func (a *CTEAlias) TableColumns() []*ColumnClause { return a.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (a *CTEAlias) C(name string) Expr { return columnNamed(a, a.Columns, name) }

// AddCTE puts expressions before the statement though nothing in it names them: an INSERT that shall run with it.
func (s Select) AddCTE(ctes ...*CTE) Select {
	return s.withRare(func(r *Rare) { r.CTEs = append(clip(r.CTEs), ctes...) })
}

package expr

import "github.com/aludel/aludel/sqltypes"

// This file has functions that yield rows.

// TableFunction is the call of a function in FROM. Name is empty for one that the compiler names.
//
// A TableFunction is identified by its address; its methods give changed copies, whose columns are others.
type TableFunction struct {
	Call    Node
	Name    string
	Columns []*ColumnClause
	// Aliased says that an alias stands behind the call.
	Aliased bool
	// Scalar is set where the rows are values, so that the alias is a column.
	Scalar bool
	// Ordinality adds WITH ORDINALITY: the last column counts the rows.
	Ordinality bool
	// Derived names the columns behind the alias; Typed says their types too.
	Derived, Typed bool
	// Lateral sees the FROM elements beside it.
	Lateral bool
}

func (*TableFunction) from() {}

// TableOf is a function call in FROM as it is, without an alias.
func TableOf(call Expr) *TableFunction { return &TableFunction{Call: call.Node()} }

// TableValued is a function call in FROM that yields rows of these columns: names, or columns made by [Column].
func (e Expr) TableValued(columns ...any) *TableFunction {
	f := &TableFunction{Call: e.Node(), Aliased: true}
	return f.with(columnsLike(columns))
}

// ColumnValued is a function call in FROM that yields values: the name of the alias is the column, of the function's type.
func (e Expr) ColumnValued(name string) Expr {
	f := &TableFunction{Call: e.Node(), Name: name, Aliased: true, Scalar: true}
	return Wrap(f.with([]*ColumnClause{{Name: name, Typ: e.Type()}}).Columns[0])
}

// with is a copy with columns of its own.
func (f *TableFunction) with(columns []*ColumnClause) *TableFunction {
	g := *f
	g.Columns = columnsFor(&g, columns)
	return &g
}

// As names the alias.
func (f *TableFunction) As(name string) *TableFunction {
	g := f.with(f.Columns)
	g.Name, g.Aliased = name, true
	return g
}

// WithOrdinality adds a column that counts the rows from 1.
func (f *TableFunction) WithOrdinality(name string) *TableFunction {
	g := f.with(append(clip(f.Columns), NewColumnClause(name, sqltypes.BigInteger())))
	g.Ordinality = true
	return g
}

// Derive writes the names of the columns behind the alias, with their types where typed says so: what a function that yields
// records needs.
func (f *TableFunction) Derive(typed bool) *TableFunction {
	g := f.with(f.Columns)
	g.Derived, g.Typed = true, typed
	return g
}

// AsLateral lets the arguments use the FROM elements beside the function.
func (f *TableFunction) AsLateral() *TableFunction {
	g := f.with(f.Columns)
	g.Lateral = true
	return g
}

// TableColumns lists the columns.
func (f *TableFunction) TableColumns() []*ColumnClause { return f.Columns }

// C is the column of that name. An unknown name gives an expression whose statement fails to compile.
func (f *TableFunction) C(name string) Expr { return columnNamed(f, f.Columns, name) }

// columnsFor are the columns of a FROM element that shows other columns.
func columnsFor(f FromClause, like []*ColumnClause) []*ColumnClause {
	out := make([]*ColumnClause, len(like))
	for i, c := range like {
		out[i] = placed(ColumnClause{Table: f, Name: c.Name, Quote: c.Quote, Typ: c.Typ, index: i, base: c.base})
	}
	return out
}

// columnsLike makes columns of names and of columns without a table.
func columnsLike(items []any) []*ColumnClause {
	out := make([]*ColumnClause, len(items))
	for i, it := range items {
		out[i] = &ColumnClause{}
		if name, ok := it.(string); ok {
			out[i].Name = name
			continue
		}
		if c, ok := columnOf(operand(it, nil)); ok {
			out[i].Name, out[i].Typ = c.Name, c.Typ
		}
	}
	return out
}

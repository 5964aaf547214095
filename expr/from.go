package expr

import (
	"fmt"
	"math"
	"sync/atomic"

	"github.com/aludel/aludel/sqltypes"
)

// FromClause is what can stand in FROM: a table, an alias, a join, a subquery. The set is closed.
type FromClause interface{ from() }

// lastID is the last identity given to a table, lastColumn that given to a column of one; identities are never used twice in a process.
var lastID, lastColumn atomic.Uint64

// TableClause is a table by name, with its columns.
//
// A TableClause is identified by its address. Its columns are added while it is declared and must not change once it is
// used in a statement.
type TableClause struct {
	Name, Schema string
	Columns      []*ColumnClause
	// ForeignKeys are the references to other tables, once they are known; joins are inferred from them.
	ForeignKeys []Reference
	// Quote says whether the name stands in quotes. It is set while the table is declared.
	Quote QuoteMode
	id    uint64
}

// Reference is a foreign key: columns of a table, and the columns that they refer to, in pairs.
type Reference struct{ Columns, Targets []*ColumnClause }

// NewTableClause declares a table by name. Package schema builds on it; alone it serves for tables of which nothing but
// names is known.
func NewTableClause(schema, name string, columns ...*ColumnClause) *TableClause {
	t := &TableClause{Name: name, Schema: schema, id: lastID.Add(1)}
	for _, c := range columns {
		t.Append(c)
	}
	return t
}

// Append adds a column. It is for declaring, not for use once statements exist.
func (t *TableClause) Append(c *ColumnClause) {
	c.Table, c.index = t, len(t.Columns)
	c.recent = &recent{of: c}
	if id := lastColumn.Add(1); id <= math.MaxUint32 {
		c.id = uint32(id)
	}
	c.recent.values.fill(c)
	t.Columns = append(t.Columns, c)
}

// ColumnClause is a column by name. Table is nil for a column of no known table.
type ColumnClause struct {
	Table FromClause
	Name  string
	Typ   sqltypes.Type
	Quote QuoteMode     // whether the name stands in quotes
	index int           // in the table
	base  *ColumnClause // the column of the aliased table, nil if this is no alias's column
	decl  any           // what declared the column beyond this package
	self  Node          // the column itself, nil or another one in a copy; see [Wrap]
	id    uint32        // of a column of a table, by which a [Key] names it; 0 for others
	// recent are expressions that are made of the column again and again, nil for columns of no table; see recent.go.
	recent *recent
}

// Declare keeps what declared the column beyond this package, by which a compiler finds its defaults. It is for declaring tables.
func (c *ColumnClause) Declare(by any) { c.decl = by }

// Declared is what [ColumnClause.Declare] kept, for a column of an alias that of its table; nil for nothing.
func (c *ColumnClause) Declared() any {
	if c.decl == nil && c.base != nil {
		return c.base.Declared()
	}
	return c.decl
}

// NewColumnClause declares a column by name and type.
func NewColumnClause(name string, t sqltypes.Type) *ColumnClause {
	return placed(ColumnClause{Name: name, Typ: t})
}

func (*ColumnClause) node() {}

// Type implements [Node].
func (c *ColumnClause) Type() sqltypes.Type { return orNull(c.Typ) }

// Alias is another name for a table within a statement. Name is empty for an alias that the compiler names.
//
// An Alias is identified by its address: two aliases of one table are two.
type Alias struct {
	Of      *TableClause
	Name    string
	Columns []*ColumnClause
}

// NewAlias makes an alias of a table.
func NewAlias(t *TableClause, name string) *Alias {
	a := &Alias{Of: t, Name: name, Columns: make([]*ColumnClause, len(t.Columns))}
	for i, c := range t.Columns {
		a.Columns[i] = placed(ColumnClause{Table: a, Name: c.Name, Quote: c.Quote, Typ: c.Typ, index: i, base: c})
	}
	return a
}

// Column is the alias's column for a column of its table, nil for any other.
func (a *Alias) Column(c *ColumnClause) *ColumnClause {
	if c.Table != FromClause(a.Of) {
		return nil
	}
	return a.Columns[c.index]
}

// C is the alias's column of that name. An unknown name gives an expression whose statement fails to compile.
func (a *Alias) C(name string) Expr { return columnNamed(a, a.Columns, name) }

// C is the subquery's column of that name. An unknown name gives an expression whose statement fails to compile.
func (q *Subquery) C(name string) Expr { return columnNamed(q, q.Columns, name) }

func columnNamed(from FromClause, columns []*ColumnClause, name string) Expr {
	for _, c := range columns {
		if c.Name == name {
			return Wrap(c)
		}
	}
	return Wrap(&Invalid{noColumn("", from, name, fmt.Sprintf("no column is named %q here", name))})
}

// Subquery is a SELECT in FROM. Name is empty for one that the compiler names.
type Subquery struct {
	Select  Select
	Name    string
	Columns []*ColumnClause
	Lateral bool // sees the FROM elements beside it
}

// NewSubquery makes a SELECT usable in FROM. Its columns are those of the SELECT, by the names they have there.
func NewSubquery(s Select, name string) *Subquery {
	q := &Subquery{Select: s, Name: name}
	seen, of := map[string]bool{}, s.Clauses()
	for i, n := range of.Columns {
		base, _ := n.(*ColumnClause)
		c := placed(ColumnClause{Table: q, Name: of.ColumnName(i), Quote: quoteOf(n), Typ: n.Type(), index: i, base: base})
		if seen[c.Name] && of.Labels == LabelDisambiguate {
			c.Name = "" // the compiler names it
		}
		seen[c.Name] = true
		q.Columns = append(q.Columns, c)
	}
	return q
}

// quoteOf is how the name of a column expression is quoted.
func quoteOf(n Node) QuoteMode {
	switch n := n.(type) {
	case *ColumnClause:
		return n.Quote
	case *Label:
		return n.Quote
	}
	return QuoteAuto
}

// Column is the subquery's column for the i-th column of its SELECT.
func (q *Subquery) Column(i int) *ColumnClause { return q.Columns[i] }

// Origin is the expression of the SELECT that a column of the subquery shows.
func (q *Subquery) Origin(c *ColumnClause) Node { return q.Select.Clauses().Columns[c.index] }

// Join joins two FROM elements. On is never nil.
type Join struct {
	Left, Right FromClause
	On          Node
	Outer       bool // LEFT OUTER JOIN
	Full        bool // FULL OUTER JOIN
	statement   bool
}

// OfStatement reports whether the join was made by a method of a SELECT. Such a join is part of the statement and of those that are built
// from it, no element that a subquery could mean: it is the same one or another in two statements by chance.
func (j *Join) OfStatement() bool { return j.statement }

func (*TableClause) from() {}
func (*Alias) from()       {}
func (*Subquery) from()    {}
func (*Join) from()        {}

// SelectableName is the name of the thing a column belongs to, as it stands before the dot; "" for an anonymous one,
// which the compiler names.
func SelectableName(f FromClause) string {
	switch f := f.(type) {
	case *TableClause:
		return f.Name
	case *Alias:
		return f.Name
	case *Subquery:
		return f.Name
	case *CTE:
		return f.Name
	case *CTEAlias:
		return f.Name
	case *TableFunction:
		return f.Name
	case *ValuesClause:
		return f.Name
	case *TableSample:
		return f.Name
	}
	return ""
}

package schema

import (
	"fmt"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Table is a table with its columns and constraints.
type Table struct {
	*expr.TableClause
	MetaData    *MetaData
	Columns     []*Column
	PrimaryKey  []*Column
	ForeignKeys []*ForeignKeyConstraint
	Uniques     []*UniqueConstraint
	Checks      []*CheckConstraint
	Indexes     []*Index
	Comment     string
	byName      map[string]*Column
	mistakes    []error // of the declaration, reported by MetaData.Resolve
}

// Item is a part of a table declaration: a column, a constraint, an index.
type Item interface{ attach(*Table) }

// NewTable declares a table in md (nil for none). Columns keep the order given. Mistakes (two columns of one name, a second
// table of the name) are kept and returned by [MetaData.Resolve], hence by whatever creates or maps the tables.
func NewTable(name string, md *MetaData, items ...Item) *Table {
	ns, base := "", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		ns, base = name[:i], name[i+1:]
	}
	t := &Table{TableClause: expr.NewTableClause(ns, base), byName: map[string]*Column{}}
	for _, it := range items {
		it.attach(t)
	}
	if md != nil {
		if err := md.Add(t); err != nil {
			md.mistakes = append(md.mistakes, err)
		}
	}
	return t
}

// FullName is the name with its schema before a dot, or the bare name.
func (t *Table) FullName() string {
	if t.Schema == "" {
		return t.Name
	}
	return t.Schema + "." + t.Name
}

// Column is the column of that name, nil if there is none.
func (t *Table) Column(name string) *Column { return t.byName[name] }

// C is the column of that name as an expression. An unknown name gives an expression whose statement fails to compile with
// an error that says so.
func (t *Table) C(name string) expr.Expr {
	if c := t.byName[name]; c != nil {
		return c.Expr()
	}
	return expr.Wrap(&expr.Invalid{Err: &Error{Table: t.FullName(), Column: name, Reason: "no such column"}})
}

// Append adds a column, constraint or index while the table is being declared.
func (t *Table) Append(items ...Item) {
	for _, it := range items {
		it.attach(t)
	}
}

// Column is a column of a table.
type Column struct {
	*expr.ColumnClause
	Owner         *Table
	Nullable      bool
	PrimaryKey    bool
	Autoincrement Autoincrement
	ForeignKey    *ForeignKey // of a single-column foreign key, nil if there is none
	ServerDefault string      // SQL text, "" for none
	Comment       string
	after         []func(*Table) // what options add to the table once the column is in it
}

// Autoincrement says whether the database generates the value of an integer key.
type Autoincrement uint8

// The choices.
const (
	AutoincrementAuto Autoincrement = iota // yes for a single-column integer primary key that is no foreign key
	AutoincrementOn
	AutoincrementOff
)

// ColumnOption changes a column while it is declared.
type ColumnOption func(*Column)

// NewColumn declares a column. It is nullable unless it is a primary key or an option says otherwise.
func NewColumn(name string, t sqltypes.Type, opts ...ColumnOption) *Column {
	c := &Column{ColumnClause: expr.NewColumnClause(name, t), Nullable: true}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Column) attach(t *Table) {
	if t.byName[c.Name] != nil {
		t.mistakes = append(t.mistakes, &Error{Table: t.FullName(), Column: c.Name, Reason: "two columns of this name"})
		return
	}
	c.Owner = t
	t.TableClause.Append(c.ColumnClause)
	t.Columns = append(t.Columns, c)
	t.byName[c.Name] = c
	if c.PrimaryKey {
		t.PrimaryKey = append(t.PrimaryKey, c)
	}
	for _, f := range c.after {
		f(t)
	}
}

// Expr is the column as an expression.
func (c *Column) Expr() expr.Expr { return expr.Wrap(c.ColumnClause) }

// String is table.column.
func (c *Column) String() string {
	if c.Owner == nil {
		return c.Name
	}
	return c.Owner.FullName() + "." + c.Name
}

// Generated reports whether the database gives the column its value when an INSERT leaves it out, by autoincrement.
func (c *Column) Generated() bool {
	switch c.Autoincrement {
	case AutoincrementOn:
		return true
	case AutoincrementOff:
		return false
	}
	return c.PrimaryKey && c.Owner != nil && len(c.Owner.PrimaryKey) == 1 && c.Type().Kind().IsInteger() &&
		c.ForeignKey == nil && c.ServerDefault == ""
}

// PrimaryKey makes the column part of the primary key.
func PrimaryKey() ColumnOption {
	return func(c *Column) { c.PrimaryKey, c.Nullable = true, false }
}

// NotNull forbids NULL.
func NotNull() ColumnOption { return func(c *Column) { c.Nullable = false } }

// Nullable allows NULL, which is the default except for primary keys.
func Nullable() ColumnOption { return func(c *Column) { c.Nullable = true } }

// Autoincrements says whether the database generates the column's values.
func Autoincrements(on bool) ColumnOption {
	return func(c *Column) {
		c.Autoincrement = AutoincrementOff
		if on {
			c.Autoincrement = AutoincrementOn
		}
	}
}

// ServerDefault is the SQL text of the column's DEFAULT.
func ServerDefault(sql string) ColumnOption { return func(c *Column) { c.ServerDefault = sql } }

// Comment is a remark that the database keeps with the column.
func Comment(text string) ColumnOption { return func(c *Column) { c.Comment = text } }

// Unique adds a unique constraint on the column alone.
func Unique() ColumnOption {
	return func(c *Column) {
		c.after = append(c.after, func(t *Table) { t.Append(&UniqueConstraint{Columns: []*Column{c}}) })
	}
}

// Indexed adds an index on the column alone, named ix_TABLE_COLUMN.
func Indexed() ColumnOption {
	return func(c *Column) {
		c.after = append(c.after, func(t *Table) {
			t.Append(&Index{Name: fmt.Sprintf("ix_%s_%s", t.Name, c.Name), Columns: []*Column{c}})
		})
	}
}

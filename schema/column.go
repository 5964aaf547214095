package schema

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Column is a column of a table.
type Column struct {
	*expr.ColumnClause
	// Key is what the column is called in Go, its name unless [KeyedAs] says otherwise.
	Key           string
	Owner         *Table
	Nullable      bool
	PrimaryKey    bool
	Autoincrement Autoincrement
	ForeignKey    *ForeignKey // of a single-column foreign key, nil if there is none
	// ServerDefault is the SQL text of the DEFAULT, "" for none; ServerDefaultExpr is the DEFAULT as an expression or value.
	// Invariant: at most one is set.
	ServerDefault     string
	ServerDefaultExpr expr.Node
	// Fetched says that the database gives the column a value on INSERT by means that are not declared here, a trigger;
	// FetchedOnUpdate that it does on UPDATE.
	Fetched, FetchedOnUpdate bool
	// Default and UpdateDefault are the values that Go gives the column where a statement says none; nil for none.
	Default, UpdateDefault *ColumnDefault
	// Sequence, Identity and Computed say where values come from; nil for nowhere.
	Sequence *Sequence
	Identity *Identity
	Computed *Computed
	// Checks are those written beside the column.
	Checks  []*CheckConstraint
	Comment string
	// System says that the database makes the column itself: it is left out of CREATE TABLE.
	System bool
	// Options are what a dialect knows about columns beyond this package.
	Options DialectOptions
	// Info is for users; nothing here reads it.
	Info map[string]any

	unique, indexed, nullabilitySaid bool
	after                            []func(*Table) // what options add to the table once the column is in it
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

// NewColumn declares a column. It is nullable unless it is a primary key or an identity, or an option says otherwise. A column
// without a type (nil) takes that of the column to which its foreign key refers, once that is known ([MetaData.Resolve]).
func NewColumn(name string, t sqltypes.Type, opts ...ColumnOption) *Column {
	c := &Column{ColumnClause: expr.NewColumnClause(name, t), Nullable: true, Key: name}
	for _, o := range opts {
		o(c)
	}
	return c
}

func (c *Column) attach(t *Table) {
	if t.byName[c.Key] != nil {
		t.mistake(c.Name, "two columns of this name")
		return
	}
	c.Owner = t
	c.Declare(c)
	t.TableClause.Append(c.ColumnClause)
	t.Columns = append(t.Columns, c)
	t.byName[c.Key] = c
	if c.PrimaryKey && t.Key == nil {
		t.PrimaryKey = append(t.PrimaryKey, c)
	}
	if c.Sequence != nil && t.MetaData != nil {
		t.MetaData.AddSequence(c.Sequence)
	}
	for _, k := range c.Checks {
		k.place(t)
	}
	if t.declaring {
		t.late = append(t.late, c.finish)
		return
	}
	c.finish()
}

// finish adds the constraints and indexes that the column brings along.
func (c *Column) finish() {
	for _, f := range c.after {
		f(c.Owner)
	}
	switch {
	case c.indexed:
		c.Owner.Append(&Index{Columns: []*Column{c}, Unique: c.unique})
	case c.unique:
		c.Owner.Append(&UniqueConstraint{Columns: []*Column{c}})
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

// HasServerDefault reports whether the column is declared with a DEFAULT.
func (c *Column) HasServerDefault() bool { return c.ServerDefault != "" || c.ServerDefaultExpr != nil }

// Generated reports whether the database gives the column its value when an INSERT leaves it out, by autoincrement.
func (c *Column) Generated() bool {
	switch {
	case c.Identity != nil:
		return true
	case c.Computed != nil, c.Autoincrement == AutoincrementOff:
		return false
	case c.Autoincrement == AutoincrementOn:
		return true
	}
	return c.PrimaryKey && c.Owner != nil && len(c.Owner.PrimaryKey) == 1 && c.Type().Kind().IsInteger() &&
		c.ForeignKey == nil && !c.HasServerDefault() && !c.Fetched && c.Default == nil
}

// References reports whether a foreign key of the column refers to other.
func (c *Column) References(other *Column) bool {
	if c.Owner == nil {
		return false
	}
	for _, fk := range c.Owner.ForeignKeys {
		for i, own := range fk.Columns {
			if own == c && i < len(fk.TargetColumns) && fk.TargetColumns[i] == other {
				return true
			}
		}
	}
	return false
}

// references is the first column to which a foreign key of the column refers, as far as that is known.
func (c *Column) references() *Column {
	for _, fk := range c.Owner.ForeignKeys {
		for i, own := range fk.Columns {
			if own == c && i < len(fk.TargetColumns) {
				return fk.TargetColumns[i]
			}
		}
	}
	return nil
}

// PrimaryKey makes the column part of the primary key.
func PrimaryKey() ColumnOption {
	return func(c *Column) { c.PrimaryKey, c.Nullable = true, false }
}

// NotNull forbids NULL.
func NotNull() ColumnOption { return func(c *Column) { c.Nullable, c.nullabilitySaid = false, true } }

// Nullable allows NULL, which is the default except for primary keys and identities.
func Nullable() ColumnOption { return func(c *Column) { c.Nullable, c.nullabilitySaid = true, true } }

// Autoincrements says whether the database generates the column's values.
func Autoincrements(on bool) ColumnOption {
	return func(c *Column) {
		c.Autoincrement = AutoincrementOff
		if on {
			c.Autoincrement = AutoincrementOn
		}
	}
}

// KeyedAs makes the column known in Go by another name than in the database: to [Table.Column], [Table.C], and to foreign
// keys.
func KeyedAs(key string) ColumnOption { return func(c *Column) { c.Key = key } }

// Comment is a remark that the database keeps with the column.
func Comment(text string) ColumnOption { return func(c *Column) { c.Comment = text } }

// Quoted says whether the column's name stands in quotes; else it does where the database needs it.
func Quoted(m expr.QuoteMode) ColumnOption { return func(c *Column) { c.Quote = m } }

// ColumnInfo keeps a value of the user's with the column.
func ColumnInfo(key string, value any) ColumnOption {
	return func(c *Column) {
		if c.Info == nil {
			c.Info = map[string]any{}
		}
		c.Info[key] = value
	}
}

// System marks a column that the database makes itself, as PostgreSQL's xmin: it can be selected and is never created.
func System() ColumnOption { return func(c *Column) { c.System = true } }

// Unique adds a unique constraint on the column alone; together with [Indexed] it makes that index unique instead.
func Unique() ColumnOption { return func(c *Column) { c.unique = true } }

// Indexed adds an index on the column alone, named by the collection's convention, else ix_TABLE_COLUMN.
func Indexed() ColumnOption { return func(c *Column) { c.indexed = true } }

// ColumnOptionOf sets an option that only one dialect knows: ColumnOptionOf("sqlite", "on_conflict_not_null", "FAIL").
func ColumnOptionOf(dialect, name string, values ...string) ColumnOption {
	return func(c *Column) { c.Options = append(c.Options, DialectOption{dialect, name, values}) }
}

package schema

import (
	"strings"

	"github.com/aludel/aludel/expr"
)

// Table is a table with its columns and constraints.
type Table struct {
	*expr.TableClause
	MetaData *MetaData
	Columns  []*Column
	// PrimaryKey are the columns of the primary key, in its order. Key is the constraint where something is declared about it
	// beside its columns, nil else.
	PrimaryKey  []*Column
	Key         *PrimaryKeyConstraint
	ForeignKeys []*ForeignKeyConstraint
	Uniques     []*UniqueConstraint
	Checks      []*CheckConstraint
	Excludes    []*ExcludeConstraint
	Indexes     []*Index
	Comment     string
	// Prefixes stand between CREATE and TABLE: TEMPORARY.
	Prefixes []string
	// Options are what a dialect knows about tables beyond this package.
	Options DialectOptions
	// Info is for users; nothing here reads it.
	Info map[string]any

	byName    map[string]*Column // by key
	dependsOn []*Table
	listeners listeners
	seq       int // of the last constraint
	declaring bool
	late      []func()
	mappedBy  mappedBy
	mistakes  []error // of the declaration, reported by MetaData.Resolve
}

// Item is a part of a table declaration: a column, a constraint, an index, an option.
type Item interface{ attach(*Table) }

// NewTable declares a table in md (nil for none). Columns keep the order given; the constraints among the items come before
// those that columns bring along. Mistakes (two columns of one name, a second table of the name) are kept and returned by
// [MetaData.Resolve], hence by whatever creates or maps the tables.
func NewTable(name string, md *MetaData, items ...Item) *Table {
	ns, base := "", name
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		ns, base = name[:i], name[i+1:]
	} else if md != nil {
		ns = md.Schema
	}
	t := &Table{TableClause: expr.NewTableClause(ns, base), byName: map[string]*Column{}, declaring: true}
	for _, it := range items {
		it.attach(t)
	}
	t.declaring = false
	for _, f := range t.late {
		f()
	}
	t.late = nil
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

// Column is the column of that key, which is its name unless it was declared with another; nil if there is none.
func (t *Table) Column(key string) *Column { return t.byName[key] }

// find is the column of that key, or else of that name.
func (t *Table) find(name string) *Column {
	if c := t.byName[name]; c != nil {
		return c
	}
	for _, c := range t.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// C is the column of that key as an expression. An unknown one gives an expression whose statement fails to compile with
// an error that says so.
func (t *Table) C(key string) expr.Expr {
	if c := t.byName[key]; c != nil {
		return c.Expr()
	}
	return expr.Wrap(&expr.Invalid{Err: &Error{Table: t.FullName(), Column: key, Reason: "no such column", Err: expr.ErrNoSuchColumn}})
}

// Append adds a column, constraint or index while the table is being declared.
func (t *Table) Append(items ...Item) {
	for _, it := range items {
		it.attach(t)
	}
}

// DependsOn makes others come before the table when tables are created, as a foreign key to them would.
func (t *Table) DependsOn(others ...*Table) { t.dependsOn = append(t.dependsOn, others...) }

// AutoincrementColumn is the column of the primary key whose values the database generates, nil if there is none.
func (t *Table) AutoincrementColumn() *Column {
	for _, c := range t.PrimaryKey {
		if c.Generated() {
			return c
		}
	}
	return nil
}

// Constraints lists the foreign keys, unique constraints, checks and exclusions of the table in the order of declaration; the
// primary key is not among them.
func (t *Table) Constraints() []Constraint {
	var out []Constraint
	for _, k := range t.ForeignKeys {
		out = append(out, k)
	}
	for _, k := range t.Uniques {
		out = append(out, k)
	}
	for _, k := range t.Checks {
		out = append(out, k)
	}
	for _, k := range t.Excludes {
		out = append(out, k)
	}
	sortConstraints(out)
	return out
}

func (t *Table) mistake(column, reason string) {
	t.mistakes = append(t.mistakes, &Error{Table: t.FullName(), Column: column, Reason: reason})
}

// tableItem is a part of a declaration that is no object of its own.
type tableItem func(*Table)

func (f tableItem) attach(t *Table) { f(t) }

// TableComment is a remark that the database keeps with the table.
func TableComment(text string) Item { return tableItem(func(t *Table) { t.Comment = text }) }

// TableQuoted says whether the table's name stands in quotes; else it does where the database needs it.
func TableQuoted(m expr.QuoteMode) Item { return tableItem(func(t *Table) { t.Quote = m }) }

// Prefixes are words between CREATE and TABLE: "TEMPORARY".
func Prefixes(words ...string) Item {
	return tableItem(func(t *Table) { t.Prefixes = append(t.Prefixes, words...) })
}

// TableInfo keeps a value of the user's with the table.
func TableInfo(key string, value any) Item {
	return tableItem(func(t *Table) {
		if t.Info == nil {
			t.Info = map[string]any{}
		}
		t.Info[key] = value
	})
}

// String is the table's full name.
func (t *Table) String() string { return t.FullName() }

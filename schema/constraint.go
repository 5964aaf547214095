package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
)

// Constraint is a condition on the rows of a table: a *[PrimaryKeyConstraint], *[ForeignKeyConstraint], *[UniqueConstraint],
// *[CheckConstraint] or *[ExcludeConstraint].
type Constraint interface {
	Item
	// Table is the table that the constraint is of, nil before it is declared in one.
	Table() *Table
	// ConstraintName is the name, "" where the database chooses.
	ConstraintName() string
	// NamedByConvention reports whether the name was made by a naming convention: it is cut where it is too long.
	NamedByConvention() bool
	placed() *placement
}

// placement is where a constraint or index stands, and where its name comes from.
type placement struct {
	table      *Table
	seq        int // the order of declaration in the table
	convention bool
	given      string // the name before the convention
}

func (p *placement) place(t *Table) {
	t.seq++
	p.table, p.seq = t, t.seq
}

func (p *placement) placed() *placement { return p }

// Table is the table that it is of, nil before it is declared in one.
func (p *placement) Table() *Table { return p.table }

// NamedByConvention reports whether the name was made by a naming convention.
func (p *placement) NamedByConvention() bool { return p.convention }

func sortConstraints(cs []Constraint) {
	slices.SortStableFunc(cs, func(a, b Constraint) int { return a.placed().seq - b.placed().seq })
}

// Deferral says when a constraint is checked. Nothing set leaves it to the database: at once.
type Deferral struct {
	Deferrable, NotDeferrable             bool // at most one
	InitiallyDeferred, InitiallyImmediate bool // at most one
}

// ForeignKey is the foreign key of a single column.
type ForeignKey struct {
	// Target is what the key refers to: "users.id", or "schema.users.id".
	Target string
	// OnDelete and OnUpdate are referential actions in upper case ("CASCADE", "SET NULL"), "" for none.
	OnDelete, OnUpdate string
	// Ref is the column referred to; nil until [MetaData.Resolve] found it.
	Ref *Column
	// Constraint is the table's constraint that the key is.
	Constraint *ForeignKeyConstraint
}

// ForeignKeyConstraint is a foreign key of one or more columns.
type ForeignKeyConstraint struct {
	placement
	Name               string // "" lets the database choose
	Columns            []*Column
	RefTable           string
	RefColumns         []string // by key
	OnDelete, OnUpdate string
	// Match is FULL, PARTIAL or SIMPLE; "" leaves it to the database.
	Match string
	Deferral
	// UseAlter adds the key after all tables are created, and drops it before they are dropped, for tables that refer to each
	// other.
	UseAlter bool
	// Target and TargetColumns are nil until [MetaData.Resolve] found them.
	Target        *Table
	TargetColumns []*Column
}

// PrimaryKeyConstraint is the primary key where more is declared about it than its columns.
type PrimaryKeyConstraint struct {
	implicit bool // made of the columns alone
	placement
	Name    string
	Columns []*Column
	Deferral
	Options DialectOptions
}

// UniqueConstraint forbids equal rows in its columns.
type UniqueConstraint struct {
	placement
	Name    string
	Columns []*Column
	Deferral
	Options DialectOptions
}

// CheckConstraint is a condition that every row meets: SQL text, or an expression.
type CheckConstraint struct {
	placement
	Name, SQL string
	// X is the condition where SQL is "".
	X expr.Node
}

// ExcludeConstraint is PostgreSQL's EXCLUDE: no two rows for which all its comparisons are true.
type ExcludeConstraint struct {
	placement
	Name     string
	Elements []ExcludeElement
	// Using is the access method, "" for gist.
	Using string
	// Where limits the rows, nil for none.
	Where expr.Node
	Deferral
}

// ExcludeElement is an expression and the operator by which rows are compared.
type ExcludeElement struct {
	Column   *Column   // or
	X        expr.Node // an expression
	OpClass  string    // "" for the default
	Operator string    // "=", "&&"
}

// lacks keeps a mistake if one of the columns is nil, which is what Table.Column gives for a name that the table does not have.
func (t *Table) lacks(what, name string, columns []*Column) bool {
	if !slices.Contains(columns, nil) {
		return false
	}
	if name != "" {
		what += " " + quoted(name)
	}
	t.mistake("", what+" has a column that the table does not have")
	return true
}

func (k *ForeignKeyConstraint) attach(t *Table) {
	if t.lacks("the foreign key", k.Name, k.Columns) {
		return
	}
	k.place(t)
	t.ForeignKeys = append(t.ForeignKeys, k)
	if len(k.Columns) == 1 && len(k.RefColumns) == 1 && k.Columns[0].ForeignKey == nil {
		// The key of a single column is known at the column, as if it had been declared there.
		k.Columns[0].ForeignKey = &ForeignKey{Target: k.RefTable + "." + k.RefColumns[0], OnDelete: k.OnDelete, OnUpdate: k.OnUpdate, Constraint: k}
	}
	t.nameLater(k)
}

func (k *PrimaryKeyConstraint) attach(t *Table) {
	if t.lacks("the primary key", k.Name, k.Columns) {
		return
	}
	k.place(t)
	t.Key = k
	t.SetPrimaryKey(k.Columns)
	for _, c := range k.Columns {
		if !c.nullabilitySaid {
			c.Nullable = false
		}
	}
	t.nameLater(k)
}

func (k *UniqueConstraint) attach(t *Table) {
	if t.lacks("the unique constraint", k.Name, k.Columns) {
		return
	}
	k.place(t)
	t.Uniques = append(t.Uniques, k)
	t.nameLater(k)
}

func (k *CheckConstraint) attach(t *Table) {
	k.place(t)
	t.Checks = append(t.Checks, k)
	t.nameLater(k)
}

func (k *ExcludeConstraint) attach(t *Table) {
	k.place(t)
	t.Excludes = append(t.Excludes, k)
	t.nameLater(k)
}

// Implicit reports whether the constraint says nothing but what the columns say, and was made for its name.
func (k *PrimaryKeyConstraint) Implicit() bool { return k.implicit }

// ConstraintName implements [Constraint].
func (k *ForeignKeyConstraint) ConstraintName() string { return k.Name }

// ConstraintName implements [Constraint].
func (k *PrimaryKeyConstraint) ConstraintName() string { return k.Name }

// ConstraintName implements [Constraint].
func (k *UniqueConstraint) ConstraintName() string { return k.Name }

// ConstraintName implements [Constraint].
func (k *CheckConstraint) ConstraintName() string { return k.Name }

// ConstraintName implements [Constraint].
func (k *ExcludeConstraint) ConstraintName() string { return k.Name }

// check finds mistakes of a foreign key alone.
func (k *ForeignKeyConstraint) check(t *Table) error {
	switch {
	case len(k.Columns) == 0:
		return &Error{Table: t.FullName(), Reason: "it has a foreign key without columns"}
	case len(k.Columns) != len(k.RefColumns):
		return &Error{Table: t.FullName(), Column: k.Columns[0].Name, Reason: fmt.Sprintf("its foreign key has %d columns and refers to %d", len(k.Columns), len(k.RefColumns))}
	}
	for _, c := range k.Columns {
		if c.Owner != t {
			return &Error{Table: t.FullName(), Column: c.Name, Reason: "its foreign key has a column of another table"}
		}
	}
	return nil
}

// FKOption changes a foreign key while it is declared.
type FKOption func(*ForeignKey)

// OnDelete is the referential action when the row referred to is deleted ("cascade", "set null", "restrict", ...).
func OnDelete(action string) FKOption {
	return func(f *ForeignKey) { f.OnDelete = strings.ToUpper(action) }
}

// OnUpdate is the referential action when the key referred to changes.
func OnUpdate(action string) FKOption {
	return func(f *ForeignKey) { f.OnUpdate = strings.ToUpper(action) }
}

// FKName names the constraint.
func FKName(name string) FKOption { return func(f *ForeignKey) { f.Constraint.Name = name } }

// FKMatch is how NULLs of a composite key count: FULL, PARTIAL, SIMPLE.
func FKMatch(kind string) FKOption {
	return func(f *ForeignKey) { f.Constraint.Match = strings.ToUpper(kind) }
}

// FKDeferral says when the key is checked.
func FKDeferral(d Deferral) FKOption { return func(f *ForeignKey) { f.Constraint.Deferral = d } }

// UseAlter adds the key after all tables are created, for tables that refer to each other.
func UseAlter() FKOption { return func(f *ForeignKey) { f.Constraint.UseAlter = true } }

// ForeignKeyTo makes the column refer to target, "table.column" or "schema.table.column". The column is found by its key.
func ForeignKeyTo(target string, opts ...FKOption) ColumnOption {
	return func(c *Column) {
		table, column := splitTarget(target)
		fk := &ForeignKey{Target: target, Constraint: &ForeignKeyConstraint{Columns: []*Column{c}, RefTable: table, RefColumns: []string{column}}}
		for _, o := range opts {
			o(fk)
		}
		fk.Constraint.OnDelete, fk.Constraint.OnUpdate = fk.OnDelete, fk.OnUpdate
		if c.ForeignKey == nil {
			c.ForeignKey = fk
		}
		c.after = append(c.after, func(t *Table) { t.Append(fk.Constraint) })
	}
}

// ForeignKeyToColumn is [ForeignKeyTo] for a column of a table that is declared already.
func ForeignKeyToColumn(target *Column, opts ...FKOption) ColumnOption {
	return ForeignKeyTo(target.Owner.FullName()+"."+target.Key, opts...)
}

// ColumnCheck writes a check beside the column.
func ColumnCheck(k *CheckConstraint) ColumnOption {
	return func(c *Column) { c.Checks = append(c.Checks, k) }
}

// CheckOf is a check by a condition: SQL text or an expression. The name may be "".
func CheckOf(name string, cond any) *CheckConstraint {
	k := &CheckConstraint{Name: name}
	k.SQL, k.X = textOrNode(cond)
	return k
}

func splitTarget(target string) (table, column string) {
	i := strings.LastIndexByte(target, '.')
	if i < 0 {
		return target, ""
	}
	return target[:i], target[i+1:]
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }

package schema

import (
	"strings"
)

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
	Name               string // "" lets the database choose
	Columns            []*Column
	RefTable           string
	RefColumns         []string
	OnDelete, OnUpdate string
	Deferrable         bool
	InitiallyDeferred  bool
	// Target and TargetColumns are nil until [MetaData.Resolve] found them.
	Target        *Table
	TargetColumns []*Column
}

// UniqueConstraint forbids equal rows in its columns.
type UniqueConstraint struct {
	Name    string
	Columns []*Column
}

// CheckConstraint is a condition that every row meets, as SQL text.
type CheckConstraint struct {
	Name, SQL string
}

// Index is an index on columns.
type Index struct {
	Name    string
	Columns []*Column
	Unique  bool
}

func (u *UniqueConstraint) attach(t *Table) { t.Uniques = append(t.Uniques, u) }
func (c *CheckConstraint) attach(t *Table)  { t.Checks = append(t.Checks, c) }
func (x *Index) attach(t *Table)            { t.Indexes = append(t.Indexes, x) }

// attach also makes the foreign key of a single column known at the column, as if it had been declared there.
func (k *ForeignKeyConstraint) attach(t *Table) {
	t.ForeignKeys = append(t.ForeignKeys, k)
	if len(k.Columns) == 1 && len(k.RefColumns) == 1 && k.Columns[0].ForeignKey == nil {
		k.Columns[0].ForeignKey = &ForeignKey{Target: k.RefTable + "." + k.RefColumns[0], OnDelete: k.OnDelete, OnUpdate: k.OnUpdate, Constraint: k}
	}
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

// ForeignKeyTo makes the column refer to target, "table.column" or "schema.table.column".
func ForeignKeyTo(target string, opts ...FKOption) ColumnOption {
	return func(c *Column) {
		fk := &ForeignKey{Target: target}
		for _, o := range opts {
			o(fk)
		}
		c.ForeignKey = fk
		c.after = append(c.after, func(t *Table) {
			table, column := splitTarget(target)
			fk.Constraint = &ForeignKeyConstraint{Columns: []*Column{c}, RefTable: table, RefColumns: []string{column}, OnDelete: fk.OnDelete, OnUpdate: fk.OnUpdate}
			t.Append(fk.Constraint)
		})
	}
}

func splitTarget(target string) (table, column string) {
	i := strings.LastIndexByte(target, '.')
	if i < 0 {
		return target, ""
	}
	return target[:i], target[i+1:]
}

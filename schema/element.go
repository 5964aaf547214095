package schema

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Element is one DDL operation on one object. The set is that of this file, and whatever a user makes with [Custom].
type Element interface{ ddl() }

// CreateTable is CREATE TABLE with the constraints of the table.
type CreateTable struct {
	Table       *Table
	IfNotExists bool
	// Without are foreign keys that are left out, to be added later.
	Without []*ForeignKeyConstraint
}

// DropTable is DROP TABLE.
type DropTable struct {
	Table             *Table
	IfExists, Cascade bool
}

// CreateColumn is the definition of a column, as CREATE TABLE has it: a part of statements of one's own.
type CreateColumn struct{ Column *Column }

// CreateIndex is CREATE INDEX.
type CreateIndex struct {
	Table       *Table
	Index       *Index
	IfNotExists bool
}

// DropIndex is DROP INDEX.
type DropIndex struct {
	Table    *Table
	Index    *Index
	IfExists bool
}

// AddConstraint is ALTER TABLE ... ADD CONSTRAINT.
type AddConstraint struct {
	Table      *Table
	Constraint Constraint
}

// DropConstraint is ALTER TABLE ... DROP CONSTRAINT. The constraint needs a name.
type DropConstraint struct {
	Table             *Table
	Constraint        Constraint
	IfExists, Cascade bool
}

// CreateView is CREATE VIEW, with the names of its columns. OrReplace puts it in the place of one that is there, where the database can.
type CreateView struct {
	View                   *View
	OrReplace, IfNotExists bool
}

// DropView is DROP VIEW.
type DropView struct {
	View              *View
	IfExists, Cascade bool
}

// CreateSchema is CREATE SCHEMA.
type CreateSchema struct {
	Name        string
	IfNotExists bool
}

// DropSchema is DROP SCHEMA.
type DropSchema struct {
	Name              string
	IfExists, Cascade bool
}

// CreateSequence is CREATE SEQUENCE.
type CreateSequence struct {
	Sequence    *Sequence
	IfNotExists bool
}

// DropSequence is DROP SEQUENCE.
type DropSequence struct {
	Sequence *Sequence
	IfExists bool
}

// CreateType is CREATE TYPE of an enum, where that is a type of its own.
type CreateType struct{ Type sqltypes.EnumType }

// DropType is DROP TYPE.
type DropType struct {
	Type     sqltypes.EnumType
	IfExists bool
}

// SetTableComment gives a table its comment.
type SetTableComment struct{ Table *Table }

// DropTableComment takes a table's comment away.
type DropTableComment struct{ Table *Table }

// SetColumnComment gives a column its comment.
type SetColumnComment struct{ Column *Column }

// DropColumnComment takes a column's comment away.
type DropColumnComment struct{ Column *Column }

// DDL is literal SQL. In it %(table)s, %(schema)s and %(fullname)s stand for the names of the table that it is for, quoted as the
// dialect does, %(name)s for the value of that name in Context, and %% for a percent sign.
type DDL struct {
	SQL     string
	Context map[string]string
	// Table is what it is for; in a listener it is set to the table that the event is about.
	Table *Table
	// When limits where it runs; nil is everywhere.
	When func(Target) bool
}

// ExecuteIf limits the DDL to these dialects.
func (d DDL) ExecuteIf(dialects ...string) DDL {
	d.When = func(t Target) bool {
		for _, n := range dialects {
			if n == t.Dialect {
				return true
			}
		}
		return false
	}
	return d
}

// Against makes the DDL one for a table.
func (d DDL) Against(t *Table) DDL {
	d.Table = t
	return d
}

// Writer is what a [Custom] element is written with: names and expressions as the dialect has them.
type Writer interface {
	// Dialect is the dialect's name in URLs.
	Dialect() string
	// Quote writes an identifier.
	Quote(name string) string
	// Table writes a table's name with its schema.
	Table(t *Table) string
	// Column writes the definition of a column, as CREATE TABLE has it.
	Column(c *Column) string
	// Expr writes an expression, values as literals, columns without their table.
	Expr(n expr.Node) string
	// Statement writes a SELECT, values as literals.
	Statement(s expr.Statement) string
}

// Custom is a DDL operation of one's own: f gives its text. What the Writer's methods cannot write fails the whole, whatever f
// gives.
type Custom func(w Writer) (sql string, err error)

func (CreateTable) ddl()       {}
func (DropTable) ddl()         {}
func (CreateColumn) ddl()      {}
func (CreateIndex) ddl()       {}
func (DropIndex) ddl()         {}
func (AddConstraint) ddl()     {}
func (DropConstraint) ddl()    {}
func (CreateView) ddl()        {}
func (DropView) ddl()          {}
func (CreateSchema) ddl()      {}
func (DropSchema) ddl()        {}
func (CreateSequence) ddl()    {}
func (DropSequence) ddl()      {}
func (CreateType) ddl()        {}
func (DropType) ddl()          {}
func (SetTableComment) ddl()   {}
func (DropTableComment) ddl()  {}
func (SetColumnComment) ddl()  {}
func (DropColumnComment) ddl() {}
func (DDL) ddl()               {}
func (Custom) ddl()            {}

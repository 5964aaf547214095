package schema

import "context"

// This file says what creating tables needs of a database, and what can be chosen.

// Target is what creating tables needs to know of a database.
type Target struct {
	// Dialect is its name in URLs.
	Dialect string
	// Alter says that constraints can be added to and dropped from a table.
	Alter bool
	// Sequences says that there are sequences; OptionalSequences that keys are generated without them.
	Sequences, OptionalSequences bool
	// CommentsApart says that comments are statements of their own after CREATE TABLE.
	CommentsApart bool
	// NamedTypes says that enums are types of their own.
	NamedTypes bool
	// Apart reports whether an element cannot run in a transaction, nil for none; such are run after it.
	Apart func(Element) bool
}

// Executor runs DDL. *engine.Engine is one, which runs everything that one call asks for in one transaction, and so is
// *sqlcompile.Script, which only collects the text.
type Executor interface {
	// Target is what the database is like.
	Target() Target
	// HasTable reports whether the database has a table of that name; schema is "" for the default one.
	HasTable(ctx context.Context, schema, name string) (bool, error)
	// HasSequence reports whether the database has a sequence of that name.
	HasSequence(ctx context.Context, schema, name string) (bool, error)
	// HasType reports whether the database has a type of that name.
	HasType(ctx context.Context, schema, name string) (bool, error)
	// ExecuteDDL compiles the element for the executor's dialect and runs it.
	ExecuteDDL(ctx context.Context, e Element) error
}

// Transactor is an executor that can run several elements as one transaction, where the database has transactions of DDL.
type Transactor interface {
	Executor
	// InTransaction calls f with an executor whose work is kept if f returns nil.
	InTransaction(ctx context.Context, f func(Executor) error) error
}

// CreateOption changes what is created or dropped.
type CreateOption func(*creation)

// Only limits creating and dropping to these tables.
func Only(tables ...*Table) CreateOption { return func(c *creation) { c.only = tables } }

// Unchecked creates and drops without looking first what is there.
func Unchecked() CreateOption { return func(c *creation) { c.checked = false } }

// CheckFirst looks first what is there, which is what [MetaData.CreateAll] does anyway.
func CheckFirst() CreateOption { return func(c *creation) { c.checked = true } }

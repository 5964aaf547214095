package sqlcompile

import (
	"errors"
	"fmt"
)

// This file has the causes of an [Error].

// UnsupportedError says that a database does not have what a statement needs.
type UnsupportedError struct {
	Dialect string
	// What is what it does not have: an operator, a clause, a type of statement.
	What string
	// Instead is what can be done, "" where nothing is like it.
	Instead string
}

// Error implements error.
func (e *UnsupportedError) Error() string {
	s := fmt.Sprintf("%s has no %s", e.Dialect, e.What)
	if e.Instead != "" {
		s += "; " + e.Instead
	}
	return s
}

// lacks notes that the database does not have what a part of the statement needs.
func (c *compiler) lacks(part, what, instead string) {
	c.fail(part, &UnsupportedError{c.d.Name(), what, instead})
}

// NameConflictError says that two things in a statement have one name: binds, or expressions in WITH. Its cause is [ErrBindConflict] for
// binds and [ErrTableConflict] for the others.
type NameConflictError struct {
	Name   string
	Reason string
	Err    error
}

// Error implements error.
func (e *NameConflictError) Error() string { return fmt.Sprintf("%v: %q %s", e.Err, e.Name, e.Reason) }

// Unwrap gives the cause.
func (e *NameConflictError) Unwrap() error { return e.Err }

// Causes that say it all.
var (
	// ErrTableConflict is a name that two expressions in WITH have.
	ErrTableConflict = errors.New("two expressions in WITH of one name")
	// ErrNoColumns is a SELECT without columns.
	ErrNoColumns = errors.New("it has no columns")
	// ErrNoRows is VALUES without rows or columns.
	ErrNoRows = errors.New("it has no rows or no columns")
	// ErrNothingSet is an UPDATE that sets nothing.
	ErrNothingSet = errors.New("it sets nothing")
	// ErrNoTable is a statement without a table, or with something in FROM that is none.
	ErrNoTable = errors.New("it has no table")
	// ErrNoFrom is a subquery whose tables are all those of the statement around it.
	ErrNoFrom = errors.New("every table in it is one of the statement around it, so that no FROM is left; use an alias inside")
	// ErrLiteralText is a clause that is added to literal SQL.
	ErrLiteralText = errors.New("nothing can be added to literal SQL; make it a subquery and select from that")
	// ErrMisplaced is what cannot stand where it does: a tuple among the columns, a join as a name, an assignment in an expression.
	ErrMisplaced = errors.New("it cannot stand there")
	// ErrUntyped is a value whose type the database must be told.
	ErrUntyped = errors.New("this database must be told its type; give it one with ValOf or Cast")
	// ErrUnknownValue is a value that is known when the statement is sent only, in a statement without parameters.
	ErrUnknownValue = errors.New("it is not known, and this statement has no parameters")
	// ErrForeignColumn is an assignment to a column of another table.
	ErrForeignColumn = errors.New("a column of another table")
	// ErrNotInline is an INSERT or UPDATE that is written without parameters though defaults make values for it.
	ErrNotInline = errors.New("its defaults make values only when it is executed")
	// ErrCartesian is the cause of a *[CartesianError].
	ErrCartesian = errors.New("elements of FROM that nothing joins")
)

package expr

import (
	"errors"
	"fmt"
)

// Error says that an expression cannot be built, and what to do instead. It stands in the tree as an [Invalid] node and comes out
// when the statement is compiled.
type Error struct {
	// What is the operator or clause at fault, "" where the reason says it.
	What string
	// Reason is what is wrong, for people.
	Reason string
	// Err is one of the causes below, nil for others.
	Err error
	// Table, Column and Bind name what is at fault, "" where it is none of them; Table is that of a FROM element, Column also a label.
	Table, Column, Bind string
	// Row is the row at fault where a statement has several, or the SELECT of a compound, from 0.
	Row int
}

// The causes of an [Error] that programs may want to tell apart.
var (
	// ErrNullOperand is NULL where an operator has no meaning for it: x < NULL.
	ErrNullOperand = errors.New("expr: NULL is no operand here")
	// ErrTupleLength is a tuple of another length than the one that it is compared with.
	ErrTupleLength = errors.New("expr: tuples of different lengths")
	// ErrEmptyCase is a CASE without a WHEN.
	ErrEmptyCase = errors.New("expr: CASE without WHEN")
	// ErrNoSuchColumn is a name that nothing has.
	ErrNoSuchColumn = errors.New("expr: no such column")
	// ErrNoSuchBind is a value for a bind that is not there.
	ErrNoSuchBind = errors.New("expr: no such bind")
	// ErrDuplicateColumn is a column that gets two values.
	ErrDuplicateColumn = errors.New("expr: two values for one column")
	// ErrMissingValue is a row without a value for a column that the first row has.
	ErrMissingValue = errors.New("expr: a row lacks a value")
	// ErrColumnCount is another number of values than of columns.
	ErrColumnCount = errors.New("expr: as many values as columns are wanted")
	// ErrNegative is a LIMIT or OFFSET below zero.
	ErrNegative = errors.New("expr: a count of rows below zero")
	// ErrNoSelect is something else where a SELECT is wanted.
	ErrNoSelect = errors.New("expr: no SELECT")
	// ErrNotAnExpression is a value of a Go type that stands for nothing in SQL.
	ErrNotAnExpression = errors.New("expr: no expression")
)

// Error implements error.
func (e *Error) Error() string {
	if e.What == "" {
		return "expr: " + e.Reason
	}
	return "expr: " + e.What + ": " + e.Reason
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// noColumn is the error of a name that a FROM element does not have.
func noColumn(what string, f FromClause, column, reason string) *Error {
	e := &Error{What: what, Reason: reason, Err: ErrNoSuchColumn, Column: column}
	if f != nil {
		e.Table = sourceName(f)
	}
	return e
}

func invalid(format string, args ...any) Expr { return invalidBecause(nil, format, args...) }

// invalidBecause is an expression that compiles to an error with this cause.
func invalidBecause(cause error, format string, args ...any) Expr {
	return Wrap(&Invalid{&Error{Reason: fmt.Sprintf(format, args...), Err: cause}})
}

package dbapi

import (
	"errors"
	"fmt"
)

// Errors of a connection's state. They mean a mistake of the caller, except ErrNoLastInsertID.
var (
	ErrBusy           = errors.New("dbapi: a result is still open on this connection: close it or read it to its end first")
	ErrConnClosed     = errors.New("dbapi: the connection is closed")
	ErrStmtClosed     = errors.New("dbapi: the statement is closed")
	ErrInTx           = errors.New("dbapi: a transaction is already open on this connection")
	ErrNoTx           = errors.New("dbapi: no transaction is open on this connection")
	ErrNoLastInsertID = errors.New("dbapi: this database does not tell the last inserted id: use RETURNING")
	ErrReaderFailed   = errors.New("dbapi: Fetch after an error or after Close")
)

// CanceledError says that an operation ended because its context did. errors.Is finds the context's error and its cause,
// errors.As what the driver said.
type CanceledError struct {
	Op    string // prepare, query, exec, fetch, begin, commit, ping
	Ctx   error  // context.Canceled or context.DeadlineExceeded
	Cause error  // context.Cause
	Err   error  // the driver's error, nil if nothing was sent
}

// Error names the operation and the cause.
func (e *CanceledError) Error() string { return fmt.Sprintf("dbapi: %s: %v", e.Op, e.Cause) }

// Unwrap gives the context's error, its cause and the driver's error.
func (e *CanceledError) Unwrap() []error {
	errs := []error{e.Ctx}
	if e.Cause != nil && e.Cause != e.Ctx {
		errs = append(errs, e.Cause)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

// ArgumentError says that an argument cannot be sent. It never shows the value.
type ArgumentError struct {
	Ordinal int    // from 1
	Name    string // of a Named argument
	Type    string // the Go type
	Err     error
}

// Error names the argument, its Go type and the reason.
func (e *ArgumentError) Error() string {
	name := fmt.Sprintf("argument %d", e.Ordinal)
	if e.Name != "" {
		name += fmt.Sprintf(" (%q)", e.Name)
	}
	return fmt.Sprintf("dbapi: %s of type %s: %v", name, e.Type, e.Err)
}

// Unwrap gives the reason.
func (e *ArgumentError) Unwrap() error { return e.Err }

// ArgCountError says that a statement has another number of parameters than was given.
type ArgCountError struct{ Want, Got int }

// Error names both numbers.
func (e *ArgCountError) Error() string {
	return fmt.Sprintf("dbapi: the statement has %d parameters, %d arguments were given", e.Want, e.Got)
}

// ColumnError says that a column's value is not what was asked for. It never shows the value.
type ColumnError struct {
	Column string
	Index  int    // from 0
	Want   string // integer, float, boolean, time, text, bytes
	Found  string // a kind's word, or a Go type
	Err    error  // the reason, nil if the kinds just differ
}

// Error names the column, what was wanted and what was found.
func (e *ColumnError) Error() string {
	s := fmt.Sprintf("dbapi: column %q (number %d): wanted %s, found %s", e.Column, e.Index+1, e.Want, e.Found)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	if e.Found == "NULL" {
		s += "; what may be NULL is read into a pointer"
	}
	return s
}

// Unwrap gives the reason.
func (e *ColumnError) Unwrap() error { return e.Err }

// Reasons inside a [ColumnError].
var (
	ErrTimeSyntax  = errors.New("not a date or time in the form 2006-01-02 15:04:05")
	ErrNotIntegral = errors.New("not a whole number in the range of 64 bits")
	ErrNotExact    = errors.New("not exact as a float")
	ErrNotBoolean  = errors.New("neither 0 nor 1")
	ErrIntegerTime = errors.New("an integer is no time unless the column is declared to hold microseconds")
)

package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/pool"
)

var errClosed = errors.New("engine: the connection was closed (given back to the pool) already")

// Error is an error of the database or on the way to it.
type Error struct {
	// Op is what was done: connect, bind, query, exec, fetch, ping.
	Op string
	// Class is the kind of error, the same for all databases.
	Class dialects.Class
	// SQL is the statement, "" where there is none. It holds no values.
	SQL string
	// Table, Column and Constraint say where, as far as the database does.
	Table, Column, Constraint string
	// Err is what the driver said.
	Err error
}

// Error says what went wrong, where, in which statement, and what to do about it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "engine: %s: %s", e.Op, e.Class)
	if at := e.where(); at != "" {
		b.WriteString(" (" + at + ")")
	}
	fmt.Fprintf(&b, ": %v", e.Err)
	if a := advice[e.Class]; a != "" {
		b.WriteString("; " + a)
	}
	if e.SQL != "" {
		b.WriteString("; statement: " + e.SQL)
	}
	return b.String()
}

func (e *Error) where() string {
	var parts []string
	for _, p := range [][2]string{{"table", e.Table}, {"column", e.Column}, {"constraint", e.Constraint}} {
		if p[1] != "" {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	return strings.Join(parts, ", ")
}

// Unwrap gives what the driver said.
func (e *Error) Unwrap() error { return e.Err }

// Retryable reports whether the same transaction, begun again, may succeed.
func (e *Error) Retryable() bool { return e.Class.Retryable() }

var advice = map[dialects.Class]string{
	dialects.NoSuchTable:          "create the table (MetaData.CreateAll) or correct its name in the mapping",
	dialects.NoSuchColumn:         "the mapping has a column that the table lacks; compare them with ormvet and a schema",
	dialects.UniqueViolation:      "a row with this value exists already",
	dialects.ForeignKeyViolation:  "the row referred to does not exist, or rows still refer to the one deleted",
	dialects.NotNullViolation:     "give the column a value",
	dialects.DataError:            "the value does not fit the type or size of its column",
	dialects.SerializationFailure: "begin the transaction again (orm.Retry does)",
	dialects.Deadlock:             "begin the transaction again (orm.Retry does)",
	dialects.LockTimeout:          "another transaction holds the row or table; try again later",
	dialects.Disconnected:         "the connection was lost; roll back and begin again",
	dialects.CannotConnect:        "check that the server runs and that host, database and user in the URL are right",
}

// wrap makes an *Error of what the driver said; nil stays nil. Loss of the connection retires the pool's other connections,
// which have most likely gone the same way.
func (c *Connection) wrap(op, sql string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return err
	}
	v := c.engine.dialect.Classify(err)
	if v.Class == dialects.Disconnected {
		c.engine.pool.Invalidate()
	}
	return &Error{Op: op, Class: v.Class, SQL: sql, Table: v.Table, Column: v.Column, Constraint: v.Constraint, Err: err}
}

// connectError makes an *Error of a connection that could not be opened; the pool's own errors stay what they are.
func (e *Engine) connectError(ctx context.Context, err error) error {
	var timeout *pool.TimeoutError
	if errors.Is(err, pool.ErrClosed) || errors.As(err, &timeout) {
		return fmt.Errorf("engine: %s: %w", e.url, err)
	}
	op := "connect to " + e.url.String()
	if ctx.Err() != nil {
		return &Error{Op: op, Class: dialects.Cancelled, Err: &dbapi.CanceledError{Op: "connect", Ctx: ctx.Err(), Cause: context.Cause(ctx), Err: err}}
	}
	return &Error{Op: op, Class: dialects.CannotConnect, Err: err}
}

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

// Errors of how a connection is used.
var (
	// ErrConnectionClosed says that a connection was used after Close or Discard.
	ErrConnectionClosed = errors.New("engine: the connection was closed (given back to the pool) already")
	// ErrTransactionDone says that a transaction was used after it ended, or around one that is still open inside it.
	ErrTransactionDone = errors.New("engine: the transaction has ended; begin another")
	// ErrInactiveTransaction says that the database ended the transaction, or that the connection was lost with it.
	ErrInactiveTransaction = errors.New("engine: the transaction is lost: roll it back, then begin again")
	// ErrAutobegun says that Begin was called after a statement had begun a transaction.
	ErrAutobegun = errors.New("engine: a statement has begun a transaction already: Commit or Rollback the connection before Begin, call Begin before the first statement, or BeginNested for a savepoint")
	// ErrTransactionOpen says that something cannot be done inside a transaction.
	ErrTransactionOpen = errors.New("engine: a transaction is open: end it first")
	// ErrSavepointOptions says that a savepoint was to get the options of a transaction.
	ErrSavepointOptions = errors.New("engine: isolation level and access mode belong to the transaction, not to a savepoint in it")
	// ErrStatementIsolation says that an isolation level was passed with a statement.
	ErrStatementIsolation = errors.New("engine: an isolation level belongs to a connection or to a transaction, not to one statement")
	// ErrNotTwoPhase says that Prepare was called on an ordinary transaction.
	ErrNotTwoPhase = errors.New("engine: only a transaction of BeginTwoPhase can be prepared")

	errInvalidated = errors.New("engine: the connection was invalidated")
	errNotUndone   = errors.New("engine: the connection could not be made writable again")
)

// UnsupportedError says that a database cannot do what was asked for.
type UnsupportedError struct{ Dialect, What string }

// Error names the database and what it has not.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("engine: %s has no %s", e.Dialect, e.What)
}

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
	// Args are the values that were sent, with the option [ErrorParameters]; else nil.
	Args []any
	// Err is what the driver said.
	Err error

	hidden bool // the text of Err is not shown, since it may quote values
}

// Error says what went wrong, where, in which statement, and what to do about it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "engine: %s: %s", e.Op, e.Class)
	if at := e.where(); at != "" {
		b.WriteString(" (" + at + ")")
	}
	if e.hidden {
		b.WriteString(": " + hiddenText)
	} else {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	if a := advice[e.Class]; a != "" {
		b.WriteString("; " + a)
	}
	if e.SQL != "" {
		b.WriteString("; statement: " + e.SQL)
	}
	if e.Args != nil {
		fmt.Fprintf(&b, "; values: %v", e.Args)
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
	dialects.TransactionAborted:   "an earlier statement of the transaction failed: roll back and begin again, or put statements that may fail between savepoints",
	dialects.CannotConnect:        "check that the server runs and that host, database and user in the URL are right",
}

// failed makes an *[Error] of what the driver said, and asks the listeners about it; nil stays nil. Loss of the connection retires the
// pool's other connections, which have most likely gone the same way; the next statement runs on another.
func (c *Connection) failed(ctx context.Context, op, sql string, args []any, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return err
	}
	v := c.engine.Dialect().Classify(err)
	e = &Error{Op: op, Class: v.Class, SQL: sql, Table: v.Table, Column: v.Column, Constraint: v.Constraint, Err: err}
	e.hidden = c.engine.opt.hideParams && quotes[v.Class]
	if c.engine.opt.errorParams && len(args) > 0 {
		e.Args = append([]any(nil), c.engine.told(args)...)
	}
	x := &ErrorContext{Conn: c, SQL: sql, Args: c.engine.told(args), Err: e, Disconnected: v.Class == dialects.Disconnected}
	other := c.engine.handleError(ctx, x)
	if x.Disconnected {
		if c.lost == nil {
			c.lost = err
		}
		if !x.KeepPool {
			c.engine.pool.Load().Invalidate()
		}
	}
	if other != nil {
		return other
	}
	return e
}

// handleError asks the listeners about an error. It gives what is to be reported instead, nil for the error itself.
func (e *Engine) handleError(ctx context.Context, x *ErrorContext) (other error) {
	for _, ev := range e.heard() {
		if ev.HandleError != nil {
			if err := ev.HandleError(ctx, x); err != nil {
				other = err
			}
		}
	}
	return other
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
	var ex *pool.ExclusiveError
	if errors.As(err, &ex) {
		return fmt.Errorf("engine: %s: %w", e.url, err)
	}
	x := &ErrorContext{Err: &Error{Op: op, Class: dialects.CannotConnect, Err: err}}
	if other := e.handleError(ctx, x); other != nil {
		return other
	}
	return x.Err
}

package dbapi

import (
	"context"
	"database/sql/driver"
)

// Driver opens databases of one kind. It may be used by any goroutine.
type Driver interface {
	// Open makes a connector for a data source name in the driver's own form. It need not reach the server yet.
	Open(dsn string) (Connector, error)
}

// Connector opens connections to one database. It may be used by any goroutine.
type Connector interface {
	Connect(ctx context.Context) (Conn, error)
}

// TxOptions are the isolation level (as in database/sql.IsolationLevel) and the access mode of a transaction.
type TxOptions = driver.TxOptions

// Named is an argument with a name, for databases whose parameters have one. It stands in the list of arguments.
type Named struct {
	Name  string
	Value any
}

// Conn is one connection. One goroutine uses it at a time, with all that came from it, but for IsValid and InTx, which only
// the owner asks as well.
//
// Invariant: at most one [Reader] is open. A call while one is open gives [ErrBusy].
//
// Arguments are Go values that the driver or package driver knows how to convert, or [Named]. Errors of the driver come up
// unchanged, so that a dialect can classify them; driver.ErrBadConn promises that the server did nothing.
//
// Cancellation: when ctx ends the call returns soon, with a [*CanceledError] unless the operation had succeeded by then.
// No cancellation ever reaches a later operation. A connection on which an operation was cancelled is suspect: IsValid is
// false until Reset has verified it.
type Conn interface {
	// Prepare makes a statement to be run many times.
	Prepare(ctx context.Context, sql string) (Stmt, error)
	// Query runs a statement once, without keeping it prepared.
	Query(ctx context.Context, sql string, args []any) (Reader, error)
	// Exec runs a statement once, without keeping it prepared, and without rows.
	Exec(ctx context.Context, sql string, args []any) (Result, error)
	// ExecSimple runs text without parameters: DDL, SET, SAVEPOINT; more than one statement if the driver allows.
	ExecSimple(ctx context.Context, sql string) error

	// Begin starts a transaction. ctx covers the start, not the transaction.
	Begin(ctx context.Context, o TxOptions) error
	// Commit ends it. If ctx has ended before, nothing is sent and the transaction is still open.
	Commit(ctx context.Context) error
	// Rollback undoes it. It goes ahead even when ctx has ended.
	Rollback(ctx context.Context) error
	// InTx says whether Begin was called without Commit or Rollback since.
	InTx() bool

	// Ping asks the server for a sign of life.
	Ping(ctx context.Context) error
	// Reset prepares the connection for its next user: closes an open reader, rolls back, verifies after a cancellation. An
	// error means that the connection is to be closed.
	Reset(ctx context.Context) error
	// IsValid is false when the connection is broken, closed or suspect. It asks nobody.
	IsValid() bool
	// Close ends the connection. It may be called more than once.
	Close() error
	// Unwrap is the driver's connection, for what only that driver can do.
	Unwrap() any
}

// RollbackSender is implemented by a [Conn] that can roll back without waiting for the server's answer, for one that is given back:
// it is in no transaction any more, and reads the answer before the next thing that it does. What the transaction had locked may stay so
// for a moment longer.
type RollbackSender interface{ SendRollback() error }

// Stmt is a prepared statement. It lives at most as long as its connection, and is used like it.
type Stmt interface {
	Query(ctx context.Context, args []any) (Reader, error)
	Exec(ctx context.Context, args []any) (Result, error)
	// Close frees the statement. It may be called more than once.
	Close() error
}

// Canceler is implemented by a driver connection whose running operation can be stopped from another goroutine. Cancel must
// return within seconds; it does so only after the request has reached the database, so that it cannot hit what runs next.
// The adapter then watches contexts itself and hides them from the driver, which saves a goroutine an operation.
type Canceler interface {
	Cancel() error
}

// Result is what an Exec did.
type Result struct {
	r        driver.Result
	affected int64
	id       int64
	hasID    bool
}

// NewResult is the result of a native adapter; hasID says whether id means anything.
func NewResult(affected, id int64, hasID bool) Result {
	return Result{affected: affected, id: id, hasID: hasID}
}

// RowsAffected is how many rows were inserted, changed or deleted; the error is the driver's, if it cannot tell.
func (r Result) RowsAffected() (int64, error) {
	if r.r != nil {
		return r.r.RowsAffected()
	}
	return r.affected, nil
}

// LastInsertID is the key that the database made for the last row inserted. The error is the driver's, or
// [ErrNoLastInsertID].
func (r Result) LastInsertID() (int64, error) {
	switch {
	case r.r != nil:
		return r.r.LastInsertId()
	case r.hasID:
		return r.id, nil
	}
	return 0, ErrNoLastInsertID
}

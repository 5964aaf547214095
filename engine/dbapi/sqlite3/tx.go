//go:build cgo

package sqlite3

import (
	"context"

	"github.com/aludel/aludel/engine/dbapi"
)

// The statements around a transaction, by their place in conn.marks.
const (
	markBegin = iota
	markCommit
	markRollback
)

// mark runs one of the statements around a transaction.
func (c *conn) mark(i int) error {
	if c.marks[i] == nil {
		st, _, err := c.prepare([...]string{c.begin, "COMMIT", "ROLLBACK"}[i], true)
		if err != nil {
			return err
		}
		c.marks[i] = st
	}
	_, err := c.marks[i].run(nil)
	return err
}

// Begin starts a transaction as the data source name says (_txlock). SQLite's transactions are serializable; o is not looked at,
// as go-sqlite3 does not.
func (c *conn) Begin(ctx context.Context, _ dbapi.TxOptions) error {
	if c.inTx {
		return dbapi.ErrInTx
	}
	if err := c.enter(ctx, "begin"); err != nil {
		return err
	}
	err := c.mark(markBegin)
	c.inTx = err == nil
	return c.leave(ctx, "begin", err)
}

// InTx says whether a transaction begun by Begin is open.
func (c *conn) InTx() bool { return c.inTx }

// Commit ends the transaction, unless ctx has ended before. If SQLite cannot, the transaction is rolled back.
func (c *conn) Commit(ctx context.Context) error {
	switch {
	case c.c == nil:
		return dbapi.ErrConnClosed
	case !c.inTx:
		return dbapi.ErrNoTx
	case c.reader != nil:
		return dbapi.ErrBusy
	case ctx.Err() != nil:
		return dbapi.Canceled(ctx, "commit", nil)
	}
	c.inTx = false
	err := c.mark(markCommit)
	if err != nil && !c.autocommit() {
		_ = c.mark(markRollback) // the error of the commit is the one to report
	}
	return err
}

// Rollback undoes the transaction, closing an open reader first.
func (c *conn) Rollback(context.Context) error {
	switch {
	case c.c == nil:
		return dbapi.ErrConnClosed
	case !c.inTx:
		return dbapi.ErrNoTx
	}
	if c.reader != nil {
		_ = c.reader.Close() // what was read no longer matters
	}
	c.inTx = false
	if c.autocommit() { // SQLite ended it by itself, as it does after some errors
		return nil
	}
	return c.mark(markRollback)
}

package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/aludel/aludel/engine/dbapi"
)

// ErrTransactionDone says that a transaction was used after it ended.
var ErrTransactionDone = errors.New("engine: the transaction has ended; begin another")

// Transaction is an open transaction or savepoint of a connection. It ends with Commit or Rollback.
//
// Invariant: transactions of a connection nest; only the innermost one can end.
type Transaction struct {
	conn      *Connection
	outer     *Transaction
	savepoint string // "" for the transaction itself
	done      bool
}

// Begin starts a transaction, or a savepoint inside the one that is open.
func (c *Connection) Begin(ctx context.Context) (*Transaction, error) {
	if c.res == nil {
		return nil, errClosed
	}
	if c.tx != nil {
		return c.tx.Savepoint(ctx)
	}
	err := c.mark(ctx, "BEGIN", func() error { return c.res.Begin(ctx, dbapi.TxOptions{}) })
	if err != nil {
		return nil, err
	}
	c.depth = 0
	c.tx = &Transaction{conn: c}
	return c.tx, nil
}

// Savepoint starts a transaction inside this one.
func (t *Transaction) Savepoint(ctx context.Context) (*Transaction, error) {
	c := t.conn
	if t.done || c.tx != t {
		return nil, ErrTransactionDone
	}
	if !c.engine.dialect.Features().Savepoints {
		return nil, fmt.Errorf("engine: %s has no savepoints", c.engine.dialect.Name())
	}
	c.depth++
	name := fmt.Sprintf("sa_savepoint_%d", c.depth)
	if err := c.ExecText(ctx, "SAVEPOINT "+name); err != nil {
		return nil, err
	}
	c.tx = &Transaction{conn: c, outer: t, savepoint: name}
	return c.tx, nil
}

// Commit makes the changes last, or hands them to the transaction around it. If it fails, the transaction is still to be
// rolled back.
func (t *Transaction) Commit(ctx context.Context) error {
	if t.done || t.conn.tx != t {
		return ErrTransactionDone
	}
	c := t.conn
	var err error
	if t.savepoint != "" {
		err = c.ExecText(ctx, "RELEASE SAVEPOINT "+t.savepoint)
	} else {
		err = c.mark(ctx, "COMMIT", func() error { return c.res.Commit(ctx) })
	}
	if err == nil || !c.res.InTx() {
		t.end()
	}
	return err
}

// Rollback undoes the changes. Transactions that are still open inside this one end with it. It goes ahead even when ctx has
// ended.
func (t *Transaction) Rollback(ctx context.Context) error {
	if t.done {
		return ErrTransactionDone
	}
	c := t.conn
	ctx = context.WithoutCancel(ctx)
	for in := c.tx; in != nil && in != t; in = in.outer {
		in.done = true
	}
	defer t.end()
	if t.savepoint != "" {
		return c.ExecText(ctx, "ROLLBACK TO SAVEPOINT "+t.savepoint)
	}
	return c.mark(ctx, "ROLLBACK", func() error {
		if !c.res.InTx() {
			return nil // the database ended it already
		}
		return c.res.Rollback(ctx)
	})
}

func (t *Transaction) end() {
	t.done = true
	t.conn.tx = t.outer
}

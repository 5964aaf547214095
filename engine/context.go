package engine

import (
	"context"
	"errors"

	"github.com/aludel/aludel/expr"
)

// This file runs statements without a connection at hand: on one of its own, or on that of a transaction which a context carries.

type connectionKey struct{ shared *shared }

// ContextWith gives a context that carries the connection: [Engine.Execute] and [Engine.InTransactionContext] of its engine use it.
func ContextWith(ctx context.Context, c *Connection) context.Context {
	return context.WithValue(ctx, connectionKey{c.engine.shared}, c)
}

// ConnectionFrom is the connection to this engine's database that a context carries, nil if it carries none or a closed one.
func (e *Engine) ConnectionFrom(ctx context.Context) *Connection {
	c, _ := ctx.Value(connectionKey{e.shared}).(*Connection)
	if c == nil || c.res == nil {
		return nil
	}
	return c
}

// Execute runs a statement without a connection at hand. If the context carries one (see [Engine.WithTransaction]), it runs there, in
// the transaction that is open. Else it runs on a connection of its own: what it does lasts at once, and the connection goes back when
// the result is read to its end or closed, which one that yields no rows is already. SQLAlchemy: connectionless execution.
func (e *Engine) Execute(ctx context.Context, s expr.Statement, args ...Arg) (*CursorResult, error) {
	if c := e.ConnectionFrom(ctx); c != nil {
		return c.Execute(ctx, s, args...)
	}
	c, err := e.Connect(ctx)
	if err != nil {
		return nil, err
	}
	kept := false
	defer func() { // also when a listener panics
		if !kept {
			_ = c.Close() // the first error is the one that matters
		}
	}()
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	end := func(err error) error {
		if err == nil && c.res != nil {
			err = c.Commit(context.WithoutCancel(ctx))
		}
		return errors.Join(err, c.Close())
	}
	if !res.ReturnsRows() || res.rows == nil {
		return res, end(nil)
	}
	kept = true
	res.onEnd = end
	return res, nil
}

// WithTransaction calls f in a transaction, with a context that carries its connection; it commits when f returns nil, else, and when f
// panics, it rolls back. If ctx carries a connection already, f runs in a savepoint of the transaction there. SQLAlchemy: the
// threadlocal strategy.
//
// f must not hand the context to other goroutines that use the engine at the same time.
func (e *Engine) WithTransaction(ctx context.Context, f func(ctx context.Context, c *Connection) error, opts ...TxOption) (err error) {
	c := e.ConnectionFrom(ctx)
	if c == nil {
		if c, err = e.Connect(ctx); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.Close()) }()
		ctx = ContextWith(ctx, c)
	}
	var tx *Transaction
	if c.tx != nil {
		tx, err = c.BeginNested(ctx)
	} else {
		tx, err = c.Begin(ctx, opts...)
	}
	if err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed && !tx.done {
			err = errors.Join(err, tx.Rollback(ctx))
		}
	}()
	if err := f(ctx, c); err != nil {
		return err
	}
	err = tx.Commit(ctx)
	committed = err == nil
	return err
}

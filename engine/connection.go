package engine

import (
	"context"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/pool"
)

// Connection is a borrowed connection. It is used by one goroutine at a time and must be closed, which gives it back.
//
// Its first statement begins a transaction (autobegin), which [Connection.Commit] and [Connection.Rollback] end and the next
// statement begins again; what is not committed when the connection is closed is undone. [Connection.Begin] begins one in so many
// words. A connection at the isolation level [Autocommit] begins none by itself.
//
// When the server has dropped the connection, the transaction is lost and must be rolled back; the next statement then runs on
// another connection of the pool.
type Connection struct {
	engine *Engine
	handle pool.Handle
	res    *resource
	tx     *Transaction // the innermost open one
	depth  int          // savepoints opened so far, by which they are named
	auto   bool         // statements begin a transaction by themselves
	lost   error        // what said that the server is gone; nil while it is not
	opt    execOptions
}

// Engine is where the connection came from.
func (c *Connection) Engine() *Engine { return c.engine }

// Raw is the connection as the driver layer has it, for what only that layer can do; nil after Close.
func (c *Connection) Raw() dbapi.Conn {
	if c.res == nil {
		return nil
	}
	if c.tx != nil {
		c.root().reads = false // as far as is known
	}
	return c.res
}

// Info is what users keep with the connection of the server, from loan to loan; nil after Close.
func (c *Connection) Info() map[string]any { return c.handle.Info() }

// Closed reports whether Close or Discard was called.
func (c *Connection) Closed() bool { return c.res == nil }

// Close gives the connection back to the pool. An open transaction is rolled back, open rows are closed. Closing twice does
// nothing. One that has only read may not wait for the server to be done with that: see docs/adapters.md.
func (c *Connection) Close() error {
	if c.res == nil {
		return nil
	}
	if c.tx != nil && c.lost == nil {
		_ = c.root().giveUp(context.Background()) // if it fails the pool finds the connection broken
	}
	lost := c.lost
	c.leave()
	if lost != nil {
		_ = c.handle.DiscardBecause(lost) // what closing a dead connection gives is no news
		return nil
	}
	return c.handle.Release()
}

// Discard closes the connection for good instead of giving it back.
func (c *Connection) Discard() error {
	if c.res == nil {
		return nil
	}
	c.leave()
	return c.handle.Discard()
}

// Detach takes the connection out of the pool for good: the pool may open another, and Close closes this one.
func (c *Connection) Detach() error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	_, err := c.handle.Detach()
	return err
}

// Invalidate says that the connection is broken: the next statement, after a rollback if a transaction is open, runs on another
// connection of the pool. reason is given to the pool's listeners.
func (c *Connection) Invalidate(reason error) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	if reason == nil {
		reason = errInvalidated
	}
	c.lost = reason
	return nil
}

// leave ends what the connection has open, on this side; the pool's reset does it on the server's.
func (c *Connection) leave() {
	for t := c.tx; t != nil; t = t.outer {
		t.done = true
	}
	c.res, c.tx = nil, nil
}

// usable says whether a statement may be run, and takes another connection of the pool if the server dropped this one.
func (c *Connection) usable(ctx context.Context) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	if c.lost != nil {
		return c.reconnect(ctx)
	}
	if c.tx != nil && c.tx.inactive() {
		return ErrInactiveTransaction
	}
	return nil
}

// reconnect replaces a connection that the server has dropped. A transaction that was open must be rolled back first, since what it
// did is lost.
func (c *Connection) reconnect(ctx context.Context) error {
	if c.tx != nil {
		return &Error{Op: "exec", Class: classLost, Err: ErrInactiveTransaction}
	}
	h, err := c.engine.pool.Load().Get(ctx)
	if err != nil {
		return c.engine.connectError(ctx, err)
	}
	_ = c.handle.DiscardBecause(c.lost)
	c.handle, c.res, c.lost = h, h.Resource().(*resource), nil
	return c.applyOptions(ctx)
}

// begun begins the transaction of a connection that does so by itself.
func (c *Connection) begun(ctx context.Context) error {
	if c.tx != nil || !c.auto {
		return nil
	}
	_, err := c.begin(ctx, txOptions{}, true)
	return err
}

// InTransaction reports whether a transaction is open.
func (c *Connection) InTransaction() bool { return c.tx != nil }

// InNestedTransaction reports whether a savepoint is open.
func (c *Connection) InNestedTransaction() bool { return c.tx != nil && c.tx.outer != nil }

// Commit makes the changes since the transaction began last, if one is open, whoever began it; savepoints that are open go with it.
func (c *Connection) Commit(ctx context.Context) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	if c.tx == nil {
		return nil
	}
	return c.root().commit(ctx)
}

// Rollback undoes the changes since the transaction began, if one is open.
func (c *Connection) Rollback(ctx context.Context) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	if c.tx == nil {
		return nil
	}
	return c.root().Rollback(ctx)
}

// root is the transaction itself, of which the open savepoints are part.
func (c *Connection) root() *Transaction {
	t := c.tx
	for t.outer != nil {
		t = t.outer
	}
	return t
}

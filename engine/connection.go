package engine

import (
	"context"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/sqlcompile"
)

// Connection is a borrowed connection. It is used by one goroutine at a time and must be closed, which gives it back.
type Connection struct {
	engine *Engine
	handle pool.Handle
	res    *resource
	tx     *Transaction // the innermost open one
	depth  int          // savepoints opened so far, by which they are named
}

// Engine is where the connection came from.
func (c *Connection) Engine() *Engine { return c.engine }

// Raw is the connection as the driver layer has it, for what only that layer can do.
func (c *Connection) Raw() dbapi.Conn { return c.res }

// Close gives the connection back to the pool. An open transaction is rolled back, open rows are closed. Closing twice does
// nothing.
func (c *Connection) Close() error {
	if c.res == nil {
		return nil
	}
	c.res, c.tx = nil, nil
	return c.handle.Release()
}

// Discard closes the connection for good instead of giving it back.
func (c *Connection) Discard() error {
	if c.res == nil {
		return nil
	}
	c.res, c.tx = nil, nil
	return c.handle.Discard()
}

// Query runs a statement that yields rows, which must be closed before the connection is used again.
func (c *Connection) Query(ctx context.Context, s expr.Statement) (*Rows, error) {
	k := c.engine.key()
	defer c.engine.putKey(k)
	compiled, text, args, err := c.prepare(s, k)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, compiled, text, args)
}

// Exec runs a statement that yields no rows.
func (c *Connection) Exec(ctx context.Context, s expr.Statement) (Result, error) {
	k := c.engine.key()
	defer c.engine.putKey(k)
	compiled, text, args, err := c.prepare(s, k)
	if err != nil {
		return Result{}, err
	}
	return c.exec(ctx, compiled, text, args)
}

// QueryCompiled runs a compiled statement whose values are passed in the order of its parameters.
func (c *Connection) QueryCompiled(ctx context.Context, s *sqlcompile.Compiled, values []any) (*Rows, error) {
	args, err := c.convert(s, values)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, s, s.Text, args)
}

// ExecCompiled runs a compiled statement that yields no rows, whose values are passed in the order of its parameters.
func (c *Connection) ExecCompiled(ctx context.Context, s *sqlcompile.Compiled, values []any) (Result, error) {
	args, err := c.convert(s, values)
	if err != nil {
		return Result{}, err
	}
	return c.exec(ctx, s, s.Text, args)
}

// Prepare compiles a statement through the engine's cache.
func (c *Connection) Prepare(s expr.Statement) (*Statement, error) { return c.engine.Compile(s) }

// prepare compiles s and converts the values of its binds into the connection's scratch.
func (c *Connection) prepare(s expr.Statement, k *expr.Key) (*sqlcompile.Compiled, string, []any, error) {
	if c.res == nil {
		return nil, "", nil, errClosed
	}
	compiled, err := c.engine.cache.Compile(s, k)
	if err != nil {
		return nil, "", nil, err
	}
	text, args, err := compiled.Bind(k.Binds, c.res.args[:0])
	if err != nil {
		return nil, "", nil, &Error{Op: "bind", Class: dialects.DataError, SQL: compiled.Text, Err: err}
	}
	c.res.args = args
	return compiled, text, args, nil
}

func (c *Connection) convert(s *sqlcompile.Compiled, values []any) ([]any, error) {
	if c.res == nil {
		return nil, errClosed
	}
	args := c.res.args[:0]
	for i, v := range values {
		x, err := s.Convert(i, v)
		if err != nil {
			return nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Column: s.Params[i].Name, Err: err}
		}
		args = append(args, x)
	}
	c.res.args = args
	return args, nil
}

// run calls f with the prepared statement of text, and once more after the server said that the statement has gone stale,
// provided that no transaction is open in which the failure would count.
func (c *Connection) run(ctx context.Context, text string, f func(dbapi.Stmt) error) error {
	for again := true; ; again = false {
		st, err := c.res.stmts.Get(ctx, text)
		if err == nil {
			err = f(st)
		}
		if err == nil || !again || !stale(err) || c.res.InTx() {
			return err
		}
		if err := c.res.stmts.Drop(text); err != nil {
			return err
		}
	}
}

// stale reports whether the server forgot a prepared statement or its result has changed since it was prepared.
func stale(err error) bool {
	s := dialects.SQLState(err)
	return s == "0A000" || s == "26000"
}

func (c *Connection) query(ctx context.Context, s *sqlcompile.Compiled, text string, args []any) (*Rows, error) {
	start := c.engine.start()
	var rd dbapi.Reader
	err := c.run(ctx, text, func(st dbapi.Stmt) (err error) {
		rd, err = st.Query(ctx, args)
		return err
	})
	c.engine.emit(ctx, text, args, start, err)
	if err != nil {
		return nil, c.wrap("query", text, err)
	}
	return &Rows{conn: c, reader: rd, compiled: s, text: text}, nil
}

func (c *Connection) exec(ctx context.Context, _ *sqlcompile.Compiled, text string, args []any) (Result, error) {
	start := c.engine.start()
	var res dbapi.Result
	err := c.run(ctx, text, func(st dbapi.Stmt) (err error) {
		res, err = st.Exec(ctx, args)
		return err
	})
	c.engine.emit(ctx, text, args, start, err)
	if err != nil {
		return Result{}, c.wrap("exec", text, err)
	}
	return Result{res}, nil
}

// ExecText runs literal SQL without parameters: DDL, SET, PRAGMA.
func (c *Connection) ExecText(ctx context.Context, sql string) error {
	if c.res == nil {
		return errClosed
	}
	return c.mark(ctx, sql, func() error { return c.res.ExecSimple(ctx, sql) })
}

// mark runs something that is shown as text: a transaction mark, DDL.
func (c *Connection) mark(ctx context.Context, text string, f func() error) error {
	start := c.engine.start()
	err := f()
	c.engine.emit(ctx, text, nil, start, err)
	return c.wrap("exec", text, err)
}

// start is the time, where somebody wants to know how long statements take.
func (e *Engine) start() time.Time {
	if e.opt.echo == nil && len(e.opt.listeners) == 0 {
		return time.Time{}
	}
	return time.Now()
}

// Result is what a statement without rows did.
type Result struct{ r dbapi.Result }

// RowsAffected is how many rows were inserted, changed or deleted.
func (r Result) RowsAffected() (int64, error) { return r.r.RowsAffected() }

// LastInsertID is the key generated for the last inserted row, where the driver tells it.
func (r Result) LastInsertID() (int64, error) { return r.r.LastInsertID() }

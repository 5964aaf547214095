package engine

import (
	"context"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// This file runs statements: it compiles, converts binds, and sends.

// Query runs a statement that yields rows, which must be closed before the connection is used again.
func (c *Connection) Query(ctx context.Context, s expr.Statement) (*Rows, error) {
	k := c.engine.key()
	defer c.engine.putKey(k)
	compiled, text, args, err := c.prepare(ctx, s, k)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, compiled, text, args)
}

// QueryWith is [Connection.Query] with options over those of the connection.
func (c *Connection) QueryWith(ctx context.Context, s expr.Statement, opts ...ExecOption) (*Rows, error) {
	opt := c.opt.merged(opts)
	if opt.isolation != c.opt.isolation {
		return nil, ErrStatementIsolation
	}
	defer func(o execOptions) { c.opt = o }(c.opt)
	c.opt = opt
	return c.Query(ctx, s)
}

// Exec runs a statement that yields no rows.
func (c *Connection) Exec(ctx context.Context, s expr.Statement) (Result, error) {
	k := c.engine.key()
	defer c.engine.putKey(k)
	compiled, text, args, err := c.prepare(ctx, s, k)
	if err != nil {
		return Result{}, err
	}
	return c.exec(ctx, compiled, text, args)
}

// QueryCompiled runs a compiled statement whose values are passed in the order of its parameters.
func (c *Connection) QueryCompiled(ctx context.Context, s *sqlcompile.Compiled, values []any) (*Rows, error) {
	args, err := c.convert(ctx, s, values)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, s, s.Text, args)
}

// ExecCompiled runs a compiled statement that yields no rows, whose values are passed in the order of its parameters.
func (c *Connection) ExecCompiled(ctx context.Context, s *sqlcompile.Compiled, values []any) (Result, error) {
	args, err := c.convert(ctx, s, values)
	if err != nil {
		return Result{}, err
	}
	return c.exec(ctx, s, s.Text, args)
}

// Prepare compiles a statement through the engine's cache.
func (c *Connection) Prepare(s expr.Statement) (*Statement, error) { return c.engine.Compile(s) }

// prepare compiles s and converts the values of its binds into the connection's scratch.
func (c *Connection) prepare(ctx context.Context, s expr.Statement, k *expr.Key) (*sqlcompile.Compiled, string, []any, error) {
	if err := c.usable(ctx); err != nil {
		return nil, "", nil, err
	}
	compiled, err := c.engine.statements().Compile(s, k)
	if err != nil {
		return nil, "", nil, err
	}
	if compiled.Defaults {
		text, args, err := c.bindDefaults(ctx, compiled, k.Binds)
		return compiled, text, args, err
	}
	text, args, err := compiled.Bind(k.Binds, c.res.args[:0])
	if err != nil {
		return nil, "", nil, &Error{Op: "bind", Class: dialects.DataError, SQL: compiled.Text, Err: err}
	}
	c.res.args = args
	return compiled, text, args, nil
}

func (c *Connection) convert(ctx context.Context, s *sqlcompile.Compiled, values []any) ([]any, error) {
	if err := c.usable(ctx); err != nil {
		return nil, err
	}
	outs := s.Outs()
	if want := len(s.Params) - outs; len(values) != want {
		return nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Err: &dbapi.ArgCountError{Want: want, Got: len(values)}}
	}
	args := c.res.args[:0]
	for i, v := range values {
		x, err := s.Convert(i, v)
		if err != nil {
			return nil, &Error{Op: "bind", Class: dialects.DataError, SQL: s.Text, Column: s.Params[i].Name, Err: err}
		}
		args = append(args, x)
	}
	args = appendOuts(args, s, outs)
	c.res.args = args
	return args, nil
}

// query sends a statement that yields rows.
func (c *Connection) query(ctx context.Context, s *sqlcompile.Compiled, text string, args []any) (*Rows, error) {
	if err := c.begun(ctx); err != nil {
		return nil, err
	}
	x, err := c.beforeCursor(ctx, s, text, args, 0)
	if err != nil {
		return nil, err
	}
	reads := c.reads(s)
	var rd dbapi.Reader
	if c.opt.stream && c.cursors(s) {
		rd, err = c.declare(ctx, x)
	} else {
		err = c.run(ctx, x.SQL, func(st dbapi.Stmt) (err error) {
			if s != nil && s.Outs() > 0 {
				rd, err = c.queryOut(ctx, st, s, x.Args)
			} else {
				rd, err = st.Query(ctx, x.Args)
			}
			return err
		})
	}
	if c.tx != nil {
		c.tx.reads = reads
	}
	if err = c.afterCursor(ctx, &x, "query", err); err != nil {
		return nil, err
	}
	return &Rows{conn: c, reader: c.engine.logged(ctx, rd), compiled: s, text: x.SQL}, nil
}

// reads reports whether the transaction has done nothing but read, when a statement has run in it.
func (c *Connection) reads(s *sqlcompile.Compiled) bool {
	return c.tx != nil && c.tx.reads && s != nil && s.Kind == sqlcompile.KindSelect && !s.Locks
}

// exec sends a statement that yields no rows.
func (c *Connection) exec(ctx context.Context, s *sqlcompile.Compiled, text string, args []any) (Result, error) {
	if err := c.begun(ctx); err != nil {
		return Result{}, err
	}
	var res dbapi.Result
	if s != nil && s.Outs() > 0 {
		args, _ = withPlaces(args)
	}
	if c.unheard() && !c.engine.opt.comments {
		err := c.run(ctx, text, func(st dbapi.Stmt) (err error) {
			res, err = st.Exec(ctx, args)
			return err
		})
		return Result{res}, c.failed(ctx, "exec", text, args, err)
	}
	x, err := c.beforeCursor(ctx, s, text, args, 0)
	if err != nil {
		return Result{}, err
	}
	err = c.run(ctx, x.SQL, func(st dbapi.Stmt) (err error) {
		res, err = st.Exec(ctx, x.Args)
		return err
	})
	if err = c.afterCursor(ctx, &x, "exec", err); err != nil {
		return Result{}, err
	}
	return Result{res}, nil
}

// run calls f with the prepared statement of text. After the server said that the statement has gone stale (the schema has changed
// since it was prepared) it is dropped, and f is called once more if nothing is lost by that: outside of a transaction, or in one
// that has run nothing yet, which is begun again.
func (c *Connection) run(ctx context.Context, text string, f func(dbapi.Stmt) error) error {
	first := c.tx == nil || c.tx.fresh
	if c.tx != nil {
		c.tx.fresh, c.tx.reads = false, false
	}
	err := c.runOnce(ctx, text, f)
	if err == nil || !stale(err) {
		return err
	}
	if !first || c.res.stmts.Len() == 0 {
		_ = c.res.stmts.Drop(text) // the server's word is the one to report
		return err
	}
	if c.tx != nil {
		if e := c.tx.restart(ctx); e != nil {
			return err
		}
		c.tx.fresh = false
	}
	if e := c.res.stmts.Drop(text); e != nil {
		return e
	}
	return c.runOnce(ctx, text, f)
}

// runOnce calls f with the prepared statement of text, or with one that prepares nothing.
func (c *Connection) runOnce(ctx context.Context, text string, f func(dbapi.Stmt) error) error {
	if c.opt.unprepared {
		return f(dbapi.Direct(c.res.Conn, text))
	}
	st, err := c.res.stmts.Get(ctx, text)
	if err != nil {
		return err
	}
	return f(st)
}

// stale reports whether the server forgot a prepared statement or its result has changed since it was prepared.
func stale(err error) bool {
	s := dialects.SQLState(err)
	return s == "0A000" || s == "26000"
}

// ExecText runs literal SQL without parameters: DDL, SET, PRAGMA; more than one statement if the driver allows.
func (c *Connection) ExecText(ctx context.Context, sql string) error {
	if err := c.usable(ctx); err != nil {
		return err
	}
	if err := c.begun(ctx); err != nil {
		return err
	}
	if c.tx != nil {
		c.tx.fresh, c.tx.reads, c.tx.keyStep = false, false, 0
	} else {
		c.res.noteText(sql)
	}
	return c.mark(ctx, sql, func() error { return c.res.ExecSimple(ctx, sql) })
}

// mark runs something that is shown as text: a transaction mark, DDL.
func (c *Connection) mark(ctx context.Context, text string, f func() error) error {
	start := c.engine.start()
	err := f()
	c.engine.emit(ctx, text, nil, 0, start, err)
	return c.failed(ctx, "exec", text, nil, err)
}

// start is the time, where somebody wants to know how long statements take.
func (e *Engine) start() time.Time {
	if !e.logging() {
		return time.Time{}
	}
	return time.Now()
}

// logging reports whether somebody wants to see statements.
func (e *Engine) logging() bool { return e.opt.echo != nil || len(e.opt.listeners) > 0 }

// Result is what a statement without rows did.
type Result struct{ r dbapi.Result }

// RowsAffected is how many rows were inserted, changed or deleted.
func (r Result) RowsAffected() (int64, error) { return r.r.RowsAffected() }

// LastInsertID is the key generated for the last inserted row, where the driver tells it.
func (r Result) LastInsertID() (int64, error) { return r.r.LastInsertID() }

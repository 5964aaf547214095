package engine

import (
	"context"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

var (
	_ schema.Transactor = (*Engine)(nil)
	_ schema.Executor   = (*Connection)(nil)
)

// Target implements schema.Executor.
func (e *Engine) Target() schema.Target { return sqlcompile.Target(e.Dialect()) }

// HasTable implements schema.Executor.
func (e *Engine) HasTable(ctx context.Context, ns, name string) (has bool, err error) {
	err = e.with(ctx, func(c *Connection) error {
		has, err = c.HasTable(ctx, ns, name)
		return err
	})
	return has, err
}

// HasSequence implements schema.Executor.
func (e *Engine) HasSequence(ctx context.Context, ns, name string) (has bool, err error) {
	err = e.with(ctx, func(c *Connection) error {
		has, err = c.HasSequence(ctx, ns, name)
		return err
	})
	return has, err
}

// HasType implements schema.Executor.
func (e *Engine) HasType(ctx context.Context, ns, name string) (has bool, err error) {
	err = e.with(ctx, func(c *Connection) error {
		has, err = c.HasType(ctx, ns, name)
		return err
	})
	return has, err
}

// ExecuteDDL implements schema.Executor.
func (e *Engine) ExecuteDDL(ctx context.Context, el schema.Element) error {
	return e.with(ctx, func(c *Connection) error { return c.ExecuteDDL(ctx, el) })
}

// InTransaction implements schema.Transactor. Databases that end a transaction at each DDL statement (MySQL, Oracle) keep what was
// done before an error.
func (e *Engine) InTransaction(ctx context.Context, f func(schema.Executor) error) error {
	return e.with(ctx, func(c *Connection) error {
		tx, err := c.Begin(ctx)
		if err != nil {
			return err
		}
		if err := f(c); err != nil {
			_ = tx.Rollback(ctx) // the first error is the one that matters
			return err
		}
		return tx.Commit(ctx)
	})
}

// Target implements schema.Executor.
func (c *Connection) Target() schema.Target { return c.engine.Target() }

// HasTable implements schema.Executor.
func (c *Connection) HasTable(ctx context.Context, ns, name string) (bool, error) {
	sql, args := c.engine.Dialect().HasTable(ns, name)
	return c.yields(ctx, sql, args)
}

// HasSequence implements schema.Executor. A database without sequences has none.
func (c *Connection) HasSequence(ctx context.Context, ns, name string) (bool, error) {
	d, ok := c.engine.Dialect().(dialects.Sequencer)
	if !ok {
		return false, nil
	}
	sql, args := d.HasSequence(ns, name)
	return c.yields(ctx, sql, args)
}

// HasType implements schema.Executor. A database where enums are no types of their own has none.
func (c *Connection) HasType(ctx context.Context, ns, name string) (bool, error) {
	d, ok := c.engine.Dialect().(dialects.Typer)
	if !ok {
		return false, nil
	}
	sql, args := d.HasType(ns, name)
	return c.yields(ctx, sql, args)
}

// ExecuteDDL implements schema.Executor, in the transaction of the connection if one is open.
func (c *Connection) ExecuteDDL(ctx context.Context, el schema.Element) error {
	sql, err := sqlcompile.DDL(el, c.engine.Dialect())
	if err != nil {
		return err
	}
	return c.ExecText(ctx, sql)
}

// yields reports whether a query gives a row.
func (c *Connection) yields(ctx context.Context, sql string, args []any) (has bool, err error) {
	rows, err := c.query(ctx, nil, sql, args)
	if err != nil {
		return false, err
	}
	err = rows.Each(func(*dbapi.Row) error {
		has = true
		return nil
	})
	return has, err
}

// QueryText runs literal SQL with positional arguments, already as the driver takes them, and calls f with each row.
func (e *Engine) QueryText(ctx context.Context, sql string, args []any, f func(*dbapi.Row) error) error {
	return e.with(ctx, func(c *Connection) error {
		rows, err := c.query(ctx, nil, sql, args)
		if err != nil {
			return err
		}
		return rows.Each(f)
	})
}

// ExecText runs literal SQL without parameters on a connection of its own; what it does lasts at once.
func (e *Engine) ExecText(ctx context.Context, sql string) error {
	return e.with(ctx, func(c *Connection) error { return c.ExecText(ctx, sql) })
}

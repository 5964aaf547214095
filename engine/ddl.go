package engine

import (
	"context"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
)

var _ schema.Executor = (*Engine)(nil)

// HasTable implements schema.Executor.
func (e *Engine) HasTable(ctx context.Context, ns, name string) (has bool, err error) {
	c, err := e.Connect(ctx)
	if err != nil {
		return false, err
	}
	defer c.Close()
	sql, args := e.dialect.HasTable(ns, name)
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

// ExecuteDDL implements schema.Executor.
func (e *Engine) ExecuteDDL(ctx context.Context, el schema.Element) error {
	sql, err := sqlcompile.DDL(el, e.dialect)
	if err != nil {
		return err
	}
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.ExecText(ctx, sql)
}

// QueryText runs literal SQL with positional arguments, already as the driver takes them, and calls f with each row.
func (e *Engine) QueryText(ctx context.Context, sql string, args []any, f func(*dbapi.Row) error) error {
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	rows, err := c.query(ctx, nil, sql, args)
	if err != nil {
		return err
	}
	return rows.Each(f)
}

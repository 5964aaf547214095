package dbapi

import (
	"context"
	"database/sql/driver"
	"errors"
)

// The interfaces of drivers from before contexts. Package driver marks its own as deprecated; these have the same methods.
type (
	legacyExecer interface {
		Exec(query string, args []driver.Value) (driver.Result, error)
	}
	legacyQueryer interface {
		Query(query string, args []driver.Value) (driver.Rows, error)
	}
	legacyBeginner interface{ Begin() (driver.Tx, error) }
	legacyStmt     interface {
		Exec(args []driver.Value) (driver.Result, error)
		Query(args []driver.Value) (driver.Rows, error)
	}
	columnConverter interface {
		ColumnConverter(idx int) driver.ValueConverter
	}
)

// Errors of drivers that cannot do what was asked for.
var (
	ErrNamedArguments = errors.New("dbapi: the driver does not support named arguments")
	ErrIsolation      = errors.New("dbapi: the driver does not support isolation levels")
	ErrReadOnly       = errors.New("dbapi: the driver does not support read-only transactions")
)

// ordinals gives the arguments without names, in a slice that the connection reuses.
func (c *genConn) ordinals(nvs []driver.NamedValue) ([]driver.Value, error) {
	c.args = c.args[:0]
	for i := range nvs {
		if nvs[i].Name != "" {
			return nil, ErrNamedArguments
		}
		c.args = append(c.args, nvs[i].Value)
	}
	return c.args, nil
}

// execDirect runs text without preparing it; driver.ErrSkip says that the driver cannot.
func (c *genConn) execDirect(ctx context.Context, sql string, nvs []driver.NamedValue) (driver.Result, error) {
	if c.execer != nil {
		return c.execer.ExecContext(ctx, sql, nvs)
	}
	vals, err := c.ordinals(nvs)
	if err != nil {
		return nil, err
	}
	return c.oldExecer.Exec(sql, vals)
}

func (c *genConn) queryDirect(ctx context.Context, sql string, nvs []driver.NamedValue) (driver.Rows, error) {
	if c.queryer != nil {
		return c.queryer.QueryContext(ctx, sql, nvs)
	}
	vals, err := c.ordinals(nvs)
	if err != nil {
		return nil, err
	}
	return c.oldQueryer.Query(sql, vals)
}

// prepareDriver prepares; an old driver's statement is closed again if ctx ended meanwhile.
func (c *genConn) prepareDriver(ctx context.Context, sql string) (driver.Stmt, error) {
	if c.preparer != nil {
		return c.preparer.PrepareContext(ctx, sql)
	}
	ds, err := c.dc.Prepare(sql)
	if err == nil && ctx.Err() != nil {
		_ = ds.Close() // the context's error is the one to report
		return nil, ctx.Err()
	}
	return ds, err
}

// beginDriver starts a transaction whose life does not hang on a context.
func (c *genConn) beginDriver(ctx context.Context, o TxOptions) (driver.Tx, error) {
	if c.beginner != nil {
		return c.beginner.BeginTx(context.WithoutCancel(ctx), o)
	}
	switch {
	case o.Isolation != 0:
		return nil, ErrIsolation
	case o.ReadOnly:
		return nil, ErrReadOnly
	}
	return c.dc.(legacyBeginner).Begin()
}

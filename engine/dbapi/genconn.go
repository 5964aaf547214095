package dbapi

import (
	"context"
	"database/sql/driver"
	"errors"
)

// genConn is a [Conn] over a driver's connection. What the driver offers is found out once, when it is made.
type genConn struct {
	dc  driver.Conn
	opt GenericOptions

	queryer    driver.QueryerContext
	oldQueryer legacyQueryer
	execer     driver.ExecerContext
	oldExecer  legacyExecer
	preparer   driver.ConnPrepareContext
	beginner   driver.ConnBeginTx
	checker    driver.NamedValueChecker
	pinger     driver.Pinger
	resetter   driver.SessionResetter
	validator  driver.Validator
	auto       autoCommitter

	watch   watch
	reader  *genReader // the open one
	tx      driver.Tx  // the open one
	closed  bool
	broken  bool // to be thrown away
	suspect bool // an operation was cancelled, nobody has looked since
	// unsure says that text was run since the last reset that may have begun a transaction; lentOut that somebody has the driver's own
	// connection, who may do so at any time.
	unsure, lentOut bool

	named []driver.NamedValue // reused by every operation
	args  []driver.Value      // the same, for old drivers
	row   []driver.Value      // what the open reader reads into
	boxes []Cell              // as many Boxed cells as the widest result had columns
}

// autoCommitter is implemented by the connections of go-sqlite3: false while a transaction is open, however it was begun.
type autoCommitter interface{ AutoCommit() bool }

func newGenConn(dc driver.Conn, o GenericOptions) *genConn {
	c := &genConn{dc: dc, opt: o}
	c.queryer, _ = dc.(driver.QueryerContext)
	c.oldQueryer, _ = dc.(legacyQueryer)
	c.execer, _ = dc.(driver.ExecerContext)
	c.oldExecer, _ = dc.(legacyExecer)
	c.preparer, _ = dc.(driver.ConnPrepareContext)
	c.beginner, _ = dc.(driver.ConnBeginTx)
	c.checker, _ = dc.(driver.NamedValueChecker)
	c.pinger, _ = dc.(driver.Pinger)
	c.resetter, _ = dc.(driver.SessionResetter)
	c.validator, _ = dc.(driver.Validator)
	c.auto, _ = dc.(autoCommitter)
	c.watch.target, _ = dc.(Canceler)
	if o.Canceler != nil {
		c.watch.target = o.Canceler(dc)
	}
	return c
}

// Unwrap gives the driver.Conn.
func (c *genConn) Unwrap() any {
	c.lentOut = true
	return c.dc
}

// enter begins an operation and gives the context for the driver. Every enter that succeeds is followed by one leave.
func (c *genConn) enter(ctx context.Context, op string) (context.Context, error) {
	switch {
	case c.closed:
		return nil, ErrConnClosed
	case c.reader != nil:
		return nil, ErrBusy
	case ctx.Err() != nil:
		return nil, canceled(ctx, op, nil)
	}
	return c.watch.arm(ctx), nil
}

// leave ends an operation and gives the error to report. An operation that succeeded stays so even if ctx ended.
func (c *genConn) leave(ctx context.Context, op string, err error) error {
	c.watch.disarm()
	c.forget()
	ended := ctx.Done() != nil && ctx.Err() != nil
	if ended {
		c.suspect = true
	}
	if err == nil {
		return nil
	}
	if errors.Is(err, driver.ErrBadConn) {
		c.broken = true
	}
	if ended {
		return canceled(ctx, op, err)
	}
	return err
}

// Exec runs text, by the driver's short way if it has one, else by preparing.
func (c *genConn) Exec(ctx context.Context, sql string, args []any) (Result, error) {
	dctx, err := c.enter(ctx, "exec")
	if err != nil {
		return Result{}, err
	}
	r, err := c.exec(dctx, sql, args)
	return Result{r: r}, c.leave(ctx, "exec", err)
}

func (c *genConn) exec(ctx context.Context, sql string, args []any) (driver.Result, error) {
	c.unsure = true
	if c.execer != nil || c.oldExecer != nil {
		nvs, err := c.convert(nil, args)
		if err != nil {
			return nil, err
		}
		if r, err := c.execDirect(ctx, sql, nvs); err != driver.ErrSkip {
			return r, err
		}
	}
	st, err := c.prepare(ctx, sql)
	if err != nil {
		return nil, err
	}
	r, err := st.exec(ctx, args)
	if cerr := st.ds.Close(); err == nil {
		err = cerr
	}
	return r, err
}

// ExecSimple runs text without parameters.
func (c *genConn) ExecSimple(ctx context.Context, sql string) error {
	_, err := c.Exec(ctx, sql, nil)
	return err
}

// Query runs text, by the driver's short way if it has one, else by preparing.
func (c *genConn) Query(ctx context.Context, sql string, args []any) (Reader, error) {
	dctx, err := c.enter(ctx, "query")
	if err != nil {
		return nil, err
	}
	rows, st, err := c.query(dctx, sql, args)
	if err != nil {
		return nil, c.leave(ctx, "query", err)
	}
	return c.open(ctx, rows, nil, st), nil
}

// query gives rows, and the statement to be closed with them if one had to be prepared.
func (c *genConn) query(ctx context.Context, sql string, args []any) (driver.Rows, *genStmt, error) {
	c.unsure = true
	if c.queryer != nil || c.oldQueryer != nil {
		nvs, err := c.convert(nil, args)
		if err != nil {
			return nil, nil, err
		}
		if rows, err := c.queryDirect(ctx, sql, nvs); err != driver.ErrSkip {
			return rows, nil, err
		}
	}
	st, err := c.prepare(ctx, sql)
	if err != nil {
		return nil, nil, err
	}
	rows, err := st.query(ctx, args)
	if err != nil {
		_ = st.ds.Close() // the query's error is the one to report
	}
	return rows, st, err
}

// Ping asks the server, if the driver can.
func (c *genConn) Ping(ctx context.Context) error {
	dctx, err := c.enter(ctx, "ping")
	if err != nil {
		return err
	}
	if c.pinger != nil {
		err = c.pinger.Ping(dctx)
	}
	return c.leave(ctx, "ping", err)
}

// IsValid asks nobody but the driver's own memory.
func (c *genConn) IsValid() bool {
	return !c.closed && !c.broken && !c.suspect && (c.validator == nil || c.validator.IsValid())
}

// Close closes an open reader and the connection. What closing a dead connection gives is no news.
func (c *genConn) Close() error {
	if c.closed {
		return nil
	}
	if c.reader != nil {
		_ = c.reader.Close() // closing the connection ends it anyway
	}
	dead := !c.IsValid()
	c.closed, c.tx = true, nil
	if err := c.dc.Close(); err != nil && !dead {
		return err
	}
	return nil
}

// Reset makes the connection fit for the next user, or says that it is not.
func (c *genConn) Reset(ctx context.Context) error {
	if c.closed {
		return ErrConnClosed
	}
	err := c.reset(ctx)
	if err != nil {
		c.broken = true
	}
	return err
}

func (c *genConn) reset(ctx context.Context) error {
	if c.reader != nil {
		if err := c.reader.Close(); err != nil {
			return err
		}
	}
	if c.tx != nil {
		if err := c.Rollback(ctx); err != nil {
			return err
		}
	}
	if c.auto != nil && (c.unsure || c.lentOut) {
		c.unsure = false
		if !c.auto.AutoCommit() { // begun by text
			if err := c.ExecSimple(ctx, "ROLLBACK"); err != nil {
				return err
			}
			c.unsure = false
		}
	}
	if c.suspect {
		if err := c.verify(ctx); err != nil {
			return err
		}
	}
	if c.resetter != nil {
		return c.resetter.ResetSession(ctx)
	}
	return nil
}

// errUnverified says that a connection cannot be kept after a cancellation.
var errUnverified = errors.New("dbapi: an operation was cancelled, and the driver has no means to verify the connection")

// verify pings a connection on which an operation was cancelled.
func (c *genConn) verify(ctx context.Context) error {
	if c.pinger == nil {
		return errUnverified
	}
	ctx, stop := context.WithTimeout(ctx, c.opt.verifyTimeout())
	defer stop()
	if err := c.Ping(ctx); err != nil {
		return err
	}
	c.suspect = false
	return nil
}

//go:build cgo

package sqlite3

/*
#include <stdlib.h>
#include "cells.h"
#cgo noescape al_prepare
#cgo nocallback al_prepare
*/
import "C"

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// conn is a connection, by its own handle of the library.
//
// Invariant: at most one of its statements is between its first step and its reset, that of reader.
type conn struct {
	dc    driver.Conn // go-sqlite3's, kept for Unwrap and Close
	c     *C.al_conn  // nil when closed
	begin string
	watch *dbapi.Watch

	reader  *reader // the open one
	inTx    bool
	suspect bool
	// unsure says that text was run since the last reset that may have begun a transaction; lentOut that somebody has the connection of
	// go-sqlite3, who may do so at any time.
	unsure, lentOut bool

	marks [3]*stmt // BEGIN, COMMIT, ROLLBACK, compiled when first used

	args     args     // reused by every operation
	spare    *buffers // for the next reader
	out      C.al_out // what the last call gave: here, since C must not be given memory on the stack
	used, rc C.int
}

var _ dbapi.Conn = (*conn)(nil)

func newConn(dc driver.Conn) (*conn, error) {
	db, begin, err := inside(dc)
	if err != nil {
		return nil, err
	}
	c := &conn{dc: dc, begin: begin, c: C.al_open((*C.sqlite3)(db))}
	if c.c == nil {
		return nil, errors.New("sqlite3: out of memory")
	}
	c.watch = dbapi.NewWatch(c)
	if err := c.wait(); err != nil {
		C.al_free(c.c)
		return nil, err
	}
	return c, nil
}

// wait takes over the waiting for locks, as long as the data source name says, so that a cancellation ends it.
func (c *conn) wait() error {
	ctx := context.Background()
	r, err := c.Query(ctx, "PRAGMA busy_timeout", nil)
	if err != nil {
		return err
	}
	var b dbapi.Batch
	if _, err = r.Fetch(&b); err != nil {
		return err
	}
	if b.NRows == 1 && b.Cells[0].K == dbapi.Int && b.Cells[0].V > 0 {
		C.al_wait(c.c, C.int32_t(b.Cells[0].V))
	}
	return r.Close()
}

// Cancel stops the running operation; the watch sees to it that there is one.
func (c *conn) Cancel() error {
	C.al_cancel(c.c)
	return nil
}

// Unwrap gives the *sqlite3.SQLiteConn of go-sqlite3. Its statements must not run while a reader is open.
func (c *conn) Unwrap() any {
	c.lentOut = true
	return c.dc
}

// enter begins an operation. Every enter that succeeds is followed by one leave.
func (c *conn) enter(ctx context.Context, op string) error {
	switch {
	case c.c == nil:
		return dbapi.ErrConnClosed
	case c.reader != nil:
		return dbapi.ErrBusy
	case ctx.Err() != nil:
		return dbapi.Canceled(ctx, op, nil)
	}
	if ctx.Done() != nil {
		C.al_armed(c.c)
		c.watch.Arm(ctx)
	}
	return nil
}

// leave ends an operation and gives the error to report. An operation that succeeded stays so even if ctx ended.
func (c *conn) leave(ctx context.Context, op string, err error) error {
	c.args.forget()
	if ctx.Done() == nil {
		return err
	}
	c.watch.Disarm()
	if ctx.Err() == nil {
		return err
	}
	c.suspect = true
	if err != nil {
		err = dbapi.Canceled(ctx, op, err)
	}
	return err
}

// prepare compiles the first statement of a text and gives the rest. The statement is nil if there is only space and comments.
func (c *conn) prepare(sql string, keep bool) (*stmt, string, error) {
	if sql == "" {
		return nil, "", nil
	}
	if strings.IndexByte(sql, 0) >= 0 {
		return nil, "", errNUL
	}
	k := C.int(0)
	if keep {
		k = 1
	}
	st := C.al_prepare(c.c, (*C.char)(unsafe.Pointer(unsafe.StringData(sql))), C.int(len(sql)), k, &c.rc, &c.used)
	if c.rc != 0 {
		return nil, "", c.lastError()
	}
	if st == nil {
		return nil, "", nil
	}
	return &stmt{c: c, st: st, inputs: int(C.sqlite3_bind_parameter_count(st)), keeps: dbapi.KeepsTransactions(sql)}, sql[c.used:], nil
}

var errNUL = errors.New("sqlite3: the text of a statement contains a NUL character")

// Prepare compiles a statement. Text after it is an error, as it would never run.
func (c *conn) Prepare(ctx context.Context, sql string) (dbapi.Stmt, error) {
	if err := c.enter(ctx, "prepare"); err != nil {
		return nil, err
	}
	st, rest, err := c.prepare(sql, true)
	if err == nil && st == nil {
		st = &stmt{c: c} // nothing but comments: runs, and does nothing
	}
	if err == nil && strings.TrimSpace(rest) != "" {
		if more, _, merr := c.prepare(rest, false); more != nil || merr != nil {
			if more != nil {
				more.finalize()
			}
			st.finalize()
			err = errSeveral
		}
	}
	if err = c.leave(ctx, "prepare", err); err != nil {
		return nil, err
	}
	return st, nil
}

var errSeveral = errors.New("sqlite3: more than one statement cannot be prepared as one")

// Exec runs all statements of a text. Each takes its parameters from the front of the arguments.
func (c *conn) Exec(ctx context.Context, sql string, args []any) (dbapi.Result, error) {
	if err := c.enter(ctx, "exec"); err != nil {
		return dbapi.Result{}, err
	}
	r, _, err := c.run(sql, args, false)
	return r, c.leave(ctx, "exec", err)
}

// run runs the statements of a text; all of them, or all but the last, which it gives with its arguments bound.
func (c *conn) run(sql string, args []any, leaveLast bool) (r dbapi.Result, last *stmt, err error) {
	c.unsure = true
	for {
		st, rest, err := c.prepare(sql, false)
		if err != nil || st == nil {
			if err == nil && len(args) > 0 {
				err = &dbapi.ArgCountError{Want: 0, Got: len(args)}
			}
			return r, nil, err
		}
		mine := args
		if st.inputs < len(args) && !named(args) {
			mine, args = args[:st.inputs], args[st.inputs:]
		} else {
			args = nil
		}
		rest = strings.TrimSpace(rest)
		if leaveLast && rest == "" {
			if err = st.take(mine); err == nil && len(args) > 0 {
				err = &dbapi.ArgCountError{Want: st.inputs, Got: len(mine) + len(args)}
			}
			if err != nil {
				st.finalize()
				return r, nil, err
			}
			return r, st, nil
		}
		r, err = st.run(mine)
		st.finalize()
		if err != nil {
			return r, nil, err
		}
		if rest == "" {
			if len(args) > 0 {
				return r, nil, &dbapi.ArgCountError{Want: st.inputs, Got: len(mine) + len(args)}
			}
			return r, nil, nil
		}
		sql = rest
	}
}

// ExecSimple runs all statements of a text without parameters.
func (c *conn) ExecSimple(ctx context.Context, sql string) error {
	if err := c.enter(ctx, "exec"); err != nil {
		return err
	}
	c.unsure = true
	err := errNUL
	if strings.IndexByte(sql, 0) < 0 {
		text := C.CString(sql)
		err = c.failed(C.al_run(c.c, text))
		C.free(unsafe.Pointer(text))
	}
	return c.leave(ctx, "exec", err)
}

// Query runs the statements of a text and gives the rows of the last one.
func (c *conn) Query(ctx context.Context, sql string, args []any) (dbapi.Reader, error) {
	if err := c.enter(ctx, "query"); err != nil {
		return nil, err
	}
	_, st, err := c.run(sql, args, true)
	if err == nil && st == nil {
		st = &stmt{c: c}
	}
	if err != nil {
		return nil, c.leave(ctx, "query", err)
	}
	return c.open(ctx, st, true), nil
}

// Ping says whether the connection is open: there is no server to ask.
func (c *conn) Ping(ctx context.Context) error {
	if err := c.enter(ctx, "ping"); err != nil {
		return err
	}
	return c.leave(ctx, "ping", nil)
}

// IsValid is false after Close, and after a cancellation until Reset.
func (c *conn) IsValid() bool { return c.c != nil && !c.suspect }

// Reset closes an open reader and rolls back a transaction, however it was begun.
func (c *conn) Reset(ctx context.Context) error {
	if c.c == nil {
		return dbapi.ErrConnClosed
	}
	if c.reader != nil {
		if err := c.reader.Close(); err != nil {
			return err
		}
	}
	c.suspect = false // an interruption ends a statement and nothing else
	look := c.unsure || c.lentOut
	c.unsure = false
	if c.inTx || look && !c.autocommit() {
		c.inTx = true
		return c.Rollback(ctx)
	}
	return nil
}

// ref is a pointer of C's as C is given it.
func ref(p unsafe.Pointer) C.al_ref { return C.al_ref(uintptr(p)) }

func (c *conn) autocommit() bool { return C.sqlite3_get_autocommit(c.c.db) != 0 }

// Close finalizes what was compiled and closes the connection.
func (c *conn) Close() error {
	if c.c == nil {
		return nil
	}
	if c.reader != nil {
		_ = c.reader.Close() // closing the connection ends it anyway
	}
	for _, st := range c.marks {
		if st != nil {
			st.finalize()
		}
	}
	err := c.dc.Close() // before freeing what the busy handler uses
	C.al_free(c.c)
	c.c = nil
	return err
}

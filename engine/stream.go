package engine

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
)

// This file reads queries through a cursor of the server.

// The rows of one FETCH: few at first, five times as many each time, so that little is read for nothing and little is waited for.
const (
	firstFetch = 20
	mostFetch  = 1000
)

// cursors says whether a statement can be read through a cursor here.
func (c *Connection) cursors(s *sqlcompile.Compiled) bool {
	return s != nil && s.Kind == sqlcompile.KindSelect && c.tx != nil && c.engine.Dialect().Features().ServerCursors
}

// declare opens a cursor for a query.
func (c *Connection) declare(ctx context.Context, x CursorExecution) (dbapi.Reader, error) {
	c.res.cursors++
	r := &cursorReader{c: c, ctx: ctx, name: fmt.Sprintf("sa_cursor_%d", c.res.cursors), size: firstFetch, fixed: c.opt.yieldPer > 0}
	if r.fixed {
		r.size = c.opt.yieldPer
	}
	if c.tx != nil {
		c.tx.fresh = false
	}
	if _, err := c.res.Exec(ctx, "DECLARE "+r.name+" NO SCROLL CURSOR FOR "+x.SQL, x.Args); err != nil {
		return nil, err
	}
	if err := r.fetch(); err != nil {
		return nil, err
	}
	return r, nil
}

// cursorReader reads a cursor of the server in batches, which it holds in memory, so that the connection is free between them.
type cursorReader struct {
	c     *Connection
	ctx   context.Context
	name  string
	size  int  // of the next batch
	fixed bool // batches do not grow
	meta  []dbapi.ColumnMeta
	rows  [][]driver.Value // the batch
	at    int
	last  bool // the server has no more
	done  bool // closed, or read to the end
}

// Columns describes the columns.
func (r *cursorReader) Columns() []dbapi.ColumnMeta { return r.meta }

// Keep does nothing: values are copied anyway.
func (r *cursorReader) Keep([]bool) {}

// fetch reads the next batch.
func (r *cursorReader) fetch() error {
	rd, err := r.c.res.Query(r.ctx, fmt.Sprintf("FETCH FORWARD %d FROM %s", r.size, r.name), nil)
	if err != nil {
		return err
	}
	if r.meta == nil {
		r.meta = append([]dbapi.ColumnMeta(nil), rd.Columns()...)
	}
	r.rows, r.at = r.rows[:0], 0
	rows := Rows{conn: r.c, reader: rd}
	err = rows.Each(func(row *dbapi.Row) error {
		vals := make([]driver.Value, row.Len())
		for i := range vals {
			vals[i] = row.Value(i)
			if b, ok := vals[i].([]byte); ok {
				vals[i] = append([]byte{}, b...)
			}
		}
		r.rows = append(r.rows, vals)
		return nil
	})
	if err != nil {
		return err
	}
	r.last = len(r.rows) < r.size
	if !r.fixed {
		r.size = min(r.size*5, mostFetch)
	}
	return nil
}

// Fetch gives one row.
func (r *cursorReader) Fetch(b *dbapi.Batch) (bool, error) {
	b.NRows, b.NCols = 0, len(r.meta)
	if r.done {
		return false, nil
	}
	if r.c.res == nil {
		r.done = true
		return false, ErrConnectionClosed
	}
	if r.at == len(r.rows) {
		if r.last {
			return false, r.Close()
		}
		if err := r.fetch(); err != nil {
			r.done = true // the error ended the transaction, and the cursor with it
			return false, err
		}
		if len(r.rows) == 0 {
			return false, r.Close()
		}
	}
	dbapi.Box(b, r.rows[r.at])
	r.at++
	return true, nil
}

// Close closes the cursor of the server; the rows that were not read are never sent.
func (r *cursorReader) Close() error {
	if r.done {
		return nil
	}
	r.done, r.rows = true, nil
	if r.c.res == nil || !r.c.serverTx() || r.c.lost != nil {
		return nil // it went with its transaction
	}
	return r.c.res.ExecSimple(context.WithoutCancel(r.ctx), "CLOSE "+r.name)
}

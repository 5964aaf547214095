package dbapi

import (
	"context"
	"database/sql/driver"
	"io"
)

// genReader is a [Reader] over a driver's rows: one row a batch, left as the driver gave it.
type genReader struct {
	c     *genConn
	rows  driver.Rows // nil when ended
	once  *genStmt    // a statement that ends with the reader, or nil
	ctx   context.Context
	watch bool // ctx can end
	vals  []driver.Value
	meta  []ColumnMeta
	err   error // what another Fetch gives
}

// open makes rows the connection's open reader.
func (c *genConn) open(ctx context.Context, rows driver.Rows, st, once *genStmt) *genReader {
	r := &genReader{c: c, rows: rows, once: once, ctx: ctx, watch: ctx.Done() != nil}
	if st != nil {
		r.meta = st.columnsOf(rows)
	} else {
		names := rows.Columns()
		r.meta = describe(rows, names, blankDeclTypes(rows))
	}
	n := len(r.meta)
	if len(c.row) < n {
		c.row, c.boxes = make([]driver.Value, n), make([]Cell, n)
		for i := range c.boxes {
			c.boxes[i].K = Boxed
		}
	}
	r.vals = c.row[:n]
	c.reader = r
	return r
}

// Columns describes the columns.
func (r *genReader) Columns() []ColumnMeta { return r.meta }

// Keep does nothing: the driver decides what it copies.
func (r *genReader) Keep([]bool) {}

// Fetch reads one row.
func (r *genReader) Fetch(b *Batch) (bool, error) {
	b.NRows, b.NCols = 0, len(r.vals)
	if r.rows == nil {
		return false, r.err
	}
	if r.watch && r.ctx.Err() != nil {
		return false, r.end("fetch", r.ctx.Err())
	}
	err := r.rows.Next(r.vals)
	if err == nil {
		b.NRows, b.Vals, b.Cells = 1, r.vals, r.c.boxes[:len(r.vals)]
		return true, nil
	}
	b.Vals = nil
	if err == io.EOF {
		err = nil
	}
	return false, r.end("fetch", err)
}

// end closes the rows and frees the connection. The error is err, or else what closing gave.
func (r *genReader) end(op string, err error) error {
	cerr := r.rows.Close()
	if r.once != nil {
		if e := r.once.ds.Close(); cerr == nil {
			cerr = e
		}
	}
	if err == nil {
		err = cerr
	}
	clear(r.vals)
	r.rows, r.c.reader = nil, nil
	err = r.c.leave(r.ctx, op, err)
	if err != nil {
		r.err = ErrReaderFailed
	}
	return err
}

// Close ends the result early, or does nothing.
func (r *genReader) Close() error {
	if r.rows == nil {
		r.err = ErrReaderFailed
		return nil
	}
	err := r.end("close", nil)
	r.err = ErrReaderFailed
	return err
}

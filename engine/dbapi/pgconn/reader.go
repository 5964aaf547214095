package pgconn

import (
	"context"
	"errors"

	"github.com/aludel/aludel/engine/dbapi"
)

// batchRows is how many rows a batch has at most.
const batchRows = 64

// buffers are the memory of batches. They grow, and go from one reader of a connection to the next.
//
// Invariant: they belong to one reader until its Close, or until its Fetch has nothing more to give: what was fetched last is read
// when the connection may serve another statement already.
type buffers struct {
	cells []dbapi.Cell
	spans [2 * batchRows]int32
	arena []byte
	kept  []bool
}

// maxArena is the size above which the memory for texts is given up after a result.
const maxArena = 1 << 20

// reader gives the rows of a result.
type reader struct {
	c       *conn
	rr      rows // nil when ended
	ctx     context.Context
	meta    []dbapi.ColumnMeta
	formats []int16 // of the columns
	kept    []bool
	buf     *buffers
	first   bool // a row was read ahead, to learn what the columns are
	err     error
}

// open makes a result the connection's open reader. A statement that fails at once fails here.
func (c *conn) open(ctx context.Context, rr rows, meta []dbapi.ColumnMeta, formats []int16, kept []bool) (dbapi.Reader, error) {
	r := &reader{c: c, rr: rr, ctx: ctx, meta: meta, formats: formats, kept: kept, buf: c.spare}
	if c.spare = nil; r.buf == nil {
		r.buf = new(buffers)
	}
	r.first = rr.NextRow()
	if !r.first {
		if _, err := rr.Close(); err != nil {
			r.release()
			return nil, c.leave(ctx, "query", err)
		}
	}
	c.reader = r
	return r, nil
}

// release gives the buffers back.
func (r *reader) release() {
	if r.buf == nil {
		return
	}
	if cap(r.buf.arena) > maxArena {
		r.buf.arena = nil
	}
	r.c.spare, r.buf = r.buf, nil
}

// Columns describes the columns.
func (r *reader) Columns() []dbapi.ColumnMeta { return r.meta }

// Keep says which columns become Go strings. Without it those of the text types are thought to.
func (r *reader) Keep(cols []bool) {
	if r.buf == nil {
		return
	}
	r.buf.kept = append(append(r.buf.kept[:0], cols...), make([]bool, max(0, len(r.meta)-len(cols)))...)
	r.kept = r.buf.kept
}

// Fetch reads up to 64 rows.
func (r *reader) Fetch(b *dbapi.Batch) (bool, error) {
	b.NRows, b.NCols, b.Vals = 0, len(r.meta), nil
	if r.rr == nil {
		r.release()
		return false, r.err
	}
	if r.ctx.Done() != nil && r.ctx.Err() != nil {
		return false, r.stop()
	}
	buf := r.buf
	if n := len(r.meta) * batchRows; len(buf.cells) < n {
		buf.cells = make([]dbapi.Cell, n)
	}
	buf.arena = buf.arena[:0]
	more := true
	for b.NRows < batchRows {
		if more = r.first || r.rr.NextRow(); !more {
			break
		}
		r.first = false
		r.row(buf, b.NRows, r.rr.Values())
		b.NRows++
	}
	b.Cells, b.Spans, b.Arena = buf.cells, buf.spans[:], buf.arena
	if more {
		return true, nil
	}
	return false, r.end("fetch")
}

// row copies a row, kept texts first.
func (r *reader) row(buf *buffers, at int, values [][]byte) {
	n := len(r.meta)
	cells := buf.cells[at*n : at*n+n]
	buf.spans[2*at] = int32(len(buf.arena))
	late := false
	for i, v := range values {
		switch c := &cells[i]; {
		case v == nil:
			*c = dbapi.Cell{}
		case decode(c, r.meta[i].Code, r.formats[i], v):
		case r.kept[i]:
			*c = dbapi.Cell{V: int64(len(buf.arena)), N: int32(len(v)), K: dbapi.Text}
			buf.arena = append(buf.arena, v...)
		default:
			c.K, late = dbapi.Raw, true
		}
	}
	buf.spans[2*at+1] = int32(len(buf.arena))
	if !late {
		return
	}
	for i, v := range values {
		if c := &cells[i]; c.K == dbapi.Raw {
			*c = dbapi.Cell{V: int64(len(buf.arena)), K: dbapi.Text}
			if r.meta[i].Code == bytea {
				c.K = dbapi.Blob
			}
			buf.arena = appendRaw(buf.arena, r.meta[i].Code, r.formats[i], v)
			c.N = int32(int64(len(buf.arena)) - c.V)
		}
	}
}

// end reads the rest, discards it, and frees the connection.
func (r *reader) end(op string) error {
	_, err := r.rr.Close()
	r.rr, r.c.reader = nil, nil
	if err = r.c.leave(r.ctx, op, err); err != nil {
		r.err = dbapi.ErrReaderFailed
	}
	return err
}

// stop ends the result because the context has ended.
func (r *reader) stop() error {
	err := r.abandon("fetch")
	r.err = dbapi.ErrReaderFailed
	var already *dbapi.CanceledError
	if errors.As(err, &already) {
		return err
	}
	return dbapi.Canceled(r.ctx, "fetch", err)
}

// Close ends the result early, or does nothing.
func (r *reader) Close() error {
	defer r.release()
	r.err = dbapi.ErrReaderFailed
	if r.rr == nil {
		return nil
	}
	return r.abandon("close")
}

// abandon ends the result. A long rest is not read: the server is asked to stop.
func (r *reader) abandon(op string) error {
	for range 10 * batchRows {
		if !r.rr.NextRow() {
			return r.end(op)
		}
	}
	_ = r.c.Cancel() // if it fails, the rest is read after all
	err := r.end(op)
	if isCanceled(err) {
		return nil // as it was asked to
	}
	return err
}

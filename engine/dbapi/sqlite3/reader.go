//go:build cgo

package sqlite3

/*
#include "cells.h"
#cgo noescape al_fetch
*/
import "C"

import (
	"context"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

const (
	// batchRows is how many rows one call reads at most.
	batchRows = 64
	// firstArena is the size that the memory for texts starts with, in bytes. It grows for a row that does not fit.
	firstArena = 16 << 10
)

// buffers are the memory of batches. They grow, and go from one reader of a connection to the next.
//
// Invariant: they belong to one reader until its Close, or until its Fetch has nothing more to give: what was fetched last is read
// when the statement has ended already, and the connection may serve another one by then.
type buffers struct {
	cells []dbapi.Cell
	spans [2 * batchRows]int32
	arena []byte
	kept  []byte // what Keep said
}

func (b *buffers) room(cols int) {
	if n := cols * batchRows; len(b.cells) < n {
		b.cells = make([]dbapi.Cell, n)
	}
	if b.arena == nil {
		b.arena = make([]byte, firstArena)
	}
}

// reader gives the rows of a statement.
type reader struct {
	c       *conn
	s       *stmt // nil when ended
	ctx     context.Context
	once    bool // the statement goes with the reader
	started bool // the statement was bound and stepped
	pending bool // its current row was not read yet
	keep    bool // buf.kept is set
	buf     *buffers
	meta    []dbapi.ColumnMeta
	err     error // what another Fetch gives
}

// open makes a reader the connection's open one. The arguments were taken.
func (c *conn) open(ctx context.Context, s *stmt, once bool) *reader {
	r := &reader{c: c, s: s, ctx: ctx, once: once, meta: s.columns(), buf: c.spare}
	if c.spare = nil; r.buf == nil {
		r.buf = new(buffers)
	}
	c.reader = r
	return r
}

// release gives the buffers back.
func (r *reader) release() {
	if r.buf != nil {
		r.c.spare, r.buf = r.buf, nil
	}
}

// Columns describes the columns. They are those of the tables as they are, once the first rows were fetched.
func (r *reader) Columns() []dbapi.ColumnMeta { return r.meta }

// Keep says which columns become Go strings. Without it all texts are thought to, but those of columns declared as times or numbers.
func (r *reader) Keep(cols []bool) {
	if r.started || r.s == nil {
		return
	}
	b := r.buf
	b.kept = slices.Grow(b.kept[:0], len(r.meta))[:len(r.meta)]
	clear(b.kept)
	for i := range min(len(cols), len(b.kept)) {
		if cols[i] {
			b.kept[i] = 1
		}
	}
	r.keep = true
}

// Fetch reads up to 64 rows.
func (r *reader) Fetch(b *dbapi.Batch) (bool, error) {
	b.NRows, b.NCols, b.Vals = 0, len(r.meta), nil
	if r.s == nil {
		r.release()
		return false, r.err
	}
	if r.ctx.Done() != nil && r.ctx.Err() != nil {
		return false, r.end("fetch", r.ctx.Err())
	}
	if r.s.st == nil { // empty text
		return false, r.end("fetch", nil)
	}
	for {
		out := r.step()
		switch {
		case out.rc != 0:
			return false, r.end("fetch", r.c.lastError())
		case r.changed(out):
			continue
		}
		buf := r.buf
		b.NRows, b.NCols = int(out.rows), len(r.meta)
		b.Cells, b.Spans, b.Arena = buf.cells, buf.spans[:], buf.arena
		if out.done != 0 {
			return false, r.end("fetch", nil)
		}
		if b.NRows > 0 {
			return true, nil
		}
		buf.arena = make([]byte, max(2*len(buf.arena), int(out.need))) // a row alone is larger than the arena
	}
}

// step makes the one call for the next rows.
func (r *reader) step() *C.al_out {
	c, buf := r.c, r.buf
	buf.room(len(r.meta))
	kept := r.s.kept
	if r.keep {
		kept = buf.kept
	}
	C.al_fetch(ref(unsafe.Pointer(c.c)), ref(unsafe.Pointer(r.s.st)), flag(!r.started), (*C.al_cell)(unsafe.Pointer(unsafe.SliceData(c.args.cells))), C.int(r.s.inputs),
		(*C.char)(unsafe.Pointer(unsafe.SliceData(c.args.bytes))), C.int64_t(len(c.args.bytes)),
		(*C.al_cell)(unsafe.Pointer(unsafe.SliceData(buf.cells))), (*C.int32_t)(unsafe.Pointer(&buf.spans)), (*C.uint8_t)(unsafe.Pointer(unsafe.SliceData(kept))), C.int(len(r.meta)),
		(*C.char)(unsafe.Pointer(unsafe.SliceData(buf.arena))), C.int64_t(len(buf.arena)), batchRows, flag(r.pending), &c.out)
	r.started, r.pending = true, c.out.more != 0
	return &c.out
}

func flag(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

// changed describes the columns again if SQLite compiled the statement again, because a table was altered. It says whether the
// call is to be repeated, with other columns than it was made for.
func (r *reader) changed(out *C.al_out) bool {
	if out.prepared == r.s.prepared && int(out.cols) == len(r.meta) {
		return false
	}
	before := len(r.meta)
	r.s.prepared = out.prepared
	r.s.describe()
	r.meta = r.s.meta
	if len(r.meta) == before {
		return false
	}
	r.keep = false // was said of other columns; a hint
	return true
}

// end resets the statement and frees the connection.
func (r *reader) end(op string, err error) error {
	if r.s.st != nil && r.c.out.done == 0 {
		C.al_reset(r.s.st)
	}
	if r.once {
		r.s.finalize()
	}
	r.s, r.c.reader = nil, nil
	if err = r.c.leave(r.ctx, op, err); err != nil {
		r.err = dbapi.ErrReaderFailed
	}
	return err
}

// Close ends the result early, or does nothing.
func (r *reader) Close() error {
	r.err = dbapi.ErrReaderFailed
	defer r.release()
	if r.s == nil {
		return nil
	}
	r.c.out.done = 0
	return r.end("close", nil)
}

package engine

import (
	"context"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// Rows are the rows of a query. They hold the connection until they are closed, or read to the end.
type Rows struct {
	conn     *Connection
	reader   dbapi.Reader
	compiled *sqlcompile.Compiled
	text     string
	order    []int // of the columns as rows are read, nil for that of the statement
	stored   []func(v any) (any, error)
}

// Reader gives the rows in batches. Errors of it are not classified; give them to [Rows.Error].
func (r *Rows) Reader() dbapi.Reader { return r.reader }

// Compiled is the statement that gave the rows.
func (r *Rows) Compiled() *sqlcompile.Compiled { return r.compiled }

// Error classifies an error that reading gave. nil stays nil.
func (r *Rows) Error(err error) error {
	return r.conn.failed(context.Background(), "fetch", r.text, nil, err)
}

// Close ends the rows. Closing twice does nothing.
func (r *Rows) Close() error { return r.Error(r.reader.Close()) }

// Bind makes a row read the first row of a batch that the Reader filled. Columns that are stored otherwise than they are in Go are
// converted by the types of the statement.
func (r *Rows) Bind(row *dbapi.Row, b *dbapi.Batch) {
	if r.order != nil {
		row.Arrange(r.order, r.stored)
	} else if r.compiled != nil {
		row.Convert(r.compiled.Stored)
	}
	row.Bind(b, r.reader.Columns())
}

// Arrange makes rows be read with other columns than the statement yields: column i is the statement's column order[i], of type types[i];
// a nil type leaves values as they come. It is for statements whose text says nothing of their columns, and is called before the first
// row is read.
func (r *Rows) Arrange(order []int, types []sqltypes.Type) {
	r.order, r.stored = order, make([]func(v any) (any, error), len(order))
	for i, t := range types {
		if t == nil || !sqltypes.StoredOtherwise(t) {
			continue
		}
		col := sqlcompile.ResultColumn{Type: t, Convert: r.conn.engine.Dialect().Results(t)}
		r.stored[i] = col.Value
	}
}

// Value gives column i of a row as a value of Go, converted by the type of the statement's column: see docs/types.md. NULL is nil. A
// value that does not fit the type is an error of the row.
func (r *Rows) Value(row *dbapi.Row, i int) any {
	v := row.Value(i)
	if r.compiled == nil || i >= len(r.compiled.Columns) || r.compiled.Stored != nil && r.compiled.Stored[i] != nil {
		return v
	}
	col := &r.compiled.Columns[i]
	out, err := col.Value(v)
	if err != nil {
		row.Fail(i, col.Type.String(), err)
		return nil
	}
	return out
}

// rowScratch is what reading rows takes, in one piece.
type rowScratch struct {
	b   dbapi.Batch
	row dbapi.Row
}

// Each calls f with each row until f returns an error, and closes the rows. The Row is good only during the call.
func (r *Rows) Each(f func(*dbapi.Row) error) (err error) {
	defer func() {
		if e := r.Close(); err == nil {
			err = e
		}
	}()
	res := r.conn.res
	x := res.takeRow()
	defer func() {
		if r.conn.res == res { // else it is somebody else's by now
			res.putRow(x)
		}
	}()
	b, row := &x.b, &x.row
	for more := true; more; {
		if more, err = r.reader.Fetch(b); err != nil {
			return r.Error(err)
		}
		if b.NRows == 0 {
			continue
		}
		r.Bind(row, b)
		for i := range b.NRows {
			row.Seek(i)
			if err := f(row); err != nil {
				return err
			}
			if err := row.Err(); err != nil {
				return r.Error(err)
			}
		}
	}
	return nil
}

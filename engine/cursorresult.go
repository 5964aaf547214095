package engine

import (
	"errors"
	"fmt"
	"iter"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// Errors of results.
var (
	// ErrResultClosed says that rows were asked for after Close.
	ErrResultClosed = errors.New("engine: the result is closed")
	// ErrNoRows says that rows were asked for of a statement that yields none.
	ErrNoRows = errors.New("engine: the statement returns no rows")
	// ErrNoResult says that a result has no row where one is required.
	ErrNoResult = errors.New("engine: no row was found where one is required")
	// ErrMultipleResults says that a result has several rows where one is required.
	ErrMultipleResults = errors.New("engine: several rows were found where exactly one is required")
)

// CursorResult is the result of a statement. The rows are read from the connection as they are asked for, until the result is closed
// or read to its end. One goroutine uses it.
type CursorResult struct {
	conn   *Connection
	rows   *Rows // nil when read to the end, or closed
	meta   *resultMeta
	cols   []int       // the columns to give, nil for all
	given  *resultMeta // of those
	unique rowSet      // the rows given so far; nil unless Unique was called

	batch dbapi.Batch
	row   dbapi.Row
	at    int  // the next row of the batch
	more  bool // another batch may come
	ahead []Row

	done   Result
	sum    int64 // rows that several runs changed; -1 if done says it
	noRows bool
	closed bool
	failed error
	change *changed          // of an INSERT or UPDATE, nil for other statements
	onEnd  func(error) error // called once, when the result needs the connection no more
}

func newResult(rows *Rows, s expr.Statement, compiled *sqlcompile.Compiled) *CursorResult {
	return &CursorResult{conn: rows.conn, rows: rows, meta: metaOf(rows, s, compiled), more: true, sum: -1}
}

// ReturnsRows reports whether the statement yields rows, none included.
func (r *CursorResult) ReturnsRows() bool { return !r.noRows }

// Keys are the names of the columns.
func (r *CursorResult) Keys() []string {
	if r.meta == nil {
		return nil
	}
	if r.cols == nil {
		return r.meta.names
	}
	return r.given.names
}

// RowsAffected is how many rows were inserted, changed or deleted, where the driver tells it; -1 for a statement that yields rows.
func (r *CursorResult) RowsAffected() (int64, error) {
	switch {
	case !r.noRows:
		return -1, nil
	case r.sum >= 0:
		return r.sum, nil
	}
	return r.done.RowsAffected()
}

// LastInsertID is the key generated for the last inserted row, where the driver tells it.
func (r *CursorResult) LastInsertID() (int64, error) { return r.done.LastInsertID() }

// Closed reports whether Close was called.
func (r *CursorResult) Closed() bool { return r.closed }

// Close ends the result. Closing twice does nothing.
func (r *CursorResult) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	r.ahead = nil
	return r.finish(nil)
}

// finish frees the connection.
func (r *CursorResult) finish(err error) error {
	if r.rows != nil {
		rows := r.rows
		r.rows = nil
		if e := rows.Close(); err == nil {
			err = e
		}
	}
	r.more, r.batch.NRows = false, 0
	if f := r.onEnd; f != nil {
		r.onEnd = nil
		err = f(err)
	}
	return err
}

// ready says whether rows may be asked for.
func (r *CursorResult) ready() error {
	switch {
	case r.noRows:
		return ErrNoRows
	case r.closed:
		return ErrResultClosed
	}
	return r.failed
}

// FetchOne gives the next row; ok is false when there is none.
func (r *CursorResult) FetchOne() (row Row, ok bool, err error) {
	if err := r.ready(); err != nil {
		return Row{}, false, err
	}
	for {
		row, ok, err = r.next()
		if err != nil || !ok {
			return Row{}, false, err
		}
		if r.cols != nil {
			row = r.project(row)
		}
		if r.unique == nil || r.unique.add(row.vals) {
			return row, true, nil
		}
	}
}

// next gives the next row as it was read.
func (r *CursorResult) next() (Row, bool, error) {
	if len(r.ahead) > 0 {
		row := r.ahead[0]
		r.ahead = r.ahead[1:]
		return row, true, nil
	}
	for r.at >= r.batch.NRows {
		if !r.more || r.rows == nil {
			return Row{}, false, r.finish(nil)
		}
		if r.conn.res == nil {
			r.failed = ErrConnectionClosed
			r.rows = nil
			return Row{}, false, r.finish(r.failed)
		}
		more, err := r.rows.reader.Fetch(&r.batch)
		if err != nil {
			r.failed = r.rows.Error(err)
			r.finish(r.failed)
			return Row{}, false, r.failed
		}
		r.more, r.at = more, 0
		if r.batch.NRows > 0 {
			r.row.Bind(&r.batch, r.rows.reader.Columns())
		}
	}
	r.row.Seek(r.at)
	r.at++
	vals := make([]any, len(r.meta.names))
	cols := r.rows.reader.Columns()
	for i := range vals {
		var err error
		if vals[i], err = value(&r.row, i, r.meta.cols[i], cols[i].Type); err != nil {
			r.failed = &Error{Op: "fetch", Class: dialects.DataError, SQL: r.rows.text, Column: r.meta.names[i], Err: err}
			r.finish(r.failed)
			return Row{}, false, r.failed
		}
	}
	return Row{r.meta, vals}, true, nil
}

// Rows gives the rows one by one. Leaving the loop early closes the result.
func (r *CursorResult) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for {
			row, ok, err := r.FetchOne()
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !ok {
				return
			}
			if !yield(row, nil) {
				_ = r.Close() // who leaves early does not want to know
				return
			}
		}
	}
}

// FetchMany gives the next n rows, fewer at the end.
func (r *CursorResult) FetchMany(n int) ([]Row, error) {
	if err := r.ready(); err != nil {
		return nil, err
	}
	var rows []Row
	for len(rows) < n {
		row, ok, err := r.FetchOne()
		if err != nil || !ok {
			return rows, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// All gives the rows that are left.
func (r *CursorResult) All() ([]Row, error) { return r.FetchMany(int(^uint(0) >> 1)) }

// Partitions gives the rows in slices of n; with n of 0, of as many as [YieldPer] said, or 100.
func (r *CursorResult) Partitions(n int) iter.Seq2[[]Row, error] {
	if n <= 0 {
		n = 100
	}
	return func(yield func([]Row, error) bool) {
		for {
			rows, err := r.FetchMany(n)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(rows) == 0 {
				return
			}
			if !yield(rows, nil) {
				_ = r.Close() // who leaves early does not want to know
				return
			}
		}
	}
}

// First gives the first row and closes the result; ok is false when there is none.
func (r *CursorResult) First() (row Row, ok bool, err error) {
	row, ok, err = r.FetchOne()
	return row, ok, errors.Join(err, r.Close())
}

// One gives the only row. The errors are [ErrNoResult] and [ErrMultipleResults].
func (r *CursorResult) One() (Row, error) {
	row, ok, err := r.OneOrNone()
	if err == nil && !ok {
		err = ErrNoResult
	}
	return row, err
}

// OneOrNone gives the only row; ok is false when there is none. The error is [ErrMultipleResults] when there are several.
func (r *CursorResult) OneOrNone() (row Row, ok bool, err error) {
	rows, err := r.FetchMany(2)
	err = errors.Join(err, r.Close())
	switch {
	case err != nil:
		return Row{}, false, err
	case len(rows) == 0:
		return Row{}, false, nil
	case len(rows) > 1:
		return Row{}, false, ErrMultipleResults
	}
	return rows[0], true, nil
}

// Scalar gives the first column of the first row, nil when there is no row, and closes the result.
func (r *CursorResult) Scalar() (any, error) {
	row, ok, err := r.First()
	if err != nil || !ok {
		return nil, err
	}
	return row.Get(0)
}

// ScalarOne gives the first column of the only row; see [CursorResult.One].
func (r *CursorResult) ScalarOne() (any, error) {
	row, err := r.One()
	if err != nil {
		return nil, err
	}
	return row.Get(0)
}

// ScalarOneOrNone gives the first column of the only row, nil when there is none; see [CursorResult.OneOrNone].
func (r *CursorResult) ScalarOneOrNone() (any, error) {
	row, ok, err := r.OneOrNone()
	if err != nil || !ok {
		return nil, err
	}
	return row.Get(0)
}

// Scalars gives one column of the rows that are left; see [Row.Get] for the key.
func (r *CursorResult) Scalars(key any) ([]any, error) {
	if _, err := r.Columns(key); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	rows, err := r.All()
	if err != nil {
		return nil, err
	}
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = row.vals[0]
	}
	return out, nil
}

// ScalarsAs is [CursorResult.Scalars] with values of a Go type, as [As] converts them.
func ScalarsAs[T any](r *CursorResult, key any) ([]T, error) {
	vals, err := r.Scalars(key)
	if err != nil {
		return nil, err
	}
	out := make([]T, len(vals))
	for i, v := range vals {
		if out[i], err = As[T](v, nil); err != nil {
			return nil, fmt.Errorf("engine: row %d: %w", i, err)
		}
	}
	return out, nil
}

// Mappings gives the rows that are left as maps by name.
func (r *CursorResult) Mappings() ([]map[string]any, error) {
	rows, err := r.All()
	if err != nil {
		return nil, err
	}
	out := make([]map[string]any, len(rows))
	for i, row := range rows {
		out[i] = row.Mapping()
	}
	return out, nil
}

// Columns makes the result give only some columns, in the order of the keys; see [Row.Get] for those. It gives the result itself.
func (r *CursorResult) Columns(keys ...any) (*CursorResult, error) {
	if err := r.ready(); err != nil {
		return nil, err
	}
	m := r.meta
	if r.cols != nil {
		m = r.given
	}
	cols := make([]int, len(keys))
	for i, k := range keys {
		at, err := m.index(k)
		if err != nil {
			return nil, err
		}
		if r.cols != nil {
			at = r.cols[at]
		}
		cols[i] = at
	}
	r.cols = cols
	r.given = r.narrow()
	return r, nil
}

// narrow describes the columns that are given.
func (r *CursorResult) narrow() *resultMeta {
	m := &resultMeta{}
	for _, i := range r.cols {
		m.names = append(m.names, r.meta.names[i])
		m.cols = append(m.cols, r.meta.cols[i])
		if r.meta.nodes != nil {
			m.nodes = append(m.nodes, r.meta.nodes[i])
		}
	}
	return m
}

func (r *CursorResult) project(row Row) Row {
	vals := make([]any, len(r.cols))
	for i, c := range r.cols {
		vals[i] = row.vals[c]
	}
	return Row{r.given, vals}
}

// Unique makes the result leave out rows that it gave before. It gives the result itself.
func (r *CursorResult) Unique() *CursorResult {
	if r.unique == nil {
		r.unique = rowSet{}
	}
	return r
}

// Freeze reads the rows that are left and closes the result; the frozen result gives them any number of times.
func (r *CursorResult) Freeze() (*FrozenResult, error) {
	rows, err := r.All()
	if err != nil {
		return nil, err
	}
	m := r.meta
	if r.cols != nil {
		m = r.given
	}
	return &FrozenResult{m, rows}, r.Close()
}

// FrozenResult holds the rows of a result. Any goroutine may use it.
type FrozenResult struct {
	meta *resultMeta
	rows []Row
}

// Result is a result that gives the rows anew.
func (f *FrozenResult) Result() *CursorResult {
	return &CursorResult{meta: f.meta, ahead: f.rows, sum: -1}
}

// rowSet holds rows by what they hold.
type rowSet map[string]struct{}

// add reports whether the values are new.
func (s rowSet) add(vals []any) bool {
	key := fmt.Sprintf("%#v", vals)
	if _, ok := s[key]; ok {
		return false
	}
	s[key] = struct{}{}
	return true
}

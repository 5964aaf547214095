package orm

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file has the terminal methods of queries. What each of them sends is decided in package orm/query.

// All gives all rows. Pending changes are flushed first.
func (q Query[R]) All(ctx context.Context, s *Session) ([]R, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	return fetch[R](ctx, s, q.b, false)
}

// First gives the first row, or [ErrNotFound]. It sends LIMIT 1 unless the query has a limit.
func (q Query[R]) First(ctx context.Context, s *Session) (R, error) {
	r, ok, err := q.Maybe(ctx, s)
	if err == nil && !ok {
		err = q.notFound()
	}
	return r, err
}

// Maybe gives the first row if there is one.
func (q Query[R]) Maybe(ctx context.Context, s *Session) (r R, ok bool, err error) {
	if err := s.enter(); err != nil {
		return r, false, err
	}
	defer s.leave()
	rows, err := fetch[R](ctx, s, q.b.Limited(), true)
	if err != nil || len(rows) == 0 {
		return r, false, err
	}
	return rows[0], true, nil
}

// One gives the only row: [ErrNotFound] if there is none, [ErrManyRows] if there are several.
func (q Query[R]) One(ctx context.Context, s *Session) (r R, err error) {
	rows, err := q.All(ctx, s)
	switch {
	case err != nil:
		return r, err
	case len(rows) == 0:
		return r, q.notFound()
	case len(rows) > 1:
		return r, fmt.Errorf("%w: %s gave %d", ErrManyRows, q.what(), len(rows))
	}
	return rows[0], nil
}

func (q Query[R]) notFound() error { return fmt.Errorf("%w: %s gave none", ErrNotFound, q.what()) }

func (q Query[R]) what() string { return fmt.Sprintf("the query of %v", reflect.TypeFor[R]()) }

// Count gives the number of rows that the query would give.
func (q Query[R]) Count(ctx context.Context, s *Session) (n int64, err error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.leave()
	if err := s.prepare(ctx); err != nil {
		return 0, err
	}
	rows, err := s.conn.Query(ctx, q.b.Count())
	if err != nil {
		return 0, err
	}
	err = rows.Each(func(r *dbapi.Row) error { return loading.Value(r, 0, &n) })
	return n, err
}

// prepare flushes what is pending and makes the connection free for a statement.
func (s *Session) prepare(ctx context.Context) error {
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return err
		}
	}
	if err := s.autoflush(ctx); err != nil {
		return err
	}
	return s.begin(ctx)
}

// decoder is a row of several results, which knows how to read itself.
type decoder interface {
	decode(sc *loading.Scan, row *dbapi.Row) error
}

func (r *Row2[A, B]) decode(sc *loading.Scan, row *dbapi.Row) error {
	if err := decodeItem(sc, 0, row, &r.V1); err != nil {
		return err
	}
	return decodeItem(sc, 1, row, &r.V2)
}

func (r *Row3[A, B, C]) decode(sc *loading.Scan, row *dbapi.Row) error {
	if err := decodeItem(sc, 0, row, &r.V1); err != nil {
		return err
	}
	if err := decodeItem(sc, 1, row, &r.V2); err != nil {
		return err
	}
	return decodeItem(sc, 2, row, &r.V3)
}

// decodeItem reads one result of a row. For an entity R is a pointer to its struct, which the faces guarantee.
func decodeItem[R any](sc *loading.Scan, i int, row *dbapi.Row, out *R) error {
	if !sc.IsEntity(i) {
		return loading.Value(row, sc.Column(i), out)
	}
	_, obj, err := sc.Entity(i, row)
	if err == nil {
		*(*unsafe.Pointer)(unsafe.Pointer(out)) = obj
	}
	return err
}

// rowReader gives the function that reads a row: one result, or several.
func rowReader[R any](sc *loading.Scan) func(row *dbapi.Row, out *R) error {
	if _, ok := any((*R)(nil)).(decoder); ok {
		return func(row *dbapi.Row, out *R) error { return any(out).(decoder).decode(sc, row) }
	}
	if !sc.IsEntity(0) {
		return func(row *dbapi.Row, out *R) error { return loading.Value(row, sc.Column(0), out) }
	}
	return func(row *dbapi.Row, out *R) error { return decodeItem(sc, 0, row, out) }
}

// scan prepares to read the rows of a query.
func (s *Session) scan(q query.Query) (*loading.Scan, error) {
	if err := q.Err(); err != nil {
		return nil, err
	}
	c := s.ctx
	if q.Mode().ReadOnly || q.Mode().YieldPer > 0 {
		c = nil
	}
	return loading.NewScan(q, s.mapperOfClass, c)
}

// mapperOfClass finds the mapper of a class in the session's registries.
func (s *Session) mapperOfClass(c query.Class) (*instance.Mapper, error) {
	for _, r := range s.regs {
		if err := r.Configure(); err != nil {
			return nil, err
		}
		if m := r.byEntity[c.Entity()]; m != nil {
			return m, nil
		}
	}
	return nil, &MisuseError{"query", reflect.TypeFor[any](), "no registry of the session maps " + c.Entity().Name + "; pass its registry to NewSessionMaker"}
}

// fetch sends a query and reads all its rows, then what its options load. Rows that come several times because of a joined collection
// are given once.
func fetch[R any](ctx context.Context, s *Session, q query.Query, single bool) ([]R, error) {
	sc, err := s.scan(q)
	if err != nil {
		return nil, err
	}
	if single {
		sc.Single()
	}
	eager := s.strategies(q, sc)
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, q.Load())
	if err != nil {
		return nil, err
	}
	room := &rows.Compiled().Rows
	if single {
		room = new(atomic.Int64)
	}
	sc.Room(int(room.Load()))
	out := make([]R, 0, max(room.Load(), 1))
	read := rowReader[R](sc)
	again := repeats[R](sc)
	err = rows.Each(func(row *dbapi.Row) error {
		var none R
		out = append(out, none)
		last := &out[len(out)-1]
		if err := read(row, last); err != nil {
			return err
		}
		if again(*last) {
			out = out[:len(out)-1]
		}
		return sc.ReadAlong(row)
	})
	if err != nil {
		return nil, err
	}
	room.Store(int64(min(len(out), 1<<16)))
	return out, eager.run(ctx)
}

// repeats gives the function that tells whether a row was there before, of a scan whose rows are multiplied by a joined collection.
func repeats[R any](sc *loading.Scan) func(R) bool {
	if !sc.Multiplies() || !reflect.TypeFor[R]().Comparable() {
		return func(R) bool { return false }
	}
	seen := map[any]bool{}
	return func(r R) bool {
		if !reflect.ValueOf(&r).Elem().Comparable() { // an interface in it holds bytes
			return false
		}
		was := seen[r]
		seen[r] = true
		return was
	}
}

// Iter gives the rows one by one while they are read. When another statement is needed on the way (a lazy load, a flush), the rest
// of the rows is read into memory first. Breaking out of the loop ends the query.
func (q Query[R]) Iter(ctx context.Context, s *Session) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var none R
		st, err := openStream[R](ctx, s, q.b)
		if err != nil {
			yield(none, err)
			return
		}
		defer st.close()
		for {
			r, ok, err := st.next()
			if err != nil {
				yield(none, err)
				return
			}
			if !ok || !yield(r, nil) {
				return
			}
		}
	}
}

// errStopped is what a loop over the rows of a query gets after Rollback or Close.
var errStopped = errors.New("orm: the session was rolled back or closed in a loop over a query of its: read the rows with All first")

// stream is a query whose rows are read as they are asked for.
type stream[R any] struct {
	s     *Session
	rows  *engine.Rows
	load  func(*dbapi.Row, *R) error
	batch dbapi.Batch
	row   dbapi.Row
	i     int
	more  bool
	ahead []R   // read into memory
	after error // what comes after those
}

func openStream[R any](ctx context.Context, s *Session, q query.Query) (*stream[R], error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	sc, err := s.scan(q)
	if err != nil {
		return nil, err
	}
	if len(q.LoadOptions()) > 0 || len(sc.Alongs()) > 0 { // options need all objects: read them first
		all, err := fetch[R](ctx, s, q, false)
		return &stream[R]{s: s, ahead: all}, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, q.Select())
	if err != nil {
		return nil, err
	}
	st := &stream[R]{s: s, rows: rows, load: rowReader[R](sc), more: true}
	s.stream = st
	return st, nil
}

// next gives the next row.
func (st *stream[R]) next() (r R, ok bool, err error) {
	if len(st.ahead) > 0 {
		r, st.ahead = st.ahead[0], st.ahead[1:]
		return r, true, nil
	}
	if st.rows == nil {
		err, st.after = st.after, nil
		return r, false, err
	}
	if err := st.s.enter(); err != nil {
		return r, false, err
	}
	defer st.s.leave()
	return st.read()
}

// read reads a row from the database.
func (st *stream[R]) read() (r R, ok bool, err error) {
	for st.i >= st.batch.NRows {
		if !st.more {
			return r, false, st.end()
		}
		if st.more, err = st.rows.Reader().Fetch(&st.batch); err != nil {
			return r, false, st.rows.Error(err)
		}
		if st.i = 0; st.batch.NRows > 0 {
			st.rows.Bind(&st.row, &st.batch)
		}
	}
	st.row.Seek(st.i)
	st.i++
	if err := st.load(&st.row, &r); err != nil {
		return r, false, err
	}
	return r, true, nil
}

// buffer reads the rest into memory, so that the connection is free. What goes wrong is told to the loop over the rows, in its place.
func (st *stream[R]) buffer() error {
	for {
		r, ok, err := st.read()
		if err != nil {
			st.after = err
			return st.end()
		}
		if !ok {
			return nil
		}
		st.ahead = append(st.ahead, r)
	}
}

// stop ends the reading because the session is rolled back or closed. The loop is told with its next row.
func (st *stream[R]) stop() {
	st.close()
	st.ahead, st.after = nil, errStopped
}

// end closes the rows.
func (st *stream[R]) end() error {
	if st.rows == nil {
		return nil
	}
	err := st.rows.Close()
	st.rows = nil
	if st.s.stream == any(st) {
		st.s.stream = nil
	}
	return err
}

func (st *stream[R]) close() {
	if st.rows != nil {
		_ = st.end() // what closing says concerns rows that nobody wants
	}
}

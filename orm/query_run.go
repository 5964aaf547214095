package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file has the terminal methods of queries. What each of them sends is decided in package orm/query.

// All gives all rows. Pending changes are flushed first. Of a query of one entity each object is given once, however often a join repeats
// its row; select something beside it, or [Into] a struct, to have every row.
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

// Maybe gives the first row if there is one. It sends LIMIT 1 unless the query has a limit; see [Query.OneOrNone] for a row that must be the
// only one.
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
func (q Query[R]) One(ctx context.Context, s *Session) (R, error) {
	r, ok, err := q.OneOrNone(ctx, s)
	if err == nil && !ok {
		err = q.notFound()
	}
	return r, err
}

// OneOrNone gives the only row if there is one: [ErrManyRows] if there are several. Of a query of one value it is that value.
func (q Query[R]) OneOrNone(ctx context.Context, s *Session) (r R, ok bool, err error) {
	rows, err := q.All(ctx, s)
	switch {
	case err != nil || len(rows) == 0:
		return r, false, err
	case len(rows) > 1:
		return r, false, fmt.Errorf("%w: %s gave %d", ErrManyRows, q.what(), len(rows))
	}
	return rows[0], true, nil
}

func (q Query[R]) notFound() error { return fmt.Errorf("%w: %s gave none", ErrNotFound, q.what()) }

func (q Query[R]) what() string { return fmt.Sprintf("the query of %v", reflect.TypeFor[R]()) }

// Count gives the number of rows that the query would give, with its limit and all. Objects that rows of a join repeat are counted as often.
func (q Query[R]) Count(ctx context.Context, s *Session) (n int64, err error) {
	err = number(ctx, s, q.b, q.b.Count(), &n)
	return n, err
}

// Exists reports whether the query would give a row. It sends SELECT EXISTS; in a condition of another query use the function [Exists].
func (q Query[R]) Exists(ctx context.Context, s *Session) (bool, error) {
	var n int64
	err := number(ctx, s, q.b, q.b.Exists(), &n)
	return n != 0, err
}

// number reads what a statement about a query gives: a number, or a truth value as one.
func number(ctx context.Context, s *Session, q query.Query, stmt expr.Select, n *int64) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := stmt.Err(); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	rows, err := s.send(ctx, q, stmt)
	if err != nil {
		return err
	}
	return rows.Each(func(r *dbapi.Row) error { return loading.Value(r, 0, n) })
}

// send sends a statement of a query with the query's options.
func (s *Session) send(ctx context.Context, q query.Query, stmt expr.Select) (*engine.Rows, error) {
	if len(q.Mode().Exec) == 0 {
		return s.conn.Query(ctx, stmt)
	}
	var opts []engine.ExecOption
	for _, o := range q.Mode().Exec {
		opts = append(opts, o.(engine.ExecOption))
	}
	return s.conn.QueryWith(ctx, stmt, opts...)
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

// fetch sends a query and reads all its rows, then what its options load. Rows that come several times because of a joined collection
// are given once.
func fetch[R any](ctx context.Context, s *Session, q query.Query, single bool) ([]R, error) {
	q, sc, err := s.scan(q, reflect.TypeFor[R]())
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
	rows, err := s.send(ctx, q, q.Load())
	if err != nil {
		return nil, err
	}
	out, err := readRows[R](rows, q, sc, single)
	if err != nil {
		return nil, err
	}
	return out, eager.run(ctx)
}

// fetchFrom is [fetch] of a query whose rows another statement gives.
func fetchFrom[R any](ctx context.Context, s *Session, q query.Query, send func() (*engine.Rows, error)) ([]R, error) {
	q, sc, err := s.scan(q, reflect.TypeFor[R]())
	if err != nil {
		return nil, err
	}
	eager := s.strategies(q, sc)
	rows, err := send()
	if err != nil {
		return nil, err
	}
	out, err := readRows[R](rows, q, sc, false)
	if err != nil {
		return nil, err
	}
	return out, eager.run(ctx)
}

// readRows reads the rows of a query that was sent.
func readRows[R any](rows *engine.Rows, q query.Query, sc *loading.Scan, single bool) ([]R, error) {
	if err := arrange(rows, q, sc); err != nil {
		return nil, err
	}
	room := &rows.Compiled().Rows
	if single {
		room = new(atomic.Int64)
	}
	sc.Room(int(room.Load()))
	out := make([]R, 0, max(room.Load(), 1))
	read, multiplies := rowReader[R](sc), sc.Multiplies()
	again := repeats[R](sc)
	err := rows.Each(func(row *dbapi.Row) error {
		if was, err := sc.Again(row); was || err != nil {
			return err
		}
		var none R
		out = append(out, none)
		last := &out[len(out)-1]
		if err := read(row, last); err != nil {
			return err
		}
		if multiplies && again(*last) {
			out = out[:len(out)-1]
		}
		if err := sc.ReadAlong(row); err != nil || !single || multiplies {
			return err
		}
		return errEnough
	})
	if err != nil && err != errEnough {
		return nil, err
	}
	room.Store(int64(min(len(out), 1<<16)))
	return out, nil
}

// errEnough ends the reading of rows when the first was read. Invariant: it never leaves this file.
var errEnough = errors.New("orm: enough rows")

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

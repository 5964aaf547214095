package orm

import (
	"context"
	"errors"
	"iter"
	"reflect"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// This file reads the rows of a query one by one.

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
	sc    *loading.Scan
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
	q, sc, err := s.scan(q, reflect.TypeFor[R]())
	if err != nil {
		return nil, err
	}
	if q.LoadsMore() || len(sc.Alongs()) > 0 { // options need all objects: read them first
		all, err := fetch[R](ctx, s, q, false)
		return &stream[R]{s: s, ahead: all}, err
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	rows, err := s.send(ctx, q, q.Plain().Select())
	if err != nil {
		return nil, err
	}
	if err := arrange(rows, q, sc); err != nil {
		return nil, err
	}
	st := &stream[R]{s: s, rows: rows, sc: sc, load: rowReader[R](sc), more: true}
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
	for {
		if more, err := st.advance(); !more {
			return r, false, err
		}
		if was, err := st.sc.Again(&st.row); err != nil {
			return r, false, err
		} else if was {
			continue
		}
		if err := st.load(&st.row, &r); err != nil {
			return r, false, err
		}
		return r, true, nil
	}
}

// advance goes to the next row, or ends the reading.
func (st *stream[R]) advance() (ok bool, err error) {
	for st.i >= st.batch.NRows {
		if !st.more {
			return false, st.end()
		}
		if st.more, err = st.rows.Reader().Fetch(&st.batch); err != nil {
			return false, st.rows.Error(err)
		}
		if st.i = 0; st.batch.NRows > 0 {
			st.rows.Bind(&st.row, &st.batch)
		}
	}
	st.row.Seek(st.i)
	st.i++
	return true, nil
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

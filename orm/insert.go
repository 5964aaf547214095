package orm

import (
	"context"
	"reflect"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/unitofwork"
)

// This file sends INSERTs of entities, and reads what they return.

// Exec inserts the row of [InsertStmt.Values] in the session's transaction, and gives the number of rows that the database counts: MySQL counts
// a row twice that an upsert changes. Pending changes are flushed first. What the session has of such a row is not told of it.
func (i InsertStmt[T]) Exec(ctx context.Context, s *Session) (int64, error) {
	if err := i.k.ForValues(); err != nil {
		return 0, err
	}
	return sent(ctx, s, func() (int64, error) { return s.changes(ctx, i.k.Statement()) })
}

// ExecRows inserts objects as rows, many a statement where the database can, in the session's transaction, and gives the number of rows that the
// database counts. The objects stay outside the session and are given no keys: see [InsertStmt.Returning]. Without an upsert it is
// [InsertRows]. PostgreSQL refuses rows of one statement that have the same key, if an upsert changes rows.
func (i InsertStmt[T]) ExecRows(ctx context.Context, s *Session, rows []*T) (n int64, err error) {
	if err := i.k.ForRows(); err != nil || len(rows) == 0 {
		return 0, err
	}
	if !i.k.Upserts() {
		return int64(len(rows)), InsertRows(ctx, s, rows)
	}
	return sent(ctx, s, func() (int64, error) {
		err := i.pages(ctx, s, "ExecRows", rows, func(stmt expr.Insert) error {
			more, err := s.changes(ctx, stmt)
			n += more
			return err
		})
		return n, err
	})
}

// Returning inserts the row of [InsertStmt.Values], or objects as rows, and gives the rows that were inserted or changed as objects of the
// session, where the database returns them (PostgreSQL, SQLite, MariaDB). Objects that the session has get what the rows say.
func (i InsertStmt[T]) Returning(ctx context.Context, s *Session, rows ...*T) (out []*T, err error) {
	if err = i.k.ForValues(); len(rows) > 0 {
		err = i.k.ForRows()
	}
	if err != nil {
		return nil, err
	}
	q, columns := i.k.Returned()
	read := func(stmt expr.Insert) error {
		got, err := fetchFrom[*T](ctx, s, q, func() (*engine.Rows, error) { return s.conn.Query(ctx, stmt.Returning(columns...)) })
		out = append(out, got...)
		return err
	}
	_, err = sent(ctx, s, func() (int64, error) {
		if len(rows) == 0 {
			return 0, read(i.k.Statement())
		}
		return 0, i.pages(ctx, s, "Returning", rows, read)
	})
	return out, err
}

// pages sends the INSERTs of objects.
func (i InsertStmt[T]) pages(ctx context.Context, s *Session, op string, rows []*T, send func(expr.Insert) error) error {
	m, err := s.mapperOf(reflect.TypeFor[T]())
	if err != nil {
		return err
	}
	states, err := detached(op, m, rows)
	if err != nil {
		return err
	}
	return unitofwork.InsertPages(ctx, s.conn, states, func(stmt expr.Insert) error { return send(i.k.With(stmt)) })
}

// changes executes a statement and gives the number of rows.
func (s *Session) changes(ctx context.Context, stmt expr.Statement) (int64, error) {
	res, err := s.conn.Exec(ctx, stmt)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// sent runs f in the session's transaction, after what is pending.
func sent(ctx context.Context, s *Session, f func() (int64, error)) (int64, error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.leave()
	if err := s.prepare(ctx); err != nil {
		return 0, err
	}
	return f()
}

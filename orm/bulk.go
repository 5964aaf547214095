package orm

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/orm/unitofwork"
)

// This file sends the bulk forms. They flush pending changes first, and cascade nothing but what the database does.

// Exec updates the rows in the session's transaction and gives their number. Pending changes are flushed first. Objects of the session
// that are met get the values; where these are expressions, the objects are read again when they are next touched.
func (u UpdateStmt[T]) Exec(ctx context.Context, s *Session) (int64, error) {
	return s.bulk(ctx, u.k)
}

// Exec deletes the rows in the session's transaction and gives their number. Pending changes are flushed first. Objects of the session
// that are met are no longer in it; what refers to them is left to the database.
func (d DeleteStmt[T]) Exec(ctx context.Context, s *Session) (int64, error) {
	return s.bulk(ctx, d.k)
}

func (s *Session) bulk(ctx context.Context, b query.Bulk) (int64, error) {
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.leave()
	if err := b.Err(); err != nil {
		return 0, err
	}
	m, err := s.mapperOfClass(b.Class())
	if err != nil {
		return 0, err
	}
	if err := s.prepare(ctx); err != nil {
		return 0, err
	}
	met, err := s.met(ctx, b, m)
	if err != nil {
		return 0, err
	}
	res, err := s.conn.Exec(ctx, b.Statement())
	if err != nil {
		return 0, err
	}
	for _, st := range met {
		if b.Removes() {
			err = unitofwork.Forget(s.ctx, st, &s.undo)
		} else {
			err = s.told(st, b)
		}
		if err != nil {
			return 0, err
		}
	}
	return res.RowsAffected()
}

// met finds the objects of the session whose rows a bulk statement meets.
func (s *Session) met(ctx context.Context, b query.Bulk, m *instance.Mapper) ([]*instance.State, error) {
	ident := s.ctx.Identity(m)
	if b.Mode() == SyncNone || ident.Len() == 0 {
		return nil, nil
	}
	if b.Mode() != SyncFetch {
		found, err := s.evaluated(b.Condition(), m)
		if err == nil || b.Mode() == SyncEvaluate {
			return found, err
		}
	}
	rows, err := s.conn.Query(ctx, b.Keys())
	if err != nil {
		return nil, err
	}
	var found []*instance.State
	err = rows.Each(func(row *dbapi.Row) error {
		key, err := m.KeyOfRow(row, 0)
		if st := ident.Get(key); err == nil && st != nil {
			found = append(found, st)
		}
		return err
	})
	return found, err
}

// evaluated finds the objects of a mapper for which a condition holds; the error says what cannot be evaluated.
func (s *Session) evaluated(cond expr.Expr, m *instance.Mapper) (found []*instance.State, err error) {
	e := s.evaluator(m)
	s.ctx.Identity(m).States(func(st *instance.State) bool {
		if st.Has(instance.Expired) {
			found = append(found, st) // it is read again anyway
			return true
		}
		holds, bad := e.holds(st, cond.Node())
		if bad != nil {
			err = fmt.Errorf("orm: the condition cannot be evaluated in Go: %w; use SyncFetch", bad)
			return false
		}
		if holds {
			found = append(found, st)
		}
		return true
	})
	return found, err
}

// told gives an object the values of an UPDATE that met it. What cannot be worked out in Go is read again when the object is next loaded.
func (s *Session) told(st *instance.State, b query.Bulk) error {
	unitofwork.Touch(st, &s.undo)
	e := s.evaluator(st.Mapper)
	values := map[int]any{} // of the row as it was before, as the database works them out
	for _, a := range b.Sets() {
		x, _ := a.(expr.Expr)
		set, ok := x.Node().(*expr.Assignment)
		if !ok {
			continue
		}
		i := columnOf(st.Mapper, expr.Wrap(set.Column))
		v, err := e.value(st, set.Value)
		if i < 0 || err != nil {
			expire(st)
			continue
		}
		values[i] = v
	}
	for i, v := range values {
		if st.SetColumn(i, v) != nil {
			expire(st)
			delete(values, i)
		}
	}
	for i := range values { // once all parts of a composite have theirs
		st.CaptureColumn(i)
	}
	return nil
}

func (s *Session) evaluator(m *instance.Mapper) evaluator {
	return evaluator{m: m, collates: s.engine.Dialect().Name() == "mysql"}
}

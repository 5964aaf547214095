package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/loading"
	"github.com/aludel/aludel/orm/query"
)

// Get gives the object with a primary key, whose values come in the order of the key's attributes: from the session without a
// statement if it is there, else by a SELECT. The error is [ErrNotFound] if there is no such row.
func Get[T any](ctx context.Context, s *Session, pk ...any) (*T, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	m, err := s.mapperOf(reflect.TypeFor[T]())
	if err != nil {
		return nil, err
	}
	key, err := m.KeyOf(pk)
	if err != nil {
		return nil, err
	}
	known := s.ctx.Identity(m).Get(key)
	if st := known; st != nil && !st.Has(instance.Expired) && !st.Partial() {
		if st.Has(instance.Deleted) {
			return nil, fmt.Errorf("%w: the %s with key %v is deleted in this session", ErrNotFound, m.Entity.Name, pk)
		}
		return (*T)(st.Obj), nil
	}
	if err := s.prepareForKey(ctx); err != nil {
		return nil, err
	}
	_, obj, err := s.selectByKey(ctx, m, pk, known != nil, false)
	return (*T)(obj), err
}

// prepareForKey is prepare for a SELECT by primary key: what it finds depends on objects that were added or deleted, not on
// changes of others, so that these need not be looked for.
func (s *Session) prepareForKey(ctx context.Context) error {
	if len(s.pending) > 0 || len(s.deleted) > 0 {
		return s.prepare(ctx)
	}
	return s.ready(ctx)
}

// selectByKey reads the row of a key. Again says that the session has the object: what the mapping loads along for many objects is then
// loaded for the one.
func (s *Session) selectByKey(ctx context.Context, m *instance.Mapper, pk []any, again, overwrite bool) (st *instance.State, obj unsafe.Pointer, err error) {
	plan, err := s.plans.get(s.engine, m)
	if err != nil {
		return nil, nil, err
	}
	read, along, err := s.keyReader(m, plan, overwrite)
	if err != nil {
		return nil, nil, err
	}
	rows, err := s.conn.QueryCompiled(ctx, plan.compiled, pk)
	if err != nil {
		return nil, nil, err
	}
	err = rows.Each(func(row *dbapi.Row) (err error) {
		st, obj, err = read(row)
		return err
	})
	if err == nil && st == nil {
		err = fmt.Errorf("%w: there is no %s with key %v", ErrNotFound, m.Entity.Name, pk)
	}
	if err == nil && along != nil {
		err = s.readAlong(ctx, along)
	}
	if err != nil {
		return nil, nil, err
	}
	if opts := unjoined(query.Settled(m.Entity, query.Below{})); len(opts) > 0 {
		if again {
			opts = query.OneByOne(opts)
		}
		err = s.apply(ctx, []*instance.State{st}, opts)
	}
	return st, obj, err
}

// keyReader gives the function that reads the row of a key, and the scan of what comes along with it, nil for nothing.
func (s *Session) keyReader(m *instance.Mapper, plan byKey, overwrite bool) (func(*dbapi.Row) (*instance.State, unsafe.Pointer, error), *loading.Scan, error) {
	if !plan.joins {
		l := &instance.Loader{Mapper: m, Context: s.ctx, Single: true, Overwrite: overwrite, Cols: plan.cols}
		return l.Row, nil, nil
	}
	sc, err := loading.NewScan(plan.q, s.mapperOfClass, s.ctx)
	if err != nil {
		return nil, nil, err
	}
	sc.Single()
	if overwrite {
		sc.Overwrite()
	}
	return func(row *dbapi.Row) (*instance.State, unsafe.Pointer, error) {
		st, obj, err := sc.Entity(0, row)
		if err == nil && st != nil {
			err = sc.ReadAlong(row)
		}
		return st, obj, err
	}, sc, nil
}

// refresh reads a stored object again.
func (s *Session) refresh(ctx context.Context, st *instance.State, overwrite bool) error {
	if err := s.ready(ctx); err != nil {
		return err
	}
	pk := make([]any, len(st.Mapper.Keys))
	for j, k := range st.Mapper.Keys {
		pk[j] = st.SnapshotValue(k)
	}
	if _, _, err := s.selectByKey(ctx, st.Mapper, pk, true, overwrite); err != nil {
		if !errors.Is(err, ErrNotFound) {
			return err
		}
		expire(st) // so that nobody takes it for what is there
		return fmt.Errorf("%w (%s with key %v): %w", ErrStale, st.Mapper.Entity.Name, pk, err)
	}
	return nil
}

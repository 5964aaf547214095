package orm

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/orm/unitofwork"
)

// This file writes objects as rows, past the unit of work.

// InsertRows inserts objects as rows, many at a time where the database can, and gives them the keys that the database makes. It is the
// fast way in for many rows: the objects stay outside the session, and what is related to them is not stored.
func InsertRows[T any](ctx context.Context, s *Session, rows []*T) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	m, err := s.mapperOf(reflect.TypeFor[T]())
	if err != nil {
		return err
	}
	states, err := detached("InsertRows", m, rows)
	if err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return unitofwork.InsertRows(ctx, s.conn, &s.plans.flush, states)
}

// UpdateRows writes attributes of objects into the rows of their primary keys, one UPDATE each: Things.Name, Things.Value. The objects stay
// outside the session, which does not know that its own have changed. An object whose row is not there is an error with [ErrStale].
func UpdateRows[T any](ctx context.Context, s *Session, rows []*T, attrs ...Element) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	m, err := s.mapperOf(reflect.TypeFor[T]())
	if err != nil {
		return err
	}
	cols, err := writable(m, attrs)
	if err != nil {
		return err
	}
	states, err := detached("UpdateRows", m, rows)
	if err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return unitofwork.UpdateRows(ctx, s.conn, &s.plans.flush, states, cols)
}

// detached gives objects states of their own, which no session knows.
func detached[T any](op string, m *instance.Mapper, rows []*T) ([]*instance.State, error) {
	states := make([]*instance.State, len(rows))
	for i, r := range rows {
		if r == nil {
			return nil, &MisuseError{op, reflect.TypeFor[T](), fmt.Sprintf("row %d is nil", i)}
		}
		states[i] = instance.Detached(m, reflect.ValueOf(r).UnsafePointer())
	}
	return states, nil
}

// writable are the columns of attributes that UpdateRows can write, in the order of the entity's.
func writable(m *instance.Mapper, attrs []Element) (cols []int, err error) {
	bad := func(reason string) error { return &MisuseError{"UpdateRows", m.Type, reason} }
	if m.Version >= 0 {
		return nil, bad("its rows count their changes: change objects of a session")
	}
	for _, k := range query.Spread(kernels(attrs)) {
		i := columnOf(m, expr.Coerce(k))
		switch {
		case i < 0:
			return nil, bad("what is to be written is no attribute of " + m.Entity.Name)
		case m.Columns[i].Attr.PK:
			return nil, bad("the primary key finds the row and is not written")
		}
		cols = append(cols, i)
	}
	if len(cols) == 0 {
		return nil, bad("it says no attribute to write")
	}
	slices.Sort(cols)
	return slices.Compact(cols), nil
}

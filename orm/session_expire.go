package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// This file makes the session forget and read again what it knows of objects.

// Expire makes the session forget what it knows of objects: the next query, Get, Refresh or lazy load that touches one reads it
// again. Fields keep their values until then; those edited since stay edited. Related objects follow along relationships that cascade
// it (refresh-expire).
func (s *Session) Expire(objs ...Mapped) {
	if !s.hold() {
		return
	}
	defer s.leave()
	seen := map[*instance.State]bool{}
	for _, o := range objs {
		if st := stateOf(o); st != nil && st.Context == s.ctx && st.Has(instance.Persistent) {
			s.along(st, mapping.RefreshExpire, seen, expire)
		}
	}
}

// ExpireAll is Expire for every object of the session.
func (s *Session) ExpireAll() {
	if !s.hold() {
		return
	}
	defer s.leave()
	s.ctx.States(expire)
}

// ExpireAttrs is Expire for some attributes of an object: edits of these columns are taken back, and these relationships are loaded
// again when they are next asked for, without what was changed in them.
func (s *Session) ExpireAttrs(obj Mapped, attrs ...Element) {
	if !s.hold() {
		return
	}
	defer s.leave()
	st := stateOf(obj)
	if st == nil || st.Context != s.ctx || !st.Has(instance.Persistent) {
		s.note(&MisuseError{"ExpireAttrs", reflect.TypeOf(obj), "the object is not stored in this session"})
		return
	}
	cols, rels, err := attrsOf(st.Mapper, attrs)
	if err != nil {
		s.note(err)
		return
	}
	for _, i := range cols {
		back := st.RestoreColumn
		if st.Mapper.Columns[i].Attr.Deferred {
			back = st.ForgetColumn
		} else {
			st.Flags |= instance.Expired
		}
		if err := back(i); err != nil {
			s.note(err)
		}
	}
	for _, i := range rels {
		containerOf(st, i).forget()
		st.ForgetRel(i)
	}
}

// along calls f with an object and what is related to it along relationships with a cascade, as far as that is known and stored.
func (s *Session) along(st *instance.State, c mapping.Cascade, seen map[*instance.State]bool, f func(*instance.State)) {
	if seen[st] || st.Context != s.ctx || !st.Has(instance.Persistent) {
		return
	}
	seen[st] = true
	for i := range st.Mapper.Rels {
		if st.Mapper.Rels[i].Cascade.Has(c) {
			for _, m := range containerOf(st, i).members() {
				s.along(m, c, seen, f)
			}
		}
	}
	f(st)
}

// Refresh reads an object again, over whatever was edited; with attributes, only these. Its relationships, and objects related
// along those that cascade it (refresh-expire), are read again when they are next asked for; a relationship that is named is loaded at
// once, with its objects as the database has them. Other pending changes are flushed first, those of named relationships too. The error is
// [ErrStale] if the row is gone.
func (s *Session) Refresh(ctx context.Context, obj Mapped, attrs ...Element) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	st := stateOf(obj)
	if st == nil || st.Context != s.ctx || !st.Has(instance.Persistent) {
		return &MisuseError{"Refresh", reflect.TypeOf(obj), "the object is not stored in this session"}
	}
	if len(attrs) > 0 {
		return s.refreshAttrs(ctx, st, attrs)
	}
	s.along(st, mapping.RefreshExpire, map[*instance.State]bool{st: true}, expire)
	for i := range st.Mapper.Rels {
		if st.Mapper.Rels[i].Cascade.Has(mapping.RefreshExpire) {
			for _, m := range containerOf(st, i).members() {
				s.along(m, mapping.RefreshExpire, map[*instance.State]bool{st: true}, expire)
			}
		}
	}
	forget(st)
	if err := errors.Join(st.ForgetDeferred(), st.Restore()); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return s.refresh(ctx, st, true)
}

// refreshAttrs reads some columns and relationships of an object again.
func (s *Session) refreshAttrs(ctx context.Context, st *instance.State, attrs []Element) error {
	cols, rels, err := attrsOf(st.Mapper, attrs)
	switch {
	case err != nil:
		return err
	}
	for _, i := range rels {
		if r := &st.Mapper.Rels[i]; r.Container == mapping.DynamicContainer {
			return &MisuseError{"Refresh", st.Mapper.Type, r.Name + " is never loaded as a whole: query it"}
		}
	}
	for _, i := range cols {
		if err := st.RestoreColumn(i); err != nil {
			return err
		}
	}
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if len(cols) == 0 {
		cols = st.Mapper.Keys // whether the row is there
	}
	if err := s.refreshColumns(ctx, st, cols); err != nil {
		return err
	}
	for _, i := range rels {
		if err := s.refreshRel(ctx, st, i); err != nil {
			return err
		}
	}
	return nil
}

// refreshRel loads a relationship of an object again, whatever the mapping or an option says of when it is loaded.
func (s *Session) refreshRel(ctx context.Context, st *instance.State, i int) error {
	containerOf(st, i).forget()
	st.ForgetRel(i)
	o := optionOf(st, i)
	if o.Strategy != query.Nothing {
		o.Strategy = query.Lazy
	}
	return s.lazyAs(ctx, st, i, o.Anew())
}

// refreshColumns reads some columns of an object again.
func (s *Session) refreshColumns(ctx context.Context, st *instance.State, cols []int) error {
	var columns []any
	for _, i := range cols {
		columns = append(columns, st.Mapper.Columns[i].Attr.Column.Expr())
	}
	q := expr.NewSelect(columns...)
	for _, k := range st.Mapper.Keys {
		q = q.Where(st.Mapper.Columns[k].Attr.Column.Expr().Eq(st.SnapshotValue(k)))
	}
	rows, err := s.conn.Query(ctx, q)
	if err != nil {
		return err
	}
	found := false
	err = rows.Each(func(row *dbapi.Row) error {
		found = true
		return st.ReadColumns(row, cols)
	})
	if err == nil && !found {
		expire(st) // so that nobody takes it for what is there
		err = fmt.Errorf("%w: the row of the %s is gone", ErrStale, st.Mapper.Entity.Name)
	}
	return err
}

// attrsOf finds the columns and relationships of an entity that elements of its descriptor are.
func attrsOf(m *instance.Mapper, attrs []Element) (cols, rels []int, err error) {
	for _, a := range query.Spread(kernels(attrs)) {
		switch k := a.(type) {
		case query.Rel:
			if r := k.Relationship(); k.Err() == nil && r.Entity == m.Entity {
				rels = append(rels, r.Index)
				continue
			}
		case expr.Expr:
			if i := columnOf(m, k); i >= 0 {
				cols = append(cols, i)
				continue
			}
		}
		return nil, nil, &MisuseError{"attribute", m.Type, "one of the attributes is none of " + m.Entity.Name}
	}
	return cols, rels, nil
}

// columnOf is the index of the column that an expression is, -1 for none of the mapper's.
func columnOf(m *instance.Mapper, x expr.Expr) int {
	c, ok := x.Node().(*expr.ColumnClause)
	if !ok {
		return -1
	}
	for i := range m.Columns {
		if m.Columns[i].Attr.Column.ColumnClause == c {
			return i
		}
	}
	return -1
}

package unitofwork

import (
	"fmt"
	"maps"
	"slices"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file has what is written besides the values of fields: versions, and SQL expressions.

// firstVersion gives a new object its first version, unless it was given one.
func (w *writer) firstVersion(st *instance.State) error {
	m := st.Mapper
	if m.Version < 0 || m.NextVersion == nil || !m.Columns[m.Version].IsZero(st.Obj) {
		return nil
	}
	w.undo.set(st, m.Version)
	return setVersion("insert", st, nil)
}

// setVersion gives an object the version that follows an old one.
func setVersion(op string, st *instance.State, old any) error {
	m := st.Mapper
	next, err := m.NextVersion(old)
	if err == nil {
		err = m.Columns[m.Version].Set(st.Obj, next)
	}
	if err != nil {
		return &Error{op, m.Entity.Name, m.Columns[m.Version].Attr.Name, fmt.Errorf("its next version: %w", err)}
	}
	return nil
}

// nextVersion adds the columns of expressions, and the version, to those that an UPDATE sends; the version is the one that follows the
// row's, unless the user set it.
func (w *writer) nextVersion(st *instance.State, cols []int, x map[int]expr.Expr) ([]int, error) {
	if st.Mapper.Version < 0 && len(x) == 0 {
		return cols, nil
	}
	out := slices.Clone(cols)
	for i := range maps.Keys(x) {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if v := st.Mapper.Version; v >= 0 && st.Mapper.NextVersion != nil && !slices.Contains(out, v) {
		w.undo.updated(st)
		if err := setVersion("update", st, st.SnapshotValue(v)); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return out, nil
}

// insertExprs stores one new object some of whose values are SQL expressions.
func (w *writer) insertExprs(st *instance.State, x map[int]expr.Expr) error {
	if w.plan != nil { // which statements in bulk have none of
		defer w.plan.graph.Wrote(st)
	}
	m := st.Mapper
	cols := withExprs(insertColumns(st, nil), x)
	s := expr.InsertInto(m.Entity.Table).Values(valuesOf(st, cols, x)...)
	st.Flags |= instance.Expired
	key := generated(m, cols)
	d := w.conn.Engine().Dialect()
	if key >= 0 && d.Rules().Returning && !d.Features().LastInsertID {
		rows, err := w.conn.Query(w.ctx, s.Returning(m.Columns[key].Attr.Column.ColumnClause))
		if err != nil {
			return fail("insert", st, err)
		}
		var id int64
		if err := rows.Each(func(r *dbapi.Row) error { id = r.Int64(0); return nil }); err != nil {
			return fail("insert", st, err)
		}
		return w.setKey(st, key, id)
	}
	res, err := w.conn.Exec(w.ctx, s)
	if err != nil {
		return fail("insert", st, err)
	}
	if key < 0 {
		return nil
	}
	id, err := res.LastInsertID()
	if err != nil {
		return fail("insert", st, err)
	}
	return w.setKey(st, key, id)
}

// updateExprs is an UPDATE some of whose values are SQL expressions.
func updateExprs(st *instance.State, cols []int, x map[int]expr.Expr) expr.Update {
	m := st.Mapper
	s := expr.UpdateTable(m.Entity.Table)
	for _, i := range cols {
		if v, ok := x[i]; ok {
			s = s.Values(v)
			st.Flags |= instance.Expired
		} else {
			s = s.Values(m.Columns[i].Attr.Column.Expr().To(passed(m.Columns[i].Value(st.Obj), &m.Columns[i])))
		}
	}
	for _, k := range rowColumns(m) {
		s = s.Where(m.Columns[k].Attr.Column.Expr().Eq(st.SnapshotValue(k)))
	}
	return s
}

package unitofwork

import (
	"maps"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file has what is written besides the values of fields: the counter of changes, and SQL expressions.

// firstVersion starts the counter of a new object at one, unless it was given another start.
func (w *writer) firstVersion(st *instance.State) {
	v := st.Mapper.Version
	if v < 0 || !st.Mapper.Columns[v].IsZero(st.Obj) {
		return
	}
	w.undo.set(st, v)
	_ = st.Mapper.Columns[v].Set(st.Obj, int64(1)) // an integer, as the mapping made sure
}

// nextVersion adds the columns of expressions, and the counter, to those that an UPDATE sends; the counter is one more than the row's,
// unless the user set it.
func (w *writer) nextVersion(st *instance.State, cols []int, x map[int]expr.Expr) ([]int, error) {
	out := slices.Clone(cols)
	for i := range maps.Keys(x) {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if v := st.Mapper.Version; v >= 0 && !slices.Contains(out, v) {
		old, _ := number(st.SnapshotValue(v))
		w.undo.updated(st)
		if err := st.Mapper.Columns[v].Set(st.Obj, old+1); err != nil {
			return nil, &Error{"update", st.Mapper.Entity.Name, st.Mapper.Columns[v].Attr.Name, err}
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return out, nil
}

// insertExprs stores one new object some of whose values are SQL expressions.
func (w *writer) insertExprs(st *instance.State, x map[int]expr.Expr) error {
	m := st.Mapper
	cols := insertColumns(st, nil)
	for i := range maps.Keys(x) {
		if !slices.Contains(cols, i) {
			cols = append(cols, i)
		}
	}
	slices.Sort(cols)
	s := expr.InsertInto(m.Entity.Table)
	for _, i := range cols {
		if v, ok := x[i]; ok {
			s = s.Values(v)
		} else {
			s = s.Values(m.Columns[i].Attr.Column.Expr().To(passed(m.Columns[i].Value(st.Obj), &m.Columns[i])))
		}
	}
	st.Flags |= instance.Expired
	key := generated(m, cols)
	d := w.conn.Engine().Dialect()
	if key >= 0 && d.Rules().Returning && !d.Features().LastInsertID {
		rows, err := w.conn.Query(w.ctx, s.Returning(m.Columns[key].Attr.Column.ColumnClause))
		if err != nil {
			return fail("insert", st, err)
		}
		return w.readKeys(rows, []*instance.State{st}, key)
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
func updateExprs(st *instance.State, cols []int, x map[int]expr.Expr) expr.Statement {
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

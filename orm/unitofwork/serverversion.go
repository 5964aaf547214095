package unitofwork

import (
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/sqlcompile"
)

// This file reads versions that the database makes.

// versionChunk is how many rows have their versions read by one SELECT.
const versionChunk = 500

// updateVersioned sends an UPDATE of one row, and reads the version that the database makes. A row that has another version than the object
// is [ErrStale].
func (w *writer) updateVersioned(st *instance.State, cols []int, x map[int]expr.Expr) error {
	// What a trigger does after an UPDATE of SQLite is not in what the UPDATE returns, and others return nothing.
	if w.conn.Engine().Dialect().Rules().OrderedInsert != sqlcompile.OrderedCast {
		if err := changedOne(w.sendUpdate(st, cols, x)); err != nil {
			return err
		}
		return w.selectVersions([]*instance.State{st})
	}
	rows, err := w.sendReturning(st, cols, x)
	if err != nil {
		return err
	}
	n, v := 0, st.Mapper.Version
	if err := rows.Each(func(r *dbapi.Row) error {
		n++
		st.Mapper.Columns[v].Read(st.Obj, r, 0)
		return r.Err()
	}); err != nil {
		return err
	}
	if n != 1 {
		return ErrStale
	}
	st.CaptureColumn(v)
	return nil
}

// sendReturning sends an UPDATE that returns the version.
func (w *writer) sendReturning(st *instance.State, cols []int, x map[int]expr.Expr) (*engine.Rows, error) {
	m := st.Mapper
	if len(x) > 0 {
		return w.conn.Query(w.ctx, updateExprs(st, cols, x).Returning(m.Columns[m.Version].Attr.Column.ColumnClause))
	}
	compiled, err := w.stmts.updateReturning(w.conn, m, cols)
	if err != nil {
		return nil, err
	}
	values := w.values[:0]
	for _, i := range cols {
		values = append(values, m.Columns[i].Value(st.Obj))
	}
	w.values = rowOf(st, values)
	return w.conn.QueryCompiled(w.ctx, compiled, w.values)
}

// readVersions reads the versions of rows of one mapper that were just inserted, if the database makes them.
func (w *writer) readVersions(op string, sts []*instance.State) error {
	if !sts[0].Mapper.ServerVersion {
		return nil
	}
	for chunk := range slices.Chunk(sts, versionChunk) {
		for _, st := range chunk {
			w.undo.set(st, st.Mapper.Version)
		}
		if err := w.selectVersions(chunk); err != nil {
			return failBatch(op, chunk, err)
		}
	}
	return nil
}

// selectVersions reads the versions of rows that are there, by their keys.
func (w *writer) selectVersions(sts []*instance.State) error {
	m := sts[0].Mapper
	byKey := make(map[instance.Key]*instance.State, len(sts))
	for _, st := range sts {
		key, err := m.KeyOfObject(st.Obj)
		if err != nil {
			return err
		}
		byKey[key] = st
	}
	rows, err := w.conn.Query(w.ctx, versionsOf(sts))
	if err != nil {
		return err
	}
	found := 0
	if err := rows.Each(func(r *dbapi.Row) error {
		key, err := m.KeyOfRow(r, 0)
		if st := byKey[key]; st != nil && err == nil {
			found++
			m.Columns[m.Version].Read(st.Obj, r, len(m.Keys))
			if st.HasSnapshot() {
				st.CaptureColumn(m.Version)
			}
			err = r.Err()
		}
		return err
	}); err != nil {
		return err
	}
	if found != len(sts) {
		return ErrStale
	}
	return nil
}

// versionsOf is the SELECT of the keys and versions of rows.
func versionsOf(sts []*instance.State) expr.Select {
	m := sts[0].Mapper
	var columns []any
	for _, k := range m.Keys {
		columns = append(columns, m.Columns[k].Attr.Column.Expr())
	}
	q := expr.NewSelect(append(columns, m.Columns[m.Version].Attr.Column.Expr())...)
	if len(m.Keys) == 1 && len(sts) > 1 {
		c := &m.Columns[m.Keys[0]]
		values := make([]any, len(sts))
		for i, st := range sts {
			values[i] = c.Value(st.Obj)
		}
		return q.Where(c.Attr.Column.Expr().In(values))
	}
	var ors []any
	for _, st := range sts {
		var all []any
		for _, k := range m.Keys {
			all = append(all, m.Columns[k].Attr.Column.Expr().Eq(passed(m.Columns[k].Value(st.Obj), &m.Columns[k])))
		}
		ors = append(ors, expr.And(all...))
	}
	return q.Where(expr.Or(ors...))
}

package unitofwork

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// ErrStale says that a row was changed or deleted by somebody else since it was read.
var ErrStale = errors.New("orm: the row was changed or deleted by somebody else since it was read; begin again and read it anew")

// This file sends the statements of one object or batch.

// passedColumns appends the columns whose values an INSERT of the object passes: those that it sends but those that SQL fills.
func passedColumns(st *instance.State, fills, cols []int) []int {
	cols = insertColumns(st, cols)
	if len(fills) > 0 {
		cols = slices.DeleteFunc(cols, func(c int) bool { return slices.Contains(fills, c) })
	}
	return cols
}

// insertColumns appends the columns that an INSERT of the object sends: all but a generated key that has no value yet, and those whose
// absence the database fills.
func insertColumns(st *instance.State, cols []int) []int {
	for i := range st.Mapper.Columns {
		c := &st.Mapper.Columns[i]
		col := c.Attr.Column
		zero := c.IsZero(st.Obj)
		switch {
		case c.Attr.Computed, col.System, i == st.Mapper.Version && st.Mapper.ServerVersion:
		case zero && c.Attr.PK && col.Generated():
		case zero && c.Attr.OmitZero:
		case col.Computed != nil:
		case zero && (col.HasServerDefault() || col.Fetched || col.Identity != nil) && (c.Pointer || c.Kind == instance.Time || c.Kind == instance.Bytes):
		case zero && c.Kind == instance.Time && !c.Pointer && !col.Nullable:
		default:
			cols = append(cols, i)
		}
	}
	return cols
}

// insert stores new objects that send the same columns, and have the same filled by SQL.
func (w *writer) insert(sts []*instance.State, cols, fills []int) error {
	plan, err := w.stmts.insert(w.conn, sts[0].Mapper, cols, fills)
	if err != nil {
		return failBatch("insert", sts, err)
	}
	if len(sts) > 1 {
		w.undo.room(len(sts))
	}
	n := &news{w: w, insertion: plan, sts: sts, cols: cols}
	err = w.conn.InsertRows(w.ctx, plan.rows, len(sts), n)
	var batch *engine.BatchError
	var own *Error
	switch {
	case err == nil || errors.As(err, &own):
		return err
	case errors.As(err, &batch):
		return failBatch("insert", sts[batch.Stored:batch.Stored+batch.Rows], batch.Err)
	}
	return failBatch("insert", sts, err)
}

// news are new objects on their way into the database.
type news struct {
	*insertion
	w    *writer
	sts  []*instance.State
	cols []int
}

var _ engine.InsertSource = (*news)(nil)

// Values implements engine.InsertSource.
func (n *news) Values(row int, to []any) []any {
	st := n.sts[row]
	if n.filled {
		st.Flags |= instance.Expired
	}
	for _, c := range n.cols {
		to = append(to, st.Mapper.Columns[c].Value(st.Obj))
	}
	return to
}

// Key implements engine.InsertSource.
func (n *news) Key(row int, id int64) error { return n.w.setKey(n.sts[row], n.key, id) }

// Returned implements engine.InsertSource.
func (n *news) Returned(row int, r *dbapi.Row) error {
	st := n.sts[row]
	for i, k := range n.returned {
		if k < 0 {
			continue // a part of the key that the entity does not map
		}
		n.w.undo.set(st, k)
		st.Mapper.Columns[k].Read(st.Obj, r, i)
	}
	return nil
}

func clauses(m *instance.Mapper, cols []int) (out []*expr.ColumnClause) {
	for _, c := range cols {
		out = append(out, m.Columns[c].Attr.Column.ColumnClause)
	}
	return out
}

func (w *writer) setKey(st *instance.State, key int, id int64) error {
	w.undo.set(st, key)
	if err := st.Mapper.Columns[key].SetInt(st.Obj, id); err != nil {
		return &Error{"insert", st.Mapper.Entity.Name, st.Mapper.Columns[key].Attr.Name, fmt.Errorf("the generated key %d does not fit: %w", id, err)}
	}
	return nil
}

// update sends the columns that changed; nothing if none did.
func (w *writer) update(st *instance.State) error {
	w.cols = st.ChangedColumns(w.cols[:0])
	return w.updateColumns(st, w.cols)
}

// updateColumns sends some columns, and the expressions of others, of the row that the snapshot has the key of.
func (w *writer) updateColumns(st *instance.State, cols []int) error {
	x := w.plan.graph.Exprs(st)
	if st.Mapper.ServerVersion {
		cols = slices.DeleteFunc(cols, func(c int) bool { return c == st.Mapper.Version })
	}
	if len(cols) == 0 && len(x) == 0 {
		return nil
	}
	cols, x, err := w.fillUpdate(st, cols, x)
	if err == nil {
		cols, err = w.nextVersion(st, cols, x)
	}
	if err != nil {
		return err
	}
	w.undo.updated(st)
	if st.Mapper.ServerVersion {
		err = w.updateVersioned(st, cols, x)
	} else {
		err = changedOne(w.sendUpdate(st, cols, x))
	}
	if err != nil {
		return fail("update", st, err)
	}
	old, err := st.KeyOfState()
	if err != nil {
		return fail("update", st, err)
	}
	for _, i := range cols {
		st.CaptureColumn(i)
	}
	if st.Mapper.Fetches {
		st.Flags |= instance.Expired
	}
	if len(x) > 0 {
		w.plan.graph.Wrote(st)
	}
	if !slices.ContainsFunc(st.Mapper.Keys, func(k int) bool { return slices.Contains(cols, k) }) {
		return nil
	}
	return w.rekey(st, old)
}

// changedOne is [ErrStale] for a statement that did not change the row.
func changedOne(res engine.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(ErrStale, err)
	}
	return nil
}

// sendUpdate sends an UPDATE: one that was compiled before, unless there are expressions in it.
func (w *writer) sendUpdate(st *instance.State, cols []int, x map[int]expr.Expr) (engine.Result, error) {
	m := st.Mapper
	if len(x) > 0 {
		return w.conn.Exec(w.ctx, updateExprs(st, cols, x))
	}
	compiled, err := w.stmts.update(w.conn, m, cols)
	if err != nil {
		return engine.Result{}, err
	}
	values := w.values[:0]
	for _, i := range cols {
		values = append(values, m.Columns[i].Value(st.Obj))
	}
	w.values = rowOf(st, values)
	return w.conn.ExecCompiled(w.ctx, compiled, w.values)
}

// rowOf appends the values by which the row of an object is found: its key, and the counter of changes if it has one.
func rowOf(st *instance.State, values []any) []any {
	for _, k := range rowColumns(st.Mapper) {
		values = append(values, st.SnapshotValue(k))
	}
	return values
}

// rowColumns are the columns by which the row of an object is found.
func rowColumns(m *instance.Mapper) []int {
	if m.Version < 0 {
		return m.Keys
	}
	return append(m.Keys[:len(m.Keys):len(m.Keys)], m.Version)
}

// rekey moves an object whose primary key changed to its new place in the identity map.
func (w *writer) rekey(st *instance.State, old instance.Key) error {
	now, err := st.KeyOfState()
	if err != nil || now == old {
		return err
	}
	ident := w.plan.context.Identity(st.Mapper)
	ident.Remove(old, st)
	ident.Put(now, st)
	w.undo.add(func(c *instance.Context) error {
		c.Identity(st.Mapper).Remove(now, st)
		c.Identity(st.Mapper).Put(old, st)
		return nil
	})
	return nil
}

// delete removes the row. One that is gone already is what was wanted, unless its changes are counted.
func (w *writer) delete(st *instance.State) error {
	compiled, err := w.stmts.delete(w.conn, st.Mapper)
	if err != nil {
		return fail("delete", st, err)
	}
	w.values = rowOf(st, w.values[:0])
	res, err := w.conn.ExecCompiled(w.ctx, compiled, w.values)
	if err != nil {
		return fail("delete", st, err)
	}
	if st.Mapper.Version < 0 {
		return nil
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fail("delete", st, errors.Join(ErrStale, err))
	}
	return nil
}

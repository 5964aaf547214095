package unitofwork

import (
	"errors"
	"fmt"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/sqlcompile"
)

// ErrStale says that a row was changed or deleted by somebody else since it was read.
var ErrStale = errors.New("orm: the row was changed or deleted since it was read")

// This file sends the statements of one object or batch.

// insertColumns appends the columns that an INSERT of the object sends: all but a generated key that has no value yet, and those whose
// absence the database fills.
func insertColumns(st *instance.State, cols []int) []int {
	for i := range st.Mapper.Columns {
		c := &st.Mapper.Columns[i]
		col := c.Attr.Column
		zero := c.IsZero(st.Obj)
		switch {
		case zero && c.Attr.PK && col.Generated():
		case zero && c.Attr.OmitZero:
		case zero && col.ServerDefault != "" && (c.Pointer || c.Kind == instance.Time || c.Kind == instance.Bytes):
		case zero && c.Kind == instance.Time && !c.Pointer && !col.Nullable:
		default:
			cols = append(cols, i)
		}
	}
	return cols
}

// generated is the key column that the database fills in an INSERT of these columns, -1 for none.
func generated(m *instance.Mapper, cols []int) int {
	for _, k := range m.Keys {
		if !m.Columns[k].Attr.Column.Generated() {
			continue
		}
		sent := false
		for _, c := range cols {
			sent = sent || c == k
		}
		if !sent {
			return k
		}
	}
	return -1
}

// insert stores new objects that send the same columns.
func (w *writer) insert(sts []*instance.State, cols []int) error {
	m := sts[0].Mapper
	key := generated(m, cols)
	rules := w.conn.Engine().Dialect().Rules()
	page := 1
	if len(cols) > 0 && rules.MultiRow && (key < 0 || rules.OrderedInsert) {
		page = 100
	} else if ok, err := w.insertBatch(sts, cols, key); ok || err != nil {
		return err
	}
	for len(sts) > 0 {
		n := 1
		for _, size := range []int{100, 10} { // few sizes, so that few statements are compiled
			if size <= page && size <= len(sts) && size*len(cols) <= rules.MaxParams {
				n = size
				break
			}
		}
		if err := w.insertPage(sts[:n], cols, key); err != nil {
			return err
		}
		sts = sts[n:]
	}
	return nil
}

func (w *writer) insertPage(sts []*instance.State, cols []int, key int) error {
	compiled, returns, err := w.stmts.insert(w.conn, sts[0].Mapper, cols, len(sts), key)
	if err != nil {
		return failBatch("insert", sts, err)
	}
	values := w.insertValues(sts, cols, key)
	if returns {
		return w.insertReturning(compiled, values, sts, key)
	}
	res, err := w.conn.ExecCompiled(w.ctx, compiled, values)
	if err != nil {
		return failBatch("insert", sts, err)
	}
	if key < 0 {
		return nil
	}
	id, err := res.LastInsertID()
	if err != nil {
		return failBatch("insert", sts, err)
	}
	return w.setKey(sts[0], key, id)
}

// insertValues are the values of some columns of objects, one row after the other.
func (w *writer) insertValues(sts []*instance.State, cols []int, key int) []any {
	m := sts[0].Mapper
	values := w.values[:0]
	for _, o := range sts {
		if left := len(m.Columns) - len(cols); left > 1 || left == 1 && key < 0 {
			o.Flags |= instance.Expired // the database filled the columns that were left out
		}
		for _, c := range cols {
			values = append(values, m.Columns[c].Value(o.Obj))
		}
	}
	w.values = values
	return values
}

// insertBatch stores objects by one call of an adapter that can, one row a statement. ok is false if it cannot.
func (w *writer) insertBatch(sts []*instance.State, cols []int, key int) (ok bool, err error) {
	if len(sts) < 2 || len(cols) == 0 {
		return false, nil
	}
	compiled, returns, err := w.stmts.insert(w.conn, sts[0].Mapper, cols, 1, key)
	if err != nil || returns {
		return false, err
	}
	for len(sts) > 0 {
		page := sts[:min(len(sts), batchRows)]
		w.ids = append(w.ids[:0], make([]int64, len(page))...)
		done, ok, err := w.conn.ExecBatch(w.ctx, compiled, len(page), w.insertValues(page, cols, key), w.ids)
		switch {
		case err != nil && done < len(page):
			return true, fail("insert", page[done], err)
		case err != nil || !ok:
			return ok, err
		}
		for i, st := range page {
			if key < 0 {
				break
			}
			if err := w.setKey(st, key, w.ids[i]); err != nil {
				return true, err
			}
		}
		sts = sts[len(page):]
	}
	return true, nil
}

// batchRows is how many rows go to an adapter in one call, so that what is copied for it stays small.
const batchRows = 256

func clauses(m *instance.Mapper, cols []int) (out []*expr.ColumnClause) {
	for _, c := range cols {
		out = append(out, m.Columns[c].Attr.Column.ColumnClause)
	}
	return out
}

func (w *writer) setKey(st *instance.State, key int, id int64) error {
	w.undo.set(st, key)
	if err := st.Mapper.Columns[key].Set(st.Obj, id); err != nil {
		return &Error{"insert", st.Mapper.Entity.Name, st.Mapper.Columns[key].Attr.Name, fmt.Errorf("the generated key %d does not fit: %w", id, err)}
	}
	return nil
}

// insertReturning stores a page whose keys come back in its order.
func (w *writer) insertReturning(c *sqlcompile.Compiled, values []any, sts []*instance.State, key int) error {
	rows, err := w.conn.QueryCompiled(w.ctx, c, values)
	if err != nil {
		return failBatch("insert", sts, err)
	}
	return w.readKeys(rows, sts, key)
}

// readKeys gives objects the keys that an INSERT gave back, in order.
func (w *writer) readKeys(rows *engine.Rows, sts []*instance.State, key int) error {
	ids := make([]int64, 0, len(sts))
	err := rows.Each(func(r *dbapi.Row) error {
		ids = append(ids, r.Int64(0))
		return nil
	})
	if err != nil {
		return failBatch("insert", sts, err)
	}
	if len(ids) != len(sts) {
		return failBatch("insert", sts, fmt.Errorf("%d rows were inserted and %d keys came back", len(sts), len(ids)))
	}
	for i, st := range sts {
		if err := w.setKey(st, key, ids[i]); err != nil {
			return err
		}
	}
	return nil
}

// update sends the columns that changed; nothing if none did.
func (w *writer) update(st *instance.State) error {
	return w.updateColumns(st, st.ChangedColumns(nil))
}

// updateColumns sends some columns, and the expressions of others, of the row that the snapshot has the key of.
func (w *writer) updateColumns(st *instance.State, cols []int) error {
	x := w.plan.graph.Exprs(st)
	if len(cols) == 0 && len(x) == 0 {
		return nil
	}
	cols, err := w.nextVersion(st, cols, x)
	if err != nil {
		return err
	}
	w.undo.updated(st)
	res, err := w.sendUpdate(st, cols, x)
	if err != nil {
		return fail("update", st, err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fail("update", st, errors.Join(ErrStale, err))
	}
	old, err := st.KeyOfState()
	if err != nil {
		return fail("update", st, err)
	}
	st.Capture()
	return w.rekey(st, old)
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

package unitofwork

import (
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file lets a new object take over the row of one that the same flush deletes, if both have the same primary key. INSERTs go
// before DELETEs, so that the row is updated and stays (SQLAlchemy: row switch).

// heirOf is the deleted object whose row a new object takes over, nil for none. The object's foreign keys must be copied already: they
// may be part of its key.
func (w *writer) heirOf(st *instance.State) *instance.State {
	if len(w.plan.deletes) == 0 {
		return nil
	}
	key, err := st.Mapper.KeyOfObject(st.Obj)
	if err != nil {
		return nil // it has no key yet
	}
	old := w.plan.context.Identity(st.Mapper).Get(key)
	if old == nil || old == st || w.plan.in[old] != deleted {
		return nil
	}
	return old
}

// takeOver updates the row of old to what the new object says. What the object leaves to the database stays as it is.
func (w *writer) takeOver(st, old *instance.State) error {
	if w.plan.heirs == nil {
		w.plan.heirs, w.plan.replaced = map[*instance.State]*instance.State{}, map[*instance.State]bool{}
	}
	w.plan.heirs[st], w.plan.replaced[old] = old, true
	w.undo.fresh(st)
	st.PutSnapshot(old.SaveSnapshot())
	if v := st.Mapper.Version; v >= 0 && st.Mapper.Columns[v].IsZero(st.Obj) { // its versions go on
		w.undo.set(st, v)
		if err := st.RestoreColumn(v); err != nil {
			return err
		}
	}
	sent := insertColumns(st, nil)
	if len(sent) < len(st.Mapper.Columns) {
		st.Flags |= instance.Expired
	}
	changed := slices.DeleteFunc(st.ChangedColumns(nil), func(i int) bool { return !slices.Contains(sent, i) })
	if err := w.updateColumns(st, changed); err != nil {
		return err
	}
	st.Capture() // what hooks change later is found by the next flush
	return nil
}

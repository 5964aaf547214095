package unitofwork

import (
	"context"
	"errors"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file has what bulk statements, which go past the unit of work, need of it.

// InsertRows inserts objects of one mapper that belong to no session, in their order, and gives them the keys that the database makes.
// Neighbours that send the same columns go together.
func InsertRows(ctx context.Context, conn *engine.Connection, stmts *Statements, sts []*instance.State) error {
	w := &writer{ctx: ctx, conn: conn, undo: &Undo{}, stmts: stmts}
	for _, st := range sts {
		if err := fillNew(ctx, st, nil, w.undo); err != nil {
			return err
		}
	}
	for i := 0; i < len(sts); {
		if err := w.firstVersion(sts[i]); err != nil {
			return err
		}
		fills := sqlFills(sts[i], nil)
		if alone(sts[i], nil, fills) {
			if err := w.insertExprs(sts[i], newExprs(sts[i], nil)); err != nil {
				return err
			}
			i++
			continue
		}
		cols := slices.Clone(passedColumns(sts[i], fills, w.cols[:0]))
		n := i + 1
		for ; n < len(sts); n++ {
			if err := w.firstVersion(sts[n]); err != nil {
				return err
			}
			if w.others = sqlFills(sts[n], w.others[:0]); !slices.Equal(fills, w.others) {
				break
			}
			if w.other = passedColumns(sts[n], fills, w.other[:0]); !slices.Equal(cols, w.other) {
				break
			}
		}
		if err := w.insert(sts[i:n], cols, fills); err != nil {
			return err
		}
		i = n
	}
	return nil
}

// UpdateRows writes some columns of objects of one mapper that belong to no session into the rows of their keys. A row that is not there is
// [ErrStale]. The mapper counts no changes.
func UpdateRows(ctx context.Context, conn *engine.Connection, stmts *Statements, sts []*instance.State, cols []int) error {
	var values []any
	for _, st := range sts {
		compiled, err := stmts.update(conn, st.Mapper, cols)
		if err != nil {
			return err
		}
		values = values[:0]
		for _, i := range append(cols[:len(cols):len(cols)], rowColumns(st.Mapper)...) {
			values = append(values, st.Mapper.Columns[i].Value(st.Obj))
		}
		res, err := conn.ExecCompiled(ctx, compiled, values)
		if err != nil {
			return fail("update", st, err)
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return fail("update", st, errors.Join(ErrStale, err))
		}
	}
	return nil
}

// Forget makes an object whose row a statement deleted one that the session does not know; undo remembers it.
func Forget(c *instance.Context, st *instance.State, undo *Undo) error {
	p := &Plan{context: c}
	return p.leave(st, undo)
}

// Touch remembers what an object was before a statement changed its row.
func Touch(st *instance.State, undo *Undo) { undo.updated(st) }

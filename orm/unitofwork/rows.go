package unitofwork

import (
	"context"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file has what bulk statements, which go past the unit of work, need of it.

// InsertRows inserts objects of one mapper that belong to no session, in their order, and gives them the keys that the database makes.
// Neighbours that send the same columns go together.
func InsertRows(ctx context.Context, conn *engine.Connection, stmts *Statements, sts []*instance.State) error {
	w := &writer{ctx: ctx, conn: conn, undo: &Undo{}, stmts: stmts}
	for i := 0; i < len(sts); {
		w.firstVersion(sts[i])
		cols := slices.Clone(insertColumns(sts[i], w.cols[:0]))
		n := i + 1
		for ; n < len(sts); n++ {
			w.firstVersion(sts[n])
			if w.other = insertColumns(sts[n], w.other[:0]); !slices.Equal(cols, w.other) {
				break
			}
		}
		if err := w.insert(sts[i:n], cols); err != nil {
			return err
		}
		i = n
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

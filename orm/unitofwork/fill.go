package unitofwork

import (
	"context"
	"maps"
	"slices"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file gives columns values that objects were given none for.

// fillNew gives a new object the values that Go makes; x are the expressions that it was given.
func fillNew(ctx context.Context, st *instance.State, x map[int]expr.Expr, undo *Undo) error {
	for i := range st.Mapper.OnInsert {
		f := &st.Mapper.OnInsert[i]
		if _, ok := x[f.Column]; ok || f.Value == nil || !st.Lacks(f.Column) {
			continue
		}
		undo.set(st, f.Column)
		if err := st.FillValue(ctx, f); err != nil {
			return &Error{"insert", st.Mapper.Entity.Name, st.Mapper.Columns[f.Column].Attr.Name, err}
		}
	}
	return nil
}

// newExprs are the expressions of a new object's INSERT: those that it was given, and those of columns that it has no value for.
func newExprs(st *instance.State, x map[int]expr.Expr) map[int]expr.Expr {
	given := true // the map is the session's
	for i := range st.Mapper.OnInsert {
		f := &st.Mapper.OnInsert[i]
		if _, ok := x[f.Column]; !ok && f.Value == nil && st.Lacks(f.Column) {
			x, given = with(x, given, st, f), false
		}
	}
	return x
}

// sqlFills appends the columns of an INSERT of the object that SQL fills, the same for all objects of the mapper that lack them.
func sqlFills(st *instance.State, to []int) []int {
	for i := range st.Mapper.OnInsert {
		if f := &st.Mapper.OnInsert[i]; f.Value == nil && st.Lacks(f.Column) {
			to = append(to, f.Column)
		}
	}
	return to
}

// alone reports whether an object is inserted by a statement of its own: it was given SQL, or SQL makes a part of its key.
func alone(st *instance.State, x map[int]expr.Expr, fills []int) bool {
	return len(x) > 0 || slices.ContainsFunc(fills, func(i int) bool { return slices.Contains(st.Mapper.Keys, i) })
}

// fillNode is the SQL that fills a column of an INSERT.
func fillNode(m *instance.Mapper, col int) expr.Node {
	i := slices.IndexFunc(m.OnInsert, func(f instance.Fill) bool { return f.Column == col })
	return m.OnInsert[i].Expr
}

// fillUpdate adds to an UPDATE what is given a value whenever the row is updated: values to its columns, SQL to its expressions.
func (w *writer) fillUpdate(st *instance.State, cols []int, x map[int]expr.Expr) ([]int, map[int]expr.Expr, error) {
	if len(st.Mapper.OnUpdate) == 0 {
		return cols, x, nil
	}
	cols = slices.Clone(cols)
	given := true
	for i := range st.Mapper.OnUpdate {
		f := &st.Mapper.OnUpdate[i]
		switch _, ok := x[f.Column]; {
		case ok || slices.Contains(cols, f.Column):
		case f.Value == nil:
			x, given = with(x, given, st, f), false
		default:
			w.undo.updated(st)
			if err := st.FillValue(w.ctx, f); err != nil {
				return nil, nil, &Error{"update", st.Mapper.Entity.Name, st.Mapper.Columns[f.Column].Attr.Name, err}
			}
			cols = append(cols, f.Column)
		}
	}
	return cols, x, nil
}

// with adds the expression of a fill to others.
func with(x map[int]expr.Expr, given bool, st *instance.State, f *instance.Fill) map[int]expr.Expr {
	if given {
		if x = maps.Clone(x); x == nil {
			x = map[int]expr.Expr{}
		}
	}
	x[f.Column] = st.Mapper.Columns[f.Column].Attr.Column.Expr().To(expr.Wrap(f.Expr))
	return x
}

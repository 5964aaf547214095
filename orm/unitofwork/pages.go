package unitofwork

import (
	"context"
	"maps"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file writes INSERTs of objects that go past the unit of work and say themselves what else the statement has.

// pageSizes are how many rows go into one statement: few sizes, so that few statements are compiled and prepared.
var pageSizes = [...]int{500, 100, 20, 5, 2, 1}

// InsertPages makes the INSERTs of objects of one mapper that belong to no session, in their order, and has each sent; failed rows are those
// of its error. Neighbours that send the same columns go together, where the database takes rows together.
func InsertPages(ctx context.Context, conn *engine.Connection, sts []*instance.State, send func(expr.Insert) error) error {
	w := &writer{ctx: ctx, conn: conn, undo: &Undo{}}
	type row struct {
		cols []int
		x    map[int]expr.Expr
	}
	rows := make([]row, len(sts))
	for i, st := range sts {
		if err := fillNew(ctx, st, nil, w.undo); err != nil {
			return err
		}
		if err := w.firstVersion(st); err != nil {
			return err
		}
		x := newExprs(st, nil)
		rows[i] = row{withExprs(insertColumns(st, nil), x), x}
	}
	rules := conn.Engine().Dialect().Rules()
	for i := 0; i < len(sts); {
		n := 1
		for i+n < len(sts) && slices.Equal(rows[i].cols, rows[i+n].cols) {
			n++
		}
		n = pageOf(n, len(rows[i].cols), rules.MaxParams, rules.MultiRow)
		var values [][]any
		for k := i; k < i+n; k++ {
			values = append(values, valuesOf(sts[k], rows[k].cols, rows[k].x))
		}
		s := expr.InsertInto(sts[i].Mapper.Entity.Table)
		if n == 1 {
			s = s.Values(values[0]...)
		} else {
			s = s.ValueRows(values...)
		}
		if err := send(s); err != nil {
			return failBatch("insert", sts[i:i+n], err)
		}
		i += n
	}
	return nil
}

// pageOf is how many of n rows go into one statement.
func pageOf(n, cols, maxParams int, together bool) int {
	if !together || cols == 0 {
		return 1
	}
	if maxParams > 0 {
		n = min(n, max(1, maxParams/2/cols)) // the rest of the statement has parameters too
	}
	return pageSizes[slices.IndexFunc(pageSizes[:], func(size int) bool { return size <= n })]
}

// withExprs are columns and those of expressions, in order.
func withExprs(cols []int, x map[int]expr.Expr) []int {
	for i := range maps.Keys(x) {
		if !slices.Contains(cols, i) {
			cols = append(cols, i)
		}
	}
	slices.Sort(cols)
	return cols
}

// valuesOf are the assignments of the columns of an object's row.
func valuesOf(st *instance.State, cols []int, x map[int]expr.Expr) (out []any) {
	for _, i := range cols {
		if v, ok := x[i]; ok {
			out = append(out, v)
			continue
		}
		c := &st.Mapper.Columns[i]
		out = append(out, c.Attr.Column.Expr().To(passed(c.Value(st.Obj), c)))
	}
	return out
}

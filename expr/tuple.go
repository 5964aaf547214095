package expr

import (
	"reflect"

	"github.com/aludel/aludel/sqltypes"
)

// Tuple is several values as one: (a, b). It can be compared with another tuple and looked for in a list of them; it cannot be
// selected.
type Tuple struct{ Items []Node }

func (*Tuple) node() {}

// Type implements [Node]. A tuple has no type of its own; its items have.
func (*Tuple) Type() sqltypes.Type { return sqltypes.Null() }

// TupleOf is several values as one. It is compared with slices and arrays of as many values, each of which has the type of the item
// at its place:
//
//	expr.TupleOf(a, b).Eq([]any{1, "x"})
//	expr.TupleOf(a, b).In([][]any{{1, "x"}, {2, "y"}})
func TupleOf(items ...any) Expr { return Wrap(&Tuple{operands(items, nil)}) }

// Row is several values as one to be compared with a tuple: each has the type of the item at its place.
func (e Expr) Row(values ...any) Expr {
	t, ok := e.Node().(*Tuple)
	if !ok {
		return invalid("Row belongs to a tuple, not to %s", describe(e.Node()))
	}
	n, _ := tupleLike(values, t)
	return Wrap(n)
}

// tupleLike makes a tuple of the elements of a slice or array to be compared with t; ok is false for what is neither.
func tupleLike(v any, t *Tuple) (n Node, ok bool) {
	rv := reflect.ValueOf(v)
	if k := rv.Kind(); k != reflect.Slice && k != reflect.Array {
		return nil, false
	}
	if rv.Len() != len(t.Items) {
		return tupleLength(len(t.Items), rv.Len()).Node(), true
	}
	out := &Tuple{Items: make([]Node, rv.Len())}
	for i := range out.Items {
		item := operand(rv.Index(i).Interface(), t.Items[i])
		if b, isBind := item.(*BindParameter); isBind && b.Unique {
			b.Name = "param" // not shared yet
		}
		out.Items[i] = group(item, OpComma)
	}
	return out, true
}

func tupleLength(want, got int) Expr {
	return invalidBecause(ErrTupleLength, "a tuple of %d values is compared with one of %d", want, got)
}

// unequalTuples is the error of comparing tuples of different lengths, nil if l and r are none.
func unequalTuples(l, r Node) *Invalid {
	a, ok := l.(*Tuple)
	b, other := r.(*Tuple)
	if !ok || !other || len(a.Items) == len(b.Items) {
		return nil
	}
	return tupleLength(len(a.Items), len(b.Items)).Node().(*Invalid)
}

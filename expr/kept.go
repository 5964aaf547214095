package expr

import (
	"slices"
	"sync/atomic"
	"unsafe"

	"github.com/aludel/aludel/sqltypes"
)

// This file keeps how SELECTs begin: a list of columns of tables, and the joins that follow it. Programs have few of those and build them
// again for each use; what was built once serves for all.

// keptStep is a step that is kept with the column that the list begins with, and used again wherever a SELECT begins as it does.
//
// Invariant: it, and what is before it, holds nothing but tables, their columns and comparisons of those, never a value. So it means the
// same in every statement, what is kept for a column is bounded, and its key depends on nothing around it. That a join is the same one in
// two statements does not show: see [Join.OfStatement].
type keptStep struct {
	step // whose whole is is
	is   Clauses
	join Join          // for a step of kind stepJoin
	from [1]FromClause // the join, for is
	key  []byte        // what a Key has for the columns and for FROM
	root *keptRoot
}

// keptRoot is the step of a kept list of columns, with room for the joins that follow it in any number: what was asked for first.
type keptRoot struct {
	keptStep
	joins [keptJoins]atomic.Pointer[keptStep]
}

// seal completes a step that nobody has seen yet.
func (x *keptStep) seal(kind stepKind) {
	x.kind, x.form = kind, keptForm
	var k Key
	k.nodes(x.is.Columns)
	if kind == stepJoin {
		x.from[0] = &x.join
		x.is.From = x.from[:]
	}
	k.froms(x.is.From)
	x.key = k.Bytes
	x.whole.Store(&x.is)
}

// keptJoins is how many joins are kept for a list.
const keptJoins = 8

// selected is the SELECT of these nodes, of which it has a copy; s has nothing but a style of labels.
func (s Select) selected(l LabelStyle, nodes []Node) Select {
	first, ok := kept(nodes[0])
	if !ok {
		return s.added(stepColumns, nodes)
	}
	for i := range first.recent.lists {
		slot := &first.recent.lists[i]
		x := slot.Load()
		if x == nil {
			return s.firstList(slot, l, nodes)
		}
		if x.is.Labels == l && slices.Equal(x.is.Columns, nodes) {
			return Select{&x.step}
		}
	}
	return s.added(stepColumns, nodes)
}

// firstList is selected, whose step is kept in the slot if the nodes are nothing but columns of tables.
func (s Select) firstList(slot *atomic.Pointer[keptRoot], l LabelStyle, nodes []Node) Select {
	for _, n := range nodes {
		if _, ok := kept(n); !ok {
			return s.added(stepColumns, nodes)
		}
	}
	x := &keptRoot{}
	x.root, x.is.Labels, x.is.Columns = x, l, slices.Clone(nodes)
	x.seal(stepColumns)
	slot.CompareAndSwap(nil, x) // if another one came first, this is one of its own
	return Select{&x.step}
}

// keptList is the SELECT of these items with a style of labels, if they are columns of tables and it is kept.
func keptList(l LabelStyle, items []any) (s Select, ok bool) {
	if len(items) == 0 {
		return s, false
	}
	e, ok := items[0].(Expr)
	if !ok || e.n == nil {
		return s, false
	}
	first, ok := kept(*e.n)
	if !ok {
		return s, false
	}
	for i := range first.recent.lists {
		if x := first.recent.lists[i].Load(); x != nil && x.is.Labels == l && sameColumns(x.is.Columns, items) {
			return Select{&x.step}, true
		}
	}
	return s, false
}

// sameColumns reports whether items are columns, and these.
func sameColumns(columns []Node, items []any) bool {
	if len(columns) != len(items) {
		return false
	}
	for i, n := range columns {
		if e, ok := items[i].(Expr); !ok || e.n != &n.(*ColumnClause).self {
			return false
		}
	}
	return true
}

// kept is the last step of a SELECT that is nothing but a kept one, else nil.
func (s Select) kept() *keptStep {
	if s.last == nil || s.last.form != keptForm {
		return nil
	}
	return s.last.asKept()
}

// joined is the kept step that follows x with a join, nil if there is none and none can be.
func (x *keptStep) joined(left, right FromClause, on Node, kind joinKind) *keptStep {
	for i := range x.root.joins {
		slot := &x.root.joins[i]
		y := slot.Load()
		if y == nil {
			if y = x.newJoin(left, right, on, kind); y != nil {
				slot.CompareAndSwap(nil, y) // if another one came first, this is one of its own
			}
			return y
		}
		if y.before == &x.step && y.join.is(left, right, on, kind) {
			return y
		}
	}
	return nil
}

// newJoin is joined for one that was not kept.
func (x *keptStep) newJoin(left, right FromClause, on Node, kind joinKind) *keptStep {
	_, table := right.(*TableClause)
	if _, first := left.(*TableClause); !table || !first && left != FromClause(&x.join) || !ofColumns(on) {
		return nil
	}
	y := &keptStep{is: x.is, root: x.root, join: Join{Left: left, Right: right, On: on, Outer: kind == outer, Full: kind == full, statement: true}}
	y.before = &x.step
	y.seal(stepJoin)
	return y
}

// is reports whether a join is this one.
func (j *Join) is(left, right FromClause, on Node, kind joinKind) bool {
	return identical(j.Right, right) && identical(j.Left, left) && j.Outer == (kind == outer) && j.Full == (kind == full) &&
		(identical(j.On, on) || sameComparison(j.On, on))
}

// identical reports whether two interfaces hold one pointer: what == says of them, without a call.
func identical[T any](a, b T) bool {
	x, y := (*[2]unsafe.Pointer)(unsafe.Pointer(&a)), (*[2]unsafe.Pointer)(unsafe.Pointer(&b))
	return x[0] == y[0] && x[1] == y[1]
}

// sameComparison reports whether two nodes, of which the first is a comparison of columns, are equal.
func sameComparison(x, y Node) bool {
	a, _ := x.(*Binary)
	b, ok := y.(*Binary)
	return ok && a.Op == b.Op && a.L == b.L && a.R == b.R && b.Typ == sqltypes.Boolean()
}

// ofColumns reports whether a node is a comparison of two columns of tables.
func ofColumns(n Node) bool {
	b, ok := n.(*Binary)
	if !ok {
		return false
	}
	_, l := kept(b.L)
	_, r := kept(b.R)
	return l && r && b.Op.equates() && b.Typ == sqltypes.Boolean()
}

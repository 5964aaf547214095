package expr

import (
	"testing"
	"unsafe"

	"github.com/aludel/aludel/sqltypes"
)

// An expression is one pointer, so that it goes into an any without an allocation.
func TestExprIsOnePointer(t *testing.T) {
	if got := unsafe.Sizeof(Expr{}); got != unsafe.Sizeof(uintptr(0)) {
		t.Errorf("an Expr has %d bytes", got)
	}
	c := NewColumnClause("a", sqltypes.Integer())
	e := Wrap(c)
	var sink any
	if n := testing.AllocsPerRun(100, func() { sink = Wrap(c) }); n != 0 {
		t.Errorf("a column as an expression, and that as any: %v allocations", n)
	}
	if sink.(Expr) != e {
		t.Error("a column is two expressions")
	}
}

// A copy of a column is the copy, not what it was made of.
func TestWrapOfACopy(t *testing.T) {
	c := NewColumnClause("a", sqltypes.Integer())
	d := *c
	d.Name = "b"
	if got := Wrap(&d).Node(); got != Node(&d) {
		t.Errorf("the copy is %v", got)
	}
	if got := Wrap(nil).Node(); got.(*Invalid).Err != errEmpty {
		t.Errorf("no node is %v", got)
	}
	if got := Wrap((*ColumnClause)(nil)).Node(); got.(*ColumnClause) != nil {
		t.Errorf("no column is %v", got)
	}
}

// A comparison with a value is one piece of memory, and with another expression one as well.
func TestAllocationsOfBuilding(t *testing.T) {
	a, b := Column("a", sqltypes.Integer()), Column("b", sqltypes.String(0))
	var value any = "x"
	left, right := NewTableClause("", "l"), NewTableClause("", "r")
	id, other := Wrap(NewColumnClause("id", sqltypes.Integer())), Wrap(NewColumnClause("other", sqltypes.Integer()))
	left.Append(id.Node().(*ColumnClause))
	right.Append(other.Node().(*ColumnClause))
	for name, c := range map[string]struct {
		most float64
		f    func()
	}{
		"comparison with a value":   {1, func() { b.Eq(value) }},
		"comparison of expressions": {1, func() { a.Lt(b) }},
		"order":                     {1, func() { a.Desc() }},
		"columns":                   {1, func() { NewSelect(a, b) }},
		"conditions":                {1, func() { Select{}.Where(a, b) }},
		"columns of tables":         {0, func() { id.Eq(other); id.Desc() }}, // made once
		"what follows a join": {1, func() {
			Select{}.JoinFrom(left, right, a).Join(left, a).Join(right, b).Where(a, b).OrderBy(b).Limit(1)
		}},
		"join": {1, func() { Select{}.JoinFrom(left, right, a) }},
	} {
		if n := testing.AllocsPerRun(100, c.f); n > c.most {
			t.Errorf("%s: %v allocations, at most %v", name, n, c.most)
		}
	}
}

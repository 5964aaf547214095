package expr

import (
	"sync"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// What a column is compared with and ordered by is what was asked for, whatever was made before, by whatever goroutine. It is for the
// race detector, too.
func TestExpressionsThatAreKept(t *testing.T) {
	left, right := NewTableClause("", "l", NewColumnClause("id", sqltypes.Integer())), NewTableClause("", "r")
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		right.Append(NewColumnClause(name, sqltypes.Integer()))
	}
	id := left.Columns[0]
	alias := NewAlias(right, "").Columns[0]
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for _, c := range append(right.Columns[:len(right.Columns):len(right.Columns)], alias) {
				for _, op := range []Op{OpEq, OpNe, OpLt} {
					x := Wrap(id).comparison(op, Wrap(c)).Node().(*Binary)
					if x.Op != op || x.L != Node(id) || x.R != Node(c) || x.Type() != sqltypes.Boolean() {
						t.Errorf("%s with %s is %+v", op, c.Name, *x)
					}
				}
				for _, op := range []Op{OpAsc, OpDesc, OpNullsFirst} {
					if x := Wrap(c).modify(op).Node().(*Unary); x.Op != op || x.X != Node(c) || x.Type() != c.Type() {
						t.Errorf("%s by %s is %+v", op, c.Name, *x)
					}
				}
			}
		})
	}
	all.Wait()
}

// A copy of a column has expressions of its own, and so has a column whose type is not known yet.
func TestExpressionsOfCopiesAreTheirOwn(t *testing.T) {
	t1 := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("late", nil))
	a, late := t1.Columns[0], t1.Columns[1]
	Wrap(a).Desc()
	Wrap(a).Eq(Wrap(a))
	d := *a
	if x := Wrap(&d).Desc().Node().(*Unary); x.X != Node(&d) {
		t.Errorf("the order by a copy is by %v", x.X)
	}
	if x := Wrap(&d).Eq(Wrap(a)).Node().(*Binary); x.L != Node(&d) {
		t.Errorf("the comparison of a copy is of %v", x.L)
	}
	Wrap(late).Desc()
	late.Typ = sqltypes.Integer()
	if x := Wrap(late).Desc(); x.Type() != sqltypes.Integer() {
		t.Errorf("the order by a column whose type came later has type %v", x.Type())
	}
}

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

// What a SELECT of columns selects is what was asked for, whatever was selected before, by whatever goroutine, and however it is extended.
func TestListsThatAreKept(t *testing.T) {
	table := NewTableClause("", "t")
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		table.Append(NewColumnClause(name, sqltypes.Integer()))
	}
	cs := table.Columns
	copied := *cs[1]
	alias := NewAlias(table, "").Columns[1]
	lists := [][]*ColumnClause{{cs[0]}, {cs[0], cs[1]}, {cs[0], cs[2], cs[1], cs[3]}, {cs[0], &copied}, {cs[0], alias}, {cs[0]}, {cs[1], &copied},
		{cs[1], alias}, {cs[1], cs[2]}, {alias, cs[1]}, {&copied, cs[1]}}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 3 {
				for _, want := range lists {
					items := make([]any, len(want))
					for i, c := range want {
						items[i] = Wrap(c)
					}
					s := NewSelect(items...)
					checkList(t, s.Column(Wrap(cs[4])), append(want[:len(want):len(want)], cs[4]))
					checkList(t, s.Where(Wrap(cs[0]).Eq(1)), want)
					checkList(t, s, want)
				}
			}
		})
	}
	all.Wait()
	if x, y := NewSelect(Wrap(cs[0])), NewSelect(Wrap(cs[0])); x.last != y.last {
		t.Error("a list that was selected before was made anew")
	}
	if x := cs[1].recent.lists[0].Load(); x == nil || len(x.is.Columns) != 2 || x.is.Columns[1] != Node(cs[2]) {
		t.Errorf("the second column keeps %v, not the one list that is of columns of tables alone", x)
	}
}

func checkList(t *testing.T, s Select, want []*ColumnClause) {
	got := s.Clauses().Columns
	if len(got) != len(want) {
		t.Errorf("%d columns, not %d", len(got), len(want))
		return
	}
	for i := range want {
		if got[i] != Node(want[i]) {
			t.Errorf("column %d is %v, not %v", i, got[i], want[i])
		}
	}
}

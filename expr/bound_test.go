package expr

import (
	"slices"
	"sync"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// Whoever looks at a comparison with a value sees the same operator and bind, wherever it stands and whoever comes first. It is for the
// race detector, too.
func TestComparisonsWithValuesAreSeenInFull(t *testing.T) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("b", sqltypes.String(20)))
	a, b := Wrap(table.Columns[0]), Wrap(table.Columns[1])
	for op, build := range map[Op]func(Expr, any) Expr{OpEq: Expr.Eq, OpNe: Expr.Ne, OpLt: Expr.Lt, OpLe: Expr.Le, OpGt: Expr.Gt, OpGe: Expr.Ge} {
		x := build(a, 7)
		if _, short := (*x.n).(*compared); !short {
			t.Errorf("%s is not kept in short", op)
		}
		s := NewSelect(a).Where(x, And(x, b.Eq("v"))).Having(x)
		nodes := make([]Node, 4)
		var all sync.WaitGroup
		for i := range nodes {
			all.Go(func() {
				switch c := s.Clauses(); i {
				case 0:
					nodes[i] = x.Node()
				case 1:
					nodes[i] = c.WhereAll[1]
				case 2:
					nodes[i] = c.WhereAll[0]
				case 3:
					nodes[i] = c.HavingBy[0]
				}
			})
		}
		all.Wait()
		n, ok := nodes[0].(*Binary)
		if !ok || slices.ContainsFunc(nodes, func(m Node) bool { return m != Node(n) }) {
			t.Fatalf("%s: %v are not one operator", op, nodes)
		}
		want := BindParameter{Name: "a", Value: 7, Typ: table.Columns[0].Typ, Unique: true}
		if p, ok := n.R.(*BindParameter); n.Op != op || n.L != a.Node() || n.Typ != sqltypes.Boolean() || !ok || *p != want {
			t.Errorf("%s is %+v", op, *n)
		}
		if n.Type() != (*x.n).Type() {
			t.Errorf("%s: in short it has another type", op)
		}
	}
}

// A comparison stays in full from the start where the column does not obviously hold the value, or is no column of a table.
func TestComparisonsThatAreNotShort(t *testing.T) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("late", nil))
	a := table.Columns[0]
	copied := *a
	for what, x := range map[string]Expr{
		"another type": Wrap(a).Eq("7"), "NULL": Wrap(a).Eq(nil), "a copy": Wrap(&copied).Eq(7), "no type": Wrap(table.Columns[1]).Eq(7),
		"an alias": Wrap(NewAlias(table, "").Columns[0]).Eq(7), "LIKE": Wrap(a).Like(7), "IS": Wrap(a).Is(7), "an operator": Wrap(a).Add(1).Eq(7),
		"no expression": Wrap(a).Eq(Expr{}),
	} {
		if _, short := (*x.n).(*compared); short {
			t.Errorf("%s: it is kept in short", what)
		}
	}
}

// What stands in two places of a statement is one bind, whether it was seen in full before, and in both keys alike.
func TestBindsThatStandTwice(t *testing.T) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()))
	a := Wrap(table.Columns[0])
	for what, build := range map[string]func() Select{
		"twice":          func() Select { x := a.Eq(1); return NewSelect(a).Where(x, x) },
		"twice, in full": func() Select { x := a.Eq(1); x.Node(); return NewSelect(a).Where(x, x) },
		"below another":  func() Select { x := a.Eq(1); return NewSelect(a).Where(x, Or(x, a.IsNull())) },
		"above another":  func() Select { x := a.Eq(1); return NewSelect(a).Where(Or(x, a.IsNull()), x) },
		"a limit": func() Select {
			inner := NewSelect(a).OrderBy(a).Limit(1)
			return NewSelect(a).Where(a.Eq(ScalarOf(inner)), a.Ne(ScalarOf(inner)))
		},
		"a limit, in full": func() Select {
			inner := NewSelect(a).OrderBy(a).Limit(1)
			return NewSelect(a).Where(a.Eq(inner.Clauses().LimitTo)).Having(a.Eq(ScalarOf(inner)))
		},
	} {
		s := build()
		var first, flat Key
		AppendKey(&first, s)
		AppendKey(&flat, s.Clauses().Select())
		if string(first.Bytes) != string(flat.Bytes) || len(first.Binds) != 1 || len(flat.Binds) != 1 || first.Binds[0].Parameter() != flat.Binds[0].Parameter() {
			t.Errorf("%s: %q with %d binds, by clauses %q with %d", what, first.Bytes, len(first.Binds), flat.Bytes, len(flat.Binds))
		}
	}
}

// A number of rows is seen as the bind that it is.
func TestRowCounts(t *testing.T) {
	c := NewSelect(Column("a", nil)).Limit(3).Offset(4).Clauses()
	for want, n := range map[int]Node{3: c.LimitTo, 4: c.OffsetTo} {
		if b, ok := n.(*BindParameter); !ok || *b != (BindParameter{Name: "param", Value: want, Typ: sqltypes.BigInteger(), Unique: true}) {
			t.Errorf("%d is %+v", want, n)
		}
	}
}

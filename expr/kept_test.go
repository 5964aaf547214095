package expr

import (
	"fmt"
	"sync"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// keptTables are tables that nothing was kept for yet.
func keptTables(n int) (ts []*TableClause) {
	for i := range n {
		ts = append(ts, NewTableClause("", fmt.Sprint("k", i), NewColumnClause("id", sqltypes.Integer()), NewColumnClause("other", sqltypes.Integer())))
	}
	return ts
}

// The joins that follow a list of columns are what was asked for, whatever was joined before, by whatever goroutine; what is built again is
// not made again, as far as there is room.
func TestJoinsThatAreKept(t *testing.T) {
	ts := keptTables(12)
	id := func(i int) Expr { return Wrap(ts[i].Columns[0]) }
	other := func(i int) Expr { return Wrap(ts[i].Columns[1]) }
	type built struct {
		s    Select
		want Join // the last one
	}
	build := func(n int) (all []built) {
		s := NewSelect(id(0), other(0))
		for i := 1; i < n; i++ {
			left := FromClause(ts[0])
			if f, one := s.onlyFrom(); one {
				left = f
			}
			on := id(i).Eq(other(0))
			for kind, x := range []Select{s.joinLeft(left, ts[i], on, inner), s.joinLeft(left, ts[i], on, outer), s.joinLeft(left, ts[i], id(i).Ne(other(0)), inner)} {
				want := Join{Left: left, Right: ts[i], On: on.Node(), Outer: kind == 1}
				if kind == 2 {
					want.On = id(i).Ne(other(0)).Node()
				}
				all = append(all, built{x, want})
			}
			s = all[len(all)-3].s
		}
		return all
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 3 {
				for i, b := range build(7) {
					c := b.s.Where(id(0).Eq(1)).Clauses()
					j, ok := c.From[0].(*Join)
					if !ok || len(c.From) != 1 || j.Left != b.want.Left || j.Right != b.want.Right || !sameComparison(j.On, b.want.On) || j.Outer != b.want.Outer || !j.OfStatement() {
						t.Errorf("join %d is %+v, not %+v", i, c.From, b.want)
					}
				}
			}
		})
	}
	wait.Wait()
	x, y := build(7), build(7)
	for i := range keptJoins {
		if x[i].s.last != y[i].s.last {
			t.Errorf("join %d was made anew", i)
		}
	}
	if last := len(x) - 1; x[last].s.last == y[last].s.last {
		t.Errorf("all %d joins are kept", len(x))
	}
}

// Nothing is kept of a join that has a value, an alias or a subquery in it.
func TestJoinsThatAreNotKept(t *testing.T) {
	ts := keptTables(2)
	id, other := Wrap(ts[0].Columns[0]), Wrap(ts[1].Columns[0])
	alias := NewAlias(ts[1], "")
	copied := *ts[1].Columns[0]
	base := NewSelect(id)
	for what, s := range map[string]Select{
		"a value":    base.JoinFrom(ts[0], ts[1], id.Eq(1)),
		"two":        base.JoinFrom(ts[0], ts[1], And(id.Eq(other), other.Eq(id))),
		"an alias":   base.JoinFrom(ts[0], alias, id.Eq(alias.C("id"))),
		"its left":   base.JoinFrom(alias, ts[0], id.Eq(other)),
		"a subquery": base.JoinFrom(ts[0], NewSelect(other).Alias("s"), id.Eq(other)),
		"a copy":     base.JoinFrom(ts[0], ts[1], id.Eq(Wrap(&copied))),
		"a type":     base.JoinFrom(ts[0], ts[1], Wrap(&Binary{OpEq, id.Node(), other.Node(), sqltypes.Integer()})),
	} {
		if s.kept() != nil {
			t.Errorf("%s is kept", what)
		}
	}
	if base.kept() == nil || base.kept().root.joins[0].Load() != nil {
		t.Error("the list of columns keeps something")
	}
}

// What extends a kept beginning by columns, FROM or labels has the key of its clauses.
func TestKeysOfKeptBeginnings(t *testing.T) {
	ts := keptTables(3)
	id := func(i int) Expr { return Wrap(ts[i].Columns[0]) }
	begin := func() Select { return NewSelect(id(0)).JoinFrom(ts[0], ts[1], id(0).Eq(id(1))) }
	seen := map[string]string{}
	for what, s := range map[string]Select{
		"itself": begin(), "a column": begin().Column(id(1)), "a join": begin().Join(ts[2], id(2).Eq(id(1))), "labels": begin().WithLabels(LabelNone),
		"FROM": begin().SelectFrom(ts[2]), "a subquery": NewSelect(begin().Alias("s")), "a join of others": begin().Join(NewAlias(ts[2], ""), id(2).Eq(id(1))),
		"DISTINCT": begin().Distinct(), "no columns": NewSelect().JoinFrom(ts[0], ts[1], id(0).Eq(id(1))), "a value": begin().Where(id(0).Eq(1)),
	} {
		var steps, flat Key
		AppendKey(&steps, s)
		AppendKey(&flat, s.Clauses().Select())
		if string(steps.Bytes) != string(flat.Bytes) {
			t.Errorf("%s: %q, by clauses %q", what, steps.Bytes, flat.Bytes)
		}
		if other, ok := seen[string(steps.Bytes)]; ok {
			t.Errorf("%s has the key of %s", what, other)
		}
		seen[string(steps.Bytes)] = what
	}
}

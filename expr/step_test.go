package expr

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// stepTables are what the statements of these tests are about.
var stepTables = func() (ts []*TableClause) {
	for i := range 4 {
		ts = append(ts, NewTableClause("", fmt.Sprint("t", i), NewColumnClause("id", sqltypes.Integer()), NewColumnClause("x", sqltypes.String(20))))
	}
	return ts
}()

// modelled is a SELECT beside what it must consist of, by lists that are copied for every step.
type modelled struct {
	s Select
	c Clauses
}

// copied is a list with more, in memory of its own.
func copied[T any](list []T, more ...T) []T { return append(append([]T(nil), list...), more...) }

// grow takes one random step on both.
func (m modelled) grow(r *rand.Rand) modelled {
	t := stepTables[r.IntN(len(stepTables))]
	id, x := Wrap(t.Columns[0]), Wrap(t.Columns[1])
	cond := id.Eq(r.IntN(1000))
	two := []any{x.Eq("v"), cond}
	switch c := &m.c; r.IntN(15) {
	case 0:
		m.s, c.Columns = m.s.Column(id, x), copied(c.Columns, id.Node(), x.Node())
	case 1:
		m.s, c.Columns = m.s.Column(t, id, x), copied(c.Columns, id.Node(), x.Node(), id.Node(), x.Node())
	case 2:
		m.s, c.WhereAll = m.s.Where(cond), copied(c.WhereAll, cond.Node())
	case 3:
		m.s, c.WhereAll = m.s.Where(And(two...), And(), id.IsNull().Not()), copied(c.WhereAll, two[0].(Expr).Node(), cond.Node(), nil)
		c.WhereAll[len(c.WhereAll)-1] = m.s.Clauses().WhereAll[len(c.WhereAll)-1] // made within
	case 4:
		by := x.Desc()
		m.s, c.Order = m.s.OrderBy(by, id), copied(c.Order, by.Node(), id.Node())
	case 5:
		m.s, c.Groups = m.s.GroupBy(id), copied(c.Groups, id.Node())
	case 6:
		m.s, c.HavingBy = m.s.Having(cond), copied(c.HavingBy, cond.Node())
	case 7:
		n := Val(int64(r.IntN(9)))
		m.s, c.LimitTo = m.s.Limit(n), n.Node()
	case 8:
		m.s, c.OffsetTo = m.s.Offset(nil), nil
	case 9:
		m.s, c.Unique = m.s.Distinct(), true
	case 10:
		m.s, c.Order = m.s.ClearOrder(), nil
	case 11:
		if len(c.From) == 0 {
			m.s = m.s.JoinFrom(stepTables[0], t, cond)
		} else if len(c.From) == 1 {
			m.s = m.s.Join(t, cond)
		}
		c.From = copied(m.s.Clauses().From) // checked by what it was before
	case 12:
		m.s, c.From = m.s.SelectFrom(t), copied(c.From, FromClause(t))
	case 13:
		l := LabelStyle(r.IntN(3))
		m.s, c.Labels = m.s.WithLabels(l), l
	case 14:
		m.s.Clauses() // a prefix that knows its whole
	}
	return m
}

func (m modelled) check(t *testing.T, what any) {
	t.Helper()
	got, want := m.s.Clauses(), &m.c
	for clause, same := range map[string]bool{
		"columns": slices.Equal(got.Columns, want.Columns), "FROM": slices.Equal(got.From, want.From), "WHERE": slices.Equal(got.WhereAll, want.WhereAll),
		"GROUP BY": slices.Equal(got.Groups, want.Groups), "HAVING": slices.Equal(got.HavingBy, want.HavingBy),
		"ORDER BY": slices.Equal(got.Order, want.Order), "LIMIT": got.LimitTo == want.LimitTo, "OFFSET": got.OffsetTo == want.OffsetTo,
		"labels": got.Labels == want.Labels, "DISTINCT": got.Unique == want.Unique,
	} {
		if !same {
			t.Errorf("%v: %s differ from what was built:\n%+v\nwant\n%+v", what, clause, *got, *want)
		}
	}
}

// SELECTs that are built from each other, however branched, stay what they were when they were built.
func TestSelectsOfOnePrefixAreTheirOwn(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := []modelled{{}}
		for range 300 {
			all = append(all, all[max(0, len(all)-1-r.IntN(30))].grow(r))
		}
		for i, m := range all {
			m.check(t, fmt.Sprintf("seed %d, SELECT %d", seed, i))
		}
	}
}

// The key is one of the clauses: the steps that they were built by do not show.
func TestKeyOfStepsIsTheKeyOfClauses(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 2))
		var m modelled
		for range 60 {
			m = m.grow(r)
			var steps, flat Key
			AppendKey(&steps, m.s)
			AppendKey(&flat, m.s.Clauses().Select())
			if string(steps.Bytes) != string(flat.Bytes) || !slices.EqualFunc(steps.Binds, flat.Binds, func(a, b KeyBind) bool { return a.Parameter() == b.Parameter() }) {
				t.Fatalf("seed %d: by steps %q with %d binds, by clauses %q with %d", seed, steps.Bytes, len(steps.Binds), flat.Bytes, len(flat.Binds))
			}
		}
	}
}

// Goroutines that extend and read one SELECT at a time do not meet. It is for the race detector, too.
func TestSelectIsSharedByGoroutines(t *testing.T) {
	prefix := NewSelect(stepTables[0]).JoinFrom(stepTables[0], stepTables[1], Wrap(stepTables[0].Columns[0]).Eq(Wrap(stepTables[1].Columns[0]))).
		Where(Wrap(stepTables[0].Columns[1]).Eq("shared"))
	var all sync.WaitGroup
	for g := range uint64(8) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(g, 3))
			for range 50 {
				m := modelled{s: prefix, c: *prefix.Clauses()}
				for range 20 {
					m = m.grow(r)
				}
				m.check(t, fmt.Sprint("goroutine ", g))
				var k Key
				AppendKey(&k, m.s)
			}
		})
	}
	all.Wait()
	if got := len(prefix.Clauses().WhereAll); got != 1 {
		t.Errorf("the prefix has %d conditions", got)
	}
}

// A SELECT of very many steps is what it would be of few.
func TestSelectOfManySteps(t *testing.T) {
	s := NewSelect(stepTables[0].Columns[0])
	for i := range 100 {
		s = s.Where(Wrap(stepTables[0].Columns[0]).Ne(i))
	}
	c := s.Clauses()
	if len(c.WhereAll) != 100 {
		t.Fatalf("%d conditions", len(c.WhereAll))
	}
	for i, n := range c.WhereAll {
		if v := n.(*Binary).R.(*BindParameter).Value; v != i {
			t.Errorf("condition %d is with %v", i, v)
		}
	}
}

package expr

import (
	"fmt"
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// A bind that stands in a statement several times is one of its key, however many others there are and in whatever form it is met
// first: a key with many looks for it in another way than one with few.
func TestKeyMeetsABindOnce(t *testing.T) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("b", sqltypes.Integer()))
	a, b := Wrap(table.Columns[0]), Wrap(table.Columns[1])
	for _, others := range []int{0, manyBinds - 2, manyBinds - 1, manyBinds, manyBinds + 1, 5 * manyBinds} {
		for _, first := range []string{"in short", "in a tree", "in full", "a bind"} {
			t.Run(fmt.Sprintf("%d others, first %s", others, first), func(t *testing.T) {
				x := a.Eq(7)
				s := NewSelect(a)
				switch first {
				case "in short":
					s = s.Where(x, Or(x, b.IsNull()))
				case "in a tree":
					s = s.Where(Or(x, b.IsNull()), x)
				case "in full":
					x.Node()
					s = s.Where(x)
				case "a bind":
					x = a.Eq(Val(7))
					s = s.Where(Or(x, b.IsNull()))
				}
				for i := range others {
					s = s.Where(b.Ne(i))
				}
				s = s.Where(x).Having(x)
				key := new(Key)
				if AppendKey(key, s); !key.OK || len(key.Binds) != others+1 {
					t.Fatalf("%d binds", len(key.Binds))
				}
				short := string(key.Bytes)
				s.Clauses() // everything is in full from here on
				key.Reset()
				if AppendKey(key, s); len(key.Binds) != others+1 {
					t.Errorf("in full: %d binds", len(key.Binds))
				}
				key.Reset()
				if AppendKey(key, s.Where(b.Ne(-1))); len(key.Binds) != others+2 || string(key.Bytes) == short {
					t.Errorf("with another bind: %d binds", len(key.Binds))
				}
			})
		}
	}
}

// BenchmarkKeyOfRows is the key of an INSERT of many rows, whose cost per row must not grow with their number.
func BenchmarkKeyOfRows(b *testing.B) {
	table := NewTableClause("", "t", NewColumnClause("a", sqltypes.Integer()), NewColumnClause("b", sqltypes.Integer()))
	for _, n := range []int{10, 100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			rows := make([][]any, n)
			for i := range rows {
				rows[i] = []any{i, i}
			}
			s, key := InsertInto(table).ValueRows(rows...), new(Key)
			for b.Loop() {
				key.Reset()
				AppendKey(key, s)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
		})
	}
}

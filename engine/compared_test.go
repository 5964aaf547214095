package engine_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/civil"
)

// What a column is compared with need not be of the column's type: a whole number may be compared with a fraction, a date with a moment
// of a day, a narrow number with a wide one. Every database answers as mathematics does, or refuses a number that it does not read.
func TestComparedWithOtherTypes(t *testing.T) {
	each(t, "compared", func(t *testing.T, url string) {
		e := open(t, url)
		tab := schema.NewTable("compared", schema.NewMetaData(),
			schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
			schema.NewColumn("small", sqltypes.SmallInteger()), schema.NewColumn("amount", sqltypes.Numeric(5, 2)),
			schema.NewColumn("day", sqltypes.Date()), schema.NewColumn("at", sqltypes.DateTime()))
		if err := tab.MetaData.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		c := autocommit(t, e)
		day := func(n int) civil.Date { return civil.Date{Year: 2024, Month: 5, Day: n} }
		for n := 1; n <= 3; n++ {
			at := civil.DateTime{Date: day(n), Time: civil.Time{Hour: 12}}
			_, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("id").To(n), tab.C("small").To(n), tab.C("amount").To(fmt.Sprint(n, ".50")), tab.C("day").To(day(n)), tab.C("at").To(at)))
			if err != nil {
				t.Fatal(err)
			}
		}
		id, small, amount, on, at := tab.C("id"), tab.C("small"), tab.C("amount"), tab.C("day"), tab.C("at")
		noon := civil.DateTime{Date: day(2), Time: civil.Time{Hour: 12}}
		for what, k := range map[string]struct {
			x    expr.Expr
			want string
		}{
			"= 1.5": {id.Eq(1.5), "[]"}, "= 2.0": {id.Eq(2.0), "[2]"}, "> 1.5": {id.Gt(1.5), "[2 3]"}, "!= 1.5": {id.Ne(1.5), "[1 2 3]"},
			"BETWEEN 1 AND 2.5": {id.Between(1, 2.5), "[1 2]"}, "BETWEEN 1.5 AND 3": {id.Between(1.5, 3), "[2 3]"},
			"a decimal": {id.Lt(dec("2.5")), "[1 2]"}, "small > 1.5": {small.Gt(1.5), "[2 3]"},
			"a list with a fraction": {id.In([]any{1, 2.5, 3}), "[1 3]"}, "a list of floats": {id.In([]float64{1, 2.5}), "[1]"},
			"a list of decimals": {id.In([]any{dec("1"), dec("2.5")}), "[1]"}, "no list with a fraction": {id.NotIn([]any{1, 2.5, 3}), "[2]"},
			"the other way round": {expr.Val(1.5).Lt(id), "[2 3]"},
			"a wide number":       {id.Lt(int64(math.MaxInt32) + 1), "[1 2 3] refused"}, "the widest": {small.Lt(int64(math.MaxInt64)), "[1 2 3] refused"},
			"wide in a list": {id.In([]int64{1, 1 << 40}), "[1] refused"}, "beyond 64 bits": {id.Lt(new(big.Int).Lsh(big.NewInt(1), 70)), "[1 2 3] refused"},
			"amount = 1.5": {amount.Eq(1.5), "[1]"}, "amount > 1": {amount.Gt(1), "[1 2 3]"}, "amount beyond": {amount.Lt(1e9), "[1 2 3]"},
			"a sum":                  {id.Add(1.5).Gt(3), "[2 3]"},
			"a date with a moment":   {on.Lt(noon), "[1 2]"},
			"a moment with a date":   {at.Lt(day(2)), "[1]"},
			"a date in moments":      {on.In([]any{noon}), "[]"},
			"a coalesce":             {expr.Coalesce(id, 0).Gt(1.5), "[2 3]"},
			"a function of a number": {expr.Func("abs", sqltypes.Integer(), id).Gt(1.5), "[2 3]"},
		} {
			t.Run(what, func(t *testing.T) {
				s := expr.NewSelect(id).Where(k.x).OrderBy(id)
				rows, err := c.Execute(ctx, s)
				want, refusal := strings.CutSuffix(k.want, " refused")
				if refusal && isClass(err, dialects.DataError) {
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				all, err := rows.All()
				if err != nil {
					t.Fatal(err)
				}
				var got []any
				for _, r := range all {
					got = append(got, r.Values()...)
				}
				if fmt.Sprint(got) != want {
					t.Errorf("%v, not %s", got, k.want)
				}
			})
		}
	})
}

// isClass reports whether an error is one of a class.
func isClass(err error, class dialects.Class) bool {
	var ee *engine.Error
	return errors.As(err, &ee) && ee.Class == class
}

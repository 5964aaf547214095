package sqlcompile_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// A statement says whether it locks or changes rows, wherever in it that is.
func TestLocks(t *testing.T) {
	sel := expr.NewSelect(id)
	gone := expr.DeleteFrom(users).Returning(id).CTE("gone")
	for _, c := range []struct {
		s    expr.Statement
		want bool
	}{
		{sel, false},
		{sel.Where(id.In(expr.NewSelect(addresses.C("user_id")))), false},
		{expr.Union(sel, sel), false},
		{sel.ForUpdate(), true},
		{sel.Where(id.In(expr.NewSelect(addresses.C("user_id")).ForUpdate())), true},
		{expr.NewSelect(gone.C("id")), true},
		{expr.InsertInto(users).Values(name.To("x")), true},
		{expr.UpdateTable(users).Values(name.To("x")), true},
		{expr.DeleteFrom(users), true},
	} {
		var k expr.Key
		expr.AppendKey(&k, c.s)
		got, err := sqlcompile.Compile(c.s, postgres.Dialect)
		if err != nil {
			t.Fatal(err)
		}
		if got.Locks != c.want {
			t.Errorf("%s: %v", got.Text, got.Locks)
		}
	}
}

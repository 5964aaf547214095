package engine_test

import (
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/pool"
)

// No two cursors of a connection to the server have one name, whoever borrows it: drivers keep what they know of a FETCH by its text.
func TestCursorsHaveNamesOfTheirOwn(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "cursornames"), engine.Pool(pool.Options{Size: 1}))
	seen := map[any]bool{}
	for range 3 {
		c := connect(t, e)
		for range 2 {
			res, err := c.Execute(ctx, expr.NewSelect(expr.Val(1)), engine.Stream())
			if err != nil {
				t.Fatal(err)
			}
			name, err := scalarOf(c, engine.Text("SELECT name FROM pg_cursors WHERE statement LIKE 'DECLARE sa_cursor%'"))
			if err != nil || name == nil || seen[name] {
				t.Errorf("cursor %v, %v", name, err)
			}
			seen[name] = true
			if err := res.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

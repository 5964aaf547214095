package engine_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Each INSERT and UPDATE in WITH has the values of its own defaults, whatever the statement is, beside the values that are passed.
func TestDefaultsInWith(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "with_defaults"))
	made := 0
	md := schema.NewMetaData()
	people := schema.NewTable("people", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)),
		schema.NewColumn("number", sqltypes.Integer(), schema.DefaultFunc(func() any { made++; return made }), schema.UpdateDefault(100)))
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	c := connect(t, e)
	into := func(cte, name string) *expr.CTE {
		return expr.InsertInto(people).Values(people.C("name").To(name)).Returning(people.C("number")).CTE(cte)
	}
	a, b := into("a", "a"), into("b", "b")
	both := expr.NewSelect(a.C("number"), b.C("number")).Where(expr.Bind("given", 0, sqltypes.Integer()).Eq(1))
	for n := range 2 {
		res := execute(t, c, both, engine.Params{"given": 1})
		rows, err := res.All()
		if err != nil || len(rows) != 1 || fmt.Sprint(rows[0].Values()) != fmt.Sprint([]any{2*n + 1, 2*n + 2}) {
			t.Errorf("%v: %v", err, rows)
		}
	}
	up := expr.UpdateTable(people).Values(people.C("name").To("c")).Where(people.C("name").Eq("a")).Returning(people.C("number")).CTE("up")
	execute(t, c, expr.InsertInto(people).FromSelect(expr.NewSelect(up.C("number")).Where(up.C("number").Gt(50)), people.C("number")))
	wantRows(t, c, expr.NewSelect(people.C("number")).OrderBy(people.C("id")), "100", "2", "100", "4", "100", "100")

	bad := schema.NewTable("bad", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("x", sqltypes.Integer(), schema.DefaultRowFunc(func(schema.RowContext) (any, error) { return nil, errors.New("no") })))
	w := expr.InsertInto(bad).Values(bad.C("id").To(1)).Returning(bad.C("id")).CTE("w")
	var failed *engine.DefaultError
	if _, err := c.Execute(ctx, expr.NewSelect(w.C("id"))); !errors.As(err, &failed) || failed.Table != "bad" || failed.Column != "x" {
		t.Errorf("a default that fails: %v", err)
	}
}

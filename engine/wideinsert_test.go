package engine_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// short is a type of the user's that is declared by its own text.
type short struct{}

func (short) Kind() sqltypes.Kind               { return sqltypes.OtherKind }
func (short) String() string                    { return "VARCHAR(3)" }
func (short) ColumnSpec(string) (string, error) { return "VARCHAR(3)", nil }

// Many rows are cut no more than one row is: what is too long for its column is an error whichever way it goes in.
func TestManyRowsOfEveryTextAreNotCut(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "notcut"))
	c := autocommit(t, e)
	defer c.Close()
	for i, x := range []struct {
		typ       sqltypes.Type
		fits, not any
	}{
		{sqltypes.String(3), "abc", "abcdef"}, {sqltypes.CHAR(3), "abc", "abcdef"}, {short{}, "abc", "abcdef"}, {postgres.BIT(4), "0101", "010101"}, {postgres.VARBIT(4), "0101", "010101"},
		{sqltypes.Array(sqltypes.String(3)), []string{"abc"}, []string{"abc", "abcdef"}}, {sqltypes.Array(sqltypes.CHAR(3)), []string{"abc"}, []string{"abcdef"}},
		{sqltypes.Array(postgres.BIT(4)), []string{"0101"}, []string{"010101"}}, {sqltypes.Array(postgres.VARBIT(4)), []string{"0101"}, []string{"010101"}},
		{sqltypes.WithVariant(sqltypes.Text(), sqltypes.String(3), "postgresql"), "abc", "abcdef"},
	} {
		table := schema.NewTable(fmt.Sprint("t", i), schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("x", x.typ))
		if err := table.MetaData.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		res, err := c.Execute(ctx, expr.InsertInto(table), engine.Params{"x": x.fits}, engine.Params{"x": x.fits})
		if err != nil {
			t.Errorf("%v: %v", x.typ, err)
		} else if keys, err := res.InsertedPrimaryKeys(); err != nil || fmt.Sprint(keys) != "[[1] [2]]" {
			t.Errorf("%v: keys %v, %v", x.typ, keys, err)
		}
		var ee *engine.Error
		if _, err := c.Execute(ctx, expr.InsertInto(table), engine.Params{"x": x.fits}, engine.Params{"x": x.not}); !errors.As(err, &ee) || ee.Class != dialects.DataError {
			t.Errorf("%v: %v was taken: %v", x.typ, x.not, err)
		}
	}
}

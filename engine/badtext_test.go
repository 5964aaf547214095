package engine_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Text that PostgreSQL does not have is a classified error, and no text is cut at its NUL, whichever way it goes.
func TestTextThatTheDatabaseDoesNotHave(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "badtext"))
	table := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("x", sqltypes.Text()))
	if err := table.MetaData.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	c := autocommit(t, e)
	defer c.Close()
	for _, text := range []string{"a\x00b", "\x00", "\xff", "a\xc3"} {
		var ee *engine.Error
		_, err := c.Exec(ctx, expr.InsertInto(table).Values(table.C("id").To(1), table.C("x").To(text)))
		if !errors.As(err, &ee) || ee.Class != dialects.DataError {
			t.Errorf("%q as a value: %v", text, err)
		}
		if err := c.ExecText(ctx, "INSERT INTO t (id, x) VALUES (1, '"+text+"')"); !errors.As(err, &ee) {
			t.Errorf("%q in the text: %v", text, err)
		}
		if _, err := c.Exec(ctx, expr.InsertInto(table).Values(table.C("id").To(1), table.C("x").To(expr.Inline(text)))); err == nil {
			t.Errorf("%q inline: no error", text)
		}
	}
	got, err := scalarOf(c, expr.NewSelect(expr.Count(table.C("id"))))
	if err != nil || got != int64(0) {
		t.Errorf("%v rows, %v", got, err)
	}
}

func scalarOf(c *engine.Connection, s expr.Statement) (any, error) {
	res, err := c.Execute(ctx, s)
	if err != nil {
		return nil, err
	}
	return res.Scalar()
}

package engine_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

const secret = "hunter2-s3cr3t"

// secrets provokes errors whose texts quote values, on a table with a row of the secret.
func secrets(t *testing.T, c *engine.Connection, tab *schema.Table) (errs []error) {
	t.Helper()
	id, name, age := tab.C("id"), tab.C("name"), tab.C("age")
	one := expr.InsertInto(tab).Values(id.To(1), name.To(secret), age.To(1))
	for what, s := range map[string]expr.Statement{
		"unique":       expr.InsertInto(tab).Values(id.To(2), name.To(secret), age.To(1)),
		"check":        expr.InsertInto(tab).Values(id.To(3), name.To(secret+"x"), age.To(-77123)),
		"foreign key":  expr.InsertInto(tab).Values(id.To(4), name.To(secret+"y"), age.To(1), tab.C("parent").To(987654)),
		"too long":     expr.InsertInto(tab).Values(id.To(5), name.To(strings.Repeat(secret, 40)), age.To(1)),
		"a conversion": expr.NewSelect(expr.ValOf(secret, sqltypes.String(0)).Cast(sqltypes.Date())).Where(expr.ValOf(secret, sqltypes.String(0)).Cast(sqltypes.Integer()).Gt(0)),
		"no column":    expr.NewSelect(expr.LiteralColumn("nope", nil)).Where(name.Eq(secret)),
		"a bad value":  expr.NewSelect(id).Where(age.Eq(secret)),
		"a batch":      nil,
	} {
		var err error
		if s == nil {
			_, err = c.Execute(ctx, expr.InsertInto(tab), engine.Params{"id": 8, "name": secret + "z", "age": 1}, engine.Params{"id": 9, "name": secret, "age": 1})
		} else {
			var res *engine.CursorResult
			if res, err = c.Execute(ctx, s); err == nil {
				if res.ReturnsRows() {
					_, err = res.All()
				}
				err = errors.Join(err, res.Close())
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	if _, err := c.Execute(ctx, one); err == nil {
		t.Error("the key was taken twice")
	}
	return errs
}

// Hidden values are in no log at any level, in no event and in no error's text, whatever the database says; who asks gets the cause.
func TestHiddenEverywhere(t *testing.T) {
	each(t, "hidden", func(t *testing.T, url string) {
		for _, hide := range []bool{true, false} {
			var log, told bytes.Buffer
			note := func(args ...any) { fmt.Fprintf(&told, "%+v %#v\n", args, args) }
			opts := []engine.Option{engine.Echo(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug - 8}))), engine.ErrorParameters(),
				engine.OnStatement(func(ev engine.Event) { note(ev.SQL, ev.Args, fmt.Sprint(ev.Err)) }),
				engine.PoolEvents(pool.Events{Invalidate: func(_ pool.Record, err error) { note(fmt.Sprint(err)) }})}
			if hide {
				opts = append(opts, engine.HideParameters())
			}
			e := open(t, url, opts...)
			e.Listen(engine.Events{HandleError: func(_ context.Context, x *engine.ErrorContext) error {
				note(x.Args, x.Err.Error(), x.Err.Args)
				return nil
			}})
			tab := secretTable(t, e)
			var causes bool
			for _, err := range secrets(t, autocommit(t, e), tab) {
				var ee *engine.Error
				if !errors.As(err, &ee) {
					t.Errorf("%v", err)
					continue
				}
				if hide && (strings.Contains(err.Error(), secret) || strings.Contains(fmt.Sprintf("%+v %v", err, ee.Args), secret) || strings.Contains(err.Error(), "77123") || strings.Contains(err.Error(), "987654")) {
					t.Errorf("the error shows it: %v", err)
				}
				causes = causes || ee.Class == dialects.UniqueViolation && errors.Unwrap(ee) != nil
			}
			if !causes {
				t.Error("no unique violation with its cause")
			}
			for what, text := range map[string]string{"log": log.String(), "events": told.String()} {
				if got := strings.Contains(text, secret); got == hide {
					t.Errorf("hide %v: the %s has it: %v\n%s", hide, what, got, text)
				}
			}
		}
	})
}

func secretTable(t *testing.T, e *engine.Engine) *schema.Table {
	t.Helper()
	tab := schema.NewTable("secrets", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(60), schema.Unique()), schema.NewColumn("age", sqltypes.Integer(), schema.Nullable()),
		schema.NewColumn("parent", sqltypes.Integer(), schema.Nullable(), schema.ForeignKeyTo("secrets.id")),
		&schema.CheckConstraint{SQL: "age > 0"})
	if err := errors.Join(tab.MetaData.DropAll(ctx, e), tab.MetaData.CreateAll(ctx, e)); err != nil {
		t.Fatal(err)
	}
	c := autocommit(t, e)
	defer c.Close()
	if _, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("id").To(1), tab.C("name").To(secret), tab.C("age").To(1))); err != nil {
		t.Fatal(err)
	}
	return tab
}

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/diff"
	"github.com/aludel/aludel/sqltypes"
)

// Views are created after what they read, found to be there, read, and dropped before it.
func TestViews(t *testing.T) {
	each(t, "views", func(t *testing.T, url string) {
		var ddl []string
		e := open(t, url, engine.OnStatement(func(ev engine.Event) {
			if w := strings.Fields(ev.SQL); w[0] == "CREATE" || w[0] == "DROP" {
				ddl = append(ddl, strings.Join(w[:3], " "))
			}
		}))
		md := schema.NewMetaData()
		users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(50)))
		some := schema.NewView("some_users", md, expr.NewSelect(users.C("id"), users.C("name").Concat("!").As("loud")).Where(users.C("id").Gt(1)))
		last := schema.NewView("last_users", md, expr.NewSelect(expr.Max(some.C("id")).As("m")))
		var heard []schema.Event
		for _, ev := range []schema.Event{schema.BeforeCreate, schema.AfterCreate, schema.BeforeDrop, schema.AfterDrop} {
			some.Listen(ev, func(_ context.Context, _ schema.Executor, tab *schema.Table) error {
				if tab != some.Table {
					return errors.New("told of another table")
				}
				heard = append(heard, ev)
				return nil
			})
		}
		for range 2 { // the second time all is there
			if err := md.CreateAll(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		c := connect(t, e)
		execute(t, c, expr.InsertInto(users), engine.Params{"name": "a"}, engine.Params{"name": "b"}, engine.Params{"name": "c"})
		wantRows(t, c, expr.NewSelect(some).OrderBy(some.C("id").Desc()), "3 c!", "2 b!")
		wantRows(t, c, expr.NewSelect(users.C("name")).Join(last, users.C("id").Eq(last.C("m"))), "c")
		if err := c.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := md.DropAll(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"CREATE TABLE users", "CREATE VIEW some_users", "CREATE VIEW last_users", "DROP VIEW last_users", "DROP VIEW some_users", "DROP TABLE users"}
		if !slices.Equal(ddl, want) {
			t.Errorf("sent %q", ddl)
		}
		if fmt.Sprint(heard) != "[0 1 2 3]" {
			t.Errorf("heard %v", heard)
		}
	})
}

// What a view cannot be is said when the collection is resolved; a view that was reflected as a table is no difference.
func TestViewMistakes(t *testing.T) {
	md := schema.NewMetaData()
	users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	schema.NewView("v", md, expr.NewSelect(users.C("id")))
	if err := md.Resolve(); err != nil {
		t.Fatal(err)
	}
	have := schema.NewMetaData()
	schema.NewTable("users", have, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	schema.NewTable("v", have, schema.NewColumn("id", sqltypes.Integer()))
	if changes := diff.Compare(md, have); len(changes) > 0 {
		t.Errorf("%v", changes)
	}
	schema.NewView("v", md, expr.NewSelect(users.C("id")))
	schema.NewView("users", md, expr.NewSelect(users.C("id")))
	schema.NewView("w", md, expr.NewSelect(users.C("id"), users.C("id").Add(1)))
	err := md.Resolve()
	if err == nil {
		t.Fatal("no mistakes")
	}
	for _, want := range []string{`"v": a view of this name`, `"users": a table and a view`, `"w": a column of the view has no name`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nlacks %s", err, want)
		}
	}
}

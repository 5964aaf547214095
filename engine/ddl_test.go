package engine_test

import (
	"context"
	"testing"

	_ "github.com/lib/pq"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// An index that PostgreSQL makes only outside of a transaction is made after the one in which the tables are.
func TestCreateConcurrently(t *testing.T) {
	var log []string
	e, err := engine.Open(dbtest.Postgres(t, "concurrently"), engine.OnStatement(func(ev engine.Event) { log = append(log, ev.SQL) }))
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	md := schema.NewMetaData()
	tab := schema.NewTable("t", md, schema.NewColumn("a", sqltypes.Integer()))
	x := schema.NewIndex("ix_a", tab.Column("a"))
	x.Options = schema.DialectOptions{schema.Option("postgresql", "concurrently")}
	tab.Append(x)
	if err := md.CreateAll(context.Background(), e); err != nil {
		t.Fatal(err)
	}
	if n := len(log); n < 2 || log[n-1] != "CREATE INDEX CONCURRENTLY ix_a ON t (a)" || log[n-2] != "COMMIT" {
		t.Errorf("%q", log)
	}
}

// An error takes back what was created before it, where the database can.
func TestCreateAllIsOneTransaction(t *testing.T) {
	e, err := engine.Open("sqlite://")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	md := schema.NewMetaData()
	schema.NewTable("a", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	schema.NewTable("b", md, schema.NewColumn("id", sqltypes.Integer(), schema.ServerDefault("(("), schema.PrimaryKey()))
	if err := md.CreateAll(context.Background(), e); err == nil {
		t.Fatal("wrong SQL was accepted")
	}
	if has, err := e.HasTable(context.Background(), "", "a"); has || err != nil {
		t.Errorf("table a is there: %v, %v", has, err)
	}
}

// Listeners run within the creation, and their errors end it.
func TestListeners(t *testing.T) {
	e, err := engine.Open("sqlite://")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	ctx := context.Background()
	md := schema.NewMetaData()
	tab := schema.NewTable("a", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	tab.ListenDDL(schema.AfterCreate, schema.DDL{SQL: "INSERT INTO %(table)s (id) VALUES (7)"})
	var seen []schema.Event
	for _, ev := range []schema.Event{schema.BeforeCreate, schema.AfterCreate, schema.BeforeDrop, schema.AfterDrop} {
		md.Listen(ev, func(_ context.Context, x schema.Executor, t *schema.Table) error {
			if t == nil && x.Target().Dialect == "sqlite" {
				seen = append(seen, ev)
			}
			return nil
		})
	}
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	conn, err := e.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := conn.Query(ctx, expr.NewSelect(tab.C("id")))
	if err != nil {
		t.Fatal(err)
	}
	got := int64(0)
	if err := rows.Each(func(row *dbapi.Row) error {
		got = row.Int64(0)
		return nil
	}); err != nil || got != 7 {
		t.Errorf("the listener inserted %d, %v", got, err)
	}
	conn.Close()
	if err := md.DropAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 4 {
		t.Errorf("%v", seen)
	}
	tab.Listen(schema.BeforeCreate, func(context.Context, schema.Executor, *schema.Table) error { return context.Canceled })
	if err := md.CreateAll(ctx, e); err != context.Canceled {
		t.Errorf("%v", err)
	}
}

// Package livetypes stores the extremes of every column type in a real database and reads them again, through whatever driver or
// native adapter the engine of a test has. Tests only.
package livetypes

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/decimal"
)

var ctx = context.Background()

// Run requires that every type stores and gives back its extremes on the database, "sqlite", "postgres" or "mariadb", and refuses what
// does not fit before it is sent.
func Run(t *testing.T, e *engine.Engine, database string) {
	own := map[string][][]live{"sqlite": {sqliteTypes}, "postgres": {postgresTypes, oddPostgres}, "mariadb": {mariadbTypes, oddMariaDB}}
	cases := slices.Concat(append([][]live{liveTypes, oddTypes}, own[database]...)...)
	if database == "postgres" {
		cases = append(cases, extensions(t, e)...)
	}
	for n, l := range cases {
		if l.on == "" || strings.Contains(l.on, database) {
			liveType(t, e, fmt.Sprintf("t%d", n), l)
		}
	}
}

// extensions are the cases that need something of the database first.
func extensions(t *testing.T, e *engine.Engine) []live {
	conn := connect(t, e)
	defer conn.Close()
	if err := conn.ExecText(ctx, "CREATE DOMAIN posint AS integer CHECK (VALUE > 0)"); err != nil {
		t.Fatal(err)
	}
	for _, n := range []string{"hstore", "citext"} {
		if err := conn.ExecText(ctx, "CREATE EXTENSION IF NOT EXISTS "+n); err != nil {
			t.Logf("the types of the extension %s are left out: %v", n, err)
			return domainTypes
		}
	}
	return slices.Concat(domainTypes, extensionTypes, oddExtensions)
}

func connect(t *testing.T, e *engine.Engine) *engine.Connection {
	t.Helper()
	a, err := e.With(engine.Isolation(engine.Autocommit))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := a.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func liveType(t *testing.T, e *engine.Engine, name string, l live) {
	table := schema.NewTable(name, schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("x", l.typ, schema.Nullable()))
	if err := table.MetaData.CreateAll(ctx, e); err != nil {
		t.Errorf("%v: %v", l.typ, err)
		return
	}
	defer table.MetaData.DropAll(ctx, e)
	conn := connect(t, e)
	defer conn.Close()
	pairs := append([][2]any{{nil, nil}}, l.pairs...)
	for _, v := range l.same {
		pairs = append(pairs, [2]any{v, v})
	}
	liveMany(t, conn, table, l, pairs)
	liveOne(t, conn, table, l, pairs)
	liveLiterals(t, conn, table, l, pairs)
	liveRefused(t, conn, table, l)
}

// liveOne stores each value by a statement of its own, reads it, and finds its row by it.
func liveOne(t *testing.T, conn *engine.Connection, table *schema.Table, l live, pairs [][2]any) {
	id, x := table.C("id"), table.C("x")
	for i, p := range pairs {
		i++ // MariaDB generates a key in place of 0
		if _, err := conn.Exec(ctx, expr.InsertInto(table).Values(id.To(i), x.To(p[0]))); err != nil {
			t.Errorf("%v: storing %#v: %v", l.typ, p[0], err)
			continue
		}
		got, err := read(conn, expr.NewSelect(x).Where(id.Eq(i)))
		if err != nil || len(got) != 1 || !equalValues(got[0], p[1]) {
			t.Errorf("%v: stored %#v, got %#v, %v, want %#v", l.typ, p[0], got, err, p[1])
		}
		if p[0] == nil || l.unequal || p[0] == sqltypes.JSONNull {
			continue
		}
		found, err := read(conn, expr.NewSelect(id).Where(x.Eq(p[0]), id.Eq(i)))
		if _, isJSON := l.typ.(sqltypes.RawJSON); err != nil || len(found) != 1 && !isJSON && l.typ.Kind() != sqltypes.FloatKind && !rounded(p) {
			t.Errorf("%v: %#v is not found: %v", l.typ, p[0], err)
		}
	}
}

// liveMany stores all values by one execution, and reads them in every way that a result is read.
func liveMany(t *testing.T, conn *engine.Connection, table *schema.Table, l live, pairs [][2]any) {
	id, x := table.C("id"), table.C("x")
	args := make([]engine.Arg, len(pairs))
	want := make([]any, len(pairs))
	for i, p := range pairs {
		args[i], want[i] = engine.Params{"id": int64(20000 + i), "x": p[0]}, p[1]
	}
	if _, err := conn.Execute(ctx, expr.InsertInto(table), args...); err != nil {
		t.Errorf("%v: storing all: %v", l.typ, err)
		return
	}
	all := expr.NewSelect(x).Where(id.Ge(expr.Inline(20000))).OrderBy(id)
	for how, opts := range map[string][]engine.Arg{"": nil, "unprepared": {engine.Unprepared()}, "again": nil, "streamed": {engine.Stream(), engine.YieldPer(2)}} {
		var tx *engine.Transaction
		var err error
		if how == "streamed" {
			if tx, err = conn.Begin(ctx); err != nil {
				t.Fatal(err)
			}
		}
		var got []any
		res, err := conn.Execute(ctx, all, opts...)
		if err == nil {
			got, err = res.Scalars(0)
		}
		if err != nil || !equalValues(got, want) {
			t.Errorf("%v: read %s\n%#v, want\n%#v: %v", l.typ, how, got, want, err)
		}
		if tx != nil {
			if err := tx.Commit(ctx); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := conn.Execute(ctx, expr.DeleteFrom(table)); err != nil {
		t.Error(err)
	}
}

// read gives the first column of a query's rows.
func read(conn *engine.Connection, s expr.Select) (out []any, err error) {
	rows, err := conn.Query(ctx, s)
	if err != nil {
		return nil, err
	}
	err = rows.Each(func(row *dbapi.Row) error {
		out = append(out, rows.Value(row, 0))
		return nil
	})
	return out, err
}

// liveLiterals stores the values by text alone.
func liveLiterals(t *testing.T, conn *engine.Connection, table *schema.Table, l live, pairs [][2]any) {
	for i, p := range pairs {
		i += 10000
		text, err := conn.Engine().Dialect().Literal(l.typ, p[0])
		if f, ok := p[0].(float64); ok && (math.IsInf(f, 0) || math.IsNaN(f)) || p[0] != nil && (l.noLiteral || l.typ == sqltypes.GobOf[point]()) {
			if err == nil {
				t.Errorf("%v: %v has the literal %s", l.typ, p[0], text)
			}
			continue
		}
		if err == nil {
			err = conn.ExecText(ctx, fmt.Sprintf("INSERT INTO %s (id, x) VALUES (%d, %s)", table.Name, i, text))
		}
		var got []any
		if err == nil {
			got, err = read(conn, expr.NewSelect(table.C("x")).Where(table.C("id").Eq(i)))
		}
		if err != nil || len(got) != 1 || !equalValues(got[0], p[1]) {
			t.Errorf("%v: the literal of %#v is read as %#v, %v, want %#v: %.200s", l.typ, p[0], got, err, p[1], text)
		}
	}
}

// rounded reports whether a float64 was rounded to the scale of its column, so that it is not equal to what was stored.
func rounded(p [2]any) bool {
	_, f := p[0].(float64)
	_, d := p[1].(decimal.Decimal)
	return f && d
}

func liveRefused(t *testing.T, conn *engine.Connection, table *schema.Table, l live) {
	for _, v := range l.refused {
		_, err := conn.Exec(ctx, expr.InsertInto(table).Values(table.C("id").To(1000), table.C("x").To(v)))
		var be *sqlcompile.BindError
		var ee *engine.Error
		if !errors.As(err, &be) || be.Name != "x" || !errors.As(err, &ee) || ee.SQL == "" {
			t.Errorf("%v: %#v was not refused: %v", l.typ, v, err)
		}
	}
}

// equalValues compares what came out with what should have: instants and decimals by their own equality.
func equalValues(got, want any) bool {
	switch w := want.(type) {
	case time.Time:
		g, ok := got.(time.Time)
		return ok && g.Equal(w) && g.Location() == time.UTC
	case string:
		if g, ok := got.(time.Time); ok { // a time of day with its offset
			_, offset := g.Zone()
			return g.Format(map[bool]string{false: "15:04:05.999999Z07:00", true: "15:04:05.999999Z07:00:00"}[offset%60 != 0]) == w
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !equalValues(g[i], w[i]) {
				return false
			}
		}
		return true
	case float64:
		g, ok := got.(float64)
		return ok && (g == w || math.IsNaN(g) && math.IsNaN(w))
	case postgres.Range:
		g, ok := got.(postgres.Range)
		return ok && equalValues(g.Lower, w.Lower) && equalValues(g.Upper, w.Upper) && g.LowerInclusive == w.LowerInclusive && g.UpperInclusive == w.UpperInclusive && g.Empty == w.Empty
	}
	return reflect.DeepEqual(got, want)
}

package engine_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// A value in the database that its type cannot be is an error that names column and statement, and nothing in its place.
func TestBadValuesInTheDatabase(t *testing.T) {
	for _, c := range []struct {
		url    func(testing.TB) string
		typ    sqltypes.Type
		stored string
	}{
		{dbtest.SQLite, sqltypes.JSON(), "'{'"}, {dbtest.SQLite, sqltypes.JSONOf[point](), `'{"X": "no number"}'`}, {dbtest.SQLite, sqltypes.GobOf[point](), "x'00'"},
		{dbtest.SQLite, sqltypes.Enum("e", "a"), "'b'"}, {dbtest.SQLite, sqltypes.EnumOf("color", color.label, 0), "'GREEN'"}, {dbtest.SQLite, sqltypes.Boolean(), "'maybe'"},
		{dbtest.SQLite, sqltypes.Integer(), "1.5"}, {dbtest.SQLite, sqltypes.Integer(), "'x'"}, {dbtest.SQLite, sqltypes.Numeric(5, 2), "'x'"}, {dbtest.SQLite, sqltypes.Float(), "'x'"},
		{dbtest.SQLite, sqltypes.Date(), "'2020-02-30'"}, {dbtest.SQLite, sqltypes.Date(), "'2020-01-02 03:04:05'"}, {dbtest.SQLite, sqltypes.DateTime(), "5"}, {dbtest.SQLite, sqltypes.Time(), "'24:00:00'"},
		{dbtest.SQLite, sqltypes.Interval(), "'9999-01-01'"}, {dbtest.SQLite, sqltypes.UUID(), "'12'"}, {dbtest.SQLite, sqltypes.DateTimeTZ(), "'soon'"},
		{func(t testing.TB) string { return dbtest.Postgres(t, "badvalues") }, sqltypes.DateTimeTZ(), "'infinity'"},
		{func(t testing.TB) string { return dbtest.Postgres(t, "badvalues") }, sqltypes.Numeric(0, 0), "'NaN'"},
		{func(t testing.TB) string { return dbtest.Postgres(t, "badvalues") }, sqltypes.Interval(), "'1 month'"},
		{func(t testing.TB) string { return dbtest.Postgres(t, "badvalues") }, sqltypes.Date(), "'10000-01-01'"},
		{func(t testing.TB) string { return dbtest.MariaDB(t, "badvalues") }, sqltypes.Date(), "'0000-00-00'"},
		{func(t testing.TB) string { return dbtest.MariaDB(t, "badvalues") }, sqltypes.DateTimeTZ(), "'0000-00-00'"},
		{func(t testing.TB) string { return dbtest.MariaDB(t, "badvalues") }, sqltypes.Time(), "'-01:00:00'"},
	} {
		e := open(t, c.url(t))
		table := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("x", c.typ, schema.Nullable()))
		if err := table.MetaData.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		conn, err := e.Connect(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if e.Dialect().Name() == "mysql" {
			err = conn.ExecText(ctx, "SET sql_mode = ''")
		}
		if err := errors.Join(err, conn.ExecText(ctx, "INSERT INTO t (id, x) VALUES (1, "+c.stored+")")); err != nil {
			t.Fatal(err)
		}
		err = readOne(ctx, conn, expr.NewSelect(table.C("x")), func(rows *engine.Rows, row *dbapi.Row) {
			if v := rows.Value(row, 0); v != nil {
				t.Errorf("%v: %s was read as %#v", c.typ, c.stored, v)
			}
		})
		var ce *dbapi.ColumnError
		var ve *sqltypes.ValueError
		var ee *engine.Error
		if !errors.As(err, &ce) || ce.Column != "x" || !errors.As(err, &ve) || !errors.As(err, &ee) || !strings.Contains(ee.SQL, "SELECT") {
			t.Errorf("%v %s: %v", c.typ, c.stored, err)
		}
		conn.Close()
		e.Close()
	}
}

type point struct {
	X, Y int
	Name string
}

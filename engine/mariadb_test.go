package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// marias gives an engine for each kind of URL that MariaDB has.
func marias(t *testing.T, name string, f func(t *testing.T, e *engine.Engine)) {
	for _, scheme := range []string{"mysql", "mariadb"} {
		t.Run(scheme, func(t *testing.T) {
			url := dbtest.MariaDB(t, name)
			e := open(t, scheme+strings.TrimPrefix(url, "mysql"))
			if err := e.Ping(ctx); err != nil {
				t.Fatal(err)
			}
			if e.Dialect() != mysql.MariaDB {
				t.Skipf("the server is no MariaDB of 10.5 or later: %T", e.Dialect())
			}
			f(t, e)
		})
	}
}

// A server says what it is, and a URL that asks for MariaDB takes nothing else.
func TestMariaDBIsFound(t *testing.T) {
	for server, want := range map[string]dialects.Dialect{
		"10.11.19-MariaDB-0+deb12u1": mysql.MariaDB, "5.5.5-10.6.2-MariaDB": mysql.MariaDB, "11.4.2-MariaDB": mysql.MariaDB, "12.2.2-MariaDB": mysql.MariaDB, "12.3.1-MariaDB": mysql.MariaDB12, "13.0.1-MariaDB": mysql.MariaDB12,
		"10.4.1-MariaDB": mysql.Dialect, "5.7.44-log": mysql.Dialect, "8.0.18": mysql.Dialect, "8.0.19": mysql.MySQL8, "8.0.36": mysql.MySQL8, "8.4.2": mysql.MySQL8, "9.1.0-debug": mysql.MySQL8,
	} {
		if d, err := mysql.Dialect.(dialects.Variants).For(server); err != nil || d != want {
			t.Errorf("%s: %T, %v", server, d, err)
		}
	}
	_, err := mysql.MariaDB.(dialects.Variants).For("8.0.36")
	var wrong *dialects.ServerError
	if !errors.As(err, &wrong) || wrong.Want != "MariaDB" {
		t.Errorf("%v", err)
	}
}

func TestMariaDBReturning(t *testing.T) {
	marias(t, "maria_returning", func(t *testing.T, e *engine.Engine) {
		md := schema.NewMetaData()
		tab := schema.NewTable("t", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)))
		other := schema.NewTable("u", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
		if err := md.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		c := connect(t, e)
		id, name := tab.C("id"), tab.C("name")
		wantRows(t, c, expr.InsertInto(tab).ValueRows([]any{name.To("a")}, []any{name.To("b")}).Returning(id, name), "1 a", "2 b")
		res := execute(t, c, expr.InsertInto(tab).Returning(id, name.Concat("!")), engine.Params{"name": "c"}, engine.Params{"name": "d"}, engine.Params{"name": "e"})
		rows, err := res.All()
		for i, want := range []string{"[3 c!]", "[4 d!]", "[5 e!]"} {
			if err != nil || len(rows) != 3 || fmt.Sprint(rows[i].Values()) != want {
				t.Errorf("%v, %v", rows, err)
			}
		}
		wantRows(t, c, expr.DeleteFrom(tab).Where(id.Gt(4)).Returning(tab), "5 e")
		for what, s := range map[string]expr.Statement{
			"UPDATE": expr.UpdateTable(tab).Values(name.To("x")).Returning(id),
			"DELETE": expr.DeleteFrom(tab).Where(id.Eq(other.C("id"))).Returning(id),
		} {
			var ce *sqlcompile.Error
			if _, err := c.Execute(ctx, s); !errors.As(err, &ce) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// Keys that no AUTO_INCREMENT makes come back: of one row, of many in a statement, and in the order of the rows.
func TestMariaDBKeys(t *testing.T) {
	marias(t, "maria_keys", func(t *testing.T, e *engine.Engine) {
		md := schema.NewMetaData()
		seq := schema.NewSequence("numbers", md, schema.SequenceOptions{Start: new(int64(10)), Increment: new(int64(5))})
		counted := schema.NewTable("counted", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey(), schema.FromSequence(seq)),
			schema.NewColumn("n", sqltypes.Integer()))
		named := schema.NewTable("named", md, schema.NewColumn("id", mysql.UUID(), schema.PrimaryKey(), schema.ServerDefault("uuid()")),
			schema.NewColumn("n", sqltypes.Integer()), schema.NewColumn("addr", mysql.INET6()))
		for range 2 { // the second time there is nothing to create
			if err := md.CreateAll(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
		c := connect(t, e)
		key, err := execute(t, c, expr.InsertInto(counted), engine.Params{"n": 1}).InsertedPrimaryKey()
		if err != nil || fmt.Sprint(key) != "[10]" {
			t.Errorf("%v, %v", key, err)
		}
		var rows []engine.Arg
		for i := range 7 {
			rows = append(rows, engine.Params{"n": i + 2})
		}
		keys, err := execute(t, c, expr.InsertInto(counted), rows...).InsertedPrimaryKeys()
		if err != nil || fmt.Sprint(keys) != "[[15] [20] [25] [30] [35] [40] [45]]" {
			t.Errorf("%v, %v", keys, err)
		}
		wantRows(t, c, expr.NewSelect(counted.C("n")).Where(counted.C("id").Eq(45)), "8")
		keys, err = execute(t, c, expr.InsertInto(named), engine.Params{"n": 1, "addr": "::1"}, engine.Params{"n": 2, "addr": "::ffff:10.0.0.1"}, engine.Params{"n": 3, "addr": nil}).InsertedPrimaryKeys()
		if err != nil || len(keys) != 3 {
			t.Fatalf("%v, %v", keys, err)
		}
		for i, k := range keys {
			wantRows(t, c, expr.NewSelect(named.C("n")).Where(named.C("id").Eq(k[0])), fmt.Sprint(i+1))
		}
		if err := md.DropAll(ctx, c); err != nil {
			t.Fatal(err)
		}
		if has, err := c.HasSequence(ctx, "", "numbers"); err != nil || has {
			t.Errorf("%v, %v", has, err)
		}
	})
}

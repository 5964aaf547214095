package engine_test

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// narrow is a table whose columns hold little, with one row.
func narrow(t *testing.T, e *engine.Engine) *schema.Table {
	t.Helper()
	tab := schema.NewTable("narrow", schema.NewMetaData(),
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("small", sqltypes.SmallInteger(), schema.Nullable()),
		schema.NewColumn("amount", sqltypes.Numeric(5, 2), schema.Nullable()),
		schema.NewColumn("word", sqltypes.String(5), schema.Nullable()))
	if err := tab.MetaData.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	c := autocommit(t, e)
	defer c.Close()
	if _, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("id").To(1), tab.C("small").To(30000), tab.C("amount").To("999.99"), tab.C("word").To("words"))); err != nil {
		t.Fatal(err)
	}
	return tab
}

// unchanged requires the one row of narrow as it was.
func unchanged(t *testing.T, c *engine.Connection, tab *schema.Table) {
	t.Helper()
	got := shown(t, c, expr.NewSelect(tab.C("id"), tab.C("small"), tab.C("amount"), tab.C("word")))
	if s := fmt.Sprint(got); len(got) != 1 || !strings.Contains(s, "30000") || !strings.Contains(s, "999.99") || !strings.Contains(s, "words") {
		t.Errorf("the table holds %q", got)
	}
}

// A value out of range, of too many digits or of another kind is refused before it is sent, whether it is stored, assigned or compared;
// the connection stays usable and the table as it was.
func TestValuesThatDoNotFit(t *testing.T) {
	each(t, "bad_fit", func(t *testing.T, url string) {
		e := open(t, url)
		tab := narrow(t, e)
		c := autocommit(t, e)
		lite := e.Dialect().Name() == "sqlite" // whose integers all have 64 bits
		for _, k := range []struct {
			column string
			value  any
			skip   bool
		}{
			{"small", 1 << 15, lite}, {"small", -1<<15 - 1, lite}, {"small", uint64(math.MaxUint64), false}, {"small", "5", false}, {"small", 1.5, false},
			{"amount", "1000", false}, {"amount", "-1000.00", false}, {"amount", "1.234", false}, {"amount", 1000, false}, {"amount", "x", false},
			{"amount", math.NaN(), false}, {"word", 5, false}, {"word", struct{}{}, false},
		} {
			if k.skip {
				continue
			}
			for how, s := range map[string]expr.Statement{
				"INSERT": expr.InsertInto(tab).Values(tab.C("id").To(2), tab.C(k.column).To(k.value)),
				"UPDATE": expr.UpdateTable(tab).Values(tab.C(k.column).To(k.value)).Where(tab.C("id").Eq(1)),
			} {
				_, err := c.Exec(ctx, s)
				refused(t, fmt.Sprintf("%s of %s %v", how, k.column, k.value), err)
			}
		}
		for _, x := range []expr.Expr{tab.C("id").Eq("x"), tab.C("id").Gt("5"), tab.C("id").Between(1, "x"), tab.C("id").In([]string{"x"}), tab.C("id").EqPtr("x"),
			tab.C("word").Eq(0), tab.C("word").Ne(true), tab.C("amount").Lt("x"), tab.C("id").Eq(struct{}{}), tab.C("id").In([]any{1, struct{}{}}), tab.C("id").Between(1, struct{}{}), tab.C("word").Eq([]int{1})} {
			_, err := c.Query(ctx, expr.NewSelect(tab.C("id")).Where(x))
			refused(t, "a comparison", err)
		}
		fit := []expr.Expr{tab.C("amount").Gt(5), tab.C("amount").Eq("999.99"), tab.C("id").Lt(1.5)}
		if e.Dialect().Name() != "postgresql" { // which has LIKE for text alone
			fit = append(fit, tab.C("id").Like("1%"))
		}
		for _, x := range fit {
			if got := shown(t, c, expr.NewSelect(tab.C("id")).Where(x)); len(got) != 1 {
				t.Errorf("a comparison that fits: %q", got)
			}
		}
		unchanged(t, c, tab)
	})
}

func refused(t *testing.T, what string, err error) {
	t.Helper()
	var ee *engine.Error
	if !errors.As(err, &ee) || ee.Op != "bind" || ee.Class != dialects.DataError || ee.SQL == "" || !errors.As(err, new(*sqlcompile.BindError)) {
		t.Errorf("%s: %v", what, err)
	}
}

// Statements whose FROM elements nothing joins are refused where the engine is told so, and warned of once where not.
func TestUnjoinedStatements(t *testing.T) {
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	for mode, k := range map[engine.UnjoinedMode]struct {
		refused  bool
		warnings int
	}{engine.RefuseUnjoined: {true, 0}, engine.WarnUnjoined: {false, 1}, engine.AllowUnjoined: {false, 0}} {
		log.Reset()
		e := open(t, "sqlite://", engine.Unjoined(mode), engine.Echo(logger))
		tab := narrow(t, e)
		other := expr.NewAlias(tab.TableClause, "other")
		c := connect(t, e)
		for range 2 {
			res, err := c.Execute(ctx, expr.NewSelect(tab.C("id"), other.C("id")))
			if err == nil {
				err = res.Close()
			}
			var ce *sqlcompile.CartesianError
			if errors.As(err, &ce) != k.refused || k.refused && fmt.Sprint(ce.Products[0].Groups) != "[[narrow] [other]]" || !k.refused && err != nil {
				t.Errorf("mode %d: %v", mode, err)
			}
		}
		if n := strings.Count(log.String(), "nothing joins narrow with other"); n != k.warnings {
			t.Errorf("mode %d warned %d times: %s", mode, n, log.String())
		}
	}
}

// What only the server can see is refused by it: text that is too long, and results of its own that are out of range.
func TestServersRefuseWhatDoesNotFit(t *testing.T) {
	servers(t, "bad_server", func(t *testing.T, url string) {
		e := open(t, url)
		tab := narrow(t, e)
		c := autocommit(t, e)
		for what, s := range map[string]expr.Statement{
			"long text":              expr.InsertInto(tab).Values(tab.C("id").To(2), tab.C("word").To("longer")),
			"long text of an UPDATE": expr.UpdateTable(tab).Values(tab.C("word").To("longer")),
			"text made longer":       expr.UpdateTable(tab).Values(tab.C("word").To(tab.C("word").Add("s"))),
			"a sum out of range":     expr.UpdateTable(tab).Values(tab.C("small").To(tab.C("small").Add(30000))),
			"a product of decimals":  expr.UpdateTable(tab).Values(tab.C("amount").To(tab.C("amount").Mul(10))),
			"from a SELECT":          expr.InsertInto(tab).FromSelect(expr.NewSelect(tab.C("id").Add(1), tab.C("word").Add("s")), "id", "word"),
		} {
			_, err := c.Exec(ctx, s)
			var ee *engine.Error
			if !errors.As(err, &ee) || ee.Class != dialects.DataError || ee.SQL == "" {
				t.Errorf("%s: %v", what, err)
			}
		}
		unchanged(t, c, tab)
	})
}

// A connection to MariaDB is strict whatever the server's mode is, also for tables without transactions, where the usual strict mode
// cuts the later rows of one statement in silence; an sql_mode in the URL is obeyed.
func TestConnectionsAreStrict(t *testing.T) {
	url := dbtest.MariaDB(t, "bad_strict")
	const rows = "INSERT INTO words (id, word) VALUES (1, 'short'), (2, 'much too long')"
	for _, k := range []struct {
		query  string
		strict bool
	}{{"", true}, {"?sql_mode=''", false}, {"?sql_mode='STRICT_TRANS_TABLES'", false}} {
		e := open(t, url+k.query)
		c := autocommit(t, e)
		if err := errors.Join(c.ExecText(ctx, "DROP TABLE IF EXISTS words"), c.ExecText(ctx, "CREATE TABLE words (id INTEGER PRIMARY KEY, word VARCHAR(5)) ENGINE=MyISAM")); err != nil {
			t.Fatal(err)
		}
		err := c.ExecText(ctx, rows)
		var ee *engine.Error
		if k.strict && (!errors.As(err, &ee) || ee.Class != dialects.DataError) || !k.strict && err != nil {
			t.Errorf("%q: %v", k.query, err)
		}
		if k.strict {
			res, err := c.Execute(ctx, engine.Text("SELECT @@session.sql_mode, @@global.sql_mode"))
			if err != nil {
				t.Fatal(err)
			}
			row, err := res.One()
			if err != nil {
				t.Fatal(err)
			}
			own := fmt.Sprint(row.Values()[0])
			for _, mode := range append(strings.Split(fmt.Sprint(row.Values()[1]), ","), "STRICT_ALL_TABLES") {
				if !strings.Contains(own, mode) {
					t.Errorf("the connection has the modes %s, not %s", own, mode)
				}
			}
		}
		if err := errors.Join(c.Close(), e.Close()); err != nil {
			t.Error(err)
		}
	}
}

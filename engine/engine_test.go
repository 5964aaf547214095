package engine_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

var ctx = context.Background()

// each runs a test on every database that is there.
func each(t *testing.T, name string, f func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, dbtest.SQLite(t)) })
	t.Run("memory", func(t *testing.T) { f(t, "sqlite:///:memory:") })
	t.Run("postgresql", func(t *testing.T) { f(t, dbtest.Postgres(t, name)) })
	t.Run("mariadb", func(t *testing.T) { f(t, dbtest.MariaDB(t, name)) })
}

func open(t *testing.T, url string, opts ...engine.Option) *engine.Engine {
	t.Helper()
	e, err := engine.Open(url, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// people is a table with a column of every common type.
func people(t *testing.T, e *engine.Engine) *schema.Table {
	t.Helper()
	md := schema.NewMetaData()
	tab := schema.NewTable("people", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(20), schema.NotNull(), schema.Unique()),
		schema.NewColumn("score", sqltypes.Float()),
		schema.NewColumn("active", sqltypes.Boolean()),
		schema.NewColumn("born", sqltypes.DateTimeTZ()),
		schema.NewColumn("boss_id", sqltypes.BigInteger(), schema.ForeignKeyTo("people.id")))
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	if err := md.CreateAll(ctx, e); err != nil { // what exists is left alone
		t.Fatal(err)
	}
	return tab
}

func connect(t *testing.T, e *engine.Engine) *engine.Connection {
	t.Helper()
	c, err := e.Connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// autocommit is a connection on which each statement lasts at once.
func autocommit(t *testing.T, e *engine.Engine) *engine.Connection {
	t.Helper()
	c := connect(t, e)
	if err := c.SetIsolation(ctx, engine.Autocommit); err != nil {
		t.Fatal(err)
	}
	return c
}

// connectAutocommit is the same for who looks at the error.
func connectAutocommit(e *engine.Engine) (*engine.Connection, error) {
	a, err := e.With(engine.Isolation(engine.Autocommit))
	if err != nil {
		return nil, err
	}
	return a.Connect(ctx)
}

func insert(t *testing.T, c *engine.Connection, tab *schema.Table, id int64, name string, sets ...any) error {
	t.Helper()
	sets = append([]any{tab.C("id").To(id), tab.C("name").To(name)}, sets...)
	_, err := c.Exec(ctx, expr.InsertInto(tab).Values(sets...))
	return err
}

func names(t *testing.T, c *engine.Connection, s expr.Select) (out []string) {
	t.Helper()
	rows, err := c.Query(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := rows.Each(func(r *dbapi.Row) error { out = append(out, r.Text(0)); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	each(t, "engine_roundtrip", func(t *testing.T, url string) {
		e := open(t, url)
		tab := people(t, e)
		c := connect(t, e)
		born := time.Date(2001, 2, 3, 4, 5, 6, 789000, time.FixedZone("", 7200))
		if err := insert(t, c, tab, 1, "ed", tab.C("score").To(1.5), tab.C("active").To(true), tab.C("born").To(born)); err != nil {
			t.Fatal(err)
		}
		if err := insert(t, c, tab, 2, "wendy"); err != nil {
			t.Fatal(err)
		}
		rows, err := c.Query(ctx, expr.NewSelect(tab.TableClause).Where(tab.C("active"), tab.C("born").Eq(born)))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = rows.Each(func(r *dbapi.Row) error {
			n++
			if r.Int64(0) != 1 || r.Text(1) != "ed" || r.Float64(2) != 1.5 || !r.Bool(3) || !r.Time(4).Equal(born) || !r.IsNull(5) {
				t.Errorf("%v %v %v %v %v", r.Int64(0), r.Text(1), r.Float64(2), r.Bool(3), r.Time(4))
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Fatal(n, err)
		}
		for _, q := range []struct {
			cond expr.Expr
			want string
		}{
			{tab.C("name").In([]string{"ed", "wendy"}), "ed wendy"}, {tab.C("name").In([]string{}), ""}, {tab.C("name").NotIn([]string{}), "ed wendy"},
			{tab.C("name").NotIn([]any{"ed"}), "wendy"}, {tab.C("name").HasPrefix("e"), "ed"}, {tab.C("name").Contains("%"), ""},
			{tab.C("name").ILike("WEN%"), "wendy"}, {tab.C("boss_id").EqPtr((*int64)(nil)), "ed wendy"}, {tab.C("score").IsNull(), "wendy"},
			{tab.C("id").Between(2, 5), "wendy"}, {expr.Not(tab.C("active")), ""}, {tab.C("id").Add(1).Eq(3), "wendy"},
		} {
			if got := strings.Join(names(t, c, expr.NewSelect(tab.C("name")).Where(q.cond).OrderBy(tab.C("id"))), " "); got != q.want {
				t.Errorf("%v: %q, want %q", q.cond.Node(), got, q.want)
			}
		}
		page := expr.NewSelect(tab.C("name")).OrderBy(tab.C("id").Desc())
		for _, p := range []struct {
			s    expr.Select
			want string
		}{{page.Limit(1), "wendy"}, {page.Offset(1), "ed"}, {page.Limit(1).Offset(1), "ed"}} {
			if got := strings.Join(names(t, c, p.s), " "); got != p.want {
				t.Errorf("%q, want %q", got, p.want)
			}
		}
	})
}

func TestErrorClasses(t *testing.T) {
	each(t, "engine_errors", func(t *testing.T, url string) {
		e := open(t, url)
		tab := people(t, e)
		c := autocommit(t, e)
		if err := insert(t, c, tab, 1, "ed"); err != nil {
			t.Fatal(err)
		}
		none := schema.NewTable("nothing", nil, schema.NewColumn("id", sqltypes.Integer()))
		odd := schema.NewTable("people", nil, schema.NewColumn("nope", sqltypes.Integer()))
		query := func(s expr.Select) error {
			rows, err := c.Query(ctx, s)
			if err != nil {
				return err
			}
			return rows.Close()
		}
		for _, k := range []struct {
			err   error
			class dialects.Class
		}{
			{insert(t, c, tab, 2, "ed"), dialects.UniqueViolation},
			{insert(t, c, tab, 3, "x", tab.C("boss_id").To(99)), dialects.ForeignKeyViolation},
			{insert(t, c, tab, 4, "y", tab.C("score").To("much")), map[bool]dialects.Class{true: dialects.Other, false: dialects.DataError}[strings.HasPrefix(url, "sqlite")]},
			{query(expr.NewSelect(none.C("id"))), dialects.NoSuchTable},
			{query(expr.NewSelect(odd.C("nope"))), dialects.NoSuchColumn},
		} {
			if k.class == dialects.Other {
				continue // SQLite stores any value in any column
			}
			var ee *engine.Error
			if !errors.As(k.err, &ee) || ee.Class != k.class || ee.SQL == "" || !strings.Contains(k.err.Error(), ";") {
				t.Errorf("%v, want %v", k.err, k.class)
			}
		}
		if err := insert(t, c, tab, 5, "z"); err != nil {
			t.Errorf("the connection is not usable after errors: %v", err)
		}
	})
}

func TestTransactions(t *testing.T) {
	each(t, "engine_tx", func(t *testing.T, url string) {
		var log []string
		e := open(t, url, engine.OnStatement(func(ev engine.Event) { log = append(log, ev.SQL) }))
		tab := people(t, e)
		c := connect(t, e)
		log = nil
		tx, err := c.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_ = insert(t, c, tab, 1, "kept")
		sp, err := tx.Savepoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_ = insert(t, c, tab, 2, "undone")
		if err := tx.Commit(ctx); !errors.Is(err, engine.ErrTransactionDone) {
			t.Errorf("the outer transaction ended before the inner one: %v", err)
		}
		if err := sp.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(ctx); !errors.Is(err, engine.ErrTransactionDone) {
			t.Errorf("used after its end: %v", err)
		}
		all := expr.NewSelect(tab.C("name"))
		if got := strings.Join(names(t, c, all), " "); got != "kept" {
			t.Errorf("%q", got)
		}
		if want := "BEGIN|INSERT|SAVEPOINT sa_savepoint_1|INSERT|ROLLBACK TO SAVEPOINT sa_savepoint_1|COMMIT|BEGIN|SELECT"; marks(log) != want {
			t.Errorf("%s", marks(log))
		}
		if _, err := c.Begin(ctx); !errors.Is(err, engine.ErrAutobegun) {
			t.Errorf("Begin after a statement began a transaction: %v", err)
		}
		_ = insert(t, c, tab, 3, "lost")
		c.Close() // gives back a connection with an open transaction
		if got := strings.Join(names(t, connect(t, e), all), " "); got != "kept" {
			t.Errorf("an open transaction survived its connection: %q", got)
		}
	})
}

func marks(log []string) string {
	for i, s := range log {
		if w, _, _ := strings.Cut(s, " "); w == "INSERT" || w == "SELECT" {
			log[i] = w
		}
	}
	return strings.Join(log, "|")
}

// A repeated statement is compiled once, whatever its values.
func TestCompiledOnce(t *testing.T) {
	e := open(t, "sqlite://")
	tab := people(t, e)
	c := connect(t, e)
	for i := range 10 {
		names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(i), tab.C("name").In(make([]string, i))))
	}
	if _, compiled := e.CacheStats(); compiled != 1 {
		t.Errorf("compiled %d times", compiled)
	}
}

func TestEcho(t *testing.T) {
	var out bytes.Buffer
	l := slog.New(slog.NewTextHandler(&out, nil))
	for _, hide := range []bool{false, true} {
		out.Reset()
		opts := []engine.Option{engine.Echo(l)}
		if hide {
			opts = append(opts, engine.HideParameters())
		}
		e := open(t, "sqlite://", opts...)
		tab := people(t, e)
		names(t, connect(t, e), expr.NewSelect(tab.C("name")).Where(tab.C("name").Eq("secret")))
		if s := out.String(); !strings.Contains(s, "WHERE people.name = ?") || strings.Contains(s, "secret") == hide {
			t.Errorf("hide=%v: %s", hide, s)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	for _, k := range []struct{ url, want string }{
		{"blog.db", `has no "dialect://"`}, {"nosql://x", `no dialect is called "nosql"; known are`}, {"sqlite://host/x", "three slashes"},
		{"sqlite+nodriver:///x.db", "import its package with a blank name"}, {"postgresql://u:p@h:abc/x", "is no number"}, {"oracle://u@h/d", "import its package"},
	} {
		_, err := engine.Open(k.url)
		if err == nil || !strings.Contains(err.Error(), k.want) {
			t.Errorf("%s: %v", k.url, err)
		}
	}
	e := open(t, "postgresql://nobody:hush@127.0.0.1:1/none?sslmode=disable")
	err := e.Ping(ctx)
	var ee *engine.Error
	if !errors.As(err, &ee) || ee.Class != dialects.CannotConnect || strings.Contains(err.Error(), "hush") {
		t.Errorf("%v", err)
	}
	if s := e.Stats(); s.Open != 0 {
		t.Errorf("a failed connection is counted: %+v", s)
	}
}

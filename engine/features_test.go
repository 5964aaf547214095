package engine_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/pool"
)

// Listeners see and may change statements, values and errors.
func TestEventsRewrite(t *testing.T) {
	each(t, "engine_events", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 3)
		other := expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(2))
		e.Listen(engine.Events{
			BeforeExecute: func(_ context.Context, x *engine.Execution) error {
				if x.Params != nil && x.Params[0]["swap"] == true {
					x.Statement, x.Params = other, nil
				}
				return nil
			},
			BeforeCursorExecute: func(_ context.Context, x *engine.CursorExecution) error {
				if x.Value("refuse") != nil {
					return errors.New("refused")
				}
				if x.Value("third") != nil {
					x.SQL += " /* third */"
					x.Args = []any{int64(3)}
				}
				return nil
			},
			HandleError: func(_ context.Context, x *engine.ErrorContext) error {
				if x.Err.Class == dialects.NoSuchTable {
					return errors.Join(errNoTable, x.Err)
				}
				return nil
			},
		})
		one := expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(1))
		get := func(args ...engine.Arg) (any, error) {
			res, err := e.Execute(ctx, one, args...)
			if err != nil {
				return nil, err
			}
			return res.ScalarOne()
		}
		for _, k := range []struct {
			args []engine.Arg
			want any
		}{{nil, "p1"}, {[]engine.Arg{engine.Params{"swap": true}}, "p2"}, {[]engine.Arg{engine.With("third", 1)}, "p3"}, {nil, "p1"}} {
			if got, err := get(k.args...); got != k.want || err != nil {
				t.Errorf("%v: %v, %v", k.args, got, err)
			}
		}
		if _, err := get(engine.With("refuse", 1)); err == nil || err.Error() != "refused" {
			t.Errorf("%v", err)
		}
		var ee *engine.Error
		if _, err := e.Execute(ctx, engine.Text("SELECT a FROM nowhere")); !errors.Is(err, errNoTable) || !errors.As(err, &ee) {
			t.Errorf("%v", err)
		}
		if s := e.Stats(); s.InUse != 0 {
			t.Errorf("%+v", s)
		}
	})
}

var errNoTable = errors.New("no such table, says the listener")

func TestIsolation(t *testing.T) {
	each(t, "engine_isolation", func(t *testing.T, url string) {
		e := open(t, url, engine.Pool(pool.Options{Size: 1, Keep: strings.Contains(url, "memory")}))
		c := connect(t, e)
		level := func() string {
			t.Helper()
			l, err := c.Isolation(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		first := level()
		for _, l := range e.Dialect().Features().Isolation.Levels {
			if err := c.SetIsolation(ctx, strings.ToLower(strings.ReplaceAll(l, " ", "_"))); err != nil {
				t.Fatal(err)
			}
			if got := level(); got != l && !strings.HasPrefix(url, "sqlite") {
				t.Errorf("%s was set, it is %s", l, got)
			}
		}
		if err := errors.Join(c.SetIsolation(ctx, engine.Autocommit), c.ExecText(ctx, "CREATE TABLE t (id INTEGER)")); err != nil {
			t.Fatal(err)
		}
		if c.InTransaction() {
			t.Error("autocommit began a transaction")
		}
		c.Close()
		c = connect(t, e)
		if got := level(); got != first {
			t.Errorf("the level went on to the next user: %s", got)
		}
		var ie *engine.IsolationError
		if err := c.SetIsolation(ctx, "BOGUS"); !errors.As(err, &ie) || !strings.Contains(err.Error(), "AUTOCOMMIT") {
			t.Errorf("%v", err)
		}
		if _, err := e.With(engine.Isolation("BOGUS")); !errors.As(err, &ie) {
			t.Errorf("%v", err)
		}
		if _, err := c.Execute(ctx, engine.Text("SELECT 1"), engine.Isolation(engine.Autocommit)); !errors.Is(err, engine.ErrStatementIsolation) {
			t.Errorf("%v", err)
		}
		if _, err := c.Begin(ctx, engine.WithIsolation(engine.Autocommit)); !errors.As(err, &ie) {
			t.Errorf("%v", err)
		}
		checkReadOnly(t, c, url)
		tx, err := c.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.SetIsolation(ctx, engine.Autocommit); !errors.Is(err, engine.ErrTransactionOpen) {
			t.Errorf("%v", err)
		}
		if _, err := c.Begin(ctx, engine.ReadOnly()); !errors.Is(err, engine.ErrSavepointOptions) {
			t.Errorf("%v", err)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Error(err)
		}
		if !strings.HasPrefix(url, "sqlite") {
			if _, err := c.Begin(ctx, engine.WithIsolation("serializable")); err != nil {
				t.Fatal(err)
			}
			if got := level(); got != "SERIALIZABLE" && strings.HasPrefix(url, "postgres") {
				t.Errorf("in the transaction: %s", got)
			}
		}
	})
}

// checkReadOnly begins a transaction that may change nothing, and one after it that may.
func checkReadOnly(t *testing.T, c *engine.Connection, url string) {
	t.Helper()
	tx, err := c.Begin(ctx, engine.ReadOnly())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Execute(ctx, engine.Text("INSERT INTO t VALUES (1)")); err == nil {
		t.Error("a read-only transaction inserted a row")
	}
	if err := tx.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Execute(ctx, engine.Text("INSERT INTO t VALUES (1)")); err != nil {
		t.Errorf("after it: %v", err)
	}
	if err := c.Rollback(ctx); err != nil {
		t.Error(err)
	}
	if strings.HasPrefix(url, "postgres") {
		tx, err := c.Begin(ctx, engine.WithIsolation("SERIALIZABLE"), engine.ReadOnly(), engine.Deferrable())
		if err != nil {
			t.Fatal(err)
		}
		if err := tx.Rollback(ctx); err != nil {
			t.Error(err)
		}
		return
	}
	if _, err := c.Begin(ctx, engine.Deferrable()); !errors.As(err, new(*engine.UnsupportedError)) {
		t.Errorf("%v", err)
	}
}

// A transaction in two phases is decided after it is prepared, also by another engine; a database without gives a typed error. The
// server must allow prepared transactions, which are off by default: PostgreSQL is a server of the test's own.
func TestTwoPhase(t *testing.T) {
	each(t, "engine_xa", func(t *testing.T, url string) {
		if strings.HasPrefix(url, "postgres") {
			url = dbtest.PrivatePostgres(t, "max_prepared_transactions=8") // the usual setting is none
		}
		e := open(t, url)
		if e.Dialect().Features().TwoPhase == nil {
			if _, err := connect(t, e).BeginTwoPhase(ctx, ""); !errors.As(err, new(*engine.UnsupportedError)) {
				t.Errorf("%v", err)
			}
			return
		}
		if err := errors.Join(e.ExecText(ctx, "DROP TABLE IF EXISTS xa"), e.ExecText(ctx, "CREATE TABLE xa (id INTEGER)")); err != nil {
			t.Fatal(err)
		}
		xid := func(name string) string { return name + os.Getenv("ALUDEL_TEST_PREFIX") } // they are the whole server's
		begin := func(xid string, id string) (*engine.Connection, *engine.Transaction) {
			t.Helper()
			c := connect(t, e)
			tx, err := c.BeginTwoPhase(ctx, xid)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Execute(ctx, engine.Text("INSERT INTO xa VALUES (:id)"), engine.Params{"id": id}); err != nil {
				t.Fatal(err)
			}
			return c, tx
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		rows := func() string {
			t.Helper()
			res, err := e.Execute(ctx, engine.Text("SELECT id FROM xa ORDER BY id"))
			must(err)
			ids, err := engine.ScalarsAs[int64](res, 0)
			must(err)
			var b strings.Builder
			for _, id := range ids {
				b.WriteByte(byte('0' + id))
			}
			return b.String()
		}
		c, tx := begin("", "1") // committed in one go
		must(tx.Commit(ctx))
		must(c.Close())
		c, tx = begin(xid("it's"), "2") // prepared, then committed by its connection
		must(tx.Prepare(ctx))
		must(tx.Prepare(ctx))
		must(tx.Commit(ctx))
		c.Close()
		c, tx = begin(xid("al_back"), "3") // rolled back unprepared
		must(tx.Rollback(ctx))
		must(c.Close())
		c, tx = begin(xid("al_back2"), "4") // rolled back prepared
		must(tx.Prepare(ctx))
		must(tx.Rollback(ctx))
		must(c.Close())
		c, _ = begin(xid("al_left"), "5") // left open: the pool undoes it
		must(c.Close())
		if got := rows(); got != "12" {
			t.Errorf("%s", got)
		}
		c, tx = begin(xid("al_orphan"), "6") // prepared, and its process died
		must(tx.Prepare(ctx))
		discard(t, e, c)
		xids, err := e.Prepared(ctx)
		must(err)
		if !slices.Contains(xids, xid("al_orphan")) {
			t.Errorf("prepared are %q", xids)
		}
		must(retry(func() error { return e.CommitPrepared(ctx, xid("al_orphan")) }))
		c, tx = begin(xid("al_orphan2"), "7")
		must(tx.Prepare(ctx))
		discard(t, e, c)
		must(retry(func() error { return e.RollbackPrepared(ctx, xid("al_orphan2")) }))
		if got := rows(); got != "126" {
			t.Errorf("%s", got)
		}
		if err := e.CommitPrepared(ctx, "al_nothing"); err == nil {
			t.Error("an unknown transaction was committed")
		}
		if _, err := connect(t, e).BeginTwoPhase(ctx, strings.Repeat("x", 65)); err == nil {
			t.Error("an identifier of 65 bytes was taken")
		}
		ordinary, err := connect(t, e).Begin(ctx)
		must(err)
		if err := ordinary.Prepare(ctx); !errors.Is(err, engine.ErrNotTwoPhase) {
			t.Errorf("%v", err)
		}
	})
}

// discard closes a connection and waits until the server has let go of it: MariaDB 10.11 loses a prepared transaction that is decided
// while the connection that prepared it is being closed, and keeps its locks.
func discard(t *testing.T, e *engine.Engine, c *engine.Connection) {
	t.Helper()
	connections := func() int64 {
		if e.Dialect().Name() != "mysql" {
			return 0
		}
		res, err := e.Execute(ctx, engine.Text("SELECT count(*) FROM information_schema.processlist WHERE db = database()"))
		if err != nil {
			t.Fatal(err)
		}
		n, err := engine.ScalarsAs[int64](res, 0)
		if err != nil || len(n) != 1 {
			t.Fatal(n, err)
		}
		return n[0]
	}
	before := connections()
	if err := c.Discard(); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if before == 0 || connections() < before {
			return
		}
	}
	t.Fatal("the server keeps the connection")
}

// retry waits for the server to notice that a connection has ended.
func retry(f func() error) (err error) {
	for range 100 {
		if err = f(); err == nil {
			return nil
		}
	}
	return err
}

// Comments are off unless asked for, stable whatever the order of their tags, and cannot break out of themselves.
func TestComments(t *testing.T) {
	each(t, "engine_comments", func(t *testing.T, url string) {
		var sent []string
		e, tab := numbered(t, url, 2, engine.Comments("app", "blog"), engine.OnStatement(func(ev engine.Event) { sent = append(sent, ev.SQL) }))
		s := expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(1))
		run := func(ctx context.Context, args ...engine.Arg) string {
			t.Helper()
			sent = nil
			res, err := e.Execute(ctx, s, args...)
			if err != nil {
				t.Fatal(err)
			}
			if v, err := res.ScalarOne(); v != "p1" || err != nil {
				t.Errorf("%v, %v", v, err)
			}
			for _, s := range sent {
				if _, c, ok := strings.Cut(s, " /*"); ok {
					return "/*" + c
				}
			}
			return ""
		}
		if got := run(ctx); got != "/*app='blog'*/" {
			t.Errorf("%s", got)
		}
		a := run(engine.ContextWithTags(ctx, "route", "/users?x=1", "b", "2"), engine.Tag("c", "3"))
		if b := run(engine.ContextWithTags(engine.ContextWithTags(ctx, "b", "2"), "route", "/users?x=1"), engine.Tag("c", "3")); a != b {
			t.Errorf("%s and %s", a, b)
		}
		if a != "/*app='blog',b='2',c='3',route='%2Fusers%3Fx%3D1'*/" {
			t.Errorf("%s", a)
		}
		if got := run(ctx, engine.Tag("k", "*/ DROP TABLE people; --' $1 :x ? ü")); strings.Count(got, "*/") != 1 || strings.ContainsAny(got, "?$:") {
			t.Errorf("%s", got)
		}
	})
}

func TestLogShortensValues(t *testing.T) {
	var out bytes.Buffer
	e := open(t, "sqlite://", engine.Echo(slog.New(slog.NewTextHandler(&out, nil))))
	tab := people(t, e)
	c := connect(t, e)
	long := strings.Repeat("a", 5000) + "END"
	names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("name").Eq(long)))
	if s := out.String(); len(s) > 3000 || !strings.Contains(s, "END") {
		t.Errorf("%d bytes", len(s))
	}
	out.Reset()
	many := make([]string, 500)
	for i := range many {
		many[i] = "value"
	}
	names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("name").In(many)))
	if s := out.String(); strings.Count(s, "value") > 30 || !strings.Contains(s, "480 more") {
		t.Errorf("%s", s)
	}
}

// Values are in an error only if that was asked for.
func TestErrorParameters(t *testing.T) {
	for _, show := range []bool{false, true} {
		opts := []engine.Option{}
		if show {
			opts = append(opts, engine.ErrorParameters())
		}
		e, tab := numbered(t, "sqlite://", 1, opts...)
		err := insert(t, connect(t, e), tab, 1, "secret")
		var ee *engine.Error
		if !errors.As(err, &ee) || ee.Class != dialects.UniqueViolation || strings.Contains(err.Error(), "secret") != show {
			t.Errorf("%v", err)
		}
	}
}

// Each connection of the server is made ready once; what it is told stays with it.
func TestOnConnectAndPoolEvents(t *testing.T) {
	ready, lent := 0, 0
	e := open(t, "sqlite:///"+t.TempDir()+"/x.db",
		engine.OnConnect(func(ctx context.Context, c dbapi.Conn) error {
			ready++
			return c.ExecSimple(ctx, "PRAGMA cache_size = 77")
		}),
		engine.PoolEvents(pool.Events{Checkout: func(pool.Record) error { lent++; return nil }}))
	for range 3 {
		res, err := e.Execute(ctx, engine.Text("PRAGMA cache_size"))
		if err != nil {
			t.Fatal(err)
		}
		if v, err := res.ScalarOne(); v != int64(77) || err != nil {
			t.Errorf("%v, %v", v, err)
		}
	}
	if ready != 1 || lent != 3 {
		t.Errorf("%d ready, %d lent", ready, lent)
	}
	if err := e.Dispose(); err != nil {
		t.Fatal(err)
	}
	if err := e.Ping(ctx); err != nil || ready != 2 {
		t.Errorf("after Dispose: %v, %d ready", err, ready)
	}
}

func TestContextTransaction(t *testing.T) {
	each(t, "engine_ctx", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 1)
		add := func(ctx context.Context, id int64) error {
			_, err := e.Execute(ctx, expr.InsertInto(tab).Values(tab.C("id").To(id), tab.C("name").To(strings.Repeat("x", int(id)))))
			return err
		}
		failed := errors.New("failed")
		err := e.WithTransaction(ctx, func(ctx context.Context, _ *engine.Connection) error {
			if err := add(ctx, 2); err != nil {
				return err
			}
			inner := e.WithTransaction(ctx, func(ctx context.Context, c *engine.Connection) error {
				if !c.InNestedTransaction() {
					t.Error("not nested")
				}
				return errors.Join(add(ctx, 3), failed)
			})
			if !errors.Is(inner, failed) {
				t.Errorf("%v", inner)
			}
			return add(ctx, 4)
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := e.WithTransaction(ctx, func(ctx context.Context, _ *engine.Connection) error { return errors.Join(add(ctx, 5), failed) }); !errors.Is(err, failed) {
			t.Errorf("%v", err)
		}
		res, err := e.Execute(ctx, expr.NewSelect(tab.C("id")).OrderBy(tab.C("id").Asc()))
		if err != nil {
			t.Fatal(err)
		}
		if ids, err := engine.ScalarsAs[int64](res, 0); err != nil || !slices.Equal(ids, []int64{1, 2, 4}) {
			t.Errorf("%v, %v", ids, err)
		}
		if s := e.Stats(); s.InUse != 0 {
			t.Errorf("%+v", s)
		}
	})
}

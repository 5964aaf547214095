package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/pool"
)

// servers runs a test on the databases that are servers.
func servers(t *testing.T, name string, f func(t *testing.T, url string)) {
	t.Run("postgresql", func(t *testing.T) { f(t, dbtest.Postgres(t, name)) })
	t.Run("mariadb", func(t *testing.T) { f(t, dbtest.MariaDB(t, name)) })
}

// quiet requires that an engine lends nothing and that no goroutine was left behind.
func quiet(t *testing.T, e *engine.Engine, before int) {
	t.Helper()
	if s := e.Stats(); s.InUse != 0 || s.Waiting != 0 {
		t.Errorf("%+v", s)
	}
	e.Close()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), buf[:runtime.Stack(buf, true)])
}

// kill ends the server's side of a connection.
func kill(t *testing.T, url string, c *engine.Connection) {
	t.Helper()
	q, order := "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%v)"
	if strings.HasPrefix(url, "mysql") {
		q, order = "SELECT connection_id()", "KILL %v"
	}
	res, err := c.Execute(ctx, engine.Text(q))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := res.ScalarOne()
	if err != nil {
		t.Fatal(err)
	}
	killer := open(t, url)
	defer killer.Close()
	if strings.HasPrefix(order, "KILL") {
		err = killer.ExecText(ctx, fmt.Sprintf(order, pid))
	} else {
		res, err = killer.Execute(ctx, engine.Text(fmt.Sprintf(order, pid)))
		if err == nil {
			err = res.Close()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond)
}

// A server connection that is killed costs the transaction on it and nothing else: the error says so, the rest of the pool is
// retired, and the same Connection goes on after a rollback.
func TestKilledConnection(t *testing.T) {
	servers(t, "engine_kill", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e, tab := numbered(t, url, 3)
		all := expr.NewSelect(tab.C("name")).OrderBy(tab.C("id").Asc())
		other := connect(t, e)
		if err := errors.Join(insert(t, other, tab, 50, "other"), other.Rollback(ctx), other.Close()); err != nil {
			t.Fatal(err)
		}
		c := connect(t, e)
		kill(t, url, c) // a statement had begun a transaction
		var ee *engine.Error
		err := insert(t, c, tab, 10, "lost")
		if !errors.As(err, &ee) || ee.Class != dialects.Disconnected {
			t.Fatalf("inside a transaction: %v", err)
		}
		if err := insert(t, c, tab, 11, "too early"); !errors.Is(err, engine.ErrInactiveTransaction) {
			t.Errorf("before the rollback: %v", err)
		}
		if err := c.Commit(ctx); !errors.Is(err, engine.ErrInactiveTransaction) {
			t.Errorf("commit: %v", err)
		}
		if err := c.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		if got := names(t, c, all); !slices.Equal(got, []string{"p1", "p2", "p3"}) {
			t.Errorf("after reconnecting: %q", got)
		}
		if err := c.Rollback(ctx); err != nil {
			t.Error(err)
		}
		if err := c.SetIsolation(ctx, engine.Autocommit); err != nil {
			t.Fatal(err)
		}
		kill(t, url, c)
		if err := insert(t, c, tab, 12, "x"); !errors.As(err, &ee) || ee.Class != dialects.Disconnected {
			t.Errorf("outside a transaction: %v", err)
		}
		if err := insert(t, c, tab, 13, "next"); err != nil {
			t.Errorf("the next statement: %v", err)
		}
		if s := e.Stats(); s.InUse != 1 || s.Open > 2 {
			t.Errorf("%+v", s)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		quiet(t, e, before)
	})
}

// Whoever cancels while rows come gets the context's error, and the next user a connection that works.
func TestCancelMidFetch(t *testing.T) {
	each(t, "engine_cancel", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e, tab := numbered(t, url, 100, engine.Pool(pool.Options{Size: 1, Keep: strings.Contains(url, "memory")}))
		s := expr.NewSelect(tab.C("id"), tab.C("name")).OrderBy(tab.C("id").Asc())
		for i := range 20 {
			cctx, cancel := context.WithCancel(ctx)
			c := connect(t, e)
			res, err := c.Execute(cctx, s)
			if err != nil {
				t.Fatal(err)
			}
			if rows, err := res.FetchMany(i); err != nil || len(rows) != i {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			cancel()
			if _, err = res.All(); err == nil {
				// the rows had come before the cancellation
			} else if !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			} else if _, _, again := res.FetchOne(); again == nil {
				t.Error("a row came after an error")
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			res, err = e.Execute(ctx, s)
			if err != nil {
				t.Fatalf("the next user: %v", err)
			}
			if rows, err := res.All(); err != nil || len(rows) != 100 || rows[99].Values()[0] != int64(100) {
				t.Fatalf("the next user: %d rows, %v", len(rows), err)
			}
		}
		quiet(t, e, before)
	})
}

// The pool's timeout under load is a typed error that says how busy it is, and everybody is served afterwards.
func TestPoolTimeoutUnderLoad(t *testing.T) {
	servers(t, "engine_load", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e := open(t, url, engine.Pool(pool.Options{Size: 2, Timeout: 20 * time.Millisecond}))
		a, b := connect(t, e), connect(t, e)
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				wctx, cancel := context.WithTimeout(ctx, time.Duration(1+i*3)*time.Millisecond)
				defer cancel()
				_, err := e.Connect(wctx)
				var te *pool.TimeoutError
				if !errors.As(err, &te) || te.InUse != 2 {
					t.Errorf("%v", err)
				}
			})
		}
		wg.Wait()
		cancelled, cancel := context.WithCancel(ctx)
		time.AfterFunc(5*time.Millisecond, cancel)
		if _, err := e.Connect(cancelled); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled while waiting: %v", err)
		}
		if err := errors.Join(a.Close(), b.Close(), e.Ping(ctx)); err != nil {
			t.Error(err)
		}
		quiet(t, e, before)
	})
}

// What was closed or has ended gives its typed error, however often it is used.
func TestUseAfterEnd(t *testing.T) {
	each(t, "engine_after", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e, tab := numbered(t, url, 3)
		all := expr.NewSelect(tab.C("name"))
		c := connect(t, e)
		tx, err := c.Begin(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(ctx); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := tx.Commit(ctx); !errors.Is(err, engine.ErrTransactionDone) {
				t.Errorf("commit twice: %v", err)
			}
			if err := tx.Rollback(ctx); !errors.Is(err, engine.ErrTransactionDone) {
				t.Errorf("rollback after commit: %v", err)
			}
			if _, err := tx.Savepoint(ctx); !errors.Is(err, engine.ErrTransactionDone) {
				t.Errorf("savepoint after commit: %v", err)
			}
		}
		res, err := c.Execute(ctx, all)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := res.FetchOne(); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.Close(), c.Close(), c.Discard()); err != nil {
			t.Error(err)
		}
		for range 2 {
			if _, _, err := res.FetchOne(); err == nil && !strings.Contains(url, "memory") && !strings.HasPrefix(url, "sqlite") {
				t.Error("a row came after the connection went back")
			}
			if err := res.Close(); err != nil {
				t.Error(err)
			}
			if _, err := res.All(); !errors.Is(err, engine.ErrResultClosed) {
				t.Errorf("rows of a closed result: %v", err)
			}
		}
		for name, f := range map[string]func() error{
			"execute": func() error { _, err := c.Execute(ctx, all); return err }, "query": func() error { _, err := c.Query(ctx, all); return err },
			"begin": func() error { _, err := c.Begin(ctx); return err }, "nested": func() error { _, err := c.BeginNested(ctx); return err },
			"text": func() error { return c.ExecText(ctx, "SELECT 1") }, "commit": func() error { return c.Commit(ctx) },
			"isolation": func() error { return c.SetIsolation(ctx, engine.Autocommit) }, "options": func() error { return c.SetOptions(ctx, engine.Stream()) },
			"invalidate": func() error { return c.Invalidate(nil) }, "two-phase": func() error { _, err := c.BeginTwoPhase(ctx, ""); return err },
			"detach": func() error { return c.Detach() },
		} {
			if err := f(); !errors.Is(err, engine.ErrConnectionClosed) {
				t.Errorf("%s on a closed connection: %v", name, err)
			}
		}
		if err := errors.Join(e.Close(), e.Close()); err != nil {
			t.Error(err)
		}
		if _, err := e.Connect(ctx); !errors.Is(err, pool.ErrClosed) {
			t.Errorf("closed engine: %v", err)
		}
		quiet(t, e, before)
	})
}

// A listener that panics or fails leaves the connection usable and loses nothing.
func TestListenersThatPanic(t *testing.T) {
	each(t, "engine_panic", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		armed := ""
		boom := func(name string) {
			if armed == name {
				panic("boom")
			}
		}
		on := func(name string) func(*engine.Connection) { return func(*engine.Connection) { boom(name) } }
		named := func(name string) func(*engine.Connection, string) {
			return func(*engine.Connection, string) { boom(name) }
		}
		e, tab := numbered(t, url, 3, engine.Pool(pool.Options{Size: 1}))
		e.Listen(engine.Events{
			BeforeExecute:       func(context.Context, *engine.Execution) error { boom("before"); return nil },
			AfterExecute:        func(context.Context, *engine.Execution) { boom("after") },
			BeforeCursorExecute: func(context.Context, *engine.CursorExecution) error { boom("before cursor"); return nil },
			AfterCursorExecute:  func(context.Context, *engine.CursorExecution) { boom("after cursor") },
			HandleError:         func(context.Context, *engine.ErrorContext) error { boom("error"); return nil },
			Begin:               on("begin"), Commit: on("commit"), Rollback: on("rollback"),
			Savepoint: named("savepoint"), RollbackSavepoint: named("rollback savepoint"), ReleaseSavepoint: named("release savepoint"),
		})
		all := expr.NewSelect(tab.C("name"))
		work := func() {
			err := e.WithTransaction(ctx, func(ctx context.Context, c *engine.Connection) error {
				sp, err := c.BeginNested(ctx)
				if err != nil {
					return err
				}
				if _, err := e.Execute(ctx, engine.Text("SELECT nothing FROM nowhere")); err == nil {
					return errors.New("no error")
				}
				if err := sp.Rollback(ctx); err != nil {
					return err
				}
				if sp, err = c.BeginNested(ctx); err != nil {
					return err
				}
				if err := sp.Commit(ctx); err != nil {
					return err
				}
				res, err := e.Execute(ctx, all)
				if err != nil {
					return err
				}
				_, err = res.All()
				return err
			})
			if err != nil {
				t.Errorf("%s: %v", armed, err)
			}
			_ = e.WithTransaction(ctx, func(context.Context, *engine.Connection) error { return errors.New("roll back") })
		}
		for _, name := range []string{"before", "after", "before cursor", "after cursor", "error", "begin", "commit", "rollback", "savepoint", "rollback savepoint", "release savepoint", ""} {
			armed = name
			panicked := func() (p bool) {
				defer func() { p = recover() != nil }()
				work()
				return
			}()
			if panicked != (name != "") {
				t.Errorf("%q: panicked: %v", name, panicked)
			}
			armed = ""
			if s := e.Stats(); s.InUse != 0 {
				t.Fatalf("%q: %+v", name, s)
			}
			work()
		}
		quiet(t, e, before)
	})
}

// A prepared statement whose result changed with the schema is prepared again, in a fresh transaction and outside of one; in one that
// has done something the error comes up once, and the next transaction works.
func TestSchemaChangeUnderPreparedStatements(t *testing.T) {
	each(t, "engine_stale", func(t *testing.T, url string) {
		e, _ := numbered(t, url, 1, engine.Pool(pool.Options{Size: 2}))
		q := engine.Text("SELECT * FROM people")
		c := connect(t, e)
		width := func() (int, error) {
			res, err := c.Execute(ctx, q)
			if err != nil {
				return 0, err
			}
			row, err := res.One()
			return row.Len(), err
		}
		want := 6
		alter := func(add string) {
			t.Helper()
			if err := c.Rollback(ctx); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(url, "sqlite://") && !strings.HasPrefix(url, "sqlite:////") || url == "sqlite:///:memory:" {
				err := errors.Join(c.ExecText(ctx, "ALTER TABLE people ADD COLUMN "+add+" INTEGER"), c.Commit(ctx))
				if err != nil {
					t.Fatal(err)
				}
			} else if err := e.ExecText(ctx, "ALTER TABLE people ADD COLUMN "+add+" INTEGER"); err != nil {
				t.Fatal(err)
			}
			want++
		}
		check := func(step string) {
			t.Helper()
			n, err := width()
			if err == nil && n != want && strings.HasPrefix(url, "sqlite") {
				n, err = width() // go-sqlite3 notices when the statement is run the next time
			}
			if err != nil || n != want {
				t.Errorf("%s: %d columns, want %d: %v", step, n, want, err)
			}
		}
		check("at first")
		alter("a")
		check("in a fresh transaction")
		alter("b")
		if _, err := c.Execute(ctx, engine.Text("DELETE FROM people WHERE id = 99")); err != nil {
			t.Fatal(err)
		}
		if n, err := width(); strings.HasPrefix(url, "postgres") && dialects.SQLState(err) != "0A000" {
			t.Errorf("in a transaction that did something: %d, %v", n, err)
		}
		if err := c.Rollback(ctx); err != nil {
			t.Fatal(err)
		}
		check("in the transaction after that")
		if err := errors.Join(c.Rollback(ctx), c.SetIsolation(ctx, engine.Autocommit)); err != nil {
			t.Fatal(err)
		}
		alter("d")
		check("outside of a transaction")
	})
}

package dbapi_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
)

const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"

// soon is much longer than a cancellation takes and much shorter than what is cancelled.
const soon = 10 * time.Second

// settled waits until no more goroutines run than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 200 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

// cancelable are the backends that can cancel at all.
func cancelable() []backend {
	var bs []backend
	for _, b := range backends() {
		if !strings.Contains(b.name, "old") {
			bs = append(bs, b)
		}
	}
	return bs
}

// slow are operations that take forever; each returns the error of the call that was cut off.
func slow(pg bool) map[string]func(context.Context, dbapi.Conn) error {
	text := "select count(*) from (" + endless + ")"
	if pg {
		text = "select pg_sleep(100)"
	}
	drain := func(rd dbapi.Reader, err error) error {
		if err != nil {
			return err
		}
		var b dbapi.Batch
		for more := true; more && err == nil; {
			more, err = rd.Fetch(&b)
		}
		if _, again := rd.Fetch(&b); again != dbapi.ErrReaderFailed {
			return errors.Join(errors.New("Fetch after an error"), again)
		}
		return errors.Join(err, rd.Close())
	}
	prepared := func(f func(context.Context, dbapi.Stmt) error) func(context.Context, dbapi.Conn) error {
		return func(ctx context.Context, c dbapi.Conn) error {
			st, err := c.Prepare(context.Background(), text)
			if err != nil {
				return err
			}
			return errors.Join(f(ctx, st), st.Close())
		}
	}
	return map[string]func(context.Context, dbapi.Conn) error{
		"exec":           func(ctx context.Context, c dbapi.Conn) error { return c.ExecSimple(ctx, text) },
		"query":          func(ctx context.Context, c dbapi.Conn) error { return drain(c.Query(ctx, text, nil)) },
		"endless rows":   func(ctx context.Context, c dbapi.Conn) error { return drain(c.Query(ctx, endlessFor(pg), nil)) },
		"prepared query": prepared(func(ctx context.Context, st dbapi.Stmt) error { return drain(st.Query(ctx, nil)) }),
		"prepared exec":  prepared(func(ctx context.Context, st dbapi.Stmt) error { _, err := st.Exec(ctx, nil); return err }),
	}
}

func endlessFor(pg bool) string {
	if pg {
		return "select generate_series(1, 10000000000)"
	}
	return endless
}

// Whatever is cancelled returns soon with the context's error; the connection is suspect; after Reset it either works or
// says that it does not; and nothing is left running.
func TestCancel(t *testing.T) {
	for _, b := range cancelable() {
		cn := b.open(t)
		for name, f := range slow(b.pg) {
			t.Run(b.name+"/"+name, func(t *testing.T) {
				before := runtime.NumGoroutine()
				c, err := cn.Connect(bg)
				must(t, err)
				cancelOne(t, c, f)
				must(t, c.Close())
				settled(t, before)
			})
		}
	}
}

func cancelOne(t *testing.T, c dbapi.Conn, f func(context.Context, dbapi.Conn) error) {
	why := errors.New("the user went away")
	ctx, cancel := context.WithCancelCause(bg)
	time.AfterFunc(50*time.Millisecond, func() { cancel(why) })
	start := time.Now()
	err := f(ctx, c)
	if d := time.Since(start); d > soon {
		t.Errorf("took %v", d)
	}
	var ce *dbapi.CanceledError
	if !errors.As(err, &ce) || !errors.Is(err, context.Canceled) || !errors.Is(err, why) {
		t.Errorf("got %T %v", err, err)
	}
	if c.IsValid() {
		t.Error("a connection on which an operation was cancelled counts as valid")
	}
	if c.Reset(bg) != nil {
		if c.IsValid() {
			t.Error("valid although Reset failed")
		}
		return
	}
	if !c.IsValid() {
		t.Fatal("not valid although Reset succeeded")
	}
	for range 20 { // no late cancellation hits the next user
		rd, err := c.Query(bg, "select 1", nil)
		if got := all(t, rd, err); got[0][0] != int64(1) {
			t.Errorf("got %v", got)
		}
	}
}

func TestEndedContextSendsNothing(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		ctx, cancel := context.WithCancel(bg)
		cancel()
		_, e1 := c.Exec(ctx, "delete from people", nil)
		_, e2 := c.Query(ctx, "delete from people", nil)
		_, e3 := c.Prepare(ctx, "delete from people")
		for i, err := range []error{e1, e2, e3, c.Begin(ctx, dbapi.TxOptions{}), c.Ping(ctx)} {
			var ce *dbapi.CanceledError
			if !errors.As(err, &ce) || ce.Err != nil {
				t.Errorf("call %d: %v", i, err)
			}
		}
		if n := count(t, c); n != 3 || !c.IsValid() {
			t.Errorf("%d rows, valid %v", n, c.IsValid())
		}
	})
}

// A transaction in which a statement was cancelled can be rolled back, or its connection is given up.
func TestRollbackAfterCancel(t *testing.T) {
	for _, b := range cancelable() {
		t.Run(b.name, func(t *testing.T) {
			c := connect(t, b.open(t))
			people(t, c, b.pg)
			must(t, c.Begin(bg, dbapi.TxOptions{}))
			must(t, c.ExecSimple(bg, "delete from people where id = 1"))
			ctx, cancel := context.WithTimeout(bg, 30*time.Millisecond)
			defer cancel()
			insert := "insert into people (id) select i + 100 from (" + endless + ")"
			if b.pg {
				insert = "insert into people (id) select 100 + generate_series(1, 1000000000)"
			}
			if _, err := c.Exec(ctx, insert, nil); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("got %v", err)
			}
			if err := c.Rollback(bg); err != nil {
				if c.IsValid() || c.Reset(bg) == nil {
					t.Errorf("rollback failed (%v) and the connection counts as good", err)
				}
				return
			}
			must(t, c.Reset(bg))
			if n := count(t, c); n != 3 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// slowCancel is a connection whose Cancel is slow: it notes whether an operation began meanwhile.
type slowCancel struct {
	*sqlite3.SQLiteConn
	canceling chan struct{} // closed when Cancel begins
	done      bool
}

func (s *slowCancel) Cancel() error {
	close(s.canceling)
	time.Sleep(30 * time.Millisecond)
	s.done = true // no lock: the adapter must order this before the next operation, which -race sees
	return nil
}

func (s *slowCancel) ExecContext(ctx context.Context, q string, a []driver.NamedValue) (driver.Result, error) {
	if ctx.Done() != nil {
		return nil, errors.New("the driver was given a context that can end")
	}
	if q == "wait" {
		<-s.canceling
		return nil, errors.New("interrupted")
	}
	return s.SQLiteConn.ExecContext(ctx, q, a)
}

func TestNextOperationWaitsForCancel(t *testing.T) {
	var sc *slowCancel
	c := connect(t, sqliteFile(t, "", func(dc *sqlite3.SQLiteConn) driver.Conn {
		sc = &slowCancel{SQLiteConn: dc, canceling: make(chan struct{})}
		return sc
	}))
	ctx, cancel := context.WithTimeout(bg, 10*time.Millisecond)
	defer cancel()
	if _, err := c.Exec(ctx, "wait", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if !sc.done {
		t.Error("the operation was left while Cancel was running")
	}
	must(t, c.Reset(bg))
}

// Contexts that end at the very moment an operation does never disturb another.
func TestCancelRace(t *testing.T) {
	for _, b := range cancelable() {
		t.Run(b.name, func(t *testing.T) {
			cn := b.open(t)
			c := connect(t, cn)
			for i := range 60 {
				ctx, cancel := context.WithTimeout(bg, time.Duration(i)*10*time.Microsecond)
				if rd, err := c.Query(ctx, "select 1", nil); err == nil {
					_ = rd.Close()
				}
				cancel()
				if c.Reset(bg) != nil {
					c = connect(t, cn)
				}
				rd, err := c.Query(bg, "select 1", nil)
				if got := all(t, rd, err); got[0][0] != int64(1) {
					t.Fatalf("round %d: %v", i, got)
				}
			}
		})
	}
}

// A driver that knows no contexts is cut off between rows, and its connection, which nobody can verify, is given up.
func TestCancelBetweenRowsOfOldDriver(t *testing.T) {
	c := connect(t, backends()[2].open(t))
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	rd, err := c.Query(ctx, endless, nil)
	must(t, err)
	var b dbapi.Batch
	_, err = rd.Fetch(&b)
	must(t, err)
	cancel()
	if more, err := rd.Fetch(&b); more || b.NRows != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v", more, err)
	}
	if err := c.Reset(bg); err == nil || c.IsValid() {
		t.Errorf("Reset: %v, valid %v", err, c.IsValid())
	}
}

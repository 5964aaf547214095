package pgconn_test

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	native "github.com/aludel/aludel/engine/dbapi/pgconn"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

func prepared(t testing.TB, c dbapi.Conn, sql string) dbapi.Stmt {
	t.Helper()
	st, err := c.Prepare(bg, sql)
	must(t, err)
	return st
}

func run(t testing.TB, st dbapi.Stmt, args ...any) [][]any {
	t.Helper()
	r, err := st.Query(bg, args)
	return values(t, r, err)
}

// sendRollback rolls back without waiting.
func sendRollback(t testing.TB, c dbapi.Conn) {
	t.Helper()
	must(t, c.(dbapi.RollbackSender).SendRollback())
	if c.InTx() {
		t.Error("still in a transaction")
	}
}

// BEGIN goes with the first statement, with its options; a transaction without one is none for the server.
func TestBeginGoesWithTheFirstStatement(t *testing.T) {
	c, dsn := database(t)
	other := dial(t, native.Driver{}, dsn)
	pid := query(t, c, "select pg_backend_pid()")[0][0]
	state := func() any {
		return query(t, other, "select state from pg_stat_activity where pid = $1", pid)[0][0]
	}
	shown := prepared(t, c, "select current_setting('transaction_isolation'), current_setting('transaction_read_only'), $1::int")
	must(t, c.Begin(bg, dbapi.TxOptions{Isolation: 6, ReadOnly: true}))
	if got := state(); got != "idle" || !c.InTx() {
		t.Errorf("after Begin: %v, %v", got, c.InTx())
	}
	for range 2 {
		if got := run(t, shown, 7)[0]; got[0] != "serializable" || got[1] != "on" || got[2] != int64(7) {
			t.Errorf("%v", got)
		}
		if got := state(); got != "idle in transaction" {
			t.Errorf("after a statement: %v", got)
		}
	}
	must(t, c.Rollback(bg))
	for _, end := range []func(context.Context) error{c.Commit, c.Rollback, c.Reset} {
		must(t, c.Begin(bg, dbapi.TxOptions{ReadOnly: true}))
		must(t, end(bg))
		if got := run(t, shown, 1)[0]; got[1] != "off" || c.InTx() {
			t.Errorf("%v, in a transaction: %v", got, c.InTx())
		}
	}
	for name, f := range map[string]func() error{
		"Prepare":    func() error { _, err := c.Prepare(bg, "select 1"); return err },
		"ExecSimple": func() error { return c.ExecSimple(bg, "savepoint s") },
		"Exec":       func() error { _, err := c.Exec(bg, "select $1", []any{"x"}); return err },
		"Query":      func() error { query(t, c, "select 1"); return nil },
		"Unwrap":     func() error { c.Unwrap(); return nil },
		"no rows":    func() error { run(t, prepared(t, c, "select 1 where false")); return nil },
	} {
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		must(t, f())
		if got := state(); got != "idle in transaction" {
			t.Errorf("after %s: %v", name, got)
		}
		must(t, c.Rollback(bg))
	}
}

// What a statement does with which BEGIN went is undone, or made to last, as any other.
func TestFirstStatementChanges(t *testing.T) {
	c, dsn := database(t)
	other := dial(t, native.Driver{}, dsn)
	must(t, c.ExecSimple(bg, "create table t (a int unique)"))
	ins, sel := prepared(t, c, "insert into t values ($1)"), prepared(t, c, "select a from t order by a")
	count := func() int { return len(query(t, other, "select a from t")) }
	must(t, c.Begin(bg, dbapi.TxOptions{}))
	r, err := ins.Exec(bg, []any{1})
	must(t, err)
	if n, err := r.RowsAffected(); n != 1 || err != nil || count() != 0 {
		t.Errorf("%d rows: %v; %d are there for others", n, err, count())
	}
	must(t, c.Rollback(bg))
	must(t, c.Begin(bg, dbapi.TxOptions{}))
	_, err = ins.Exec(bg, []any{1})
	must(t, err)
	must(t, c.Commit(bg))
	if count() != 1 {
		t.Error("the commit is lost")
	}

	must(t, c.Begin(bg, dbapi.TxOptions{}))
	var pg *pgconn.PgError
	if _, err = ins.Exec(bg, []any{1}); !errors.As(err, &pg) || pg.Code != "23505" || !c.InTx() {
		t.Errorf("%v, in a transaction: %v", err, c.InTx())
	}
	if _, err = sel.Query(bg, nil); !errors.As(err, &pg) || pg.Code != "25P02" {
		t.Errorf("in a failed transaction: %v", err)
	}
	if err := c.Commit(bg); err == nil || c.InTx() {
		t.Error("a failed transaction was committed without an error")
	}
	if got := run(t, sel); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

// The answer to a ROLLBACK that nobody waited for is read first, whatever comes next.
func TestSendRollback(t *testing.T) {
	c, dsn := database(t)
	must(t, c.ExecSimple(bg, "create table t (a int)"))
	ins, sel := prepared(t, c, "insert into t values ($1)"), prepared(t, c, "select count(*) from t")
	none := func() error {
		if got := run(t, sel)[0][0]; got != int64(0) {
			t.Errorf("%v rows were kept", got)
		}
		return nil
	}
	unused := prepared(t, c, "select 2")
	for name, f := range map[string]func() error{
		"Query":        none,
		"Ping":         func() error { return c.Ping(bg) },
		"Reset":        func() error { return c.Reset(bg) },
		"Reset twice":  func() error { return errors.Join(c.Reset(bg), c.Reset(bg)) },
		"ExecSimple":   func() error { return c.ExecSimple(bg, "select 1") },
		"Prepare":      func() error { _, err := c.Prepare(bg, "select 3"); return err },
		"Stmt.Close":   unused.Close,
		"Unwrap":       func() error { _, err := c.Unwrap().(*pgconn.PgConn).Exec(bg, "select 1").ReadAll(); return err },
		"another":      func() error { must(t, c.Begin(bg, dbapi.TxOptions{})); none(); return c.Rollback(bg) },
		"another sent": func() error { must(t, c.Begin(bg, dbapi.TxOptions{})); none(); sendRollback(t, c); return nil },
		"an empty one": func() error { must(t, c.Begin(bg, dbapi.TxOptions{})); sendRollback(t, c); return nil },
	} {
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		_, err := ins.Exec(bg, []any{1})
		must(t, err)
		sendRollback(t, c)
		if !c.IsValid() {
			t.Errorf("%s: not valid", name)
		}
		if err := f(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		must(t, none())
	}
	if err := c.(dbapi.RollbackSender).SendRollback(); err != dbapi.ErrNoTx {
		t.Errorf("without a transaction: %v", err)
	}

	must(t, c.Begin(bg, dbapi.TxOptions{})) // with rows that are still being read
	r, err := prepared(t, c, "select generate_series(1, 1000)").Query(bg, nil)
	must(t, err)
	var b dbapi.Batch
	_, err = r.Fetch(&b)
	must(t, err)
	sendRollback(t, c)
	must(t, r.Close())
	must(t, none())

	must(t, c.Begin(bg, dbapi.TxOptions{}))
	must(t, none())
	sendRollback(t, c)
	must(t, c.Close())
	other := dial(t, native.Driver{}, dsn)
	if got := query(t, other, "select count(*) from t")[0][0]; got != int64(0) {
		t.Errorf("%v rows", got)
	}
}

// A connection that the server ends between two transactions, or while one is only begun here, says so with the next statement, of which
// nothing was done; one that it ends in the middle of the first statement is lost too.
func TestKilledWhileNothingWasSent(t *testing.T) {
	_, dsn := database(t)
	other := dial(t, native.Driver{}, dsn)
	must(t, other.ExecSimple(bg, "create table t (a int)"))
	for name, step := range map[string]func(c dbapi.Conn, st dbapi.Stmt){
		"rolled back": func(c dbapi.Conn, st dbapi.Stmt) {
			must(t, c.Begin(bg, dbapi.TxOptions{}))
			run(t, st)
			sendRollback(t, c)
		},
		"begun": func(c dbapi.Conn, _ dbapi.Stmt) { must(t, c.Begin(bg, dbapi.TxOptions{})) },
		"both": func(c dbapi.Conn, st dbapi.Stmt) {
			must(t, c.Begin(bg, dbapi.TxOptions{}))
			run(t, st)
			sendRollback(t, c)
			must(t, c.Begin(bg, dbapi.TxOptions{}))
		},
	} {
		c := dial(t, native.Driver{}, dsn)
		st, ins := prepared(t, c, "select 1"), prepared(t, c, "insert into t values ($1)")
		pid := query(t, c, "select pg_backend_pid()")[0][0]
		step(c, st)
		query(t, other, "select pg_terminate_backend($1, 5000)", pid)
		_, err := ins.Exec(bg, []any{1})
		if err == nil || c.IsValid() || c.InTx() {
			t.Errorf("%s: %v, valid %v, in a transaction %v", name, err, c.IsValid(), c.InTx())
		}
		if err := c.Reset(bg); err == nil && c.IsValid() {
			t.Errorf("%s: a dead connection was reset", name)
		}
		must(t, c.Close())
	}
	if got := query(t, other, "select count(*) from t")[0][0]; got != int64(0) {
		t.Errorf("%v rows", got)
	}

	c := dial(t, native.Driver{}, dsn)
	kill := prepared(t, c, "insert into t select 1 where pg_terminate_backend(pg_backend_pid())")
	must(t, c.Begin(bg, dbapi.TxOptions{}))
	_, err := kill.Exec(bg, nil)
	if err == nil || errors.Is(err, driver.ErrBadConn) || c.IsValid() || c.InTx() {
		t.Errorf("in the middle: %v, valid %v", err, c.IsValid())
	}
}

// A server that does not roll back has left out what came after: the next statement, whether it begins a transaction or not, says that
// nothing was done, and the connection is closed.
func TestRefusedRollback(t *testing.T) {
	_, dsn := database(t)
	other := dial(t, native.Driver{}, dsn)
	must(t, other.ExecSimple(bg, "create table t (a int)"))
	garbled := native.Driver{Configure: func(c *pgconn.Config) error {
		inner := c.DialFunc
		c.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := inner(ctx, network, addr)
			return garbling{conn}, err
		}
		return nil
	}}
	for _, begins := range []bool{true, false} {
		c := dial(t, garbled, dsn)
		st, ins := prepared(t, c, "select 1"), prepared(t, c, "insert into t values ($1)")
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		run(t, st)
		sendRollback(t, c)
		if begins {
			must(t, c.Begin(bg, dbapi.TxOptions{}))
		}
		_, err := ins.Exec(bg, []any{1})
		var refused *pgconn.PgError
		if !errors.Is(err, driver.ErrBadConn) || !errors.As(err, &refused) || refused.Code != "42601" || c.IsValid() || c.InTx() {
			t.Errorf("begins %v: %v, valid %v, in a transaction %v", begins, err, c.IsValid(), c.InTx())
		}
		must(t, c.Close())
	}
	if got := query(t, other, "select count(*) from t")[0][0]; got != int64(0) {
		t.Errorf("%v rows", got)
	}
}

// garbling is a connection on which ROLLBACK is no SQL.
type garbling struct{ net.Conn }

func (g garbling) Write(b []byte) (int, error) {
	return g.Conn.Write(bytes.ReplaceAll(b, []byte("ROLLBACK"), []byte("ROLLBAKC")))
}

// Arguments that a socket does not take at once are sent as well.
func TestLargeArguments(t *testing.T) {
	c, _ := database(t)
	st := prepared(t, c, "select length($1::text), $1::text")
	for _, n := range []int{1, 32 << 10, 4 << 20} {
		for _, begin := range []bool{false, true} {
			if begin {
				must(t, c.Begin(bg, dbapi.TxOptions{}))
			}
			text := strings.Repeat("x", n)
			if got := run(t, st, text); len(got) != 1 || got[0][0] != int64(n) || got[0][1] != text {
				t.Errorf("%d bytes, begun %v: %d rows", n, begin, len(got))
			}
			if begin {
				must(t, c.Rollback(bg))
			}
		}
	}
}

// A context that ends while the first statement runs, with the answer to the last ROLLBACK still to be read, stops that statement alone.
func TestCancelTheFirstStatement(t *testing.T) {
	c, _ := database(t)
	sleep, one := prepared(t, c, "select pg_sleep($1)"), prepared(t, c, "select 1")
	for i := range 20 {
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		run(t, one)
		sendRollback(t, c)
		ctx, stop := context.WithTimeout(bg, time.Duration(i)*time.Millisecond)
		err := c.Begin(ctx, dbapi.TxOptions{})
		begun := err == nil
		if begun {
			_, err = sleep.Exec(ctx, []any{60})
		}
		stop()
		var canceled *dbapi.CanceledError
		if !errors.As(err, &canceled) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v", err)
		}
		if canceled.Err != nil && c.IsValid() {
			t.Fatal("a connection whose operation was cancelled says that it is valid")
		}
		if begun && i%2 == 0 {
			sendRollback(t, c)
		}
		must(t, c.Reset(bg))
		if got := run(t, one); len(got) != 1 || !c.IsValid() || c.InTx() {
			t.Fatalf("afterwards: %v", got)
		}
	}
}

// A session that has locked or changed something is undone when Close returns; one that has read may be undone a moment later.
func TestClosedSessionsHoldNothing(t *testing.T) {
	url := dbtest.Postgres(t, "pgconn_closed")
	eng, err := engine.Open(url)
	must(t, err)
	defer eng.Close()
	must(t, models.MetaData().CreateAll(bg, eng))
	sessions := orm.NewSessionMaker(eng, models)
	s := sessions.New()
	s.Add(&account{Name: "A"})
	must(t, s.Commit(bg))
	must(t, s.Close())
	other, err := engine.Open(url)
	must(t, err)
	defer other.Close()
	takers := orm.NewSessionMaker(other, models)
	locked := orm.Select(accounts).ForUpdate().NoWait()
	for i := range 60 {
		s := sessions.New()
		a, err := orm.Select(accounts).First(bg, s)
		must(t, err)
		switch i % 3 {
		case 0:
			_, err = locked.All(bg, s)
		case 1:
			a.Balance = int32(i)
			err = s.Flush(bg)
		default: // reads alone: nobody waits for its end, but the next use of the connection is none of its transaction
		}
		must(t, err)
		must(t, s.Close())
		taker := takers.New()
		got, err := locked.All(bg, taker)
		if err != nil || len(got) != 1 || got[0].Balance != 0 {
			t.Fatalf("round %d: %v", i, err)
		}
		must(t, taker.Close())
	}
}

// A pooled connection whose server process ended after a session was closed is reported with the next session's first statement, and
// the pool goes on.
func TestPoolAfterAKilledConnection(t *testing.T) {
	url := dbtest.Postgres(t, "pgconn_pool")
	eng, err := engine.Open(url)
	must(t, err)
	defer eng.Close()
	must(t, models.MetaData().CreateAll(bg, eng))
	sessions := orm.NewSessionMaker(eng, models)
	read := func() error {
		s := sessions.New()
		_, err := orm.Select(accounts).All(bg, s)
		return errors.Join(err, s.Close())
	}
	other := dial(t, native.Driver{}, url)
	for range 3 {
		must(t, read())
		must(t, read())
		query(t, other, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
		var e *engine.Error
		if err := read(); !errors.As(err, &e) || e.Class != dialects.Disconnected {
			t.Errorf("%v", err)
		}
		must(t, read())
	}
}

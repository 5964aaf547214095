package dbapi_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/engine/dbapi"
	native "github.com/aludel/aludel/engine/dbapi/sqlite3"
)

var bg = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// marks rewrites question marks to PostgreSQL's parameters.
func marks(pg bool, sql string) string {
	if !pg {
		return sql
	}
	for i := 1; strings.Contains(sql, "?"); i++ {
		sql = strings.Replace(sql, "?", fmt.Sprintf("$%d", i), 1)
	}
	return sql
}

func people(t testing.TB, c dbapi.Conn, pg bool) {
	t.Helper()
	must(t, c.ExecSimple(bg, "create table people (id integer primary key, name text, born timestamp, ok boolean)"))
	for i, n := range []any{"ann", nil, "bob"} {
		r, err := c.Exec(bg, marks(pg, "insert into people (id, name, born, ok) values (?, ?, ?, ?)"), []any{i + 1, n, instant, true})
		must(t, err)
		if a, err := r.RowsAffected(); a != 1 || err != nil {
			t.Fatalf("RowsAffected: %d, %v", a, err)
		}
		if id, err := r.LastInsertID(); pg == (err == nil) || !pg && id != int64(i+1) {
			t.Fatalf("LastInsertID: %d, %v", id, err)
		}
	}
}

var instant = time.Date(2024, 2, 29, 12, 30, 45, 123456000, time.UTC)

func TestRunAndRead(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		const text = "select id, name from people where id >= ? order by id"
		want := [][]any{{int64(2), nil}, {int64(3), "bob"}}
		rd, err := c.Query(bg, marks(pg, text), []any{2})
		if got := all(t, rd, err); !reflect.DeepEqual(got, want) {
			t.Errorf("text: %v", got)
		}
		st, err := c.Prepare(bg, marks(pg, text))
		must(t, err)
		for range 2 {
			rd, err = st.Query(bg, []any{int64(2)})
			if got := all(t, rd, err); !reflect.DeepEqual(got, want) {
				t.Errorf("prepared: %v", got)
			}
			if rd.Columns()[1].Name != "name" || rd.Columns()[1].Type != "TEXT" {
				t.Errorf("columns: %+v", rd.Columns())
			}
		}
		var count *dbapi.ArgCountError
		if _, err := st.Query(bg, nil); !errors.As(err, &count) || count.Want != 1 || count.Got != 0 {
			t.Errorf("no argument: %v", err)
		}
		must(t, errors.Join(st.Close(), st.Close()))
		if _, err := st.Query(bg, []any{1}); err != dbapi.ErrStmtClosed {
			t.Errorf("closed statement: %v", err)
		}
		must(t, c.Ping(bg))
		must(t, errors.Join(c.Close(), c.Close()))
		if err := c.ExecSimple(bg, "select 1"); err != dbapi.ErrConnClosed || c.IsValid() {
			t.Errorf("closed connection: %v", err)
		}
	})
}

// Times come up as text on SQLite, and as what they are on all.
func TestTypedRead(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		for range 2 {
			rd, err := c.Query(bg, "select born, ok, name from people order by id", nil)
			must(t, err)
			meta := rd.Columns()
			if meta[0].Type != "TIMESTAMP" || meta[1].Type != "BOOLEAN" && meta[1].Type != "BOOL" {
				t.Errorf("columns: %+v", meta)
			}
			var b dbapi.Batch
			var r dbapi.Row
			more, err := rd.Fetch(&b)
			must(t, err)
			r.Bind(&b, meta)
			if _, driverParsed := r.Value(0).(time.Time); driverParsed == !pg {
				t.Errorf("the driver gave %T", r.Value(0))
			}
			if got := r.Time(0); !more && b.NRows != 3 || !got.Equal(instant) || got.Location() != time.UTC || !r.Bool(1) || r.Text(2) != "ann" || r.Err() != nil {
				t.Errorf("%v %v %q: %v", got, r.Bool(1), r.Text(2), r.Err())
			}
			must(t, rd.Close())
			must(t, rd.Close())
			if _, err := rd.Fetch(&b); err != dbapi.ErrReaderFailed {
				t.Errorf("Fetch after Close: %v", err)
			}
		}
	})
}

func TestOneReaderAtATime(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		st, err := c.Prepare(bg, "select id from people")
		must(t, err)
		rd, err := st.Query(bg, nil)
		must(t, err)
		_, e1 := c.Query(bg, "select 1", nil)
		_, e2 := st.Exec(bg, nil)
		for i, err := range []error{e1, e2, c.ExecSimple(bg, "select 1"), c.Begin(bg, dbapi.TxOptions{}), st.Close(), c.Ping(bg)} {
			if err != dbapi.ErrBusy {
				t.Errorf("call %d: %v", i, err)
			}
		}
		if n := len(all(t, rd, nil)); n != 3 { // to the end: no longer busy
			t.Errorf("%d rows", n)
		}
		must(t, c.ExecSimple(bg, "select 1"))
		if !c.IsValid() {
			t.Error("not valid")
		}
	})
}

func count(t testing.TB, c dbapi.Conn) int64 {
	t.Helper()
	rd, err := c.Query(bg, "select count(*) from people", nil)
	return all(t, rd, err)[0][0].(int64)
}

func TestTransactions(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		del := func() { must(t, c.ExecSimple(bg, "delete from people where id = 1")) }
		if err := errors.Join(c.Commit(bg), c.Rollback(bg)); !errors.Is(err, dbapi.ErrNoTx) || c.InTx() {
			t.Errorf("without a transaction: %v", err)
		}
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		if err := c.Begin(bg, dbapi.TxOptions{}); err != dbapi.ErrInTx {
			t.Errorf("second begin: %v", err)
		}
		del()
		must(t, c.Rollback(bg))
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		del()
		ended, cancel := context.WithCancel(bg)
		cancel()
		if err := c.Commit(ended); !errors.Is(err, context.Canceled) || !c.InTx() {
			t.Errorf("commit with an ended context: %v, in a transaction: %v", err, c.InTx())
		}
		must(t, c.Reset(bg)) // rolls back
		if n := count(t, c); n != 3 || c.InTx() || !c.IsValid() {
			t.Errorf("after rollbacks: %d rows", n)
		}
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		del()
		must(t, c.Commit(bg))
		if n := count(t, c); n != 2 {
			t.Errorf("after commit: %d rows", n)
		}
	})
}

func TestResetClosesWhatIsOpen(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		must(t, c.Begin(bg, dbapi.TxOptions{}))
		must(t, c.ExecSimple(bg, "delete from people"))
		_, err := c.Query(bg, "select 1 union select 2 union select 3", nil)
		must(t, err)
		must(t, c.Reset(bg))
		if n := count(t, c); n != 3 {
			t.Errorf("%d rows", n)
		}
	})
}

// A transaction that SQLite began by text is rolled back by Reset as well.
func TestResetRollsBackText(t *testing.T) {
	c := connect(t, backends()[0].open(t))
	people(t, c, false)
	must(t, c.ExecSimple(bg, "begin immediate; delete from people"))
	must(t, c.Reset(bg))
	if n := count(t, c); n != 3 {
		t.Errorf("%d rows", n)
	}
}

func TestOldDriverLimits(t *testing.T) {
	c := connect(t, backends()[2].open(t))
	if err := c.Begin(bg, dbapi.TxOptions{ReadOnly: true}); err != dbapi.ErrReadOnly {
		t.Errorf("read only: %v", err)
	}
	if err := c.Begin(bg, dbapi.TxOptions{Isolation: 6}); err != dbapi.ErrIsolation {
		t.Errorf("isolation: %v", err)
	}
	if _, err := c.Query(bg, "select :a", []any{dbapi.Named{Name: "a", Value: 1}}); err != dbapi.ErrNamedArguments {
		t.Errorf("named: %v", err)
	}
}

func TestDriverErrorsComeUpUnchanged(t *testing.T) {
	each(t, func(t *testing.T, c dbapi.Conn, pg bool) {
		people(t, c, pg)
		err := c.ExecSimple(bg, "insert into people (id) values (1)")
		var native *native.Error
		if err == nil || errors.Unwrap(err) != nil && !errors.As(err, &native) || reflect.TypeOf(err).PkgPath() == reflect.TypeFor[dbapi.Result]().PkgPath() {
			t.Errorf("got %T %v", err, err)
		}
		if _, err := c.Prepare(bg, "selekt"); err == nil {
			t.Error("nonsense was prepared")
		}
		if _, err := c.Query(bg, "selekt", nil); err == nil {
			t.Error("nonsense was run")
		}
		if n := count(t, c); n != 3 || !c.IsValid() {
			t.Errorf("%d rows, valid %v", n, c.IsValid())
		}
	})
}

func TestLookup(t *testing.T) {
	d, err := dbapi.Lookup("sqlite3", ":memory:")
	must(t, err)
	cn, err := dbapi.Generic(d, dbapi.GenericOptions{}).Open(":memory:")
	must(t, err)
	c := connect(t, cn)
	rd, err := c.Query(bg, "select 6 * 7", nil)
	if got := all(t, rd, err); got[0][0] != int64(42) {
		t.Errorf("got %v", got)
	}
	if _, ok := c.Unwrap().(driver.Conn); !ok {
		t.Errorf("Unwrap gives %T", c.Unwrap())
	}
	var unknown *dbapi.UnknownDriverError
	if _, err := dbapi.Lookup("nosuch", ""); !errors.As(err, &unknown) || !strings.Contains(err.Error(), "sqlite3") {
		t.Errorf("got %v", err)
	}
	if _, err := dbapi.Lookup("pgx", ""); err == nil || !strings.Contains(err.Error(), `import its package with a blank name: _ "github.com/jackc/pgx/v5/stdlib"`) {
		t.Errorf("got %v", err)
	}
}

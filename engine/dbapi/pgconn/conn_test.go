package pgconn_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/aludel/aludel/engine/dbapi"
	native "github.com/aludel/aludel/engine/dbapi/pgconn"
	"github.com/aludel/aludel/internal/dbtest"
)

var bg = context.Background()

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func dial(t testing.TB, d dbapi.Driver, dsn string) dbapi.Conn {
	t.Helper()
	o, err := d.Open(dsn)
	must(t, err)
	c, err := o.Connect(bg)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func database(t testing.TB) (dbapi.Conn, string) {
	dsn := dbtest.Postgres(t, "pgconn")
	return dial(t, native.Driver{}, dsn), dsn
}

// values reads all rows as values.
func values(t testing.TB, r dbapi.Reader, err error) (out [][]any) {
	t.Helper()
	must(t, err)
	defer r.Close()
	var b dbapi.Batch
	var row dbapi.Row
	for more := true; more; {
		more, err = r.Fetch(&b)
		must(t, err)
		row.Bind(&b, r.Columns())
		for i := range b.NRows {
			row.Seek(i)
			vals := make([]any, row.Len())
			for j := range vals {
				switch v := row.Value(j).(type) {
				case []byte:
					vals[j] = string(v)
				case time.Time:
					vals[j] = v.UTC()
				case bool: // which a cell holds as 0 or 1
					vals[j] = int64(0)
					if v {
						vals[j] = int64(1)
					}
				default:
					vals[j] = v
				}
			}
			out = append(out, vals)
		}
	}
	return out
}

func query(t testing.TB, c dbapi.Conn, sql string, args ...any) [][]any {
	t.Helper()
	r, err := c.Query(bg, sql, args)
	return values(t, r, err)
}

const kinds = "id serial primary key, b bool, i2 int2, i4 int4, i8 int8, f4 float4, f8 float8, n numeric(20, 5), s text, v varchar(50), c char(3), d bytea, ts timestamp, tz timestamptz, u uuid, j jsonb, a int[]"

// What is bound comes back as lib/pq gives it, from prepared statements and from text, whatever the sizes of rows and results.
func TestAgreesWithTheGenericAdapter(t *testing.T) {
	nat, dsn := database(t)
	lookedUp, err := dbapi.Lookup("postgres", dsn)
	must(t, err)
	gen := dial(t, dbapi.Generic(lookedUp, dbapi.GenericOptions{}), dsn)
	must(t, nat.ExecSimple(bg, "create table t ("+kinds+")"))
	rnd := rand.New(rand.NewPCG(3, 4))
	text := func(n int) string {
		return strings.Repeat(string([]rune{'a', 'ß', '語', '😀'}[rnd.IntN(4)]), rnd.IntN(n+1))
	}
	row := func() []any {
		at := time.UnixMicro(rnd.Int64N(8e15) - 4e15).UTC()
		all := []any{rnd.IntN(2) == 1, int64(int16(rnd.Uint32())), int64(int32(rnd.Uint32())), int64(rnd.Uint64()), float64(float32(rnd.NormFloat64())), rnd.NormFloat64() * 1e100,
			fmt.Sprintf("%d.%05d", rnd.IntN(1e9), rnd.IntN(1e5)), text([]int{5, 200, 20_000}[rnd.IntN(3)]), text(50), "xyz", []byte(text(300)), at, at,
			fmt.Sprintf("%08x-0000-4000-8000-%012x", rnd.Uint32(), rnd.Uint32()), fmt.Sprintf(`{"k": %d}`, rnd.IntN(100)), fmt.Sprintf("{%d,NULL}", rnd.IntN(9))}
		for i := range all {
			if rnd.IntN(6) == 0 {
				all[i] = nil
			}
		}
		return all
	}
	ins, err := nat.Prepare(bg, "insert into t (b, i2, i4, i8, f4, f8, n, s, v, c, d, ts, tz, u, j, a) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)")
	must(t, err)
	must(t, nat.Begin(bg, dbapi.TxOptions{}))
	for range 300 {
		_, err := ins.Exec(bg, row())
		must(t, err)
	}
	must(t, nat.Commit(bg))
	const q = "select * from t where id > $1 order by id"
	st, err := nat.Prepare(bg, q)
	must(t, err)
	for _, n := range []int{0, 100, 236, 237, 299, 300} {
		want := query(t, gen, q, n)
		r, err := st.Query(bg, []any{n})
		if got := values(t, r, err); !reflect.DeepEqual(got, want) {
			t.Fatalf("prepared, after %d: %s", n, difference(got, want))
		}
		if got := query(t, nat, q, n); !reflect.DeepEqual(got, want) {
			t.Fatalf("text, after %d: %s", n, difference(got, want))
		}
	}
}

func difference(got, want [][]any) string {
	if len(got) != len(want) {
		return fmt.Sprintf("%d rows, not %d", len(got), len(want))
	}
	for i := range got {
		for j := range got[i] {
			if !reflect.DeepEqual(got[i][j], want[i][j]) {
				return fmt.Sprintf("row %d column %d: %#v, not %#v", i, j, got[i][j], want[i][j])
			}
		}
	}
	return "none"
}

func TestTimes(t *testing.T) {
	c, _ := database(t)
	st, err := c.Prepare(bg, "select $1::timestamptz, $2::timestamp, $3::date, $4::timestamptz::text")
	must(t, err)
	zone := time.FixedZone("", 2*3600)
	for _, at := range []time.Time{
		time.Date(2024, 2, 29, 23, 59, 59, 999999000, zone), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC),
		time.Date(1969, 12, 31, 23, 59, 59, 1000, time.UTC), time.Date(12024, 5, 6, 7, 8, 9, 0, time.UTC), time.Date(-43, 3, 15, 12, 0, 0, 0, time.UTC),
	} {
		r, err := st.Query(bg, []any{at, at, at, at})
		must(t, err)
		var b dbapi.Batch
		var row dbapi.Row
		_, err = r.Fetch(&b)
		must(t, err)
		row.Bind(&b, r.Columns())
		local := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), time.UTC)
		day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
		if got := row.Time(0); !got.Equal(at) || !row.Time(1).Equal(local) || !row.Time(2).Equal(day) || row.Err() != nil {
			t.Errorf("%v: %v, %v, %v (%s): %v", at, got, row.Time(1), row.Time(2), row.Text(3), row.Err())
		}
		must(t, r.Close())
	}
	got := query(t, c, "select 'infinity'::timestamptz::text, $1::timestamp", "-infinity")
	if want := [][]any{{"infinity", "-infinity"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	inf, err := c.Prepare(bg, "select 'infinity'::timestamptz, '-infinity'::date")
	must(t, err)
	r, err := inf.Query(bg, nil)
	if got, want := values(t, r, err), [][]any{{"infinity", "-infinity"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

func TestArguments(t *testing.T) {
	c, _ := database(t)
	st, err := c.Prepare(bg, "select $1::int8, $2::text, $3::float8, $4::bool, $5::bytea, $6::int2, $7::numeric")
	must(t, err)
	n, s := int64(7), "seven"
	r, err := st.Query(bg, []any{&n, &s, (*float64)(nil), true, []byte{}, 5, valuer{}})
	if got, want := values(t, r, err), [][]any{{int64(7), "seven", nil, int64(1), "", int64(5), "12.5"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%#v", got)
	}
	var pg *pgconn.PgError
	if _, err := st.Query(bg, []any{1, "", 1.5, true, nil, 70000, "1"}); !errors.As(err, &pg) || pg.Code != "22003" {
		t.Errorf("70000 as int2: %v", err)
	}
	var count *dbapi.ArgCountError
	if _, err := st.Query(bg, []any{1}); !errors.As(err, &count) || count.Want != 7 {
		t.Errorf("too few: %v", err)
	}
	var arg *dbapi.ArgumentError
	if _, err := st.Exec(bg, []any{1, struct{}{}, nil, nil, nil, nil, nil}); !errors.As(err, &arg) || arg.Ordinal != 2 {
		t.Errorf("a struct: %v", err)
	}
	if _, err := st.Exec(bg, []any{dbapi.Named{Name: "x", Value: 1}, "", nil, nil, nil, nil, nil}); !errors.As(err, &arg) {
		t.Errorf("a name: %v", err)
	}
	if got := query(t, c, "select $1::float8, $2::int8, $3::bytea", math.Inf(-1), int64(math.MinInt64), []byte{0, 255}); !reflect.DeepEqual(got, [][]any{{math.Inf(-1), int64(math.MinInt64), "\x00\xff"}}) {
		t.Errorf("%#v", got)
	}
}

type valuer struct{}

func (valuer) Value() (driver.Value, error) { return "12.5", nil }

func TestTransactions(t *testing.T) {
	c, _ := database(t)
	must(t, c.ExecSimple(bg, "create table t (a int unique); insert into t values (1)"))
	must(t, c.Begin(bg, dbapi.TxOptions{Isolation: 6, ReadOnly: true}))
	if got := query(t, c, "select current_setting('transaction_isolation'), current_setting('transaction_read_only')"); got[0][0] != "serializable" || got[0][1] != "on" {
		t.Errorf("%v", got)
	}
	must(t, c.Rollback(bg))
	must(t, c.Begin(bg, dbapi.TxOptions{}))
	if err := c.Begin(bg, dbapi.TxOptions{}); err != dbapi.ErrInTx {
		t.Errorf("begin again: %v", err)
	}
	_, err := c.Exec(bg, "insert into t values ($1)", []any{1})
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "23505" || pg.ConstraintName != "t_a_key" {
		t.Errorf("%v", err)
	}
	if err := c.Commit(bg); err == nil || c.InTx() {
		t.Error("a failed transaction was committed without an error")
	}
	must(t, c.ExecSimple(bg, "begin")) // by text: Reset ends it too
	must(t, c.Reset(bg))
	if err := c.Rollback(bg); err != dbapi.ErrNoTx {
		t.Errorf("%v", err)
	}
	if err := c.Begin(bg, dbapi.TxOptions{Isolation: 5}); err != nil {
		t.Errorf("snapshot is repeatable read: %v", err)
	}
	must(t, c.Rollback(bg))
	if err := c.Begin(bg, dbapi.TxOptions{Isolation: 7}); err == nil {
		t.Error("linearizable began")
	}
}

// A cancelled operation ends, its connection goes on after a Reset, and nothing later is hit.
func TestCancel(t *testing.T) {
	c, _ := database(t)
	before := runtime.NumGoroutine()
	for i := range 20 {
		ctx, stop := context.WithTimeout(bg, time.Duration(i)*time.Millisecond)
		_, err := c.Exec(ctx, "select pg_sleep($1)", []any{60})
		stop()
		var canceled *dbapi.CanceledError
		if !errors.As(err, &canceled) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("%v", err)
		}
		if canceled.Err != nil && c.IsValid() {
			t.Fatal("a connection whose operation was cancelled says that it is valid")
		}
		must(t, c.Reset(bg))
		if got := query(t, c, "select 1"); len(got) != 1 || !c.IsValid() {
			t.Fatalf("afterwards: %v", got)
		}
	}
	ctx, stop := context.WithCancel(bg)
	r, err := c.Query(ctx, "select i, pg_sleep(0.001) from generate_series(1, 100000) i", nil)
	must(t, err)
	var b dbapi.Batch
	_, err = r.Fetch(&b)
	must(t, err)
	stop()
	for more := true; more && err == nil; {
		more, err = r.Fetch(&b)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("in the middle of rows: %v", err)
	}
	must(t, r.Close())
	must(t, c.Reset(bg))
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

// Closing a long result early does not read the rest.
func TestCloseEarly(t *testing.T) {
	c, _ := database(t)
	start := time.Now()
	for range 3 {
		r, err := c.Query(bg, "select generate_series(1, 100000000), repeat('x', 1000)", nil)
		must(t, err)
		var b dbapi.Batch
		_, err = r.Fetch(&b)
		must(t, err)
		if err := c.ExecSimple(bg, "select 1"); err != dbapi.ErrBusy {
			t.Errorf("with a reader open: %v", err)
		}
		must(t, r.Close())
		must(t, r.Close())
		if _, err := r.Fetch(&b); err != dbapi.ErrReaderFailed {
			t.Errorf("after Close: %v", err)
		}
	}
	if time.Since(start) > time.Minute {
		t.Errorf("it took %v", time.Since(start))
	}
}

func TestKilledConnection(t *testing.T) {
	c, dsn := database(t)
	other := dial(t, native.Driver{}, dsn)
	st, err := c.Prepare(bg, "select 1")
	must(t, err)
	pid := query(t, c, "select pg_backend_pid()")[0][0]
	query(t, other, "select pg_terminate_backend($1)", pid)
	if _, err = c.Exec(bg, "select 1", nil); err == nil {
		_, err = c.Exec(bg, "select 1", nil)
	}
	if err == nil || c.IsValid() {
		t.Errorf("%v, valid %v", err, c.IsValid())
	}
	if err := c.Reset(bg); err == nil && c.IsValid() {
		t.Error("a dead connection was reset")
	}
	must(t, st.Close())
	must(t, c.Close())
	must(t, c.Close())
	if _, err := c.Query(bg, "select 1", nil); err != dbapi.ErrConnClosed {
		t.Errorf("%v", err)
	}
}

// What was fetched stays as it is while the connection, free since the last row, serves another statement.
func TestBatchOutlivesItsStatement(t *testing.T) {
	c, _ := database(t)
	r, err := c.Query(bg, "select $1::int8, 'kept'::text", []any{1})
	must(t, err)
	var b dbapi.Batch
	more, err := r.Fetch(&b)
	must(t, err)
	var row dbapi.Row
	row.Bind(&b, r.Columns())
	other := query(t, c, "select 'aaaaaaaaaa', 'bbbb' union all select 'x', 'y'")
	if more || len(other) != 2 || row.Int64(0) != 1 || row.Text(1) != "kept" {
		t.Errorf("%v %d %q", more, row.Int64(0), row.Text(1))
	}
	must(t, r.Close())
}

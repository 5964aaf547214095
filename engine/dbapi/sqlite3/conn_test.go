//go:build cgo

package sqlite3_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	mattn "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/engine/dbapi/sqlite3"
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

func memory(t testing.TB) dbapi.Conn { return dial(t, sqlite3.Driver{}, ":memory:") }

// rows reads all rows as values; keep says of which columns texts are kept.
func rows(t testing.TB, r dbapi.Reader, err error, keep ...bool) (out [][]any) {
	t.Helper()
	must(t, err)
	defer r.Close()
	if keep != nil {
		r.Keep(keep)
	}
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
				vals[j] = row.Value(j)
				if p, ok := vals[j].([]byte); ok {
					vals[j] = append([]byte{}, p...)
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
	return rows(t, r, err)
}

// What is bound comes back, as the generic adapter gives it, whatever the sizes of rows and results, and whichever texts are kept.
func TestAgreesWithTheGenericAdapter(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		n := []int{0, 1, 7, 100, 600, 20_000}[rnd.IntN(6)]
		return strings.Repeat(string([]rune{'a', 'ß', '語', 0, '😀'}[rnd.IntN(5)]), rnd.IntN(n+1))
	}
	value := func() any {
		switch rnd.IntN(9) {
		case 0:
			return nil
		case 1:
			return int64(rnd.Uint64())
		case 2:
			return math.Float64frombits(rnd.Uint64()>>2 | 1<<60)
		case 3:
			return []byte(text())
		case 4:
			return rnd.IntN(2) == 1
		case 5:
			return time.UnixMicro(rnd.Int64N(4e15)).UTC()
		}
		return text()
	}
	for n := range 30 {
		file := "file:" + filepath.Join(t.TempDir(), "x.db")
		gen := dial(t, dbapi.Generic(&mattn.SQLiteDriver{}, dbapi.GenericOptions{}), file)
		nat := dial(t, sqlite3.Driver{}, file)
		must(t, nat.ExecSimple(bg, "create table t (id integer primary key, a, b text, c blob, d datetime)"))
		ins, err := nat.Prepare(bg, "insert into t (a, b, c, d) values (?, ?, ?, ?)")
		must(t, err)
		must(t, nat.Begin(bg, dbapi.TxOptions{}))
		for range rnd.IntN(200) {
			_, err := ins.Exec(bg, []any{value(), value(), value(), value()})
			must(t, err)
		}
		must(t, nat.Commit(bg))
		const q = "select id, a, b, c, d, a || b from t where id > ? order by id"
		r, err := gen.Query(bg, q, []any{n})
		want := rows(t, r, err)
		for range 2 {
			r, err = nat.Query(bg, q, []any{n})
			got := rows(t, r, err, rnd.IntN(2) == 0, rnd.IntN(2) == 0, rnd.IntN(2) == 0, rnd.IntN(2) == 0)
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("run %d: %d rows differ from %d rows", n, len(got), len(want))
			}
		}
	}
}

func TestRowsLargerThanTheArena(t *testing.T) {
	c := memory(t)
	for _, n := range []int{1, 16 << 10, 16<<10 + 1, 100_000, 3 << 20} {
		got := query(t, c, "select 1, ?, 'x' union all select 2, 'b', ?", strings.Repeat("y", n), strings.Repeat("z", n/2))
		if len(got) != 2 || len(got[0][1].(string)) != n || len(got[1][2].(string)) != n/2 || got[1][1] != "b" {
			t.Errorf("%d bytes: %d rows", n, len(got))
		}
	}
}

func TestEmptyAndAbsent(t *testing.T) {
	c := memory(t)
	got := query(t, c, "select ?, ?, ?, typeof(?), typeof(?), typeof(?)", "", []byte{}, []byte(nil), "", []byte{}, []byte(nil))
	want := [][]any{{"", []byte{}, nil, "text", "blob", "null"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%#v", got)
	}
	if got := query(t, c, "-- nothing"); got != nil {
		t.Errorf("a comment gave %v", got)
	}
	st, err := c.Prepare(bg, " ")
	must(t, err)
	_, err = st.Exec(bg, nil)
	must(t, err)
	must(t, st.Close())
}

func TestArguments(t *testing.T) {
	c := memory(t)
	got := query(t, c, "select :b, @a, $b, ?", dbapi.Named{Name: "a", Value: 1}, dbapi.Named{Name: "b", Value: "x"}, dbapi.Named{Name: "c", Value: 3}, 4.5)
	if want := [][]any{{"x", int64(1), "x", 4.5}}; !reflect.DeepEqual(got, want) {
		t.Errorf("named: %v", got)
	}
	type small int8
	n := int64(7)
	got = query(t, c, "select ?, ?, ?, ?", small(3), &n, (*string)(nil), mattnValuer{})
	if want := [][]any{{int64(3), int64(7), nil, "valued"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("converted: %v", got)
	}
	var count *dbapi.ArgCountError
	if _, err := c.Query(bg, "select ?", nil); !errors.As(err, &count) {
		t.Errorf("too few: %v", err)
	}
	if _, err := c.Exec(bg, "select ?", []any{1, 2}); !errors.As(err, &count) {
		t.Errorf("too many: %v", err)
	}
	var arg *dbapi.ArgumentError
	if _, err := c.Query(bg, "select ?", []any{struct{}{}}); !errors.As(err, &arg) || arg.Ordinal != 1 {
		t.Errorf("a struct: %v", err)
	}
	if _, err := c.Query(bg, "select 1 \x00", nil); err == nil {
		t.Error("a NUL in the text went through")
	}
	if got := query(t, c, "select 1"); len(got) != 1 {
		t.Errorf("afterwards: %v", got)
	}
}

type mattnValuer struct{}

func (mattnValuer) Value() (driver.Value, error) { return "valued", nil }

func TestSeveralStatements(t *testing.T) {
	c := memory(t)
	_, err := c.Exec(bg, "create table t (a); insert into t values (?); insert into t values (?), (?); -- end", []any{1, 2, 3})
	must(t, err)
	got := query(t, c, "insert into t values (?); select a from t order by a", 4)
	if want := [][]any{{int64(1)}, {int64(2)}, {int64(3)}, {int64(4)}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
	if _, err := c.Prepare(bg, "select 1; select 2"); err == nil {
		t.Error("two statements were prepared as one")
	}
	st, err := c.Prepare(bg, "select 1; -- only a comment")
	must(t, err)
	must(t, st.Close())
}

// A statement that was compiled before a table changed gives the columns that the table has now.
func TestTableChangesUnderAStatement(t *testing.T) {
	c := memory(t)
	must(t, c.ExecSimple(bg, "create table t (a text, b); insert into t values ('x', 1)"))
	st, err := c.Prepare(bg, "select * from t")
	must(t, err)
	for i, change := range []string{"", "alter table t add column c default 'new'", "alter table t drop column a", "alter table t rename column b to bb"} {
		must(t, c.ExecSimple(bg, change))
		r, err := st.Query(bg, nil)
		must(t, err)
		var b dbapi.Batch
		_, err = r.Fetch(&b)
		must(t, err)
		var names []string
		for _, m := range r.Columns() {
			names = append(names, m.Name)
		}
		want := [][]string{{"a", "b"}, {"a", "b", "c"}, {"b", "c"}, {"bb", "c"}}[i]
		if !reflect.DeepEqual(names, want) || b.NCols != len(want) || b.NRows != 1 {
			t.Errorf("after %q: %v, %d columns", change, names, b.NCols)
		}
		must(t, r.Close())
	}
}

func TestExecBatch(t *testing.T) {
	c := memory(t)
	must(t, c.ExecSimple(bg, "create table t (id integer primary key, a text unique)"))
	st, err := c.Prepare(bg, "insert into t (a) values (?)")
	must(t, err)
	batch := st.(dbapi.BatchStmt)
	ids := make([]int64, 3)
	done, r, err := batch.ExecBatch(bg, 3, []any{"x", "y", nil}, ids)
	must(t, err)
	if n, _ := r.RowsAffected(); n != 3 || done != 3 || !reflect.DeepEqual(ids, []int64{1, 2, 3}) {
		t.Errorf("%d rows, %d done, ids %v", n, done, ids)
	}
	done, _, err = batch.ExecBatch(bg, 3, []any{"z", "x", "w"}, nil)
	var e *sqlite3.Error
	var m mattn.Error
	if done != 1 || !errors.As(err, &e) || e.ExtendedCode != 2067 || !errors.As(err, &m) || m.Code != mattn.ErrConstraint {
		t.Errorf("%d done: %v", done, err)
	}
	if got := query(t, c, "select count(*) from t"); got[0][0] != int64(4) {
		t.Errorf("%v rows", got)
	}
	if _, _, err := batch.ExecBatch(bg, 2, []any{"one"}, nil); err == nil {
		t.Error("two rows of one argument went through")
	}
	if done, _, err := batch.ExecBatch(bg, 0, nil, nil); done != 0 || err != nil {
		t.Errorf("no rows: %d, %v", done, err)
	}
	must(t, st.Close())
	if _, _, err := batch.ExecBatch(bg, 0, nil, nil); err != dbapi.ErrStmtClosed {
		t.Errorf("closed: %v", err)
	}
}

// Triggers and cascades do not count as rows of the statement, and statements that change nothing count none.
func TestRowsAffected(t *testing.T) {
	c := memory(t)
	must(t, c.ExecSimple(bg, `create table t (a); create table log (a);
		create trigger tr after insert on t begin insert into log values (new.a); insert into log values (new.a); end`))
	for _, x := range []struct {
		sql  string
		want int64
	}{{"insert into t values (1), (2)", 2}, {"create table u (a)", 0}, {"update t set a = 5", 2}, {"select 1", 0}, {"delete from t where a = 9", 0}} {
		r, err := c.Exec(bg, x.sql, nil)
		must(t, err)
		if n, err := r.RowsAffected(); n != x.want || err != nil {
			t.Errorf("%s: %d rows, %v", x.sql, n, err)
		}
	}
}

// A cancellation also ends the waiting for another connection's lock, long before the time that the waiting may take.
func TestCancelWhileLocked(t *testing.T) {
	file := "file:" + filepath.Join(t.TempDir(), "x.db") + "?_busy_timeout=60000&_txlock=immediate"
	a, b := dial(t, sqlite3.Driver{}, file), dial(t, sqlite3.Driver{}, file)
	must(t, a.ExecSimple(bg, "create table t (a)"))
	must(t, a.Begin(bg, dbapi.TxOptions{}))
	ctx, stop := context.WithTimeout(bg, 30*time.Millisecond)
	defer stop()
	start := time.Now()
	_, err := b.Exec(ctx, "insert into t values (1)", nil)
	var canceled *dbapi.CanceledError
	if !errors.As(err, &canceled) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 20*time.Second {
		t.Errorf("after %v: %v", time.Since(start), err)
	}
	if b.IsValid() {
		t.Error("a connection whose operation was cancelled says that it is valid")
	}
	must(t, a.Rollback(bg))
	must(t, b.Reset(bg))
	_, err = b.Exec(bg, "insert into t values (1)", nil)
	must(t, err)
}

// The time to wait for a lock is that of the data source name.
func TestBusyTimeout(t *testing.T) {
	file := "file:" + filepath.Join(t.TempDir(), "x.db") + "?_busy_timeout=20&_txlock=immediate"
	a, b := dial(t, sqlite3.Driver{}, file), dial(t, sqlite3.Driver{}, file)
	must(t, a.Begin(bg, dbapi.TxOptions{}))
	err := b.Begin(bg, dbapi.TxOptions{})
	var e *sqlite3.Error
	if !errors.As(err, &e) || e.Code != 5 || b.InTx() {
		t.Errorf("%v", err)
	}
	must(t, a.Rollback(bg))
	must(t, b.Begin(bg, dbapi.TxOptions{}))
}

// Functions and hooks that the driver was given run in the adapter's statements.
func TestFunctionsInGo(t *testing.T) {
	calls := 0
	d := sqlite3.Driver{SQLite: &mattn.SQLiteDriver{ConnectHook: func(c *mattn.SQLiteConn) error {
		return c.RegisterFunc("twice", func(n int64) int64 { calls++; return 2 * n }, true)
	}}}
	c := dial(t, d, ":memory:")
	got := query(t, c, "with recursive n(i) as (values (1) union all select i + 1 from n where i < ?) select sum(twice(i)) from n", 1000)
	if got[0][0] != int64(1001000) || calls != 1000 {
		t.Errorf("%v after %d calls", got, calls)
	}
	if _, ok := c.Unwrap().(*mattn.SQLiteConn); !ok {
		t.Errorf("Unwrap gives %T", c.Unwrap())
	}
}

func TestConnectionClosedFirst(t *testing.T) {
	c := memory(t)
	st, err := c.Prepare(bg, "select 1")
	must(t, err)
	r, err := st.Query(bg, nil)
	must(t, err)
	must(t, c.Close())
	var b dbapi.Batch
	if _, err := r.Fetch(&b); err != dbapi.ErrReaderFailed {
		t.Errorf("fetch: %v", err)
	}
	must(t, st.Close())
	if _, err := c.Query(bg, "select 1", nil); err != dbapi.ErrConnClosed {
		t.Errorf("query: %v", err)
	}
	if err := c.Reset(bg); err != dbapi.ErrConnClosed || c.IsValid() {
		t.Errorf("reset: %v", err)
	}
	must(t, c.Close())
}

func TestSmallArenaKeepsRowsInOrder(t *testing.T) {
	c := memory(t)
	got := query(t, c, "with recursive n(i) as (values (1) union all select i + 1 from n where i < 1000) select i, printf('%.*c', i * 7, 'x') from n")
	for i, r := range got {
		if r[0] != int64(i+1) || len(r[1].(string)) != 7*(i+1) {
			t.Fatalf("row %d: %v, %d bytes", i, r[0], len(fmt.Sprint(r[1])))
		}
	}
	if len(got) != 1000 {
		t.Errorf("%d rows", len(got))
	}
}

// What was fetched stays as it is while the connection, free since the last row, serves another statement.
func TestBatchOutlivesItsStatement(t *testing.T) {
	c := memory(t)
	st, err := c.Prepare(bg, "select ?, 'kept'")
	must(t, err)
	r, err := st.Query(bg, []any{1})
	must(t, err)
	var b dbapi.Batch
	more, err := r.Fetch(&b)
	must(t, err)
	var row dbapi.Row
	row.Bind(&b, r.Columns())
	other := query(t, c, "select 'aaaaaaaaaa', 'bbbb' union all select 2, 3")
	if more || len(other) != 2 || row.Int64(0) != 1 || row.Text(1) != "kept" {
		t.Errorf("%v %d %q", more, row.Int64(0), row.Text(1))
	}
	must(t, r.Close())
	must(t, r.Close())
}

func TestUTF16(t *testing.T) {
	c := memory(t)
	must(t, c.ExecSimple(bg, "pragma encoding = 'UTF-16'; create table t (a text, b blob)"))
	_, err := c.Exec(bg, "insert into t values (?, ?)", []any{"größe 語 😀", []byte("größe")})
	must(t, err)
	if got := query(t, c, "select a, b, upper(a) from t"); !reflect.DeepEqual(got, [][]any{{"größe 語 😀", []byte("größe"), "GRößE 語 😀"}}) {
		t.Errorf("%q", got)
	}
}

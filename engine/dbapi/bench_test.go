package dbapi_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
)

type wide struct {
	id, n       int64
	name, email string
	score       float64
	active      bool
	created     time.Time
	note        sql.NullString
}

const (
	benchRows   = 10000
	benchSelect = "select id, n, name, email, score, active, created, note from wide"
)

// benchFile makes a file with rows of 8 columns.
func benchFile(b *testing.B) string {
	path := dbtest.SQLitePath(dbtest.SQLite(b))
	d, err := dbapi.Lookup("sqlite3", path)
	must(b, err)
	cn, err := dbapi.Generic(d, dbapi.GenericOptions{}).Open(path)
	must(b, err)
	c := connect(b, cn)
	must(b, c.ExecSimple(bg, "create table wide (id integer primary key, n integer, name text, email text, score real, active boolean, created timestamp, note text)"))
	must(b, c.Begin(bg, dbapi.TxOptions{}))
	st, err := c.Prepare(bg, "insert into wide values (?, ?, ?, ?, ?, ?, ?, ?)")
	must(b, err)
	for i := range benchRows {
		var note any
		if i%3 != 0 {
			note = fmt.Sprintf("note %d", i)
		}
		_, err := st.Exec(bg, []any{i + 1, i * 7, fmt.Sprintf("name %d", i), fmt.Sprintf("user%d@example.com", i), float64(i) / 3, i%2 == 0, instant.Add(time.Duration(i) * time.Second), note})
		must(b, err)
	}
	must(b, st.Close())
	must(b, c.Commit(bg))
	return path
}

func readScan(b *testing.B, st *sql.Stmt) (out []*wide) {
	rows, err := st.Query()
	must(b, err)
	defer rows.Close()
	for rows.Next() {
		w := new(wide)
		must(b, rows.Scan(&w.id, &w.n, &w.name, &w.email, &w.score, &w.active, &w.created, &w.note))
		out = append(out, w)
	}
	must(b, rows.Err())
	return out
}

func readRows(b *testing.B, st dbapi.Stmt) (out []*wide) {
	rd, err := st.Query(bg, nil)
	must(b, err)
	defer rd.Close()
	var batch dbapi.Batch
	var r dbapi.Row
	for more := true; more; {
		if more, err = rd.Fetch(&batch); err != nil {
			b.Fatal(err)
		}
		r.Bind(&batch, rd.Columns())
		for i := range batch.NRows {
			r.Seek(i)
			w := new(wide)
			w.id, w.n, w.name, w.email = r.Int64(0), r.Int64(1), r.Text(2), r.Text(3)
			w.score, w.active, w.created = r.Float64(4), r.Bool(5), r.Time(6)
			if !r.IsNull(7) {
				w.note.String, w.note.Valid = r.Text(7), true
			}
			must(b, r.Err())
			out = append(out, w)
		}
	}
	return out
}

// BenchmarkRead reads the same rows by database/sql and by this package, in turns, and gives the time of a row for each and
// the ratio.
func BenchmarkRead(b *testing.B) {
	path := benchFile(b)
	db, err := sql.Open("sqlite3", path)
	must(b, err)
	defer db.Close()
	hand, err := db.Prepare(benchSelect)
	must(b, err)
	cn, err := dbapi.Generic(db.Driver(), dbapi.GenericOptions{}).Open(path)
	must(b, err)
	ours, err := connect(b, cn).Prepare(bg, benchSelect)
	must(b, err)
	want, got := readScan(b, hand), readRows(b, ours)
	for i := range want {
		if !want[i].created.Equal(got[i].created) {
			b.Fatalf("row %d: %v, %v", i, want[i], got[i])
		}
		want[i].created = got[i].created
		if *want[i] != *got[i] {
			b.Fatalf("row %d: %v, %v", i, want[i], got[i])
		}
	}
	var least [2]time.Duration
	for b.Loop() {
		for i, f := range []func(){func() { readScan(b, hand) }, func() { readRows(b, ours) }} {
			start := time.Now()
			f()
			if d := time.Since(start); least[i] == 0 || d < least[i] {
				least[i] = d
			}
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(least[0])/benchRows, "scan-ns/row")
	b.ReportMetric(float64(least[1])/benchRows, "ours-ns/row")
	b.ReportMetric(float64(least[1])/float64(least[0]), "ratio")
	b.ReportMetric(testing.AllocsPerRun(1, func() { readScan(b, hand) })/benchRows, "scan-allocs/row")
	b.ReportMetric(testing.AllocsPerRun(1, func() { readRows(b, ours) })/benchRows, "ours-allocs/row")
}

// BenchmarkGet fetches one row by its key from a prepared statement.
func BenchmarkGet(b *testing.B) {
	path := benchFile(b)
	db, err := sql.Open("sqlite3", path)
	must(b, err)
	defer db.Close()
	const text = "select name from wide where id = ?"
	hand, err := db.Prepare(text)
	must(b, err)
	cn, err := dbapi.Generic(db.Driver(), dbapi.GenericOptions{}).Open(path)
	must(b, err)
	cache := dbapi.NewStmtCache(connect(b, cn), dbapi.DefaultStmtCache)
	b.Run("scan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var s string
			must(b, hand.QueryRow(int64(77)).Scan(&s))
		}
	})
	b.Run("ours", func(b *testing.B) {
		var batch dbapi.Batch
		var r dbapi.Row
		args := []any{int64(77)}
		b.ReportAllocs()
		for b.Loop() {
			st, err := cache.Get(bg, text)
			must(b, err)
			rd, err := st.Query(bg, args)
			must(b, err)
			_, err = rd.Fetch(&batch)
			must(b, err)
			r.Bind(&batch, rd.Columns())
			if r.Text(0) == "" {
				b.Fatal(r.Err())
			}
			must(b, rd.Close())
		}
	})
}

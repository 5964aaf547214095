package dbapi_test

import (
	"database/sql/driver"
	"io"
	"testing"

	"github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
)

const (
	declared = "create table d (a timestamp, b DateTime, c date, d boolean, e text)"
	undated  = "insert into d values ('x', 'y', 7, 2, 'z')"
)

// The adapter relies on Next consulting the slice that DeclTypes returns. If this fails, a new version of the driver gives a
// copy, and reading times costs what the driver's parsing costs.
func TestDriverSharesDeclTypes(t *testing.T) {
	dc, err := (&sqlite3.SQLiteDriver{}).Open(":memory:")
	must(t, err)
	defer dc.Close()
	c := dc.(*sqlite3.SQLiteConn)
	_, err = c.Exec(declared+";"+undated, nil)
	must(t, err)
	rows, err := c.Query("select a from d", nil)
	must(t, err)
	defer rows.Close()
	rows.(*sqlite3.SQLiteRows).DeclTypes()[0] = ""
	v := make([]driver.Value, 1)
	if err := rows.Next(v); err != nil || v[0] != "x" {
		t.Errorf("got %#v, %v; want the raw text", v[0], err)
	}
	if err := rows.Next(v); err != io.EOF {
		t.Error(err)
	}
}

func TestRawValuesAndDeclaredTypes(t *testing.T) {
	for _, b := range backends()[:4] {
		t.Run(b.name, func(t *testing.T) {
			c := connect(t, b.open(t))
			must(t, c.ExecSimple(bg, declared))
			must(t, c.ExecSimple(bg, undated))
			st, err := c.Prepare(bg, "select a, b, c, d, e, a || '' from d")
			must(t, err)
			for range 3 {
				checkRaw(t, func() (dbapi.Reader, error) { return st.Query(bg, nil) })
				checkRaw(t, func() (dbapi.Reader, error) { return c.Query(bg, "select a, b, c, d, e, a || '' from d", nil) })
			}
		})
	}
}

func checkRaw(t *testing.T, query func() (dbapi.Reader, error)) {
	t.Helper()
	rd, err := query()
	must(t, err)
	want := []string{"TIMESTAMP", "DATETIME", "DATE", "BOOLEAN", "TEXT", ""}
	for i, m := range rd.Columns() {
		if m.Type != want[i] {
			t.Errorf("column %s: type %q, want %q", m.Name, m.Type, want[i])
		}
	}
	got := all(t, rd, nil)[0]
	for i, w := range []any{"x", "y", int64(7), int64(2), "z", "x"} {
		if got[i] != w {
			t.Errorf("column %d: got %#v, want %#v", i, got[i], w)
		}
	}
}

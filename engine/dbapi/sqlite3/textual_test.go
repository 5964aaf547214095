//go:build cgo

package sqlite3_test

import (
	"testing"

	mattn "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/engine/dbapi/sqlite3"
)

// A transaction is over after a reset however it was begun, also where the reset does not ask SQLite each time.
func TestResetEndsWhatTextBegan(t *testing.T) {
	for adapter, d := range map[string]dbapi.Driver{
		"native":  sqlite3.Driver{},
		"generic": dbapi.Generic(&mattn.SQLiteDriver{}, dbapi.GenericOptions{}),
	} {
		for way, begin := range map[string]func(c dbapi.Conn) error{
			"simple": func(c dbapi.Conn) error { return c.ExecSimple(bg, "BEGIN") },
			"text":   func(c dbapi.Conn) error { _, err := c.Exec(bg, "BEGIN IMMEDIATE", nil); return err },
			"several": func(c dbapi.Conn) error {
				_, err := c.Exec(bg, "SELECT 1; BEGIN", nil)
				return err
			},
			"prepared": func(c dbapi.Conn) error {
				st, err := c.Prepare(bg, " /* x */ BEGIN")
				if err != nil {
					return err
				}
				_, err = st.Exec(bg, nil)
				return err
			},
			"savepoint": func(c dbapi.Conn) error { return c.ExecSimple(bg, "SAVEPOINT a") },
			"raw": func(c dbapi.Conn) error {
				_, err := c.Unwrap().(*mattn.SQLiteConn).Exec("BEGIN", nil)
				return err
			},
		} {
			c := dial(t, d, ":memory:")
			must(t, c.ExecSimple(bg, "CREATE TABLE t (a)"))
			must(t, c.Reset(bg))
			for round := range 2 { // the second loan of the same connection
				must(t, begin(c))
				ins, err := c.Prepare(bg, "INSERT INTO t VALUES (?)")
				must(t, err)
				_, err = ins.Exec(bg, []any{1})
				must(t, err)
				must(t, c.Reset(bg))
				sel, err := c.Prepare(bg, "SELECT count(*) FROM t")
				must(t, err)
				r, err := sel.Query(bg, nil)
				if got := rows(t, r, err)[0][0]; got != int64(0) {
					t.Errorf("%s, begun by %s, loan %d: %v rows stayed", adapter, way, round, got)
				}
				must(t, c.Reset(bg))
				if !c.Unwrap().(*mattn.SQLiteConn).AutoCommit() {
					t.Errorf("%s, begun by %s, loan %d: a transaction is open", adapter, way, round)
				}
				must(t, sel.Close())
				must(t, ins.Close())
			}
		}
	}
}

func TestKeepsTransactions(t *testing.T) {
	for sql, want := range map[string]bool{
		"SELECT 1": true, "select(1)": true, "INSERT INTO t VALUES (1)": true, "update t set a=1": true, "DELETE FROM t": true,
		"WITH a AS (SELECT 1) SELECT * FROM a": true, "VALUES\t(1)": true,
		"BEGIN": false, "begin": false, " SELECT 1": false, "-- x\nBEGIN": false, "SAVEPOINT a": false, "COMMIT": false, "END": false, "": false,
		"SELECTED": false, "PRAGMA x": false,
	} {
		if got := dbapi.KeepsTransactions(sql); got != want {
			t.Errorf("%q: %v", sql, got)
		}
	}
}

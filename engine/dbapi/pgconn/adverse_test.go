package pgconn_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

var adverse = schema.NewTable("adverse", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
	schema.NewColumn("name", sqltypes.String(20)))

func add(c *engine.Connection, id int) error {
	_, err := c.Exec(bg, expr.InsertInto(adverse).Values(adverse.C("id").To(id), adverse.C("name").To(fmt.Sprint(id))))
	return err
}

func countAdverse(t *testing.T, c *engine.Connection) any {
	t.Helper()
	res, err := c.Execute(bg, expr.NewSelect(expr.CountAll()).SelectFrom(adverse))
	must(t, err)
	n, err := res.ScalarOne()
	must(t, err)
	return n
}

// killServer ends the server's side of the connection.
func killServer(t *testing.T, e *engine.Engine, c *engine.Connection) {
	t.Helper()
	res, err := c.Execute(bg, engine.Text("SELECT pg_backend_pid()"))
	must(t, err)
	pid, err := res.ScalarOne()
	must(t, err)
	other, err := e.Connect(bg)
	must(t, err)
	must(t, other.ExecText(bg, fmt.Sprintf("SELECT pg_terminate_backend(%v)", pid)))
	must(t, errors.Join(other.Commit(bg), other.Close()))
	time.Sleep(50 * time.Millisecond)
}

// Wherever the server's connection is lost, the operation that finds out says so, nothing is kept, and the Connection works again
// after its rollback.
func TestLostAnywhere(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_lost"))
	must(t, err)
	defer eng.Close()
	must(t, eng.ExecuteDDL(bg, schema.CreateTable{Table: adverse}))
	all := expr.NewSelect(adverse.C("id"))
	rows := func(c *engine.Connection, args ...engine.Arg) error {
		res, err := c.Execute(bg, all, args...)
		if err != nil {
			return err
		}
		_, err = res.All()
		return err
	}
	for name, at := range map[string]struct {
		before, find func(c *engine.Connection) error
	}{
		"first statement": {func(*engine.Connection) error { return nil }, func(c *engine.Connection) error { return rows(c) }},
		"prepared":        {func(c *engine.Connection) error { return errors.Join(rows(c), rows(c), rows(c)) }, func(c *engine.Connection) error { return rows(c) }},
		"stream":          {func(c *engine.Connection) error { return add(c, 1) }, func(c *engine.Connection) error { return rows(c, engine.Stream()) }},
		"commit":          {func(c *engine.Connection) error { return add(c, 1) }, func(c *engine.Connection) error { return c.Commit(bg) }},
		"rows": {func(c *engine.Connection) error { return add(c, 1) }, func(c *engine.Connection) error {
			_, err := c.Execute(bg, expr.InsertInto(adverse), engine.Params{"id": 7, "name": "7"}, engine.Params{"id": 8, "name": "8"})
			return err
		}},
		"savepoint": {func(c *engine.Connection) error { return add(c, 1) }, func(c *engine.Connection) error {
			sp, err := c.BeginNested(bg)
			if err != nil {
				return err
			}
			return sp.Commit(bg)
		}},
	} {
		c, err := eng.Connect(bg)
		must(t, err)
		must(t, at.before(c))
		killServer(t, eng, c)
		var ee *engine.Error
		if err := at.find(c); !errors.As(err, &ee) || ee.Class != dialects.Disconnected {
			t.Errorf("%s: %v", name, err)
		}
		for c.InTransaction() {
			must(t, c.Rollback(bg))
		}
		if n := countAdverse(t, c); n != int64(0) {
			t.Errorf("%s: %v rows are kept", name, n)
		}
		must(t, c.Close())
	}
	if s := eng.Stats(); s.InUse != 0 {
		t.Errorf("%+v", s)
	}
}

// COMMIT of a transaction in which a statement failed undoes it, and says so.
func TestCommitAfterAFailure(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_failed"))
	must(t, err)
	defer eng.Close()
	must(t, eng.ExecuteDDL(bg, schema.CreateTable{Table: adverse}))
	for name, fail := range map[string]func(c *engine.Connection) error{
		"after a row": func(c *engine.Connection) error { return errors.Join(add(c, 1), add(c, 1)) },
		"at once":     func(c *engine.Connection) error { return c.ExecText(bg, "SELECT nothing FROM nowhere") },
		"in a savepoint": func(c *engine.Connection) error {
			if _, err := c.BeginNested(bg); err != nil {
				t.Fatal(err)
			}
			return errors.Join(add(c, 1), add(c, 1))
		},
	} {
		c, err := eng.Connect(bg)
		must(t, err)
		if fail(c) == nil {
			t.Fatalf("%s: nothing failed", name)
		}
		if n := c.Commit(bg); n == nil && name != "at once" {
			t.Errorf("%s: commit said that it worked", name)
		}
		for c.InTransaction() {
			must(t, c.Rollback(bg))
		}
		if n := countAdverse(t, c); n != int64(0) {
			t.Errorf("%s: %v rows", name, n)
		}
		must(t, c.Close())
	}
}

// A prepared statement whose table another connection has changed is prepared again: at the beginning of a transaction and outside of
// one nobody notices.
func TestTableChangesUnderAStatement(t *testing.T) {
	eng, err := engine.Open(dbtest.Postgres(t, "pgconn_stale"))
	must(t, err)
	defer eng.Close()
	must(t, eng.ExecuteDDL(bg, schema.CreateTable{Table: adverse}))
	c, err := eng.Connect(bg)
	must(t, err)
	defer c.Close()
	must(t, errors.Join(add(c, 1), c.Commit(bg)))
	width := func() (int, error) {
		res, err := c.Execute(bg, engine.Text("SELECT * FROM adverse"))
		if err != nil {
			return 0, err
		}
		row, err := res.One()
		return row.Len(), err
	}
	want := 2
	check := func(when string) {
		t.Helper()
		if n, err := width(); err != nil || n != want {
			t.Errorf("%s: %d columns, want %d: %v", when, n, want, err)
		}
	}
	alter := func(name string) {
		t.Helper()
		must(t, eng.ExecText(bg, "ALTER TABLE adverse ADD COLUMN "+name+" INTEGER"))
		want++
	}
	for range 3 {
		check("at first")
	}
	must(t, c.Rollback(bg))
	alter("a")
	check("in a fresh transaction")
	must(t, c.Rollback(bg))
	alter("b")
	must(t, add(c, 2))
	if _, err := width(); dialects.SQLState(err) != "0A000" {
		t.Errorf("in a transaction that did something: %v", err)
	}
	must(t, c.Rollback(bg))
	check("in the transaction after that")
	must(t, errors.Join(c.Rollback(bg), c.SetIsolation(bg, engine.Autocommit)))
	alter("d")
	check("outside of a transaction")
	must(t, eng.ExecText(bg, "DROP TABLE adverse"))
	must(t, eng.ExecText(bg, "CREATE TABLE adverse (name INTEGER, id VARCHAR(5), z INTEGER, y INTEGER, x INTEGER, w INTEGER)"))
	must(t, eng.ExecText(bg, "INSERT INTO adverse VALUES (5, 'a', 1, 2, 3, 4)"))
	want = 6
	check("after another table of the name")
}

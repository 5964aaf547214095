package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/schema"
)

// lossAt are the places in which a connection can be lost: what is done before, and the operation that finds out.
var lossAt = map[string]struct {
	before func(t *testing.T, c *engine.Connection, tab *schema.Table)
	find   func(t *testing.T, c *engine.Connection, tab *schema.Table) error
}{
	"release of a savepoint": {beginSavepoint, func(t *testing.T, c *engine.Connection, tab *schema.Table) error { return c.Commit(ctx) }},
	"commit": {func(t *testing.T, c *engine.Connection, tab *schema.Table) {
		if err := insert(t, c, tab, 20, "x"); err != nil {
			t.Fatal(err)
		}
	}, func(t *testing.T, c *engine.Connection, tab *schema.Table) error { return c.Commit(ctx) }},
	"a second savepoint": {beginSavepoint, func(t *testing.T, c *engine.Connection, tab *schema.Table) error {
		_, err := c.BeginNested(ctx)
		return err
	}},
	"a prepared statement": {func(t *testing.T, c *engine.Connection, tab *schema.Table) {
		for range 3 {
			names(t, c, expr.NewSelect(tab.C("name")))
		}
	}, func(t *testing.T, c *engine.Connection, tab *schema.Table) error {
		_, err := c.Execute(ctx, expr.NewSelect(tab.C("name")))
		return err
	}},
	"a stream": {func(*testing.T, *engine.Connection, *schema.Table) {}, func(t *testing.T, c *engine.Connection, tab *schema.Table) error {
		res, err := c.Execute(ctx, expr.NewSelect(tab.C("name")), engine.Stream())
		if err != nil {
			return err
		}
		_, err = res.All()
		return err
	}},
	"many rows": {func(*testing.T, *engine.Connection, *schema.Table) {}, func(t *testing.T, c *engine.Connection, tab *schema.Table) error {
		var rows []engine.Arg
		for i := range 10 {
			rows = append(rows, engine.Params{"id": int64(100 + i), "name": fmt.Sprint(i)})
		}
		_, err := c.Execute(ctx, expr.InsertInto(tab), rows...)
		return err
	}},
}

func beginSavepoint(t *testing.T, c *engine.Connection, tab *schema.Table) {
	if _, err := c.BeginNested(ctx); err != nil {
		t.Fatal(err)
	}
	if err := insert(t, c, tab, 20, "x"); err != nil {
		t.Fatal(err)
	}
}

// Wherever a connection is lost, the operation that finds out says so, nothing of the transaction is kept, and the same Connection
// works again after its rollback.
func TestLostAnywhere(t *testing.T) {
	servers(t, "engine_lost", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e, tab := numbered(t, url, 3)
		for place, at := range lossAt {
			c := connect(t, e)
			at.before(t, c, tab)
			kill(t, url, c)
			var ee *engine.Error
			if err := at.find(t, c, tab); !errors.As(err, &ee) || ee.Class != dialects.Disconnected {
				t.Errorf("%s: %v", place, err)
			}
			for c.InTransaction() {
				if err := c.Rollback(ctx); err != nil {
					t.Fatalf("%s: rollback: %v", place, err)
				}
			}
			if got := names(t, c, expr.NewSelect(tab.C("name")).OrderBy(tab.C("id"))); !slices.Equal(got, []string{"p1", "p2", "p3"}) {
				t.Errorf("%s: afterwards there is %q", place, got)
			}
			if err := c.Close(); err != nil {
				t.Errorf("%s: %v", place, err)
			}
		}
		quiet(t, e, before)
	})
}

// A transaction in which a statement failed is never said to be committed when the database undid it.
func TestCommitAfterAFailure(t *testing.T) {
	each(t, "engine_failed", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 3)
		c := connect(t, e)
		if err := insert(t, c, tab, 10, "kept?"); err != nil {
			t.Fatal(err)
		}
		if err := insert(t, c, tab, 10, "twice"); err == nil {
			t.Fatal("a key was inserted twice")
		}
		committed := c.Commit(ctx)
		if committed != nil {
			if err := c.Rollback(ctx); err != nil {
				t.Error(err)
			}
		}
		got := names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(10)))
		if kept := len(got) == 1; kept != (committed == nil) {
			t.Errorf("commit said %v, the row is kept: %v", committed, kept)
		}
		if strings.HasPrefix(url, "postgres") != (committed != nil) {
			t.Errorf("commit: %v", committed)
		}
	})
}

// What is left open on a connection that goes back (savepoints, results, a level, a server's cursor) does not reach the next user.
func TestLeftOpen(t *testing.T) {
	each(t, "engine_left", func(t *testing.T, url string) {
		before := runtime.NumGoroutine()
		e, tab := numbered(t, url, 300, engine.Pool(pool.Options{Size: 1, Keep: strings.Contains(url, "memory")}))
		for range 3 {
			c := connect(t, e)
			tx, err := c.Begin(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 3 {
				if tx, err = tx.Savepoint(ctx); err != nil {
					t.Fatal(err)
				}
				if err := insert(t, c, tab, int64(1000+i), fmt.Sprint("open", i)); err != nil {
					t.Fatal(err)
				}
			}
			res, err := c.Execute(ctx, expr.NewSelect(tab.C("id")), engine.Stream())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := res.FetchMany(2); err != nil {
				t.Fatal(err)
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			if err := tx.Commit(ctx); err == nil {
				t.Error("a savepoint of a connection that went back was released")
			}
			next := connect(t, e)
			if next.InTransaction() {
				t.Error("the next user is in a transaction")
			}
			if got := names(t, next, expr.NewSelect(tab.C("name")).Where(tab.C("id").Ge(1000))); len(got) != 0 {
				t.Errorf("the next user sees %q", got)
			}
			if err := next.Close(); err != nil {
				t.Error(err)
			}
		}
		quiet(t, e, before)
	})
}

// Results whose columns share a name are read by place and by column; the name alone is an error, not one of the two.
func TestColumnsOfOneName(t *testing.T) {
	each(t, "engine_names", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 1)
		other := expr.NewAlias(tab.TableClause, "other")
		res, err := e.Execute(ctx, expr.NewSelect(tab.C("name").As("n"), tab.C("id").As("n")))
		if err != nil {
			t.Fatal(err)
		}
		row, err := res.One()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := row.Get("n"); err == nil {
			t.Error("an ambiguous name was read")
		}
		if got := fmt.Sprint(row.Values()...); got != "p1 1" && got != "p11" {
			t.Errorf("by place: %q", got)
		}
		id, its := tab.C("id"), expr.Wrap(expr.ColumnsOf(other)[0])
		res, err = e.Execute(ctx, expr.NewSelect(id, its.Add(5), its).Where(id.Eq(its)))
		if err != nil {
			t.Fatal(err)
		}
		if row, err = res.One(); err != nil {
			t.Fatal(err)
		}
		a, err := row.Get(id)
		b, other2 := row.Get(its)
		if err != nil || other2 != nil || a != int64(1) || b != int64(1) {
			t.Errorf("%v %v %v %v", a, err, b, other2)
		}
	})
}

// A statement whose context has ended is not sent, whatever it is; the transaction and the connection stay as they were.
func TestEndedContext(t *testing.T) {
	each(t, "engine_ended", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 3)
		c := connect(t, e)
		if err := insert(t, c, tab, 10, "kept"); err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		for name, f := range map[string]func() error{
			"execute":   func() error { _, err := c.Execute(ended, expr.NewSelect(tab.C("id"))); return err },
			"savepoint": func() error { _, err := c.BeginNested(ended); return err },
			"insert":    func() error { _, err := c.Exec(ended, expr.InsertInto(tab).Values(tab.C("id").To(11))); return err },
			"connect":   func() error { _, err := e.Connect(ended); return err },
		} {
			if err := f(); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := c.Commit(ctx); err != nil {
			t.Errorf("commit: %v", err)
		}
		if got := names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("id").Ge(10))); !slices.Equal(got, []string{"kept"}) {
			t.Errorf("%q", got)
		}
	})
}

package engine_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/schema"
)

// unprepared requires that no server connection of a pooler has a prepared statement. It asks each by asking often.
func unprepared(t *testing.T, m *multiplexer, e *engine.Engine) {
	t.Helper()
	c := autocommit(t, e)
	defer c.Close()
	seen := map[any]bool{}
	for range 2 * m.count {
		res, err := c.Execute(ctx, engine.Text("SELECT pg_backend_pid(), (SELECT count(*) FROM pg_prepared_statements)"))
		if err != nil {
			t.Fatal(err)
		}
		row, err := res.One()
		if err != nil {
			t.Fatal(err)
		}
		seen[row.Values()[0]] = true
		if n := row.Values()[1]; n != int64(0) {
			t.Errorf("server connection %v has %v prepared statements", row.Values()[0], n)
		}
	}
	if len(seen) != m.count || m.named.Load() != 0 {
		t.Errorf("%d server connections were asked, want %d; %d statements were prepared by name", len(seen), m.count, m.named.Load())
	}
}

// Two clients take turns on one server connection, statement by statement and transaction by transaction: each has its own answers.
func TestTwoClientsOfOneServerConnection(t *testing.T) {
	direct := dbtest.Postgres(t, "engine_pooler_two")
	before := runtime.NumGoroutine()
	m, url := multiplex(t, direct, 1)
	e, tab := numbered(t, url, 5, engine.TransactionPooler())
	a, b := autocommit(t, e), autocommit(t, e)
	for i := range 20 {
		low, high := i%5+1, (i+2)%5+1
		byID := expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(low))
		byName := expr.NewSelect(tab.C("name")).Where(tab.C("name").Eq(fmt.Sprint("p", high)), tab.C("id").Gt(0))
		if got := names(t, a, byID); !slices.Equal(got, []string{fmt.Sprint("p", low)}) {
			t.Errorf("the first client asked for %d: %q", low, got)
		}
		if got := names(t, b, byName); !slices.Equal(got, []string{fmt.Sprint("p", high)}) {
			t.Errorf("the second client asked for p%d: %q", high, got)
		}
	}
	if err := errors.Join(a.Close(), b.Close()); err != nil {
		t.Fatal(err)
	}
	for i, end := range []func(*engine.Connection) error{
		func(c *engine.Connection) error { return c.Commit(ctx) }, func(c *engine.Connection) error { return c.Rollback(ctx) },
	} {
		c, other := connect(t, e), connect(t, e)
		if err := errors.Join(insert(t, c, tab, int64(10+i), fmt.Sprint("new", i)), end(c)); err != nil {
			t.Fatal(err)
		}
		got := names(t, other, expr.NewSelect(tab.C("name")).Where(tab.C("id").Ge(10)).OrderBy(tab.C("id")))
		if !slices.Equal(got, []string{"new0"}) {
			t.Errorf("after transaction %d: %q", i, got)
		}
		if err := errors.Join(other.Rollback(ctx), other.Close(), c.Close()); err != nil {
			t.Fatal(err)
		}
	}
	unprepared(t, m, e)
	if n := m.accepted.Load(); n < 2 {
		t.Errorf("%d client connections", n)
	}
	e.Close()
	m.close(t)
	quiet(t, e, before)
}

// pooled is one transaction of a client: a row with values goes in, is read, is kept or not.
func pooled(e *engine.Engine, tab *schema.Table, id int, keep bool) error {
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("id").To(id), tab.C("name").To(fmt.Sprint("n", id)), tab.C("score").To(float64(id)/2))); err != nil {
		return err
	}
	if _, err := c.Exec(ctx, expr.UpdateTable(tab).Values(tab.C("active").To(true)).Where(tab.C("id").Eq(id))); err != nil {
		return err
	}
	res, err := c.Execute(ctx, expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(id), tab.C("score").Eq(float64(id)/2), tab.C("active").Eq(true)))
	if err != nil {
		return err
	}
	if got, err := res.ScalarOne(); err != nil || got != fmt.Sprint("n", id) {
		return fmt.Errorf("row %d: %v, %w", id, got, err)
	}
	if keep {
		return c.Commit(ctx)
	}
	return c.Rollback(ctx)
}

// Many clients work over fewer server connections at once.
func TestManyClientsOfFewServerConnections(t *testing.T) {
	const clients, each = 8, 15
	direct := dbtest.Postgres(t, "engine_pooler_many")
	before := runtime.NumGoroutine()
	m, url := multiplex(t, direct, 3)
	e, tab := numbered(t, url, 0, engine.TransactionPooler(), engine.Pool(pool.Options{Size: clients}))
	together := make([]*engine.Connection, clients) // so that there are as many client connections
	for i := range together {
		together[i] = connect(t, e)
	}
	for _, c := range together {
		c.Close()
	}
	var group sync.WaitGroup
	for i := range clients {
		group.Go(func() {
			for j := range each {
				if err := pooled(e, tab, 1+i*each+j, j%3 != 0); err != nil {
					t.Errorf("client %d: %v", i, err)
					return
				}
			}
		})
	}
	group.Wait()
	c := connect(t, e)
	if got := len(names(t, c, expr.NewSelect(tab.C("name")))); got != clients*each*2/3 {
		t.Errorf("%d rows were kept", got)
	}
	if err := errors.Join(c.Rollback(ctx), c.Close()); err != nil {
		t.Error(err)
	}
	c = autocommit(t, e) // each statement on another server connection: it must go there in one piece
	for range 2 * m.count {
		if got := names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(2))); !slices.Equal(got, []string{"n2"}) {
			t.Errorf("a statement of its own: %q", got)
		}
	}
	c.Close()
	unprepared(t, m, e)
	if n := m.accepted.Load(); n < clients {
		t.Errorf("%d client connections of %d", n, clients)
	}
	e.Close()
	m.close(t)
	quiet(t, e, before)
}

// Without the option a statement is prepared by a name that the other client's driver chose too: the pooler of these tests is one that
// tells the difference.
func TestPreparedStatementsThroughAPooler(t *testing.T) {
	direct := dbtest.Postgres(t, "engine_pooler_without")
	m, url := multiplex(t, direct, 1)
	plain, tab := numbered(t, url, 2, engine.TransactionPooler())
	plain.Close()
	e := open(t, url)
	a, b := connect(t, e), connect(t, e)
	s := expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(1))
	if got := names(t, a, s); !slices.Equal(got, []string{"p1"}) || m.named.Load() == 0 {
		t.Fatalf("%q, %d statements were prepared", got, m.named.Load())
	}
	if err := a.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	res, err := b.Execute(ctx, s)
	if err == nil {
		_, err = res.ScalarOne()
	}
	var ee *engine.Error
	if !errors.As(err, &ee) {
		t.Errorf("the second client's statement of the same name: %v", err)
	}
}

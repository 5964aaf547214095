package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/otherwise"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file runs scenarios of the golden corpus about connections and results (testdata/golden/engine): each step is held to what it
// sends, gives and logs.

type connScenario struct {
	ID      string
	Options map[string]any
	Setup   string
	Steps   []connStep
}

type connStep struct {
	Python  string
	Emitted []struct {
		SQL    string
		Params json.RawMessage
		Many   bool
	}
	Result json.RawMessage
	Error  string
	Log    []string
}

// connRun is a scenario that is being run.
type connRun struct {
	*testing.T
	c                connScenario
	e                *engine.Engine
	users, addresses *schema.Table
	sent             []string
	log              []string
	next             int
	odd              []int
	ours             otherwise.Record
}

// line is a statement as the corpus and a run are compared.
func line(sql string, params any) string {
	b, err := json.Marshal(params)
	if err != nil {
		return err.Error()
	}
	s := strings.Join(strings.Fields(sql), " ")
	if string(b) == "null" || string(b) == "[]" {
		return s
	}
	return s + " " + string(b)
}

func (g *connRun) heard(ev engine.Event) {
	if ev.Many > 0 {
		w := len(ev.Args) / ev.Many
		var sets [][]any
		for i := range ev.Many {
			sets = append(sets, ev.Args[i*w:i*w+w])
		}
		g.sent = append(g.sent, line(ev.SQL, sets))
		return
	}
	g.sent = append(g.sent, line(ev.SQL, ev.Args))
}

// step runs the next step and compares it.
func (g *connRun) step(f func() (any, error)) {
	g.Helper()
	if g.next >= len(g.c.Steps) {
		g.Fatal("more steps than the scenario has")
	}
	want := g.c.Steps[g.next]
	g.sent, g.log = nil, nil
	got, err := f()
	var sent []string
	for _, s := range want.Emitted {
		var p any
		_ = json.Unmarshal(s.Params, &p) // absent for transaction marks
		sent = append(sent, line(s.SQL, p))
	}
	var wantResult any
	_ = json.Unmarshal(want.Result, &wantResult) // absent where there is none
	var diff string
	switch {
	case (err != nil) != (want.Error != ""):
		diff = fmt.Sprintf("error %v, want %q", err, want.Error)
	case !reflect.DeepEqual(g.sent, sent):
		diff = fmt.Sprintf("sent\n\t\t%s\n\twant\n\t\t%s", strings.Join(g.sent, "\n\t\t"), strings.Join(sent, "\n\t\t"))
	case err == nil && wantResult != nil && !reflect.DeepEqual(plainJSON(g.T, got), wantResult):
		diff = fmt.Sprintf("result %v, want %s", plainJSON(g.T, got), want.Result)
	case want.Log != nil && !reflect.DeepEqual(g.log, want.Log):
		diff = fmt.Sprintf("log %v, want %v", g.log, want.Log)
	}
	if diff != "" {
		g.odd = append(g.odd, g.next)
		g.ours.Add(fmt.Sprintf("step %02d", g.next), diff)
		g.Logf("step %d: %s\n\t%s", g.next, strings.ReplaceAll(want.Python, "\n", "\n\t"), diff)
	}
	g.next++
}

// plainJSON is a result as JSON has it; rows are lists.
func plainJSON(t *testing.T, v any) any {
	t.Helper()
	switch x := v.(type) {
	case engine.Row:
		v = x.Values()
	case []engine.Row:
		list := [][]any{}
		for _, r := range x {
			list = append(list, r.Values())
		}
		v = list
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func (g *connRun) must(err error) {
	g.Helper()
	if err != nil {
		g.Fatalf("step %d: %v", g.next, err)
	}
}

func (g *connRun) connect() *engine.Connection { g.Helper(); return connect(g.T, g.e) }

// user is an INSERT of a user's name.
func (g *connRun) user(name string) expr.Statement {
	return expr.InsertInto(g.users).Values(g.users.C("name").To(name))
}

// run executes a statement and drops its result.
func run(c *engine.Connection, s expr.Statement, args ...engine.Arg) error {
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		return err
	}
	return res.Close()
}

// all executes a statement and gives its rows.
func all(c *engine.Connection, s expr.Statement, args ...engine.Arg) (any, error) {
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return res.All()
}

func count(c *engine.Connection, s expr.Statement, args ...engine.Arg) (any, error) {
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return res.RowsAffected()
}

// open makes the scenario's database.
func (g *connRun) open() {
	url := "sqlite://"
	if g.c.Options["file_db"] == true {
		url = dbtest.SQLite(g.T)
	}
	g.e = open(g.T, url, engine.OnStatement(g.heard))
	md := schema.NewMetaData()
	g.users = schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(0)), schema.NewColumn("fullname", sqltypes.String(0)))
	g.addresses = schema.NewTable("addresses", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")), schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()))
	g.must(md.CreateAll(ctx, g.e))
	if g.c.Setup == "" {
		return
	}
	g.must(g.e.ExecText(ctx, `INSERT INTO users VALUES (1, 'jack', 'Jack Jones'), (2, 'wendy', 'Wendy Williams'), (3, 'fred', 'Fred Flintstone'), (4, 'mary', 'Mary Contrary')`))
	g.must(g.e.ExecText(ctx, `INSERT INTO addresses VALUES (1, 1, 'jack@yahoo.com'), (2, 1, 'jack@msn.com'), (3, 2, 'www@www.org'), (4, 2, 'wendy@aol.com')`))
}

var connTwins = map[string]func(g *connRun){
	"connection.savepoints":                   twinSavepoints,
	"connection.errors":                       twinErrors,
	"connection.result-api":                   twinResultAPI,
	"connection.streaming":                    twinStreaming,
	"connection.isolation":                    twinIsolation,
	"connection.events":                       twinEvents,
	"connection.before-cursor-execute-retval": twinRewrite,
	"connection.compiled-cache":               twinCompiledCache,
	"tutorial-sql.selecting":                  twinSelecting,
	"tutorial-sql.operators":                  twinOperators,
	"tutorial-sql.aliases-joins":              twinAliasesJoins,
	"tutorial-sql.everything-else":            twinEverythingElse,
	"tutorial-sql.inserts-legacy":             twinInsertsLegacy,
	"tutorial-sql.text":                       twinText,
	"tutorial-sql.update-delete":              twinUpdateDelete,
}

func twinSavepoints(g *connRun) {
	c := g.connect()
	nest := func() *engine.Transaction {
		sp, err := c.BeginNested(ctx)
		g.must(err)
		return sp
	}
	g.step(func() (any, error) {
		g.must(run(c, g.user("a")))
		sp := nest()
		g.must(run(c, g.user("b")))
		return nil, sp.Rollback(ctx)
	})
	g.step(func() (any, error) {
		sp := nest()
		g.must(run(c, g.user("c")))
		sp2 := nest()
		g.must(run(c, g.user("d")))
		return nil, errors.Join(sp2.Commit(ctx), sp.Commit(ctx))
	})
	g.step(func() (any, error) { return nil, c.Commit(ctx) })
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, expr.NewSelect(g.users.C("name")))
		g.must(err)
		return res.Scalars(0)
	})
}

func twinErrors(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	id := func() expr.Statement { return expr.InsertInto(u).Values(u.C("id").To(1)) }
	g.step(func() (any, error) { return nil, run(c, engine.Text("select * from nope")) })
	g.step(func() (any, error) { g.must(run(c, id())); return nil, run(c, id()) })
	g.step(func() (any, error) { return nil, run(c, expr.InsertInto(a).Values(a.C("user_id").To(1))) })
	g.step(func() (any, error) { return nil, run(c, engine.Text("selekt")) })
	g.step(func() (any, error) { return nil, run(c, g.user("x"), engine.Params{"nope": 1}) })
	hole := expr.Bind("x", expr.Hole{Name: "x"}, sqltypes.Integer())
	g.step(func() (any, error) { return nil, run(c, expr.NewSelect(u).Where(u.C("id").Eq(hole))) })
	g.step(func() (any, error) { return nil, errors.New("a string is no expr.Statement: Go's types say so") })
	name := expr.Bind("name", expr.Hole{Name: "name"}, sqltypes.String(0))
	g.step(func() (any, error) {
		return nil, run(c, expr.InsertInto(u).Values(u.C("name").To(name)), engine.Params{"name": "a"}, engine.Params{"nome": "b"})
	})
	g.step(func() (any, error) {
		res, err := c.ExecDriverSQL(ctx, "select 1 + ?", 2)
		g.must(err)
		return res.Scalar()
	})
	g.step(func() (any, error) {
		err := run(c, engine.Text("select * from nope where x = :x"), engine.Params{"x": 5})
		var ee *engine.Error
		if !errors.As(err, &ee) {
			return nil, err
		}
		return []any{"OperationalError", "OperationalError", ee.SQL, []any{5}}, nil
	})
}

func twinResultAPI(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	q := expr.NewSelect(u.C("id"), u.C("name")).OrderBy(u.C("id"))
	only := func(id int) expr.Select {
		return expr.NewSelect(u.C("id"), u.C("name")).OrderBy(u.C("id")).Where(u.C("id").Eq(id))
	}
	with := func(s expr.Statement, f func(r *engine.CursorResult) (any, error)) {
		g.Helper()
		g.step(func() (any, error) {
			r, err := c.Execute(ctx, s)
			g.must(err)
			return f(r)
		})
	}
	rows := func(r *engine.CursorResult) (any, error) { return r.All() }
	one := func(r *engine.CursorResult) (any, error) { return r.One() }
	with(q, rows)
	with(q, func(r *engine.CursorResult) (any, error) { row, _, err := r.First(); return row, err })
	with(q, one)
	with(only(99), one)
	with(only(99), func(r *engine.CursorResult) (any, error) {
		_, ok, err := r.OneOrNone()
		if ok {
			return "a row", err
		}
		return nil, err
	})
	with(only(2), one)
	with(q, func(r *engine.CursorResult) (any, error) { return r.Scalar() })
	with(q, func(r *engine.CursorResult) (any, error) { return r.Scalars(1) })
	with(q, func(r *engine.CursorResult) (any, error) { return r.ScalarOne() })
	with(only(2), func(r *engine.CursorResult) (any, error) { return r.ScalarOne() })
	with(q, func(r *engine.CursorResult) (any, error) { return r.Mappings() })
	with(q, func(r *engine.CursorResult) (any, error) { return r.Keys(), r.Close() })
	columns := func(keys ...any) {
		g.Helper()
		with(q, func(r *engine.CursorResult) (any, error) {
			r, err := r.Columns(keys...)
			g.must(err)
			return r.All()
		})
	}
	columns("name")
	columns(1, 0)
	with(q, func(r *engine.CursorResult) (any, error) {
		rows, err := r.FetchMany(2)
		return rows, errors.Join(err, r.Close())
	})
	with(q, func(r *engine.CursorResult) (any, error) {
		var parts []any
		for rows, err := range r.Partitions(3) {
			g.must(err)
			parts = append(parts, plainJSON(g.T, rows))
		}
		return parts, nil
	})
	with(expr.NewSelect(u.C("id").Mod(2)), func(r *engine.CursorResult) (any, error) { return r.Unique().All() })
	with(expr.NewSelect(expr.CountAll()).SelectFrom(u.TableClause), func(r *engine.CursorResult) (any, error) { return r.Scalar() })
	with(q, func(r *engine.CursorResult) (any, error) {
		first, _, err := r.FetchOne()
		g.must(err)
		second, _, err := r.FetchOne()
		g.must(err)
		rest, err := r.Scalars(0)
		g.must(err)
		_, ok, err := r.FetchOne()
		if ok {
			return "another row", err
		}
		return []any{first.Values()[0], second.Values()[0], rest, nil}, err
	})
	var closed *engine.CursorResult
	with(q, func(r *engine.CursorResult) (any, error) {
		closed = r
		g.must(r.Close())
		return []any{r.Closed()}, nil
	})
	g.step(func() (any, error) { return closed.All() })
	var row engine.Row
	with(q, func(r *engine.CursorResult) (any, error) {
		var err error
		row, _, err = r.First()
		return []any{reflect.DeepEqual(row.Values(), []any{int64(1), "jack"}), row.Values()[0], row.Values()[1], row.Len(), row.Mapping()}, err
	})
	with(expr.UpdateTable(u).Values(u.C("name").To("x")), rows)
	g.step(func() (any, error) { return row.Get("nope") })
	g.step(func() (any, error) { return row.Get("name") })
	with(expr.NewSelect(u.C("id"), a.C("id")).Join(a, nil), func(r *engine.CursorResult) (any, error) {
		row, _, err := r.First()
		return row.Keys(), err
	})
	with(expr.NewSelect(u.C("id"), u.C("id").As("id")), func(r *engine.CursorResult) (any, error) {
		row, _, err := r.First()
		g.must(err)
		return row.Get("id")
	})
	with(expr.NewSelect(expr.Val(1).As("a b"), expr.Val(2)), func(r *engine.CursorResult) (any, error) {
		row, _, err := r.First()
		return row.Keys(), err
	})
	with(expr.NewSelect(u).Where(u.C("id").In([]int{})), rows)
}

func twinStreaming(g *connRun) {
	c := g.connect()
	ids := expr.NewSelect(g.users.C("id"))
	g.step(func() (any, error) {
		g.must(c.SetOptions(ctx, engine.Stream(), engine.With("foo", "bar")))
		return c.Value("foo"), nil
	})
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, ids)
		g.must(err)
		var sizes []int
		for rows, err := range res.Partitions(3) {
			g.must(err)
			sizes = append(sizes, len(rows))
		}
		return sizes, nil
	})
	g.step(func() (any, error) {
		g.must(c.SetOptions(ctx, engine.YieldPer(2)))
		res, err := c.Execute(ctx, ids.OrderBy(g.users.C("id")))
		g.must(err)
		return res.Scalars(0)
	})
	g.step(func() (any, error) { // options of a statement are passed when it is executed
		e, err := g.e.With(engine.With("a", 1))
		g.must(err)
		return e.Value("a"), nil
	})
}

func twinIsolation(g *connRun) {
	c := g.connect()
	g.step(func() (any, error) { return c.Isolation(ctx) })
	g.step(func() (any, error) {
		g.must(c.Close())
		c = g.connect()
		g.sentQuietly(func() { g.must(c.SetOptions(ctx, engine.Isolation("READ UNCOMMITTED"))) })
		return nil, nil
	})
	g.step(func() (any, error) { return c.Isolation(ctx) })
	g.step(func() (any, error) { return nil, c.SetOptions(ctx, engine.Isolation("BOGUS")) })
}

// sentQuietly calls f, whose statements the corpus does not record: SQLAlchemy sends them past the engine.
func (g *connRun) sentQuietly(f func()) {
	n := len(g.sent)
	f()
	g.sent = g.sent[:n]
	if n == 0 {
		g.sent = nil
	}
}

func twinEvents(g *connRun) {
	note := func(name string) { g.log = append(g.log, name) }
	on := func(name string) func(*engine.Connection) { return func(*engine.Connection) { note(name) } }
	named := func(name string) func(*engine.Connection, string) {
		return func(*engine.Connection, string) { note(name) }
	}
	g.step(func() (any, error) {
		g.e.Listen(engine.Events{
			BeforeExecute:       func(context.Context, *engine.Execution) error { note("before_execute"); return nil },
			AfterExecute:        func(context.Context, *engine.Execution) { note("after_execute") },
			BeforeCursorExecute: func(context.Context, *engine.CursorExecution) error { note("before_cursor_execute"); return nil },
			AfterCursorExecute:  func(context.Context, *engine.CursorExecution) { note("after_cursor_execute") },
			HandleError:         func(context.Context, *engine.ErrorContext) error { note("handle_error"); return nil },
			Begin:               on("begin"), Commit: on("commit"), Rollback: on("rollback"), Savepoint: named("savepoint"),
			ReleaseSavepoint: named("release_savepoint"), RollbackSavepoint: named("rollback_savepoint"),
		})
		return nil, nil
	})
	one := expr.NewSelect(expr.Val(1))
	g.step(func() (any, error) {
		return nil, g.e.WithTransaction(ctx, func(ctx context.Context, c *engine.Connection) error { return run(c, one) })
	})
	c := g.connect()
	g.step(func() (any, error) {
		sp, err := c.BeginNested(ctx)
		g.must(err)
		g.must(run(c, g.user("x")))
		return nil, errors.Join(sp.Rollback(ctx), c.Rollback(ctx))
	})
	g.step(func() (any, error) { return nil, run(c, engine.Text("bogus")) })
}

func twinRewrite(g *connRun) {
	g.step(func() (any, error) {
		g.e.Listen(engine.Events{BeforeCursorExecute: func(_ context.Context, x *engine.CursorExecution) error {
			x.SQL += " /* hi */"
			return nil
		}})
		return nil, nil
	})
	g.step(func() (any, error) {
		c := g.connect()
		res, err := c.Execute(ctx, expr.NewSelect(g.users.C("id")).Where(g.users.C("id").Eq(1)))
		g.must(err)
		v, err := res.Scalar()
		g.must(c.Close())
		if !strings.Contains(g.sent[1], " /* hi */") {
			g.Errorf("sent %q", g.sent)
		}
		g.sent[1] = strings.Replace(g.sent[1], " /* hi */", "", 1) // the corpus recorded it before the listener
		return v, err
	})
}

func twinCompiledCache(g *connRun) {
	c := g.connect()
	u := g.users
	g.step(func() (any, error) { return nil, nil })
	g.step(func() (any, error) {
		var got []any
		for id := 1; id <= 3; id++ {
			res, err := c.Execute(ctx, expr.NewSelect(u.C("name")).Where(u.C("id").Eq(id)))
			g.must(err)
			v, err := res.Scalar()
			g.must(err)
			got = append(got, v)
		}
		return got, nil
	})
	g.step(func() (any, error) {
		got := []any{}
		for _, list := range [][]int{{1}, {1, 2, 3}, {}} {
			res, err := c.Execute(ctx, expr.NewSelect(u.C("id")).Where(u.C("id").In(list)).OrderBy(u.C("id")))
			g.must(err)
			ids, err := res.Scalars(0)
			g.must(err)
			got = append(got, ids)
		}
		return got, nil
	})
}

func twinSelecting(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	s := expr.NewSelect(u)
	g.step(func() (any, error) { return all(c, s) })
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, s)
		g.must(err)
		row, _, err := res.First()
		m := row.Mapping()
		return []any{m["name"], m["fullname"], row.Values()[1]}, err
	})
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, s)
		g.must(err)
		var out []any
		for row, err := range res.Rows() {
			g.must(err)
			name, err := row.Get(u.C("name"))
			g.must(err)
			full, err := row.Get(u.C("fullname"))
			g.must(err)
			out = append(out, []any{name, full})
		}
		return out, nil
	})
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, s)
		g.must(err)
		_, _, err = res.FetchOne()
		g.must(errors.Join(err, res.Close()))
		_, _, err = res.FetchOne()
		return nil, err
	})
	g.step(func() (any, error) { return all(c, expr.NewSelect(u.C("name"), u.C("fullname"))) })
	g.step(func() (any, error) {
		res, err := c.Execute(ctx, expr.NewSelect(u, a))
		g.must(err)
		rows, err := res.All()
		return len(rows), err
	})
	g.step(func() (any, error) {
		return all(c, expr.NewSelect(u, a).Where(u.C("id").Eq(a.C("user_id"))))
	})
}

func twinText(g *connRun) {
	c := g.connect()
	emails := engine.Params{"e1": "%@aol.com", "e2": "%@msn.com", "x": "m", "y": "z"}
	g.step(func() (any, error) {
		return all(c, engine.Text(`SELECT users.fullname || ', ' || addresses.email_address AS title
FROM users, addresses
WHERE users.id = addresses.user_id AND users.name BETWEEN :x AND :y AND
(addresses.email_address LIKE :e1 OR addresses.email_address LIKE :e2)`), emails)
	})
	g.step(func() (any, error) {
		return all(c, engine.Text("SELECT users.fullname || ', ' || addresses.email_address AS title FROM users, addresses WHERE users.id = addresses.user_id AND users.name BETWEEN 'm' AND 'z' AND (addresses.email_address LIKE :x OR addresses.email_address LIKE :y)"),
			engine.Params{"x": "%@aol.com", "y": "%@msn.com"})
	})
	g.step(func() (any, error) { return all(c, engine.Text("select * from users where id = :missing")) })
}

func twinUpdateDelete(g *connRun) {
	c := g.connect()
	u, a := g.users, g.addresses
	g.step(func() (any, error) {
		return count(c, expr.UpdateTable(u).Values(u.C("name").To("ed")).Where(u.C("name").Eq("jack")))
	})
	bind := func(name string) expr.Expr { return expr.Bind(name, expr.Hole{Name: name}, sqltypes.String(0)) }
	rename := expr.UpdateTable(u).Values(u.C("name").To(bind("newname"))).Where(u.C("name").Eq(bind("oldname")))
	g.step(func() (any, error) { return count(c, rename, engine.Params{"oldname": "ed", "newname": "jack"}) })
	g.step(func() (any, error) {
		return count(c, rename, engine.Params{"oldname": "jack", "newname": "ed"}, engine.Params{"oldname": "wendy", "newname": "mary2"})
	})
	g.step(func() (any, error) {
		return count(c, expr.UpdateTable(u).Values(u.C("fullname").To(expr.Val("Fullname: ").Concat(u.C("name")))))
	})
	g.step(func() (any, error) {
		s := expr.NewSelect(a.C("email_address")).Where(a.C("user_id").Eq(u.C("id"))).Limit(1)
		g.must(run(c, expr.UpdateTable(u).Values(u.C("fullname").To(expr.ScalarOf(s)))))
		return all(c, expr.NewSelect(u.C("name"), u.C("fullname")).OrderBy(u.C("id")))
	})
	g.step(func() (any, error) { return count(c, expr.DeleteFrom(a)) })
	g.step(func() (any, error) { return count(c, expr.DeleteFrom(u).Where(u.C("name").Gt("m"))) })
	g.step(func() (any, error) { return nil, c.Commit(ctx) })
}

// Every scenario of connections goes as in the corpus, or is listed in differences.json with the reason.
func TestGoldenConnections(t *testing.T) {
	listed := map[string]string{}
	var differences []struct{ ID, Reason string }
	readFile(t, "../testdata/golden/differences.json", &differences)
	for _, d := range differences {
		listed[d.ID] = d.Reason
	}
	for _, file := range []string{"connection", "tutorial-sql"} {
		var cases []connScenario
		readFile(t, "../testdata/golden/engine/"+file+".json", &cases)
		for _, c := range cases {
			twin, reason := connTwins[c.ID], listed["engine/"+c.ID]
			if twin == nil && (changeTwins[c.ID] != nil || file == "connection" && reason != "") {
				continue // it has its twin elsewhere, or is absent for the reason
			}
			t.Run(c.ID, func(t *testing.T) {
				if twin == nil {
					t.Fatal("no twin, and not listed in differences.json")
				}
				g := &connRun{T: t, c: c}
				g.open()
				twin(g)
				if g.next != len(c.Steps) {
					t.Errorf("%d steps of %d", g.next, len(c.Steps))
				}
				if len(g.odd) > 0 {
					g.ours.Check(t, "testdata/otherwise/"+c.ID+".txt")
				}
				if (len(g.odd) > 0) != (reason != "") {
					t.Errorf("steps %v are otherwise, the reason in differences.json is %q", g.odd, reason)
				}
			})
		}
	}
}

func readFile(t *testing.T, file string, to any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, to)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

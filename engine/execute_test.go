package engine_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// numbered opens an engine whose table people has rows 1 to n, named p1 to pn.
func numbered(t *testing.T, url string, n int, opts ...engine.Option) (*engine.Engine, *schema.Table) {
	t.Helper()
	e := open(t, url, opts...)
	tab := people(t, e)
	c := connect(t, e)
	for i := 1; i <= n; i++ {
		if err := insert(t, c, tab, int64(i), fmt.Sprintf("p%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(c.Commit(ctx), c.Close()); err != nil {
		t.Fatal(err)
	}
	return e, tab
}

// A query through a cursor of the server gives the same rows in batches, leaves the connection free between them, and ends early
// without reading the rest.
func TestStream(t *testing.T) {
	each(t, "engine_stream", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 300)
		s := expr.NewSelect(tab.C("id"), tab.C("name")).Where(tab.C("id").Gt(0)).OrderBy(tab.C("id").Asc())
		for _, opts := range [][]engine.Arg{{}, {engine.Stream()}, {engine.YieldPer(7)}, {engine.Stream(), engine.Unprepared()}} {
			c := connect(t, e)
			res, err := c.Execute(ctx, s, opts...)
			if err != nil {
				t.Fatal(err)
			}
			n, sum := 0, int64(0)
			for rows, err := range res.Partitions(100) {
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range rows {
					n++
					id, err := engine.As[int64](r.Get("id"))
					name, err2 := engine.As[string](r.Get(tab.C("name")))
					if sum += id; err != nil || err2 != nil || name != fmt.Sprintf("p%d", id) {
						t.Fatal(id, name, err, err2)
					}
				}
			}
			if n != 300 || sum != 300*301/2 {
				t.Errorf("%d rows, sum %d", n, sum)
			}
			early, err := c.Execute(ctx, s, opts...)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := early.FetchMany(3); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(url, "postgres") && len(opts) > 0 { // another statement between the batches
				if got := names(t, c, expr.NewSelect(tab.C("name")).Where(tab.C("id").Eq(1))); !slices.Equal(got, []string{"p1"}) {
					t.Errorf("%q", got)
				}
				if rest, err := early.All(); err != nil || len(rest) != 297 {
					t.Errorf("%d rows are left: %v", len(rest), err)
				}
			}
			if err := errors.Join(early.Close(), early.Close(), c.Commit(ctx), c.Close()); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestResultMethods(t *testing.T) {
	e, tab := numbered(t, "sqlite://", 4)
	c := connect(t, e)
	q := expr.NewSelect(tab.C("id"), tab.C("name")).OrderBy(tab.C("id").Asc())
	run := func(s expr.Statement) *engine.CursorResult {
		t.Helper()
		r, err := c.Execute(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	frozen, err := run(q).Freeze()
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := engine.ScalarsAs[string](frozen.Result(), "name")
		if err != nil || !slices.Equal(got, []string{"p1", "p2", "p3", "p4"}) {
			t.Errorf("%v, %v", got, err)
		}
	}
	if got, err := run(expr.NewSelect(tab.C("active"))).Unique().All(); err != nil || len(got) != 1 || got[0].Values()[0] != nil {
		t.Errorf("%v, %v", got, err)
	}
	r, err := run(q).Columns("name", 0)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = r.Columns("id"); err != nil {
		t.Fatal(err)
	}
	if got, err := engine.ScalarsAs[int](r, tab.C("id")); err != nil || !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("%v, %v", got, err)
	}
	var id int32
	var name *string
	row, ok, err := run(q).First()
	if err != nil || !ok || row.Scan(&id, &name) != nil || id != 1 || *name != "p1" {
		t.Errorf("%v %v %v", row, ok, err)
	}
	var small int8
	if err := row.Scan(&small); err == nil {
		t.Error("Scan of too few")
	}
	if _, err := engine.As[bool](row.Get("name")); !errors.As(err, new(*engine.ConversionError)) {
		t.Errorf("%v", err)
	}
	var nc *engine.NoColumnError
	var ac *engine.AmbiguousColumnError
	for _, key := range []any{"nope", 2, -1, tab.C("score"), 1.5} {
		if _, err := row.Get(key); !errors.As(err, &nc) {
			t.Errorf("%v: %v", key, err)
		}
	}
	twice, _, err := run(expr.NewSelect(tab.C("id"), tab.C("name").As("id"))).First()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := twice.Get("id"); !errors.As(err, &ac) || !reflect.DeepEqual(ac.Positions, []int{0, 1}) {
		t.Errorf("%v", err)
	}
	if v, err := twice.Get(tab.C("name")); err != nil || v != "p1" {
		t.Errorf("by column: %v, %v", v, err)
	}
	del := run(expr.DeleteFrom(tab).Where(tab.C("id").Gt(2)))
	if n, err := del.RowsAffected(); n != 2 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := del.All(); !errors.Is(err, engine.ErrNoRows) {
		t.Errorf("%v", err)
	}
}

// Values are passed by name; what is missing or not known is an error that names it, before anything is sent.
func TestParams(t *testing.T) {
	each(t, "engine_params", func(t *testing.T, url string) {
		var sent []string
		e, tab := numbered(t, url, 4, engine.OnStatement(func(ev engine.Event) { sent = append(sent, ev.SQL) }))
		c := connect(t, e)
		q := engine.Text("SELECT name FROM people WHERE id = :id OR name = :name AND id = :id")
		if got, err := c.Execute(ctx, q, engine.Params{"id": 2, "name": "x"}); err != nil {
			t.Error(err)
		} else if v, err := got.ScalarOne(); v != "p2" || err != nil {
			t.Errorf("%v, %v", v, err)
		}
		sent = nil
		for _, p := range []engine.Params{{"id": 2}, {"id": 2, "name": "x", "nope": 1}, nil} {
			_, err := c.Execute(ctx, q, p)
			var pe *engine.ParameterError
			if !errors.As(err, &pe) {
				t.Errorf("%v: %v", p, err)
			}
		}
		del := expr.DeleteFrom(tab).Where(tab.C("id").Eq(expr.Bind("which", expr.Hole{Name: "which"}, tab.C("id").Type())))
		_, err := c.Execute(ctx, del, engine.Params{"which": 1}, engine.Params{"wich": 1})
		var pe *engine.ParameterError
		if !errors.As(err, &pe) || pe.Group != 1 || len(sent) != 0 {
			t.Errorf("%v, sent %v", err, sent)
		}
		res, err := c.Execute(ctx, del, engine.Params{"which": 1}, engine.Params{"which": 99}, engine.Params{"which": 3})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := res.RowsAffected(); n != 2 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if got := names(t, c, expr.NewSelect(tab.C("name")).OrderBy(tab.C("id").Asc())); !slices.Equal(got, []string{"p2", "p4"}) {
			t.Errorf("%q", got)
		}
	})
}

func TestConnectionless(t *testing.T) {
	each(t, "engine_less", func(t *testing.T, url string) {
		e, tab := numbered(t, url, 2)
		if _, err := e.Execute(ctx, expr.DeleteFrom(tab).Where(tab.C("id").Eq(1))); err != nil {
			t.Fatal(err)
		}
		all := expr.NewSelect(tab.C("name"))
		if s := e.Stats(); s.InUse != 0 {
			t.Errorf("the connection was not given back: %+v", s)
		}
		res, err := e.Execute(ctx, all)
		if err != nil {
			t.Fatal(err)
		}
		if s := e.Stats(); s.InUse != 1 {
			t.Errorf("open rows without a connection: %+v", s)
		}
		if rows, err := res.All(); err != nil || len(rows) != 1 {
			t.Errorf("%v, %v", rows, err)
		}
		if s := e.Stats(); s.InUse != 0 {
			t.Errorf("read to the end, and not given back: %+v", s)
		}
		if _, err := engine.ExecuteBound(ctx, all); !errors.Is(err, engine.ErrUnbound) {
			t.Errorf("%v", err)
		}
		engine.Bind(tab.MetaData, e)
		if res, err := engine.ExecuteBound(ctx, all); err != nil {
			t.Error(err)
		} else if v, err := res.Scalar(); v != "p2" || err != nil {
			t.Errorf("%v, %v", v, err)
		}
		engine.Bind(tab.MetaData, nil)
		if s := e.Stats(); s.InUse != 0 {
			t.Errorf("%+v", s)
		}
		if _, err := e.Execute(ctx, engine.Text("SELECT nothing FROM nowhere")); err == nil || e.Stats().InUse != 0 {
			t.Errorf("%v, %+v", err, e.Stats())
		}
	})
}

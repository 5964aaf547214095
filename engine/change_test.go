package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// defaulted is a table with a default of every kind.
func defaulted(t *testing.T, e *engine.Engine) *schema.Table {
	t.Helper()
	md := schema.NewMetaData()
	n := 99
	tab := schema.NewTable("t", md,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("label", sqltypes.String(20), schema.KeyedAs("name"), schema.Default("dflt")),
		schema.NewColumn("code", sqltypes.Integer(), schema.DefaultFunc(func() any { n++; return n })),
		schema.NewColumn("ctx", sqltypes.String(40), schema.DefaultRowFunc(func(r schema.RowContext) (any, error) {
			v, ok := r.Value("name")
			if v == "boom" {
				return nil, errors.New("no such thing")
			}
			return fmt.Sprint("for ", v, " ", ok), nil
		})),
		schema.NewColumn("sqlv", sqltypes.Integer(), schema.Default(expr.Func("abs", sqltypes.Integer(), -5)), schema.UpdateDefault(expr.Func("abs", sqltypes.Integer(), -6))),
		schema.NewColumn("rev", sqltypes.Integer(), schema.Default(1), schema.UpdateDefaultFunc(func() any { return 99 })),
		schema.NewColumn("srv", sqltypes.String(10), schema.ServerDefaultOf("on")))
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	return tab
}

func execute(t *testing.T, c *engine.Connection, s expr.Statement, args ...engine.Arg) *engine.CursorResult {
	t.Helper()
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// shown are the rows of a statement as text.
func shown(t *testing.T, c *engine.Connection, s expr.Statement) (out []string) {
	t.Helper()
	rows, err := execute(t, c, s).All()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, strings.TrimSpace(fmt.Sprintln(r.Values()...)))
	}
	return out
}

func wantRows(t *testing.T, c *engine.Connection, s expr.Statement, want ...string) {
	t.Helper()
	if got := shown(t, c, s); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func columns(tab *schema.Table, keys ...string) (out []any) {
	for _, k := range keys {
		out = append(out, tab.C(k))
	}
	return out
}

func TestDefaultsOfEveryKind(t *testing.T) {
	each(t, "change_defaults", func(t *testing.T, url string) {
		e := open(t, url)
		tab := defaulted(t, e)
		c := connect(t, e)
		all := expr.NewSelect(columns(tab, "id", "name", "code", "ctx", "sqlv", "rev", "srv")...).OrderBy(tab.C("id"))
		res := execute(t, c, expr.InsertInto(tab))
		key, err := res.InsertedPrimaryKey()
		if err != nil || fmt.Sprint(key) != "[1]" {
			t.Error(key, err)
		}
		execute(t, c, expr.InsertInto(tab).Values(tab.C("name").To("x"), tab.C("code").To((*int)(nil)), tab.C("srv").To(expr.Null())))
		execute(t, c, expr.InsertInto(tab), engine.Params{"name": "a"}, engine.Params{"name": "b"})
		execute(t, c, expr.InsertInto(tab).ValueRows([]any{tab.C("name").To("m1")}, []any{tab.C("name").To("m2")}))
		execute(t, c, expr.InsertInto(tab).FromSelect(expr.NewSelect(expr.Val(50)), "id"))
		wantRows(t, c, all,
			"1 dflt 100 for dflt true 5 1 on", "2 x <nil> for x true 5 1 <nil>", "3 a 101 for a true 5 1 on", "4 b 102 for b true 5 1 on",
			"5 m1 103 for m1 true 5 1 on", "6 m2 104 for m2 true 5 1 on", "50 dflt 105 for dflt true 5 1 on")
		execute(t, c, expr.UpdateTable(tab).Values(tab.C("name").To("z")).Where(tab.C("id").Eq(1)))
		execute(t, c, expr.UpdateTable(tab).Values(tab.C("rev").To(7), tab.C("sqlv").To(8)).Where(tab.C("id").Eq(2)))
		execute(t, c, expr.UpdateTable(tab).Where(tab.C("id").Eq(expr.Bind("i", expr.Hole{}, sqltypes.Integer()))), engine.Params{"i": 3, "name": "p"}, engine.Params{"i": 4, "name": "q"})
		wantRows(t, c, all.Where(tab.C("id").Lt(5)),
			"1 z 100 for dflt true 6 99 on", "2 x <nil> for x true 8 7 <nil>", "3 p 101 for a true 6 99 on", "4 q 102 for b true 6 99 on")
		if _, err := c.Exec(ctx, expr.InsertInto(tab).Values(tab.C("name").To("exec"))); err != nil {
			t.Error(err)
		}
		wantRows(t, c, expr.NewSelect(columns(tab, "name", "rev")...).Where(tab.C("name").Eq("exec")), "exec 1")
		_, err = c.Execute(ctx, expr.InsertInto(tab), engine.Params{"name": "boom"})
		var de *engine.DefaultError
		if !errors.As(err, &de) || de.Column != "ctx" {
			t.Error(err)
		}
	})
}

func TestChangeBadInput(t *testing.T) {
	each(t, "change_bad", func(t *testing.T, url string) {
		e := open(t, url)
		tab := defaulted(t, e)
		c := connect(t, e)
		ins := expr.InsertInto(tab)
		up := expr.UpdateTable(tab).Values(tab.C("name").To("x")).Where(tab.C("id").Eq(expr.Bind("i", expr.Hole{}, nil)))
		for name, k := range map[string]struct {
			s    expr.Statement
			rows []engine.Arg
			want engine.ParameterError
		}{
			"no column of this name": {ins, []engine.Arg{engine.Params{"nope": 1}}, engine.ParameterError{Name: "nope", Group: -1}},
			"its name is no key":     {ins, []engine.Arg{engine.Params{"label": 1}}, engine.ParameterError{Name: "label", Group: -1}},
			"a later row lacks one":  {ins, []engine.Arg{engine.Params{"name": "a", "code": 1}, engine.Params{"name": "b"}}, engine.ParameterError{Name: "code", Group: 1, Missing: true}},
			"a later row has more":   {ins, []engine.Arg{engine.Params{"name": "a"}, engine.Params{"name": "b", "code": 1}}, engine.ParameterError{Name: "code", Group: 1}},
			"a bind has no value":    {up, nil, engine.ParameterError{Name: "i", Group: -1, Missing: true}},
			"a bind of another name": {up, []engine.Arg{engine.Params{"j": 1}}, engine.ParameterError{Name: "i", Group: -1, Missing: true}},
		} {
			var pe *engine.ParameterError
			_, err := c.Execute(ctx, k.s, k.rows...)
			if !errors.As(err, &pe) || pe.Name != k.want.Name || pe.Group != k.want.Group || pe.Missing != k.want.Missing || !pe.Missing && len(pe.Known) == 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, s := range []expr.Statement{
			ins.Values(tab.C("name").To("a"), tab.C("name").To("b")),
			ins.FromSelect(expr.NewSelect(expr.Val(1)), "id", "label"),
			ins.ValueRows([]any{tab.C("name").To("a")}, []any{tab.C("code").To(1)}),
		} {
			var ee *expr.Error
			if _, err := c.Execute(ctx, s); !errors.As(err, &ee) {
				t.Error(err)
			}
		}
		if n := shown(t, c, expr.NewSelect(expr.CountAll()).SelectFrom(tab)); n[0] != "0" {
			t.Errorf("%s rows were stored", n)
		}
	})
}

// Keys of many rows come in the order of the rows, whatever others insert meanwhile, and beyond the number of parameters of a statement.
func TestManyKeysInOrder(t *testing.T) {
	each(t, "change_keys", func(t *testing.T, url string) {
		if strings.Contains(url, ":memory:") {
			t.Skip("one connection")
		}
		e := open(t, url)
		md := schema.NewMetaData()
		tab := schema.NewTable("k", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
			schema.NewColumn("n", sqltypes.Integer()), schema.NewColumn("s", sqltypes.String(10)), schema.NewColumn("f", sqltypes.Float()))
		if err := md.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		writers, count := 3, 3457
		if e.Dialect().Name() == "sqlite" {
			writers = 1
		}
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				if err := insertMany(e, tab, w*count, count); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		c := connect(t, e)
		wantRows(t, c, expr.NewSelect(expr.CountAll()).SelectFrom(tab), fmt.Sprint(writers*count))
	})
}

func insertMany(e *engine.Engine, tab *schema.Table, from, count int) error {
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	rows := make([]engine.Arg, count)
	for i := range rows {
		rows[i] = engine.Params{"n": from + i, "s": fmt.Sprint(i % 7), "f": nil}
	}
	res, err := c.Execute(ctx, expr.InsertInto(tab), rows...)
	if err != nil {
		return err
	}
	keys, err := res.InsertedPrimaryKeys()
	if err != nil || len(keys) != count {
		return fmt.Errorf("%d keys, %v", len(keys), err)
	}
	if n, err := res.RowsAffected(); n != int64(count) || err != nil {
		return fmt.Errorf("%d rows were stored, %v", n, err)
	}
	all, err := c.Execute(ctx, expr.NewSelect(tab.C("n"), tab.C("id")).Where(tab.C("n").Ge(from), tab.C("n").Lt(from+count)).OrderBy(tab.C("n")))
	if err != nil {
		return err
	}
	stored, err := all.All()
	if err != nil {
		return err
	}
	for i, row := range stored {
		if fmt.Sprint(row.Values()[1]) != fmt.Sprint(keys[i][0]) {
			return fmt.Errorf("row %d has the key %v, not %v", i, row.Values()[1], keys[i][0])
		}
	}
	return c.Commit(ctx)
}

func TestReturningAndUpsert(t *testing.T) {
	each(t, "change_upsert", func(t *testing.T, url string) {
		e := open(t, url)
		tab := defaulted(t, e)
		c := connect(t, e)
		name, id := tab.C("name"), tab.C("id")
		up := expr.InsertInto(tab).Values(id.To(1), name.To("new"))
		if e.Dialect().Name() == "mysql" {
			execute(t, c, up)
			execute(t, c, up.OnDuplicateKeyUpdate(name.To(expr.Func("concat", nil, expr.Excluded(name), "!"))))
			wantRows(t, c, expr.NewSelect(id, name), "1 new!")
			return
		}
		res := execute(t, c, up.Returning(id, name, tab.C("srv").As("s")))
		row, err := res.One()
		if err != nil || fmt.Sprint(row.Values()) != "[1 new on]" || !slices.Equal(row.Keys(), []string{"id", "label", "s"}) {
			t.Error(row.Values(), row.Keys(), err)
		}
		execute(t, c, up.OnConflictDoNothing(expr.OnColumns(id)))
		execute(t, c, expr.InsertInto(tab).Values(id.To(1), name.To("x")).OnConflictDoUpdate(expr.OnColumns("id"), name.To(expr.Excluded(name).Concat("!"))).OnConflictWhere(id.Eq(1)))
		wantRows(t, c, expr.NewSelect(id, name), "1 x!")
		wantRows(t, c, expr.UpdateTable(tab).Values(name.To("y")).Returning(id, tab.C("rev")), "1 99")
		many := execute(t, c, expr.InsertInto(tab).Returning(name, id), engine.Params{"id": 7, "name": "p"}, engine.Params{"id": 6, "name": "q"})
		rows, err := many.All()
		if err != nil || len(rows) != 2 || fmt.Sprint(rows[0].Values(), rows[1].Values()) != "[p 7] [q 6]" {
			t.Error(rows, err)
		}
		wantRows(t, c, expr.DeleteFrom(tab).Where(id.Gt(6)).Returning(name), "p")
		many = execute(t, c, expr.InsertInto(tab).OnConflictDoUpdate(expr.OnColumns("id"), name.To(expr.Excluded(name))), engine.Params{"id": 6, "name": "r"}, engine.Params{"id": 6, "name": "s"})
		wantRows(t, c, expr.NewSelect(name).Where(id.Eq(6)), "s")
		if err := many.Close(); err != nil {
			t.Error(err)
		}
	})
}

// What is too long is an error, in one row and in many: no form of a statement cuts it in silence.
func TestManyRowsAreNotCut(t *testing.T) {
	each(t, "change_cut", func(t *testing.T, url string) {
		e := open(t, url)
		if e.Dialect().Name() == "sqlite" {
			t.Skip("SQLite has no lengths")
		}
		tab := defaulted(t, e)
		c := connect(t, e)
		long := strings.Repeat("x", 30)
		rows := slices.Repeat([]engine.Arg{engine.Params{"name": "ok"}}, 30)
		rows[26] = engine.Params{"name": long}
		_, err := c.Execute(ctx, expr.InsertInto(tab), rows...)
		var be *engine.BatchError
		var ee *engine.Error
		if !errors.As(err, &be) || be.Stored != 20 || be.Rows != 10 || !errors.As(err, &ee) || ee.Class != dialects.DataError {
			t.Error(err)
		}
		if err := c.Rollback(ctx); err != nil {
			t.Error(err)
		}
		wantRows(t, c, expr.NewSelect(expr.CountAll()).SelectFrom(tab), "0")
	})
}

// An execution that is cancelled on the way stores nothing unless it is committed, and leaves a connection that can be used.
func TestCancelledBatch(t *testing.T) {
	each(t, "change_cancel", func(t *testing.T, url string) {
		e := open(t, url)
		n := 0
		stop, cancel := context.WithCancel(ctx)
		md := schema.NewMetaData()
		tab := schema.NewTable("c", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("v", sqltypes.Integer()))
		if err := md.CreateAll(ctx, e); err != nil {
			t.Fatal(err)
		}
		e.Listen(engine.Events{BeforeCursorExecute: func(_ context.Context, x *engine.CursorExecution) error {
			if strings.HasPrefix(x.SQL, "INSERT") {
				if n++; n == 2 {
					cancel()
				}
			}
			return nil
		}})
		c, err := e.Connect(ctx)
		if err != nil {
			t.Fatal(err)
		}
		rows := make([]engine.Arg, 2500)
		for i := range rows {
			rows[i] = engine.Params{"v": i}
		}
		for range 2 {
			_, err = c.Execute(stop, expr.InsertInto(tab), rows...)
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		c = connect(t, e)
		wantRows(t, c, expr.NewSelect(expr.CountAll()).SelectFrom(tab), "0")
	})
}

// The statements that pages are made of take few forms, and stay below the number of parameters that the database takes.
func TestPagesAreOfFewSizes(t *testing.T) {
	var sent []string
	e := open(t, dbtest.Postgres(t, "change_pages"))
	e.Listen(engine.Events{BeforeCursorExecute: func(_ context.Context, x *engine.CursorExecution) error {
		if strings.HasPrefix(x.SQL, "INSERT") {
			sent = append(sent, x.SQL)
			if len(x.Args) > e.Dialect().Rules().MaxParams {
				t.Errorf("%d parameters", len(x.Args))
			}
		}
		return nil
	}})
	md := schema.NewMetaData()
	items := []schema.Item{schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey())}
	row := engine.Params{}
	for i := range 50 {
		items = append(items, schema.NewColumn(fmt.Sprint("c", i), sqltypes.Integer()))
		row[fmt.Sprint("c", i)] = i
	}
	tab := schema.NewTable("wide", md, items...)
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	c := connect(t, e)
	rows := slices.Repeat([]engine.Arg{row}, 1234)
	res := execute(t, c, expr.InsertInto(tab), rows...)
	keys, err := res.InsertedPrimaryKeys()
	if err != nil || fmt.Sprint(keys[1233]) != "[1234]" {
		t.Error(err)
	}
	if forms := slices.Compact(slices.Sorted(slices.Values(sent))); len(forms) > 6 || len(sent) > 25 {
		t.Errorf("%d statements of %d forms", len(sent), len(forms))
	}
}

// A value that is passed is that of the statement, not one that an INSERT in its WITH stores in a column of the same name.
func TestPassedValuesAreNotThoseOfWith(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "change_with"))
	md := schema.NewMetaData()
	people := schema.NewTable("people", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)))
	log := schema.NewTable("log", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)))
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatal(err)
	}
	c := connect(t, e)
	added := expr.InsertInto(people).Values(people.C("name").To("of the expression")).Returning(people.C("id")).CTE("added")
	execute(t, c, expr.InsertInto(log).Values(log.C("name").To("first")))
	up := expr.UpdateTable(log).Values(log.C("name").To("given")).Where(log.C("id").In(expr.NewSelect(added.C("id"))))
	execute(t, c, up, engine.Params{"name": "passed"})
	wantRows(t, c, expr.NewSelect(people.C("name")), "of the expression")
	wantRows(t, c, expr.NewSelect(log.C("name")), "passed")
}

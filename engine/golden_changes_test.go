package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/otherwise"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file runs scenarios of the golden corpus about INSERT, UPDATE and defaults: each step is held to what it sends and gives.

// changeScenario is a scenario as the corpus has it.
type changeScenario struct {
	ID    string
	Steps []struct {
		Python  string
		Error   string
		Result  any
		Emitted []struct {
			SQL    string
			Params []any
			Many   bool
		}
	}
}

// changeRun is a scenario that is being run.
type changeRun struct {
	e    *engine.Engine
	md   *schema.MetaData
	c    *engine.Connection
	sent []string
	// setup is run before the first step.
	setup string
}

// changeTwins make the tables of a scenario and give its steps in Go, by id.
var changeTwins = map[string]func(x *changeRun) []func() (any, error){
	"defaults.insert":      twinDefaultsInsert,
	"defaults.update":      twinDefaultsUpdate,
	"defaults.pk-default":  twinKeyDefaults,
	"defaults.lastrowid":   twinLastRowID,
	"tutorial-sql.inserts": twinInserts,
}

func TestGoldenChanges(t *testing.T) {
	var differences []struct{ ID, Reason string }
	readChanges(t, "../differences", &differences)
	listed := map[string]string{}
	for _, d := range differences {
		listed[d.ID] = d.Reason
	}
	for _, file := range []string{"defaults", "tutorial-sql"} {
		var all []changeScenario
		readChanges(t, file, &all)
		for _, s := range all {
			if twin := changeTwins[s.ID]; twin != nil {
				t.Run(s.ID, func(t *testing.T) { runChanges(t, s, twin, listed["engine/"+s.ID]) })
			} else if file == "defaults" {
				t.Errorf("%s has no twin", s.ID)
			}
		}
	}
}

func readChanges(t *testing.T, file string, to any) {
	t.Helper()
	data, err := os.ReadFile("../testdata/golden/engine/" + file + ".json")
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// runChanges runs a scenario; reason says why it is otherwise, "" for one that must be as in the corpus.
func runChanges(t *testing.T, s changeScenario, twin func(*changeRun) []func() (any, error), reason string) {
	var odd []string
	x := &changeRun{md: schema.NewMetaData()}
	x.e = open(t, "sqlite://", engine.OnStatement(x.heard))
	steps := twin(x)
	if err := x.md.CreateAll(ctx, x.e); err != nil {
		t.Fatal(err)
	}
	if x.setup != "" {
		if err := x.e.ExecText(ctx, x.setup); err != nil {
			t.Fatal(err)
		}
	}
	if len(steps) != len(s.Steps) {
		t.Fatalf("%d steps, want %d", len(steps), len(s.Steps))
	}
	x.c = connect(t, x.e)
	for i, step := range steps {
		x.sent = nil
		got, err := step()
		want := s.Steps[i]
		var sent []string
		for _, e := range want.Emitted {
			if !strings.HasPrefix(e.SQL, "PRAGMA ") && !strings.HasPrefix(e.SQL, "CREATE ") && !strings.Contains(s.ID+" "+fmt.Sprint(i), "inserts 0") {
				sent = append(sent, sentLine(e.SQL, e.Params))
			}
		}
		var diff string
		switch {
		case (err != nil) != (want.Error != ""):
			diff = fmt.Sprintf("error %v, want %q", err, want.Error)
		case !slices.Equal(x.sent, sent):
			diff = fmt.Sprintf("sent\n\t%s\nwant\n\t%s", strings.Join(x.sent, "\n\t"), strings.Join(sent, "\n\t"))
		case err == nil && want.Result != nil && asJSON(t, got) != asJSON(t, want.Result):
			diff = fmt.Sprintf("result %s, want %s", asJSON(t, got), asJSON(t, want.Result))
		}
		if diff != "" {
			odd = append(odd, fmt.Sprintf("step %d: %s\n%s", i, want.Python, diff))
		}
	}
	if len(odd) > 0 {
		var ours otherwise.Record
		ours.Add(s.ID, strings.Join(odd, "\n"))
		ours.Check(t, "testdata/otherwise/"+s.ID+".txt")
	}
	if (len(odd) > 0) != (reason != "") {
		t.Errorf("the reason in differences.json is %q; these steps are otherwise:\n%s", reason, strings.Join(odd, "\n"))
	}
}

// sentLine is a statement as a run and the corpus are compared.
func sentLine(sql string, params any) string {
	b, err := json.Marshal(params)
	if err != nil {
		return err.Error()
	}
	if string(b) == "null" {
		b = []byte("[]")
	}
	return strings.Join(strings.Fields(sql), " ") + " " + string(b)
}

func (x *changeRun) heard(ev engine.Event) {
	if strings.HasPrefix(ev.SQL, "CREATE ") || strings.Contains(ev.SQL, "sqlite_master") || x.c == nil {
		return
	}
	if ev.Many == 0 {
		x.sent = append(x.sent, sentLine(ev.SQL, ev.Args))
		return
	}
	w := len(ev.Args) / ev.Many
	x.sent = append(x.sent, sentLine(ev.SQL, slices.Collect(slices.Chunk(ev.Args, w))))
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	if rows, ok := v.([]engine.Row); ok {
		list := [][]any{}
		for _, r := range rows {
			list = append(list, r.Values())
		}
		v = list
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// rows executes statements and gives the rows of the last.
func (x *changeRun) rows(ss ...expr.Statement) (any, error) {
	var res *engine.CursorResult
	for _, s := range ss {
		var err error
		if res, err = x.c.Execute(ctx, s); err != nil {
			return nil, err
		}
	}
	return res.All()
}

func (x *changeRun) key(s expr.Statement, args ...engine.Arg) (any, error) {
	res, err := x.c.Execute(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return res.InsertedPrimaryKey()
}

func (x *changeRun) count(s expr.Statement, args ...engine.Arg) (any, error) {
	res, err := x.c.Execute(ctx, s, args...)
	if err != nil {
		return nil, err
	}
	return res.RowsAffected()
}

func columnNames(cols []*schema.Column) []string {
	names := []string{}
	for _, c := range cols {
		names = append(names, c.Key)
	}
	return names
}

func (x *changeRun) defaultsTable() *schema.Table {
	counter := 99
	return schema.NewTable("t", x.md,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(20), schema.Default("dflt")),
		schema.NewColumn("code", sqltypes.Integer(), schema.DefaultFunc(func() any { counter++; return counter })),
		schema.NewColumn("ctx", sqltypes.String(20), schema.DefaultRowFunc(func(r schema.RowContext) (any, error) {
			v, _ := r.Value("name")
			return fmt.Sprint("for ", v), nil
		})),
		schema.NewColumn("sqlv", sqltypes.Integer(), schema.Default(expr.Func("abs", nil, -5)), schema.UpdateDefault(expr.Func("abs", nil, -6))),
		schema.NewColumn("rev", sqltypes.Integer(), schema.Default(1), schema.UpdateDefaultFunc(func() any { return 99 })),
		schema.NewColumn("srv", sqltypes.String(10), schema.ServerDefaultOf("on")))
}

func twinDefaultsInsert(x *changeRun) []func() (any, error) {
	t := x.defaultsTable()
	all := expr.NewSelect(t.TableClause)
	return []func() (any, error){
		func() (any, error) {
			r, err := x.c.Execute(ctx, expr.InsertInto(t))
			if err != nil {
				return nil, err
			}
			key, err := r.InsertedPrimaryKey()
			if err != nil {
				return nil, err
			}
			last, err := r.LastParams()
			return []any{key, columnNames(r.PrefetchedColumns()), columnNames(r.PostfetchedColumns()), last}, err
		},
		func() (any, error) { return x.rows(all) },
		func() (any, error) {
			return x.rows(expr.InsertInto(t).Values(t.C("name").To("x"), t.C("code").To((*int)(nil)), t.C("srv").To(expr.Null())), all.Where(t.C("id").Eq(2)))
		},
		func() (any, error) {
			if _, err := x.c.Execute(ctx, expr.InsertInto(t), engine.Params{"name": "a"}, engine.Params{"name": "b"}); err != nil {
				return nil, err
			}
			return x.rows(expr.NewSelect(columns(t, "name", "code", "ctx", "sqlv")...).Where(t.C("id").Gt(2)))
		},
		func() (any, error) {
			return x.rows(expr.InsertInto(t).ValueRows([]any{t.C("name").To("m1")}, []any{t.C("name").To("m2")}),
				expr.NewSelect(columns(t, "name", "code", "ctx")...).Where(t.C("id").Gt(4)))
		},
		func() (any, error) {
			return x.rows(expr.InsertInto(t).FromSelect(expr.NewSelect(expr.Val(50)), "id"), all.Where(t.C("id").Eq(50)))
		},
	}
}

func twinDefaultsUpdate(x *changeRun) []func() (any, error) {
	t := x.defaultsTable()
	x.setup = "INSERT INTO t (id, name, code, ctx, sqlv, rev) VALUES (1, 'a', 1, 'c', 1, 1), (2, 'b', 2, 'd', 2, 2)"
	name := expr.Bind("n", expr.Hole{}, sqltypes.String(20))
	id := expr.Bind("i", expr.Hole{}, sqltypes.Integer())
	return []func() (any, error){
		func() (any, error) {
			r, err := x.c.Execute(ctx, expr.UpdateTable(t).Where(t.C("id").Eq(1)).Values(t.C("name").To("z")))
			if err != nil {
				return nil, err
			}
			n, err := r.RowsAffected()
			if err != nil {
				return nil, err
			}
			last, err := r.LastParams()
			return []any{n, columnNames(r.PrefetchedColumns()), columnNames(r.PostfetchedColumns()), last}, err
		},
		func() (any, error) {
			return x.rows(expr.NewSelect(columns(t, "id", "name", "sqlv", "rev")...).OrderBy(t.C("id")))
		},
		func() (any, error) {
			return x.rows(expr.UpdateTable(t).Values(t.C("sqlv").To(7), t.C("rev").To(5)), expr.NewSelect(columns(t, "rev", "sqlv")...))
		},
		func() (any, error) {
			_, err := x.c.Execute(ctx, expr.UpdateTable(t).Where(t.C("id").Eq(id)).Values(t.C("name").To(name)), engine.Params{"i": 1, "n": "p"}, engine.Params{"i": 2, "n": "q"})
			if err != nil {
				return nil, err
			}
			return x.rows(expr.NewSelect(columns(t, "name", "rev")...))
		},
	}
}

func twinKeyDefaults(x *changeRun) []func() (any, error) {
	v := func() *schema.Column { return schema.NewColumn("v", sqltypes.Integer()) }
	a := schema.NewTable("a", x.md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey(), schema.DefaultFunc(func() any { return 42 })), v())
	next := expr.NewSelect(expr.Coalesce(expr.Max(a.C("id")), 0).Add(1))
	b := schema.NewTable("b", x.md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey(), schema.Default(next)), v())
	c := schema.NewTable("c", x.md, schema.NewColumn("x", sqltypes.String(5), schema.PrimaryKey()), v())
	d := schema.NewTable("d", x.md, schema.NewColumn("x", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("y", sqltypes.Integer(), schema.PrimaryKey()))
	seq := schema.NewSequence("ignored_on_sqlite", nil, schema.SequenceOptions{})
	s := schema.NewTable("s", x.md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey(), schema.FromSequence(seq)), v())
	return []func() (any, error){
		func() (any, error) { return x.key(expr.InsertInto(a).Values(a.C("v").To(1))) },
		func() (any, error) { return x.key(expr.InsertInto(b).Values(b.C("v").To(1))) },
		func() (any, error) {
			return x.key(expr.InsertInto(c).Values(c.C("x").To("k"), c.C("v").To(1)))
		},
		func() (any, error) {
			return x.key(expr.InsertInto(d).Values(d.C("x").To(1), d.C("y").To(2)))
		},
		func() (any, error) { return x.key(expr.InsertInto(s).Values(s.C("v").To(1))) },
		func() (any, error) { return x.key(expr.InsertInto(c).Values(c.C("v").To(1))) },
		func() (any, error) { return x.rows(expr.NewSelect(seq.Next())) },
	}
}

func (x *changeRun) tutorial() (users, addresses *schema.Table) {
	users = schema.NewTable("users", x.md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(0)), schema.NewColumn("fullname", sqltypes.String(0)))
	addresses = schema.NewTable("addresses", x.md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")), schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()))
	return users, addresses
}

func twinLastRowID(x *changeRun) []func() (any, error) {
	users, _ := x.tutorial()
	name := users.C("name")
	last := func(s expr.Statement) (*engine.CursorResult, []any, error) {
		r, err := x.c.Execute(ctx, s)
		if err != nil {
			return nil, nil, err
		}
		id, err := r.LastInsertID()
		if err != nil {
			return nil, nil, err
		}
		key, err := r.InsertedPrimaryKey()
		return r, []any{id, key}, err
	}
	return []func() (any, error){
		func() (any, error) {
			r, got, err := last(expr.InsertInto(users).Values(name.To("a")))
			if err != nil {
				return nil, err
			}
			return append(got, r.IsInsert(), r.ReturnsRows()), nil
		},
		func() (any, error) {
			_, got, err := last(expr.InsertInto(users).Values(users.C("id").To(7), name.To("b")))
			return got, err
		},
		func() (any, error) { return x.key(expr.InsertInto(users).Values(name.To("c")).Inline()) },
		func() (any, error) {
			return x.key(expr.InsertInto(users), engine.Params{"name": "d"}, engine.Params{"name": "e"})
		},
		func() (any, error) {
			return x.key(expr.InsertInto(users).ValueRows([]any{name.To("f")}, []any{name.To("g")}))
		},
		func() (any, error) {
			return x.key(expr.InsertInto(users).FromSelect(expr.NewSelect(name).Where(users.C("id").Eq(1)), "name"))
		},
		func() (any, error) {
			r, err := x.c.Execute(ctx, expr.NewSelect(users.TableClause))
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return r.InsertedPrimaryKey()
		},
	}
}

func twinInserts(x *changeRun) []func() (any, error) {
	users, addresses := x.tutorial()
	ins := expr.InsertInto(users).Values(users.C("name").To("jack"), users.C("fullname").To("Jack Jones"))
	var result *engine.CursorResult
	return []func() (any, error){
		func() (any, error) { return nil, nil }, // the tables are made before
		func() (any, error) {
			return textOf(expr.InsertInto(users).Passing(users.TableClause.Columns...))
		},
		func() (any, error) {
			text, err := textOf(ins)
			return []any{text, map[string]string{"name": "jack", "fullname": "Jack Jones"}}, err
		},
		func() (any, error) {
			var err error
			if result, err = x.c.Execute(ctx, ins); err != nil {
				return nil, err
			}
			return result.InsertedPrimaryKey()
		},
		func() (any, error) { return result.RowsAffected() },
		func() (any, error) {
			return x.key(expr.InsertInto(users), engine.Params{"id": 2, "name": "wendy", "fullname": "Wendy Williams"})
		},
		func() (any, error) {
			var rows []engine.Arg
			for _, a := range [][2]any{{1, "jack@yahoo.com"}, {1, "jack@msn.com"}, {2, "www@www.org"}, {2, "wendy@aol.com"}} {
				rows = append(rows, engine.Params{"user_id": a[0], "email_address": a[1]})
			}
			return x.count(expr.InsertInto(addresses), rows...)
		},
		func() (any, error) {
			return x.key(expr.InsertInto(users), engine.Params{"name": "fred", "fullname": "Fred Flintstone"})
		},
		func() (any, error) { return nil, x.c.Commit(context.Background()) },
		func() (any, error) {
			_, err := x.c.Execute(ctx, expr.InsertInto(users), engine.Params{"name": "a", "fullname": "A"}, engine.Params{"name": "b"})
			return nil, err
		},
	}
}

func textOf(s expr.Statement) (string, error) {
	c, err := sqlcompile.Compile(s, sqlcompile.Generic)
	if err != nil {
		return "", err
	}
	return c.Text, nil
}

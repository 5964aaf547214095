package orm_test

import (
	"flag"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/scenario"
	"github.com/aludel/aludel/orm"
)

// This file runs the scenarios of the rules: corner cases of the session beyond the corpus. What each step sent and gave is held to a
// file below testdata/rules, which was compared with the anchor. The two differ on purpose in these: an empty reference in a literal that is merged is not given; rows of an association whose objects are new
// come before others; smaller ones have a comment at the scenario.

var updateRules = flag.Bool("update-rules", false, "write the golden files of the rules")

// rule is one scenario.
type rule struct {
	name  string
	setup string // SQL, before the session
	run   func(r *ruling)
}

// ruling is a scenario that is run.
type ruling struct {
	*testing.T
	eng      *engine.Engine
	sessions *orm.SessionMaker
	s        *orm.Session
	record   *scenario.Record
}

// runRules runs the scenarios of a theme.
func runRules(t *testing.T, theme string, models *orm.Registry, rules []rule) {
	t.Helper()
	record := new(scenario.Record)
	for _, c := range rules {
		record.Begin(c.name)
		t.Run(c.name, func(t *testing.T) {
			r := &ruling{T: t, record: record}
			r.open(models, c.setup)
			c.run(r)
		})
	}
	record.Check(t, filepath.Join("testdata", "rules", theme+".golden"), *updateRules)
}

func (r *ruling) open(models *orm.Registry, setup string) {
	url := dbtest.SQLite(r)
	if rest, ok := strings.CutPrefix(setup, "loose;"); ok { // foreign keys are not checked
		url, setup = url+"?_foreign_keys=off", rest
	}
	eng, err := engine.Open(url, engine.OnStatement(r.record.Statement))
	must(r, err)
	r.Cleanup(func() { must(r, eng.Close()) })
	must(r, models.MetaData().CreateAll(ctx, eng))
	r.eng, r.sessions = eng, orm.NewSessionMaker(eng, models)
	for _, stmt := range strings.Split(setup, ";") {
		if strings.TrimSpace(stmt) != "" {
			r.behind(stmt)
		}
	}
	r.s = r.session(r.sessions)
}

func (r *ruling) session(m *orm.SessionMaker) *orm.Session {
	s := m.New()
	r.Cleanup(func() { must(r, s.Close()) })
	return s
}

// behind runs a statement behind the session's back.
func (r *ruling) behind(sql string) {
	r.Helper()
	must(r, r.eng.ExecText(ctx, sql))
}

// do runs a step and writes down what it sent and gave.
func (r *ruling) do(label string, f func() any) {
	r.Helper()
	r.record.Do(r, label, f)
}

// try gives an error as a result, or nothing.
func try(err error) any {
	if err != nil {
		return err
	}
	return nil
}

// rget is the object of a key, which is there.
func rget[T any](r *ruling, pk ...any) *T {
	r.Helper()
	v, err := orm.Get[T](ctx, r.s, pk...)
	must(r, err)
	return v
}

// either is a value, or the error instead.
func either[V any](v V, err error) any {
	if err != nil {
		return err
	}
	return v
}

func (r *ruling) flush() any    { return try(r.s.Flush(ctx)) }
func (r *ruling) commit() any   { return try(r.s.Commit(ctx)) }
func (r *ruling) rollback() any { return try(r.s.Rollback(ctx)) }

// rows is what the database has, by text.
func (r *ruling) rows(sql string) any {
	rows, err := orm.SelectSQL[struct{ A, B *int64 }](sql).All(ctx, r.s)
	return either(rows, err)
}

// aim is what a reference leads to, loaded.
func aim[E orm.Mapped](r *ruling, ref *orm.Ref[E]) E {
	r.Helper()
	e, err := ref.Get(ctx)
	must(r, err)
	return e
}

// those are the members of a list, loaded.
func those[E orm.Mapped](r *ruling, l *orm.List[E]) []E {
	r.Helper()
	all, err := l.All(ctx)
	must(r, err)
	return all
}

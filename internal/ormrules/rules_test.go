package ormrules_test

import (
	"context"
	"flag"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	_ "github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/scenario"
	"github.com/aludel/aludel/orm"
)

// This file runs scenarios. What each step sent and gave is held to a file below testdata.

var (
	update = flag.Bool("update", false, "write the golden files")
	ctx    = context.Background()
)

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
func runRules(t *testing.T, theme string, rules []rule) {
	t.Helper()
	record := new(scenario.Record)
	for _, c := range rules {
		record.Begin(c.name)
		t.Run(c.name, func(t *testing.T) {
			r := &ruling{T: t, record: record}
			r.open(c.setup)
			c.run(r)
		})
	}
	record.Check(t, filepath.Join("testdata", theme+".golden"), *update)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (r *ruling) open(setup string) {
	url := dbtest.SQLite(r)
	if rest, ok := strings.CutPrefix(setup, "loose;"); ok { // foreign keys are not checked
		url, setup = url+"?_foreign_keys=off", rest
	}
	eng, err := engine.Open(url, engine.OnStatement(r.record.Statement))
	must(r, err)
	r.Cleanup(func() { must(r, eng.Close()) })
	must(r, Models.MetaData().CreateAll(ctx, eng))
	r.eng, r.sessions = eng, orm.NewSessionMaker(eng, Models)
	for _, stmt := range strings.Split(setup, ";") {
		if strings.TrimSpace(stmt) != "" {
			must(r, eng.ExecText(ctx, stmt))
		}
	}
	r.s = r.session()
}

// session is another session, which is closed when the test ends.
func (r *ruling) session() *orm.Session {
	s := r.sessions.New()
	r.Cleanup(func() { must(r, s.Close()) })
	return s
}

// fresh lets go of everything, and goes on with a session that knows nothing.
func (r *ruling) fresh() {
	r.s.ExpungeAll()
	must(r, r.s.Rollback(ctx))
	r.s = r.session()
}

// do runs a step and writes down what it sent and gave.
func (r *ruling) do(label string, f func() any) {
	r.Helper()
	r.record.Do(r, label, f)
}

// get is the object of a key, which is there.
func get[T any](r *ruling, pk ...any) *T {
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

// ok is a value; an error ends the step.
func ok[V any](v V, err error) V {
	if err != nil {
		panic(err)
	}
	return v
}

// try gives an error as a result, or nothing.
func try(err error) any {
	if err != nil {
		return err
	}
	return nil
}

func list(vs ...any) []any { return vs }

func each[E any](es []E, f func(E) any) (out []any) {
	for _, e := range es {
		out = append(out, f(e))
	}
	return out
}

func state(os ...orm.Mapped) any {
	return each(os, func(o orm.Mapped) any { return orm.StateOf(o) })
}

func (r *ruling) flush()    { r.do("flush", func() any { return try(r.s.Flush(ctx)) }) }
func (r *ruling) commit()   { r.do("commit", func() any { return try(r.s.Commit(ctx)) }) }
func (r *ruling) rollback() { r.do("rollback", func() any { return try(r.s.Rollback(ctx)) }) }

// rows is what the database has.
func (r *ruling) rows(sql string) {
	r.do("rows", func() any { return ok(orm.SelectSQL[struct{ A, B *string }](sql).All(ctx, r.s)) })
}

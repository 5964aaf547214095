package ormrules_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/dialects"
	_ "github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
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
	log      []string
	out      *bytes.Buffer
}

// runRules runs the scenarios of a theme.
func runRules(t *testing.T, theme string, rules []rule) {
	t.Helper()
	var out bytes.Buffer
	for _, c := range rules {
		fmt.Fprintf(&out, "== %s\n", c.name)
		t.Run(c.name, func(t *testing.T) {
			r := &ruling{T: t, out: &out}
			r.open(c.setup)
			c.run(r)
		})
	}
	path := filepath.Join("testdata", theme+".golden")
	if *update {
		must(t, os.WriteFile(path, out.Bytes(), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	must(t, err)
	w, g := strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")
	for i, name := 0, ""; i < max(len(w), len(g)); i++ {
		if i < len(g) && strings.HasPrefix(g[i], "== ") {
			name = g[i]
		}
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			t.Fatalf("%s:%d, %s: is\n%s\nwant\n%s", path, i+1, name, strings.Join(g[min(i, len(g)):min(len(g), i+8)], "\n"), strings.Join(w[min(i, len(w)):min(len(w), i+8)], "\n"))
		}
	}
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
	eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { r.log = append(r.log, lines(e.SQL, e.Args)...) }))
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
	r.log = nil
	result := func() (result any) {
		defer func() {
			if e := recover(); e != nil {
				err, ok := e.(error)
				if !ok {
					panic(e)
				}
				result = err
			}
		}()
		return f()
	}()
	text := "=> " + text(reflect.ValueOf(result))
	if err, ok := result.(error); ok {
		text = "! " + kind(err)
		if os.Getenv("RULES_TRACE") != "" {
			r.Log(err)
		}
	}
	fmt.Fprintf(r.out, "-- %s\n", label)
	for _, line := range r.log {
		fmt.Fprintln(r.out, line)
	}
	fmt.Fprintln(r.out, text)
}

var (
	manyRows = regexp.MustCompile(`^(INSERT INTO .*? VALUES )(\([^()]*\))((?:, \([^()]*\))+)( RETURNING .*)?$`)
	blanks   = regexp.MustCompile(`\s+`)
)

// lines folds a statement: blanks to one, and an INSERT of many rows to one of each.
func lines(sql string, args []any) (out []string) {
	sql = strings.TrimSpace(blanks.ReplaceAllString(sql, " "))
	m := manyRows.FindStringSubmatch(sql)
	switch {
	case m != nil:
		n := strings.Count(m[2], "?")
		for ; len(args) > 0; args = args[n:] {
			out = append(out, m[1]+m[2]+" "+values(args[:n]))
		}
	case len(args) == 0:
		out = []string{sql}
	default:
		out = []string{sql + " " + values(args)}
	}
	return out
}

func values(args []any) string {
	b, err := json.Marshal(args)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// text writes a result: objects by their names.
func text(v reflect.Value) string {
	if !v.IsValid() {
		return "nil"
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		if err, ok := v.Interface().(error); ok {
			return "! " + kind(err)
		}
		return text(v.Elem())
	case reflect.Slice:
		var out []string
		for i := range v.Len() {
			out = append(out, text(v.Index(i)))
		}
		return "[" + strings.Join(out, " ") + "]"
	case reflect.Struct:
		if f := v.FieldByName("Name"); f.IsValid() {
			return text(f)
		}
		var out []string
		for i := range v.NumField() {
			out = append(out, text(v.Field(i)))
		}
		return "[" + strings.Join(out, " ") + "]"
	}
	return fmt.Sprint(v.Interface())
}

// kind names what kind of error a step gave.
func kind(err error) string {
	var e *engine.Error
	is := func(target any) bool { return errors.As(err, target) }
	switch {
	case errors.Is(err, orm.ErrRollbackFirst): // which has the first error in it
		return "rollback first"
	case is(&e) && (e.Class == dialects.UniqueViolation || e.Class == dialects.NotNullViolation || e.Class == dialects.ForeignKeyViolation):
		return "integrity"
	case is(new(*orm.CircularError)):
		return "circular"
	case is(new(*orm.MisuseError)), is(new(*mapping.Error)):
		return "misuse"
	case is(new(*orm.RaiseError)):
		return "raise"
	case is(new(*orm.NotLoadedError)):
		return "not loaded"
	case is(new(*orm.ConflictError)):
		return "conflict"
	case is(new(*orm.SingleParentError)):
		return "single parent"
	}
	for _, s := range []struct {
		err  error
		name string
	}{{orm.ErrStale, "stale"}, {orm.ErrNotFound, "none"}, {orm.ErrManyRows, "many"}, {orm.ErrDetached, "detached"}, {orm.ErrClosed, "closed"}} {
		if errors.Is(err, s.err) {
			return s.name
		}
	}
	if is(new(*orm.FlushError)) {
		return "flush"
	}
	return err.Error()
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

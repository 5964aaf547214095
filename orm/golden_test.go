package orm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// This file runs the scenarios of the golden corpus (testdata/golden/orm): each has a twin in Go, which is held to the statements
// (text, values and order), results and errors that the corpus has for its steps, on SQLite.

const goldenRoot = "../testdata/golden"

// goldenCase is a scenario of the corpus.
type goldenCase struct {
	ID, Title     string
	Options       map[string]any
	Models, Setup string
	Steps         []goldenStep
}

// goldenStep is a step of a scenario, with what it sent and gave.
type goldenStep struct {
	Python    string
	Emitted   []goldenStatement
	Result    any
	Error     string
	States    map[string]string
	Unordered bool
}

type goldenStatement struct {
	SQL    string
	Params []any
	Many   bool
}

// goldenDifference is a scenario that Go has otherwise, or, if it has no twin, not at all.
type goldenDifference struct {
	ID     string `json:"id"` // "orm/" and that of the scenario
	Reason string `json:"reason"`
}

// twin is a scenario in Go. Its run calls one step method of golden for each step of the scenario, in order.
type twin struct {
	models *orm.Registry
	run    func(g *golden)
}

// golden is one scenario that is being run.
type golden struct {
	*testing.T
	c        goldenCase
	models   *orm.Registry
	eng      *engine.Engine
	sessions *orm.SessionMaker
	s        *orm.Session
	log      []string
	next     int  // the step that comes
	unlike   bool // a step was otherwise than in the corpus
	watched  map[string]func() orm.Mapped
}

// runGolden runs the twins of a file of the corpus. A scenario without twin must be listed in differences.json; one with
// a step that is otherwise must be listed too, and no other.
func runGolden(t *testing.T, file string, twins map[string]twin) {
	t.Helper()
	listed := map[string]goldenDifference{}
	for _, d := range readGolden[goldenDifference](t, filepath.Join(goldenRoot, "differences.json")) {
		listed[d.ID] = d
	}
	known := map[string]bool{}
	for _, c := range readGolden[goldenCase](t, filepath.Join(goldenRoot, "orm", file+".json")) {
		name := strings.TrimPrefix(c.ID, file+".")
		known[name] = true
		_, differs := listed["orm/"+c.ID]
		w, ok := twins[name]
		switch {
		case !ok && !differs:
			t.Errorf("%s has no twin and is not listed with a reason: %s", c.ID, c.Title)
		case ok:
			t.Run(name, func(t *testing.T) {
				g := &golden{T: t, c: c, models: w.models}
				g.open()
				w.run(g)
				if g.next != len(c.Steps) && !t.Failed() {
					t.Errorf("%d of %d steps", g.next, len(c.Steps))
				}
				if g.unlike != differs {
					t.Errorf("steps that are otherwise: %v, listed in differences.json: %v", g.unlike, differs)
				}
			})
		}
	}
	for name := range twins {
		if !known[name] {
			t.Errorf("twin %s belongs to no scenario", name)
		}
	}
}

func readGolden[T any](t *testing.T, path string) (out []T) {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	must(t, dec.Decode(&out))
	return out
}

// open makes the database of a scenario, with the rows of its setup.
func (g *golden) open() {
	if g.models == nil {
		return
	}
	url := dbtest.SQLite(g)
	if g.c.Options["foreign_keys"] != true { // which the anchor leaves off
		url += "?_foreign_keys=off"
	}
	eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) {
		g.log = append(g.log, statementLines(e.SQL, e.Args)...)
	}))
	must(g, err)
	g.Cleanup(func() { must(g, eng.Close()) })
	must(g, g.models.MetaData().CreateAll(ctx, eng))
	g.eng, g.sessions = eng, orm.NewSessionMaker(eng, g.models)
	g.s = g.newSession()
	for _, stmt := range setupStatements(g, g.c.Models, g.c.Setup) {
		g.exec(stmt)
	}
	g.log = nil
}

func (g *golden) newSession() *orm.Session {
	s := g.sessions.New()
	g.Cleanup(func() { must(g, s.Close()) })
	return s
}

// exec runs a statement behind the sessions' back.
func (g *golden) exec(sql string) {
	g.Helper()
	must(g, g.eng.ExecText(ctx, sql))
}

// step runs a step that is as in the corpus. What f gives is the step's result; an error is the step's error.
func (g *golden) step(f func() any) {
	g.Helper()
	c := g.take()
	var want []string
	for _, e := range c.Emitted {
		want = append(want, e.lines()...)
	}
	g.check(c, want, c.Result, c.Error, f)
}

// stepAs runs a step that sends other statements than in the corpus, or gives something else. Statements are text and values in JSON:
// `SELECT {users} FROM users WHERE users.id = ? [1]`, where {users} are the columns of a table as entities are read. A result that is
// an error is compared with errors.Is.
func (g *golden) stepAs(result any, f func() any, statements ...string) {
	g.Helper()
	c := g.take()
	var want []string
	for _, e := range c.Emitted {
		want = append(want, e.lines()...)
	}
	for i, s := range statements {
		statements[i] = g.expand(s)
	}
	wantErr, _ := result.(error)
	if wantErr == nil && c.Error == "" && slices.Equal(want, statements) && goldenJSON(g, result) == goldenJSON(g, c.Result) {
		g.Errorf("step %d is as in the corpus; use step", g.next)
	}
	g.unlike = true
	c.States = nil
	if wantErr != nil {
		g.check(c, statements, nil, "", func() any {
			err, _ := f().(error)
			if !errors.Is(err, wantErr) {
				g.Errorf("step %d (%s): error %v, want %v", g.next, c.Python, err, wantErr)
			}
			return nil
		})
		return
	}
	g.check(c, statements, result, "", f)
}

// skip passes over a step that Go does not have; the scenario is listed with the reason.
func (g *golden) skip() {
	g.Helper()
	g.take()
	g.unlike = true
}

// unchecked runs a step whose statements other scenarios are about; the scenario is listed with the reason.
func (g *golden) unchecked(f func()) {
	g.Helper()
	g.take()
	g.unlike = true
	f()
}

func (g *golden) take() goldenStep {
	g.Helper()
	if g.next == len(g.c.Steps) {
		g.Fatalf("there are only %d steps", g.next)
	}
	g.next++
	return g.c.Steps[g.next-1]
}

func (g *golden) check(c goldenStep, want []string, result any, wantErr string, f func() any) {
	g.Helper()
	g.log = nil
	got := f()
	sent := slices.Clone(g.log)
	if c.Unordered {
		slices.Sort(sent)
		slices.Sort(want)
	}
	if !slices.Equal(sent, want) {
		g.Errorf("step %d (%s) sent\n\t%s\nwant\n\t%s", g.next, c.Python, strings.Join(sent, "\n\t"), strings.Join(want, "\n\t"))
	}
	switch err, failed := got.(error); {
	case failed && wantErr == "":
		g.Errorf("step %d (%s): %v", g.next, c.Python, err)
	case wantErr != "" && !failed:
		g.Errorf("step %d (%s): no error, want %s", g.next, c.Python, wantErr)
	case failed && !sameError(err, wantErr):
		g.Errorf("step %d (%s): error %v, want one like %s", g.next, c.Python, err, wantErr)
	case wantErr == "" && goldenJSON(g, got) != goldenJSON(g, result):
		g.Errorf("step %d (%s): result %s, want %s", g.next, c.Python, goldenJSON(g, got), goldenJSON(g, result))
	}
	for name, obj := range g.watched {
		if want, ok := c.States[name]; ok && orm.StateOf(obj()).String() != want {
			g.Errorf("step %d (%s): %s is %v, want %s", g.next, c.Python, name, orm.StateOf(obj()), want)
		}
	}
}

// sameError compares an error with one of the corpus by its class.
func sameError(err error, want string) bool {
	class, _, _ := strings.Cut(want, ":")
	is := func(targets ...error) bool {
		return slices.ContainsFunc(targets, func(t error) bool { return errors.Is(err, t) })
	}
	as := func(target any) bool { return errors.As(err, target) }
	var misuse *orm.MisuseError
	switch class {
	case "DetachedInstanceError":
		return is(orm.ErrDetached)
	case "PendingRollbackError":
		return is(orm.ErrRollbackFirst)
	case "StaleDataError", "ObjectDeletedError":
		return is(orm.ErrStale)
	case "IntegrityError":
		var e *engine.Error
		return as(&e) && (e.Class == dialects.UniqueViolation || e.Class == dialects.NotNullViolation || e.Class == dialects.ForeignKeyViolation)
	case "CircularDependencyError":
		var e *orm.CircularError
		return as(&e)
	case "ArgumentError", "AmbiguousForeignKeysError", "NoForeignKeysError":
		var e *mapping.Error
		return as(&e) || as(&misuse)
	}
	return err != nil
}

var (
	manyRows  = regexp.MustCompile(`^(INSERT INTO .*? VALUES )(\([^()]*\))((?:, \([^()]*\))+)$`)
	blanks    = regexp.MustCompile(`\s+`)
	tableMark = regexp.MustCompile(`\{(\w+)\}`)
)

// lines gives the statement as text and values, one line for each row of an executemany.
func (s goldenStatement) lines() (out []string) {
	if !s.Many {
		return statementLines(s.SQL, s.Params)
	}
	for _, p := range s.Params {
		out = append(out, statementLines(s.SQL, p.([]any))...)
	}
	return out
}

// statementLines folds a statement: blanks to one, and an INSERT of many rows to one of each. Marks of transactions have no values.
func statementLines(sql string, args []any) (out []string) {
	sql = strings.TrimSpace(blanks.ReplaceAllString(sql, " "))
	if m := manyRows.FindStringSubmatch(sql); m != nil {
		n := strings.Count(m[2], "?")
		for ; len(args) > 0; args = args[n:] {
			out = append(out, m[1]+m[2]+" "+plainJSON(args[:n]))
		}
		return out
	}
	if len(args) == 0 {
		return []string{sql}
	}
	return []string{sql + " " + plainJSON(args)}
}

func plainJSON(args []any) string {
	plain := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case bool: // which SQLite has as numbers
			plain[i] = 0
			if a {
				plain[i] = 1
			}
		case []byte:
			plain[i] = string(a)
		default:
			plain[i] = a
		}
	}
	b, err := json.Marshal(plain)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// expand writes out the columns of the tables in braces.
func (g *golden) expand(s string) string {
	return tableMark.ReplaceAllStringFunc(s, func(m string) string {
		var cols []string
		name := m[1 : len(m)-1]
		t := g.models.MetaData().Table(name)
		if t == nil {
			g.Fatalf("no table %s", name)
		}
		for _, c := range t.Columns {
			cols = append(cols, fmt.Sprintf("%s.%s AS %s_%s", name, c.Name, name, c.Name))
		}
		return strings.Join(cols, ", ")
	})
}

// goldenJSON writes a result as the corpus has it: an entity as its name and key.
func goldenJSON(g *golden, v any) string {
	b, err := json.Marshal(g.plain(reflect.ValueOf(v)))
	must(g, err)
	return string(b)
}

func (g *golden) plain(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	if _, ok := v.Interface().(json.Number); ok {
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Interface {
			return g.plain(v.Elem())
		}
		if m, ok := v.Interface().(orm.Mapped); ok {
			return g.entity(m)
		}
		return g.plain(v.Elem())
	case reflect.Slice:
		out := []any{}
		for i := range v.Len() {
			out = append(out, g.plain(v.Index(i)))
		}
		return out
	case reflect.Struct: // a row
		out := []any{}
		for i := range v.NumField() {
			out = append(out, g.plain(v.Field(i)))
		}
		return out
	}
	return v.Interface()
}

func (g *golden) entity(m orm.Mapped) any {
	t := reflect.TypeOf(m).Elem()
	var pk []any
	for _, e := range g.models.Model().Entities {
		if e.Name != t.Name() {
			continue
		}
		for _, a := range e.PrimaryKey {
			if f := reflect.ValueOf(m).Elem().FieldByName(a.Name); !f.IsZero() {
				pk = append(pk, f.Interface())
			}
		}
	}
	return map[string]any{"$obj": strings.TrimPrefix(t.Name(), "g"), "pk": pk}
}

// list is a result of several values.
func list(v ...any) []any { return v }

// fields gives one value of each element.
func fields[E, V any](es []E, f func(E) V) []V {
	out := []V{}
	for _, e := range es {
		out = append(out, f(e))
	}
	return out
}

package orm_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/scenario"
	"github.com/aludel/aludel/orm"
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
	Log       []any // what listeners were told
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
	heard    []any // by listeners, of the step
	next     int   // the step that comes
	unlike   bool  // a step was otherwise than in the corpus
	watched  map[string]func() orm.Mapped
}

// runGolden runs the twins of a file of the corpus. A scenario without twin must be listed in differences.json; one with
// a step that is otherwise must be listed too, and no other.
func runGolden(t *testing.T, file string, parts ...map[string]twin) {
	t.Helper()
	twins := map[string]twin{}
	for _, p := range parts {
		maps.Copy(twins, p)
	}
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
		g.log = append(g.log, scenario.Lines(e.SQL, e.Args)...)
	}))
	must(g, err)
	g.Cleanup(func() { must(g, eng.Close()) })
	if g.c.Options["no_create"] != true {
		must(g, g.models.MetaData().CreateAll(ctx, eng))
	}
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

// silent runs a step in which nothing is sent, and listeners hear nothing.
func (g *golden) silent(f func() any) {
	g.Helper()
	c := g.take()
	g.unlike = true
	c.States, c.Log = nil, nil
	g.check(c, nil, nil, "", f)
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

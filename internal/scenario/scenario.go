// Package scenario writes down, for tests of the session, what each step of a scenario sent and gave, and holds that to a golden file.
package scenario

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
)

// Record is what scenarios of one theme did. It is used by one goroutine.
type Record struct {
	out  bytes.Buffer
	sent []string
}

// Begin names the scenario whose steps follow.
func (r *Record) Begin(name string) { fmt.Fprintf(&r.out, "== %s\n", name) }

// Note writes down a line of its own before the step that runs.
func (r *Record) Note(line string) { fmt.Fprintln(&r.out, line) }

// Statement notes what a step sends. It is what an engine's listener to statements calls.
func (r *Record) Statement(e engine.Event) { r.sent = append(r.sent, Lines(e.SQL, e.Args)...) }

// Do runs a step and writes down what it sent and gave. A step that panics with an error gives that error. RULES_TRACE in the environment
// shows errors in full.
func (r *Record) Do(t testing.TB, label string, step func() any) {
	t.Helper()
	r.sent = nil
	result := caught(step)
	text := "=> " + Text(reflect.ValueOf(result))
	if err, ok := result.(error); ok {
		text = "! " + Kind(err)
		if os.Getenv("RULES_TRACE") != "" {
			t.Log(err)
		}
	}
	fmt.Fprintf(&r.out, "-- %s\n", label)
	for _, line := range r.sent {
		fmt.Fprintln(&r.out, line)
	}
	fmt.Fprintln(&r.out, text)
}

func caught(step func() any) (result any) {
	defer func() {
		if e := recover(); e != nil {
			err, ok := e.(error)
			if !ok {
				panic(e)
			}
			result = err
		}
	}()
	return step()
}

// Check compares what was written down with a file, or writes the file.
func (r *Record) Check(t testing.TB, path string, update bool) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, r.out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(r.out.String(), "\n")
	for i, name := 0, ""; i < max(len(w), len(g)); i++ {
		if i < len(g) && strings.HasPrefix(g[i], "== ") {
			name = g[i]
		}
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			t.Fatalf("%s:%d, %s: is\n%s\nwant\n%s", path, i+1, name, from(g, i), from(w, i))
		}
	}
}

// from are some lines from the i-th on.
func from(lines []string, i int) string {
	return strings.Join(lines[min(i, len(lines)):min(len(lines), i+8)], "\n")
}

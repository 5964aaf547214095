package driver_test

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/analysis/driver"
	"github.com/aludel/aludel/internal/testmod"
	"github.com/aludel/aludel/orm/mapping"
)

// examples is a module with both examples of every code, each a package of its own.
func examples() *txtar.Archive {
	a := &txtar.Archive{}
	for _, c := range mapping.Codes() {
		bad, good := c.Examples()
		dir := strings.ToLower(c.Code)
		a.Files = append(a.Files, txtar.File{Name: dir + "/bad/bad.go", Data: []byte(bad)}, txtar.File{Name: dir + "/good/good.go", Data: []byte(good)})
	}
	return a
}

func check(t *testing.T, dir string) []driver.Diagnostic {
	t.Helper()
	found, err := driver.Check(context.Background(), driver.Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()})
	if err != nil && strings.Contains(err.Error(), "no field or method Include") {
		t.Skip("skipped: orm.Registry has no Include yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every code fires in its own example, alone, and is silent in the other.
func TestExamples(t *testing.T) {
	dir := testmod.New(t, examples())
	fired := map[string]bool{}
	for _, d := range check(t, dir) {
		rel, _ := filepath.Rel(dir, d.Start.Filename)
		want, kind, _ := strings.Cut(filepath.ToSlash(filepath.Dir(rel)), "/")
		if kind != "bad" || !strings.EqualFold(want, d.Code) {
			t.Errorf("in the %s example of %s: %s", kind, strings.ToUpper(want), d)
		}
		fired[d.Code] = true
		if d.URL == "" || !strings.Contains(d.URL, d.Code) || d.Start.Line == 0 || d.End.Offset < d.Start.Offset {
			t.Errorf("incomplete: %+v", d)
		}
	}
	for _, c := range mapping.Codes() {
		if !fired[c.Code] {
			t.Errorf("%s does not fire in its example", c.Code)
		}
	}
}

var wantRE = regexp.MustCompile("// want(-[0-9]+)? `([^`]*)` @(ORM[0-9]+)")

// expectation is a want comment.
type expectation struct {
	file string
	line int
	text *regexp.Regexp
	code string
}

func expectations(t *testing.T, dir string, a *txtar.Archive) (all []expectation) {
	for _, f := range a.Files {
		for i, line := range strings.Split(string(f.Data), "\n") {
			for _, m := range wantRE.FindAllStringSubmatch(line, -1) {
				back, _ := strconv.Atoi(m[1])
				re, err := regexp.Compile(m[2])
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, expectation{filepath.Join(dir, f.Name), i + 1 + back, re, m[3]})
			}
		}
	}
	return all
}

func TestWants(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := testmod.New(t, a)
			wants := expectations(t, dir, a)
			for _, d := range check(t, dir) {
				i := slices.IndexFunc(wants, func(w expectation) bool {
					return w.file == d.Start.Filename && w.line == d.Start.Line && w.code == d.Code && w.text.MatchString(d.Message)
				})
				if i < 0 {
					t.Errorf("unexpected: %s", d)
					continue
				}
				wants = slices.Delete(wants, i, i+1)
			}
			for _, w := range wants {
				t.Errorf("%s:%d: nothing matches %q (%s)", w.file, w.line, w.text, w.code)
			}
		})
	}
}

func TestTrouble(t *testing.T) {
	dir := testmod.New(t, txtar.Parse([]byte(`
-- broken/broken.go --
package broken

import "github.com/aludel/aludel/orm"

type T struct {
	orm.Entity
	ID string
}

func f() int { return "" }
-- sound/sound.go --
package sound

import "github.com/aludel/aludel/orm"

type T struct {
	orm.Entity
	Name string
}
-- garbled/garbled.go --
package garbled

import _ "github.com/aludel/aludel/orm"

func {
`)))
	o := driver.Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()}
	found, err := driver.Check(context.Background(), o)
	if err == nil || !strings.Contains(err.Error(), "broken.go:10") || !strings.Contains(err.Error(), "garbled.go:5") {
		t.Errorf("error %v", err)
	}
	if len(found) != 1 || found[0].Code != "ORM115" {
		t.Errorf("found %v", found)
	}
	for _, p := range []string{"./nothing", "./sound/...x", "example.com/none"} {
		o.Patterns = []string{p}
		if _, err := driver.Check(context.Background(), o); err == nil {
			t.Errorf("%s: no error", p)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := driver.Check(ctx, o); err == nil {
		t.Error("no error of a cancelled context")
	}
}

// A package with tests is reported once, with its test files; without tests on request.
func TestTests(t *testing.T) {
	dir := testmod.New(t, txtar.Parse([]byte(`
-- a/a.go --
package a

import "github.com/aludel/aludel/orm"

type T struct {
	orm.Entity
	Name string
}
-- a/a_test.go --
package a

import "github.com/aludel/aludel/orm"

type U struct {
	orm.Entity
	Name string
}
-- a/x_test.go --
package a_test

import "github.com/aludel/aludel/orm"

type V struct {
	orm.Entity
	Name string
}
`)))
	o := driver.Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()}
	for _, c := range []struct {
		noTests bool
		want    string
	}{{false, "a.go a_test.go x_test.go "}, {true, "a.go "}} {
		o.NoTests = c.noTests
		found, err := driver.Check(context.Background(), o)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range found {
			got += filepath.Base(d.Start.Filename) + " "
		}
		if got != c.want {
			t.Errorf("without tests %t: found in %s, want %s", c.noTests, got, c.want)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	dir := testmod.New(b, examples())
	o := driver.Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()}
	for b.Loop() {
		if found, err := driver.Check(context.Background(), o); err != nil || len(found) == 0 {
			b.Fatal(fmt.Sprint(len(found)), err)
		}
	}
}

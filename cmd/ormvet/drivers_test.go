package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/analysis"
	"github.com/aludel/aludel/analysis/driver"
	"github.com/aludel/aludel/internal/testmod"
	"github.com/aludel/aludel/lsp/passes"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
)

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// everything is a module with the examples of all codes and the packages of the driver's own tests.
func everything(t *testing.T) *txtar.Archive {
	a := &txtar.Archive{}
	for _, c := range mapping.Codes() {
		bad, good := c.Examples()
		dir := strings.ToLower(c.Code)
		a.Files = append(a.Files, txtar.File{Name: dir + "/bad/bad.go", Data: []byte(bad)}, txtar.File{Name: dir + "/good/good.go", Data: []byte(good)})
	}
	files, err := filepath.Glob("../../analysis/driver/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata of the driver", err)
	}
	for _, name := range files {
		more, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(name) == "include.txtar" {
			continue // its packages are named as others are; the driver's own test has it
		}
		a.Files = append(a.Files, more.Files...)
	}
	return a
}

// Invariant: all drivers give the same findings, with the same fixes.
func TestDriversAgree(t *testing.T) {
	dir := testmod.New(t, everything(t))
	whole := byProgram(t, dir)
	if len(whole) < 50 {
		t.Fatalf("only %d findings", len(whole))
	}
	same(t, "the vet tool", whole, byVetTool(t, dir))
	same(t, "the language server", whole, byServer(t, dir))
}

func same(t *testing.T, name string, want, got []string) {
	t.Helper()
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s lacks %s", name, w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s alone has %s", name, g)
		}
	}
}

func byProgram(t *testing.T, dir string) (all []string) {
	found, err := driver.Check(context.Background(), driver.Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		s := fmt.Sprintf("%s to %s: %s %s", d.Start, d.End, d.Message, d.Code)
		for _, f := range d.Fixes {
			s += " [" + f.Message
			for _, e := range f.Edits {
				s += fmt.Sprintf(" %d-%d %q", e.Start, e.End, e.Text)
			}
			s += "]"
		}
		all = append(all, s)
	}
	return all
}

func byVetTool(t *testing.T, dir string) (all []string) {
	self, err := exec.LookPath("ormvet") // put there by testscript
	if err != nil {
		t.Skip("the test binary is not on the path as ormvet:", err)
	}
	cmd := exec.Command("go", "vet", "-json", "-vettool="+self, "./...")
	cmd.Dir, cmd.Env = dir, testmod.Env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	dec := json.NewDecoder(bytes.NewReader(out))
	for dec.More() {
		var tree map[string]map[string][]struct {
			Category, Posn, End, Message string
			Fixes                        []struct {
				Message string
				Edits   []struct {
					Start, End int
					New        string
				}
			} `json:"suggested_fixes"`
		}
		if err := dec.Decode(&tree); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		for _, pkg := range tree {
			for _, d := range pkg["ormvet"] {
				s := fmt.Sprintf("%s to %s: %s %s", d.Posn, d.End, strings.TrimSuffix(d.Message, " ("+d.Category+")"), d.Category)
				for _, f := range d.Fixes {
					s += " [" + f.Message
					for _, e := range f.Edits {
						s += fmt.Sprintf(" %d-%d %q", e.Start, e.End, e.New)
					}
					s += "]"
				}
				all = append(all, s)
			}
		}
	}
	return all
}

func byServer(t *testing.T, dir string) (all []string) {
	for _, v := range testmod.Settings {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
	s := workspace.NewSession(workspace.Options{Logf: t.Logf})
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	stopped := make(chan struct{})
	go func() { defer close(stopped); s.Run(ctx) }()
	defer func() { cancel(); <-stopped }()
	s.AddFolder(dir)
	for !s.Snapshot().Loaded() {
		if ctx.Err() != nil {
			t.Fatal("the workspace was not loaded")
		}
		<-s.Changed()
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
	deeper, err2 := filepath.Glob(filepath.Join(dir, "*", "*", "*.go"))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	for _, file := range append(files, deeper...) {
		pkg, _ := s.Snapshot().PackageOf(ctx, file)
		if pkg == nil {
			t.Logf("%s is in no package of the workspace", file)
			continue
		}
		for _, a := range analysis.Analyzers {
			out := passes.Run(pkg, a)
			if out.Err != nil {
				t.Fatal(out.Err)
			}
			for _, d := range out.Diagnostics {
				s := fmt.Sprintf("%s to %s: %s %s", pkg.Fset.Position(d.Pos), pkg.Fset.Position(d.End), d.Message, d.Category)
				for _, f := range d.SuggestedFixes {
					s += " [" + f.Message
					for _, e := range f.TextEdits {
						s += fmt.Sprintf(" %d-%d %q", pkg.Fset.Position(e.Pos).Offset, pkg.Fset.Position(e.End).Offset, e.NewText)
					}
					s += "]"
				}
				all = append(all, s)
			}
		}
	}
	return all
}

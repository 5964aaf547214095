package onemodel

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/internal/onemodel/models"
	"github.com/aludel/aludel/orm/mapping"
)

// Both readers give the same model and the same problems, with the same places and fixes, for every registry of package models.
func TestReadersAgree(t *testing.T) {
	src := modelsSource(t)
	decls := src.registries(typesread.New())
	if len(decls) != len(models.Registries) {
		t.Errorf("%d registries in the source, %d compiled in", len(decls), len(models.Registries))
	}
	for name, reg := range models.Registries {
		t.Run(name, func(t *testing.T) {
			run, read := reg.Model(), src.build(decls[name])
			a, b := run.Dump(), read.Dump()
			if a != b {
				t.Errorf("the readers disagree: %s", firstDifference(a, b))
			}
			for _, m := range []*mapping.Model{run, read} {
				if err := m.Check(); err != nil {
					t.Error(err)
				}
			}
			if broken := strings.HasPrefix(name, "Broken"); broken != (reg.Configure() != nil) || broken != (len(read.Problems) > 0) {
				t.Errorf("%d problems, and at run time: %v", len(read.Problems), reg.Configure())
			}
			golden(t, name, a)
		})
	}
}

var update = flag.Bool("update", false, "write the golden files")

// golden compares a dump with the one that was looked at.
func golden(t *testing.T, name, dump string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(dump), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if dump != string(want) {
		t.Errorf("not as in %s (run with -update and look at what changes): %s", file, firstDifference(string(want), dump))
	}
}

// Structs that are known by export data alone give the same model as their source.
func TestExportDataAgrees(t *testing.T) {
	src := modelsSource(t)
	imported := src.importAgain(t)
	n := 0
	for name, decls := range src.registries(typesread.New()) {
		r := typesread.New()
		var again []*mapping.Decl
		for _, d := range decls {
			if o := imported.Scope().Lookup(d.Type.Name); o != nil {
				again = append(again, &mapping.Decl{Type: r.Read(o.Type()), Configured: d.Configured})
			}
		}
		if len(again) < len(decls) {
			continue // an instance of a generic struct is not in the scope
		}
		n++
		if a, b := mapping.Build(decls).Dump(), mapping.Build(again).Dump(); a != b {
			t.Errorf("%s: source and export data disagree: %s", name, firstDifference(a, b))
		}
	}
	if n < 10 {
		t.Errorf("only %d registries were compared", n)
	}
}

// A struct is read alike by both when only its own problems are asked for, as the checker does package by package.
func TestReadersAgreeOnOpenSets(t *testing.T) {
	for name, decls := range modelsSource(t).registries(typesread.New()) {
		var run []*mapping.Decl
		for _, e := range models.Registries[name].Model().Entities {
			run = append(run, &mapping.Decl{Type: e.Type, Configured: e.Configured})
		}
		decls = slices.DeleteFunc(decls, func(d *mapping.Decl) bool { return !mapping.IsEntity(d.Type) })
		if a, b := mapping.BuildOpen(run).Dump(), mapping.BuildOpen(decls).Dump(); a != b {
			t.Errorf("%s: the readers disagree: %s", name, firstDifference(a, b))
		}
	}
}

// ofDescriptors are the codes that structs alone cannot show.
var ofDescriptors = []string{"ORM141", "ORM142", "ORM143", "ORM150", "ORM501", "ORM502", "ORM503", "ORM901"}

// Every problem that a struct can have is among the broken models.
func TestBrokenModelsShowEveryCode(t *testing.T) {
	shown := map[string]bool{}
	for _, reg := range models.Registries {
		for _, p := range reg.Model().Problems {
			shown[p.Code] = true
		}
	}
	for _, c := range mapping.Codes() {
		if !shown[c.Code] && !slices.Contains(ofDescriptors, c.Code) {
			t.Errorf("%s (%s) is shown by no model", c.Code, c.Title)
		}
	}
}

// Every place in a tag that the model names is found in the source to the byte.
func TestPlacesInTags(t *testing.T) {
	src := modelsSource(t)
	n := 0
	for _, decls := range src.registries(typesread.New()) {
		for _, p := range mapping.Build(decls).Problems {
			places := []mapping.Locus{p.At}
			for _, f := range p.Fixes {
				for _, e := range f.Edits {
					places = append(places, e.At)
				}
			}
			for _, at := range places {
				pos, end, ok := typesread.Locate(src.located, at)
				if at.Decl.Pkg != modelsPath {
					continue
				}
				if !ok || !pos.IsValid() || end < pos {
					t.Errorf("%s: no place", p)
					continue
				}
				if at.Part != mapping.PartTag || at.Off < 0 {
					continue
				}
				n++
				want := tagOf(at)[at.Off : at.Off+at.Len]
				got := src.at(pos, end)
				if s, err := strconv.Unquote(`"` + got + `"`); err == nil && !strings.Contains(got, `"`) {
					got = s
				}
				if got != want {
					t.Errorf("%s: at %s stands %q, want %q", p, src.fset.Position(pos), got, want)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d places in tags were looked at", n)
	}
}

func tagOf(at mapping.Locus) string {
	for _, f := range at.Decl.Fields() {
		if f.Name == at.Field {
			return f.Tag
		}
	}
	return ""
}

// The bad example of every code has that problem and no other; the good one has none. Examples are checked against package orm
// as it is.
func TestExamples(t *testing.T) {
	for _, c := range mapping.Codes() {
		if slices.Contains(ofDescriptors, c.Code) {
			continue // package analysis has the tests of these
		}
		t.Run(c.Code, func(t *testing.T) {
			bad, good := c.Examples()
			if got := codesOf(t, bad); !slices.Equal(got, []string{c.Code}) {
				t.Errorf("the bad example has %v", got)
			}
			if got := codesOf(t, good); len(got) != 0 {
				t.Errorf("the good example has %v", got)
			}
		})
	}
}

// codesOf are the codes of the problems of a file's registries.
func codesOf(t *testing.T, text string) (codes []string) {
	t.Helper()
	src := check(t, "example.com/example", map[string]string{"example.go": text})
	regs := src.registries(typesread.New())
	if len(regs) == 0 {
		t.Fatal("the example has no registry")
	}
	for _, decls := range regs {
		for _, p := range src.build(decls).Problems {
			codes = append(codes, p.Code)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

package driver

import (
	"bytes"
	"context"
	"errors"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	ormanalysis "github.com/aludel/aludel/analysis"
	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/internal/testmod"
	"github.com/aludel/aludel/orm/mapping"
)

func TestEdited(t *testing.T) {
	for _, c := range []struct {
		name, text string
		edits      []Edit
		want       string
	}{
		{"in any order", "package a\n\nvar x, y = 1, 2\n", []Edit{{Start: 22, End: 23, Text: "20"}, {Start: 15, End: 16, Text: "xx"}}, "package a\n\nvar xx, y = 20, 2\n"},
		{"formatted again", "package a\n\ntype T struct {\n\tA int\n}\n", []Edit{{Start: 34, End: 34, Text: "\tLong string\n"}}, "package a\n\ntype T struct {\n\tA    int\n\tLong string\n}\n"},
		{"left unformatted", "package a\n\n\n\nvar   x = 1\n", []Edit{{Start: 19, End: 20, Text: "y"}}, "package a\n\n\n\nvar   y = 1\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := edited([]byte(c.text), c.edits)
			if err != nil || string(got) != c.want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	if _, err := edited([]byte("package a\n"), []Edit{{Start: 5, End: 50}}); err == nil {
		t.Error("no error where the file is shorter than the edit")
	}
	if _, err := edited([]byte("package a\n"), []Edit{{Start: 0, End: 7, Text: "pack"}}); err == nil {
		t.Error("no error where the edits break the file")
	}
}

func TestAccept(t *testing.T) {
	one := func(start, end int, text string) Fix { return Fix{Edits: []Edit{{"f", start, end, text}}} }
	edits := map[string][]Edit{}
	for _, c := range []struct {
		fix  Fix
		want bool
	}{
		{one(10, 20, "a"), true},
		{one(10, 20, "a"), true}, // the same again
		{one(15, 25, "b"), false},
		{one(10, 10, "c"), false},
		{one(20, 25, "d"), true},
		{one(5, 5, "\nimport \"x\""), true},
		{one(5, 5, "\nimport \"y\""), true},
		{one(5, 5, "z"), false},
		{Fix{Edits: []Edit{{"f", 30, 31, "e"}, {"f", 12, 13, "e"}}}, false},
		{one(30, 31, "f"), true}, // nothing of a refused fix was kept
		{Fix{Edits: []Edit{{"g", 10, 20, "a"}}}, true},
	} {
		if got := accept(edits, c.fix); got != c.want {
			t.Errorf("%v: %t", c.fix.Edits, got)
		}
	}
	if len(edits["f"]) != 5 || len(edits["g"]) != 1 {
		t.Errorf("%v", edits)
	}
}

func TestFactsRoundTrip(t *testing.T) {
	registerFacts(ormanalysis.Analyzers)
	a, b := types.NewPackage("example.com/a", "a"), types.NewPackage("example.com/b", "b")
	fact := func(v string) *model.Registries {
		return &model.Registries{List: []model.RegistryFact{{Var: v, Closed: true, Entities: []model.TypeName{{Pkg: "example.com/a", Name: "T"}}}}}
	}
	facts := factSet{}
	for _, p := range []*types.Package{a, b} {
		facts[factKey{pkg: p, kind: reflect.TypeOf(fact(""))}] = fact(p.Name())
	}
	data, err := encodeFacts(facts, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := encodeFacts(facts, nil)
	if err != nil || !bytes.Equal(data, again) {
		t.Error("the order of facts is not fixed", err)
	}
	got := factSet{}
	unknown, err := decodeFacts(data, map[string]*types.Package{"example.com/a": a}, got)
	if err != nil || len(got) != 1 || len(unknown) != 1 || unknown[0].Pkg != "example.com/b" {
		t.Fatalf("%v, %v, %v", got, unknown, err)
	}
	var f model.Registries
	if !got.get(factKey{pkg: a, kind: reflect.TypeOf(&f)}, &f) || f.String() != fact("a").String() {
		t.Errorf("got %s", &f)
	}
	all, err := encodeFacts(got, unknown)
	if err != nil || !bytes.Equal(all, data) {
		t.Error("facts of packages that are not known are not handed on", err)
	}
	if _, err := decodeFacts([]byte("nonsense"), nil, got); err == nil {
		t.Error("no error of nonsense")
	}
}

// Half-typed files never make an analyzer fail.
func TestHalfTyped(t *testing.T) {
	data, err := os.ReadFile("testdata/mistakes.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	dir := testmod.New(t, &txtar.Archive{Files: []txtar.File{{Name: "wrong/wrong.go", Data: []byte(text)}}})
	p, err := load(context.Background(), Options{Dir: dir, Patterns: []string{"./..."}, Env: testmod.Env()})
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		cut := random.IntN(len(text))
		src := text[:cut]
		if i%2 == 0 {
			src += text[min(cut+random.IntN(60), len(text)):]
		}
		u := &unit{id: "wrong", fset: token.NewFileSet(), info: newInfo(), sizes: types.SizesFor("gc", runtime.GOARCH)}
		f, _ := parser.ParseFile(u.fset, "wrong.go", src, parser.ParseComments|parser.SkipObjectResolution)
		if f == nil {
			continue
		}
		u.files = append(u.files, f)
		u.check("example.com/app/wrong", "go1.26", importerFunc(p.exports.read))
		if out := u.run(ormanalysis.Analyzer); out.err != nil {
			t.Fatalf("%v\nof\n%s", out.err, src)
		}
	}
}

func TestVetToolBadInput(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.cfg")
	if err := os.WriteFile(bad, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{filepath.Join(dir, "none.cfg")}, {bad}, {"-nonsense", bad}} {
		var stdout, stderr bytes.Buffer
		if status := VetTool(args, &stdout, &stderr); status != 2 || stderr.Len() == 0 || stdout.Len() > 0 {
			t.Errorf("%v: status %d, %q, %q", args, status, &stdout, &stderr)
		}
	}
}

// A package that does not reach package orm is not even read.
func TestVetToolCostsNothing(t *testing.T) {
	found, facts, err := checkUnit(&vetConfig{ImportPath: "example.com/a", GoFiles: []string{"/nowhere/a.go"}, PackageFile: map[string]string{"fmt": "/nowhere"}})
	if err != nil || len(found)+len(facts) > 0 {
		t.Error(found, facts, err)
	}
	_, _, err = checkUnit(&vetConfig{ImportPath: "example.com/a", GoFiles: []string{"/nowhere/a.go"}, PackageFile: map[string]string{mapping.OrmPath: "/nowhere"}})
	if err == nil {
		t.Error("no error of files that are not there")
	}
}

func TestExplain(t *testing.T) {
	for _, c := range mapping.Codes() {
		var out bytes.Buffer
		if err := Explain(&out, strings.ToLower(c.Code)); err != nil || !strings.Contains(out.String(), c.Explanation) {
			t.Errorf("%s: %v\n%s", c.Code, err, &out)
		}
		out.Reset()
		if err := Explain(&out, ""); err != nil || !strings.Contains(out.String(), c.Title) {
			t.Errorf("%s is not in the list: %v", c.Code, err)
		}
	}
	var unknown *UnknownCodeError
	if err := Explain(&bytes.Buffer{}, "ORN115"); !errors.As(err, &unknown) || unknown.Nearest != "ORM115" {
		t.Errorf("%v", unknown)
	}
	if err := Explain(&bytes.Buffer{}, "a long and other word"); !errors.As(err, &unknown) || unknown.Nearest != "" {
		t.Errorf("%v", unknown)
	}
}

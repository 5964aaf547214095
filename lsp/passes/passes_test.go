package passes_test

import (
	"context"
	"errors"
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/lsp/passes"
	"github.com/aludel/aludel/lsp/workspace"
)

const shop = `
-- go.mod --
module github.com/aludel/aludel

go 1.26
-- orm/orm.go --
package orm

type Entity struct{}
-- a/a.go --
package a

import "github.com/aludel/aludel/orm"

type Marked struct{ orm.Entity }

func Marked_() {}
-- b/b.go --
package b

import "github.com/aludel/aludel/a"

func use() { a.Marked_() }

func broken() int { return "" }
`

// load starts a session on the archive and returns the package of a file.
func load(t *testing.T, file string) *workspace.Package {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(shop)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := workspace.NewSession(workspace.Options{Logf: t.Logf})
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	stopped := make(chan struct{})
	go func() { defer close(stopped); s.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-stopped })
	s.AddFolder(dir)
	for !s.Snapshot().Loaded() {
		if ctx.Err() != nil {
			t.Fatal("nothing was loaded")
		}
		<-s.Changed()
	}
	p, _ := s.Snapshot().PackageOf(ctx, filepath.Join(dir, file))
	if p == nil {
		t.Fatalf("%s is in no package", file)
	}
	return p
}

// mark is a fact about a function whose name ends in an underscore.
type mark struct{ Name string }

func (*mark) AFact() {}

func TestFactsAndRequirements(t *testing.T) {
	var runs atomic.Int32
	a := &analysis.Analyzer{
		Name: "marks", Doc: "reports calls of marked functions", RunDespiteErrors: true,
		Requires: []*analysis.Analyzer{inspect.Analyzer}, FactTypes: []analysis.Fact{new(mark)},
		Run: func(pass *analysis.Pass) (any, error) {
			runs.Add(1)
			in := pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
			in.Preorder([]ast.Node{(*ast.FuncDecl)(nil), (*ast.CallExpr)(nil)}, func(n ast.Node) {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if strings.HasSuffix(n.Name.Name, "_") {
						pass.ExportObjectFact(pass.TypesInfo.Defs[n.Name], &mark{n.Name.Name})
					}
				case *ast.CallExpr:
					sel, ok := n.Fun.(*ast.SelectorExpr)
					var m mark
					if ok && pass.ImportObjectFact(pass.TypesInfo.Uses[sel.Sel].(*types.Func), &m) {
						pass.Reportf(n.Pos(), "call of %s", m.Name)
					}
				}
			})
			return len(pass.AllObjectFacts()), nil
		},
	}
	p := load(t, "b/b.go")
	out := passes.Run(p, a)
	if out.Err != nil || len(out.Diagnostics) != 1 || out.Diagnostics[0].Message != "call of Marked_" || out.Result != 1 {
		t.Errorf("got %+v", out)
	}
	if passes.Run(p, a) != out || runs.Load() != 2 {
		t.Errorf("%d runs over two packages", runs.Load())
	}
}

func TestFailures(t *testing.T) {
	failing := errors.New("no luck")
	strict := &analysis.Analyzer{Name: "strict", Doc: "x", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
	fails := &analysis.Analyzer{Name: "fails", Doc: "x", RunDespiteErrors: true, Run: func(*analysis.Pass) (any, error) { return nil, failing }}
	panics := &analysis.Analyzer{Name: "panics", Doc: "x", RunDespiteErrors: true, Run: func(*analysis.Pass) (any, error) { panic("oh") }}
	needs := &analysis.Analyzer{Name: "needs", Doc: "x", RunDespiteErrors: true, Requires: []*analysis.Analyzer{panics},
		ResultType: reflect.TypeFor[int](), Run: func(*analysis.Pass) (any, error) { return 1, nil }}
	p := load(t, "b/b.go")
	for a, want := range map[*analysis.Analyzer]string{
		strict: "has errors", fails: "no luck", panics: "panic: oh", needs: "panics on",
	} {
		if out := passes.Run(p, a); out.Err == nil || !strings.Contains(out.Err.Error(), want) {
			t.Errorf("%s: %v, want %q", a.Name, out.Err, want)
		}
	}
	if out := passes.Run(p.Imports["github.com/aludel/aludel/a"], strict); out.Err != nil {
		t.Errorf("a package without errors: %v", out.Err)
	}
}

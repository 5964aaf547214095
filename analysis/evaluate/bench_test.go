package evaluate_test

import (
	"go/token"
	"testing"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/trace/tracetest"
	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqlcompile"
)

// BenchmarkPackage traces and evaluates the oracle's snippets, a package of a hundred functions that are all queries, for two
// dialects: what the language server does for a file that is all queries.
func BenchmarkPackage(b *testing.B) {
	fset := token.NewFileSet()
	pkgs, err := tracetest.Load(fset, ".", oracle+"models", oracle+"helpers", oracle+"snippets")
	if err != nil {
		b.Fatal(err)
	}
	var world []*trace.Package
	for _, p := range pkgs {
		world = append(world, p.Package)
	}
	var ds []sqlcompile.Dialect
	for _, n := range []string{"sqlite", "postgresql"} {
		d, err := dialects.Get(n)
		if err != nil {
			b.Fatal(err)
		}
		ds = append(ds, d)
	}
	m := model()
	b.Run("world", func(b *testing.B) {
		for b.Loop() {
			trace.NewWorld(fset, world, trace.Options{Recipes: recipes.Table()})
		}
	})
	w := trace.NewWorld(fset, world, trace.Options{Recipes: recipes.Table()})
	last := world[len(world)-1]
	b.Run("trace", func(b *testing.B) {
		for b.Loop() {
			w.Package(last)
		}
	})
	sinks := w.Package(last)
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			evaluate.Sinks(sinks, m, ds...)
		}
		b.ReportMetric(float64(len(sinks)), "sinks")
	})
}

package recipes_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/recipes/internal/generate"
	"github.com/aludel/aludel/analysis/trace"
)

var update = flag.Bool("update", false, "rewrite recipes.json")

// TestFresh generates the table again. It also holds the rule that every face of package orm is one expression of kernel
// calls: the generator reports each that is not.
func TestFresh(t *testing.T) {
	fset, p, err := generate.Load(".")
	if err != nil {
		t.Fatal(err)
	}
	got, err := generate.File(fset, p)
	if err != nil {
		t.Fatalf("a face must be one expression of kernel calls:\n%v", err)
	}
	want, err := os.ReadFile("recipes.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	if !*update {
		t.Fatal("recipes.json is stale: run go generate in analysis/recipes")
	}
	if err := os.WriteFile("recipes.json", got, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTable(t *testing.T) {
	table := recipes.Table()
	for name, want := range map[string]string{
		"orm.Col.Eq":      "expr.Expr.Eq(p0, p1)",
		"orm.Col.EqExpr":  "expr.Expr.Eq(p0, p1)",
		"orm.Col.In":      "expr.Expr.In(p0, p1)",
		"orm.Num.Add":     "expr.Expr.Add(p0, p1)",
		"orm.Cond.And":    "expr.Expr.And(p0, p1)",
		"orm.Not":         "expr.Not(p0)",
		"orm.Concat":      "expr.Expr.Concat(expr.Coerce(p0), p1)",
		"orm.Coalesce":    "expr.Coalesce(p0, [p1])",
		"orm.Select2":     "orm/query.Select([p0, p1])",
		"orm.Query.Where": "orm/query.Query.Where(p0, p1)",
		"orm.SelectIn":    "orm/query.WithSelectIn(p0, p1)",
		"orm.LoadOnly":    "orm/query.WithLoadOnly(p0)",
	} {
		if got := table[name]; got == nil || got.String() != want {
			t.Errorf("%s is %v, not %s", name, got, want)
		}
	}
	for name, r := range table {
		if why := r.Unknown(); why != "" || strings.Contains(r.String(), "hole") {
			t.Errorf("%s: %s %s", name, r, why)
		}
	}
}

func TestDecodeRejects(t *testing.T) {
	for _, text := range []string{"", "[]", `{"recipes":{"x":0}}`, `{"recipes":{"x":-1},"graph":{"nodes":[{"op":"param"}]}}`, `{"recipes":{},"graph":{"nodes":[{"op":"const","k":"int","v":"z"}]}}`} {
		if got, err := recipes.Decode([]byte(text)); err == nil {
			t.Errorf("%s gave %v", text, got)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	text, err := os.ReadFile("recipes.json")
	if err != nil {
		b.Fatal(err)
	}
	var table map[string]*trace.Term
	for b.Loop() {
		if table, err = recipes.Decode(text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(table)), "recipes")
}

package evaluate

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/query"
)

// kernelTypes are the types whose methods recipes call.
var kernelTypes = map[string]reflect.Type{
	"expr.Expr": reflect.TypeFor[expr.Expr](), "expr.Window": reflect.TypeFor[expr.Window](),
	"orm/query.Query": reflect.TypeFor[query.Query](), "orm/query.Option": reflect.TypeFor[query.Option](), "orm/query.Class": reflect.TypeFor[query.Class](), "orm/query.Rel": reflect.TypeFor[query.Rel](),
	"orm/query.Composite": reflect.TypeFor[query.Composite](), "orm/query.Inserts": reflect.TypeFor[query.Inserts](), "orm/query.Bulk": reflect.TypeFor[query.Bulk](), "orm/query.Sub": reflect.TypeFor[query.Sub](),
	"expr.ConflictTarget": reflect.TypeFor[expr.ConflictTarget](),
}

// calls are the names of the kernel calls in a term.
func calls(t *trace.Term, into map[string]bool) {
	if t == nil {
		return
	}
	if t.Op == trace.OpCall {
		into[t.Name] = true
	}
	for _, a := range t.Args {
		calls(a, into)
	}
}

// TestRecipesAreCalls holds that every call of every recipe is one that the evaluator can make.
func TestRecipesAreCalls(t *testing.T) {
	reached := map[string]bool{}
	for _, r := range recipes.Table() {
		calls(r, reached)
	}
	for name := range reached {
		slash := strings.LastIndexByte(name, '/') + 1
		if strings.Count(name[slash:], ".") == 1 {
			if functions[name] == nil {
				t.Errorf("there is no function %s", name)
			}
			continue
		}
		dot := strings.LastIndexByte(name, '.')
		typ := kernelTypes[name[:dot]]
		if typ == nil {
			t.Errorf("%s: the type is not known here", name)
			continue
		}
		if _, ok := typ.MethodByName(name[dot+1:]); !ok {
			t.Errorf("there is no method %s", name)
		}
	}
}

// TestFacesCoverTheKernel compares what expressions package expr has with what the typed faces reach. What they leave out on purpose is
// in testdata/withoutface.txt, with the reason; orm.FromExpr makes it reachable.
func TestFacesCoverTheKernel(t *testing.T) {
	reached := map[string]bool{}
	for _, r := range recipes.Table() {
		calls(r, reached)
	}
	left := map[string]bool{}
	for name := range functions {
		if f := reflect.TypeOf(functions[name]); strings.HasPrefix(name, "expr.") && f.NumOut() > 0 && f.Out(0) == kernelTypes["expr.Expr"] && !reached[name] {
			left[name] = true
		}
	}
	for i := range kernelTypes["expr.Expr"].NumMethod() {
		m := kernelTypes["expr.Expr"].Method(i)
		if name := "expr.Expr." + m.Name; m.Type.NumOut() > 0 && m.Type.Out(0) == kernelTypes["expr.Expr"] && !reached[name] {
			left[name] = true
		}
	}
	listed := readReasons(t, "testdata/withoutface.txt")
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if listed[name] == "" {
			t.Errorf("%s has no face in package orm; give it one, or a reason in testdata/withoutface.txt", name)
		}
	}
	for name := range listed {
		if !left[name] {
			t.Errorf("testdata/withoutface.txt lists %s, which has a face or is not there", name)
		}
	}
}

// readReasons reads lines of a name, a colon and a reason.
func readReasons(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		name, reason, ok := strings.Cut(s.Text(), ": ")
		if !ok || reason == "" {
			t.Error(fmt.Errorf("%s: %q is no name with a reason", file, s.Text()))
		}
		out[name] = reason
	}
	return out
}

package evaluate

import (
	"bytes"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/aludel/aludel/analysis/evaluate/internal/functable"
)

var update = flag.Bool("update", false, "rewrite functions.go")

// TestFunctionsFresh holds that the table has every exported function of the kernel.
func TestFunctionsFresh(t *testing.T) {
	got, err := functable.Generate("../..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("functions.go")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	if !*update {
		t.Fatal("functions.go is stale: run go generate in analysis/evaluate")
	}
	if err := os.WriteFile("functions.go", got, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFunctionsAreFunctions(t *testing.T) {
	for name, f := range functions {
		if v := reflect.ValueOf(f); v.Kind() != reflect.Func || v.Type().NumOut() == 0 {
			t.Errorf("%s is a %T", name, f)
		}
	}
}

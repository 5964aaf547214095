// Package otherwise holds, for tests, what is done where a case of the golden corpus goes otherwise on purpose: a text file that a test
// writes and compares, so that the difference stays the one that was agreed to (testdata/golden/differences.json) and becomes no other.
package otherwise

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update-otherwise", false, "write the files of what goes otherwise than in the golden corpus")

// Record is what goes otherwise in one test. It is used by one goroutine.
type Record struct{ parts []string }

// Add notes what a case does. Texts of one case are kept in the order of their names.
func (r *Record) Add(id, what string) {
	r.parts = append(r.parts, "-- "+id+"\n"+strings.TrimRight(what, "\n")+"\n")
}

// Check compares what was noted with the file, or writes it.
func (r *Record) Check(t testing.TB, file string) {
	t.Helper()
	slices.Sort(r.parts)
	got := strings.Join(r.parts, "")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(string(data), "-- ")
	for _, part := range r.parts {
		if !slices.Contains(want, strings.TrimPrefix(part, "-- ")) {
			t.Errorf("it goes otherwise than agreed (%s; -update-otherwise writes it):\n%s", file, part)
		}
	}
	if n := len(want) - 1; n != len(r.parts) {
		t.Errorf("%d go otherwise, %d are in %s", len(r.parts), n, file)
	}
}

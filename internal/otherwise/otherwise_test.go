package otherwise

import (
	"os"
	"path/filepath"
	"testing"
)

// fails counts the complaints of a test.
type fails struct {
	testing.TB
	n int
}

func (f *fails) Errorf(string, ...any) { f.n++ }

// A file holds what is done, whatever the order; what is changed, missing or new is complained of.
func TestCheck(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.txt")
	if err := os.WriteFile(file, []byte("-- a\none\n-- b\ntwo\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		parts [][2]string
		fails int
	}{{[][2]string{{"b", "two"}, {"a", "one\n"}}, 0}, {[][2]string{{"b", "two"}}, 1}, {[][2]string{{"b", "two"}, {"a", "three"}}, 1}, {[][2]string{{"b", "two"}, {"a", "one"}, {"c", "x"}}, 2}} {
		var r Record
		for _, p := range c.parts {
			r.Add(p[0], p[1])
		}
		f := &fails{TB: t}
		if r.Check(f, file); f.n != c.fails {
			t.Errorf("%v: %d complaints, not %d", c.parts, f.n, c.fails)
		}
	}
}

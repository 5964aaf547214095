//go:build cgo

package sqlite3

import (
	"context"
	"path/filepath"
	"testing"
)

// Connections have no lock of their own, unless the name of the database says otherwise, and whatever it says they open.
func TestUnlocked(t *testing.T) {
	dir := filepath.ToSlash(t.TempDir())
	for dsn, want := range map[string]string{
		":memory:":                         ":memory:?_mutex=no",
		"file::memory:":                    "file::memory:?_mutex=no",
		dir + "/a.db":                      dir + "/a.db?_mutex=no",
		dir + "/a.db?":                     dir + "/a.db?_mutex=no",
		"file:" + dir + "/b.db?mode=rwc":   "file:" + dir + "/b.db?mode=rwc&_mutex=no",
		"file:" + dir + "/b.db?mode=rwc&":  "file:" + dir + "/b.db?mode=rwc&_mutex=no",
		dir + "/a.db?_mutex=full":          dir + "/a.db?_mutex=full",
		"file:m?mode=memory&cache=shared":  "file:m?mode=memory&cache=shared",
		"file:" + dir + "/c.db?mode=rwc#x": "file:" + dir + "/c.db?mode=rwc#x",
		"":                                 "",
	} {
		if got := unlocked(dsn); got != want {
			t.Errorf("%q becomes %q, want %q", dsn, got, want)
		}
		o, err := Driver{}.Open(dsn)
		if err != nil {
			t.Fatal(err)
		}
		c, err := o.Connect(context.Background())
		if err != nil {
			t.Errorf("%q: %v", dsn, err)
			continue
		}
		if _, err := c.Exec(context.Background(), "CREATE TABLE IF NOT EXISTS t (a)", nil); err != nil {
			t.Errorf("%q: %v", dsn, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Package tutorialtest holds what a tutorial prints to golden files, on each database.
package tutorialtest

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
)

var update = flag.Bool("update", false, "write the golden files")

// Run runs a tutorial on SQLite and PostgreSQL: it must print what stands in testdata, statements included, and the same values on both.
// The database on PostgreSQL gets the name given.
func Run(t *testing.T, name string, run func(ctx context.Context, url string, out io.Writer) error) {
	values := map[string]string{}
	for _, db := range []struct {
		name string
		url  func(t *testing.T) string
	}{
		{"sqlite", func(*testing.T) string { return "sqlite://" }},
		{"postgresql", func(t *testing.T) string { return dbtest.Postgres(t, name) }},
	} {
		t.Run(db.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(t.Context(), db.url(t), &out); err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			golden(t, filepath.Join("testdata", db.name+".txt"), out.Bytes())
			values[db.name] = withoutStatements(out.String())
		})
	}
	if p, ok := values["postgresql"]; ok && p != values["sqlite"] {
		t.Errorf("PostgreSQL gives\n%s\nSQLite\n%s", p, values["sqlite"])
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("otherwise than in %s (go test -update writes it):\n%s", file, got)
	}
}

// withoutStatements leaves out what was sent, which differs between databases.
func withoutStatements(s string) string {
	var out []string
	for line := range strings.Lines(s) {
		if !strings.HasPrefix(line, "    ") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

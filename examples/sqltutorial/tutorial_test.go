package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
)

var update = flag.Bool("update", false, "write the golden files")

// The tutorial prints what stands in testdata, on each database, and the same rows on all of them.
func TestTutorial(t *testing.T) {
	rows := map[string]string{}
	for name, url := range map[string]func() string{
		"sqlite":     func() string { return "sqlite://" },
		"postgresql": func() string { return dbtest.Postgres(t, "sqltutorial") },
		"mariadb":    func() string { return dbtest.MariaDB(t, "sqltutorial") },
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(context.Background(), url(), &out); err != nil {
				t.Fatalf("%v\n%s", err, out.String())
			}
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if out.String() != string(want) {
				t.Errorf("otherwise than in %s (go test -update writes it):\n%s", file, out.String())
			}
			rows[name] = withoutStatements(out.String())
		})
	}
	for name, got := range rows {
		if want, ok := rows["sqlite"]; ok && got != want {
			t.Errorf("%s gives\n%s\nSQLite\n%s", name, got, want)
		}
	}
}

// withoutStatements leaves out what was sent, which differs between databases.
func withoutStatements(s string) string {
	var out []string
	for _, paragraph := range strings.Split(s, "\n$ ") {
		for _, line := range strings.Split(paragraph, "\n") {
			if strings.HasPrefix(line, "[") || strings.HasPrefix(line, "-- ") || strings.HasPrefix(line, "name: ") {
				out = append(out, line)
			}
		}
	}
	return strings.Join(out, "\n")
}

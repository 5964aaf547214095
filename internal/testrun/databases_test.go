package main

import (
	"context"
	"strings"
	"testing"
)

// A server that does not answer is started from the installed programs, or the run says why it could not be.
func TestStart(t *testing.T) {
	ctx := context.Background()
	for _, s := range []struct {
		name  string
		start func(context.Context) (string, func(), error)
	}{{"PostgreSQL", startPostgres}, {"MariaDB", startMariaDB}} {
		t.Run(s.name, func(t *testing.T) {
			port, stop, err := s.start(ctx)
			if err != nil {
				t.Skipf("%s cannot be started here: %v", s.name, err)
			}
			if !answers(port) {
				t.Errorf("it was started on port %s and does not answer", port)
			}
			stop()
			if answers(port) {
				t.Errorf("it still answers on port %s after it was stopped", port)
			}
		})
	}
}

// What is used and what is not is said in plain words.
func TestReportOfDatabases(t *testing.T) {
	d := &databases{}
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NO_SUCH_PORT", port)
	d.find(context.Background(), "Nothing", "NO_SUCH_PORT", "1", func(context.Context) (string, func(), error) {
		_, err := installed("no-such-server")
		return "", nil, err
	})
	if len(d.notes) != 1 || !strings.Contains(d.notes[0], "NOT used, its tests are skipped") || !strings.Contains(d.notes[0], "no-such-server is not installed") {
		t.Errorf("%q", d.notes)
	}
}

package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
)

// The tour runs on SQLite and on PostgreSQL by URL alone, and shows what it promises.
func TestTour(t *testing.T) {
	t.Chdir("../..")
	for _, db := range []struct {
		name string
		url  func(*testing.T) []string
		want []string
	}{
		{"sqlite", func(*testing.T) []string { return nil }, []string{"LIKE ? ORDER BY users.id DESC LIMIT ? OFFSET ?  [%@google.com 10 0]"}},
		{"postgresql", func(t *testing.T) []string { return []string{dbtest.Postgres(t, "tour")} }, []string{"LIKE $1 ORDER BY users.id DESC LIMIT $2  [%@google.com 10]"}},
	} {
		t.Run(db.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(context.Background(), &out, db.url(t)); err != nil {
				t.Fatalf("%v\n%s", err, &out)
			}
			want := append(db.want,
				"-> jack Jack Bean (karma 10)", "-> 2 addresses, the first is jack@google.com", "-> jack has 2", "-> wendy: 0",
				`wrong.go:15:21: unknown option "colunm"; did you mean column? (ORM102)`, "(ORM110)", "(ORM301)", "(ORM207)", "(ORM115)", "(ORM108)", "(ORM141)", "(ORM142)", "(ORM143)", "(ORM501)",
				"hover at examples/blog/queries.go:", "WHERE addresses.email_address LIKE $1 ORDER BY users.id DESC LIMIT $2", `"%@" + host`)
			for _, w := range want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("%q is not in what the tour prints:\n%s", w, &out)
				}
			}
			if n := strings.Count(out.String(), "email_address AS addresses_email_address"); n != 3 {
				t.Errorf("%d SELECTs of addresses: one lazy load, one select-in, one for the delete", n)
			}
		})
	}
	if err := run(context.Background(), &bytes.Buffer{}, []string{"nosql://x"}); err == nil || !strings.Contains(err.Error(), "no dialect") {
		t.Errorf("%v", err)
	}
}

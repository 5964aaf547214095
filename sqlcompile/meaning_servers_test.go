package sqlcompile_test

import (
	stdsql "database/sql"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
)

// What an expression means is the same on all databases: random trees of what is portable, by the text and the values of each.
func TestMeaningOnServers(t *testing.T) {
	rounds := 3000
	if testing.Short() {
		rounds = 200
	}
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite":     func(t *testing.T) string { return dbtest.SQLite(t) },
		"postgresql": func(t *testing.T) string { return dbtest.Postgres(t, "meaning") },
		"mysql":      func(t *testing.T) string { return dbtest.MariaDB(t, "meaning") },
	} {
		t.Run(name, func(t *testing.T) {
			db := openLive(t, name, url(t))
			for _, s := range []string{"CREATE TABLE v (i1 INTEGER, i2 INTEGER, i3 INTEGER, i4 INTEGER, t1 VARCHAR(20))", "INSERT INTO v VALUES (3, -2, 0, NULL, 'ab')"} {
				if _, err := db.Exec(s); err != nil {
					t.Fatal(err)
				}
			}
			bad := 0
			for seed := range rounds {
				m := meaning{r: rand.New(rand.NewPCG(uint64(seed), 19)), portable: true}
				want := m.truth(1 + seed%4)
				if seed%2 == 0 {
					want = m.integer(1 + seed%5)
				}
				if !meansOn(t, name, db, seed, want) {
					if bad++; bad == 3 {
						return
					}
				}
			}
		})
	}
}

func meansOn(t *testing.T, name string, db *stdsql.DB, seed int, want meant) bool {
	t.Helper()
	text, args, err := bound(expr.NewSelect(want.x.As("x")).SelectFrom(expr.NewTableClause("", "v")), goldenDialects[name])
	if err != nil {
		t.Errorf("seed %d: %v", seed, err)
		return false
	}
	var got stdsql.NullString
	if err := db.QueryRow(text, args...).Scan(&got); err != nil {
		t.Errorf("seed %d: %v\n%s\n%v", seed, err, text, args)
		return false
	}
	s := map[string]string{"true": "1", "false": "0"}[got.String]
	if s == "" {
		s = got.String
	}
	if !got.Valid {
		s = fmt.Sprint(nil)
	}
	if s != fmt.Sprint(want.v) {
		t.Errorf("seed %d: %v, it should be %v\n%s\n%v", seed, s, want.v, text, args)
		return false
	}
	return true
}

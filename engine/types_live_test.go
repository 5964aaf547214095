package engine_test

import (
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/livetypes"
)

// Every type stores and gives back its extremes on every database that has it, and refuses what does not fit before it is sent. The
// native adapter of PostgreSQL has the same test; SQLite's has it with the tag aludel_native.
func TestLiveTypes(t *testing.T) {
	for name, url := range map[string]func(testing.TB, string) string{
		"sqlite": func(t testing.TB, _ string) string { return dbtest.SQLite(t) }, "postgres": dbtest.Postgres, "mariadb": dbtest.MariaDB,
	} {
		t.Run(name, func(t *testing.T) { livetypes.Run(t, open(t, url(t, "livetypes")), name) })
	}
	t.Run("postgres through a pooler", func(t *testing.T) {
		m, url := multiplex(t, dbtest.Postgres(t, "livetypes_pooled"), 2)
		livetypes.Run(t, open(t, url, engine.TransactionPooler()), "postgres")
		if n := m.named.Load(); n != 0 {
			t.Errorf("%d statements were prepared by name", n)
		}
	})
}

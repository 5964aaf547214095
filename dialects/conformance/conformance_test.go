package conformance_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/conformance"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"

	_ "github.com/mattn/go-sqlite3"
)

// The dialects whose databases run here keep to the suite.
func TestConformance(t *testing.T) {
	slow := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000000) SELECT count(*) FROM n"
	for name, d := range map[string]struct {
		url func(*testing.T) string
		can conformance.Capabilities
	}{
		"sqlite": {func(t *testing.T) string { return dbtest.SQLite(t) },
			conformance.Capabilities{Upsert: conformance.OnConflict, Cancel: slow, Checks: true, Reflection: true}},
		"memory": {func(*testing.T) string { return "sqlite://" },
			conformance.Capabilities{Upsert: conformance.OnConflict, Cancel: slow, Checks: true, Reflection: true}},
		"postgresql": {func(t *testing.T) string { return dbtest.Postgres(t, "conformance") },
			conformance.Capabilities{Upsert: conformance.OnConflict, Cancel: "SELECT pg_sleep(30)", Checks: true, StrictTypes: true, Reflection: true}},
		"mariadb": {func(t *testing.T) string { return dbtest.MariaDB(t, "conformance") },
			conformance.Capabilities{Upsert: conformance.OnDuplicateKey, Cancel: "SELECT sleep(30)", Checks: true, StrictTypes: true, Reflection: true}},
	} {
		t.Run(name, func(t *testing.T) {
			url := d.url(t)
			conformance.Run(t, conformance.Database{Capabilities: d.can, Open: func(t *testing.T) *engine.Engine {
				e, err := engine.Open(url)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { e.Close() })
				return e
			}})
		})
	}
}

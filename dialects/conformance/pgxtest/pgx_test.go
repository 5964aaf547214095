package pgxtest

import (
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/conformance"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/livestorm"
	"github.com/aludel/aludel/internal/livetypes"
	"github.com/aludel/aludel/pool"

	_ "github.com/jackc/pgx/v5/stdlib"
)

func open(t *testing.T, url string, opts ...engine.Option) *engine.Engine {
	e, err := engine.Open(strings.Replace(url, "postgresql:", "postgresql+pgx:", 1), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// PostgreSQL keeps to the suite, whether statements are prepared or not.
func TestConformance(t *testing.T) {
	for name, opts := range map[string][]engine.Option{"prepared": nil, "pooled": {engine.TransactionPooler()}} {
		t.Run(name, func(t *testing.T) {
			url := dbtest.Postgres(t, "pgx_conformance")
			conformance.Run(t, conformance.Database{
				Capabilities: conformance.Capabilities{Upsert: conformance.OnConflict, Cancel: "SELECT pg_sleep(30)", Checks: true, StrictTypes: true, Reflection: true},
				Open:         func(t *testing.T) *engine.Engine { return open(t, url, opts...) },
			})
		})
	}
}

// Every type stores and gives back its extremes.
func TestLiveTypes(t *testing.T) {
	for name, opts := range map[string][]engine.Option{"prepared": nil, "pooled": {engine.TransactionPooler()}} {
		t.Run(name, func(t *testing.T) { livetypes.Run(t, open(t, dbtest.Postgres(t, "pgx_types"), opts...), "postgres") })
	}
}

// Hundreds of goroutines on a few connections, of which some are killed and some are cancelled: see package livestorm.
func TestStorm(t *testing.T) {
	e := open(t, dbtest.Postgres(t, "pgx_storm"), engine.Pool(pool.Options{Size: 8, Overflow: 4}))
	livestorm.Run(t, e, "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%v)")
}

package engine_test

import (
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/internal/livestorm"
	"github.com/aludel/aludel/pool"
)

// Hundreds of goroutines on a few connections, of which some are killed and some are cancelled: see package livestorm.
func TestStorm(t *testing.T) {
	opts := engine.Pool(pool.Options{Size: 8, Overflow: 4})
	t.Run("postgres", func(t *testing.T) {
		livestorm.Run(t, open(t, dbtest.Postgres(t, "storm"), opts), "SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%v)")
	})
	t.Run("mariadb", func(t *testing.T) {
		livestorm.Run(t, open(t, dbtest.MariaDB(t, "storm"), opts), "SELECT connection_id()", "KILL %v")
	})
}

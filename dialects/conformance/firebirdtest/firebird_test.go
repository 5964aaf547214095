package firebirdtest

import (
	"os"
	"testing"

	"github.com/aludel/aludel/dialects/conformance"
	"github.com/aludel/aludel/engine"

	_ "github.com/nakagami/firebirdsql"
)

// Firebird keeps to the suite.
func TestFirebird(t *testing.T) {
	url := os.Getenv("FIREBIRD_URL")
	if url == "" {
		t.Skip("FIREBIRD_URL is not set: no Firebird server to run on")
	}
	conformance.Run(t, conformance.Database{
		Capabilities: conformance.Capabilities{Checks: true, StrictTypes: true},
		Open: func(t *testing.T) *engine.Engine {
			e, err := engine.Open(url)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { e.Close() })
			return e
		},
	})
}

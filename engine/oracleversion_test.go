package engine_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
)

// The first connection says which Oracle it is; a URL that names a version is believed.
func TestOracleIsAskedForItsVersion(t *testing.T) {
	for _, k := range []struct{ url, server, want string }{
		{"oracle://h/d", "12.2.0.1.0", "SELECT 1 AS anon_1 FROM DUAL"}, {"oracle://h/d", "19.0.0.0.0", "SELECT 1 AS anon_1 FROM DUAL"},
		{"oracle://h/d", "21.0.0.0.0", "SELECT 1 AS anon_1 FROM DUAL"}, {"oracle://h/d", "23.26.0.0.0", "SELECT 1 AS anon_1"},
		{"oracle://h/d", "", "SELECT 1 AS anon_1 FROM DUAL"}, {"oracle23://h/d", "19.0.0.0.0", "SELECT 1 AS anon_1"},
		{"oracle11://h/d", "23.0.0.0.0", "SELECT 1 AS anon_1 FROM DUAL"},
	} {
		d := &keysStub{server: k.server}
		c := connect(t, stubbed(t, k.url, d))
		execute(t, c, expr.NewSelect(expr.Inline(1))).Close()
		if !slices.Equal(d.sent, []string{k.want}) {
			t.Errorf("%s with %s: %q", k.url, k.server, d.sent)
		}
	}
	_, err := stubbed(t, "oracle://h/d", &keysStub{server: "11.2.0.4.0"}).Connect(ctx)
	if se := (*dialects.ServerError)(nil); !errors.As(err, &se) {
		t.Errorf("11g: %v", err)
	}
}

package engine_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/pool"
)

// At level Debug the log has the rows that are read, hidden with the values, and the loans of connections.
func TestRowsAndLoansInTheLog(t *testing.T) {
	for _, c := range []struct {
		level slog.Level
		opts  []engine.Option
		want  string
	}{
		{slog.LevelInfo, nil, "connection opened; BEGIN; SELECT 1, 'it' UNION SELECT 2, NULL; COMMIT; connection closed"},
		{slog.LevelDebug, nil, "connection opened; connection lent; BEGIN; SELECT 1, 'it' UNION SELECT 2, NULL; row [1 it]; row [2 <nil>]; COMMIT; connection returned; connection closed"},
		{slog.LevelDebug, []engine.Option{engine.HideParameters()}, "connection opened; connection lent; BEGIN; SELECT 1, 'it' UNION SELECT 2, NULL; row [2 hidden]; row [2 hidden]; COMMIT; connection returned; connection closed"},
	} {
		var b bytes.Buffer
		log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{Level: c.level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.MessageKey || a.Key == "values" {
				return a
			}
			return slog.Attr{}
		}}))
		e := open(t, "sqlite://", append(c.opts, engine.Echo(log), engine.PoolEvents(pool.Logged(log)))...)
		res, err := e.Execute(ctx, engine.Text("SELECT 1, 'it' UNION SELECT 2, NULL"))
		if err != nil {
			t.Fatal(err)
		}
		if rows, err := res.All(); err != nil || len(rows) != 2 {
			t.Errorf("%v, %v", rows, err)
		}
		e.Close()
		got := strings.NewReplacer("msg=", "", "values=", "", `"`, "", "\n", "; ").Replace(strings.TrimSpace(b.String()))
		if got != c.want {
			t.Errorf("%v: logged\n%s, want\n%s", c.level, got, c.want)
		}
	}
}

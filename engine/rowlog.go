package engine

import (
	"context"
	"log/slog"

	"github.com/aludel/aludel/engine/dbapi"
)

// loggedReader logs each row as it comes from the driver, at level Debug.
type loggedReader struct {
	dbapi.Reader
	e   *Engine
	ctx context.Context
}

// logged is rd, with its rows in the log of the engine if that wants them.
func (e *Engine) logged(ctx context.Context, rd dbapi.Reader) dbapi.Reader {
	if e.opt.echo == nil || !e.opt.echo.Enabled(ctx, slog.LevelDebug) {
		return rd
	}
	return &loggedReader{rd, e, ctx}
}

// Fetch implements dbapi.Reader.
func (r *loggedReader) Fetch(b *dbapi.Batch) (bool, error) {
	more, err := r.Reader.Fetch(b)
	if err != nil || b.NRows == 0 {
		return more, err
	}
	var row dbapi.Row
	row.Bind(b, r.Columns())
	for i := range b.NRows {
		row.Seek(i)
		values := make([]any, row.Len())
		for j := range values {
			values[j] = row.Value(j)
		}
		r.e.opt.echo.LogAttrs(r.ctx, slog.LevelDebug, "row", slog.Any("values", r.e.shown(values)))
	}
	return more, nil
}

package engine

import (
	"context"
	"log/slog"
	"time"
)

// Event is a statement that was run, or a transaction mark.
type Event struct {
	Context context.Context
	SQL     string
	// Args are the values sent; they are good only during the call.
	Args     []any
	Duration time.Duration
	Err      error
}

// emit tells the listeners and the log of a statement.
func (e *Engine) emit(ctx context.Context, text string, args []any, start time.Time, err error) {
	if start.IsZero() {
		return
	}
	ev := Event{Context: ctx, SQL: text, Args: args, Duration: time.Since(start), Err: err}
	for _, f := range e.opt.listeners {
		f(ev)
	}
	if e.opt.echo != nil {
		e.log(ctx, ev)
	}
}

func (e *Engine) log(ctx context.Context, ev Event) {
	attrs := []slog.Attr{slog.Duration("took", ev.Duration)}
	if len(ev.Args) > 0 && !e.opt.hideParams {
		attrs = append(attrs, slog.Any("binds", append([]any(nil), ev.Args...)))
	}
	if ev.Err != nil {
		attrs = append(attrs, slog.Any("error", ev.Err))
	}
	e.opt.echo.LogAttrs(ctx, slog.LevelInfo, ev.SQL, attrs...)
}

package engine

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// Event is a statement that was run, or a transaction mark.
type Event struct {
	Context context.Context
	SQL     string
	// Args are the values sent; they are good only during the call. With [HideParameters] each is a [HiddenValue].
	Args []any
	// Many is how many sets of values follow each other in Args, each sent with the same text; 0 for a statement that is run once.
	Many     int
	Duration time.Duration
	Err      error
}

// emit tells the listeners of statements and the log.
func (e *Engine) emit(ctx context.Context, text string, args []any, many int, start time.Time, err error) {
	if start.IsZero() {
		return
	}
	ev := Event{Context: ctx, SQL: text, Args: e.told(args), Many: many, Duration: time.Since(start), Err: e.toldError(err)}
	for _, f := range e.opt.listeners {
		f(ev)
	}
	if e.opt.echo != nil {
		e.log(ctx, ev)
	}
}

func (e *Engine) log(ctx context.Context, ev Event) {
	if !e.opt.echo.Enabled(ctx, slog.LevelInfo) {
		return
	}
	attrs := make([]slog.Attr, 0, 3)
	attrs = append(attrs, slog.Duration("took", ev.Duration))
	if len(ev.Args) > 0 {
		attrs = append(attrs, slog.Any("binds", e.shown(ev.Args)))
	}
	if ev.Err != nil {
		attrs = append(attrs, slog.Any("error", ev.Err))
	}
	e.opt.echo.LogAttrs(ctx, slog.LevelInfo, ev.SQL, attrs...)
}

// What the log shows of values.
const (
	shownArgs  = 20  // of more, the first and the last half
	shownBytes = 300 // of a longer text, the first and the last half
)

// shown are values as the log shows them: hidden if that was asked for, long ones with a gap.
func (e *Engine) shown(args []any) any {
	if e.opt.hideParams {
		return fmt.Sprintf("[%d hidden]", len(args))
	}
	out := make([]any, 0, min(len(args), shownArgs+1))
	for i, v := range args {
		if len(args) > shownArgs && i >= shownArgs/2 && i < len(args)-shownArgs/2 {
			if i == shownArgs/2 {
				out = append(out, fmt.Sprintf("... %d more ...", len(args)-shownArgs))
			}
			continue
		}
		out = append(out, shortened(v))
	}
	return out
}

// shortened is a value with a gap where it is long. It is also independent of the connection's memory.
func shortened(v any) any {
	switch v := v.(type) {
	case string:
		if len(v) > shownBytes {
			return fmt.Sprintf("%s... (%d bytes) ...%s", v[:shownBytes/2], len(v)-shownBytes, v[len(v)-shownBytes/2:])
		}
	case []byte:
		if len(v) > shownBytes {
			return fmt.Sprintf("%x... (%d bytes)", v[:shownBytes/4], len(v))
		}
		return fmt.Sprintf("%x", v)
	}
	return v
}

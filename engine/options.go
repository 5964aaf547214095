package engine

import (
	"context"
	"maps"
)

// execOptions are the options in force for a statement: those of the engine, of the connection over them, and those passed with the
// statement over both.
type execOptions struct {
	isolation  string // "" for the server's own
	stream     bool   // through a cursor of the server
	yieldPer   int    // rows a batch, 0 for the usual
	unprepared bool
	tags       []tag
	values     map[any]any // of users; never changed once it is here
}

// ExecOption changes how statements are run. It may be given to an engine ([Defaults], [Engine.With]), to a connection
// ([Connection.SetOptions]) and with a statement ([Connection.Execute]).
type ExecOption func(*execOptions)

func (ExecOption) arg() {}

// Isolation is the option for the isolation level of an engine or a connection; see [Connection.SetIsolation].
func Isolation(level string) ExecOption { return func(o *execOptions) { o.isolation = level } }

// Stream reads the rows of queries through a cursor of the server, where the database has them, so that neither side ever has all of
// them in memory, the rest need not be read when the result is closed early, and the connection is free between the batches. A
// transaction must be open. Elsewhere rows come from the connection as they are read anyway.
func Stream() ExecOption { return func(o *execOptions) { o.stream = true } }

// YieldPer makes a result read its rows in batches of n, and [Stream] fetch them so.
func YieldPer(n int) ExecOption {
	return func(o *execOptions) {
		o.yieldPer = max(n, 0)
		o.stream = o.stream || n > 0
	}
}

// Unprepared sends a statement without preparing it: for one that will not come again.
func Unprepared() ExecOption { return func(o *execOptions) { o.unprepared = true } }

// With is an option of the user's own, which listeners find with [Connection.Value] and [CursorExecution.Value].
func With(key, value any) ExecOption {
	return func(o *execOptions) {
		m := maps.Clone(o.values)
		if m == nil {
			m = map[any]any{}
		}
		m[key] = value
		o.values = m
	}
}

func (o execOptions) merged(opts []ExecOption) execOptions {
	for _, f := range opts {
		f(&o)
	}
	return o
}

// Defaults sets options for everything that the engine runs.
func Defaults(opts ...ExecOption) Option {
	return func(o *options) { o.exec = o.exec.merged(opts) }
}

// With is the same engine, over the same pool, caches and listeners, with other options for what runs through it.
func (e *Engine) With(opts ...ExecOption) (*Engine, error) {
	f := &Engine{shared: e.shared, exec: e.exec.merged(opts)}
	if f.exec.isolation != "" {
		l, err := e.level(f.exec.isolation)
		if err != nil {
			return nil, err
		}
		f.exec.isolation = l
	}
	return f, nil
}

// Value is the option of the user's own for key, nil if there is none.
func (e *Engine) Value(key any) any { return e.exec.values[key] }

// SetOptions changes the options for what the connection runs from now on, until it is closed. A new isolation level is set at once,
// under the conditions of [Connection.SetIsolation].
func (c *Connection) SetOptions(ctx context.Context, opts ...ExecOption) error {
	if c.res == nil {
		return ErrConnectionClosed
	}
	o := c.opt.merged(opts)
	level := o.isolation
	o.isolation = c.opt.isolation
	c.opt = o
	if level != o.isolation {
		return c.SetIsolation(ctx, level)
	}
	return nil
}

// Value is the option of the user's own for key, nil if there is none.
func (c *Connection) Value(key any) any { return c.opt.values[key] }

// applyOptions makes a connection that was just borrowed what the options say.
func (c *Connection) applyOptions(ctx context.Context) error {
	c.auto = c.opt.isolation != Autocommit
	level := c.opt.isolation
	if level == "" || level == Autocommit || c.engine.Dialect().Features().Isolation.ByDriver {
		return nil
	}
	return c.SetIsolation(ctx, level)
}

package engine

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/sqlcompile"
)

// Engine is a database: where it is, how it speaks, and the pool of connections to it. Make one with [Open].
type Engine struct {
	*shared
	exec execOptions
}

// shared is what an engine and those that [Engine.With] made of it have in common.
type shared struct {
	url    dialects.URL
	speech atomic.Pointer[speech]
	pool   atomic.Pointer[pool.Pool]
	keys   sync.Pool // of *expr.Key, to compile without allocation
	opt    options

	mu     sync.Mutex // held by who replaces events or pool
	events atomic.Pointer[[]*Events]
}

// Dialect is how the database speaks. That of a URL whose servers differ (mysql, which MariaDB speaks with a difference) becomes the
// server's own with the first connection.
func (e *Engine) Dialect() dialects.Dialect { return e.speech.Load().dialect }

// statements is the cache of what was compiled for the dialect.
func (e *Engine) statements() *sqlcompile.Cache { return e.speech.Load().cache }

// URL names the database. Printing it hides the password.
func (e *Engine) URL() dialects.URL { return e.url }

// Stats says what the pool has.
func (e *Engine) Stats() pool.Stats { return e.pool.Load().Stats() }

// Pool is the engine's pool of connections, until the next Dispose.
func (e *Engine) Pool() *pool.Pool { return e.pool.Load() }

// CacheStats gives how many statements are cached and how many were compiled.
func (e *Engine) CacheStats() (cached, compiled int) { return e.statements().Stats() }

// Close closes the idle connections and lends no more; lent ones are closed when they come back.
func (e *Engine) Close() error {
	e.tellDisposed()
	return e.pool.Load().Close()
}

// Dispose closes the idle connections and begins with an empty pool; connections that are lent are closed when they come back. The
// engine goes on.
func (e *Engine) Dispose() error {
	e.mu.Lock()
	old := e.pool.Load()
	e.pool.Store(old.Recreate())
	e.mu.Unlock()
	e.tellDisposed()
	return old.Close()
}

// Invalidate retires all connections opened until now, as after a failover.
func (e *Engine) Invalidate() { e.pool.Load().Invalidate() }

// Ping opens or borrows a connection and asks the server for a sign of life.
func (e *Engine) Ping(ctx context.Context) error {
	return e.with(ctx, func(c *Connection) error { return c.failed(ctx, "ping", "", nil, c.res.Ping(ctx)) })
}

// Connect borrows a connection, which must be closed. Its first statement begins a transaction; see [Connection]. The error is an
// *[Error] of class dialects.CannotConnect, or the pool's (a *pool.TimeoutError when all connections stay in use, pool.ErrClosed).
func (e *Engine) Connect(ctx context.Context) (*Connection, error) {
	h, err := e.pool.Load().Get(ctx)
	if err != nil {
		return nil, e.connectError(ctx, err)
	}
	c := &Connection{engine: e, handle: h, res: h.Resource().(*resource), opt: e.exec, auto: true}
	if c.opt.isolation != "" {
		if err := c.applyOptions(ctx); err != nil {
			_ = c.Close() // the first error is the one that matters
			return nil, err
		}
	}
	return c, nil
}

// with lends a connection that begins no transaction by itself.
func (e *Engine) with(ctx context.Context, f func(*Connection) error) error {
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	c.auto = false
	return f(c)
}

// Compile gives the compiled form of a statement, from the cache if one of the same structure was compiled before.
func (e *Engine) Compile(s expr.Statement) (*Statement, error) {
	k := new(expr.Key)
	c, err := e.statements().Compile(s, k)
	if err != nil {
		return nil, err
	}
	return &Statement{Compiled: c, Binds: k.Binds}, nil
}

// Statement is a compiled statement together with the binds that hold its values.
type Statement struct {
	Compiled *sqlcompile.Compiled
	Binds    []expr.KeyBind
}

// key borrows an empty key.
func (e *Engine) key() *expr.Key {
	k, _ := e.keys.Get().(*expr.Key)
	if k == nil {
		return new(expr.Key)
	}
	return k
}

func (e *Engine) putKey(k *expr.Key) {
	k.Reset()
	e.keys.Put(k)
}

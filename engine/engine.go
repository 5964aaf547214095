package engine

import (
	"context"
	"sync"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/sqlcompile"
)

// Engine is a database: where it is, how it speaks, and the pool of connections to it. Make one with [Open].
type Engine struct {
	url     dialects.URL
	dialect dialects.Dialect
	pool    *pool.Pool
	cache   *sqlcompile.Cache
	keys    sync.Pool // of *expr.Key, to compile without allocation
	opt     options
}

// Dialect is how the database speaks.
func (e *Engine) Dialect() dialects.Dialect { return e.dialect }

// URL names the database. Printing it hides the password.
func (e *Engine) URL() dialects.URL { return e.url }

// Stats says what the pool has.
func (e *Engine) Stats() pool.Stats { return e.pool.Stats() }

// CacheStats gives how many statements are cached and how many were compiled.
func (e *Engine) CacheStats() (cached, compiled int) { return e.cache.Stats() }

// Close closes the idle connections and lends no more; lent ones are closed when they come back.
func (e *Engine) Close() error { return e.pool.Close() }

// Invalidate retires all connections opened until now, as after a failover.
func (e *Engine) Invalidate() { e.pool.Invalidate() }

// Ping opens or borrows a connection and asks the server for a sign of life.
func (e *Engine) Ping(ctx context.Context) error {
	c, err := e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.wrap("ping", "", c.res.Ping(ctx))
}

// Connect borrows a connection, which must be closed. The error is an *[Error] of class dialects.CannotConnect, or the
// pool's (a *pool.TimeoutError when all connections stay in use, pool.ErrClosed).
func (e *Engine) Connect(ctx context.Context) (*Connection, error) {
	h, err := e.pool.Get(ctx)
	if err != nil {
		return nil, e.connectError(ctx, err)
	}
	return &Connection{engine: e, handle: h, res: h.Resource().(*resource)}, nil
}

// resource is a driver connection with its prepared statements, as the pool keeps it.
type resource struct {
	dbapi.Conn
	stmts *dbapi.StmtCache
	args  []any // scratch for the values of one statement
}

func (e *Engine) open(c dbapi.Connector) pool.Connector {
	return pool.ConnectorFunc(func(ctx context.Context) (pool.Resource, error) {
		conn, err := c.Connect(ctx)
		if err != nil {
			return nil, err
		}
		return &resource{Conn: conn, stmts: dbapi.NewStmtCache(conn, e.opt.stmtCache)}, nil
	})
}

// Compile gives the compiled form of a statement, from the cache if one of the same structure was compiled before.
func (e *Engine) Compile(s expr.Statement) (*Statement, error) {
	k := new(expr.Key)
	c, err := e.cache.Compile(s, k)
	if err != nil {
		return nil, err
	}
	return &Statement{Compiled: c, Binds: k.Binds}, nil
}

// Statement is a compiled statement together with the binds that hold its values.
type Statement struct {
	Compiled *sqlcompile.Compiled
	Binds    []*expr.BindParameter
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

package engine

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"database/sql"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/pool"

	// The dialects register themselves; none of them imports a driver.
	_ "github.com/aludel/aludel/dialects/firebird"
	_ "github.com/aludel/aludel/dialects/mssql"
	_ "github.com/aludel/aludel/dialects/mysql"
	_ "github.com/aludel/aludel/dialects/oracle"
	_ "github.com/aludel/aludel/dialects/postgres"
	_ "github.com/aludel/aludel/dialects/sqlite"
)

// Option changes an engine while it is opened.
type Option func(*options)

type options struct {
	pool       *pool.Options
	stmtCache  int
	compiled   int
	connector  dbapi.Connector
	echo       *slog.Logger
	hideParams bool
	listeners  []func(Event)

	errorParams bool
	comments    bool
	pooler      bool
	events      []*Events
	poolEvents  []pool.Events
	unjoined    UnjoinedMode
	onConnect   []func(context.Context, dbapi.Conn) error
	exec        execOptions
}

// Echo logs each statement with its binds at level Info, and at level Debug the rows that are read.
func Echo(l *slog.Logger) Option { return func(o *options) { o.echo = l } }

// HideParameters keeps the values of binds and rows out of the log, those of binds also out of what listeners to statements and errors get
// ([Event], [ErrorContext]), with [ErrorParameters] too, and out of the texts of errors: what the database said of a row that it refused is
// their cause only. Listeners that may rewrite a statement get its values.
func HideParameters() Option { return func(o *options) { o.hideParams = true } }

// ErrorParameters puts the values of a statement into the errors of it. The default keeps them out, since errors end up in logs.
func ErrorParameters() Option { return func(o *options) { o.errorParams = true } }

// OnConnect calls f with every new connection to the server before anybody uses it: to set what each connection needs. An error closes
// it again.
func OnConnect(f func(context.Context, dbapi.Conn) error) Option {
	return func(o *options) { o.onConnect = append(o.onConnect, f) }
}

// PoolEvents adds listeners to the engine's pool; see also [Engine.Pool].
func PoolEvents(ev pool.Events) Option {
	return func(o *options) { o.poolEvents = append(o.poolEvents, ev) }
}

// CompiledCache sets how many compiled statements the engine keeps; the default is 1,000.
func CompiledCache(n int) Option { return func(o *options) { o.compiled = n } }

// Pool sets the limits and habits of the connection pool.
func Pool(p pool.Options) Option { return func(o *options) { o.pool = &p } }

// StatementCache sets how many prepared statements a connection keeps; the default is dbapi.DefaultStmtCache.
func StatementCache(n int) Option { return func(o *options) { o.stmtCache = n } }

// TransactionPooler is for a pooler in transaction mode between the engine and the server (pgbouncer): nothing is prepared,
// since the next statement may run on another server connection, and drivers that would send a statement and its values in two steps
// are told not to.
func TransactionPooler() Option {
	return func(o *options) { o.stmtCache, o.pooler = 0, true }
}

// Adapter opens connections through a native adapter instead of a database/sql driver.
func Adapter(c dbapi.Connector) Option { return func(o *options) { o.connector = c } }

// OnStatement calls f after each statement, transaction marks included, in the goroutine that ran it. f must not use the
// connection.
func OnStatement(f func(Event)) Option {
	return func(o *options) { o.listeners = append(o.listeners, f) }
}

// Open opens the database that a URL names: "sqlite:///file.db" (relative; four slashes for an absolute path), "sqlite://" (in
// memory), "postgresql://user:password@host/database". No connection is made yet: use [Engine.Ping] to learn whether the
// database is there. Errors are a *dialects.URLError, an unknown dialect, or a *dbapi.UnknownDriverError that says what to import.
func Open(url string, opts ...Option) (*Engine, error) {
	u, err := dialects.ParseURL(url)
	if err != nil {
		return nil, err
	}
	d, err := dialects.Get(u.Dialect)
	if err != nil {
		return nil, err
	}
	e := &Engine{shared: &shared{url: u, opt: options{stmtCache: dbapi.DefaultStmtCache}}}
	for _, o := range opts {
		o(&e.opt)
	}
	e.speak(d)
	if e, err = e.With(func(o *execOptions) { *o = e.opt.exec }); err != nil {
		return nil, err
	}
	if e.opt.connector == nil {
		if e.opt.connector, err = e.connector(); err != nil {
			return nil, err
		}
	}
	if e.opt.events != nil {
		e.events.Store(&e.opt.events)
	}
	p := pool.New(e.open(e.opt.connector), e.poolOptions())
	for _, ev := range e.opt.poolEvents {
		p.Listen(ev)
	}
	e.pool.Store(p)
	return e, nil
}

// connector finds the database/sql driver and its data source name.
func (e *Engine) connector() (dbapi.Connector, error) {
	name := e.url.Driver
	if name == "" {
		name = usualDriver(e.Dialect())
	}
	u := e.url
	if p, ok := e.Dialect().(dialects.Pooled); ok && e.opt.pooler {
		u = p.PoolerURL(u, name)
	}
	dsn, err := e.Dialect().DSN(u)
	if err != nil {
		return nil, err
	}
	d, err := driverNamed(name, dsn)
	if err != nil {
		return nil, fmt.Errorf("engine: %s: %w", e.url, err)
	}
	c, err := d.Open(dsn)
	if err != nil {
		return nil, fmt.Errorf("engine: %s: %w", e.url, err)
	}
	return c, nil
}

// driverNamed is the native adapter that the program imports for a driver, else the generic one over the driver.
func driverNamed(name, dsn string) (dbapi.Driver, error) {
	if d, ok := dbapi.Native(name); ok {
		return d, nil
	}
	d, err := dbapi.Lookup(name, dsn)
	if err != nil {
		return nil, err
	}
	return dbapi.Generic(d, dbapi.GenericOptions{}), nil
}

// usualDriver is the first of the dialect's drivers that the program imports, else the usual one.
func usualDriver(d dialects.Dialect) string {
	known := sql.Drivers() // a register of names; no connection is made through it
	for _, n := range d.Drivers() {
		if slices.Contains(known, n) {
			return n
		}
	}
	return d.Drivers()[0]
}

func (e *Engine) poolOptions() pool.Options {
	switch {
	case e.opt.pool != nil:
		return *e.opt.pool
	case e.Dialect().Features().MemoryIsPerConnection && (e.url.Database == "" || e.url.Database == ":memory:"):
		return pool.Single()
	}
	return pool.Options{Size: 5, Overflow: 10}
}

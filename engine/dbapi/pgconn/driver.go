package pgconn

import (
	"context"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"github.com/aludel/aludel/engine/dbapi"
)

func init() {
	for _, name := range []string{"postgres", "pgx"} {
		dbapi.Register(name, Driver{})
	}
}

// Driver opens PostgreSQL databases. The zero value is ready; any goroutine may use it.
type Driver struct {
	// Configure, if not nil, may change what a data source name was read as: TLS, dialer, run-time parameters, notices.
	Configure func(*pgconn.Config) error
}

var _ dbapi.Driver = Driver{}

// Open makes a connector for a data source name: a URL or key=value pairs, as libpq reads them. Nothing is opened yet. The error is
// pgx's *pgconn.ParseConfigError, which does not show the password, or Configure's.
func (d Driver) Open(dsn string) (dbapi.Connector, error) {
	config, err := pgconn.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	for _, name := range others {
		delete(config.RuntimeParams, name)
	}
	// Contexts are watched by the connection itself, which sends a cancel request; pgx is given none that ends but to connect.
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.DeadlineContextWatcherHandler{Conn: c.Conn()}
	}
	if d.Configure != nil {
		if err := d.Configure(config); err != nil {
			return nil, err
		}
	}
	return connector{config}, nil
}

// others are parameters by which lib/pq and pgx's database/sql driver are told how to send statements. A URL may have them, and an engine
// behind a pooler in transaction mode adds one; they mean nothing here, and a server would refuse them.
var others = []string{"binary_parameters", "default_query_exec_mode", "statement_cache_capacity", "description_cache_capacity"}

type connector struct{ config *pgconn.Config }

// Connect opens a connection.
func (o connector) Connect(ctx context.Context) (dbapi.Conn, error) {
	if ctx.Err() != nil {
		return nil, dbapi.Canceled(ctx, "connect", nil)
	}
	pg, err := pgconn.ConnectConfig(ctx, o.config)
	if err != nil {
		if ctx.Err() != nil {
			return nil, dbapi.Canceled(ctx, "connect", err)
		}
		return nil, err
	}
	c := &conn{pg: pg}
	c.watch = dbapi.NewWatch(c)
	return c, nil
}

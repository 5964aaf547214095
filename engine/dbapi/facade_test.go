package dbapi_test

import (
	"context"
	"database/sql/driver"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"
	"github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
	_ "github.com/aludel/aludel/engine/dbapi/sqlite3"
	"github.com/aludel/aludel/internal/dbtest"
)

// The facades show real drivers with fewer or other interfaces, as other drivers have them.

// oldConn is a driver connection from before contexts.
type oldConn struct{ c *sqlite3.SQLiteConn }

func (o oldConn) Prepare(q string) (driver.Stmt, error) {
	s, err := o.c.Prepare(q)
	if err != nil {
		return nil, err
	}
	return oldStmt{s}, nil
}
func (o oldConn) Close() error              { return o.c.Close() }
func (o oldConn) Begin() (driver.Tx, error) { return o.c.Begin() }
func (o oldConn) Exec(q string, a []driver.Value) (driver.Result, error) {
	return o.c.Exec(q, a)
}
func (o oldConn) Query(q string, a []driver.Value) (driver.Rows, error) { return o.c.Query(q, a) }

type oldStmt struct{ s driver.Stmt }

func (o oldStmt) Close() error  { return o.s.Close() }
func (o oldStmt) NumInput() int { return o.s.NumInput() }
func (o oldStmt) Exec(a []driver.Value) (driver.Result, error) {
	return o.s.(*sqlite3.SQLiteStmt).Exec(a)
}
func (o oldStmt) Query(a []driver.Value) (driver.Rows, error) {
	return o.s.(*sqlite3.SQLiteStmt).Query(a)
}
func (o oldStmt) ColumnConverter(idx int) driver.ValueConverter {
	return driver.DefaultParameterConverter
}

// skipConn always says that text must be prepared, as go-sql-driver does for text with arguments.
type skipConn struct{ *sqlite3.SQLiteConn }

func (skipConn) ExecContext(context.Context, string, []driver.NamedValue) (driver.Result, error) {
	return nil, driver.ErrSkip
}

func (skipConn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return nil, driver.ErrSkip
}

// connectorFunc is a driver.Connector.
type connectorFunc func(context.Context) (driver.Conn, error)

func (f connectorFunc) Connect(ctx context.Context) (driver.Conn, error) { return f(ctx) }
func (connectorFunc) Driver() driver.Driver                              { return &sqlite3.SQLiteDriver{} }

// backend is a driver under test.
type backend struct {
	name string
	open func(t testing.TB) dbapi.Connector
	pg   bool
}

func sqliteFile(t testing.TB, query string, wrap func(*sqlite3.SQLiteConn) driver.Conn) dbapi.Connector {
	dsn := "file:" + dbtest.SQLitePath(dbtest.SQLite(t)) + "?" + query
	return dbapi.GenericConnector(connectorFunc(func(context.Context) (driver.Conn, error) {
		c, err := (&sqlite3.SQLiteDriver{}).Open(dsn)
		if err != nil {
			return nil, err
		}
		return wrap(c.(*sqlite3.SQLiteConn)), nil
	}), dbapi.GenericOptions{})
}

// nativeFile is an SQLite file through the native adapter.
func nativeFile(t testing.TB, query string) dbapi.Connector {
	d, ok := dbapi.Native("sqlite3")
	if !ok {
		t.Skip("the native adapter needs cgo")
	}
	c, err := d.Open("file:" + dbtest.SQLitePath(dbtest.SQLite(t)) + "?" + query)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func asIs(c *sqlite3.SQLiteConn) driver.Conn { return c }

func backends() []backend {
	return []backend{
		{name: "sqlite", open: func(t testing.TB) dbapi.Connector { return sqliteFile(t, "", asIs) }},
		{name: "sqlite with the driver's cache", open: func(t testing.TB) dbapi.Connector { return sqliteFile(t, "_stmt_cache_size=8", asIs) }},
		{name: "old interfaces", open: func(t testing.TB) dbapi.Connector {
			return sqliteFile(t, "", func(c *sqlite3.SQLiteConn) driver.Conn { return oldConn{c} })
		}},
		{name: "always prepare", open: func(t testing.TB) dbapi.Connector {
			return sqliteFile(t, "", func(c *sqlite3.SQLiteConn) driver.Conn { return skipConn{c} })
		}},
		{name: "sqlite native", open: func(t testing.TB) dbapi.Connector { return nativeFile(t, "") }},
		{name: "postgres", pg: true, open: postgres},
		{name: "postgres, own canceling", pg: true, open: ownCancel},
	}
}

func postgresConnector(t testing.TB, name string) *pq.Connector {
	c, err := pq.NewConnector(dbtest.Postgres(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func postgres(t testing.TB) dbapi.Connector {
	return dbapi.GenericConnector(postgresConnector(t, "dbapi"), dbapi.GenericOptions{})
}

// pgCancel cancels the operation of one server process through another connection.
type pgCancel struct {
	other *pq.Connector
	pid   int64
	fired atomic.Int32
}

func (p *pgCancel) Cancel() error {
	p.fired.Add(1)
	c, err := dbapi.GenericConnector(p.other, dbapi.GenericOptions{}).Connect(context.Background())
	if err != nil {
		return err
	}
	defer c.Close()
	return c.ExecSimple(context.Background(), fmt.Sprintf("select pg_cancel_backend(%d)", p.pid))
}

// ownCancel is PostgreSQL with the contexts watched by the adapter.
func ownCancel(t testing.TB) dbapi.Connector {
	pc := postgresConnector(t, "dbapi_own")
	return dbapi.GenericConnector(pc, dbapi.GenericOptions{Canceler: func(dc driver.Conn) dbapi.Canceler {
		rows, err := dc.(driver.QueryerContext).QueryContext(context.Background(), "select pg_backend_pid()", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		v := make([]driver.Value, 1)
		if err := rows.Next(v); err != nil {
			t.Fatal(err)
		}
		return &pgCancel{other: pc, pid: v[0].(int64)}
	}})
}

func connect(t testing.TB, c dbapi.Connector) dbapi.Conn {
	t.Helper()
	conn, err := c.Connect(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// each runs f on a connection of every backend.
func each(t *testing.T, f func(t *testing.T, c dbapi.Conn, pg bool)) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) { f(t, connect(t, b.open(t)), b.pg) })
	}
}

// all reads every row of a result as values.
func all(t testing.TB, rd dbapi.Reader, err error) [][]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer rd.Close()
	var out [][]any
	var b dbapi.Batch
	var r dbapi.Row
	for more := true; more; {
		if more, err = rd.Fetch(&b); err != nil {
			t.Fatal(err)
		}
		r.Bind(&b, rd.Columns())
		for i := range b.NRows {
			r.Seek(i)
			vals := make([]any, r.Len())
			for j := range vals {
				if vals[j] = r.Value(j); vals[j] != nil {
					if p, ok := vals[j].([]byte); ok {
						vals[j] = string(p)
					}
				}
			}
			out = append(out, vals)
		}
	}
	return out
}

//go:build cgo

package sqlite3

import (
	"context"
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
	"unsafe"

	mattn "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
)

func init() { dbapi.Register("sqlite3", Driver{}) }

// Driver opens databases with the driver "sqlite3". The zero value is ready; any goroutine may use it.
type Driver struct {
	// SQLite opens the connections; nil stands for a driver without hooks. Set it to give connections functions of your own.
	SQLite *mattn.SQLiteDriver
}

var _ dbapi.Driver = Driver{}

// Open makes a connector for a data source name of go-sqlite3, such as "file:blog.db?_foreign_keys=on". Nothing is opened yet.
func (d Driver) Open(dsn string) (dbapi.Connector, error) {
	if d.SQLite == nil {
		d.SQLite = &mattn.SQLiteDriver{}
	}
	return connector{d.SQLite, unlocked(dsn)}, nil
}

// unlocked asks for connections without a lock of their own, unless the name says what lock they have: one goroutine at a time uses a
// connection, and stopping an operation from another one needs none. Every call of the library takes the lock otherwise. Connections that
// share a cache keep it, as they look at each other.
func unlocked(dsn string) string {
	_, params, asked := strings.Cut(dsn, "?")
	switch {
	case dsn == "" || dsn[0] == '?' || strings.Contains(dsn, "_mutex=") || strings.Contains(dsn, "cache=shared") || strings.Contains(dsn, "#"):
		return dsn
	case !asked:
		return dsn + "?_mutex=no"
	case params == "" || strings.HasSuffix(params, "&"):
		return dsn + "_mutex=no"
	}
	return dsn + "&_mutex=no"
}

type connector struct {
	driver *mattn.SQLiteDriver
	dsn    string
}

// Connect opens a connection. Errors are those of go-sqlite3, or that its version is one that this package does not know.
func (o connector) Connect(ctx context.Context) (dbapi.Conn, error) {
	if ctx.Err() != nil {
		return nil, dbapi.Canceled(ctx, "connect", nil)
	}
	dc, err := o.driver.Open(o.dsn)
	if err != nil {
		return nil, err
	}
	c, err := newConn(dc)
	if err != nil {
		dc.Close()
		return nil, err
	}
	return c, nil
}

// LayoutError says that a connection of go-sqlite3 has not the field that this package must read: its version is too new or too
// old for this adapter. Use the generic adapter meanwhile, by not importing this package.
type LayoutError struct{ Field string }

// Error names the field.
func (e *LayoutError) Error() string {
	return fmt.Sprintf("sqlite3: this version of go-sqlite3 has no field %q in its connection that the native adapter knows: leave out its import", e.Field)
}

// inside reads from a connection of go-sqlite3 what it does not export: the handle of the library, and the statement that begins
// a transaction.
func inside(dc driver.Conn) (db unsafe.Pointer, begin string, err error) {
	v := reflect.ValueOf(dc)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return nil, "", &LayoutError{"db"}
	}
	handle, lock := v.Elem().FieldByName("db"), v.Elem().FieldByName("txlock")
	switch {
	case handle.Kind() != reflect.Pointer || handle.IsNil():
		return nil, "", &LayoutError{"db"}
	case lock.Kind() != reflect.String:
		return nil, "", &LayoutError{"txlock"}
	}
	return handle.UnsafePointer(), lock.String(), nil
}

package dbapi

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
)

// Lookup finds the driver that a package registered with database/sql under name, as a blank import does. Some drivers want
// to see a data source name even then, so it takes the one that will be opened. No connection is made. Any goroutine may
// call it.
func Lookup(name, dsn string) (driver.Driver, error) {
	known := sql.Drivers()
	if !slices.Contains(known, name) {
		return nil, &UnknownDriverError{Name: name, Known: known}
	}
	db, err := sql.Open(name, dsn)
	if err != nil {
		return nil, fmt.Errorf("dbapi: driver %q: %w", name, err)
	}
	defer db.Close()
	return db.Driver(), nil
}

// UnknownDriverError says that no driver is registered under a name.
type UnknownDriverError struct {
	Name  string
	Known []string // the names that are registered
}

// Error names the driver, those that are there, and what to do.
func (e *UnknownDriverError) Error() string {
	known := strings.Join(e.Known, ", ")
	if known == "" {
		known = "none"
	}
	how := "its package with a blank name"
	if path := driverPackages[e.Name]; path != "" {
		how += fmt.Sprintf(`: _ %q`, path)
	}
	return fmt.Sprintf("dbapi: no driver %q is registered (registered are: %s); import %s", e.Name, known, how)
}

// driverPackages are the packages of the usual drivers, by the names under which they register.
var driverPackages = map[string]string{
	"sqlite3": "github.com/mattn/go-sqlite3", "postgres": "github.com/lib/pq", "pgx": "github.com/jackc/pgx/v5/stdlib",
	"mysql": "github.com/go-sql-driver/mysql", "sqlserver": "github.com/microsoft/go-mssqldb", "oracle": "github.com/sijms/go-ora/v2",
	"godror": "github.com/godror/godror", "firebirdsql": "github.com/nakagami/firebirdsql",
}

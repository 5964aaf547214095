// Package sqlite3 is the native adapter for SQLite: it calls the library that github.com/mattn/go-sqlite3 compiles into the
// program, and reads up to 64 rows with one call, without boxing a value.
//
//	import _ "github.com/aludel/aludel/engine/dbapi/sqlite3"
//
// is all it takes: engine.Open then uses it for URLs of SQLite. Connections are opened by that driver, with everything its data
// source names and hooks can do, and Unwrap gives its *sqlite3.SQLiteConn. It needs cgo; without cgo, importing the package does
// nothing. It was tried on Linux. A libsqlite3 of the system (the driver's build tag) must be of version 3.42 or later.
//
// What differs from the generic adapter over the same driver: a statement with rows runs at the first Fetch; a cancelled
// operation also stops waiting for a lock; values of columns declared as a date come as the text that is stored, which the row
// parses.
//
// Connections are opened without a lock of their own (_mutex=no), unless the data source name has _mutex or cache=shared: like any
// connection, one goroutine at a time uses it, with all that came from it. So statements that were made with the *sqlite3.SQLiteConn must
// be closed: left to the garbage collector they would be freed while another goroutine uses the connection. With _mutex=full they may be.
package sqlite3

// Package dbapi is what the engine asks of a database driver, and the adapter that gives it over any driver written for
// database/sql.
//
// A [Driver] opens a [Connector], that opens a [Conn]; a Conn prepares a [Stmt]; a query gives a [Reader], which fills a
// [Batch] with rows of cells, and a [Row] reads one row of a batch. Native adapters, in folders of their own, fill cells
// without ever boxing a value; [Generic] leaves the driver's values in [Batch.Vals] and Row reads them where they are.
//
// One goroutine at a time uses a Conn and what came from it; [Conn] says what happens on cancellation. The package opens
// no goroutine.
//
// The contract of drivers is that of database/sql/driver; the order in which arguments are converted, and the fall-backs
// for old drivers, follow database/sql. Package database/sql itself serves only to find a driver by name, in [Lookup].
package dbapi

// Package dialects says what a database is to Aludel, and keeps the register of those that are known.
//
// A [Dialect] is one value that serves several consumers, each through an interface of its own: the compiler
// (sqlcompile.Dialect), the engine (drivers, data source names, error classes), the reflector (catalog queries). Each database has a
// folder of its own below this one; no dialect knows another, none opens a connection or imports a driver.
//
// Dialects are immutable values, safe for concurrent use.
package dialects

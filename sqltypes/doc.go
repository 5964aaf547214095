// Package sqltypes holds the types of columns and expressions as plain values.
//
// A [Type] says what a column stores, apart from any dialect: how it is declared is the dialect's business
// (package dialects), how a Go value goes in and comes out is decided once per statement by its [Kind].
// Types are immutable, comparable with ==, and safe for use by any number of goroutines. The package
// imports nothing of Aludel and knows no driver.
//
// The names follow SQLAlchemy's generic types (seed manual, "The Types System").
package sqltypes

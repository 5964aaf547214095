// Package sqltypes holds the types of columns and expressions as plain values.
//
// A [Type] says what a column stores, apart from any dialect: how it is declared is the dialect's business (package dialects), how a Go
// value goes in and comes out is chosen once per statement by the type and the dialect (package sqltypes/convert). Types are
// immutable, comparable with ==, and safe for use by any number of goroutines.
//
// There are generic types, which take the name that suits a database ([String], [Numeric], [Enum]); those of standard SQL by exactly
// their names ([VARCHAR], [DECIMAL]); those of one database, in the package of its dialect; and a user's own ([Decorator],
// [UserDefined]). Values that the standard library has no type for are in sqltypes/decimal and sqltypes/civil.
//
// The names follow SQLAlchemy's (seed manual, "The Types System"). docs/types.md has them all.
package sqltypes

// Package schema describes what a database is: [MetaData] holds [Table]s, tables hold [Column]s and constraints.
//
// It is plain data. Tables are declared by hand ([NewTable]), made from mapped structs (package orm/mapping), or read from a
// live database (package reflector); whichever way, they are the same thing to everybody above. A table is also an element of
// the expression tree: it embeds *[expr.TableClause], a column embeds *[expr.ColumnClause].
//
// The package knows no dialect and no connection. What creates tables ([MetaData.CreateAll]) asks an [Executor], which the
// engine is, to run DDL elements in the right order.
//
// A MetaData is filled first and used afterwards; once it is used it may be read by any number of goroutines.
package schema

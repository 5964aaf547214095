// Package evaluate turns traced queries into the SQL that the running program sends.
//
// It calls the kernel (packages expr, orm/query, orm/mapping and sqltypes) exactly as the typed faces of package orm do, with
// an [expr.Hole] for each value that only the program knows, and compiles the statement for the dialects asked for. Nothing
// of the user's program runs, and no database is touched.
//
// Invariant: a preview is either what the runtime sends, or it is missing and [Variant.Unknown] says why. Variants that may
// not be all are marked by [Query.Open].
package evaluate

//go:generate go run ./gen

// Package query builds the statements of the ORM, untyped: the kernel below the typed faces of package orm.
//
// A [Class] is a mapped entity, possibly under an alias, as it stands in a statement; a [Rel] is one of its relationships; a
// [Query] is a SELECT of entities and expressions with its loading options. All are values, safe to share.
//
// Everything that shapes a statement is here: joins along relationships, the columns of an entity, what First, Count and Get send,
// the SELECTs of lazy and select-in loading. The runtime (package orm) and the checker's evaluator (analysis/evaluate) build
// statements by calling the same exported functions and methods, so that the SQL in the editor is the SQL that runs.
//
// Arguments are of type any wherever the runtime has a value, so that the checker can pass an expr.Hole for one it does not
// know. Misuse is kept as an error that compiling the statement returns; nothing panics. The package knows neither reflect nor
// sessions, rows or engines.
package query

// Package sqlcompile turns a statement of package expr into SQL text and a plan of its binds.
//
// It declares what it needs of a dialect ([Dialect]: mostly data, see [Rules]) and knows nothing of connections. Compiling is
// deterministic: generated names are numbered in the order in which they are printed, one counter a base name.
//
// A [Compiled] holds no values. The values of one statement are put to it by [Compiled.Bind], so that a Compiled serves every
// statement of the same structure (expr.Key): [Cache] keeps them by that key. All types are safe for concurrent use once made.
//
// Text follows what SQLAlchemy prints (sql/compiler.py), whitespace apart: a statement is one line.
package sqlcompile

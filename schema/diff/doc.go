// Package diff tells how two schemas differ: what is declared or mapped, and what a database has.
//
// Only what matters to who uses the tables counts. The names of keys, unique constraints and indexes do not, nor does the order
// of columns; a unique index is as good as a unique constraint on the same columns. Types are compared as generic types, or by
// how a database stores them ([ByStorage]), for a database that keeps fewer types than there are.
//
// SQL text (of defaults, checks, computed columns, indexes) is compared in a form that leaves out what databases change when they
// keep it: the case of words, quotes of plain names, casts, parentheses. So expressions that differ in their parentheses alone are
// equal here; and where a database rewrites a condition more thoroughly, it is reported though it means the same.
package diff

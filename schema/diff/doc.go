// Package diff tells how two schemas differ: what is declared or mapped, and what a database has.
//
// Only what matters to who uses the tables counts. The names of keys, unique constraints and indexes do not, nor does the order
// of columns; a unique index is as good as a unique constraint on the same columns. Types are compared as generic types, or by
// how a database stores them ([ByStorage]), for a database that keeps fewer types than there are.
package diff

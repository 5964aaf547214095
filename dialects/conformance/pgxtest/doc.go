// Package pgxtest runs the conformance suite, and the extremes of all column types, on PostgreSQL through pgx's database/sql driver
// (postgresql+pgx://). It is a module of its own, so that Aludel does not require pgx.
package pgxtest

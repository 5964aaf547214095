// Package pgconn is the native adapter for PostgreSQL: it speaks the binary protocol through github.com/jackc/pgx/v5/pgconn, and
// reads up to 64 rows into one batch, without boxing a value.
//
//	import _ "github.com/aludel/aludel/engine/dbapi/pgconn"
//
// is all it takes: engine.Open then uses it for URLs of PostgreSQL, in place of the adapters over lib/pq and pgx's own
// database/sql driver. It is a module of its own, so that who does not want pgx does not get it.
//
// What differs from the generic adapter over lib/pq: instants come as such, numbers without their text; values of other types
// (numeric, uuid, json, arrays) come as the text that PostgreSQL writes; a cancelled operation sends a cancel request and
// keeps the connection. Parameters of a data source name are pgx's: sslmode, application_name and the like are the same;
// those that tell lib/pq or pgx's own driver how to send statements (binary_parameters, default_query_exec_mode) are ignored. Like any connection, one goroutine at a time uses it.
package pgconn

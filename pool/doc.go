// Package pool keeps a bounded number of connections open and lends them out.
//
// It knows nothing of SQL, of drivers nor of database/sql: a connection is a [Resource] that a [Connector] makes. What a
// resource can do besides being closed it says by implementing [Resetter], [Validator] or [Pinger].
//
// Idle connections lie on a stack (or, on request, in a queue). When none is idle and no more may be opened, callers wait
// in order of arrival, and a returned connection is handed straight to the first of them. Checking out and in again
// allocates nothing.
//
// Invariant: while somebody waits, no connection is idle and the number of open connections is at its limit.
// Invariant: an open connection is in exactly one place: idle, lent out, being opened, or on its way to a waiter.
//
// Every method of [Pool] and [Handle] may be called from any goroutine. The pool starts no goroutine of its own.
//
// The options follow SQLAlchemy's QueuePool (size, overflow, timeout, recycle, pre-ping, reset on return, invalidation by
// age); the window before a ping follows HikariCP's alive bypass.
package pool

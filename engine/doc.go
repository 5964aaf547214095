// Package engine runs statements: it opens a database by URL, lends connections from a pool, compiles statements through a
// structural cache, converts their binds, and gives rows and errors back.
//
//	eng, err := engine.Open("sqlite:///blog.db", engine.Echo(slog.Default()))
//
// The dialect is chosen by the URL (dialect+driver://...); the driver is any that is registered with database/sql, so a program
// imports it with a blank name as always. database/sql itself takes no part: the engine speaks to driver connections through
// package engine/dbapi, which native adapters implement as well.
//
// An [Engine] may be used by any number of goroutines; a [Connection], and what comes from it, by one at a time. Every error of a
// statement is an *[Error] that says what class of error it is, in which statement, and what to do.
package engine

// Package firebirdtest runs the conformance suite on a Firebird server. It is a module of its own, so that Aludel does not require
// Firebird's driver.
//
// The server is that of FIREBIRD_URL, an Aludel URL of an empty database: firebird://sysdba:password@127.0.0.1:3050//var/lib/firebird/t.fdb.
package firebirdtest

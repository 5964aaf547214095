//go:build aludel_native

package engine_test

// With the tag aludel_native the tests of this package run over the native adapter for SQLite.
import _ "github.com/aludel/aludel/engine/dbapi/sqlite3"

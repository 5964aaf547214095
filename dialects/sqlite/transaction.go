package sqlite

import "github.com/aludel/aludel/dialects"

// isolation: SQLite's transactions are serializable, but for connections that share one cache and ask to read what the other has not
// committed. A connection is made read-only as a whole.
var isolation = dialects.Isolation{
	Levels: []string{"READ UNCOMMITTED", "SERIALIZABLE"}, Words: map[string]string{"READ UNCOMMITTED": "1", "SERIALIZABLE": "0"},
	Get: "PRAGMA read_uncommitted", Session: "PRAGMA read_uncommitted = %s", ReadOnly: "PRAGMA query_only = 1",
	BeforeBegin: true, Undo: []string{"PRAGMA query_only = 0"},
}

// Package snippets has queries as people write them, and as an adversary would. The oracle test of package evaluate runs each of
// them for real, and compares what the builder made with what the checker says it makes.
//
// Each snippet passes what it would send to [Log.Send], under ReadOnly, which marks the place and changes no statement.
package snippets

import (
	"path/filepath"
	"runtime"

	"github.com/aludel/aludel/analysis/evaluate/internal/oracle/models"
	"github.com/aludel/aludel/orm"
)

// Users and Addresses are the descriptors under other names.
var Users, Addresses = models.Users, models.Addresses

// UQ is a query of users.
type UQ = orm.Query[*models.User]

// In is what a caller passes.
type In struct {
	Name string
	IDs  []int64
	N    int
	X, Y bool
	P    *string
}

// Log keeps what snippets would have sent.
type Log struct{ Sent []Sent }

// Sent is one query, with the line of its Send.
type Sent struct {
	Line  int
	Query orm.Element
}

// Lines are added to the lines of files, so that a line alone says where it is.
var Lines = map[string]int{"adversarial.go": 10_000, "composites.go": 20_000, "faces.go": 30_000, "places.go": 40_000, "control.go": 50_000, "calls.go": 60_000}

// Send is the end of a query.
func (l *Log) Send(q orm.Element) {
	_, file, line, _ := runtime.Caller(1)
	l.Sent = append(l.Sent, Sent{line + Lines[filepath.Base(file)], q})
}

// Snippet is one function under test.
type Snippet func(l *Log, in In)

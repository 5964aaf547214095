// Package feature answers what an editor asks about the packages of a snapshot: findings and their fixes, what
// hovers over a place, what completes at it. Answers are plain data over byte offsets; no type of the protocol
// comes in or goes out, and nothing here changes a state or writes anything.
//
// It answers only where the ORM has something to say: in tags, at mapped fields, at queries. Anything else is
// nil, so that a client which asks gopls as well shows nothing twice.
package feature

import (
	"context"

	"github.com/aludel/aludel/lsp/workspace"
)

// Span is a piece of a file, in byte offsets: from Start up to but not including End.
type Span struct {
	Path       string
	Start, End int
}

// Contains tells whether an offset stands in the span or at its end.
func (s Span) Contains(offset int) bool { return s.Start <= offset && offset <= s.End }

// Overlaps tells whether two spans of one file have a place in common; touching ends count.
func (s Span) Overlaps(t Span) bool { return s.Path == t.Path && s.Start <= t.End && t.Start <= s.End }

// Severity says how bad a finding is.
type Severity uint8

// The severities, with the numbers of the protocol.
const (
	Error Severity = iota + 1
	Warning
	Information
	Hint
)

// Finding is something wrong in a package.
type Finding struct {
	Span
	Severity Severity
	Code     string // "ORM203"
	Message  string
	URL      string // the page about the code, may be empty
	Related  []Related
	Fixes    []Fix
}

// Related is another place that a finding speaks of.
type Related struct {
	Span
	Message string
}

// Fix is a change that removes a finding.
type Fix struct {
	Title string
	Edits []Edit
}

// Edit replaces a span by a text.
type Edit struct {
	Span
	NewText string
}

// Card is what is shown over a place.
type Card struct {
	Span
	Markdown string
}

// ItemKind says what an item of a completion stands for.
type ItemKind uint8

// The kinds of items.
const (
	Option ItemKind = iota // the name of a tag option
	Value                  // a value of one
	Field                  // an attribute of an entity
	Column                 // a column of a table
)

// Item is one way to complete what stands at a place.
type Item struct {
	Kind    ItemKind
	Label   string
	Detail  string // a few words behind the label
	Doc     string // Markdown
	Replace Span   // what Insert takes the place of
	Insert  string
}

// Provider is what the server asks of the checker. A provider is called from many goroutines. It must return
// quickly when ctx ends, and may panic: the server answers that the feature failed, and goes on.
type Provider interface {
	// Check returns the findings of a package, in the files of that package.
	Check(ctx context.Context, pkg *workspace.Package) []Finding
	// Hover returns what is known of a place, nil where the ORM has nothing to say. SQL is shown for each of
	// the dialects.
	Hover(ctx context.Context, pkg *workspace.Package, file *workspace.File, offset int, dialects []string) *Card
	// Complete returns what may stand at a place, nil where the ORM has nothing to say.
	Complete(ctx context.Context, pkg *workspace.Package, file *workspace.File, offset int) []Item
}

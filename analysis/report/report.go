// Package report has the form in which a check says what it found. Checks do not report to the driver themselves: package
// analysis collects their findings, leaves out what the user suppressed, and reports the rest, so that every driver gives the
// same diagnostics.
package report

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// Finding is one thing wrong with a package.
type Finding struct {
	Code     string // "ORM115"
	Pos, End token.Pos
	Message  string // without the code
	// Fixes are alternatives. A single one may be applied without asking.
	Fixes []analysis.SuggestedFix
}

// Findings is the result of a check.
type Findings []Finding

// Node is anything with a place in the source.
type Node interface {
	Pos() token.Pos
	End() token.Pos
}

// Add appends a finding at a node.
func (f *Findings) Add(code string, at Node, fixes []analysis.SuggestedFix, format string, args ...any) {
	*f = append(*f, Finding{Code: code, Pos: at.Pos(), End: at.End(), Message: fmt.Sprintf(format, args...), Fixes: fixes})
}

// Sort orders findings by place, then code and message, and drops repetitions.
func (f *Findings) Sort() {
	slices.SortFunc(*f, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	*f = slices.CompactFunc(*f, func(a, b Finding) bool { return a.Pos == b.Pos && a.Code == b.Code && a.Message == b.Message })
}

// Fix is a list with the one fix that replaces a node by a text.
func Fix(message string, at Node, text string) []analysis.SuggestedFix {
	return []analysis.SuggestedFix{{Message: message, TextEdits: []analysis.TextEdit{{Pos: at.Pos(), End: at.End(), NewText: []byte(text)}}}}
}

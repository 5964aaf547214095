package snapshot

import "fmt"

// SyntaxError is a line of a snapshot that cannot be read.
type SyntaxError struct {
	Line   int // counted from 1
	Reason string
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("snapshot: line %d: %s; write the snapshot anew if it was edited by hand", e.Line, e.Reason)
}

// WriteError is a column or, where Column is "", a view that has no text form.
type WriteError struct{ Table, Column, Reason string }

// Error implements error.
func (e *WriteError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("snapshot: %q: %s", e.Table, e.Reason)
	}
	return fmt.Sprintf("snapshot: column %q of table %q: %s", e.Column, e.Table, e.Reason)
}

package sqlcompile

import "fmt"

// Error says that a statement cannot be compiled for a dialect. What names the part at fault, "" for the whole statement.
type Error struct {
	Dialect string
	What    string
	Err     error
}

// Error implements error.
func (e *Error) Error() string {
	if e.What == "" {
		return fmt.Sprintf("sqlcompile: cannot compile for %s: %v", e.Dialect, e.Err)
	}
	return fmt.Sprintf("sqlcompile: cannot compile %s for %s: %v", e.What, e.Dialect, e.Err)
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// IdentifierError says that a name cannot be one of the database.
type IdentifierError struct{ Name, Reason string }

// Error implements error.
func (e *IdentifierError) Error() string {
	return fmt.Sprintf("%q is no identifier: %s", e.Name, e.Reason)
}

// BindError says that a value cannot be sent. Name is the bind's name, as a preview shows it.
type BindError struct {
	Name  string
	Value any
	Err   error
}

// Error implements error. It names the type of the value, never the value.
func (e *BindError) Error() string {
	return fmt.Sprintf("sqlcompile: bind %s: a value of type %T cannot be sent: %v", e.Name, e.Value, e.Err)
}

// Unwrap gives the cause.
func (e *BindError) Unwrap() error { return e.Err }

// ListError says that a list of IN has more values than the database takes: in one list if Name is that of its bind, else in the
// whole statement. Select from a table or a subquery instead, or send the list in parts.
type ListError struct {
	Name       string
	Count, Max int
}

// Error implements error.
func (e *ListError) Error() string {
	if e.Name == "" {
		return fmt.Sprintf("sqlcompile: the statement has %d values and the database takes %d at most; send the list in parts, or compare with a subquery", e.Count, e.Max)
	}
	return fmt.Sprintf("sqlcompile: the list %s has %d values and the database takes %d at most; send it in parts, or compare with a subquery", e.Name, e.Count, e.Max)
}

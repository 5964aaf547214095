package schema

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a mistake in the declaration of a table, or a name that it does not have. Column is "" where the mistake is about the whole
// table. Err is [expr.ErrNoSuchColumn] for a column that is asked for and not there, nil for others.
type Error struct {
	Table, Column, Reason string
	Err                   error
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Error implements error.
func (e *Error) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("schema: table %q: %s", e.Table, e.Reason)
	}
	return fmt.Sprintf("schema: column %q of table %q: %s", e.Column, e.Table, e.Reason)
}

// CycleError says that tables refer to each other in a circle, so that no order of creation exists. Unnamed says that they cannot
// be dropped, because a foreign key of the circle has no name by which it could be dropped first.
type CycleError struct {
	Tables  []string
	Unnamed bool
}

// Error implements error.
func (e *CycleError) Error() string {
	if e.Unnamed {
		return fmt.Sprintf("schema: the tables %s refer to each other by a foreign key without a name, which therefore cannot be dropped before them; name the constraint", strings.Join(e.Tables, " and "))
	}
	return fmt.Sprintf("schema: the foreign keys of %s form a circle: none can be created first; make one of them a constraint that is added later", strings.Join(e.Tables, ", "))
}

func join(errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

package schema

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a mistake in the declaration of a table. Column is "" where the mistake is about the whole table.
type Error struct{ Table, Column, Reason string }

// Error implements error.
func (e *Error) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("schema: table %q: %s", e.Table, e.Reason)
	}
	return fmt.Sprintf("schema: column %q of table %q: %s", e.Column, e.Table, e.Reason)
}

// CycleError says that tables refer to each other in a circle, so that no order of creation exists.
type CycleError struct{ Tables []string }

// Error implements error.
func (e *CycleError) Error() string {
	return fmt.Sprintf("schema: the foreign keys of %s form a circle: none can be created first; make one of them a constraint that is added later", strings.Join(e.Tables, ", "))
}

func join(errs []error) error {
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}

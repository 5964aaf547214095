package query

import (
	"errors"
	"strings"

	"github.com/aludel/aludel/orm/mapping"
)

// Error is a statement that cannot be sent: what is wrong with it, and of which entity and attribute. Entity is "?" where none is at fault
// alone, Attr is "" where it is the entity itself. It says nothing of the values that the statement would have had.
type Error struct{ Entity, Attr, Reason string }

// Error implements error. The code at its end is explained by ormvet.
func (e *Error) Error() string { return "query: " + e.Message() + " (" + string(e.Code()) + ")" }

// Message is the error as the checker says it, whose findings have their code beside them.
func (e *Error) Message() string {
	switch {
	case e.Entity != "?" && e.Attr != "":
		return e.Entity + "." + e.Attr + ": " + e.Reason
	case e.Entity != "?":
		return e.Entity + ": " + e.Reason
	case e.Attr != "":
		return e.Attr + ": " + e.Reason
	}
	return e.Reason
}

// The reasons of errors that have codes of their own.
const (
	noAttribute    = "the entity has no such column attribute"
	noComposite    = "the entity has no such composite attribute"
	noRelationship = "the entity has no such relationship"
	brokenMapping  = "the mapping of the relationship has errors"
)

// Code is the permanent code of the mistake: that of an unknown name, or that of a statement that cannot be sent for another reason.
func (e *Error) Code() mapping.Code {
	reason, _, _ := strings.Cut(e.Reason, "; ") // what was meant follows
	switch reason {
	case noAttribute, noComposite, noRelationship:
		return "ORM501"
	}
	return "ORM503"
}

// Is makes errors.Is find an error by its code: errors.Is(err, mapping.Code("ORM503")).
func (e *Error) Is(target error) bool {
	var c mapping.Code
	return errors.As(target, &c) && c == e.Code()
}

// Elsewhere reports whether the mistake is in a name or in the mapping, where the checker finds it by itself, and not in the statement.
func (e *Error) Elsewhere() bool { return e.Code() != "ORM503" || e.Reason == brokenMapping }

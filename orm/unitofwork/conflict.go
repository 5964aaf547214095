package unitofwork

import (
	"fmt"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file finds assignments that contradict each other: a foreign key that is set by hand while its relationship leads elsewhere, and
// two relationships that want one column to have different values.

// ConflictError says that one foreign key was given two values.
type ConflictError struct {
	// Entity and Attr name the foreign key.
	Entity, Attr string
	// Want and Other are the values.
	Want, Other any
}

// Error says which column and which values.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("orm: %s.%s was given two values: %v and %v; set the foreign key or the relationship, and only one relationship that shares it", e.Entity, e.Attr, e.Want, e.Other)
}

// conflict reports whether copying a foreign key contradicts what the user assigned to it, or what was copied before.
func (w *writer) conflict(before []sync, s sync) error {
	if s.parent == nil || s.quiet {
		return nil
	}
	st := s.child
	for _, pair := range s.pairs {
		want := s.value(pair)
		c := &st.Mapper.Columns[st.Mapper.Attr(s.own(pair))]
		now := c.Value(st.Obj)
		if want == nil || now == nil || equalKeys(want, now) {
			continue
		}
		copied := slices.ContainsFunc(before, func(o sync) bool {
			return slices.ContainsFunc(o.pairs, func(q mapping.Pair) bool { return o.own(q) == s.own(pair) && o.parent != nil })
		})
		if copied || w.assigned(st, st.Mapper.Attr(s.own(pair))) {
			return &Error{"update", st.Mapper.Entity.Name, c.Attr.Name, &ConflictError{st.Mapper.Entity.Name, c.Attr.Name, now, want}}
		}
	}
	return nil
}

// assigned reports whether the user gave a column a value since the object was read or flushed.
func (w *writer) assigned(st *instance.State, col int) bool {
	if !st.Has(instance.Persistent) {
		return !st.Mapper.Columns[col].IsZero(st.Obj)
	}
	return slices.Contains(st.ChangedColumns(nil), col)
}

// equalKeys compares values of two columns, whatever integer types they have.
func equalKeys(a, b any) bool {
	if n, ok := number(a); ok {
		m, ok := number(b)
		return ok && n == m
	}
	return fmt.Sprint(a) == fmt.Sprint(b)
}

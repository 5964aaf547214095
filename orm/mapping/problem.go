package mapping

import (
	"errors"
	"fmt"
	"strings"
)

// Severity is how bad a problem is.
type Severity uint8

// The severities. Only errors keep a registry from working.
const (
	SeverityError Severity = iota
	SeverityWarning
)

// String names the severity.
func (s Severity) String() string {
	if s == SeverityWarning {
		return "warning"
	}
	return "error"
}

// Part is which piece of a field's declaration a problem is about.
type Part uint8

// The parts of a field's declaration.
const (
	PartName Part = iota
	PartType
	PartTag // the range Off, Len of the unquoted tag
)

// Locus says where a problem is, without positions: each reader translates it.
type Locus struct {
	// Decl is the struct that declares the field, which for an inherited field is not the entity.
	Decl *Type
	// Field is the field's name; "" means the struct itself.
	Field    string
	Part     Part
	Off, Len int
}

// at narrows a locus to a range of the tag.
func (l Locus) at(s Span) Locus {
	l.Part, l.Off, l.Len = PartTag, s.Off, s.Len
	return l
}

// Edit replaces a range of a field's unquoted tag, or with Part other than PartTag the type of the field.
type Edit struct {
	At  Locus
	New string
}

// Fix is a change that removes a problem.
type Fix struct {
	Msg   string
	Edits []Edit
}

// Problem is a mistake in a mapping.
type Problem struct {
	Code     string
	Severity Severity
	Msg      string
	At       Locus
	Fixes    []Fix
}

// String is the problem on one line, with the place in words.
func (p Problem) String() string {
	at := p.At.Decl.String()
	if p.At.Field != "" {
		at += "." + p.At.Field
	}
	return fmt.Sprintf("%s: %s (%s)", at, p.Msg, p.Code)
}

// Error is a model that cannot be used, with every problem of severity error.
type Error struct{ Problems []Problem }

// Error lists the problems.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "mapping: %d problem", len(e.Problems))
	if len(e.Problems) > 1 {
		b.WriteByte('s')
	}
	for _, p := range e.Problems {
		b.WriteString("\n\t" + p.String())
	}
	b.WriteString("\n\tormvet explain CODE says more about each")
	return b.String()
}

// Is makes errors.Is find a problem by its code: errors.Is(err, mapping.Code("ORM115")).
func (e *Error) Is(target error) bool {
	var c Code
	if !errors.As(target, &c) {
		return false
	}
	for _, p := range e.Problems {
		if p.Code == string(c) {
			return true
		}
	}
	return false
}

// Code is a problem's code as an error, for errors.Is.
type Code string

// Error implements error.
func (c Code) Error() string { return string(c) }

// Err is the problems of severity error as an *[Error], nil if there are none.
func (m *Model) Err() error {
	var bad []Problem
	for _, p := range m.Problems {
		if p.Severity == SeverityError {
			bad = append(bad, p)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return &Error{bad}
}

// add records a problem; its severity is that of its code.
func (m *Model) add(code string, at Locus, fixes []Fix, format string, args ...any) {
	info, _ := Lookup(code)
	m.Problems = append(m.Problems, Problem{Code: code, Severity: info.Severity, Msg: fmt.Sprintf(format, args...), At: at, Fixes: fixes})
}

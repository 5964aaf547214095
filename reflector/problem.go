package reflector

import (
	"fmt"
	"strings"
)

// ProblemKind says what became of a part of the database that package schema cannot say.
type ProblemKind string

// The kinds of problems.
const (
	// OpaqueType is a column whose type no generic type says exactly. The column is there, of a sqltypes.OpaqueType.
	OpaqueType ProblemKind = "opaque type"
	// Simplified is something that is there, without the property that Detail names.
	Simplified ProblemKind = "simplified"
	// LeftOut is something that is not in the result, for the reason in Detail.
	LeftOut ProblemKind = "left out"
)

// Problem is a part of the database that the result does not say, or not wholly.
type Problem struct {
	Kind  ProblemKind
	Table string // "" for what is no table's
	// Name is the column, index or constraint, or what else there is; "" for the table itself.
	Name   string
	Detail string
}

// String is the problem as a sentence without its end.
func (p Problem) String() string {
	switch {
	case p.Table == "":
		return fmt.Sprintf("%s: %s: %s", p.Name, p.Kind, p.Detail)
	case p.Name == "":
		return fmt.Sprintf("table %s: %s: %s", p.Table, p.Kind, p.Detail)
	}
	return fmt.Sprintf("table %s, %s: %s: %s", p.Table, p.Name, p.Kind, p.Detail)
}

// UnsupportedError says that the catalog of a dialect's databases cannot be read.
type UnsupportedError struct{ Dialect string }

// Error implements error.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("reflector: the catalog of %s cannot be read; declare the tables, or read a snapshot file", e.Dialect)
}

// NoSchemaError says that the database has no schema of that name; "" if it has no default one.
type NoSchemaError struct{ Schema string }

// Error implements error.
func (e *NoSchemaError) Error() string {
	if e.Schema == "" {
		return "reflector: the connection has no default schema; name one in the options"
	}
	return fmt.Sprintf("reflector: the database has no schema %q; check the name and its case", e.Schema)
}

// MissingError says that tables which were asked for are not there.
type MissingError struct {
	Schema string
	Tables []string
}

// Error implements error.
func (e *MissingError) Error() string {
	return fmt.Sprintf("reflector: there are no tables %s; check their names, their case, and the schema %q", strings.Join(e.Tables, ", "), e.Schema)
}

// Error is a catalog query that failed. It wraps the engine's error.
type Error struct {
	// Part is what was read: tables, columns, constraints, indexes; server, if that could not be asked what it is.
	Part string
	Err  error
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("reflector: reading the %s of the catalog: %v", e.Part, e.Err)
}

// Unwrap gives the engine's error.
func (e *Error) Unwrap() error { return e.Err }

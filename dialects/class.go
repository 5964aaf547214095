package dialects

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"reflect"
	"syscall"
)

// Class is what went wrong, the same for all databases.
type Class uint8

// The classes of errors.
const (
	Other Class = iota
	UniqueViolation
	ForeignKeyViolation
	NotNullViolation
	CheckViolation
	DataError // a value does not fit its column
	NoSuchTable
	NoSuchColumn
	SyntaxError
	PermissionDenied
	SerializationFailure // the transaction may be tried again
	Deadlock             // the transaction may be tried again
	LockTimeout
	Cancelled
	Disconnected // the connection is gone
	CannotConnect
	TransactionAborted // an earlier error ended the transaction; only rolling it back is left
	classCount
)

var classNames = [classCount]string{
	Other: "database error", UniqueViolation: "unique violation", ForeignKeyViolation: "foreign key violation",
	NotNullViolation: "not-null violation", CheckViolation: "check violation", DataError: "value does not fit",
	NoSuchTable: "no such table", NoSuchColumn: "no such column", SyntaxError: "syntax error", PermissionDenied: "permission denied",
	SerializationFailure: "serialization failure", Deadlock: "deadlock", LockTimeout: "lock timeout", Cancelled: "cancelled",
	Disconnected: "disconnected", CannotConnect: "cannot connect",
	TransactionAborted: "transaction aborted",
}

// String is the class in words.
func (c Class) String() string {
	if c < classCount {
		return classNames[c]
	}
	return "unknown"
}

// Retryable reports whether the same transaction, begun again, may succeed.
func (c Class) Retryable() bool { return c == SerializationFailure || c == Deadlock }

// IsConstraint reports whether a constraint of the schema was violated.
func (c Class) IsConstraint() bool { return c >= UniqueViolation && c <= CheckViolation }

// Violation is what a driver's error says, as far as it does. Table, Column and Constraint are "" where it does not.
type Violation struct {
	Class                     Class
	Table, Column, Constraint string
}

// Common classifies what is the same for all drivers: cancelled contexts, broken connections. It gives [Other] for the rest.
func Common(err error) Class {
	var op *net.OpError
	var ne net.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Cancelled
	case errors.As(err, &op) && op.Op == "dial":
		return CannotConnect
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, syscall.EPIPE), errors.Is(err, syscall.ECONNRESET), errors.As(err, &ne):
		return Disconnected
	}
	return Other
}

// SQLState is the five-character code of an error that has one, as PostgreSQL's drivers give it; "" for others.
func SQLState(err error) string {
	var s interface{ SQLState() string }
	if errors.As(err, &s) {
		return s.SQLState()
	}
	return ""
}

// IntField reads an integer field of the first error in err's chain that is a struct, or a pointer to one, with such a
// field. It is how drivers' error numbers are read without importing the drivers.
func IntField(err error, field string) (n int64, ok bool) {
	return walkFields(err, field, func(v reflect.Value) (int64, bool) {
		switch {
		case v.CanInt():
			return v.Int(), true
		case v.CanUint():
			return int64(v.Uint()), true
		}
		return 0, false
	})
}

// IntFields is [IntField] for a field that is a list of integers.
func IntFields(err error, field string) []int64 {
	list, _ := walkFields(err, field, func(v reflect.Value) (out []int64, ok bool) {
		if v.Kind() != reflect.Slice || v.Len() == 0 || !v.Index(0).CanInt() {
			return nil, false
		}
		for i := range v.Len() {
			out = append(out, v.Index(i).Int())
		}
		return out, true
	})
	return list
}

// TextField is [IntField] for a string field.
func TextField(err error, field string) (s string, ok bool) {
	return walkFields(err, field, func(v reflect.Value) (string, bool) { return v.String(), v.Kind() == reflect.String })
}

func walkFields[T any](err error, field string, get func(reflect.Value) (T, bool)) (t T, ok bool) {
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct {
			continue
		}
		if f := v.FieldByName(field); f.IsValid() {
			if t, ok = get(f); ok {
				return t, true
			}
		}
	}
	return t, false
}

// FromSQLState classifies a five-character code of the SQL standard with PostgreSQL's additions.
func FromSQLState(code string) Class {
	if c, ok := stateClass[code]; ok {
		return c
	}
	if len(code) == 5 {
		switch code[:2] {
		case "22":
			return DataError
		case "08":
			return Disconnected
		case "42":
			return SyntaxError
		}
	}
	return Other
}

var stateClass = map[string]Class{
	"23505": UniqueViolation, "23503": ForeignKeyViolation, "23502": NotNullViolation, "23514": CheckViolation,
	"42P01": NoSuchTable, "42703": NoSuchColumn, "42501": PermissionDenied, "40001": SerializationFailure, "40P01": Deadlock,
	"55P03": LockTimeout, "25P02": TransactionAborted, "57014": Cancelled, "57P01": Disconnected, "57P05": Disconnected, "25P03": Disconnected, "23001": ForeignKeyViolation, "23P01": CheckViolation, "57P02": Disconnected, "57P03": CannotConnect,
	"3D000": CannotConnect, "28P01": CannotConnect, "28000": CannotConnect, "53300": CannotConnect,
}

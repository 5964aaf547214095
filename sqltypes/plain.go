package sqltypes

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"
)

// Converter converts one value: of Go for the driver, or of the driver for Go. It is given nil only by types that convert NULL (see
// [ConvertsNull]), and is safe for use by any number of goroutines.
type Converter func(v any) (any, error)

// ValueError says that a value does not fit a type. It names the type of the value, never the value.
type ValueError struct {
	// Type is what the value should have.
	Type Type
	// GoType is the type of the value: "string".
	GoType string
	// Reason says what is wrong: "it is out of range".
	Reason string
	// Err is the cause, or nil.
	Err error
}

// Error implements error.
func (e *ValueError) Error() string {
	s := fmt.Sprintf("sqltypes: a value of type %s is no %s", e.GoType, e.Type)
	if e.Reason != "" {
		s += ": " + e.Reason
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *ValueError) Unwrap() error { return e.Err }

// Mismatch is the *[ValueError] of a value that does not fit a type.
func Mismatch(t Type, v any, reason string, cause error) error {
	return &ValueError{Type: t, GoType: fmt.Sprintf("%T", v), Reason: reason, Err: cause}
}

var (
	errUnsigned = errors.New("it is larger than the largest 64-bit integer of SQL")
	errNoForm   = errors.New("no SQL type holds it; give it a Value method (driver.Valuer)")
)

// Plain reduces a Go value to one that every driver takes: int64, float64, bool, []byte, string, time.Time or nil. Pointers and
// Valuers give their values, named types their underlying ones.
func Plain(v any) (any, error) {
	switch v := v.(type) {
	case nil, int64, string, float64, bool, time.Time, []byte:
		return v, nil
	case int:
		return int64(v), nil
	case *string:
		if v == nil {
			return nil, nil
		}
		return *v, nil
	}
	return plainReflect(v)
}

func plainReflect(v any) (any, error) {
	if driver.IsValue(v) {
		return v, nil
	}
	rv := reflect.ValueOf(v)
	if rv.Kind() == reflect.Pointer && rv.IsNil() {
		return nil, nil
	}
	if w, ok := v.(driver.Valuer); ok {
		return w.Value()
	}
	switch rv.Kind() {
	case reflect.Pointer:
		return Plain(rv.Elem().Interface())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return rv.Int(), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if u := rv.Uint(); u <= math.MaxInt64 {
			return int64(u), nil
		}
		return v, errUnsigned
	case reflect.Float32, reflect.Float64:
		return rv.Float(), nil
	case reflect.Bool:
		return rv.Bool(), nil
	case reflect.String:
		return rv.String(), nil
	case reflect.Slice:
		if rv.Type().Elem().Kind() == reflect.Uint8 {
			return rv.Bytes(), nil
		}
	}
	return v, errNoForm
}

// IsNil reports whether a value is nil, or a nil pointer, and so the NULL of SQL.
func IsNil(v any) bool {
	if v == nil {
		return true
	}
	rv := reflect.ValueOf(v)
	return rv.Kind() == reflect.Pointer && rv.IsNil()
}

package dbapi

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// What a Row does with the kinds that are not the usual ones, and with a driver's boxed values.

// found is the word for what column i holds.
func (r *Row) found(i int) string {
	if i < 0 || i >= len(r.cells) {
		return "no such column"
	}
	if r.cells[i].K != Boxed {
		return r.cells[i].K.String()
	}
	switch v := r.batch.Vals[i].(type) {
	case nil:
		return Null.String()
	case int64:
		return Int.String()
	case float64:
		return Float.String()
	case bool:
		return "boolean"
	case time.Time:
		return Time.String()
	case string:
		return Text.String()
	case []byte:
		return Blob.String()
	default:
		return fmt.Sprintf("Go type %T", v)
	}
}

// unusual gives the value that the accessors convert: Text as a borrowed string, Boxed unwrapped and, for kinds of Go
// numbers that package driver does not list, widened.
func (r *Row) unusual(i int) any {
	c := &r.cells[i]
	switch c.K {
	case Text:
		return view(r.bytes(c))
	case Null, Int, Float, Time:
		return r.Value(i)
	case Boxed:
		return widen(r.batch.Vals[i])
	}
	return nil
}

// widen makes the basic kinds of what some drivers give in spite of the contract: other widths of numbers, named types.
func widen(v any) any {
	switch v := v.(type) {
	case nil, int64, float64, bool, time.Time, string, uint64:
		return v
	case []byte:
		return view(v)
	}
	rv := reflect.ValueOf(v)
	switch {
	case rv.CanInt():
		return rv.Int()
	case rv.CanUint():
		return rv.Uint()
	case rv.CanFloat():
		return rv.Float()
	case rv.Kind() == reflect.String:
		return rv.String()
	case rv.Kind() == reflect.Bool:
		return rv.Bool()
	}
	return v
}

func (r *Row) slowInt64(i int) int64 {
	if c := &r.cells[i]; c.K == Boxed {
		if n, ok := r.batch.Vals[i].(int64); ok {
			return n
		}
	}
	n, err := toInt64(r.unusual(i))
	if err != nil {
		r.Fail(i, "integer", reason(err))
	}
	return n
}

// errKind says that there is nothing to convert: the kinds differ, and no more is to be said.
var errKind = fmt.Errorf("dbapi: another kind")

func reason(err error) error {
	if err == errKind {
		return nil
	}
	return err
}

// whole is a decimal without the digits after the point if they are zeros: "5.0000" is a whole number, as 5.0 is.
func whole(v string) string {
	before, after, _ := strings.Cut(v, ".")
	if strings.Trim(after, "0") != "" {
		return v
	}
	return before
}

func toInt64(v any) (int64, error) {
	switch v := v.(type) {
	case int64:
		return v, nil
	case uint64:
		if v <= math.MaxInt64 {
			return int64(v), nil
		}
		return 0, ErrNotIntegral
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case float64:
		if v == math.Trunc(v) && v >= -1<<63 && v < 1<<63 {
			return int64(v), nil
		}
		return 0, ErrNotIntegral
	case string:
		n, err := strconv.ParseInt(whole(v), 10, 64)
		if err != nil {
			return 0, ErrNotIntegral
		}
		return n, nil
	}
	return 0, errKind
}

func (r *Row) slowFloat64(i int) float64 {
	if c := &r.cells[i]; c.K == Boxed {
		if f, ok := r.batch.Vals[i].(float64); ok {
			return f
		}
	}
	f, err := toFloat64(r.unusual(i))
	if err != nil {
		r.Fail(i, "float", reason(err))
	}
	return f
}

func toFloat64(v any) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int64:
		f := float64(v)
		if f >= 1<<63 || int64(f) != v {
			return 0, ErrNotExact
		}
		return f, nil
	case uint64:
		f := float64(v)
		if f >= 1<<64 || uint64(f) != v {
			return 0, ErrNotExact
		}
		return f, nil
	case string:
		f, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return 0, ErrNotExact
		}
		return f, nil
	}
	return 0, errKind
}

func (r *Row) slowBool(i int) bool {
	if c := &r.cells[i]; c.K == Boxed {
		switch v := r.batch.Vals[i].(type) {
		case bool:
			return v
		case int64:
			if uint64(v) <= 1 {
				return v == 1
			}
		}
	}
	v := r.unusual(i)
	if _, isFloat := v.(float64); !isFloat {
		n, err := toInt64(v)
		if err == nil && uint64(n) <= 1 {
			return n == 1
		}
		if err != errKind {
			r.Fail(i, "boolean", ErrNotBoolean)
			return false
		}
	}
	r.Fail(i, "boolean", nil)
	return false
}

func (r *Row) slowTime(i int) time.Time {
	if c := &r.cells[i]; c.K == Boxed {
		switch v := r.batch.Vals[i].(type) {
		case time.Time:
			return v.UTC()
		case string:
			if t, err := ParseTime(v); err == nil {
				return t
			}
		}
	}
	var t time.Time
	var err error
	switch v := r.unusual(i).(type) {
	case time.Time:
		return v.UTC()
	case string:
		t, err = ParseTime(v)
	case int64:
		err = ErrIntegerTime
	default:
		r.Fail(i, "time", nil)
	}
	if err != nil {
		r.Fail(i, "time", err)
	}
	return t
}

func (r *Row) slowText(i int) string {
	if r.cells[i].K == Boxed {
		switch v := r.batch.Vals[i].(type) {
		case string:
			return v
		case []byte:
			return string(v)
		}
	}
	r.Fail(i, "text", nil)
	return ""
}

func (r *Row) slowBytes(i int) []byte {
	if r.cells[i].K == Boxed {
		switch v := r.batch.Vals[i].(type) {
		case []byte:
			return v
		case string:
			return []byte(v)
		}
	}
	r.Fail(i, "bytes", nil)
	return nil
}

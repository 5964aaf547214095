package pgconn

import (
	"database/sql/driver"
	be "encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/aludel/aludel/engine/dbapi"
)

// args are the arguments of an operation as they are sent.
type args struct {
	values  [][]byte
	formats []int16
	bytes   []byte // what values point into
	ends    []int  // where each value ends in bytes, -1 for NULL
}

// forget drops the arguments, and memory that one operation made unusually large.
func (a *args) forget() {
	clear(a.values)
	if cap(a.bytes) > maxArena {
		a.bytes = nil
	}
	a.values, a.formats, a.bytes = a.values[:0], a.formats[:0], a.bytes[:0]
}

var errNamed = errors.New("PostgreSQL has no named parameters")

// add converts the arguments, for the types that the server gave the parameters; types is nil where nobody asked it.
func (a *args) add(list []any, types []uint32) error {
	a.forget()
	// The bytes may move as they grow, so that the values are cut out of them at the end.
	ends := a.ends[:0]
	for i, v := range list {
		var code uint32
		if types != nil {
			code = types[i]
		}
		format, null, err := a.value(v, code)
		if err != nil {
			return &dbapi.ArgumentError{Ordinal: i + 1, Type: fmt.Sprintf("%T", v), Err: err}
		}
		a.formats = append(a.formats, format)
		if null {
			ends = append(ends, -1)
		} else {
			ends = append(ends, len(a.bytes))
		}
	}
	a.ends = ends
	start := 0
	for _, end := range ends {
		if end < 0 {
			a.values = append(a.values, nil)
			continue
		}
		a.values = append(a.values, a.bytes[start:end:end])
		start = end
	}
	return nil
}

// value appends the bytes of one argument: in binary where the parameter has that very type, else as text, which the server reads.
func (a *args) value(v any, code uint32) (format int16, null bool, err error) {
	switch v := v.(type) {
	case nil:
		return 0, true, nil
	case int64:
		return a.int(v, code)
	case int:
		return a.int(int64(v), code)
	case string:
		a.bytes = append(a.bytes, v...)
	case float64:
		if code == float8 {
			a.bytes = be.BigEndian.AppendUint64(a.bytes, math.Float64bits(v))
			return 1, false, nil
		}
		a.bytes = strconv.AppendFloat(a.bytes, v, 'g', -1, 64)
	case bool:
		a.bytes = strconv.AppendBool(a.bytes, v)
	case []byte:
		if v == nil {
			return 0, true, nil
		}
		a.bytes = append(a.bytes, v...)
		if code == bytea || code == 0 {
			return 1, false, nil
		}
	case time.Time:
		return a.time(v, code), false, nil
	case dbapi.Named:
		return 0, false, errNamed
	case *string:
		return addPointer(a, v, code)
	case *int64:
		return addPointer(a, v, code)
	case *float64:
		return addPointer(a, v, code)
	case *bool:
		return addPointer(a, v, code)
	case *time.Time:
		return addPointer(a, v, code)
	default:
		w, err := driver.DefaultParameterConverter.ConvertValue(v)
		if err != nil {
			return 0, false, err
		}
		return a.value(w, code)
	}
	return 0, false, nil
}

func addPointer[T any](a *args, p *T, code uint32) (int16, bool, error) {
	if p == nil {
		return 0, true, nil
	}
	return a.value(*p, code)
}

// int appends an integer. One that does not fit its parameter goes as text, so that the server says so.
func (a *args) int(v int64, code uint32) (int16, bool, error) {
	switch {
	case code == int8oid:
		a.bytes = be.BigEndian.AppendUint64(a.bytes, uint64(v))
	case code == int4oid && v == int64(int32(v)):
		a.bytes = be.BigEndian.AppendUint32(a.bytes, uint32(v))
	case code == int2oid && v == int64(int16(v)):
		a.bytes = be.BigEndian.AppendUint16(a.bytes, uint16(v))
	default:
		a.bytes = strconv.AppendInt(a.bytes, v, 10)
		return 0, false, nil
	}
	return 1, false, nil
}

// time appends an instant, or for a parameter without time zone the reading of its clock, rounded to microseconds as the server does
// it.
func (a *args) time(t time.Time, code uint32) int16 {
	t = t.Round(time.Microsecond)
	if y := t.Year(); y < 1 || y > 9999 { // beyond these the text says it too
		code = 0
	}
	switch code {
	case timestamptz:
		a.bytes = be.BigEndian.AppendUint64(a.bytes, uint64(t.UnixMicro()-epoch))
	case timestamp:
		a.bytes = be.BigEndian.AppendUint64(a.bytes, uint64(wall(t)))
	default:
		a.bytes = appendTime(a.bytes, t)
		return 0
	}
	return 1
}

// appendTime writes a time as PostgreSQL reads it for any of its types. Go's year 0 is 1 BC.
func appendTime(b []byte, t time.Time) []byte {
	const rest = "-01-02 15:04:05.999999Z07:00:00"
	if y := t.Year(); y < 1 {
		return append(t.AppendFormat(fmt.Appendf(b, "%04d", 1-y), rest), " BC"...)
	}
	return t.AppendFormat(fmt.Appendf(b, "%04d", t.Year()), rest)
}

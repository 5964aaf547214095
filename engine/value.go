package engine

import (
	"strconv"
	"strings"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqltypes"
)

// value reads column i of a row as its type says; where the database holds something else, as SQLite may, as it is.
func value(r *dbapi.Row, i int, t sqltypes.Type, declared string) any {
	if r.IsNull(i) {
		return nil
	}
	raw := kept(r.Value(i), declared)
	if t == nil {
		return raw
	}
	k := t.Kind()
	switch {
	case k.IsInteger():
		return asInteger(raw)
	case k == sqltypes.FloatKind:
		return asFloat(raw)
	case k == sqltypes.BooleanKind:
		if n, ok := asInteger(raw).(int64); ok && uint64(n) <= 1 {
			return n == 1
		}
	case k == sqltypes.DateTimeKind || k == sqltypes.DateKind:
		if s, ok := raw.(string); ok {
			if at, err := dbapi.ParseTime(s); err == nil {
				return at
			}
		}
	case k == sqltypes.NumericKind:
		return asDecimal(raw)
	case k == sqltypes.LargeBinaryKind:
		if s, ok := raw.(string); ok {
			return []byte(s)
		}
	case k.IsText():
		if b, ok := raw.([]byte); ok {
			return string(b)
		}
	}
	return raw
}

// kept makes a value independent of the row's memory. Bytes are text unless the column is declared to hold bytes.
func kept(v any, declared string) any {
	switch v := v.(type) {
	case []byte:
		if binary(declared) {
			return append([]byte{}, v...)
		}
		return string(v)
	case string:
		return strings.Clone(v)
	}
	return v
}

// binary reports whether a declared type holds bytes.
func binary(declared string) bool {
	return strings.Contains(declared, "BLOB") || strings.Contains(declared, "BINARY") || declared == "BYTEA"
}

func asInteger(v any) any {
	if s, ok := v.(string); ok {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n
		}
	}
	return v
}

func asFloat(v any) any {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f
		}
	}
	return v
}

// asDecimal is an exact number as text. SQLite holds one as a float or an integer; its shortest text is the number that was stored.
func asDecimal(v any) any {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return v
}

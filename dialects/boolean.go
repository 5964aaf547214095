package dialects

import (
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// BoolAsInt is the binder of a dialect whose databases keep truth values as 1 and 0; it is nil for other types.
func BoolAsInt(t sqltypes.Type) sqlcompile.Binder {
	if t == nil || t.Kind() != sqltypes.BooleanKind {
		return nil
	}
	return func(v any) (any, error) {
		switch v {
		case true:
			return int64(1), nil
		case false:
			return int64(0), nil
		}
		return v, nil
	}
}

package engine

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/sqlcompile"
)

// value reads column i of a row, converted as its type says; col is nil where the statement does not know its columns.
func value(r *dbapi.Row, i int, col *sqlcompile.ResultColumn, declared string) (any, error) {
	v := r.Value(i)
	if col != nil && col.Convert != nil {
		if b, ok := v.([]byte); ok {
			v = slices.Clone(b)
		}
		return col.Value(v)
	}
	return kept(v, declared), nil
}

// kept makes a value independent of the row's memory. Bytes are text unless the column is declared to hold bytes.
func kept(v any, declared string) any {
	switch v := v.(type) {
	case []byte:
		if binary(declared) {
			return slices.Clone(v)
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

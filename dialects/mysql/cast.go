package mysql

import (
	"fmt"

	"github.com/aludel/aludel/sqltypes"
)

// CastSQL names a type as CAST does, which knows fewer than columns have.
func (d dialect) CastSQL(t sqltypes.Type) (string, error) {
	switch t := sqltypes.Impl(t, "mysql").(type) {
	case sqltypes.ExactType:
		return d.CastSQL(t.Base)
	case sqltypes.EnumType:
		return d.CastSQL(sqltypes.String(t.Size()))
	case sqltypes.StringType:
		if t.Length > 0 {
			return fmt.Sprintf("CHAR(%d)", t.Length), nil
		}
		return "CHAR", nil
	case sqltypes.NumericType:
		return "DECIMAL" + t.String()[len("NUMERIC"):], nil
	}
	switch k := t.Kind(); {
	case k.IsInteger():
		return "SIGNED INTEGER", nil
	case k == sqltypes.TextKind:
		return "CHAR", nil
	case k == sqltypes.LargeBinaryKind:
		return "BINARY", nil
	case k == sqltypes.DateTimeKind:
		return "DATETIME", nil
	case k == sqltypes.BooleanKind:
		return "", fmt.Errorf("MySQL has no CAST to %s; compare with a number instead", t)
	}
	return d.TypeSQL(t)
}

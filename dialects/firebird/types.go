package firebird

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// TypeSQL declares a type as Firebird does.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "firebird", declare)
}

func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		if t.Length == 0 {
			return "", fmt.Errorf("VARCHAR needs a length on Firebird; give the column a size")
		}
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Length), t.Collation), nil
	case sqltypes.TextType:
		return dialects.Collate(&rules, "BLOB SUB_TYPE 1", t.Collation), nil
	case sqltypes.EnumType:
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Size()), t.Collation), nil
	case sqltypes.FloatType:
		return declareFloat(t), nil
	case sqltypes.ExactType:
		switch t.Word {
		case "TEXT":
			return "BLOB SUB_TYPE 1", nil
		case "BLOB":
			return "BLOB SUB_TYPE 0", nil
		}
		return dialects.Exact(&rules, t, nil), nil
	case sqltypes.ArrayType, sqltypes.Other:
		return "", dialects.Missing("Firebird", t, "use a table of its own")
	}
	switch t.Kind() {
	case sqltypes.BooleanKind:
		return "SMALLINT", nil
	case sqltypes.LargeBinaryKind:
		return "BLOB SUB_TYPE 0", nil
	case sqltypes.DateTimeKind, sqltypes.IntervalKind:
		return "TIMESTAMP", nil
	case sqltypes.TimeKind:
		return "TIME", nil
	case sqltypes.UUIDKind:
		return "CHAR(32)", nil
	case sqltypes.JSONKind:
		return "", dialects.Missing("Firebird", t, "use a Text with a type decorator")
	}
	return t.String(), nil
}

// declareFloat gives 64 bits unless fewer are asked for: FLOAT alone has 24 binary digits.
func declareFloat(t sqltypes.FloatType) string {
	if t.Precision == 0 || t.Double {
		return "DOUBLE PRECISION"
	}
	return dialects.Sized("FLOAT", t.Precision)
}

package mssql

import (
	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// TypeSQL declares a type as SQL Server does. Civil times are DATETIME2, since DATETIME rounds to three milliseconds.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "mssql", declare)
}

func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		return text(t.Length, t.National, t.Collation), nil
	case sqltypes.TextType:
		return text(t.Length, t.National, t.Collation), nil
	case sqltypes.EnumType:
		return text(t.Size(), false, t.Collation), nil
	case sqltypes.FloatType:
		if t.Double {
			return "DOUBLE PRECISION", nil
		}
	case sqltypes.ExactType:
		return dialects.Exact(&rules, t, nil), nil
	case sqltypes.ArrayType, sqltypes.Other:
		return "", dialects.Missing("SQL Server", t, "use JSON, or a table of its own")
	}
	switch t.Kind() {
	case sqltypes.BooleanKind:
		return "BIT", nil
	case sqltypes.DateTimeKind:
		if t == sqltypes.DateTimeTZ() {
			return "DATETIMEOFFSET", nil
		}
		return "DATETIME2", nil
	case sqltypes.IntervalKind:
		return "DATETIME2", nil
	case sqltypes.TimeKind:
		return "TIME", nil
	case sqltypes.LargeBinaryKind:
		return "VARBINARY(max)", nil
	case sqltypes.UUIDKind:
		return "UNIQUEIDENTIFIER", nil
	case sqltypes.JSONKind:
		return "NVARCHAR(max)", nil
	}
	return t.String(), nil
}

// text declares VARCHAR, or NVARCHAR for national text; without a length it has none.
func text(length int, national bool, collation string) string {
	word := "VARCHAR"
	if national {
		word = "NVARCHAR"
	}
	if length == 0 {
		return dialects.Collate(&rules, word+"(max)", collation)
	}
	return dialects.Collate(&rules, dialects.Sized(word, length), collation)
}

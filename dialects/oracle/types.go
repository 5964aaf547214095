package oracle

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// TypeSQL declares a type as Oracle does. Civil times are TIMESTAMP, since DATE has whole seconds only.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "oracle", declare)
}

// exactWords are the types of standard SQL that Oracle names otherwise, or whose length counts bytes unless it says CHAR.
var exactWords = map[string]string{"VARCHAR": "VARCHAR(%d CHAR)", "NVARCHAR": "NVARCHAR2"}

// declare drops collations: columns have them only in databases with extended data types.
func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		if t.Length == 0 {
			return "", fmt.Errorf("VARCHAR2 needs a length on Oracle; give the column a size")
		}
		return fmt.Sprintf("VARCHAR2(%d CHAR)", t.Length), nil
	case sqltypes.TextType:
		return "CLOB", nil
	case sqltypes.EnumType:
		return fmt.Sprintf("VARCHAR(%d CHAR)", t.Size()), nil
	case sqltypes.FloatType:
		if t.Double {
			return "DOUBLE PRECISION", nil
		}
	case sqltypes.IntervalType:
		return declareInterval(t), nil
	case sqltypes.ExactType:
		if t.Word == "TIMESTAMP" && t.Base == sqltypes.DateTimeTZ() {
			return "TIMESTAMP WITH TIME ZONE", nil
		}
		return dialects.Exact(&rules, t, exactWords), nil
	case sqltypes.ArrayType, sqltypes.Other:
		return "", dialects.Missing("Oracle", t, "use a table of its own")
	}
	switch t.Kind() {
	case sqltypes.BooleanKind:
		return "SMALLINT", nil
	case sqltypes.BigIntegerKind:
		return "NUMBER(19)", nil
	case sqltypes.DateTimeKind:
		if t == sqltypes.DateTimeTZ() {
			return "TIMESTAMP WITH TIME ZONE", nil
		}
		return "TIMESTAMP", nil
	case sqltypes.UUIDKind:
		return "CHAR(32)", nil
	case sqltypes.TimeKind:
		return "", dialects.Missing("Oracle", t, "use an Interval or a DateTime")
	case sqltypes.JSONKind:
		return "", dialects.Missing("Oracle", t, "use a Text with a type decorator")
	}
	return t.String(), nil
}

func declareInterval(t sqltypes.IntervalType) string {
	if t.NonNative {
		return "TIMESTAMP"
	}
	return "INTERVAL " + dialects.Sized("DAY", t.DayPrecision) + " TO " + dialects.Sized("SECOND", t.SecondPrecision)
}

package mysql

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// bare are the rules by which collations of columns are written: as they are. (An expression's is quoted.)
var bare = func() *sqlcompile.Rules {
	r := rules
	r.BareCollation = true
	return &r
}()

// TypeSQL declares a type as MySQL and MariaDB do. Times have six digits of a second, since the types without round them away.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "mysql", declare)
}

func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		if t.Length == 0 {
			return "", fmt.Errorf("VARCHAR needs a length on MySQL; give the column a size")
		}
		return dialects.Collate(bare, dialects.Sized("VARCHAR", t.Length), t.Collation), nil
	case sqltypes.TextType:
		return dialects.Collate(bare, dialects.Sized("TEXT", t.Length), t.Collation), nil
	case sqltypes.EnumType:
		if t.NonNative {
			return dialects.Collate(bare, dialects.Sized("VARCHAR", t.Size()), t.Collation), nil
		}
		return dialects.Collate(bare, "ENUM("+dialects.Words(&rules, t, ",")+")", t.Collation), nil
	case sqltypes.FloatType:
		return declareFloat(t), nil
	case sqltypes.ExactType:
		return dialects.Exact(bare, t, map[string]string{"NCHAR": "NATIONAL CHAR", "NVARCHAR": "NATIONAL VARCHAR"}), nil
	case sqltypes.ArrayType, sqltypes.Other:
		return "", dialects.Missing("MySQL", t, "use JSON, or a table of its own")
	}
	switch t.Kind() {
	case sqltypes.BooleanKind:
		return "BOOL", nil
	case sqltypes.DateTimeKind, sqltypes.IntervalKind:
		return "DATETIME(6)", nil
	case sqltypes.TimeKind:
		return "TIME(6)", nil
	case sqltypes.UUIDKind:
		return "CHAR(32)", nil
	}
	return t.String(), nil
}

// declareFloat gives 64 bits unless fewer are asked for: FLOAT alone has 24 binary digits.
func declareFloat(t sqltypes.FloatType) string {
	if t.Precision == 0 || t.Double {
		return "DOUBLE"
	}
	return dialects.Sized("FLOAT", t.Precision)
}

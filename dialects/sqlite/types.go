package sqlite

import (
	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// TypeSQL declares what SQLAlchemy declares, so that databases made by either are alike.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "sqlite", declare)
}

func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Length), t.Collation), nil
	case sqltypes.TextType:
		return dialects.Collate(&rules, dialects.Sized("TEXT", t.Length), t.Collation), nil
	case sqltypes.EnumType:
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Size()), t.Collation), nil
	case sqltypes.ExactType:
		return dialects.Exact(&rules, t, nil), nil
	case sqltypes.ArrayType, sqltypes.Other:
		return "", dialects.Missing("SQLite", t, "use JSON, or a table of its own")
	}
	switch t.Kind() {
	case sqltypes.DateTimeKind, sqltypes.IntervalKind:
		return "DATETIME", nil
	case sqltypes.TimeKind:
		return "TIME", nil
	case sqltypes.UUIDKind:
		return "CHAR(32)", nil
	}
	return t.String(), nil
}

package postgres

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file declares types.

// TypeSQL declares a type as PostgreSQL does.
func (dialect) TypeSQL(t sqltypes.Type) (string, error) {
	return sqltypes.Declare(t, "postgresql", declare)
}

func declare(t sqltypes.Type) (string, error) {
	switch t := t.(type) {
	case sqltypes.StringType:
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Length), t.Collation), nil
	case sqltypes.TextType:
		return dialects.Collate(&rules, "TEXT", t.Collation), nil // which takes no length
	case sqltypes.EnumType:
		return declareEnum(t)
	case sqltypes.FloatType:
		if t.Double {
			return "DOUBLE PRECISION", nil
		}
	case sqltypes.IntervalType:
		if t.NonNative {
			return "TIMESTAMP WITHOUT TIME ZONE", nil
		}
		if t.SecondPrecision > 0 {
			return fmt.Sprintf("INTERVAL (%d)", t.SecondPrecision), nil
		}
		return "INTERVAL", nil
	case sqltypes.ArrayType:
		elem, err := Dialect.TypeSQL(t.Elem)
		return elem + t.Suffix(), err
	case sqltypes.ExactType:
		return exact(t), nil
	case sqltypes.Other:
		return t.Name, nil
	}
	switch t.Kind() {
	case sqltypes.DateTimeKind:
		return zoned("TIMESTAMP", t == sqltypes.DateTimeTZ()), nil
	case sqltypes.TimeKind:
		return zoned("TIME", t == sqltypes.Type(sqltypes.TimeType{TimeZone: true})), nil
	case sqltypes.LargeBinaryKind:
		return "BYTEA", nil
	}
	return t.String(), nil
}

func declareEnum(t sqltypes.EnumType) (string, error) {
	switch {
	case t.NonNative:
		return dialects.Collate(&rules, dialects.Sized("VARCHAR", t.Size()), t.Collation), nil
	case t.Name == "":
		return "", fmt.Errorf("an enum is a type of its own on PostgreSQL and needs a name: sqltypes.Enum(\"name\", ...)")
	case t.Schema != "":
		return rules.Quote(t.Schema) + "." + rules.Quote(t.Name), nil
	}
	return rules.Quote(t.Name), nil
}

// exact declares a type of standard SQL. TIMESTAMP and TIME say whether they have a zone, since each is two types.
func exact(t sqltypes.ExactType) string {
	switch b := t.Base.(type) {
	case sqltypes.DateTimeType:
		if t.Word == "TIMESTAMP" {
			return zoned("TIMESTAMP", b.TimeZone)
		}
	case sqltypes.TimeType:
		return zoned("TIME", b.TimeZone)
	}
	return dialects.Exact(&rules, t, nil)
}

// zoned is TIMESTAMP or TIME.
func zoned(word string, timeZone bool) string {
	if timeZone {
		return word + " WITH TIME ZONE"
	}
	return word + " WITHOUT TIME ZONE"
}

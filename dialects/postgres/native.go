package postgres

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the types that only PostgreSQL has, by the names that it gives them.

func native(sql string, base sqltypes.Type) sqltypes.Type {
	return sqltypes.Native("postgresql", sql, base)
}

func other(name string) sqltypes.Type { return native(name, sqltypes.Other{Name: name}) }

// INET is the address of a host, with the mask of its network if it has one. Values are netip.Prefix.
func INET() sqltypes.Type { return other("INET") }

// CIDR is a network. Values are netip.Prefix.
func CIDR() sqltypes.Type { return other("CIDR") }

// MACADDR is a hardware address of six bytes. Values are net.HardwareAddr.
func MACADDR() sqltypes.Type { return other("MACADDR") }

// MACADDR8 is a hardware address of eight bytes. Values are net.HardwareAddr.
func MACADDR8() sqltypes.Type { return other("MACADDR8") }

// BIT is length bits. Values are strings of 0 and 1.
func BIT(length int) sqltypes.Type {
	return native(dialects.Sized("BIT", length), sqltypes.Other{Name: "BIT"})
}

// VARBIT is at most length bits, 0 for any number. Values are strings of 0 and 1.
func VARBIT(length int) sqltypes.Type {
	return native(dialects.Sized("BIT VARYING", length), sqltypes.Other{Name: "BIT"})
}

// MONEY is an amount as the server's locale writes it. Values are strings.
func MONEY() sqltypes.Type { return other("MONEY") }

// OID is the number of an object of the catalog. Values are int64.
func OID() sqltypes.Type { return native("OID", sqltypes.BigInteger()) }

// REGCLASS is the name of a table, which the database keeps as its number. Values are strings.
func REGCLASS() sqltypes.Type { return other("REGCLASS") }

// TSVECTOR is a document as text search sees it. Values are strings.
func TSVECTOR() sqltypes.Type { return other("TSVECTOR") }

// TSQUERY is what text search looks for. Values are strings.
func TSQUERY() sqltypes.Type { return other("TSQUERY") }

// HSTORE is a set of keys with values, of the extension hstore. Values are [Hstore].
func HSTORE() sqltypes.Type { return other("HSTORE") }

// CITEXT is text that compares without regard to case, of the extension citext.
func CITEXT() sqltypes.Type { return native("CITEXT", sqltypes.Text()) }

// JSONB is JSON in a form made for searching.
func JSONB() sqltypes.Type { return native("JSONB", sqltypes.JSON()) }

// JSONPATH is an expression that finds parts of JSON. Values are strings.
func JSONPATH() sqltypes.Type { return other("JSONPATH") }

// XML is an XML document. Values are strings.
func XML() sqltypes.Type { return other("XML") }

// BYTEA is a string of bytes.
func BYTEA() sqltypes.Type { return native("BYTEA", sqltypes.LargeBinary()) }

// REAL is a floating point number of 32 bits.
func REAL() sqltypes.Type { return native("REAL", sqltypes.Float()) }

// DOUBLE_PRECISION is a floating point number of 64 bits.
func DOUBLE_PRECISION() sqltypes.Type { return native("DOUBLE PRECISION", sqltypes.Float()) }

// TIMESTAMP is a date and time with precision digits of a second (0 to 6), with a time zone or without.
func TIMESTAMP(precision int, timeZone bool) sqltypes.Type {
	return native(precise("TIMESTAMP", precision, timeZone), sqltypes.DateTimeType{TimeZone: timeZone})
}

// TIME is a time of day with precision digits of a second (0 to 6), with a time zone or without.
func TIME(precision int, timeZone bool) sqltypes.Type {
	return native(precise("TIME", precision, timeZone), sqltypes.TimeType{TimeZone: timeZone})
}

func precise(word string, precision int, timeZone bool) string {
	return zoned(fmt.Sprintf("%s(%d)", word, precision), timeZone)
}

// INTERVAL is a duration of the given fields ("DAY TO SECOND", "YEAR", "" for all) with precision digits of a second, a negative
// number for as many as there are. Values are [civil.Interval], which keeps months and days apart from seconds.
func INTERVAL(fields string, precision int) sqltypes.Type {
	sql := "INTERVAL"
	if fields != "" {
		sql += " " + fields
	}
	if precision >= 0 {
		sql += fmt.Sprintf(" (%d)", precision)
	}
	return native(sql, sqltypes.Other{Name: "INTERVAL"})
}

// DOMAIN is a type that CREATE DOMAIN made of base; schema is "" for the search path.
func DOMAIN(schema, name string, base sqltypes.Type) sqltypes.Type {
	sql := rules.Quote(name)
	if schema != "" {
		sql = rules.Quote(schema) + "." + sql
	}
	return native(sql, base)
}

// ENUM is an enum as a type of its own: a name for sqltypes.Enum.
func ENUM(name string, words ...string) sqltypes.EnumType { return sqltypes.Enum(name, words...) }

// ARRAY is a list of values of a type, of dims dimensions; 0 leaves them open.
func ARRAY(elem sqltypes.Type, dims int) sqltypes.Type {
	return sqltypes.ArrayType{Elem: elem, Dims: dims}
}

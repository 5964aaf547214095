package oracle

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the types that only Oracle has, by the names that it gives them.

func native(sql string, base sqltypes.Type) sqltypes.Type {
	return sqltypes.Native("oracle", sql, base)
}

// NUMBER is an exact decimal; zeros leave precision and scale to the value.
func NUMBER(precision, scale int) sqltypes.Type {
	sql := dialects.Sized("NUMBER", precision)
	if scale != 0 {
		sql = fmt.Sprintf("NUMBER(%d, %d)", precision, scale)
	}
	return native(sql, sqltypes.Numeric(precision, scale))
}

// VARCHAR2 is text of at most length characters.
func VARCHAR2(length int) sqltypes.Type {
	return native(fmt.Sprintf("VARCHAR2(%d CHAR)", length), sqltypes.String(length))
}

// NVARCHAR2 is text of the national character set of at most length characters.
func NVARCHAR2(length int) sqltypes.Type {
	return native(fmt.Sprintf("NVARCHAR2(%d)", length), sqltypes.Unicode(length))
}

// NCLOB is text of the national character set without limit.
func NCLOB() sqltypes.Type { return native("NCLOB", sqltypes.UnicodeText()) }

// LONG is text of at most 2 GB. CLOB took its place.
func LONG() sqltypes.Type { return native("LONG", sqltypes.Text()) }

// RAW is at most length bytes.
func RAW(length int) sqltypes.Type {
	return native(fmt.Sprintf("RAW(%d)", length), sqltypes.LargeBinary())
}

// BFILE is a file beside the database.
func BFILE() sqltypes.Type { return native("BFILE", sqltypes.LargeBinary()) }

// ROWID is the address of a row. Values are strings.
func ROWID() sqltypes.Type { return native("ROWID", sqltypes.Text()) }

// BINARY_FLOAT is a floating point number of 32 bits.
func BINARY_FLOAT() sqltypes.Type { return native("BINARY_FLOAT", sqltypes.Float()) }

// BINARY_DOUBLE is a floating point number of 64 bits.
func BINARY_DOUBLE() sqltypes.Type { return native("BINARY_DOUBLE", sqltypes.Float()) }

// DATE is a civil date and time to the second.
func DATE() sqltypes.Type { return native("DATE", sqltypes.DateTime()) }

// TIMESTAMP is a civil date and time, an instant with timeZone.
func TIMESTAMP(timeZone bool) sqltypes.Type {
	if timeZone {
		return native("TIMESTAMP WITH TIME ZONE", sqltypes.DateTimeTZ())
	}
	return native("TIMESTAMP", sqltypes.DateTime())
}

// INTERVAL is INTERVAL DAY(day) TO SECOND(second); zeros declare no number of digits.
func INTERVAL(day, second int) sqltypes.Type {
	t := sqltypes.IntervalType{DayPrecision: day, SecondPrecision: second}
	return native(declareInterval(t), t)
}

package mssql

import (
	"fmt"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/sqltypes"
)

// This file has the types that only SQL Server has, by the names that it gives them.

func native(sql string, base sqltypes.Type) sqltypes.Type { return sqltypes.Native("mssql", sql, base) }

// Max is the length of VARCHAR(max), NVARCHAR(max) and VARBINARY(max).
const Max = -1

func sized(word string, length int) string {
	if length == Max {
		return word + "(max)"
	}
	return dialects.Sized(word, length)
}

// VARCHAR is text of at most length bytes, or [Max].
func VARCHAR(length int) sqltypes.Type { return native(sized("VARCHAR", length), sqltypes.Text()) }

// NVARCHAR is Unicode text of at most length characters, or [Max].
func NVARCHAR(length int) sqltypes.Type {
	return native(sized("NVARCHAR", length), sqltypes.UnicodeText())
}

// VARBINARY is at most length bytes, or [Max].
func VARBINARY(length int) sqltypes.Type {
	return native(sized("VARBINARY", length), sqltypes.LargeBinary())
}

// IMAGE is at most 2 GB. VARBINARY(max) took its place.
func IMAGE() sqltypes.Type { return native("IMAGE", sqltypes.LargeBinary()) }

// NTEXT is Unicode text of at most 2 GB. NVARCHAR(max) took its place.
func NTEXT() sqltypes.Type { return native("NTEXT", sqltypes.UnicodeText()) }

// TINYINT is an integer from 0 to 255.
func TINYINT() sqltypes.Type { return native("TINYINT", sqltypes.SmallInteger()) }

// BIT is 0 or 1.
func BIT() sqltypes.Type { return native("BIT", sqltypes.Boolean()) }

// MONEY is an amount with four digits after the point.
func MONEY() sqltypes.Type { return native("MONEY", sqltypes.Numeric(19, 4)) }

// SMALLMONEY is an amount with four digits after the point, to 214,748.3647.
func SMALLMONEY() sqltypes.Type { return native("SMALLMONEY", sqltypes.Numeric(10, 4)) }

// REAL is a floating point number of 32 bits.
func REAL() sqltypes.Type { return native("REAL", sqltypes.Float()) }

// DATETIME2 is a civil date and time with precision digits of a second, 0 to 7.
func DATETIME2(precision int) sqltypes.Type {
	return native(fmt.Sprintf("DATETIME2(%d)", precision), sqltypes.DateTime())
}

// SMALLDATETIME is a civil date and time to the minute.
func SMALLDATETIME() sqltypes.Type { return native("SMALLDATETIME", sqltypes.DateTime()) }

// DATETIMEOFFSET is an instant with precision digits of a second, 0 to 7.
func DATETIMEOFFSET(precision int) sqltypes.Type {
	return native(fmt.Sprintf("DATETIMEOFFSET(%d)", precision), sqltypes.DateTimeTZ())
}

// TIME is a time of day with precision digits of a second, 0 to 7.
func TIME(precision int) sqltypes.Type {
	return native(fmt.Sprintf("TIME(%d)", precision), sqltypes.Time())
}

// UNIQUEIDENTIFIER is a UUID.
func UNIQUEIDENTIFIER() sqltypes.Type { return native("UNIQUEIDENTIFIER", sqltypes.UUID()) }

// ROWVERSION is a number of eight bytes that the database changes with its row.
func ROWVERSION() sqltypes.Type { return native("ROWVERSION", sqltypes.LargeBinary()) }

// XML is an XML document. Values are strings.
func XML() sqltypes.Type { return native("XML", sqltypes.UnicodeText()) }

// SQL_VARIANT is a value of any type but the large ones. Values are as the driver has them.
func SQL_VARIANT() sqltypes.Type { return native("SQL_VARIANT", sqltypes.Null()) }

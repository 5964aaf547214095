package sqlite

import "github.com/aludel/aludel/sqltypes/convert"

// values is how SQLite keeps values: it has integers of 64 bits, binary floats, text and bytes, whatever types are called.
var values = convert.Storage{
	Dialect: "sqlite", IntBoolean: true, WideIntegers: true, FloatNumeric: true, NoNaN: true, HexUUID: true,
	Instant: convert.DateTimeText, DateTime: convert.DateTimeText, Date: convert.DateText, Time: convert.TimeText,
	Text: rules.QuoteText, Bytes: convert.HexBytes, True: "1", False: "0",
}

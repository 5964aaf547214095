package mysql

import (
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how MySQL keeps values. Times are sent as text, since the driver sends the first instant of the year 1 as 0000-00-00.
// NUMERIC alone has ten digits and no fraction.
var values = convert.Storage{
	Dialect: "mysql", IntBoolean: true, BareNumeric: sqltypes.NumericType{Precision: 10}, NoNaN: true, NoInf: true, HexUUID: true,
	Instant: convert.DateTimeText, DateTime: convert.DateTimeText, Date: convert.DateText, Time: convert.TimeText,
	Text: rules.QuoteText, Bytes: convert.HexBytes, True: "true", False: "false",
}

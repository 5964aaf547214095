package mssql

import (
	"encoding/hex"

	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how SQL Server keeps values. Civil times are sent as text, since the driver makes instants of time.Time. NUMERIC alone
// has eighteen digits and no fraction.
var values = convert.Storage{
	Dialect: "mssql", IntBoolean: true, BareNumeric: sqltypes.NumericType{Precision: 18}, NoNaN: true, NoInf: true,
	DateTime: "2006-01-02T15:04:05.000000", Date: convert.DateText, Time: convert.TimeText,
	Text: rules.QuoteText, NationalText: func(s string) string { return "N" + rules.QuoteText(s) },
	Bytes: func(b []byte) string { return "0x" + hex.EncodeToString(b) }, True: "1", False: "0",
}

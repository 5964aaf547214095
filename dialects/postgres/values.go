package postgres

import (
	"encoding/hex"

	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how PostgreSQL keeps values. Civil times and decimals are sent as text, which the server reads by the type of the
// column.
var values = convert.Storage{
	Dialect: "postgresql", DateTime: convert.DateTimeText, Date: convert.DateText, Time: convert.TimeText,
	Interval: convert.Interval(func(v civil.Interval) any { return v.String() }, civil.ParseInterval),
	Text:     rules.QuoteText, Bytes: func(b []byte) string { return `'\x` + hex.EncodeToString(b) + "'" }, True: "true", False: "false",
}

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

func init() { values.Own = own }

// own reads UUIDs, of which the driver gives the bytes as SQL Server keeps them: the first three groups backwards.
func own(t sqltypes.Type) (convert.Codec, bool) {
	if t != sqltypes.UUID() {
		return convert.Codec{}, false
	}
	c := uuids.Codec(t)
	text := c.Result
	c.Result = func(v any) (any, error) {
		if b, ok := v.([]byte); ok && len(b) == 16 {
			v = []byte{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]}
		}
		return text(v)
	}
	return c, true
}

var uuids = &convert.Storage{Dialect: "mssql"}

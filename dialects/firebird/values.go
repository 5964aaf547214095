package firebird

import (
	"github.com/aludel/aludel/sqltypes"
	"github.com/aludel/aludel/sqltypes/convert"
)

// values is how Firebird keeps values. NUMERIC alone has nine digits and no fraction.
var values = convert.Storage{
	Dialect: "firebird", IntBoolean: true, BareNumeric: sqltypes.NumericType{Precision: 9}, NoNaN: true, NoInf: true, HexUUID: true,
	Text: rules.QuoteText, Bytes: convert.HexBytes, True: "1", False: "0",
}

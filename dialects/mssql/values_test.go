package mssql

import (
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// The bytes of a UNIQUEIDENTIFIER are read in the order of its text.
func TestUUID(t *testing.T) {
	const want = "00112233-4455-6677-8899-aabbccddeeff"
	raw := []byte{0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff}
	for _, typ := range []sqltypes.Type{sqltypes.UUID(), UNIQUEIDENTIFIER()} {
		for _, v := range []any{raw, want, []byte(want)} {
			if got, err := Dialect.Results(typ)(v); err != nil || got != want {
				t.Errorf("%v %v: %v, %v", typ, v, got, err)
			}
		}
		if got, err := Dialect.Binder(typ)(want); err != nil || got != want {
			t.Errorf("%v, %v", got, err)
		}
	}
}

// Text of the national character set has its prefix, as have strings of which nothing is known.
func TestLiteral(t *testing.T) {
	for _, c := range []struct {
		t    sqltypes.Type
		want string
	}{{sqltypes.Unicode(5), "N'ü'"}, {sqltypes.String(5), "'ü'"}, {sqltypes.String(0), "N'ü'"}, {NVARCHAR(Max), "N'ü'"}, {sqltypes.NVARCHAR(3), "N'ü'"}} {
		if got, err := Dialect.Literal(c.t, "ü"); err != nil || got != c.want {
			t.Errorf("%v: %s, %v", c.t, got, err)
		}
	}
}

package postgres

import (
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

func TestTypeFromSQL(t *testing.T) {
	for declared, want := range map[string]sqltypes.Type{
		"character varying(50)": sqltypes.String(50), "numeric(12,3)": sqltypes.Numeric(12, 3), "numeric(10,0)": sqltypes.Numeric(10, 0),
		"timestamp with time zone": sqltypes.DateTimeTZ(), "real": REAL(), "character(3)": sqltypes.CHAR(3), "uuid[]": sqltypes.Array(sqltypes.UUID()), "timestamp(3) without time zone": TIMESTAMP(3, false),
		"numeric(3,-2)": sqltypes.Opaque("postgresql", "numeric(3,-2)"), "character varying(5)[]": sqltypes.Array(sqltypes.String(5)), "mood[]": sqltypes.Opaque("postgresql", "mood[]"),
	} {
		if got := (dialect{}).TypeFromSQL(declared); got != want {
			t.Errorf("%s: %v, want %v", declared, got, want)
		}
	}
}

func TestDefaultFromSQL(t *testing.T) {
	for _, c := range []struct{ text, declared, want string }{
		{"'a'::character varying", "character varying(5)", "'a'"}, {"'it''s'::text", "text", "'it''s'"}, {"NULL::character varying", "character varying", ""},
		{"'-1'::integer", "numeric(5,2)", "-1"}, {"'-1'::integer", "bigint", "-1"}, {"'1'::text", "text", "'1'"}, {"'1'::text", "bigint", "'1'::text"},
		{"now()", "date", "now()"}, {"'a'::mood", "mood", "'a'"}, {"'a'::text || 'b'::text", "text", "'a'::text || 'b'::text"},
	} {
		if got := (dialect{}).DefaultFromSQL(c.text, c.declared); got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.text, c.declared, got, c.want)
		}
	}
}

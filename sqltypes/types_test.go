package sqltypes

import (
	"testing"
	"time"
)

func TestTypes(t *testing.T) {
	type status string
	for _, c := range []struct {
		typ  Type
		kind Kind
		sql  string
	}{
		{Integer(), IntegerKind, "INTEGER"}, {BigInteger(), BigIntegerKind, "BIGINT"}, {String(50), StringKind, "VARCHAR(50)"},
		{String(0), StringKind, "VARCHAR"}, {Numeric(10, 2), NumericKind, "NUMERIC(10, 2)"}, {Numeric(10, 0), NumericKind, "NUMERIC(10)"},
		{Numeric(0, 0), NumericKind, "NUMERIC"}, {DateTimeTZ(), DateTimeKind, "TIMESTAMP WITH TIME ZONE"}, {Null(), NullKind, "NULL"},
		{Of(int32(1)), IntegerKind, "INTEGER"}, {Of(status("x")), StringKind, "VARCHAR"}, {Of(new("x")), StringKind, "VARCHAR"},
		{Of(time.Now()), DateTimeKind, "TIMESTAMP WITH TIME ZONE"}, {Of(nil), NullKind, "NULL"}, {Of(struct{}{}), NullKind, "NULL"},
		{Of([]byte("x")), LargeBinaryKind, "BLOB"}, {Of(1.5), FloatKind, "FLOAT"}, {Of(true), BooleanKind, "BOOLEAN"},
	} {
		if c.typ.Kind() != c.kind || c.typ.String() != c.sql {
			t.Errorf("%v: kind %v, want %v %s", c.typ, c.typ.Kind(), c.kind, c.sql)
		}
	}
	if String(5) != String(5) || String(5) == String(6) || Integer() == BigInteger() {
		t.Error("types must be comparable with ==")
	}
}

// Every kind has a name, and its name gives it back: the tag grammar and the snapshot file rely on it.
func TestByName(t *testing.T) {
	for _, k := range Kinds() {
		typ, ok := ByName(k.String(), 7, 9, 2)
		if !ok || typ.Kind() != k || typ.String() == "" {
			t.Errorf("%v: %v, %v", k, typ, ok)
		}
	}
	if _, ok := ByName("varchat", 0, 0, 0); ok {
		t.Error("an unknown name was accepted")
	}
	if Kind(200).String() != "unknown" {
		t.Error("a kind out of range")
	}
}

func TestComparable(t *testing.T) {
	for _, c := range []struct {
		a, b Kind
		want bool
	}{{BigIntegerKind, BigIntegerKind, true}, {BigIntegerKind, IntegerKind, false}, {StringKind, TextKind, true}, {StringKind, BigIntegerKind, false}} {
		if got := c.a.Comparable(c.b); got != c.want {
			t.Errorf("%v, %v: %v", c.a, c.b, got)
		}
	}
	if !NumericKind.IsNumeric() || IntegerKind.IsText() || !DateKind.IsTemporal() {
		t.Error("families")
	}
}

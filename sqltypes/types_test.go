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

// slicedType breaks the rule that types are comparable.
type slicedType struct{ _ []string }

func (slicedType) Kind() Kind     { return OtherKind }
func (slicedType) String() string { return "SLICED" }

// Equal types have one token and different types have two, even those that are printed alike.
func TestToken(t *testing.T) {
	types := []Type{
		Integer(), BigInteger(), String(5), String(6), Unicode(5), StringType{Length: 5, Collation: "C"}, VARCHAR(5), Native("mysql", "VARCHAR(5)", String(5)),
		Enum("a", "x", "y"), Enum("a", "xy"), Enum("b", "x", "y"), Array(Integer()), Array(BigInteger()), ArrayType{Integer(), 2}, WithVariant(String(5), Text(), "mysql"),
		Native("sqlite", "X", String(5)), Native("mysql", "X", String(5)), Native("mysql", "X", Text()), NumericType{10, 2, true}, Numeric(10, 2),
	}
	seen := map[uint64]Type{}
	for _, typ := range types {
		n, ok := Token(typ)
		again, _ := Token(typ)
		if other := seen[n]; other != nil || !ok || n != again {
			t.Errorf("%v: token %d, %d, that of %v", typ, n, again, other)
		}
		seen[n] = typ
	}
	if _, ok := Token(slicedType{}); ok {
		t.Error("a type that is not comparable has a token")
	}
}

func TestEnum(t *testing.T) {
	e := Enum("color", "red", "grün", "")
	if got := e.Labels(); len(got) != 3 || got[1] != "grün" || got[2] != "" {
		t.Errorf("labels %q", got)
	}
	if !e.Has("") || !e.Has("red") || e.Has("re") || e.Has("red\x00grün") || e.Size() != 4 {
		t.Errorf("%+v", e)
	}
	short := e
	short.Length = 3
	for _, bad := range []EnumType{Enum("e"), Enum("e", "a", "a"), Enum("e", "a\x00b"), short} {
		if bad.Valid() == nil {
			t.Errorf("%+v is taken as valid", bad)
		}
	}
	if e.Valid() != nil || e != Enum("color", "red", "grün", "") || e == Enum("color", "red", "grün") {
		t.Error("enums are compared by their words")
	}
}

// Variants and decorators are taken off; a decorator made of itself ends.
func TestImpl(t *testing.T) {
	v := WithVariant(WithVariant(String(5), Text(), "mysql", "mssql"), Integer(), "sqlite")
	for dialect, want := range map[string]Type{"mysql": Text(), "mssql": Text(), "sqlite": Integer(), "oracle": String(5)} {
		if got := Impl(v, dialect); got != want {
			t.Errorf("%s: %v", dialect, got)
		}
	}
	if got := Impl(endless{}, "sqlite"); got != Null() {
		t.Errorf("%v", got)
	}
	if _, err := Declare(endless{}, "sqlite", nil); err == nil {
		t.Error("an endless decorator was declared")
	}
}

type endless struct{}

func (endless) Kind() Kind       { return OtherKind }
func (endless) String() string   { return "ENDLESS" }
func (endless) Impl(string) Type { return endless{} }

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

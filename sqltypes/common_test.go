package sqltypes

import "testing"

// Different types have different numbers, and one with an option has none.
func TestCommon(t *testing.T) {
	seen := map[int]Type{}
	for _, ty := range []Type{Null(), SmallInteger(), Integer(), BigInteger(), Float(), Numeric(0, 0), Boolean(), String(0), Text(), DateTime(),
		DateTimeTZ(), Date(), Time(), LargeBinary(), Interval(), UUID(), JSON()} {
		n, ok := Common(ty)
		if !ok {
			continue // a type with options of its own
		}
		if other, taken := seen[n]; taken || n >= CommonCount {
			t.Errorf("%v has the number %d, as %v has", ty, n, other)
		}
		seen[n] = ty
	}
	if len(seen) < 13 {
		t.Errorf("only %d types have a number", len(seen))
	}
	for _, ty := range []Type{String(5), Unicode(0), StringType{Collation: "C"}, UnicodeText(), Double(), FloatType{Decimal: true}, Numeric(5, 2),
		NumericType{Float: true}, BooleanType{Checked: true}, TimeType{TimeZone: true}, IntervalType{NonNative: true}, Array(Integer())} {
		if n, ok := Common(ty); ok {
			t.Errorf("%v has the number %d", ty, n)
		}
	}
}

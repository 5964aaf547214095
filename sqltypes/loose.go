package sqltypes

// anyPrecision is that of a decimal of any number of digits, also where NUMERIC alone has some.
const anyPrecision = -1

// Loose is the type without its limits, for values that are compared with a column and not stored in it: an amount of three
// digits after the point may well be compared with amounts of two.
func Loose(t Type) Type {
	switch t := t.(type) {
	case Simple:
		if t.kind.IsInteger() {
			return BigInteger()
		}
	case NumericType:
		return NumericType{Precision: anyPrecision, Float: t.Float}
	case ExactType:
		return Loose(t.Base)
	case NativeType:
		if b := Loose(t.Base); b != t.Base {
			return b
		}
	case VariantType:
		return VariantType{Loose(t.Base), t.Dialect, Loose(t.As)}
	}
	return t
}

// StoredOtherwise reports whether values of a type look otherwise in the database than in Go, on some database: a UUID without
// hyphens, a duration as a date, what a user's type makes of its values. Their rows must be converted even where the reader knows
// the Go type.
func StoredOtherwise(t Type) bool {
	switch x := t.(type) {
	case VariantType:
		return StoredOtherwise(x.Base) || StoredOtherwise(x.As)
	case ExactType:
		return StoredOtherwise(x.Base)
	case NativeType:
		return StoredOtherwise(x.Base)
	case ResultProcessor:
		return true
	}
	return t.Kind() == UUIDKind || t.Kind() == IntervalKind || t.Kind() == ArrayKind
}

// ConvertsNull reports whether conversions of the type see nil: those of a user's types do, since NULL may mean something to them.
func ConvertsNull(t Type) bool {
	for range maxNesting {
		switch x := t.(type) {
		case VariantType:
			if ConvertsNull(x.As) {
				return true
			}
			t = x.Base
		case Decorator, UserDefined:
			_, in := x.(BindProcessor)
			_, out := x.(ResultProcessor)
			return in || out
		default:
			return false
		}
	}
	return false
}

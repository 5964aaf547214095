package sqltypes

// This file knows the types that most columns have without asking what they implement.

// Common is a small number that stands for a type without options: below [CommonCount], always the same, and different for different
// types. ok is false for every other type; those have a [Token].
func Common(t Type) (n int, ok bool) {
	switch t := t.(type) {
	case Simple:
		return int(t.kind), true
	case StringType:
		return int(StringKind), t == StringType{}
	case TextType:
		return int(TextKind), t == TextType{}
	case FloatType:
		return int(FloatKind), t == FloatType{}
	case BooleanType:
		return int(BooleanKind), t == BooleanType{}
	case NumericType:
		return int(NumericKind), t == NumericType{}
	case DateTimeType:
		if t.TimeZone {
			return int(kindCount), true
		}
		return int(DateTimeKind), true
	case TimeType:
		return int(TimeKind), t == TimeType{}
	case IntervalType:
		return int(IntervalKind), t == IntervalType{}
	}
	return 0, false
}

// CommonCount is how many numbers [Common] may give.
const CommonCount = int(kindCount) + 1

// IsPlain reports whether a type is one of those of this package that implement nothing beside [Type]: numbers, texts, truth values,
// times.
func IsPlain(t Type) bool {
	switch t.(type) {
	case Simple, StringType, TextType, FloatType, BooleanType, NumericType, DateTimeType, TimeType, IntervalType:
		return true
	}
	return false
}

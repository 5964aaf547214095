package sqltypes

import "time"

// affinity is a set of kinds whose values stand for each other in a comparison.
type affinity uint8

const (
	noAffinity affinity = iota
	wholeAffinity
	fractionAffinity
	textAffinity
	truthAffinity
	bytesAffinity
	dateTimeAffinity
	dateAffinity
	timeAffinity
	intervalAffinity
)

var affinities = [kindCount]affinity{
	SmallIntegerKind: wholeAffinity, IntegerKind: wholeAffinity, BigIntegerKind: wholeAffinity, FloatKind: fractionAffinity,
	NumericKind: fractionAffinity, BooleanKind: truthAffinity, StringKind: textAffinity, TextKind: textAffinity, EnumKind: textAffinity,
	DateTimeKind: dateTimeAffinity, DateKind: dateAffinity, TimeKind: timeAffinity, LargeBinaryKind: bytesAffinity, IntervalKind: intervalAffinity,
}

// Compared is the type as which a Go value is sent that is compared or combined with an expression of type t: t where it can hold
// the value, else the value's own ([Of]), so that an integer column may be multiplied by 1.5 or matched with LIKE. It looks at the
// value's Go type alone. It follows SQLAlchemy's coerce_compared_value.
func Compared(t Type, v any) Type {
	if Holds(t, v) {
		return t
	}
	own := Of(v)
	switch x := t.(type) {
	case nil:
		return own
	case Simple, StringType, BooleanType, FloatType, TextType: // no need to ask what they implement
	case ComparedCoercer:
		return x.CoerceCompared(v)
	case NativeType:
		if c, ok := x.Base.(ComparedCoercer); ok {
			return c.CoerceCompared(v)
		}
	case Decorator, UserDefined:
		return t
	}
	k, o := t.Kind(), own.Kind()
	switch {
	case k == NullKind:
		return own
	case o == NullKind, affinities[k] != noAffinity && affinities[k] == affinities[o]:
		return t
	}
	if takes(k, o, v) {
		return t
	}
	return own
}

// Equated is the type as which a Go value is sent that is compared for equality or order with an expression of type t, where [Compared]
// gives compared. It is that, but where one is text and the other a number, a truth value or a time, it is t, which
// refuses the value when it is sent: some databases refuse the comparison, others convert one side in silence, so that on MySQL every
// text that is no number equals 0. So it is for a truth value beside an integer, of which it takes 1 and 0.
func Equated(t, compared Type) Type {
	if t == nil || compared == nil || t.Kind() == compared.Kind() {
		return compared
	}
	k, o := affinities[t.Kind()], affinities[compared.Kind()]
	if k == textAffinity && o.never() || o == textAffinity && k.never() {
		return t
	}
	if k == truthAffinity && o == wholeAffinity {
		return t
	}
	return compared
}

// never reports whether values of these kinds are never compared with text.
func (a affinity) never() bool {
	switch a {
	case wholeAffinity, fractionAffinity, truthAffinity, dateTimeAffinity, dateAffinity, timeAffinity:
		return true
	}
	return false
}

// Holds reports whether a type obviously holds a value, so that [Compared] gives it. It is asked first, since it is so of most.
func Holds(t Type, v any) bool {
	switch x := t.(type) {
	case Simple:
		switch v.(type) {
		case int, int64:
			return affinities[x.kind] == wholeAffinity
		}
	case StringType, TextType:
		_, ok := v.(string)
		return ok
	case BooleanType:
		_, ok := v.(bool)
		return ok
	case FloatType:
		_, ok := v.(float64)
		return ok
	}
	return false
}

// takes reports whether a type holds values of another kind, by a rule that is not one of affinity.
func takes(k, own Kind, v any) bool {
	switch k {
	case JSONKind, ArrayKind:
		return true
	case NumericKind, UUIDKind, OtherKind:
		return own.IsText() || own == LargeBinaryKind && k != NumericKind
	case LargeBinaryKind:
		return own.IsText()
	case StringKind, TextKind, EnumKind:
		return own == LargeBinaryKind
	case SmallIntegerKind, IntegerKind, BigIntegerKind:
		return own == IntervalKind // a time.Duration is an integer of Go
	case DateTimeKind, DateKind, TimeKind:
		_, instant := v.(time.Time)
		return instant
	}
	return false
}

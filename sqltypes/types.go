package sqltypes

import "fmt"

// Type is the type of a column or expression.
//
// Invariant: two types are the same type if and only if they are equal with ==.
type Type interface {
	// Kind is the family of the type.
	Kind() Kind
	// String is the type in generic SQL, for people and for messages: "VARCHAR(50)".
	String() string
}

// Simple is a type that is its kind alone.
type Simple struct{ kind Kind }

// Kind implements [Type].
func (t Simple) Kind() Kind { return t.kind }

var simpleNames = [kindCount]string{
	NullKind: "NULL", SmallIntegerKind: "SMALLINT", IntegerKind: "INTEGER", BigIntegerKind: "BIGINT", FloatKind: "FLOAT",
	BooleanKind: "BOOLEAN", TextKind: "TEXT", DateKind: "DATE", TimeKind: "TIME", LargeBinaryKind: "BLOB",
}

// String implements [Type].
func (t Simple) String() string { return simpleNames[t.kind] }

// StringType is character data of limited length. Length counts characters; 0 means that no limit is declared.
type StringType struct{ Length int }

// Kind implements [Type].
func (StringType) Kind() Kind { return StringKind }

// String implements [Type].
func (t StringType) String() string {
	if t.Length == 0 {
		return "VARCHAR"
	}
	return fmt.Sprintf("VARCHAR(%d)", t.Length)
}

// NumericType is an exact decimal. Precision counts all digits, Scale those after the point; 0 leaves them to the
// database.
type NumericType struct{ Precision, Scale int }

// Kind implements [Type].
func (NumericType) Kind() Kind { return NumericKind }

// String implements [Type].
func (t NumericType) String() string {
	switch {
	case t.Precision == 0:
		return "NUMERIC"
	case t.Scale == 0:
		return fmt.Sprintf("NUMERIC(%d)", t.Precision)
	}
	return fmt.Sprintf("NUMERIC(%d, %d)", t.Precision, t.Scale)
}

// DateTimeType is a date with a time of day. With TimeZone it is an instant, which databases without such a type store
// as UTC; without, it is a civil time.
type DateTimeType struct{ TimeZone bool }

// Kind implements [Type].
func (DateTimeType) Kind() Kind { return DateTimeKind }

// String implements [Type].
func (t DateTimeType) String() string {
	if t.TimeZone {
		return "TIMESTAMP WITH TIME ZONE"
	}
	return "DATETIME"
}

// Null is the type of an expression of which nothing is known.
func Null() Type { return Simple{NullKind} }

// SmallInteger is a 16-bit integer.
func SmallInteger() Type { return Simple{SmallIntegerKind} }

// Integer is a 32-bit integer.
func Integer() Type { return Simple{IntegerKind} }

// BigInteger is a 64-bit integer.
func BigInteger() Type { return Simple{BigIntegerKind} }

// Float is a double-precision floating point number.
func Float() Type { return Simple{FloatKind} }

// Numeric is an exact decimal of precision digits in all, scale of them after the point.
func Numeric(precision, scale int) Type { return NumericType{precision, scale} }

// Boolean is true or false.
func Boolean() Type { return Simple{BooleanKind} }

// String is character data of at most length characters; 0 declares no limit.
func String(length int) Type { return StringType{length} }

// Text is character data without limit.
func Text() Type { return Simple{TextKind} }

// DateTime is a civil date and time, without a zone.
func DateTime() Type { return DateTimeType{} }

// DateTimeTZ is an instant: a timestamp with time zone.
func DateTimeTZ() Type { return DateTimeType{TimeZone: true} }

// Date is a calendar date.
func Date() Type { return Simple{DateKind} }

// Time is a time of day.
func Time() Type { return Simple{TimeKind} }

// LargeBinary is a string of bytes.
func LargeBinary() Type { return Simple{LargeBinaryKind} }

// ByName gives the type of a kind by its lower-case name, with its length or precision and scale where the kind has
// them. ok is false for a name that no kind has.
func ByName(name string, length, precision, scale int) (t Type, ok bool) {
	switch name {
	case "string":
		return String(length), true
	case "numeric":
		return Numeric(precision, scale), true
	case "datetime":
		return DateTime(), true
	case "datetimetz":
		return DateTimeTZ(), true
	}
	for _, k := range Kinds() {
		if kindNames[k] == name {
			return Simple{k}, true
		}
	}
	return nil, false
}

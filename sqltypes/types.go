package sqltypes

// Type is the type of a column or expression.
//
// Invariant: two types are the same type if and only if they are equal with ==. So what implements Type is comparable: no slice,
// map or function in it, but for a pointer to one.
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
	NullKind: "NULL", SmallIntegerKind: "SMALLINT", IntegerKind: "INTEGER", BigIntegerKind: "BIGINT",
	DateKind: "DATE", LargeBinaryKind: "BLOB", UUIDKind: "UUID", JSONKind: "JSON",
}

// String implements [Type].
func (t Simple) String() string { return simpleNames[t.kind] }

// Null is the type of an expression of which nothing is known.
func Null() Type { return Simple{NullKind} }

// SmallInteger is a 16-bit integer.
func SmallInteger() Type { return Simple{SmallIntegerKind} }

// Integer is a 32-bit integer.
func Integer() Type { return Simple{IntegerKind} }

// BigInteger is a 64-bit integer.
func BigInteger() Type { return Simple{BigIntegerKind} }

// Float is a double-precision floating point number. A [FloatType] says more.
func Float() Type { return FloatType{} }

// Double is a double-precision floating point number under the name that standard SQL has for it.
func Double() Type { return FloatType{Double: true} }

// Numeric is an exact decimal of precision digits in all, scale of them after the point. A [NumericType] says more.
func Numeric(precision, scale int) Type { return NumericType{Precision: precision, Scale: scale} }

// Boolean is true or false. A [BooleanType] says more.
func Boolean() Type { return BooleanType{} }

// String is character data of at most length characters; 0 declares no limit. A [StringType] says more.
func String(length int) Type {
	if length == 0 {
		return unlimited
	}
	return StringType{Length: length}
}

// unlimited is made once: every text that stands in a statement has this type.
var unlimited Type = StringType{}

// Unicode is a String that holds every character also on databases whose usual strings do not.
func Unicode(length int) Type { return StringType{Length: length, National: true} }

// Text is character data without limit. A [TextType] says more.
func Text() Type { return TextType{} }

// UnicodeText is a Text that holds every character also on databases whose usual texts do not.
func UnicodeText() Type { return TextType{National: true} }

// DateTime is a civil date and time, without a zone.
func DateTime() Type { return DateTimeType{} }

// DateTimeTZ is an instant: a timestamp with time zone.
func DateTimeTZ() Type { return DateTimeType{TimeZone: true} }

// Date is a calendar date.
func Date() Type { return Simple{DateKind} }

// Time is a time of day. A [TimeType] says more.
func Time() Type { return TimeType{} }

// Interval is a duration. An [IntervalType] says more.
func Interval() Type { return IntervalType{} }

// LargeBinary is a string of bytes.
func LargeBinary() Type { return Simple{LargeBinaryKind} }

// UUID is a universally unique identifier, native where there is such a type, else 32 hexadecimal digits.
func UUID() Type { return Simple{UUIDKind} }

// JSON is a JSON document. Go's nil is the NULL of SQL, [JSONNull] the null of JSON.
func JSON() Type { return Simple{JSONKind} }

// ByName gives the type of a kind by its lower-case name, with its length or precision and scale where the kind has
// them. ok is false for a name that no kind has.
func ByName(name string, length, precision, scale int) (t Type, ok bool) {
	switch name {
	case "string":
		return String(length), true
	case "numeric":
		return Numeric(precision, scale), true
	}
	t, ok = byName[name]
	return t, ok
}

var byName = map[string]Type{
	"smallinteger": SmallInteger(), "integer": Integer(), "biginteger": BigInteger(), "float": Float(), "double": Double(),
	"boolean": Boolean(), "text": Text(), "unicodetext": UnicodeText(), "datetime": DateTime(), "datetimetz": DateTimeTZ(), "date": Date(),
	"time": Time(), "largebinary": LargeBinary(), "interval": Interval(), "uuid": UUID(), "json": JSON(),
}

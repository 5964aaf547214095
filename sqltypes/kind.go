package sqltypes

// Kind is the family of a type: what operators, conversions and dialects choose by.
type Kind uint8

// The kinds of types. Those up to [OtherKind] can be named without more, see [ByName].
const (
	NullKind Kind = iota // no type is known: a bare NULL, or a value whose context says nothing
	SmallIntegerKind
	IntegerKind
	BigIntegerKind
	FloatKind
	NumericKind
	BooleanKind
	StringKind // variable length, VARCHAR(n)
	TextKind   // unbounded text
	DateTimeKind
	DateKind
	TimeKind
	LargeBinaryKind
	IntervalKind
	UUIDKind
	JSONKind
	namedKinds

	EnumKind  Kind = iota - 1 // one of a list of words
	ArrayKind                 // a list of values of one type
	OtherKind                 // what one database has and others have not: a network address, a range
	kindCount
)

var kindNames = [kindCount]string{
	NullKind: "null", SmallIntegerKind: "smallinteger", IntegerKind: "integer", BigIntegerKind: "biginteger",
	FloatKind: "float", NumericKind: "numeric", BooleanKind: "boolean", StringKind: "string", TextKind: "text",
	DateTimeKind: "datetime", DateKind: "date", TimeKind: "time", LargeBinaryKind: "largebinary", IntervalKind: "interval",
	UUIDKind: "uuid", JSONKind: "json", EnumKind: "enum", ArrayKind: "array", OtherKind: "other",
}

// String is the lower-case name of the kind, as the `type:` option of a mapping tag spells it.
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return "unknown"
}

// Kinds lists every kind of which a column can be declared by the kind's name alone, in declaration order.
func Kinds() []Kind {
	ks := make([]Kind, 0, namedKinds-1)
	for k := NullKind + 1; k < namedKinds; k++ {
		ks = append(ks, k)
	}
	return ks
}

// IsInteger reports whether values of the kind are whole numbers.
func (k Kind) IsInteger() bool {
	return k == SmallIntegerKind || k == IntegerKind || k == BigIntegerKind
}

// IsNumeric reports whether values of the kind are numbers.
func (k Kind) IsNumeric() bool { return k.IsInteger() || k == FloatKind || k == NumericKind }

// IsText reports whether values of the kind are character data, for which + means concatenation.
func (k Kind) IsText() bool { return k == StringKind || k == TextKind }

// IsTemporal reports whether values of the kind are dates, times or both.
func (k Kind) IsTemporal() bool { return k == DateTimeKind || k == DateKind || k == TimeKind }

// Comparable reports whether a foreign key of kind k may refer to a column of kind o: the same family, and for
// integers the same width, since a narrower key overflows silently on some databases.
func (k Kind) Comparable(o Kind) bool {
	return k == o || k.IsText() && o.IsText()
}

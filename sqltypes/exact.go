package sqltypes

// ExactType is a type of standard SQL under exactly this word, where a generic type takes the word that suits the database. Its
// values are those of Base, which also has its length or precision.
type ExactType struct {
	Word string
	Base Type
}

// Kind implements [Type].
func (t ExactType) Kind() Kind { return t.Base.Kind() }

// String implements [Type].
func (t ExactType) String() string { return t.Under(t.Word) }

// Under is the type with another word in the place of its own.
func (t ExactType) Under(word string) string {
	switch b := t.Base.(type) {
	case StringType:
		return collated(sized(word, b.Length), b.Collation)
	case TextType:
		return collated(sized(word, b.Length), b.Collation)
	case BinaryType:
		return sized(word, b.Length)
	case NumericType:
		return scaled(word, b.Precision, b.Scale)
	case FloatType:
		return sized(word, b.Precision)
	}
	return word
}

// The types of standard SQL, and those that most databases have, by their words.

// CHAR is CHAR(length), padded with blanks; 0 declares no length.
func CHAR(length int) Type { return ExactType{"CHAR", String(length)} }

// VARCHAR is VARCHAR(length); 0 declares no length.
func VARCHAR(length int) Type { return ExactType{"VARCHAR", String(length)} }

// NCHAR is NCHAR(length), of the national character set.
func NCHAR(length int) Type { return ExactType{"NCHAR", Unicode(length)} }

// NVARCHAR is NVARCHAR(length), of the national character set.
func NVARCHAR(length int) Type { return ExactType{"NVARCHAR", Unicode(length)} }

// TEXT is TEXT.
func TEXT() Type { return ExactType{"TEXT", Text()} }

// CLOB is CLOB.
func CLOB() Type { return ExactType{"CLOB", Text()} }

// BLOB is BLOB.
func BLOB() Type { return ExactType{"BLOB", LargeBinary()} }

// BINARY is BINARY(length), padded with zeros.
func BINARY(length int) Type { return ExactType{"BINARY", BinaryType{length}} }

// VARBINARY is VARBINARY(length).
func VARBINARY(length int) Type { return ExactType{"VARBINARY", BinaryType{length}} }

// SMALLINT is SMALLINT.
func SMALLINT() Type { return ExactType{"SMALLINT", SmallInteger()} }

// INTEGER is INTEGER.
func INTEGER() Type { return ExactType{"INTEGER", Integer()} }

// BIGINT is BIGINT.
func BIGINT() Type { return ExactType{"BIGINT", BigInteger()} }

// NUMERIC is NUMERIC(precision, scale); zeros declare none.
func NUMERIC(precision, scale int) Type { return ExactType{"NUMERIC", Numeric(precision, scale)} }

// DECIMAL is DECIMAL(precision, scale); zeros declare none.
func DECIMAL(precision, scale int) Type { return ExactType{"DECIMAL", Numeric(precision, scale)} }

// FLOAT is FLOAT(precision); 0 declares none.
func FLOAT(precision int) Type { return ExactType{"FLOAT", FloatType{Precision: precision}} }

// REAL is REAL, which most databases keep in 32 bits.
func REAL() Type { return ExactType{"REAL", Float()} }

// DOUBLE is DOUBLE.
func DOUBLE() Type { return ExactType{"DOUBLE", Float()} }

// DOUBLE_PRECISION is DOUBLE PRECISION.
func DOUBLE_PRECISION() Type { return ExactType{"DOUBLE PRECISION", Float()} }

// BOOLEAN is BOOLEAN.
func BOOLEAN() Type { return ExactType{"BOOLEAN", Boolean()} }

// DATE is DATE.
func DATE() Type { return ExactType{"DATE", Date()} }

// TIME is TIME.
func TIME() Type { return ExactType{"TIME", Time()} }

// DATETIME is DATETIME.
func DATETIME() Type { return ExactType{"DATETIME", DateTime()} }

// TIMESTAMP is TIMESTAMP, a civil time.
func TIMESTAMP() Type { return ExactType{"TIMESTAMP", DateTime()} }

// TIMESTAMPTZ is TIMESTAMP WITH TIME ZONE where there is such a type, else TIMESTAMP.
func TIMESTAMPTZ() Type { return ExactType{"TIMESTAMP", DateTimeTZ()} }

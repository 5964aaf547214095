package sqltypes

import "fmt"

// NumericType is an exact decimal. Precision counts all digits, Scale those after the point; 0 leaves them to the
// database.
type NumericType struct {
	Precision, Scale int
	// Float makes rows give it as a float64, for those who do not mind what that loses.
	Float bool
}

// Kind implements [Type].
func (NumericType) Kind() Kind { return NumericKind }

// String implements [Type].
func (t NumericType) String() string { return scaled("NUMERIC", t.Precision, t.Scale) }

func scaled(word string, precision, scale int) string {
	switch {
	case precision == 0:
		return word
	case scale == 0:
		return fmt.Sprintf("%s(%d)", word, precision)
	}
	return fmt.Sprintf("%s(%d, %d)", word, precision, scale)
}

// FloatType is a floating point number.
type FloatType struct {
	// Precision counts binary digits; 0 leaves them to the database, 53 at least.
	Precision int
	// Double gives it the name DOUBLE PRECISION.
	Double bool
	// Decimal makes rows give it as a decimal: the shortest that is the same float64.
	Decimal bool
}

// Kind implements [Type].
func (FloatType) Kind() Kind { return FloatKind }

// String implements [Type].
func (t FloatType) String() string {
	if t.Double {
		return "DOUBLE"
	}
	return sized("FLOAT", t.Precision)
}

// BooleanType is true or false.
type BooleanType struct {
	// Checked adds a CHECK constraint where the database has no truth values of its own, Constraint is its name.
	Checked    bool
	Constraint string
}

// Kind implements [Type].
func (BooleanType) Kind() Kind { return BooleanKind }

// String implements [Type].
func (BooleanType) String() string { return "BOOLEAN" }

package sqltypes

import "strings"

// ArrayType is a list of values of one type, which only some databases have.
type ArrayType struct {
	Elem Type
	// Dims is the number of dimensions: 2 is a list of lists. 0 leaves it open, which is declared as 1.
	Dims int
}

// Array is a list of values of a type.
func Array(elem Type) ArrayType { return ArrayType{Elem: elem} }

// Kind implements [Type].
func (ArrayType) Kind() Kind { return ArrayKind }

// String implements [Type].
func (t ArrayType) String() string { return t.Elem.String() + t.Suffix() }

// Suffix is a pair of brackets for each dimension.
func (t ArrayType) Suffix() string { return strings.Repeat("[]", max(t.Dims, 1)) }

package postgres

import "github.com/aludel/aludel/sqltypes"

// This file has the types of ranges.

// RangeType is what values of a range have, or of a multirange: bounds of one type.
type RangeType struct {
	// Name is what the type is called.
	Name string
	// Bound is the type of the bounds.
	Bound sqltypes.Type
	// Multi makes it a list of ranges.
	Multi bool
}

// Kind implements sqltypes.Type.
func (RangeType) Kind() sqltypes.Kind { return sqltypes.OtherKind }

// BoundType implements sqltypes.Bounded.
func (t RangeType) BoundType() sqltypes.Type { return t.Bound }

// String implements sqltypes.Type.
func (t RangeType) String() string { return t.Name }

func ranged(name string, bound sqltypes.Type, multi bool) sqltypes.Type {
	return native(name, RangeType{name, bound, multi})
}

// INT4RANGE is a range of 32-bit integers.
func INT4RANGE() sqltypes.Type { return ranged("INT4RANGE", sqltypes.Integer(), false) }

// INT8RANGE is a range of 64-bit integers.
func INT8RANGE() sqltypes.Type { return ranged("INT8RANGE", sqltypes.BigInteger(), false) }

// NUMRANGE is a range of decimals.
func NUMRANGE() sqltypes.Type { return ranged("NUMRANGE", sqltypes.Numeric(0, 0), false) }

// DATERANGE is a range of dates.
func DATERANGE() sqltypes.Type { return ranged("DATERANGE", sqltypes.Date(), false) }

// TSRANGE is a range of civil times.
func TSRANGE() sqltypes.Type { return ranged("TSRANGE", sqltypes.DateTime(), false) }

// TSTZRANGE is a range of instants.
func TSTZRANGE() sqltypes.Type { return ranged("TSTZRANGE", sqltypes.DateTimeTZ(), false) }

// INT4MULTIRANGE is a list of ranges of 32-bit integers.
func INT4MULTIRANGE() sqltypes.Type { return ranged("INT4MULTIRANGE", sqltypes.Integer(), true) }

// INT8MULTIRANGE is a list of ranges of 64-bit integers.
func INT8MULTIRANGE() sqltypes.Type { return ranged("INT8MULTIRANGE", sqltypes.BigInteger(), true) }

// NUMMULTIRANGE is a list of ranges of decimals.
func NUMMULTIRANGE() sqltypes.Type { return ranged("NUMMULTIRANGE", sqltypes.Numeric(0, 0), true) }

// DATEMULTIRANGE is a list of ranges of dates.
func DATEMULTIRANGE() sqltypes.Type { return ranged("DATEMULTIRANGE", sqltypes.Date(), true) }

// TSMULTIRANGE is a list of ranges of civil times.
func TSMULTIRANGE() sqltypes.Type { return ranged("TSMULTIRANGE", sqltypes.DateTime(), true) }

// TSTZMULTIRANGE is a list of ranges of instants.
func TSTZMULTIRANGE() sqltypes.Type { return ranged("TSTZMULTIRANGE", sqltypes.DateTimeTZ(), true) }

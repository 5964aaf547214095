package expr

import (
	"maps"

	"github.com/aludel/aludel/sqltypes"
)

// This file says which type an operator yields between which types, and where + is concatenation.

// family is a set of kinds that operators treat alike.
type family uint8

const (
	otherFamily family = iota
	unknownFamily
	integerFamily
	exactFamily
	floatFamily
	textFamily
	bytesFamily
	dateFamily
	timeFamily
	dateTimeFamily
	intervalFamily
	arrayFamily
	documentFamily // JSON, HSTORE
)

var families = map[sqltypes.Kind]family{
	sqltypes.NullKind: unknownFamily, sqltypes.SmallIntegerKind: integerFamily, sqltypes.IntegerKind: integerFamily,
	sqltypes.BigIntegerKind: integerFamily, sqltypes.NumericKind: exactFamily, sqltypes.FloatKind: floatFamily,
	sqltypes.StringKind: textFamily, sqltypes.TextKind: textFamily, sqltypes.LargeBinaryKind: bytesFamily, sqltypes.DateKind: dateFamily,
	sqltypes.TimeKind: timeFamily, sqltypes.DateTimeKind: dateTimeFamily,
	sqltypes.IntervalKind: intervalFamily, sqltypes.ArrayKind: arrayFamily, sqltypes.JSONKind: documentFamily, sqltypes.EnumKind: textFamily,
}

// concatenates says of which families + is concatenation.
var concatenates = map[family]bool{textFamily: true, bytesFamily: true, arrayFamily: true, documentFamily: true}

// pair is the families of the types at both sides of an operator.
type pair struct{ l, r family }

// yields is the type of a result: that of one side, or a new one.
type yields func(l, r sqltypes.Type) sqltypes.Type

func theRight(_, r sqltypes.Type) sqltypes.Type { return r }

func always(t sqltypes.Type) yields { return func(_, _ sqltypes.Type) sqltypes.Type { return t } }

// results follows SQLAlchemy's sqltypes.py (_expression_adaptations), where what is not listed yields the type of the left side.
var results = map[Op]map[pair]yields{
	OpAdd: numbers(map[pair]yields{
		{integerFamily, dateFamily}:  theRight,
		{dateFamily, intervalFamily}: always(sqltypes.DateTime()), {intervalFamily, dateFamily}: always(sqltypes.DateTime()),
		{dateFamily, timeFamily}: always(sqltypes.DateTime()), {timeFamily, dateFamily}: always(sqltypes.DateTime()),
		{intervalFamily, dateTimeFamily}: theRight, {intervalFamily, timeFamily}: theRight,
	}),
	OpSub: numbers(map[pair]yields{
		{dateFamily, dateFamily}:         always(sqltypes.Integer()),
		{dateFamily, dateTimeFamily}:     always(sqltypes.Interval()),
		{dateFamily, intervalFamily}:     always(sqltypes.DateTime()),
		{dateTimeFamily, dateTimeFamily}: always(sqltypes.Interval()),
		{timeFamily, timeFamily}:         always(sqltypes.Interval()),
	}),
	OpMul:      numbers(map[pair]yields{{integerFamily, intervalFamily}: theRight, {exactFamily, intervalFamily}: theRight, {floatFamily, intervalFamily}: theRight}),
	OpDiv:      numbers(nil),
	OpFloorDiv: numbers(nil),
	OpTrueDiv:  numbers(map[pair]yields{{integerFamily, integerFamily}: always(sqltypes.Numeric(0, 0))}),
}

// numbers adds to a table what arithmetic yields between numbers of different kinds: what says most.
func numbers(table map[pair]yields) map[pair]yields {
	out := map[pair]yields{
		{integerFamily, exactFamily}: theRight, {integerFamily, floatFamily}: theRight, {exactFamily, exactFamily}: theRight,
		{exactFamily, floatFamily}: theRight,
	}
	maps.Copy(out, table)
	return out
}

// familyOf is the family of a type.
func familyOf(t sqltypes.Type) family {
	if isHstore(t) {
		return documentFamily
	}
	return families[t.Kind()]
}

// adapt is the operator that op is between two types (+ between texts is ||), and the type that it yields. Where nothing is known
// of the left side, a commutative operator goes by the right one.
func adapt(op Op, l, r sqltypes.Type) (Op, sqltypes.Type) {
	if op.IsComparison() {
		return op, sqltypes.Boolean()
	}
	lf, rf := familyOf(l), familyOf(r)
	if lf == unknownFamily && rf != unknownFamily && (op == OpAdd || op == OpMul || op == OpConcat) {
		l, r, lf, rf = r, l, rf, lf
	}
	if op == OpAdd && concatenates[lf] && (concatenates[rf] || rf == unknownFamily) {
		return OpConcat, l
	}
	if f := results[op][pair{lf, rf}]; f != nil {
		return op, f(l, r)
	}
	return op, l
}

// ownType is the type of a value that an operator of arithmetic has beside a side of type t: t, unless the value is of another
// family (a duration added to a date).
func ownType(v any, t sqltypes.Type) sqltypes.Type {
	own := typeOfValue(v)
	of, tf := familyOf(own), familyOf(t)
	if of == unknownFamily || of == tf {
		return t
	}
	return own
}

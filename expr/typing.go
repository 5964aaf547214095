package expr

import "github.com/aludel/aludel/sqltypes"

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
)

var families = map[sqltypes.Kind]family{
	sqltypes.NullKind: unknownFamily, sqltypes.SmallIntegerKind: integerFamily, sqltypes.IntegerKind: integerFamily,
	sqltypes.BigIntegerKind: integerFamily, sqltypes.NumericKind: exactFamily, sqltypes.FloatKind: floatFamily,
	sqltypes.StringKind: textFamily, sqltypes.TextKind: textFamily, sqltypes.LargeBinaryKind: bytesFamily, sqltypes.DateKind: dateFamily,
	sqltypes.TimeKind: timeFamily, sqltypes.DateTimeKind: dateTimeFamily, sqltypes.IntervalKind: intervalFamily,
}

// concatenates says of which families + is concatenation.
var concatenates = map[family]bool{textFamily: true, bytesFamily: true}

// pair is the families of the types at both sides of an operator.
type pair struct{ l, r family }

// yields is the type of a result: that of one side, or a new one.
type yields func(l, r sqltypes.Type) sqltypes.Type

func theLeft(l, _ sqltypes.Type) sqltypes.Type  { return l }
func theRight(_, r sqltypes.Type) sqltypes.Type { return r }

func always(t sqltypes.Type) yields { return func(_, _ sqltypes.Type) sqltypes.Type { return t } }

// results follows SQLAlchemy's sqltypes.py (_expression_adaptations), where what is not listed yields the type of the left side.
var results = map[Op]map[pair]yields{
	OpAdd: {
		{integerFamily, exactFamily}: theRight, {integerFamily, floatFamily}: theRight, {exactFamily, exactFamily}: theRight,
		{exactFamily, floatFamily}:  theRight,
		{integerFamily, dateFamily}: theRight, {dateFamily, timeFamily}: always(sqltypes.DateTime()),
		{timeFamily, dateFamily}:     always(sqltypes.DateTime()),
		{dateFamily, intervalFamily}: always(sqltypes.DateTime()), {intervalFamily, dateFamily}: always(sqltypes.DateTime()),
		{intervalFamily, dateTimeFamily}: theRight, {intervalFamily, timeFamily}: theRight,
	},
	OpSub: {
		{dateFamily, dateFamily}: always(sqltypes.Integer()), {dateFamily, intervalFamily}: always(sqltypes.DateTime()),
		{dateFamily, dateTimeFamily}: always(sqltypes.Interval()), {dateTimeFamily, dateTimeFamily}: always(sqltypes.Interval()),
		{timeFamily, timeFamily}:     always(sqltypes.Interval()),
		{integerFamily, exactFamily}: theRight, {integerFamily, floatFamily}: theRight, {exactFamily, exactFamily}: theRight,
		{exactFamily, floatFamily}: theRight,
	},
	OpMul: {
		{integerFamily, intervalFamily}: theRight, {exactFamily, intervalFamily}: theRight, {floatFamily, intervalFamily}: theRight,
		{integerFamily, exactFamily}: theRight, {integerFamily, floatFamily}: theRight, {exactFamily, exactFamily}: theRight,
		{exactFamily, floatFamily}: theRight,
	},
	OpDiv: {
		{integerFamily, exactFamily}: theRight, {integerFamily, floatFamily}: theRight, {exactFamily, exactFamily}: theRight,
		{exactFamily, floatFamily}: theRight,
	},
}

// adapt is the operator that op is between two types (+ between texts is ||), and the type that it yields. Where nothing is known
// of the left side, a commutative operator goes by the right one.
func adapt(op Op, l, r sqltypes.Type) (Op, sqltypes.Type) {
	if op.IsComparison() {
		return op, sqltypes.Boolean()
	}
	lf, rf := families[l.Kind()], families[r.Kind()]
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
	of, tf := families[own.Kind()], families[t.Kind()]
	if of == unknownFamily || of == tf {
		return t
	}
	return own
}

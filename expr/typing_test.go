package expr

import (
	"testing"

	"github.com/aludel/aludel/sqltypes"
)

// The type of a result, and + where it is concatenation, by the types of both sides.
func TestResultTypes(t *testing.T) {
	null, in, big, num, fl := sqltypes.Null(), sqltypes.Integer(), sqltypes.BigInteger(), sqltypes.Numeric(10, 2), sqltypes.Float()
	str, text, bin := sqltypes.String(20), sqltypes.Text(), sqltypes.LargeBinary()
	date, tm, dt, iv := sqltypes.Date(), sqltypes.Time(), sqltypes.DateTime(), sqltypes.Interval()
	arr, js, hs, truth := sqltypes.Type(sqltypes.Array(in)), sqltypes.JSON(), sqltypes.Type(sqltypes.Other{Name: "HSTORE"}), sqltypes.Boolean()
	for _, c := range []struct {
		op     Op
		l, r   sqltypes.Type
		want   sqltypes.Type
		wantOp Op // op if NoOp
	}{
		{OpAdd, in, in, in, NoOp}, {OpAdd, in, big, in, NoOp}, {OpAdd, in, num, num, NoOp}, {OpAdd, num, in, num, NoOp}, {OpAdd, in, fl, fl, NoOp},
		{OpAdd, fl, in, fl, NoOp}, {OpAdd, num, fl, fl, NoOp}, {OpAdd, fl, num, fl, NoOp}, {OpAdd, num, sqltypes.Numeric(5, 1), sqltypes.Numeric(5, 1), NoOp},
		{OpSub, in, num, num, NoOp}, {OpMul, fl, num, fl, NoOp}, {OpDiv, in, in, in, NoOp}, {OpDiv, in, fl, fl, NoOp}, {OpMod, in, num, in, NoOp},
		{OpTrueDiv, in, in, sqltypes.Numeric(0, 0), NoOp}, {OpTrueDiv, in, fl, fl, NoOp}, {OpFloorDiv, in, in, in, NoOp}, {OpFloorDiv, in, num, num, NoOp},
		{OpAdd, str, str, str, OpConcat}, {OpAdd, str, text, str, OpConcat}, {OpAdd, text, null, text, OpConcat}, {OpAdd, null, str, str, OpConcat},
		{OpAdd, bin, bin, bin, OpConcat}, {OpAdd, arr, arr, arr, OpConcat}, {OpAdd, js, js, js, OpConcat}, {OpAdd, hs, hs, hs, OpConcat},
		{OpAdd, str, in, str, NoOp}, {OpAdd, in, str, in, NoOp}, {OpAdd, null, null, null, NoOp}, {OpAdd, null, in, in, NoOp}, {OpSub, null, in, null, NoOp},
		{OpMul, null, num, num, NoOp}, {OpConcat, str, in, str, NoOp}, {OpConcat, null, str, str, NoOp},
		{OpAdd, date, in, date, NoOp}, {OpAdd, in, date, date, NoOp}, {OpAdd, date, iv, dt, NoOp}, {OpAdd, iv, date, dt, NoOp}, {OpAdd, date, tm, dt, NoOp},
		{OpAdd, tm, date, dt, NoOp}, {OpAdd, dt, iv, dt, NoOp}, {OpAdd, iv, dt, dt, NoOp}, {OpAdd, tm, iv, tm, NoOp}, {OpAdd, iv, tm, tm, NoOp},
		{OpAdd, iv, iv, iv, NoOp}, {OpSub, date, date, in, NoOp}, {OpSub, date, in, date, NoOp}, {OpSub, date, iv, dt, NoOp}, {OpSub, date, dt, iv, NoOp},
		{OpSub, dt, dt, iv, NoOp}, {OpSub, dt, iv, dt, NoOp}, {OpSub, tm, tm, iv, NoOp}, {OpSub, tm, iv, tm, NoOp}, {OpSub, iv, iv, iv, NoOp},
		{OpMul, in, iv, iv, NoOp}, {OpMul, iv, in, iv, NoOp}, {OpMul, num, iv, iv, NoOp}, {OpDiv, iv, num, iv, NoOp},
		{OpEq, in, str, truth, NoOp}, {OpLike, str, str, truth, NoOp}, {OpIn, in, null, truth, NoOp}, {OpIs, truth, null, truth, NoOp},
		{OpCovers, arr, arr, truth, NoOp}, {OpBitAnd, big, in, big, NoOp}, {OpShiftLeft, in, in, in, NoOp},
	} {
		wantOp := c.wantOp
		if wantOp == NoOp {
			wantOp = c.op
		}
		if op, got := adapt(c.op, c.l, c.r); got != c.want || op != wantOp {
			t.Errorf("%s %s %s gives %s by %s, it should give %s by %s", c.l, c.op, c.r, got, op, c.want, wantOp)
		}
	}
}

// The type of what other expressions yield.
func TestExpressionTypes(t *testing.T) {
	i, s, j := Column("i", sqltypes.Integer()), Column("s", sqltypes.String(20)), Column("j", sqltypes.JSON())
	a, d := Column("a", sqltypes.ArrayType{Elem: sqltypes.Text(), Dims: 2}), Column("d", sqltypes.Date())
	for name, c := range map[string]struct {
		x    Expr
		want sqltypes.Type
	}{
		"negation":          {i.Neg(), sqltypes.Integer()},
		"condition":         {i.Eq(1), sqltypes.Boolean()},
		"max":               {Max(d), sqltypes.Date()},
		"func max":          {Func("max", nil, d), sqltypes.Date()},
		"coalesce":          {Coalesce(nil, s), sqltypes.String(20)},
		"count":             {CountAll(), sqltypes.BigInteger()},
		"now":               {Now(), sqltypes.DateTime()},
		"given type":        {Func("max", sqltypes.Text(), d), sqltypes.Text()},
		"unknown function":  {Func("foo", nil, d), sqltypes.Null()},
		"cast":              {i.Cast(sqltypes.Text()), sqltypes.Text()},
		"coerced":           {Coerced(i, sqltypes.Text()), sqltypes.Text()},
		"coerced adds":      {Coerced(i, sqltypes.Text()).Add("x"), sqltypes.Text()},
		"element":           {a.At(1), sqltypes.ArrayType{Elem: sqltypes.Text(), Dims: 1}},
		"element twice":     {a.At(1, 2), sqltypes.Text()},
		"slice":             {a.Slice(1, 2), a.Type()},
		"part":              {j.At("x"), sqltypes.JSON()},
		"part as text":      {j.At("x").AsText(), sqltypes.Text()},
		"part as integer":   {j.At("x").AsInteger(), sqltypes.Integer()},
		"array":             {ArrayOf(i, 2), sqltypes.Array(sqltypes.Integer())},
		"array of arrays":   {ArrayOf(ArrayOf(i), ArrayOf(2)), sqltypes.ArrayType{Elem: sqltypes.Integer(), Dims: 2}},
		"any of an array":   {a.Any(), sqltypes.ArrayType{Elem: sqltypes.Text(), Dims: 1}},
		"case":              {CaseWhen(i.Eq(1), s).Else("x"), sqltypes.String(20)},
		"scalar":            {ScalarOf(NewSelect(d)), sqltypes.Date()},
		"exists":            {Exists(NewSelect(d)), sqltypes.Boolean()},
		"interval of days":  {d.Sub(d), sqltypes.Integer()},
		"collated":          {s.Collate("x"), sqltypes.String(20)},
		"bitwise":           {i.BitAnd(1), sqltypes.Integer()},
		"string and number": {s.Add(1), sqltypes.String(20)},
	} {
		if got := c.x.Type(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

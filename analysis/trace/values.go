package trace

import (
	"go/ast"
	goconst "go/constant"
	"go/token"
	"go/types"
	"math"
	"unicode/utf8"
)

// scope holds the variables of one block.
type scope struct {
	vars map[*types.Var]*Term
	up   *scope
}

func (s *scope) inner() *scope { return &scope{map[*types.Var]*Term{}, s} }

func (s *scope) holding(v *types.Var) *scope {
	for ; s != nil; s = s.up {
		if _, ok := s.vars[v]; ok {
			return s
		}
	}
	return nil
}

// hole is a plain value that is the same each time it is read.
func (t *tracer) hole(name string, typ types.Type) *Term {
	t.ids++
	return &Term{Op: OpHole, Name: shortened(name), Type: typeText(typ), typ: concrete(typ), id: t.ids, Open: concrete(typ) == nil}
}

// opaque is a value of which only the type is known.
func (t *tracer) opaque(name string, typ types.Type) *Term {
	if tuple, ok := typ.(*types.Tuple); ok {
		r := &Term{Op: OpTuple}
		for v := range tuple.Variables() {
			e := t.opaque(name, v.Type())
			e.from = e.Op == OpHole
			r.Args = append(r.Args, e)
		}
		return r
	}
	if touches(typ) {
		return unknownf("%s is not known here", name)
	}
	return t.hole(name, typ)
}

// Bounds on what is written of values; beyond them the text is cut.
const (
	maxText     = 200
	maxOperands = 40
	maxString   = 4096
	maxList     = 4096
)

// shortened cuts a text that grew too long to be read.
func shortened(s string) string {
	if len(s) <= maxText {
		return s
	}
	cut := maxText
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// zero is the zero value of a type.
func zero(typ types.Type) *Term {
	if isFace(namedOf(typ)) && !isPointer(typ) && !types.IsInterface(typ) {
		return unknownf("the zero value of %s", typeText(typ))
	}
	switch u := typ.Underlying().(type) {
	case *types.Slice:
		return &Term{Op: OpList, Type: typeText(typ), typ: concrete(typ)}
	case *types.Struct:
		return &Term{Op: OpStruct, Type: typeText(typ), typ: concrete(typ)}
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return constant("", typ)
		case u.Info()&types.IsBoolean != 0:
			return constant(false, typ)
		case u.Info()&types.IsUnsigned != 0:
			return constant(uint64(0), typ)
		case u.Info()&types.IsInteger != 0:
			return constant(int64(0), typ)
		case u.Info()&types.IsFloat != 0:
			return constant(float64(0), typ)
		}
	case *types.Pointer, *types.Interface, *types.Map, *types.Signature, *types.Chan:
		if _, ok := types.Unalias(typ).(*types.TypeParam); !ok {
			return constant(nil, typ)
		}
	}
	return unknownf("the zero value of %s", typeText(typ))
}

// constantOf turns what go/types knows about an expression into a term; nil for what has no exact representation here.
func constantOf(v goconst.Value, typ types.Type) *Term {
	b, _ := typ.Underlying().(*types.Basic)
	if b == nil {
		return nil
	}
	switch {
	case b.Info()&types.IsBoolean != 0:
		return constant(goconst.BoolVal(v), typ)
	case b.Info()&types.IsString != 0:
		return constant(goconst.StringVal(v), typ)
	case b.Info()&types.IsUnsigned != 0:
		if n, exact := goconst.Uint64Val(goconst.ToInt(v)); exact {
			return constant(n, typ)
		}
	case b.Info()&types.IsInteger != 0:
		if n, exact := goconst.Int64Val(goconst.ToInt(v)); exact {
			return constant(n, typ)
		}
	case b.Info()&types.IsFloat != 0:
		f, _ := goconst.Float64Val(v)
		return constant(f, typ)
	}
	return nil
}

// binary is a op b. Constants are folded where Go's arithmetic on them is certain: comparisons, booleans, strings, and int
// as long as the result fits every platform's int.
func binary(op token.Token, a, b *Term, typ types.Type) *Term {
	r := &Term{Op: OpBinop, Name: op.String(), Type: typeText(typ), typ: concrete(typ), Args: []*Term{a, b}}
	if v := fold(op, a, b, r.Type); v != nil {
		v.typ = r.typ
		return v
	}
	if v := foldNil(op, a, b); v != nil {
		return v
	}
	r.sum = a.operands() + b.operands()
	if !a.plain() || !b.plain() || r.sum > maxOperands {
		name := shortened(a.Text()) + " " + r.Name + " " + shortened(b.Text())
		return &Term{Op: OpHole, Name: shortened(name), Type: r.Type, typ: r.typ}
	}
	return r
}

// plain reports whether the term may be an operand whose value is stable: key then tells it apart.
func (t *Term) plain() bool { return t.scalar() || t.Op == OpParam }

func (t *Term) operands() int { return max(t.sum, 1) }

func fold(op token.Token, a, b *Term, typ string) *Term {
	if a.Op != OpConst || b.Op != OpConst || a.Const == nil || b.Const == nil {
		return shortcut(op, a, b)
	}
	x, y := goconst.Make(a.Const), goconst.Make(b.Const)
	if x.Kind() != y.Kind() {
		return nil
	}
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return boolean(goconst.Compare(x, op, y))
	case token.LAND, token.LOR:
		return boolean(goconst.BoolVal(goconst.BinaryOp(x, op, y)))
	case token.ADD, token.SUB, token.MUL:
	default:
		return nil
	}
	v := goconst.BinaryOp(x, op, y)
	if v.Kind() == goconst.String && op == token.ADD {
		if len(goconst.StringVal(v)) > maxString {
			return nil
		}
		return &Term{Op: OpConst, Const: goconst.StringVal(v), Type: typ}
	}
	if v.Kind() != goconst.Int || typ != "int" {
		return nil
	}
	if n, exact := goconst.Int64Val(v); exact && n == int64(int32(n)) && n != math.MinInt32 {
		return &Term{Op: OpConst, Const: n, Type: typ}
	}
	return nil
}

// shortcut decides && and || from one constant side.
func shortcut(op token.Token, a, b *Term) *Term {
	for _, s := range []struct{ known, other *Term }{{a, b}, {b, a}} {
		v, ok := s.known.Const.(bool)
		if !ok || s.known.Op != OpConst {
			continue
		}
		switch {
		case op == token.LAND && !v, op == token.LOR && v:
			return boolean(v)
		case op == token.LAND, op == token.LOR:
			return s.other
		}
	}
	return nil
}

// foldNil decides comparisons with nil of values that certainly are nil, or certainly are not.
func foldNil(op token.Token, a, b *Term) *Term {
	if op != token.EQL && op != token.NEQ {
		return nil
	}
	if isNil(a) {
		a, b = b, a
	}
	if !isNil(b) {
		return nil
	}
	switch {
	case isNil(a):
		return boolean(op == token.EQL)
	case a.set, a.Op == OpCall || a.Op == OpClass || a.Op == OpStruct || a.Op == OpList && len(a.Args) > 0 || a.Op == OpFunc && a.fn != nil:
		return boolean(op == token.NEQ)
	}
	return nil
}

func isNil(t *Term) bool { return t.Op == OpConst && t.Const == nil }

func (t *tracer) typeOf(x ast.Expr) types.Type {
	if typ := t.pkg.Info.TypeOf(x); typ != nil {
		return typ
	}
	return types.Typ[types.Invalid]
}

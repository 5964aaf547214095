package trace

import (
	"go/ast"
	"go/token"
	"go/types"
)

// expr evaluates an expression that has one value.
func (t *tracer) expr(x ast.Expr, s *scope) *Term {
	t.tick()
	v := t.evaluate(x, s)
	if v.typ == nil && v.Op != OpUnknown && v.Op != OpTuple {
		if typ := concrete(t.typeOf(x)); typ != nil && v.Op != OpParam {
			v.typ = typ
		}
	}
	if v.pos == token.NoPos {
		v.pos = x.Pos()
	}
	return v
}

func (t *tracer) evaluate(x ast.Expr, s *scope) *Term {
	if tv := t.pkg.Info.Types[x]; tv.Value != nil {
		if c := constantOf(tv.Value, tv.Type); c != nil {
			return c
		}
		return t.hole(types.ExprString(x), tv.Type)
	}
	switch x := x.(type) {
	case *ast.ParenExpr:
		return t.expr(x.X, s)
	case *ast.Ident:
		return t.ident(x, s)
	case *ast.StarExpr:
		return t.star(x, s)
	case *ast.UnaryExpr:
		return t.unary(x, s)
	case *ast.BinaryExpr:
		return binary(x.Op, t.comparand(x.X, s), t.comparand(x.Y, s), t.typeOf(x))
	case *ast.FuncLit:
		return t.literalFunc(x, s)
	case *ast.CompositeLit:
		return t.composite(x, s)
	case *ast.SelectorExpr:
		return t.selector(x, s)
	case *ast.IndexExpr:
		return t.indexed(x, s)
	case *ast.IndexListExpr:
		return t.expr(x.X, s)
	case *ast.SliceExpr:
		return t.sliced(x, s)
	case *ast.CallExpr:
		return t.call(x, s)
	case *ast.TypeAssertExpr:
		return t.asserted(x, s)
	}
	return t.opaque(types.ExprString(x), t.typeOf(x))
}

func (t *tracer) ident(x *ast.Ident, s *scope) *Term {
	o := t.pkg.Info.ObjectOf(x)
	if v, ok := o.(*types.Var); ok {
		if at := s.holding(v); at != nil {
			return t.local(x.Name, v, at.vars[v])
		}
	}
	return t.object(o, x.Name)
}

// local is the value of a variable of a function, unless something else may have written it.
func (t *tracer) local(name string, v *types.Var, value *Term) *Term {
	why := t.w.writes.poison[v]
	if why == "" && t.suspect[v] {
		why = "it may be assigned before the function literal runs"
	}
	if why == "" {
		return value
	}
	if touches(v.Type()) {
		return unknownf("%s: %s", name, why)
	}
	return t.hole(name, v.Type())
}

// object is the value of something that is not a local variable.
func (t *tracer) object(o types.Object, name string) *Term {
	switch o := o.(type) {
	case *types.Nil:
		return constant(nil, nil)
	case *types.Func:
		return &Term{Op: OpFunc, Name: FuncName(o), fn: o}
	case *types.Var:
		if isPackageVar(o) {
			return t.global(o, name)
		}
		return t.opaque(name, o.Type())
	}
	return unknownf("%s is not defined", name)
}

// star reads through a pointer: what a struct literal said holds for fields that nothing writes through pointers.
func (t *tracer) star(x *ast.StarExpr, s *scope) *Term {
	v, typ := t.expr(x.X, s), t.typeOf(x)
	if st, ok := typ.Underlying().(*types.Struct); ok && v.Op == OpStruct && !t.w.writes.whole[typeKey(typ)] {
		r := &Term{Op: OpStruct, Type: typeText(typ), typ: concrete(typ)}
		for i := range st.NumFields() {
			f := st.Field(i)
			r.Keys = append(r.Keys, f.Name())
			r.Args = append(r.Args, t.step(v, types.NewPointer(typ), f))
		}
		return r
	}
	return t.opaque("*"+operand(v, token.UnaryPrec), typ)
}

func (t *tracer) unary(x *ast.UnaryExpr, s *scope) *Term {
	if x.Op == token.AND {
		if lit, ok := ast.Unparen(x.X).(*ast.CompositeLit); ok {
			if v := t.expr(lit, s); v.Op == OpStruct {
				v.typ = t.typeOf(x)
				return v
			}
		}
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	v := t.expr(x.X, s)
	if b, ok := v.Const.(bool); ok && x.Op == token.NOT && v.Op == OpConst {
		return boolean(!b)
	}
	if !v.plain() || x.Op == token.ARROW {
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	return &Term{Op: OpUnop, Name: x.Op.String(), Type: typeText(t.typeOf(x)), Args: []*Term{v}}
}

// comparand is an operand of a binary operator. A nil pointer in an interface is not nil.
func (t *tracer) comparand(x ast.Expr, s *scope) *Term {
	v := t.expr(x, s)
	if isNil(v) && v.typ != nil && types.IsInterface(t.typeOf(x)) {
		return t.hole(types.ExprString(x), t.typeOf(x))
	}
	return v
}

// coerce gives an untyped nil the type that it is assigned to: a nil pointer in an interface is something else than nil.
func (t *tracer) coerce(v *Term, to types.Type) *Term {
	if isNil(v) && v.typ == nil && to != nil {
		return constant(nil, to)
	}
	return v
}

func (t *tracer) indexed(x *ast.IndexExpr, s *scope) *Term {
	if _, ok := t.typeOf(x.X).Underlying().(*types.Signature); ok { // explicit type arguments
		return t.expr(x.X, s)
	}
	v, i := t.expr(x.X, s), t.expr(x.Index, s)
	if n, ok := index(i); ok && v.Op == OpList && n >= 0 && n < len(v.Args) {
		return v.Args[n]
	}
	switch {
	case v.Op == OpUnknown && touches(t.typeOf(x)):
		return v
	case !v.plain():
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	return t.opaque(v.Text()+"["+i.Text()+"]", t.typeOf(x))
}

// index reads a constant as an index.
func index(t *Term) (int, bool) {
	if t.Op != OpConst {
		return 0, false
	}
	switch n := t.Const.(type) {
	case int64:
		return int(n), true
	case uint64:
		return int(n), n < 1<<31
	}
	return 0, false
}

// sliced is x[lo:hi] with constant bounds; the result shares the array.
func (t *tracer) sliced(x *ast.SliceExpr, s *scope) *Term {
	v := t.expr(x.X, s)
	if v.Op != OpList || v.Open || x.Slice3 {
		t.escape(v)
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	lo, hi, ok := 0, len(v.Args), true
	if x.Low != nil {
		lo, ok = index(t.expr(x.Low, s))
	}
	if x.High != nil && ok {
		hi, ok = index(t.expr(x.High, s))
	}
	if !ok || lo != 0 || hi > len(v.Args) || v.back == nil { // a list that starts elsewhere has other indices
		t.escape(v)
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	r := &Term{Op: OpList, Type: v.Type, typ: v.typ, Args: v.Args[:hi:hi]}
	return r.on(v.back)
}

// asserted is x.(T), known when the dynamic type is.
func (t *tracer) asserted(x *ast.TypeAssertExpr, s *scope) *Term {
	v := t.expr(x.X, s)
	typ := t.typeOf(x)
	if tuple, ok := typ.(*types.Tuple); ok {
		return t.opaque(types.ExprString(x), tuple)
	}
	if v.typ != nil && v.Op != OpConst && types.Identical(v.typ, typ) {
		return v
	}
	return t.opaque(v.Text()+".("+typeText(typ)+")", typ)
}

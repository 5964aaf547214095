package trace

import (
	"go/ast"
	"go/types"
)

// composite is a composite literal, without the & before it.
func (t *tracer) composite(x *ast.CompositeLit, s *scope) *Term {
	typ := t.typeOf(x)
	if isPointer(typ) { // an element of a composite literal with & left out
		typ = deref(typ)
	}
	switch u := typ.Underlying().(type) {
	case *types.Slice, *types.Array:
		return t.listLiteral(x, typ, s)
	case *types.Map:
		return t.mapLiteral(x, typ, s)
	case *types.Struct:
		return t.structLiteral(x, typ, u, s)
	}
	return t.opaque(types.ExprString(x), typ)
}

func (t *tracer) listLiteral(x *ast.CompositeLit, typ types.Type, s *scope) *Term {
	var elems []*Term
	indexed := false
	for _, e := range x.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if ok {
			indexed, e = true, kv.Value
		}
		elems = append(elems, t.coerce(t.expr(e, s), elemType(typ)))
	}
	if a, ok := typ.Underlying().(*types.Array); indexed || ok && a.Len() != int64(len(elems)) {
		t.escape(list(typ, elems))
		return t.opaque(types.ExprString(x), typ)
	}
	return list(typ, elems)
}

func (t *tracer) mapLiteral(x *ast.CompositeLit, typ types.Type, s *scope) *Term {
	r := &Term{Op: OpMap, Type: typeText(typ), typ: concrete(typ)}
	known := true
	for _, e := range x.Elts {
		kv := e.(*ast.KeyValueExpr)
		k := t.expr(kv.Key, s)
		key, ok := k.Const.(string)
		known = known && ok && k.Op == OpConst
		r.Keys, r.Args = append(r.Keys, key), append(r.Args, t.coerce(t.expr(kv.Value, s), elemType(typ)))
	}
	if !known {
		t.escape(r)
		return t.opaque(types.ExprString(x), typ)
	}
	return r
}

func (t *tracer) structLiteral(x *ast.CompositeLit, typ types.Type, st *types.Struct, s *scope) *Term {
	if t.faces && isFace(namedOf(typ)) && len(x.Elts) == 1 { // erasure: a face value is its kernel value
		if kv, ok := x.Elts[0].(*ast.KeyValueExpr); ok {
			return t.expr(kv.Value, s)
		}
		return t.expr(x.Elts[0], s)
	}
	if isFace(namedOf(typ)) && touches(typ) {
		return unknownf("a literal of %s", typeText(typ))
	}
	r := &Term{Op: OpStruct, Type: typeText(typ), typ: concrete(typ)}
	for i, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			r.Keys, e = append(r.Keys, kv.Key.(*ast.Ident).Name), kv.Value
		} else {
			r.Keys = append(r.Keys, st.Field(i).Name())
		}
		r.Args = append(r.Args, t.coerce(t.expr(e, s), fieldType(st, r.Keys[len(r.Keys)-1])))
	}
	return r
}

func elemType(typ types.Type) types.Type {
	if e, ok := typ.Underlying().(interface{ Elem() types.Type }); ok {
		return e.Elem()
	}
	return types.Typ[types.Invalid]
}

func fieldType(st *types.Struct, name string) types.Type {
	for f := range st.Fields() {
		if f.Name() == name {
			return f.Type()
		}
	}
	return types.Typ[types.Invalid]
}

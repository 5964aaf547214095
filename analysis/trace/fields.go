package trace

import (
	"go/ast"
	"go/types"
	"slices"
)

// selector is x.f: a package's object, a method value or a field.
func (t *tracer) selector(x *ast.SelectorExpr, s *scope) *Term {
	sel := t.pkg.Info.Selections[x]
	if sel == nil {
		return t.object(t.pkg.Info.ObjectOf(x.Sel), types.ExprString(x))
	}
	if sel.Kind() == types.MethodExpr {
		f := sel.Obj().(*types.Func)
		if len(sel.Index()) > 1 { // promoted: the receiver would have to be walked at the call
			return unknownf("the method expression %s", types.ExprString(x))
		}
		return &Term{Op: OpFunc, Name: FuncName(f), fn: f}
	}
	v := t.expr(x.X, s)
	if sel.Kind() == types.MethodVal {
		f := sel.Obj().(*types.Func)
		v = t.walk(v, sel.Recv(), sel.Index()[:len(sel.Index())-1])
		return &Term{Op: OpFunc, Name: FuncName(f), fn: f, Args: []*Term{v}}
	}
	return t.walk(v, sel.Recv(), sel.Index())
}

// walk follows field indices, as types.Selection gives them, from a value of type typ.
func (t *tracer) walk(v *Term, typ types.Type, path []int) *Term {
	for _, i := range path {
		st, ok := deref(typ).Underlying().(*types.Struct)
		if !ok || i >= st.NumFields() {
			return unknownf("a field of %s", typeText(typ))
		}
		v = t.step(v, typ, st.Field(i))
		typ = st.Field(i).Type()
	}
	return v
}

// step reads one field of a value whose static type is typ.
func (t *tracer) step(v *Term, typ types.Type, f *types.Var) *Term {
	owner := deref(typ)
	switch {
	case t.faces && isFace(namedOf(owner)): // erasure
		return v
	case isFace(namedOf(owner)) && touches(owner):
		return t.faceField(v, f)
	case v.Op == OpUnknown:
		return t.unknownField(v, f)
	case describedEntity(owner) != nil && v.Op != OpStruct && v.Op != OpHole:
		return t.attribute(v, f)
	case describesComposite(owner) && v.Op == OpCall && v.Name == compositeOf:
		return t.part(v, f)
	case isPointer(typ) && t.writable(owner, f):
		return t.volatile(v, f)
	case v.Op == OpStruct:
		return t.structField(v, typ, f)
	case touches(f.Type()):
		return unknownf("%s.%s is not known here", v.Text(), f.Name())
	case isPointer(typ) || !v.plain():
		return t.volatile(v, f)
	}
	return &Term{Op: OpField, Name: f.Name(), Type: typeText(f.Type()), typ: concrete(f.Type()), Args: []*Term{v}, Open: concrete(f.Type()) == nil}
}

// faceField is what user code reaches of a face's inside: the face embedded in a face, which is the same kernel value.
func (t *tracer) faceField(v *Term, f *types.Var) *Term {
	if f.Embedded() && isFace(namedOf(f.Type())) {
		return v
	}
	return t.opaque(v.Text()+"."+f.Name(), f.Type())
}

func (t *tracer) unknownField(v *Term, f *types.Var) *Term {
	if touches(f.Type()) {
		return v
	}
	return t.hole("…."+f.Name(), f.Type())
}

// writable reports whether a field may be changed through some pointer.
func (t *tracer) writable(owner types.Type, f *types.Var) bool {
	return f.Exported() || t.w.writes.fields[fieldKey(owner, f)] || t.w.writes.whole[typeKey(owner)] || t.sharesElements(f.Type())
}

// volatile reads a field that may be another each time.
func (t *tracer) volatile(v *Term, f *types.Var) *Term {
	if touches(f.Type()) {
		return unknownf("%s.%s is read through a pointer and may have been assigned", v.Text(), f.Name())
	}
	t.ids++
	if !v.plain() {
		return &Term{Op: OpHole, Name: v.Text() + "." + f.Name(), Type: typeText(f.Type()), typ: concrete(f.Type()), id: t.ids, Open: concrete(f.Type()) == nil}
	}
	return &Term{Op: OpField, Name: f.Name(), Type: typeText(f.Type()), typ: concrete(f.Type()), Args: []*Term{v}, id: t.ids, Open: concrete(f.Type()) == nil}
}

func (t *tracer) structField(v *Term, typ types.Type, f *types.Var) *Term {
	if i := slices.Index(v.Keys, f.Name()); i >= 0 {
		return v.Args[i]
	}
	if v.rest != nil {
		return t.step(v.rest, typ, f)
	}
	return zero(f.Type())
}

// attribute is a field of a descriptor: an attribute or a relationship of its class.
func (t *tracer) attribute(class *Term, f *types.Var) *Term {
	n := namedOf(f.Type())
	switch {
	case isOrm(n, "Class"):
		return class
	case describesComposite(f.Type()) && f.Exported():
		return compositeTerm(class, f.Name(), f.Type())
	case n == nil || !isFace(n) || !f.Exported():
		return unknownf("descriptor field %s of type %s", f.Name(), typeText(f.Type()))
	}
	method := "orm/query.Class.Attr"
	if slices.Contains([]string{"ListAttr", "RefAttr", "SetAttr", "MapAttr", "DynamicAttr"}, n.Obj().Name()) {
		method = "orm/query.Class.Rel"
	}
	return &Term{Op: OpCall, Name: method, Type: typeText(f.Type()), typ: f.Type(), Args: []*Term{class, constant(f.Name(), types.Typ[types.String])}}
}

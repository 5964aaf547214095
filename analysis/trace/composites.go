package trace

import (
	"go/types"
)

// This file follows descriptors of composites: attributes that are several columns.

// compositeOf is the kernel's name for a composite of a class.
const compositeOf = "orm/query.Class.Composite"

func isComposite(t types.Type) bool {
	n := namedOf(t)
	return isOrm(n, "CompositeAttr") || isOrm(n, "NullCompositeAttr")
}

// describesComposite reports whether a type describes a composite: one of package orm, or a struct that embeds it and describes the parts.
func describesComposite(t types.Type) bool {
	if isPointer(t) {
		return false
	}
	if isComposite(t) {
		return true
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok || isFace(namedOf(t)) {
		return false
	}
	for f := range st.Fields() {
		if f.Embedded() && !isPointer(f.Type()) && isComposite(f.Type()) {
			return true
		}
	}
	return false
}

func compositeTerm(class *Term, name string, typ types.Type) *Term {
	return &Term{Op: OpCall, Name: compositeOf, Type: typeText(typ), typ: typ, Args: []*Term{class, constant(name, types.Typ[types.String])}}
}

// part is a field of a composite's descriptor: the composite itself, a composite inside it, or a part.
func (t *tracer) part(v *Term, f *types.Var) *Term {
	if f.Embedded() && isComposite(f.Type()) {
		return v
	}
	class, name := v.Args[0], v.Args[1].Const.(string)+"."+f.Name()
	switch {
	case !f.Exported():
		return unknownf("descriptor field %s of type %s", f.Name(), typeText(f.Type()))
	case describesComposite(f.Type()):
		return compositeTerm(class, name, f.Type())
	case !isFace(namedOf(f.Type())):
		return unknownf("descriptor field %s of type %s", f.Name(), typeText(f.Type()))
	}
	return &Term{Op: OpCall, Name: "orm/query.Class.Attr", Type: typeText(f.Type()), typ: f.Type(), Args: []*Term{class, constant(name, types.Typ[types.String])}}
}

// sent is an argument of a face as a statement sees it: of a struct that has nothing of a statement in it only the name counts, as of any
// value that is sent beside the text.
func sent(t *Term) *Term {
	switch {
	case t.Op == OpStruct && t.typ != nil && !touches(t.typ):
		return &Term{Op: OpHole, Name: t.Text(), Type: t.Type, typ: t.typ, pos: t.pos}
	case t.Op != OpList && t.Op != OpMap:
		return t
	}
	args := t.Args
	for i, a := range t.Args {
		if b := sent(a); b != a {
			if &args[0] == &t.Args[0] {
				args = append([]*Term{}, t.Args...)
			}
			args[i] = b
		}
	}
	if len(args) == 0 || &args[0] == &t.Args[0] {
		return t
	}
	c := *t
	c.Args = args
	return &c
}

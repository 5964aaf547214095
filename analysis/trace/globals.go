package trace

import (
	"fmt"
	"go/types"
)

// global is the value of a package variable, if nothing can have changed it.
func (t *tracer) global(o *types.Var, name string) *Term {
	k := varName(o)
	if v, ok := t.vars[k]; ok {
		return v
	}
	v := t.globalOnce(o, k, name)
	if v.Op != OpHole {
		n := 0
		tag(v, k, &n)
		t.vars[k] = v
	}
	return v
}

// tag marks what has an identity in the value of a package variable, so that it is one value wherever it comes from.
func tag(v *Term, k string, n *int) {
	if v.Op == OpCall || v.Op == OpClass {
		if v.Var != "" {
			return
		}
		v.Var = k
		if *n > 0 {
			v.Var = fmt.Sprintf("%s#%d", k, *n)
		}
		*n++
	}
	for _, a := range v.Args {
		tag(a, k, n)
	}
}

func (t *tracer) globalOnce(o *types.Var, k, name string) *Term {
	plain := !touches(o.Type())
	unsure := func(why string) *Term {
		if plain {
			return t.hole(name, o.Type())
		}
		return unknownf("package variable %s %s", name, why)
	}
	switch {
	case t.w.writes.globals[k]:
		return unsure("is assigned after its declaration")
	case exported(o.Name()) && !isDescriptor(o.Type()) && !t.faces:
		return unsure("is exported: another package may assign it")
	case t.sharesElements(o.Type()):
		return unsure("holds a slice of a type of which elements are written")
	}
	if in, ok := t.w.vars[k]; ok {
		if t.recursing(k) > 0 {
			return unsure("refers to itself")
		}
		return t.initial(in, k, o.Type())
	}
	if t.w.opts.Fact != nil {
		if f := t.w.opts.Fact(o); f != nil {
			return t.instantiate(f, nil)
		}
	}
	return unsure("is not known here")
}

func (t *tracer) initial(in initializer, k string, typ types.Type) *Term {
	if in.value == nil {
		return zero(typ)
	}
	v := t.in(in.pkg, k, func() *Term { return t.expr(in.value, nil) })
	if !in.multi {
		return v
	}
	if v.Op == OpTuple && in.index < len(v.Args) {
		return v.Args[in.index]
	}
	return t.opaque(k, typ)
}

// sharesElements reports whether the type is, or has a field that is, a slice or map of which elements are written
// somewhere: the writer may have this very one.
func (t *tracer) sharesElements(typ types.Type) bool {
	switch u := typ.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Map:
		return t.w.writes.elements[typeKey(u)]
	case *types.Struct:
		if isFace(namedOf(typ)) {
			return false
		}
		for f := range u.Fields() {
			switch f.Type().Underlying().(type) {
			case *types.Slice, *types.Array, *types.Map:
				if t.w.writes.elements[typeKey(f.Type().Underlying())] {
					return true
				}
			}
		}
	}
	return false
}

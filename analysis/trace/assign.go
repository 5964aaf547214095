package trace

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// assign stores v where l says. Writes through pointers and into slices are not stored: reading there is not known.
func (t *tracer) assign(l ast.Expr, v *Term, s *scope) {
	switch l := ast.Unparen(l).(type) {
	case *ast.Ident:
		t.assignIdent(l, v, s)
	case *ast.SelectorExpr:
		if sel := t.pkg.Info.Selections[l]; sel != nil && !sel.Indirect() {
			if n := t.withField(t.expr(l.X, s), sel.Recv(), sel.Index(), v); n != nil {
				t.assign(l.X, n, s)
			}
		}
	case *ast.IndexExpr:
		x := t.expr(l.X, s)
		t.expr(l.Index, s)
		x.back.clobber(0, "an element was assigned")
		if x.Op == OpMap {
			*x = *unknownf("an element of the map was assigned")
		}
	}
}

func (t *tracer) assignIdent(l *ast.Ident, v *Term, s *scope) {
	o, ok := t.pkg.Info.ObjectOf(l).(*types.Var)
	if !ok || l.Name == "_" {
		return
	}
	v = t.coerce(v, o.Type())
	if v.from {
		c := *v
		c.Name, c.from = l.Name, false
		v = &c
	}
	if t.pkg.Info.Defs[l] != nil {
		s.vars[o] = v
	} else if at := s.holding(o); at != nil {
		at.vars[o] = v
	}
}

// withField is the struct value x with one field replaced; nil if x is no struct value.
func (t *tracer) withField(x *Term, typ types.Type, path []int, v *Term) *Term {
	st, ok := typ.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	f := st.Field(path[0])
	if len(path) > 1 {
		if v = t.withField(t.step(x, typ, f), f.Type(), path[1:], v); v == nil {
			return nil
		}
	}
	v = t.coerce(v, f.Type())
	r := &Term{Op: OpStruct, Type: typeText(typ), typ: concrete(typ), rest: x}
	if x.Op == OpStruct {
		r.rest, r.Keys, r.Args = x.rest, slices.Clone(x.Keys), slices.Clone(x.Args)
	}
	if i := slices.Index(r.Keys, f.Name()); i >= 0 {
		r.Args[i] = v
		return r
	}
	r.Keys, r.Args = append(r.Keys, f.Name()), append(r.Args, v)
	return r
}

func (t *tracer) assignStmt(x *ast.AssignStmt, s *scope) {
	if x.Tok != token.ASSIGN && x.Tok != token.DEFINE {
		op := operators[x.Tok.String()[:len(x.Tok.String())-1]]
		t.assign(x.Lhs[0], binary(op, t.expr(x.Lhs[0], s), t.expr(x.Rhs[0], s), t.typeOf(x.Lhs[0])), s)
		return
	}
	vs := t.values(x.Rhs, len(x.Lhs), s, func(i int) types.Type { return t.typeOf(x.Lhs[i]) })
	for i, l := range x.Lhs {
		t.assign(l, vs[i], s)
	}
}

// values evaluates the right side of an assignment, declaration or return with n values.
func (t *tracer) values(xs []ast.Expr, n int, s *scope, typ func(int) types.Type) []*Term {
	vs := make([]*Term, n)
	if len(xs) != n {
		r := &Term{Op: OpTuple}
		if len(xs) == 1 {
			r = t.expr(xs[0], s)
		}
		for i := range vs {
			if r.Op == OpTuple && i < len(r.Args) {
				vs[i] = r.Args[i]
			} else {
				vs[i] = t.opaque(types.ExprString(xs[0]), typ(i))
			}
		}
		return vs
	}
	for i, x := range xs {
		vs[i] = t.expr(x, s)
	}
	return vs
}

func (t *tracer) declare(d *ast.GenDecl, s *scope) {
	for _, spec := range d.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok || d.Tok != token.VAR {
			continue
		}
		typ := func(i int) types.Type { return t.typeOf(v.Names[i]) }
		var vs []*Term
		if len(v.Values) > 0 {
			vs = t.values(v.Values, len(v.Names), s, typ)
		}
		for i, n := range v.Names {
			if vs == nil {
				t.assign(n, zero(typ(i)), s)
			} else {
				t.assign(n, vs[i], s)
			}
		}
	}
}

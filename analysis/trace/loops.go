package trace

import (
	"go/ast"
	"go/types"
	"maps"
)

// forStmt unrolls while the condition is constant. Once it is not known, the loop runs not at all or once.
func (t *tracer) forStmt(x *ast.ForStmt, s *scope) control {
	s = s.inner()
	if x.Init != nil {
		t.stmt(x.Init, s)
	}
	for i := 0; ; i++ {
		if i > t.w.opts.Limits.Unroll {
			panic(over("a loop runs too often to be followed"))
		}
		if x.Cond == nil {
			return t.unknownLoop(x, s, "", true, func(inner *scope) control { return t.block(x.Body, inner) })
		}
		c := t.comparand(x.Cond, s)
		if v, ok := c.Const.(bool); ok && c.Op == OpConst {
			if !v {
				return next
			}
		} else {
			if i > 0 {
				t.incomplete("a loop whose end is not known")
			}
			return t.unknownLoop(x, s, c.Text(), false, func(inner *scope) control { return t.block(x.Body, inner) })
		}
		if r := t.block(x.Body, s); r == breaks {
			return next
		} else if r == returned {
			return r
		}
		s = &scope{maps.Clone(s.vars), s.up} // each round has variables of its own
		if x.Post != nil {
			t.stmt(x.Post, s)
		}
	}
}

// incomplete notes that further variants are missing.
func (t *tracer) incomplete(why string) {
	if t.open == "" {
		t.open = why
	}
}

// unknownLoop runs the body once or not at all. Plain variables that the body assigns are not known in it, and not after
// it. If it assigns something that stands in a statement, or an element, the variants are not all there.
func (t *tracer) unknownLoop(x ast.Stmt, s *scope, label string, always bool, body func(*scope) control) control {
	r := t.w.loopRegion(t.pkg, x)
	if r.assignsStatements() || r.elements {
		t.incomplete("a loop that runs an unknown number of times")
	}
	if !r.relevant && (!r.leaves || t.depth == 0) && !r.elements {
		t.skip(r, s)
		t.forget(r, s, true)
		return next
	}
	if !always && !t.choose(loopLabel(x, label), nil) {
		return next
	}
	t.forget(r, s, false)
	c := body(s.inner())
	t.forget(r, s, false)
	if c == returned {
		return c
	}
	if always && c != breaks {
		return returned // the way on is out of a later round
	}
	return next
}

func loopLabel(x ast.Stmt, text string) string {
	if _, ok := x.(*ast.RangeStmt); ok {
		return "range " + text
	}
	return "for " + text
}

func (t *tracer) rangeStmt(x *ast.RangeStmt, s *scope) control {
	v := t.expr(x.X, s)
	set := func(l ast.Expr, v *Term, inner *scope) {
		if l != nil {
			t.assign(l, v, inner)
		}
	}
	once := func(inner *scope) control {
		for i, l := range []ast.Expr{x.Key, x.Value} {
			if l != nil {
				set(l, t.opaque(types.ExprString(l), t.rangeType(x, l, i)), inner)
			}
		}
		return t.block(x.Body, inner)
	}
	items, values, known := t.items(v, t.typeOf(x.X))
	if !known {
		if _, ok := t.typeOf(x.X).Underlying().(*types.Signature); ok {
			t.forget(t.w.region(t.pkg, x), s, true)
		}
		return t.unknownLoop(x, s, v.Text(), false, once)
	}
	for i, it := range items {
		inner := s.inner()
		set(x.Key, it, inner)
		if x.Value != nil && i < len(values) {
			set(x.Value, t.current(v, values[i], x.Value), inner)
		}
		if r := t.block(x.Body, inner); r == breaks {
			break
		} else if r == returned {
			return r
		}
	}
	return next
}

// current is the value of a round: the list is read as it is then, and may have been written in an earlier round.
func (t *tracer) current(list, value *Term, l ast.Expr) *Term {
	switch list.Op {
	case OpList:
		return value
	case OpUnknown:
		return list
	}
	return t.opaque(types.ExprString(l), t.typeOf(l))
}

func (t *tracer) rangeType(x *ast.RangeStmt, l ast.Expr, i int) types.Type {
	if typ := t.pkg.Info.TypeOf(l); typ != nil {
		return typ
	}
	return types.Typ[types.Invalid]
}

// items is what a range over v yields, where that is certain: a list, or a constant number.
func (t *tracer) items(v *Term, typ types.Type) (keys, values []*Term, known bool) {
	n, isConst := index(v)
	switch {
	case v.Op == OpList && !v.Open:
		n, values = len(v.Args), v.Args
	case !isConst:
		return nil, nil, false
	default:
		if b, ok := typ.Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
			return nil, nil, false
		}
	}
	if n > t.w.opts.Limits.Unroll {
		panic(over("a loop runs too often to be followed"))
	}
	for i := range n {
		keys = append(keys, constant(int64(i), types.Typ[types.Int]))
	}
	return keys, values, true
}

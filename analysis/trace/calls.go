package trace

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// call evaluates a call expression: a conversion, a builtin, or a function with receiver and arguments in Go's order.
func (t *tracer) call(x *ast.CallExpr, s *scope) *Term {
	if t.pkg.Info.Types[x.Fun].IsType() {
		return t.convert(x, s)
	}
	if b := t.builtin(x); b != "" {
		return t.callBuiltin(b, x, s)
	}
	t.noteInner(x)
	f := t.expr(x.Fun, s)
	sig, ok := t.typeOf(x.Fun).Underlying().(*types.Signature)
	if !ok {
		return t.opaque(types.ExprString(x), t.typeOf(x))
	}
	args := t.arguments(x, sig, s)
	if t.inRoot(x) {
		site := t.site
		t.site = x
		defer func() { t.site = site }()
	}
	v := t.apply(f, args, &site{x, sig, t.typeOf(x)})
	t.noteBuilder(x, v)
	return v
}

// site is a call as the source has it.
type site struct {
	call   *ast.CallExpr
	sig    *types.Signature // with type arguments put in
	result types.Type
}

func (t *tracer) arguments(x *ast.CallExpr, sig *types.Signature, s *scope) []*Term {
	var args []*Term
	if len(x.Args) == 1 && sig.Params().Len() > 1 && !sig.Variadic() {
		args = t.values(x.Args, sig.Params().Len(), s, func(i int) types.Type { return sig.Params().At(i).Type() })
	} else {
		for _, a := range x.Args {
			v := t.expr(a, s)
			if v.Op == OpTuple { // f(g()) of a variadic f
				args = append(args, v.Args...)
				continue
			}
			args = append(args, v)
		}
	}
	fixed := sig.Params().Len()
	if sig.Variadic() {
		fixed--
	}
	for i := range min(fixed, len(args)) {
		args[i] = t.coerce(args[i], sig.Params().At(i).Type())
	}
	if sig.Variadic() && !x.Ellipsis.IsValid() && len(args) >= fixed {
		last := sig.Params().At(fixed).Type()
		rest := slices.Clone(args[fixed:])
		if sl, ok := last.Underlying().(*types.Slice); ok {
			for i := range rest {
				rest[i] = t.coerce(rest[i], sl.Elem())
			}
		}
		args = append(args[:fixed:fixed], list(last, rest))
	} else if sig.Variadic() && len(args) > fixed {
		args[fixed] = t.coerce(args[fixed], sig.Params().At(fixed).Type())
	}
	return args
}

// apply calls a function value.
func (t *tracer) apply(f *Term, args []*Term, at *site) *Term {
	args = append(slices.Clone(f.Args), args...)
	switch fn := f.fn.(type) {
	case *closure:
		return t.enter(fn, args, at.result, types.ExprString(at.call.Fun))
	case *types.Func:
		return t.applyFunc(fn, args, at)
	}
	t.escapeAll(args)
	if f.Op == OpUnknown && touches(at.result) {
		if tuple, ok := at.result.(*types.Tuple); !ok || tuple.Len() == 1 {
			return unknownf("%s", f.Name)
		}
	}
	return t.opaque(callText(types.ExprString(at.call.Fun), args), at.result)
}

func (t *tracer) applyFunc(fn *types.Func, args []*Term, at *site) *Term {
	if r := fn.Signature().Recv(); r != nil && len(args) > 0 && needsDispatch(r.Type()) {
		if m, path := t.dispatch(fn, args[0]); m != nil {
			args[0] = t.walk(args[0], args[0].typ, path)
			fn = m
		}
	}
	name := FuncName(fn)
	switch {
	case t.faces && isErasure(fn):
		return args[0]
	case isKernel(fn.Pkg()):
		return t.primitive(name, args, at)
	case PackagePath(fn.Pkg()) == "orm" && !t.faces:
		return t.face(fn, name, args, at)
	}
	if d := t.w.funcs[name]; d != nil && t.matters(args, at) {
		c := &closure{pkg: d.pkg, name: name, recv: d.decl.Recv, typ: d.decl.Type, body: d.decl.Body}
		return t.enter(c, args, at.result, types.ExprString(at.call.Fun))
	} else if d == nil && t.w.opts.Fact != nil && touches(at.result) {
		if f := t.w.opts.Fact(fn.Origin()); f != nil {
			v := t.instantiate(f, args)
			t.escapeAll(args)
			return v
		}
	}
	t.escapeAll(args)
	return t.unfollowed(fn, args, at)
}

// unfollowed is the result of a call of which nothing is known; its text has the arguments in it.
func (t *tracer) unfollowed(fn *types.Func, args []*Term, at *site) *Term {
	fun := types.ExprString(at.call.Fun)
	if fn.Signature().Recv() != nil && len(args) > 0 {
		if sel, ok := ast.Unparen(at.call.Fun).(*ast.SelectorExpr); ok && args[0].scalar() {
			fun = operand(args[0], token.HighestPrec) + "." + sel.Sel.Name
		}
		args = args[1:]
	}
	v := t.opaque(callText(fun, args), at.result)
	if name := FuncName(fn); name == "errors.New" || name == "fmt.Errorf" {
		v.set = true
	}
	return v
}

// matters reports whether following a call can tell anything about statements.
func (t *tracer) matters(args []*Term, at *site) bool {
	if touches(at.result) || t.faces {
		return true
	}
	for _, a := range args {
		switch {
		case a.Op == OpFunc, a.typ != nil && touches(a.typ):
			return true
		case !a.scalar() && a.Op != OpStruct && a.Op != OpList && a.Op != OpMap:
			return true
		}
	}
	return false
}

func needsDispatch(recv types.Type) bool {
	_, param := types.Unalias(recv).(*types.TypeParam)
	return param || types.IsInterface(recv)
}

// dispatch finds the method that an interface call runs, if the dynamic type is known.
func (t *tracer) dispatch(fn *types.Func, recv *Term) (m *types.Func, path []int) {
	if recv.typ == nil || types.IsInterface(recv.typ) {
		return nil, nil
	}
	o, path, _ := types.LookupFieldOrMethod(recv.typ, true, fn.Pkg(), fn.Name())
	if m, ok := o.(*types.Func); ok && !needsDispatch(m.Signature().Recv().Type()) {
		return m, path[:len(path)-1]
	}
	return nil, nil
}

// primitive is a kernel call. What stands in it is as it is now: the kernel copies.
func (t *tracer) primitive(name string, args []*Term, at *site) *Term {
	r := &Term{Op: OpCall, Name: name, Type: typeText(at.result), typ: concrete(at.result), pos: at.call.Pos()}
	for _, a := range args {
		r.Args = append(r.Args, frozen(a))
	}
	return r
}

func isKernel(p *types.Package) bool {
	short := PackagePath(p)
	return p != nil && short != "orm" && kernelPaths[p.Path()] == short && short != ""
}

// convert is T(x). Values whose representation changes are not known after it.
func (t *tracer) convert(x *ast.CallExpr, s *scope) *Term {
	v, to := t.expr(x.Args[0], s), t.typeOf(x)
	if types.IsInterface(to) {
		return t.coerce(v, to)
	}
	from := t.typeOf(x.Args[0])
	switch v.Op {
	case OpConst:
		return t.convertConst(v, to)
	case OpHole, OpField, OpBinop, OpUnop:
		if sameBasic(from, to) {
			c := *v
			c.Type, c.typ, c.Open = typeText(to), concrete(to), false
			return &c
		}
		return &Term{Op: OpHole, Name: v.conversionText(to), Type: typeText(to), typ: concrete(to)}
	case OpCall, OpClass, OpUnknown, OpFunc:
		if v.Op == OpFunc {
			c := *v
			c.typ = concrete(to)
			return &c
		}
		return v
	case OpList, OpStruct:
		if types.Identical(from.Underlying(), to.Underlying()) {
			c := *v
			c.typ, c.Type = concrete(to), typeText(to)
			if c.back != nil {
				return c.on(c.back)
			}
			return &c
		}
	}
	t.escape(v)
	return t.opaque(v.conversionText(to), to)
}

func (t *Term) conversionText(to types.Type) string { return typeText(to) + "(" + t.Text() + ")" }

// sameBasic reports whether a conversion keeps the value: between named forms of one basic type.
func sameBasic(from, to types.Type) bool {
	a, _ := from.Underlying().(*types.Basic)
	b, _ := to.Underlying().(*types.Basic)
	return a != nil && b != nil && a.Kind() == b.Kind()
}

// convertConst keeps constants that both types hold exactly.
func (t *tracer) convertConst(v *Term, to types.Type) *Term {
	if v.Const == nil {
		return constant(nil, to)
	}
	b, ok := to.Underlying().(*types.Basic)
	if !ok {
		return t.opaque(v.conversionText(to), to)
	}
	switch c := v.Const.(type) {
	case bool:
		return constant(c, to)
	case string:
		if b.Info()&types.IsString != 0 {
			return constant(c, to)
		}
	case int64:
		if b.Info()&types.IsInteger != 0 && c >= 0 && c < 128 || v.typ != nil && sameBasic(v.typ, to) {
			return smallInt(c, b, to)
		}
	case uint64:
		if b.Info()&types.IsInteger != 0 && c < 128 {
			return smallInt(int64(c), b, to)
		}
	}
	return t.hole(v.conversionText(to), to)
}

func smallInt(n int64, b *types.Basic, to types.Type) *Term {
	if b.Info()&types.IsUnsigned != 0 {
		return constant(uint64(n), to)
	}
	return constant(n, to)
}

func (t *tracer) builtin(x *ast.CallExpr) string {
	id, ok := ast.Unparen(x.Fun).(*ast.Ident)
	if !ok {
		return ""
	}
	b, ok := t.pkg.Info.Uses[id].(*types.Builtin)
	if !ok {
		return ""
	}
	return b.Name()
}

func (t *tracer) callBuiltin(name string, x *ast.CallExpr, s *scope) *Term {
	if name == "append" && len(x.Args) > 0 {
		return t.appendCall(x, s)
	}
	var args []*Term
	if name != "make" && name != "new" {
		for _, a := range x.Args {
			args = append(args, t.expr(a, s))
		}
	}
	typ := t.typeOf(x)
	switch name {
	case "panic":
		return &Term{Op: OpTuple, Name: "panic"}
	case "len":
		if a := args[0]; a.Op == OpList && !a.Open {
			return constant(int64(len(a.Args)), types.Typ[types.Int])
		} else if a.plain() && stableLength(t.typeOf(x.Args[0])) {
			return &Term{Op: OpUnop, Name: "len", Type: "int", typ: types.Typ[types.Int], Args: args}
		}
	case "make":
		return t.made(x, s)
	case "copy", "clear", "delete":
		t.escapeAll(args)
	}
	return t.opaque(callText(name, args), typ)
}

// stableLength: the length of a string or slice value cannot change; that of a map or channel can.
func stableLength(typ types.Type) bool {
	switch typ.Underlying().(type) {
	case *types.Slice, *types.Array, *types.Basic:
		return true
	}
	return false
}

// made is make(T, 0, n): an empty list on an array of unknown room. Other makes are not known.
func (t *tracer) made(x *ast.CallExpr, s *scope) *Term {
	typ := t.typeOf(x)
	switch typ.Underlying().(type) {
	case *types.Slice:
		if n, ok := index(t.expr(x.Args[1], s)); ok && n == 0 {
			return (&Term{Op: OpList, Type: typeText(typ), typ: concrete(typ)}).on(&backing{})
		}
	}
	return t.opaque(types.ExprString(x), typ)
}

func (t *tracer) appendCall(x *ast.CallExpr, s *scope) *Term {
	base := t.coerce(t.expr(x.Args[0], s), t.typeOf(x))
	var vs []*Term
	open := false
	for i, a := range x.Args[1:] {
		v := t.expr(a, s)
		if x.Ellipsis.IsValid() && i == len(x.Args)-2 {
			switch {
			case v.Op == OpList:
				vs, open = append(vs, v.Args...), v.Open
			case isNil(v):
			case touches(t.typeOf(x)):
				return unknownf("%s is not known here", strings.TrimSpace(types.ExprString(x)))
			default:
				return t.opaque(callText("append", []*Term{base, v}), t.typeOf(x))
			}
			continue
		}
		vs = append(vs, t.coerce(v, elemType(t.typeOf(x))))
	}
	return t.appended(base, vs, open, types.ExprString(x))
}

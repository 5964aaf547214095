package trace

import (
	"go/ast"
	"go/types"
	"slices"
)

// isErasure reports whether a function of package orm is the identity on kernel values: the accessors that turn a face
// into what it stands for.
func isErasure(f *types.Func) bool {
	return PackagePath(f.Pkg()) == "orm" && slices.Contains([]string{"kernel", "kernels", "truth", "object", "execOptions", "composed", "composedAll", "valued"}, f.Name())
}

// face is a call of package orm from user code: a terminal, a descriptor, a recipe, or nothing that is known.
func (t *tracer) face(fn *types.Func, name string, args []*Term, at *site) *Term {
	if isConfig(fn) {
		return t.config(fn, args, at)
	}
	if terminal(fn) {
		t.sink(fn, args, at)
		t.escapeAll(args[1:])
		return t.opaque(t.terminalText(fn, args, at), at.result)
	}
	switch name {
	case "orm.Describe":
		if e := describedEntity(at.result); e != nil {
			return &Term{Op: OpClass, Name: EntityID(e), Type: typeText(at.result), typ: at.result, pos: at.call.Pos()}
		}
	case "orm.SelectOf":
		if e := queryEntity(at.result); e != nil {
			class := &Term{Op: OpClass, Name: EntityID(e), typ: e}
			return t.fromRecipe("orm.Select", []*Term{class}, at)
		}
	case "orm.AttrNamed":
		if e := t.typeArgument(at.call); e != nil {
			class := &Term{Op: OpClass, Name: EntityID(e), typ: e}
			return t.primitive("orm/query.Class.Attr", []*Term{class, args[len(args)-1]}, at)
		}
	case "orm.Alias":
		class := args[0]
		if class.Op == OpUnknown {
			return class
		}
		return t.primitive("orm/query.Class.Alias", []*Term{class, args[1]}, at)
	case "orm.AliasTo":
		if class := args[0]; class.Op == OpUnknown {
			return class
		}
		return t.primitive("orm/query.Class.AliasTo", args, at)
	}
	return t.fromRecipe(name, args, at)
}

func (t *tracer) fromRecipe(name string, args []*Term, at *site) *Term {
	r := t.w.opts.Recipes[name]
	if r == nil {
		t.escapeAll(args)
		if touches(at.result) {
			return unknownf("%s cannot be followed", name)
		}
		return t.opaque(types.ExprString(at.call), at.result)
	}
	for i := range args {
		args[i] = sent(frozen(args[i]))
	}
	v := t.substitute(r, args, map[*Term]*Term{})
	if v.Op == OpCall || v.Op == OpClass {
		c := v
		if c.typ == nil {
			c.typ = concrete(at.result)
		}
		if c.pos == 0 {
			c.pos = at.call.Pos()
		}
	}
	return v
}

// terminal reports whether a function of package orm sends its receiver, or the query of an entity, in a session.
func terminal(fn *types.Func) bool {
	sig := fn.Signature()
	session := false
	for p := range sig.Params().Variables() {
		session = session || isSession(p.Type())
	}
	if !session {
		return false
	}
	if sig.Recv() == nil {
		return fn.Name() == "Get"
	}
	return touches(sig.Recv().Type())
}

// queryEntity is the entity type T of a Query[*T].
func queryEntity(typ types.Type) types.Type {
	if n := namedOf(typ); isOrm(n, "Query") && n.TypeArgs().Len() == 1 && isPointer(n.TypeArgs().At(0)) {
		return deref(n.TypeArgs().At(0))
	}
	return nil
}

// terminalText names the result of a terminal call: which rows came back is never known.
func (t *tracer) terminalText(fn *types.Func, args []*Term, at *site) string {
	return fn.Name() + "()"
}

func (t *tracer) sink(fn *types.Func, args []*Term, at *site) {
	q := (*Term)(nil)
	if fn.Signature().Recv() != nil {
		q = frozen(args[0])
	} else if e := resultEntity(at.result); e != nil {
		q = &Term{Op: OpClass, Name: EntityID(e), typ: e}
	} else {
		q = unknownf("the entity of %s is a type parameter", types.ExprString(at.call.Fun))
	}
	t.record(at.call, fn.Name(), q)
}

// resultEntity is T of the results (*T, error).
func resultEntity(result types.Type) types.Type {
	if tuple, ok := result.(*types.Tuple); ok && tuple.Len() > 0 {
		result = tuple.At(0).Type()
	}
	if n := namedOf(result); n != nil && isPointer(result) {
		return n
	}
	return nil
}

func (t *tracer) record(call ast.Expr, method string, q *Term) {
	s := Sink{Pos: call.Pos(), End: call.End(), Method: method, Query: q, Labels: slices.Clone(t.labels), Open: t.open}
	if t.root == nil {
		return
	}
	if !t.inRoot(call) {
		if t.site == nil || method == "" {
			return
		}
		s.Pos, s.End, s.Via = t.site.Pos(), t.site.End(), t.where()
	}
	t.sinks = append(t.sinks, s)
}

// where names the function that is being run.
func (t *tracer) where() string {
	for _, s := range slices.Backward(t.stack) {
		if s != "" && s != "loose" {
			return s
		}
	}
	return ""
}

// noteInner marks the receiver of a method call: as a builder expression it is part of a longer one.
func (t *tracer) noteInner(x *ast.CallExpr) {
	if sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr); ok && t.inRoot(x) {
		if s := t.pkg.Info.Selections[sel]; s != nil && s.Kind() == types.MethodVal && PackagePath(s.Obj().Pkg()) == "orm" {
			t.built[ast.Unparen(sel.X)] = true
		}
	}
}

// noteBuilder records an outermost builder expression. The calls around it are noted before it, so that the receiver of a
// longer chain is already marked.
func (t *tracer) noteBuilder(x *ast.CallExpr, v *Term) {
	if t.inRoot(x) && isQuery(t.typeOf(x)) && !t.built[x] {
		t.record(x, "", v)
	}
}

// typeArgument is the first type argument of a call, written or inferred.
func (t *tracer) typeArgument(x *ast.CallExpr) types.Type {
	fun := ast.Unparen(x.Fun)
	switch f := fun.(type) {
	case *ast.IndexExpr:
		fun = f.X
	case *ast.IndexListExpr:
		fun = f.X
	}
	var id *ast.Ident
	switch f := fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	}
	if in, ok := t.pkg.Info.Instances[id]; ok && in.TypeArgs.Len() > 0 && concrete(in.TypeArgs.At(0)) != nil {
		return in.TypeArgs.At(0)
	}
	return nil
}

// IsFace reports whether an exported function or method of package orm makes something that stands in a statement, so that
// it must have a recipe. Terminals, and methods of what never stands in a statement or is not exported itself, are none.
func IsFace(fn *types.Func) bool {
	sig := fn.Signature()
	if !fn.Exported() || PackagePath(fn.Pkg()) != "orm" || !touches(sig.Results()) {
		return false
	}
	for p := range sig.Params().Variables() {
		if isSession(p.Type()) {
			return false
		}
	}
	if sig.Recv() == nil {
		return true
	}
	n := namedOf(sig.Recv().Type())
	return n != nil && n.Obj().Exported() && touches(sig.Recv().Type())
}

package trace

import (
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"strings"
)

// closure is a function body with the variables around it.
type closure struct {
	pkg     *Package
	name    string // FuncName; "" for a literal
	recv    *ast.FieldList
	typ     *ast.FuncType
	body    *ast.BlockStmt
	lit     *ast.FuncLit
	env     *scope
	entered bool
}

func (t *tracer) literalFunc(x *ast.FuncLit, s *scope) *Term {
	c := &closure{pkg: t.pkg, typ: x.Type, body: x.Body, lit: x, env: s}
	if t.inRoot(x) {
		t.lits = append(t.lits, c)
	}
	return &Term{Op: OpFunc, Name: "func literal", fn: c}
}

func (t *tracer) inRoot(x ast.Node) bool { return t.root != nil && within(t.root, x.Pos()) }

// in runs f in the context of another function or initializer.
func (t *tracer) in(p *Package, name string, f func() *Term) *Term {
	pkg, results, suspect := t.pkg, t.results, t.suspect
	t.pkg, t.results, t.suspect = p, nil, nil
	t.stack = append(t.stack, name)
	t.depth++
	defer func() {
		t.pkg, t.results, t.suspect = pkg, results, suspect
		t.stack = t.stack[:len(t.stack)-1]
		t.depth--
	}()
	return f()
}

func (t *tracer) recursing(name string) (n int) {
	for _, s := range t.stack {
		if s == name {
			n++
		}
	}
	return n
}

// enter calls a function whose body is at hand; args have the receiver first and variadic arguments as one list.
func (t *tracer) enter(c *closure, args []*Term, result types.Type, text string) *Term {
	lim := t.w.opts.Limits
	switch {
	case len(t.stack) >= lim.Depth:
		t.escapeAll(args)
		return t.tooFar(text, "calls are nested too deep", result)
	case c.name != "" && t.recursing(c.name) >= lim.Recursion:
		t.escapeAll(args)
		return t.tooFar(text, "recursion is too deep", result)
	}
	c.entered = true
	suspect := t.suspect
	v := t.in(c.pkg, c.name, func() *Term {
		if c.name == "" {
			t.suspect = suspect // a literal sees the variables that its maker sees
		}
		return t.body(c, args)
	})
	if why := unreliable(c); why != "" && touches(result) {
		return t.tooFar(text, why, result)
	}
	if v.Op == OpTuple && len(v.Args) == 0 {
		return t.opaque(text, result) // a path that does not return, or a function without results
	}
	return t.coerceAll(v, result)
}

// coerceAll gives untyped nils among results their types.
func (t *tracer) coerceAll(v *Term, result types.Type) *Term {
	tuple, ok := result.(*types.Tuple)
	if !ok {
		return t.coerce(v, result)
	}
	for i := range v.Args {
		if v.Op == OpTuple && i < tuple.Len() {
			v.Args[i] = t.coerce(v.Args[i], tuple.At(i).Type())
		}
	}
	return v
}

func (t *tracer) tooFar(text, why string, result types.Type) *Term {
	if touches(result) {
		if tuple, ok := result.(*types.Tuple); ok && tuple.Len() != 1 {
			return t.opaque(text, result)
		}
		return unknownf("%s: %s", text, why)
	}
	return t.opaque(text, result)
}

// body runs the statements of c in a scope of its own.
func (t *tracer) body(c *closure, args []*Term) *Term {
	s := &scope{map[*types.Var]*Term{}, c.env}
	rest := t.bind(c.pkg, c.recv, s, args)
	t.bind(c.pkg, c.typ.Params, s, rest)
	t.bindResults(c, s)
	t.ret = nil
	t.list(c.body.List, s)
	r := t.ret
	t.ret = nil
	if r == nil {
		r = &Term{Op: OpTuple}
	}
	return r
}

func (t *tracer) bindResults(c *closure, s *scope) {
	if c.typ.Results == nil {
		return
	}
	for _, f := range c.typ.Results.List {
		for _, n := range f.Names {
			if v, ok := c.pkg.Info.Defs[n].(*types.Var); ok {
				s.vars[v] = zero(v.Type())
				t.results = append(t.results, v)
			}
		}
	}
}

// bind gives the parameters their arguments and returns the arguments left over. Where arguments are missing, the
// parameters are not known.
func (t *tracer) bind(p *Package, fields *ast.FieldList, s *scope, args []*Term) []*Term {
	if fields == nil {
		return args
	}
	for _, f := range fields.List {
		names := f.Names
		if len(names) == 0 {
			names = []*ast.Ident{nil}
		}
		for _, n := range names {
			var a *Term
			if len(args) > 0 {
				a, args = args[0], args[1:]
			}
			if n == nil {
				continue
			}
			v, ok := p.Info.Defs[n].(*types.Var)
			if !ok {
				continue
			}
			if a == nil {
				a = t.opaque(n.Name, v.Type())
			}
			s.vars[v] = t.coerce(a, v.Type())
		}
	}
	return args
}

// unreliable says why a function's results may be others than what it returns: a deferred call can change them.
func unreliable(c *closure) (why string) {
	named := c.typ.Results != nil && len(c.typ.Results.List) > 0 && len(c.typ.Results.List[0].Names) > 0
	ast.Inspect(c.body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			if _, lit := ast.Unparen(n.Call.Fun).(*ast.FuncLit); lit || named {
				why = "a deferred call may change the result"
			}
		}
		return why == ""
	})
	return why
}

// runLoose traces a function literal that code which is not followed may call, at any time, with any arguments.
func (t *tracer) runLoose(c *closure) {
	if c.entered && c.lit == nil || t.recursing("loose") > 3 {
		return
	}
	c.entered = true
	labels, ret, choices, memo := len(t.labels), t.ret, t.choices, maps.Clone(t.memo)
	suspect := t.suspect
	t.in(c.pkg, "loose", func() *Term {
		t.suspect = map[*types.Var]bool{}
		for v := range suspect {
			t.suspect[v] = true
		}
		for v := range t.w.late[c.lit] {
			t.suspect[v] = true
		}
		defer func(d int) { t.depth = d }(t.depth)
		t.depth = 0 // what the literal returns is nobody's statement
		return t.body(c, nil)
	})
	// What the literal decided does not bind what follows: it may not have run, or have returned early.
	t.labels, t.ret, t.choices, t.memo = t.labels[:labels], ret, choices, memo
}

func (t *tracer) escapeAll(args []*Term) {
	for _, a := range args {
		t.escape(a)
	}
}

func callText(fun string, args []*Term) string {
	ss := texts(args)
	for i, a := range args {
		if a.Op == OpList {
			ss[i] = strings.Join(texts(a.Args), ", ")
			if ss[i] == "" && i == len(args)-1 {
				ss = ss[:i]
			}
		}
	}
	return fmt.Sprintf("%s(%s)", fun, strings.Join(ss, ", "))
}

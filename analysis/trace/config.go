package trace

import (
	"go/ast"
	"go/types"
)

// This file follows methods ConfigureMapping: what they say about an entity.

// ConfigCall is a call of a method of orm.Config.
type ConfigCall struct {
	Call *ast.CallExpr
	Name string  // Join, OrderBy, Default …
	Args []*Term // without the receiver
}

// Configs finds the methods ConfigureMapping of a package, by the entity's id.
func (w *World) Configs(p *Package) map[string]*ast.FuncDecl {
	out := map[string]*ast.FuncDecl{}
	for _, f := range p.Files {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || fn.Recv == nil || fn.Name.Name != "ConfigureMapping" {
				continue
			}
			if o, ok := p.Info.Defs[fn.Name].(*types.Func); ok && o.Signature().Recv() != nil {
				out[EntityID(deref(o.Signature().Recv().Type()))] = fn
			}
		}
	}
	return out
}

// Config follows a method ConfigureMapping of p. unknown says why its calls may not be these.
func (w *World) Config(p *Package, d *ast.FuncDecl) (calls []ConfigCall, unknown string) {
	fn, ok := p.Info.Defs[d.Name].(*types.Func)
	if !ok {
		return nil, "the method does not type-check"
	}
	paths, open := 0, ""
	incomplete := w.paths(p, d, func(t *tracer) {
		c := &closure{pkg: p, name: FuncName(fn), recv: d.Recv, typ: d.Type, body: d.Body, entered: true}
		t.stack = append(t.stack, c.name)
		t.body(c, nil)
	}, func(t *tracer) {
		paths++
		calls = t.configs
		if t.open != "" {
			open = t.open
		}
	})
	switch why := backwards(d); {
	case incomplete != "":
		return calls, incomplete
	case why != "":
		return calls, why
	case open != "":
		return calls, open
	case paths > 1:
		return calls, "what it says depends on conditions"
	}
	return calls, ""
}

// isConfig reports whether a function is a method of orm.Config.
func isConfig(fn *types.Func) bool {
	r := fn.Signature().Recv()
	return r != nil && isOrm(namedOf(deref(r.Type())), "Config")
}

// config notes a call of a method of orm.Config.
func (t *tracer) config(fn *types.Func, args []*Term, at *site) *Term {
	c := ConfigCall{Call: at.call, Name: fn.Name()}
	for _, a := range args[1:] {
		c.Args = append(c.Args, frozen(a))
	}
	t.configs = append(t.configs, c)
	return t.opaque(types.ExprString(at.call), at.result)
}

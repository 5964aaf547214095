package trace

import (
	"go/ast"
	"go/types"
	"slices"
)

// region is what a statement could do to the variables around it: what decides whether it must be followed at all.
type region struct {
	relevant bool         // something in it could stand in a statement, runs a function literal, or uses a session
	leaves   bool         // it may return or panic
	jumps    bool         // it has break or continue, which may be of a loop around it
	assigns  []*types.Var // variables declared outside that it assigns
	reads    []*types.Var // variables declared outside that it mentions
	elements bool         // it writes an element of a slice or map that the tracer may know
}

// region scans a statement once.
func (w *World) region(p *Package, n ast.Node) *region {
	if r, ok := w.regions.Load(n); ok {
		return r.(*region)
	}
	r := &region{}
	assigned := map[*types.Var]bool{}
	note := func(x ast.Expr) {
		if x == nil {
			return
		}
		if ix, ok := ast.Unparen(x).(*ast.IndexExpr); ok && mayBeKnown(p.Info.TypeOf(ix.X)) {
			r.elements = true
		}
		if v := rootOf(p, x); v != nil && !within(n, v.Pos()) && !assigned[v] {
			assigned[v] = true
			r.assigns = append(r.assigns, v)
		}
	}
	ast.Inspect(n, func(m ast.Node) bool { r.visit(p, n, m, note); return true })
	w.regions.Store(n, r)
	return r
}

// mayBeKnown reports whether elements of a container of this type are ever read by the tracer.
func mayBeKnown(typ types.Type) bool {
	if typ == nil || touches(typ) {
		return true
	}
	switch u := deref(typ).Underlying().(type) {
	case interface{ Elem() types.Type }:
		_, isMap := u.(*types.Map)
		_, basic := u.Elem().Underlying().(*types.Basic)
		return basic && !isMap
	}
	return false
}

// loopRegion is the region of what a loop repeats. Variables of a for clause are outside it: they last from round to round.
func (w *World) loopRegion(p *Package, x ast.Stmt) *region {
	f, ok := x.(*ast.ForStmt)
	if !ok {
		return w.region(p, x)
	}
	all := *w.region(p, f.Body)
	for _, n := range []ast.Node{f.Cond, f.Post} {
		if n == nil || n == ast.Expr(nil) || n == ast.Stmt(nil) {
			continue
		}
		r := w.region(p, n)
		all.relevant = all.relevant || r.relevant
		all.elements = all.elements || r.elements
		all.assigns = append(slices.Clip(all.assigns), r.assigns...)
		all.reads = append(slices.Clip(all.reads), r.reads...)
	}
	return &all
}

func (r *region) visit(p *Package, n, m ast.Node, note func(ast.Expr)) {
	switch m := m.(type) {
	case *ast.AssignStmt:
		for _, l := range m.Lhs {
			note(l)
		}
	case *ast.IncDecStmt:
		note(m.X)
	case *ast.RangeStmt:
		note(m.Key)
		note(m.Value)
	case *ast.ReturnStmt:
		r.leaves = true
	case *ast.BranchStmt:
		r.jumps = true
	case *ast.FuncLit, *ast.GoStmt, *ast.DeferStmt, *ast.SelectStmt, *ast.LabeledStmt:
		r.relevant = true
	case *ast.Ident:
		if v, ok := p.Info.Uses[m].(*types.Var); ok && !within(n, v.Pos()) {
			r.reads = append(r.reads, v)
		}
		if b, ok := p.Info.Uses[m].(*types.Builtin); ok && b.Name() == "panic" {
			r.leaves = true
		}
	}
	if x, ok := m.(ast.Expr); ok && !r.relevant {
		if tv, ok := p.Info.Types[x]; ok && tv.Type != nil && (touches(tv.Type) || isSession(tv.Type)) {
			r.relevant = true
		}
		if id, ok := x.(*ast.Ident); ok {
			if o := p.Info.ObjectOf(id); o != nil && (touches(o.Type()) || isSession(o.Type())) {
				r.relevant = true
			}
		}
	}
}

// skippable reports whether following the statement cannot matter: it assigns nothing around it, and whether it leaves
// the function matters only to callers.
func (t *tracer) skippable(r *region) bool {
	return !r.relevant && len(r.assigns) == 0 && !r.elements && !r.jumps && (!r.leaves || t.depth == 0)
}

// skip stands in for a statement that is not followed. It may have handed out what it mentions.
func (t *tracer) skip(r *region, s *scope) {
	for _, v := range r.reads {
		if at := s.holding(v); at != nil {
			t.escape(at.vars[v])
		}
	}
}

// forget makes the assigned variables unknown, for the next rounds of a loop.
func (t *tracer) forget(r *region, s *scope, statements bool) {
	for _, v := range r.assigns {
		at := s.holding(v)
		switch {
		case at == nil:
		case !touches(v.Type()):
			at.vars[v] = t.hole(v.Name(), v.Type())
		case statements:
			at.vars[v] = unknownf("%s is assigned in a loop that cannot be followed", v.Name())
		}
	}
}

func (r *region) assignsStatements() bool {
	for _, v := range r.assigns {
		if touches(v.Type()) {
			return true
		}
	}
	return false
}

// leavesAlways reports whether a block ends by leaving the function.
func leavesAlways(p *Package, b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.ExprStmt:
		if c, ok := last.X.(*ast.CallExpr); ok {
			return isPanic(p, c)
		}
	}
	return false
}

func isPanic(p *Package, c *ast.CallExpr) bool {
	id, ok := ast.Unparen(c.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := p.Info.Uses[id].(*types.Builtin)
	return ok && b.Name() == "panic"
}

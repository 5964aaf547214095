package trace

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Sink is one variant of one query: where it is sent, or where it is built, and the term that builds it.
type Sink struct {
	Pos, End token.Pos
	Func     string   // the declaration around it, by FuncName; a package variable by its name
	Method   string   // All, First, Count, Exec, Get …; "" for a builder expression that is not sent here
	Query    *Term    // the query; for Get, the class of the entity
	Labels   []string // the conditions, in Go, under which this variant is the one; empty for always
	Open     string   // why there may be variants that are not listed, or ""
	Via      string   // the function that sends it, when the call at Pos only leads there
	Reaches  bool     // a builder expression that is part of a query sent in the same function
}

// Func returns the sinks of one function declaration of p, in source order.
func (w *World) Func(p *Package, d *ast.FuncDecl) []Sink {
	name := d.Name.Name
	var fn *types.Func
	if o, ok := p.Info.Defs[d.Name].(*types.Func); ok {
		name, fn = FuncName(o), o
	}
	if r := w.region(p, d.Body); !r.relevant {
		return nil
	}
	c := &closure{pkg: p, name: name, recv: d.Recv, typ: d.Type, body: d.Body}
	if fn == nil {
		return nil
	}
	return w.collect(p, d, name, func(t *tracer) {
		c.entered = true
		t.stack = append(t.stack, name)
		t.body(c, nil)
	})
}

func (w *World) variable(p *Package, spec *ast.ValueSpec) []Sink {
	if len(spec.Values) == 0 || !w.region(p, spec).relevant {
		return nil
	}
	return w.collect(p, spec, PackagePath(p.Types)+"."+spec.Names[0].Name, func(t *tracer) {
		for _, v := range spec.Values {
			t.expr(v, nil)
		}
	})
}

// collect runs the paths of a declaration and puts the variants of each query together.
func (w *World) collect(p *Package, root ast.Node, name string, run func(*tracer)) []Sink {
	var out []Sink
	seen := map[string]bool{}
	incomplete := w.paths(p, root, func(t *tracer) {
		run(t)
		t.runLeftLiterals()
	}, func(t *tracer) {
		t.markReached()
		for _, s := range t.sinks {
			s.Func = name
			if k := s.key(); !seen[k] {
				seen[k] = true
				out = append(out, s)
			}
		}
	})
	if why := backwards(root); why != "" {
		incomplete = why
	}
	if incomplete != "" {
		for i := range out {
			out[i].Open = incomplete
		}
		out = append(out, missed(p, root, name, incomplete, out)...)
	}
	slices.SortStableFunc(out, func(a, b Sink) int { return int(a.Pos - b.Pos) })
	return out
}

// key is equal for sinks that say the same of the same place.
func (s *Sink) key() string {
	p := Packer{}
	p.Add(s.Query)
	return fmt.Sprint(s.Pos, s.End, s.Method, s.Via, s.Open, s.Reaches, strings.Join(s.Labels, "\x00"), p.Graph.Nodes)
}

// runLeftLiterals traces the function literals that nothing called: they were returned or stored.
func (t *tracer) runLeftLiterals() {
	for i := 0; i < len(t.lits); i++ {
		if c := t.lits[i]; !c.entered {
			t.runLoose(c)
		}
	}
}

// markReached finds the builder expressions that went into a query which is sent.
func (t *tracer) markReached() {
	for i := range t.sinks {
		b := &t.sinks[i]
		if b.Method != "" || b.Query.Op == OpUnknown {
			continue
		}
		for _, s := range t.sinks {
			if s.Method != "" && s.Query.contains(b.Query, map[*Term]bool{}) {
				b.Reaches = true
			}
		}
	}
}

// backwards finds a label: with goto, a statement may run again with other values.
func backwards(root ast.Node) (why string) {
	ast.Inspect(root, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			why = fmt.Sprintf("label %s is not followed", l.Label.Name)
		}
		return why == ""
	})
	return why
}

// missed makes unknown sinks of the queries that no path came to, because a path had to be given up.
func missed(p *Package, root ast.Node, name, why string, found []Sink) (out []Sink) {
	inner := map[ast.Node]bool{}
	ast.Inspect(root, func(n ast.Node) bool {
		x, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		s := Sink{Pos: x.Pos(), End: x.End(), Func: name, Open: why, Query: unknownf("%s", why)}
		if sel, ok := ast.Unparen(x.Fun).(*ast.SelectorExpr); ok {
			if fn, ok := p.Info.Uses[sel.Sel].(*types.Func); ok && PackagePath(fn.Pkg()) == "orm" {
				inner[ast.Unparen(sel.X)] = true
				if terminal(fn) {
					s.Method = fn.Name()
				}
			}
		}
		typ := p.Info.TypeOf(x)
		at := func(o Sink) bool { return o.Pos == s.Pos && o.End == s.End }
		if (s.Method != "" || typ != nil && isQuery(typ) && !inner[x]) && !slices.ContainsFunc(found, at) {
			out = append(out, s)
		}
		return true
	})
	return out
}

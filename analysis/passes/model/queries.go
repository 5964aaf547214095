package model

import (
	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/sqlcompile"
)

// world is the package as the tracer sees it.
func (r *Result) world() (*trace.World, *trace.Package) {
	if r.traced == nil {
		r.self = &trace.Package{Files: r.pass.Files, Types: r.pass.Pkg, Info: r.pass.TypesInfo}
		r.traced = trace.NewWorld(r.pass.Fset, []*trace.Package{r.self}, trace.Options{Recipes: recipes.Table()})
	}
	return r.traced, r.self
}

// Configs are the calls in the method ConfigureMapping of a struct of the package, as far as they can be followed.
func (r *Result) Configs(s *Struct) []trace.ConfigCall {
	e := s.Entity()
	if e == nil || !e.Configured {
		return nil
	}
	w, p := r.world()
	d := w.Configs(p)[e.ID]
	if d == nil {
		return nil
	}
	calls, _ := w.Config(p, d)
	return calls
}

// Queries evaluates the queries of the package as far as its own source tells: what functions of other packages give is not known. The entities
// are those of the registries that the package declares or can see.
func (r *Result) Queries() []evaluate.Query {
	w, p := r.world()
	return evaluate.Package(w, p, r.seen(), sqlcompile.Generic)
}

package feature

import (
	"go/ast"
	"slices"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqlcompile"
)

// knowledge is what the checker makes of a package and of those it imports from source. It is kept with the package.
type knowledge struct {
	pkg   *workspace.Package
	model *mapping.Model
	world *trace.World
	self  *trace.Package
}

// knowledgeOf returns the knowledge about a package.
func knowledgeOf(pkg *workspace.Package) *knowledge {
	type key struct{}
	return pkg.Memo(key{}, func() any {
		k := &knowledge{pkg: pkg, model: modelOf(pkg)}
		var all []*trace.Package
		k.world, all = worldOf(pkg)
		k.self = all[0]
		if slices.ContainsFunc(k.model.Entities, func(e *mapping.Entity) bool { return e.Configured }) {
			evaluate.Settle(k.world, k.model, all...)
		}
		return k
	}).(*knowledge)
}

// worldOf returns a package and all it imports from source as the evaluator sees them, the package first.
func worldOf(pkg *workspace.Package) (*trace.World, []*trace.Package) {
	self := &trace.Package{Files: pkg.Syntax(), Types: pkg.Types, Info: pkg.Info}
	all := []*trace.Package{self}
	seen := map[*workspace.Package]bool{pkg: true}
	var visit func(p *workspace.Package)
	visit = func(p *workspace.Package) {
		for _, dep := range p.Imports {
			if !seen[dep] {
				seen[dep] = true
				all = append(all, &trace.Package{Files: dep.Syntax(), Types: dep.Types, Info: dep.Info})
				visit(dep)
			}
		}
	}
	visit(pkg)
	return trace.NewWorld(pkg.Fset, all, trace.Options{Recipes: recipes.Table()}), all
}

// queries returns the queries of a declaration, with their SQL in every dialect.
func (k *knowledge) queries(file *workspace.File, decl ast.Decl) []evaluate.Query {
	type key struct{ decl ast.Decl }
	return k.pkg.Memo(key{decl}, func() any {
		var ds []sqlcompile.Dialect
		for _, d := range shown {
			ds = append(ds, d)
		}
		var sinks []trace.Sink
		if fn, ok := decl.(*ast.FuncDecl); ok {
			if fn.Body != nil {
				sinks = k.world.Func(k.self, fn)
			}
		} else {
			alone := &ast.File{Decls: []ast.Decl{decl}, FileStart: file.Tree().FileStart, FileEnd: file.Tree().FileEnd}
			sinks = k.world.File(k.self, alone)
		}
		return evaluate.Sinks(sinks, k.model, ds...)
	}).([]evaluate.Query)
}

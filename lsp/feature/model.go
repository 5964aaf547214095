package feature

import (
	"cmp"
	"go/types"
	"slices"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
)

// modelOf returns the mapping of all entities that a package declares or can see. Its problems are not looked at
// here: what is wrong is the checks' to say, and there it depends on what is registered.
func modelOf(pkg *workspace.Package) *mapping.Model {
	reader := typesread.New()
	byCode := mappedByCode(pkg, map[*workspace.Package]bool{})
	var decls []*mapping.Decl
	for _, p := range visible(pkg.Types) {
		scope := p.Scope()
		for _, name := range scope.Names() {
			if obj, ok := scope.Lookup(name).(*types.TypeName); ok && isEntity(obj) && !slices.Contains(byCode, obj.Type()) {
				decls = append(decls, &mapping.Decl{Type: reader.Read(obj.Type()), Configured: typesread.ConfiguresMapping(obj.Type())})
			}
		}
	}
	return mapping.Build(decls)
}

// mappedByCode lists the types that a package, or one that it imports from source, maps by orm.MapTable: only the program knows how.
func mappedByCode(pkg *workspace.Package, seen map[*workspace.Package]bool) (all []types.Type) {
	if seen[pkg] {
		return nil
	}
	seen[pkg] = true
	if pkg.Info != nil {
		all = typesread.MappedByCode(pkg.Info)
	}
	for _, dep := range pkg.Imports {
		all = append(all, mappedByCode(dep, seen)...)
	}
	return all
}

// visible returns a package and all that it imports, directly or not, of which package orm is one that they import:
// the package first, then by path.
func visible(root *types.Package) []*types.Package {
	uses := map[*types.Package]bool{}
	var visit func(p *types.Package) bool
	visit = func(p *types.Package) bool {
		if known, ok := uses[p]; ok {
			return known
		}
		uses[p] = false
		for _, dep := range p.Imports() {
			if visit(dep) || dep.Path() == mapping.OrmPath {
				uses[p] = true
			}
		}
		return uses[p]
	}
	visit(root)
	var out []*types.Package
	for p, yes := range uses {
		if yes && p != root {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *types.Package) int { return cmp.Compare(a.Path(), b.Path()) })
	return append([]*types.Package{root}, out...)
}

// isEntity tells whether a type is a struct that embeds orm.Entity, itself or through another struct.
func isEntity(obj *types.TypeName) bool {
	n, ok := obj.Type().(*types.Named)
	return ok && !obj.IsAlias() && n.TypeParams().Len() == 0 && embedsEntity(n, map[types.Type]bool{})
}

func embedsEntity(t types.Type, seen map[types.Type]bool) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok || seen[t] {
		return false
	}
	seen[t] = true
	for f := range s.Fields() {
		if f.Embedded() && (ormName(f.Type()) == "Entity" || embedsEntity(f.Type(), seen)) {
			return true
		}
	}
	return false
}

package model

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// Analyzer builds the mapping models of a package; its result is a *[Result].
var Analyzer = &analysis.Analyzer{
	Name: "ormmodel", Doc: "build the mapping models of a package", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, FactTypes: []analysis.Fact{new(Registries)}, ResultType: reflect.TypeFor[*Result](),
}

// Result is what a package declares. It belongs to one pass: its methods are for one goroutine.
type Result struct {
	// Reaches says whether the package imports package orm, directly or not. If not, everything else is empty.
	Reaches bool
	// Path is the package's import path as the model has it.
	Path       string
	Structs    []*Struct   // the entities declared here, in source order
	Registries []*Registry // the package variables that are registries, in source order
	BadMembers []ast.Expr  // arguments of NewRegistry that are no pointers to structs

	pass     *analysis.Pass
	reader   *typesread.Reader
	entities map[*mapping.Type]*mapping.Entity
	byVar    map[*types.Var]*Registry
	packages map[string]*types.Package // imported ones, directly or not
	byCode   []types.Type              // that the package maps by orm.MapTable
	traced   *trace.World
	self     *trace.Package
}

// Struct is an entity that the package declares.
type Struct struct {
	Spec  *ast.TypeSpec
	Named *types.Named
	// Model has this entity alone: what is wrong with it whatever the registry.
	Model *mapping.Model
	// ByCode says that the package maps the struct by orm.MapTable, so that its tags are not all.
	ByCode bool
}

// Entity is the entity itself; nil if it could not be mapped at all.
func (s *Struct) Entity() *mapping.Entity {
	if len(s.Model.Entities) == 0 {
		return nil
	}
	return s.Model.Entities[0]
}

func run(pass *analysis.Pass) (any, error) {
	r := &Result{
		pass: pass, Path: typesread.PackagePath(pass.Pkg), reader: typesread.New(), entities: map[*mapping.Type]*mapping.Entity{},
		byVar: map[*types.Var]*Registry{},
	}
	r.Reaches = r.reaches()
	if !r.Reaches {
		return r, nil
	}
	r.byCode = typesread.MappedByCode(pass.TypesInfo)
	for _, f := range pass.Files {
		r.structs(f)
	}
	r.registries()
	pass.ExportPackageFact(r.fact())
	return r, nil
}

// reaches looks at the direct imports only: a package that reaches orm has a fact.
func (r *Result) reaches() bool {
	if r.Path == mapping.OrmPath {
		return false
	}
	for _, p := range r.pass.Pkg.Imports() {
		if p.Path() == mapping.OrmPath || r.pass.ImportPackageFact(p, new(Registries)) {
			return true
		}
	}
	return false
}

// structs collects the entities of a file. A generic type is no entity, but its instances may be.
func (r *Result) structs(f *ast.File) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range g.Specs {
			spec, ok := s.(*ast.TypeSpec)
			if !ok || spec.TypeParams != nil || spec.Assign.IsValid() {
				continue
			}
			if named := r.entityType(r.pass.TypesInfo.Defs[spec.Name]); named != nil {
				m := mapping.BuildOpen([]*mapping.Decl{{Type: r.reader.Read(named), Configured: typesread.ConfiguresMapping(named)}})
				if m.Entities != nil && m.Entities[0].Configured {
					m.Settle() // what its code says needs the entities around it
				}
				s := &Struct{Spec: spec, Named: named, Model: m, ByCode: r.ByCode(named)}
				if s.ByCode {
					m.Problems = nil
				}
				r.Structs = append(r.Structs, s)
			}
		}
	}
}

// ByCode reports whether the package maps a type by orm.MapTable: what its tags lack is no mistake.
func (r *Result) ByCode(t types.Type) bool {
	return slices.ContainsFunc(r.byCode, func(o types.Type) bool { return types.Identical(o, t) })
}

// entityType is the type of a declaration if it is an entity.
func (r *Result) entityType(o types.Object) *types.Named {
	if o == nil {
		return nil
	}
	named, ok := o.Type().(*types.Named)
	if !ok || !r.IsEntity(named) {
		return nil
	}
	return named
}

// IsEntity reports whether a type is a struct that embeds orm.Entity.
func (r *Result) IsEntity(t types.Type) bool {
	if s, ok := t.Underlying().(*types.Struct); !ok || s.NumFields() == 0 {
		return false
	}
	return mapping.IsEntity(r.reader.Read(t))
}

// Entity is the entity of a type, whatever package it is of, in a model of its own: its attributes are known, but not where its
// relationships lead. It is nil for a type that is no entity.
func (r *Result) Entity(t types.Type) *mapping.Entity {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !r.IsEntity(named) {
		return nil
	}
	d := r.reader.Read(named)
	e, ok := r.entities[d]
	if !ok {
		e = mapping.BuildOpen([]*mapping.Decl{{Type: d}}).Entity(d.ID())
		r.entities[d] = e
	}
	return e
}

// Describe is the description of a type, the same one for the same type.
func (r *Result) Describe(t types.Type) *mapping.Type { return r.reader.Read(t) }

// Files has the syntax of this package, for [typesread.Locate].
func (r *Result) Files(path string) []*ast.File {
	if path == r.Path {
		return r.pass.Files
	}
	return nil
}

// HasField reports whether a struct type has a field of that name, embedded structs included: one that is no attribute because
// of a problem with it, which has its own message.
func HasField(t types.Type, name string) bool {
	o, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	v, ok := o.(*types.Var)
	return ok && v.IsField()
}

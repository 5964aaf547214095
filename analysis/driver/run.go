package driver

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"reflect"
	"runtime/debug"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// unit is a type-checked package with what the analyzers made of it.
type unit struct {
	id      string
	fset    *token.FileSet
	files   []*ast.File
	types   *types.Package
	info    *types.Info
	sizes   types.Sizes
	errors  []types.Error
	imports []*unit // those whose facts matter
	facts   factSet // facts from elsewhere than imports; nil for none

	outcomes map[*analysis.Analyzer]*outcome
}

// outcome is what an analyzer made of a unit.
type outcome struct {
	diagnostics []analysis.Diagnostic
	result      any
	err         error
	facts       factSet // inherited ones included
}

// newInfo has room for all that analyzers read.
func newInfo() *types.Info {
	return &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
	}
}

// run runs an analyzer on the unit, and first what it requires, and where it uses facts also on the imported units. What was
// run is not run again.
func (u *unit) run(a *analysis.Analyzer) *outcome {
	if out := u.outcomes[a]; out != nil {
		return out
	}
	out := &outcome{facts: factSet{}}
	if u.outcomes == nil {
		u.outcomes = map[*analysis.Analyzer]*outcome{}
	}
	u.outcomes[a] = out
	if len(a.FactTypes) > 0 {
		out.facts.addAll(u.facts)
		for _, dep := range u.imports {
			out.facts.addAll(dep.run(a).facts)
		}
	}
	results := map[*analysis.Analyzer]any{}
	for _, req := range a.Requires {
		got := u.run(req)
		if got.err != nil {
			out.err = got.err
			return out
		}
		results[req] = got.result
	}
	u.exec(a, results, out)
	return out
}

// exec calls the analyzer; a panic in it is an error of this package alone.
func (u *unit) exec(a *analysis.Analyzer, results map[*analysis.Analyzer]any, out *outcome) {
	defer func() {
		if r := recover(); r != nil {
			out.err = fmt.Errorf("internal error: %s on %s: %v\n%s", a.Name, u.id, r, debug.Stack())
		}
	}()
	if len(u.errors) > 0 && !a.RunDespiteErrors {
		out.err = u.errors[0]
		return
	}
	out.result, out.err = a.Run(u.pass(a, results, out))
}

func (u *unit) pass(a *analysis.Analyzer, results map[*analysis.Analyzer]any, out *outcome) *analysis.Pass {
	p := &analysis.Pass{
		Analyzer: a, Fset: u.fset, Files: u.files, Pkg: u.types, TypesInfo: u.info, TypesSizes: u.sizes, TypeErrors: u.errors,
		ResultOf: results, ReadFile: os.ReadFile,
		Report: func(d analysis.Diagnostic) { out.diagnostics = append(out.diagnostics, d) },
	}
	out.facts.serve(p)
	return p
}

// factKey names a fact; the object is nil for one of a package.
type factKey struct {
	pkg    *types.Package
	object types.Object
	kind   reflect.Type
}

type factSet map[factKey]analysis.Fact

func (s factSet) addAll(o factSet) {
	for k, f := range o {
		s[k] = f
	}
}

// get copies a fact to where an analyzer wants it.
func (s factSet) get(k factKey, to analysis.Fact) bool {
	f := s[k]
	if f == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(f).Elem())
	return true
}

// serve makes the set what a pass reads and writes.
func (s factSet) serve(p *analysis.Pass) {
	p.ImportObjectFact = func(o types.Object, f analysis.Fact) bool {
		return s.get(factKey{o.Pkg(), o, reflect.TypeOf(f)}, f)
	}
	p.ImportPackageFact = func(pkg *types.Package, f analysis.Fact) bool {
		return s.get(factKey{pkg, nil, reflect.TypeOf(f)}, f)
	}
	p.ExportObjectFact = func(o types.Object, f analysis.Fact) { s[factKey{o.Pkg(), o, reflect.TypeOf(f)}] = f }
	p.ExportPackageFact = func(f analysis.Fact) { s[factKey{p.Pkg, nil, reflect.TypeOf(f)}] = f }
	p.AllObjectFacts = func() (all []analysis.ObjectFact) {
		for k, f := range s {
			if k.object != nil {
				all = append(all, analysis.ObjectFact{Object: k.object, Fact: f})
			}
		}
		return all
	}
	p.AllPackageFacts = func() (all []analysis.PackageFact) {
		for k, f := range s {
			if k.object == nil {
				all = append(all, analysis.PackageFact{Package: k.pkg, Fact: f})
			}
		}
		return all
	}
}

// required lists the analyzers with all that they require.
func required(as []*analysis.Analyzer) (all []*analysis.Analyzer) {
	var visit func(a *analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if !slices.Contains(all, a) {
			all = append(all, a)
			for _, r := range a.Requires {
				visit(r)
			}
		}
	}
	for _, a := range as {
		visit(a)
	}
	return all
}

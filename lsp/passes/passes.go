// Package passes runs go/analysis analyzers over the packages of a snapshot. It is the third driver of the
// checks, beside the stand-alone program and the go vet tool, and must find what they find.
//
// Results are kept with the package that they were worked out of: an edit makes a new package, and only of that
// one are they worked out again. Facts go from a package to those that import it; a package read from export data
// has none.
package passes

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime/debug"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/lsp/workspace"
)

// Outcome is what an analyzer made of a package.
type Outcome struct {
	Diagnostics []analysis.Diagnostic
	Result      any   // what analyzers that require this one get
	Err         error // why there is no result: it failed, it panicked, or the package has type errors

	objects  map[objectFact]analysis.Fact
	packages map[packageFact]analysis.Fact
}

// objectFact and packageFact name a fact.
type objectFact struct {
	object types.Object
	kind   reflect.Type
}

type packageFact struct {
	pkg  *types.Package
	kind reflect.Type
}

// Run runs an analyzer on a package, and first all that it requires, and where it uses facts also on the packages
// that the package imports. It is safe for concurrent use; what was run before is not run again.
func Run(pkg *workspace.Package, a *analysis.Analyzer) *Outcome {
	return pkg.Memo(a, func() any { return run(pkg, a) }).(*Outcome)
}

// run is Run without the memory.
func run(pkg *workspace.Package, a *analysis.Analyzer) (out *Outcome) {
	out = &Outcome{objects: map[objectFact]analysis.Fact{}, packages: map[packageFact]analysis.Fact{}}
	defer func() {
		if r := recover(); r != nil {
			out.Err = fmt.Errorf("%s on %s: panic: %v\n%s", a.Name, pkg.ID, r, debug.Stack())
		}
	}()
	if len(a.FactTypes) > 0 {
		for _, dep := range pkg.Imports {
			out.inherit(Run(dep, a))
		}
	}
	results := map[*analysis.Analyzer]any{}
	for _, req := range a.Requires {
		got := Run(pkg, req)
		if got.Err != nil {
			out.Err = got.Err
			return out
		}
		results[req] = got.Result
	}
	if !a.RunDespiteErrors && broken(pkg) {
		out.Err = fmt.Errorf("%s on %s: the package has errors", a.Name, pkg.ID)
		return out
	}
	out.Result, out.Err = a.Run(newPass(pkg, a, results, out))
	return out
}

// broken tells whether the package cannot be built.
func broken(pkg *workspace.Package) bool {
	for _, f := range pkg.Files {
		if len(f.SyntaxErrors()) > 0 {
			return true
		}
	}
	return len(pkg.Errors) > 0
}

// inherit takes over the facts of an imported package.
func (o *Outcome) inherit(from *Outcome) {
	for k, f := range from.objects {
		o.objects[k] = f
	}
	for k, f := range from.packages {
		o.packages[k] = f
	}
}

// newPass returns what an analyzer sees of a package.
func newPass(pkg *workspace.Package, a *analysis.Analyzer, results map[*analysis.Analyzer]any, out *Outcome) *analysis.Pass {
	return &analysis.Pass{
		Analyzer: a, Fset: pkg.Fset, Files: pkg.Syntax(), Pkg: pkg.Types, TypesInfo: pkg.Info, TypesSizes: pkg.Sizes,
		TypeErrors: pkg.Errors, ResultOf: results,
		Report: func(d analysis.Diagnostic) { out.Diagnostics = append(out.Diagnostics, d) },
		ReadFile: func(name string) ([]byte, error) {
			if f := pkg.File(name); f != nil {
				return []byte(f.Text()), nil
			}
			return nil, fmt.Errorf("%s is no file of %s", name, pkg.ID)
		},
		ImportObjectFact: func(obj types.Object, fact analysis.Fact) bool {
			return load(out.objects[objectFact{obj, reflect.TypeOf(fact)}], fact)
		},
		ImportPackageFact: func(p *types.Package, fact analysis.Fact) bool {
			return load(out.packages[packageFact{p, reflect.TypeOf(fact)}], fact)
		},
		ExportObjectFact: func(obj types.Object, fact analysis.Fact) {
			out.objects[objectFact{obj, reflect.TypeOf(fact)}] = fact
		},
		ExportPackageFact: func(fact analysis.Fact) {
			out.packages[packageFact{pkg.Types, reflect.TypeOf(fact)}] = fact
		},
		AllObjectFacts: func() []analysis.ObjectFact {
			var all []analysis.ObjectFact
			for k, f := range out.objects {
				all = append(all, analysis.ObjectFact{Object: k.object, Fact: f})
			}
			return all
		},
		AllPackageFacts: func() []analysis.PackageFact {
			var all []analysis.PackageFact
			for k, f := range out.packages {
				all = append(all, analysis.PackageFact{Package: k.pkg, Fact: f})
			}
			return all
		},
	}
}

// load copies a fact to where an analyzer wants it; it reports false if there is none.
func load(from, to analysis.Fact) bool {
	if from == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
	return true
}

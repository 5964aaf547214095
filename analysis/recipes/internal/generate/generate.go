// Package generate traces the faces of package orm down to the kernel and writes the table of recipes.
package generate

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/aludel/aludel/analysis/recipes"
	"github.com/aludel/aludel/analysis/trace"
	"github.com/aludel/aludel/analysis/trace/tracetest"
)

// exempt are the functions that no recipe can describe; the tracer knows them by name.
var exempt = []string{"orm.NewRegistry", "orm.Describe", "orm.Alias", "orm.AliasTo", "orm.AttrNamed", "orm.SelectOf"}

// Load reads package orm from source; dir is any folder of the module.
func Load(dir string) (*token.FileSet, *trace.Package, error) {
	fset := token.NewFileSet()
	pkgs, err := tracetest.Load(fset, dir, trace.Module+"/orm")
	if err != nil {
		return nil, nil, err
	}
	return fset, pkgs[0].Package, nil
}

// File makes the table from package orm. The error joins one for each face that is not one expression of kernel calls.
func File(fset *token.FileSet, p *trace.Package) ([]byte, error) {
	w := trace.NewWorld(fset, []*trace.Package{p}, trace.Options{})
	terms := map[string]*trace.Term{}
	var errs []error
	for _, fn := range Faces(p.Types) {
		t, err := w.Recipe(fn)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		terms[trace.FuncName(fn)] = t
	}
	errs = append(errs, interfaces(p.Types, terms)...)
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return encode(terms)
}

// Faces are the functions and methods of package orm that must have a recipe, by name.
func Faces(p *types.Package) []*types.Func {
	var out []*types.Func
	add := func(fn *types.Func) {
		if trace.IsFace(fn) && !slices.Contains(exempt, trace.FuncName(fn)) {
			out = append(out, fn)
		}
	}
	for _, name := range p.Scope().Names() {
		switch o := p.Scope().Lookup(name).(type) {
		case *types.Func:
			add(o)
		case *types.TypeName:
			if n, ok := o.Type().(*types.Named); ok && !o.IsAlias() {
				for m := range n.Methods() {
					add(m)
				}
			}
		}
	}
	return out
}

// interfaces gives the methods of sealed interfaces the recipe that all their implementations share.
func interfaces(p *types.Package, terms map[string]*trace.Term) (errs []error) {
	for _, name := range p.Scope().Names() {
		n, ok := p.Scope().Lookup(name).Type().(*types.Named)
		if !ok {
			continue
		}
		face, ok := n.Underlying().(*types.Interface)
		if !ok {
			continue
		}
		for m := range face.ExplicitMethods() {
			if !trace.IsFace(m) {
				continue
			}
			if err := shared(p, n, face, m, terms); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errs
}

func shared(p *types.Package, n *types.Named, face *types.Interface, m *types.Func, terms map[string]*trace.Term) error {
	key := "orm." + n.Obj().Name() + "." + m.Name()
	for _, name := range p.Scope().Names() {
		impl, ok := p.Scope().Lookup(name).Type().(*types.Named)
		if !ok || types.IsInterface(impl) || !hasMethods(impl, face) {
			continue
		}
		t := terms["orm."+name+"."+m.Name()]
		if t == nil {
			continue // promoted: found at the type that declares it
		}
		if old := terms[key]; old != nil && old.String() != t.String() {
			return fmt.Errorf("%s: its implementations differ: %s and %s", key, old, t)
		}
		terms[key] = t
	}
	if terms[key] == nil {
		return fmt.Errorf("%s: no type of package orm implements it", key)
	}
	return nil
}

func hasMethods(impl *types.Named, face *types.Interface) bool {
	set := types.NewMethodSet(impl)
	for m := range face.Methods() {
		if set.Lookup(m.Pkg(), m.Name()) == nil {
			return false
		}
	}
	return true
}

// encode writes the table, one recipe and one node a line.
func encode(terms map[string]*trace.Term) ([]byte, error) {
	names := make([]string, 0, len(terms))
	for n := range terms {
		names = append(names, n)
	}
	slices.Sort(names)
	pack := trace.Packer{}
	f := recipes.File{Recipes: map[string]int{}}
	for _, n := range names {
		f.Recipes[n] = pack.Add(terms[n])
	}
	f.Graph = pack.Graph
	out := []byte("{\"recipes\":")
	for _, part := range []struct {
		v   any
		end string
	}{{f.Recipes, ",\n\"graph\":"}, {f.Graph, "}\n"}} {
		text, err := json.Marshal(part.v)
		if err != nil {
			return nil, err
		}
		out = append(append(out, text...), part.end...)
	}
	return out, nil
}

// Package mappings is the check of mapping definitions: struct tags, keys, types of columns, relationships, cascades. Everything
// that it reports was found by package orm/mapping, which the runtime uses too; here it only gets its place in the source.
//
// A problem is reported in the package that declares the struct at fault. One that only shows in a registry, of a struct of
// another package, is reported where the registry names the entity; one of an embedded struct that is no entity, where it is
// embedded.
package mappings

import (
	"go/ast"
	"go/types"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/analysis/report"
	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// Analyzer checks mapping definitions; its result is [report.Findings].
var Analyzer = &analysis.Analyzer{
	Name: "ormmappings", Doc: "check mapping definitions", URL: "https://github.com/aludel/aludel/tree/main/docs/checks",
	Run: run, RunDespiteErrors: true, Requires: []*analysis.Analyzer{model.Analyzer}, ResultType: reflect.TypeFor[report.Findings](),
}

// checker places the problems of one package.
type checker struct {
	pass  *analysis.Pass
	model *model.Result
	found report.Findings
	// known are the problems of structs of other packages that those packages report, by the entity's type.
	known map[*mapping.Type]map[string]bool
}

func run(pass *analysis.Pass) (any, error) {
	c := &checker{pass: pass, model: pass.ResultOf[model.Analyzer].(*model.Result), known: map[*mapping.Type]map[string]bool{}}
	for _, s := range c.model.Structs {
		for _, p := range s.Model.Problems {
			c.inStruct(s, p)
		}
		c.config(s)
		c.hooks(s)
	}
	for _, a := range c.model.BadMembers {
		c.found.Add("ORM201", a, nil, "NewRegistry wants pointers to structs, such as new(User), not %s", types.TypeString(c.pass.TypesInfo.TypeOf(a), (*types.Package).Name))
	}
	for _, reg := range c.model.Registries {
		for _, p := range c.model.Model(reg).Problems {
			c.inRegistry(reg, p)
		}
	}
	c.found.Sort()
	return c.found, nil
}

// config reports names in calls of ConfigureMapping that the entity does not have.
func (c *checker) config(s *model.Struct) {
	seen := map[ast.Node]bool{}
	for _, call := range c.model.Configs(s) {
		name, ok := evaluate.ConfigName(call)
		if k := mapping.NewConfig(s.Entity()); ok && !seen[call.Call] && !k.Check(call.Name, name) {
			seen[call.Call] = true
			c.found.Add(k.Problems[0].Code, call.Call.Args[0], nil, "%s", k.Problems[0].Msg)
		}
	}
}

// inStruct reports what is wrong with an entity by itself.
func (c *checker) inStruct(s *model.Struct, p mapping.Problem) {
	if c.here(p) {
		return
	}
	if f := c.embedding(s, p.At.Decl); f != nil {
		c.found.Add(p.Code, f, nil, "%s.%s: %s", p.At.Decl, p.At.Field, p.Msg)
	}
}

// here reports a problem of a struct of this package; it returns false if the struct is of another.
func (c *checker) here(p mapping.Problem) bool {
	pos, end, ok := typesread.Locate(c.model.Files, p.At)
	if ok {
		c.found = append(c.found, report.Finding{Code: p.Code, Pos: pos, End: end, Message: p.Msg, Fixes: c.fixes(p)})
	}
	return ok
}

// embedding is the embedded field by which a struct has the fields of another.
func (c *checker) embedding(s *model.Struct, decl *mapping.Type) ast.Node {
	st, ok := s.Spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, f := range st.Fields.List {
		t := c.pass.TypesInfo.TypeOf(f.Type)
		if len(f.Names) == 0 && t != nil && embeds(c.model.Describe(t), decl, 0) {
			return f.Type
		}
	}
	return nil
}

func embeds(t, decl *mapping.Type, depth int) bool {
	if t.Kind == "ptr" {
		t = t.Elem
	}
	if t.ID() == decl.ID() {
		return true
	}
	if t.Kind != "struct" || t.Fields == nil || depth > 16 {
		return false
	}
	for _, f := range t.Fields() {
		if f.Embedded && embeds(f.Type, decl, depth+1) {
			return true
		}
	}
	return false
}

// inRegistry reports what is wrong with the entities of a registry together.
func (c *checker) inRegistry(reg *model.Registry, p mapping.Problem) {
	arg := argument(c.model, reg, p.At.Decl)
	switch {
	case p.Code == "ORM501": // it has its place in the code
	case p.At.Field == "" && p.Code == "ORM201": // it is the argument that is wrong, not the struct
		if arg != nil {
			c.found.Add(p.Code, arg, nil, "%s", p.Msg)
		}
	case p.At.Decl.Pkg == c.model.Path:
		c.here(p)
	case arg != nil && !c.reportedThere(p):
		c.found.Add(p.Code, arg, nil, "%s: %s", place(p.At), p.Msg)
	}
}

func place(at mapping.Locus) string {
	if at.Field == "" {
		return at.Decl.String()
	}
	return at.Decl.String() + "." + at.Field
}

// argument is the argument of NewRegistry that names a type.
func argument(m *model.Result, reg *model.Registry, t *mapping.Type) ast.Node {
	for _, e := range reg.Entities {
		if e.Arg != nil && m.Describe(e.Type).ID() == t.ID() {
			return e.Arg
		}
	}
	return nil
}

// reportedThere reports whether the package that declares a struct gives the same problem: by itself, or in one of its own
// registries.
func (c *checker) reportedThere(p mapping.Problem) bool {
	known := c.known[p.At.Decl]
	if known == nil {
		known = map[string]bool{}
		c.known[p.At.Decl] = known
		for _, q := range mapping.BuildOpen([]*mapping.Decl{{Type: p.At.Decl}}).Problems {
			known[q.String()] = true
		}
		for _, reg := range c.model.RegistriesOf(p.At.Decl.Pkg) {
			for _, q := range c.model.Model(reg).Problems {
				known[q.String()] = true
			}
		}
	}
	return known[p.String()]
}

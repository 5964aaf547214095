package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/aludel/aludel/analysis/evaluate"
	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/orm/mapping"
)

// Registry is a registry that a package variable holds.
type Registry struct {
	Var *types.Var
	// Entities are the types passed to it and those of the registries that it includes.
	Entities []Member
	// Closed says that the entities are all that the registry will ever have.
	Closed bool

	model *mapping.Model
	state uint8 // 0: only found; 1: being read; 2: done
	value ast.Expr
}

// Member is an entity of a registry.
type Member struct {
	Type types.Type
	// Arg is the argument of NewRegistry that names it; nil for an entity of an included registry.
	Arg ast.Expr
}

// Model is the mapping model of a registry.
func (r *Result) Model(reg *Registry) *mapping.Model {
	if reg.model == nil {
		var decls []*mapping.Decl
		for _, m := range reg.Entities {
			decls = append(decls, &mapping.Decl{Type: r.reader.Read(m.Type), Configured: typesread.ConfiguresMapping(m.Type)})
		}
		if reg.Closed {
			reg.model = mapping.Build(decls)
		} else {
			reg.model = mapping.BuildOpen(decls)
		}
		if slices.ContainsFunc(reg.model.Entities, func(e *mapping.Entity) bool { return e.Configured }) {
			w, p := r.world()
			evaluate.Settle(w, reg.model, p)
		}
	}
	return reg.model
}

// registries finds the registries of the package and reads what they are made of.
func (r *Result) registries() {
	for _, f := range r.pass.Files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				for _, s := range g.Specs {
					r.declare(s.(*ast.ValueSpec))
				}
			}
		}
	}
	for _, reg := range r.Registries {
		r.read(reg)
	}
	for _, f := range r.pass.Files {
		r.uses(f)
	}
	r.openIncluders()
}

// declare notes the registries of a declaration of variables.
func (r *Result) declare(s *ast.ValueSpec) {
	for i, name := range s.Names {
		v, ok := r.pass.TypesInfo.Defs[name].(*types.Var)
		if !ok || !isOrmPointer(v.Type(), "Registry") {
			continue
		}
		reg := &Registry{Var: v}
		if len(s.Values) == len(s.Names) {
			reg.value = s.Values[i]
		}
		r.byVar[v] = reg
		r.Registries = append(r.Registries, reg)
	}
}

// read evaluates the initializer of a registry.
func (r *Result) read(reg *Registry) {
	if reg.state != 0 {
		return
	}
	reg.state = 1
	reg.Closed = r.readValue(reg, reg.value)
	reg.state = 2
}

// readValue adds what an expression says about a registry; it reports whether that is everything.
func (r *Result) readValue(reg *Registry, x ast.Expr) bool {
	call, ok := ast.Unparen(orEmpty(x)).(*ast.CallExpr)
	if !ok || call.Ellipsis.IsValid() {
		return false
	}
	fn, ok := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != mapping.OrmPath {
		return false
	}
	if fn.Name() == "NewRegistry" {
		return r.members(reg, call.Args)
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	switch fn.Name() {
	case "Include":
		known := r.readValue(reg, sel.X)
		for _, a := range call.Args {
			known = r.include(reg, a) && known
		}
		return known
	case "MustConfigure":
		return r.readValue(reg, sel.X)
	}
	return false
}

func orEmpty(x ast.Expr) ast.Expr {
	if x == nil {
		return &ast.BadExpr{}
	}
	return x
}

// members adds the arguments of NewRegistry.
func (r *Result) members(reg *Registry, args []ast.Expr) bool {
	known := true
	for _, a := range args {
		t := r.pass.TypesInfo.TypeOf(a)
		if t == nil || t == types.Typ[types.Invalid] {
			known = false
			continue
		}
		p, ok := types.Unalias(t).(*types.Pointer)
		if !ok || !isStruct(p.Elem()) {
			known = false // an interface may hold anything
			if !types.IsInterface(t) {
				r.BadMembers = append(r.BadMembers, a)
			}
			continue
		}
		reg.Entities = append(reg.Entities, Member{p.Elem(), a})
	}
	return known
}

func isStruct(t types.Type) bool {
	_, named := types.Unalias(t).(*types.Named)
	_, ok := t.Underlying().(*types.Struct)
	return named && ok
}

// include adds the entities of another registry; it reports whether they are known to be all.
func (r *Result) include(reg *Registry, x ast.Expr) bool {
	v := r.varOf(x)
	if v == nil {
		return false
	}
	if own := r.byVar[v]; own != nil {
		if own.state == 1 {
			return false
		}
		r.read(own)
		for _, m := range own.Entities {
			reg.Entities = append(reg.Entities, Member{Type: m.Type})
		}
		return own.Closed
	}
	other := r.Imported(v)
	if other == nil {
		return false
	}
	reg.Entities = append(reg.Entities, other.Entities...)
	return other.Closed
}

// varOf is the variable that an expression names.
func (r *Result) varOf(x ast.Expr) *types.Var {
	var id *ast.Ident
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		id = x
	case *ast.SelectorExpr:
		id = x.Sel
	default:
		return nil
	}
	v, _ := r.pass.TypesInfo.Uses[id].(*types.Var)
	return v
}

// uses opens the registries of which the package does more than is known to leave them as they are.
func (r *Result) uses(f *ast.File) {
	ast.PreorderStack(f, nil, func(n ast.Node, stack []ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		v, ok := r.pass.TypesInfo.Uses[id].(*types.Var)
		if reg := r.byVar[v]; ok && reg != nil && !r.harmless(id, stack) {
			reg.Closed = false
		}
		return true
	})
}

// harmless reports whether a use of a registry adds nothing to it. What is not known may add.
func (r *Result) harmless(id *ast.Ident, stack []ast.Node) bool {
	use := ast.Node(id)
	for len(stack) > 1 { // from Models to a.Models
		sel, qualified := stack[len(stack)-1].(*ast.SelectorExpr)
		_, paren := stack[len(stack)-1].(*ast.ParenExpr)
		if !paren && !(qualified && sel.Sel == use) {
			break
		}
		use, stack = stack[len(stack)-1], stack[:len(stack)-1]
	}
	parent := stack[len(stack)-1]
	if sel, ok := parent.(*ast.SelectorExpr); ok && sel.X == use {
		switch sel.Sel.Name {
		case "Configure", "MustConfigure", "MetaData", "Model":
			return true
		}
		return false
	}
	call, ok := parent.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := typeutil.Callee(r.pass.TypesInfo, call).(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != mapping.OrmPath {
		return false
	}
	switch fn.Name() {
	case "Describe", "AttrNamed", "SelectOf", "NewSessionMaker", "Include":
		return true
	}
	return false
}

// openIncluders opens what includes a registry that turned out to be open.
func (r *Result) openIncluders() {
	for changed := true; changed; {
		changed = false
		for _, reg := range r.Registries {
			if reg.Closed && r.includesOpen(reg) {
				reg.Closed, changed = false, true
			}
		}
	}
}

func (r *Result) includesOpen(reg *Registry) (open bool) {
	ast.Inspect(orEmpty(reg.value), func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			v, _ := r.pass.TypesInfo.Uses[id].(*types.Var)
			if other := r.byVar[v]; v != nil && other != nil && !other.Closed {
				open = true
			}
		}
		return true
	})
	return open
}

// isOrmPointer reports whether t is a pointer to the type of package orm with that name.
func isOrmPointer(t types.Type, name string) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	return ok && IsOrm(p.Elem(), name)
}

// IsOrm reports whether t is the type of package orm with that name, or an instance of it.
func IsOrm(t types.Type, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	return n.Obj().Pkg().Path() == mapping.OrmPath && n.Obj().Name() == name
}

package feature

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/lsp/workspace"
	"github.com/aludel/aludel/orm/mapping"
)

// place is what stands at an offset of a file: the nodes around it, innermost first.
type place struct {
	pkg    *workspace.Package
	file   *workspace.File
	offset int
	path   []ast.Node
}

// placeAt returns the place of an offset; false if it stands outside the syntax.
func placeAt(pkg *workspace.Package, file *workspace.File, offset int) (place, bool) {
	pos := file.Pos(offset)
	if !pos.IsValid() {
		return place{}, false
	}
	path, _ := astutil.PathEnclosingInterval(file.Tree(), pos, pos)
	return place{pkg: pkg, file: file, offset: offset, path: path}, len(path) > 0
}

// span returns the span of a node of the file.
func (p place) span(n ast.Node) Span {
	start, _ := p.file.Offset(n.Pos())
	end, ok := p.file.Offset(n.End())
	if !ok {
		end = start
	}
	return Span{Path: p.file.Path, Start: start, End: end}
}

// ident returns the identifier at the place, nil if there is none.
func (p place) ident() *ast.Ident {
	id, _ := p.path[0].(*ast.Ident)
	return id
}

// field is a field of a struct type in the source.
type field struct {
	node  *ast.Field
	owner types.Type // the declared struct type, nil if it is none
	typ   types.Type
	name  string // of the field under the cursor, or the first; of the type for an embedded one
}

// field returns the struct field whose name, type or tag the place is in, nil if there is none.
func (p place) field() *field {
	for i, n := range p.path {
		f, ok := n.(*ast.Field)
		if !ok || i+2 >= len(p.path) {
			continue
		}
		if _, ok := p.path[i+2].(*ast.StructType); !ok {
			continue
		}
		out := &field{node: f, typ: p.pkg.Info.TypeOf(f.Type)}
		if i+3 < len(p.path) {
			if spec, ok := p.path[i+3].(*ast.TypeSpec); ok {
				if obj := p.pkg.Info.Defs[spec.Name]; obj != nil {
					out.owner = obj.Type()
				}
			}
		}
		out.name = fieldName(f, p.ident())
		return out
	}
	return nil
}

// fieldName returns the name of a field: the one that the cursor is on where several share a type.
func fieldName(f *ast.Field, at *ast.Ident) string {
	for _, n := range f.Names {
		if n == at {
			return n.Name
		}
	}
	if len(f.Names) > 0 {
		return f.Names[0].Name
	}
	switch t := ast.Unparen(f.Type).(type) {
	case *ast.Ident:
		return t.Name
	case *ast.SelectorExpr:
		return t.Sel.Name
	}
	return ""
}

// inTag tells whether the place is inside the tag of a field, quotes excluded.
func (p place) inTag(f *field) bool {
	if f == nil || f.node.Tag == nil {
		return false
	}
	s := p.span(f.node.Tag)
	return s.Start < p.offset && p.offset < s.End
}

// named returns the declared type behind a pointer, nil if there is none.
func named(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, _ := types.Unalias(t).(*types.Named)
	return n
}

// ormName returns the name of a type of package orm, empty for any other type.
func ormName(t types.Type) string {
	if n := named(t); n != nil && isOrm(n.Obj().Pkg()) {
		return n.Obj().Name()
	}
	return ""
}

// isOrm tells whether a package is package orm.
func isOrm(p *types.Package) bool { return p != nil && typesread.PackagePath(p) == mapping.OrmPath }

// typeArg returns the first type argument of an instance of a generic type.
func typeArg(t types.Type) types.Type {
	if n := named(t); n != nil && n.TypeArgs().Len() > 0 {
		return n.TypeArgs().At(0)
	}
	return nil
}

// described returns the entity type that a type stands for: itself, or what a descriptor describes.
func described(t types.Type) types.Type {
	n := named(t)
	if n == nil {
		return nil
	}
	s, ok := n.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range s.Fields() {
		if f.Embedded() && ormName(f.Type()) == "Class" {
			return typeArg(f.Type())
		}
	}
	return n
}

// member returns the entity and the name of its attribute or relationship that the place names: a field of the
// entity or of its descriptor, where it is declared or where it is used. The entity is nil if it names none.
func (p place) member(m *mapping.Model) (*mapping.Entity, string) {
	if f := p.field(); f != nil && f.owner != nil && (p.ident() == nil || p.inTag(f) || isNameOf(f.node, p.ident())) {
		return entityOf(m, described(f.owner)), f.name
	}
	id := p.ident()
	if id == nil || len(p.path) < 2 {
		return nil, ""
	}
	switch parent := p.path[1].(type) {
	case *ast.SelectorExpr:
		sel := p.pkg.Info.Selections[parent]
		if parent.Sel == id && sel != nil && sel.Kind() == types.FieldVal {
			return p.selected(m, parent)
		}
	case *ast.KeyValueExpr:
		v, ok := p.pkg.Info.Uses[id].(*types.Var)
		if ok && parent.Key == id && v.IsField() && len(p.path) > 2 {
			if lit, ok := p.path[2].(*ast.CompositeLit); ok {
				return entityOf(m, described(p.pkg.Info.TypeOf(lit))), id.Name
			}
		}
	}
	return nil, ""
}

// selected returns the entity and the name that a selector of a field names: an attribute, or a part of a composite.
func (p place) selected(m *mapping.Model, x *ast.SelectorExpr) (*mapping.Entity, string) {
	sel := p.pkg.Info.Selections[x]
	if sel == nil || sel.Kind() != types.FieldVal {
		return nil, ""
	}
	if e := entityOf(m, described(sel.Recv())); e != nil {
		return e, x.Sel.Name
	}
	outer, ok := ast.Unparen(x.X).(*ast.SelectorExpr)
	if !ok {
		return nil, ""
	}
	if e, name := p.selected(m, outer); e != nil && e.Composite(name) != nil {
		return e, name + "." + x.Sel.Name
	}
	return nil, ""
}

// isNameOf tells whether an identifier is one of the names of a field.
func isNameOf(f *ast.Field, id *ast.Ident) bool {
	for _, n := range f.Names {
		if n == id {
			return true
		}
	}
	return false
}

// entityOf returns the entity of a type, nil if it is not mapped.
func entityOf(m *mapping.Model, t types.Type) *mapping.Entity {
	if m == nil || t == nil {
		return nil
	}
	n := named(t)
	if n == nil || n.Obj().Pkg() == nil {
		return nil
	}
	return m.Entity(typesread.PackagePath(n.Obj().Pkg()) + "." + n.Obj().Name())
}

// enclosingDecl returns the declaration at the top of the file that a position stands in.
func enclosingDecl(tree *ast.File, pos token.Pos) ast.Decl {
	for _, d := range tree.Decls {
		if d.Pos() <= pos && pos <= d.End() {
			return d
		}
	}
	return nil
}

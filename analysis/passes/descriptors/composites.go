package descriptors

import (
	"go/ast"
	"go/types"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/orm/mapping"
)

// This file checks lines that describe composites, attributes that are several columns. Such a line has a type of package orm, or a struct
// that embeds it and may describe the parts too; one struct may describe several composites of a type.

// expectComposite is what describes a composite.
func expectComposite(of *types.Named, c *mapping.Composite) (expected, bool) {
	t := fieldType(of, c.Path)
	if t == nil {
		return expected{}, false
	}
	e := expected{field: t, value: t, null: c.Root().Nullable, composite: true}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		e.value = p.Elem()
	}
	return e, true
}

// compositeFace is the type of package orm by which a type describes a composite, itself or embedded; nil if it describes none.
func compositeFace(t types.Type) *types.Named {
	is := func(t types.Type) *types.Named {
		n, _ := types.Unalias(t).(*types.Named)
		if n != nil && (model.IsOrm(n, "CompositeAttr") || model.IsOrm(n, "NullCompositeAttr")) {
			return n
		}
		return nil
	}
	if n := is(t); n != nil {
		return n
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for f := range st.Fields() {
		if n := is(f.Type()); n != nil && f.Embedded() {
			return n
		}
	}
	return nil
}

// parts checks what the type of a line that describes a composite says of its parts. Findings are at the line: the struct may describe
// composites of other entities as well.
func (c *checker) parts(d *descriptor, f *ast.Field, name string, t types.Type) {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || d.entity.Composite(name) == nil || compositeFace(t) == nil || model.IsOrm(t, "CompositeAttr") || model.IsOrm(t, "NullCompositeAttr") {
		return
	}
	for p := range st.Fields() {
		if p.Embedded() || !p.Exported() || !isAttribute(p.Type()) && compositeFace(p.Type()) == nil {
			continue
		}
		part := name + "." + p.Name()
		switch want, ok := expect(d, part); {
		case !ok && !hasField(d.of, d.entity.Composite(name), p.Name()):
			c.found.Add("ORM143", f.Type, nil, "%s has no attribute %s, which %s describes", d.of.Obj().Name(), part, types.ExprString(f.Type))
		case ok && !want.accepts(p.Type()):
			w := newWriter(c.pass, d.file)
			if text, ok := want.text(w); ok {
				c.found.Add("ORM142", f.Type, nil, "%s.%s is %s, so %s describes it, not the %s of %s", d.of.Obj().Name(), part, want.what(), text,
					types.TypeString(p.Type(), types.RelativeTo(c.pass.Pkg)), types.ExprString(f.Type))
			}
		case ok:
			c.parts(d, f, part, p.Type())
		}
	}
}

// hasField reports whether the struct of a composite has a field at all, mapped or not.
func hasField(of *types.Named, c *mapping.Composite, name string) bool {
	return fieldType(of, append(append([]string{}, c.Path...), name)) != nil
}

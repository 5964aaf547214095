package descriptors

import (
	"go/types"
	"slices"

	"github.com/aludel/aludel/analysis/passes/model"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file knows which type of package orm describes which attribute.

// expected is what describes an attribute.
type expected struct {
	field types.Type // the type of the entity's field
	value types.Type // V of the descriptor, or the E of a container
	rel   mapping.Container
	// null says whether rows can yield NULL; either says that both forms fit.
	null, either bool
	scanner      bool // a type that stores itself: it may count as number or text
	codec        mapping.Codec
	composite    bool // several columns, of the struct value
	number       bool // its column is an exact number, whatever the Go type
}

// columnTypes are the descriptors of columns, with and without NULL.
var columnTypes = []string{"Attr", "NullAttr", "TextAttr", "NullTextAttr", "NumAttr", "NullNumAttr", "BoolAttr", "NullBoolAttr", "JSONAttr", "NullJSONAttr", "ArrayAttr"}

// expect is what describes the attribute of that name; ok is false if there is none.
func expect(d *descriptor, name string) (e expected, ok bool) {
	if r := d.entity.Rel(name); r != nil {
		return expectRel(d.of, r)
	}
	if c := d.entity.Composite(name); c != nil {
		return expectComposite(d.of, c)
	}
	a := d.entity.Attr(name)
	if a == nil {
		return e, false
	}
	t := fieldType(d.of, a.Path)
	if t == nil {
		return e, false
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && a.Deferred && n.TypeArgs().Len() == 1 {
		t = n.TypeArgs().At(0) // a column like others in queries
	}
	e = expected{field: t, value: t, null: a.Nullable()}
	if p, isPointer := types.Unalias(t).(*types.Pointer); isPointer && a.Pointer {
		e.value = p.Elem()
		e.either = !a.Nullable() // never NULL, though the field could say so
	}
	e.codec, e.number = a.Codec, a.Codec == mapping.CodecScanner && a.Column != nil && a.Column.Type().Kind() == sqltypes.NumericKind
	switch a.Codec {
	case mapping.CodecJSON, mapping.CodecArray:
		e.null, e.either = a.Pointer && a.Nullable(), !a.Pointer || !a.Nullable() // what may be nil itself is no pointer in a row
	case mapping.CodecBytes:
		e.null, e.either = false, true // a nil slice is NULL already
	case mapping.CodecScanner:
		e.scanner, e.either = true, true
		if v := sqlNull(t); v != nil {
			e.value, e.scanner, e.null = v, false, true
		}
	}
	return e, true
}

// expectRel is what describes a relationship.
func expectRel(of *types.Named, r *mapping.Relationship) (expected, bool) {
	n, ok := types.Unalias(fieldType(of, r.Path)).(*types.Named)
	if !ok || n.TypeArgs().Len() == 0 {
		return expected{}, false
	}
	rel := mapping.ListContainer // every collection is described as one
	if r.Container == mapping.RefContainer {
		rel = mapping.RefContainer
	}
	return expected{field: n, value: n.TypeArgs().At(n.TypeArgs().Len() - 1), rel: rel}, true
}

// fieldType is the type of a field by its path through embedded structs.
func fieldType(of types.Type, path []string) types.Type {
	for _, name := range path {
		if p, ok := types.Unalias(of).(*types.Pointer); ok {
			of = p.Elem()
		}
		st, ok := of.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		i := 0
		for i < st.NumFields() && st.Field(i).Name() != name {
			i++
		}
		if i == st.NumFields() {
			return nil
		}
		of = st.Field(i).Type()
	}
	return of
}

// fieldOrder lists attributes and relationships in the order of the entity's fields.
func fieldOrder(of types.Type, e *mapping.Entity) (names []string) {
	var walk func(t types.Type, depth int)
	walk = func(t types.Type, depth int) {
		if p, ok := types.Unalias(t).(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok || depth > 16 {
			return
		}
		for i := range st.NumFields() {
			f := st.Field(i)
			switch {
			case e.Attr(f.Name()) != nil || e.Rel(f.Name()) != nil || e.Composite(f.Name()) != nil:
				names = append(names, f.Name())
			case f.Embedded():
				walk(f.Type(), depth+1)
			}
		}
	}
	walk(of, 0)
	var out []string
	for _, n := range names {
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// sqlNull is the type that a type of database/sql makes nullable, nil for other types.
func sqlNull(t types.Type) types.Type {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "database/sql" {
		return nil
	}
	if n.TypeArgs().Len() == 1 {
		return n.TypeArgs().At(0)
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok || st.NumFields() != 2 || st.Field(1).Name() != "Valid" {
		return nil
	}
	return st.Field(0).Type()
}

// isAttribute reports whether a type is a descriptor of an attribute that this package knows.
func isAttribute(t types.Type) bool {
	return slices.ContainsFunc(append([]string{"ListAttr", "RefAttr", "CompositeAttr", "NullCompositeAttr"}, columnTypes...), func(n string) bool { return model.IsOrm(t, n) })
}

// accepts reports whether a type may describe the attribute. A type of package orm that is not known here is left alone.
func (e expected) accepts(t types.Type) bool {
	if of := compositeFace(t); of != nil || e.composite {
		return of != nil && e.composite && e.null == (of.Obj().Name() == "NullCompositeAttr") && identical(of, e.value)
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	if !isAttribute(t) {
		return n.Obj().Pkg().Path() == mapping.OrmPath || !isBasicLike(t)
	}
	name := n.Obj().Name()
	if e.rel != "" {
		return name == string(e.rel)+"Attr" && identical(n, e.value)
	}
	null := len(name) > 4 && name[:4] == "Null"
	if null != e.null && !e.either {
		return false
	}
	if null {
		name = name[4:]
	}
	switch name {
	case "BoolAttr":
		return types.Identical(e.value, types.Typ[types.Bool])
	case "TextAttr":
		return e.takes(n) && (e.scanner || isKind(e.value, types.IsString))
	case "NumAttr":
		return e.takes(n) && (e.scanner || isKind(e.value, types.IsNumeric))
	}
	switch s, isSlice := e.value.Underlying().(*types.Slice); {
	case name == "JSONAttr":
		return e.codec == mapping.CodecJSON && e.takes(n)
	case name == "ArrayAttr":
		return e.codec == mapping.CodecArray && isSlice && identical(n, s.Elem())
	}
	return name == "Attr" && e.takes(n)
}

// takes compares the type argument of a descriptor with the attribute's type.
func (e expected) takes(n *types.Named) bool {
	return identical(n, e.value) || e.either && identical(n, e.field)
}

func identical(n *types.Named, t types.Type) bool {
	return n.TypeArgs().Len() == 1 && types.Identical(n.TypeArgs().At(0), t)
}

func isKind(t types.Type, info types.BasicInfo) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// isBasicLike reports whether a type has nothing in it that could describe anything.
func isBasicLike(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// what says what the attribute is, for messages.
func (e expected) what() string {
	short := func(p *types.Package) string { return p.Name() }
	return types.TypeString(e.field, short)
}

// text is the type that describes the attribute, as w's file writes it; false if the file cannot.
func (e expected) text(w *writer) (string, bool) {
	orm, ok := w.name(mapping.OrmPath, "orm")
	if !ok {
		return "", false
	}
	if e.rel == "" && !e.composite && types.Identical(e.value, types.Typ[types.Bool]) {
		if e.null {
			return orm + "NullBoolAttr", true
		}
		return orm + "BoolAttr", true
	}
	value := e.value
	if s, ok := value.Underlying().(*types.Slice); ok && e.codec == mapping.CodecArray {
		value = s.Elem()
	}
	arg, ok := w.typeText(value)
	if !ok {
		return "", false
	}
	return orm + e.constructor() + "[" + arg + "]", true
}

// constructor is the generic type that describes the attribute best.
func (e expected) constructor() string {
	if e.rel != "" {
		return string(e.rel) + "Attr"
	}
	name := "Attr"
	switch {
	case e.composite:
		name = "CompositeAttr"
	case e.codec == mapping.CodecArray && e.rel == "":
		return "ArrayAttr"
	case e.codec == mapping.CodecJSON && e.rel == "":
		name = "JSONAttr"
	case isKind(e.value, types.IsString):
		name = "TextAttr"
	case isKind(e.value, types.IsNumeric) || e.number:
		name = "NumAttr"
	}
	if e.null {
		return "Null" + name
	}
	return name
}

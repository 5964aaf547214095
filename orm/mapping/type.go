package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// This file has the description of a struct, as both readers make it: names, types and tags, no positions.

// OrmPath is the import path of package orm, by which a reader knows Entity and the containers.
const OrmPath = "github.com/aludel/aludel/orm"

// Kind is the underlying kind of a Go type, in the words of package reflect.
type Kind string

// Invalid is the kind of what does not type-check. Fields of such a type are left out of the model without a problem: the compiler
// has said what is wrong.
const Invalid Kind = "invalid"

// Type is a Go type as both readers see it. A reader makes one Type for one Go type and shares it.
type Type struct {
	Kind Kind
	// Pkg and Name are of the declared type, of the origin for an instance of a generic one; "" for unnamed types. The
	// arguments of a generic type that is not orm's are part of its name.
	Pkg, Name string
	// Args are the type arguments of orm's containers: reflect cannot give others.
	Args []*Type
	// Key and Elem are those of pointers, slices, arrays and maps.
	Key, Elem *Type
	Len       int64
	// Scanner and Valuer say whether *T reads itself from the database and T writes itself to it.
	Scanner, Valuer bool
	// Fields lists the fields of a struct; nil for other kinds. It may be called often.
	Fields func() []Field
}

// Field is a field of a struct.
type Field struct {
	Name, Tag          string
	Embedded, Exported bool
	Type               *Type
}

// Decl is one struct to map.
type Decl struct {
	Type *Type
	// Configured says that the struct has a method ConfigureMapping of its own. The model is complete only after [Model.Settle].
	Configured bool
	// Table is the table that the struct is mapped to; nil for one that the tags make. Its fields are columns of the table.
	Table *schema.Table
	// Columns are the columns of fields that are not called as they are; only with a Table.
	Columns map[string]*expr.ColumnClause
	// Tags stand in place of the tags of fields; they are written without the key orm.
	Tags map[string]string
}

// ID identifies a type in both worlds: its import path and name, or its structure.
func (t *Type) ID() string {
	switch {
	case t == nil:
		return "?"
	case t.Name != "" && t.Pkg == "":
		return t.Name
	case t.Name != "":
		return t.Pkg + "." + t.Name + t.args((*Type).ID)
	}
	return t.structure((*Type).ID)
}

// String is the type as Go code near it would write it, with package names instead of import paths.
func (t *Type) String() string {
	switch {
	case t == nil:
		return "?"
	case t.Name != "" && t.Pkg == "":
		return t.Name
	case t.Name != "":
		return t.Pkg[strings.LastIndexByte(t.Pkg, '/')+1:] + "." + t.Name + t.args((*Type).String)
	}
	return t.structure((*Type).String)
}

func (t *Type) args(text func(*Type) string) string {
	if len(t.Args) == 0 {
		return ""
	}
	var s []string
	for _, a := range t.Args {
		s = append(s, text(a))
	}
	return "[" + strings.Join(s, ",") + "]"
}

func (t *Type) structure(text func(*Type) string) string {
	switch t.Kind {
	case "ptr":
		return "*" + text(t.Elem)
	case "chan":
		return "chan " + text(t.Elem)
	case "slice":
		return "[]" + text(t.Elem)
	case "array":
		return fmt.Sprintf("[%d]%s", t.Len, text(t.Elem))
	case "map":
		return "map[" + text(t.Key) + "]" + text(t.Elem)
	}
	if t.Kind == "interface" {
		return "any"
	}
	return string(t.Kind)
}

// broken reports whether a type, or an unnamed one that it is made of, does not type-check.
func (t *Type) broken() bool {
	switch {
	case t == nil:
		return false
	case t.Kind == Invalid || slices.ContainsFunc(t.Args, (*Type).broken):
		return true
	}
	return t.Name == "" && (t.Key.broken() || t.Elem.broken()) // a named type may contain itself
}

// isOrm reports whether the type is the one of package orm with that name.
func (t *Type) isOrm(name string) bool { return t.Pkg == OrmPath && t.Name == name }

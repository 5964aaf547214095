package loading

import (
	"database/sql"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// This file puts several items of a row into a struct of the caller's.

// Group is a struct that several items of a row are put into.
type Group struct {
	typ   reflect.Type
	first int
	paths [][]int // of the field of each item
}

// FieldError says that a struct cannot take what a query yields.
type FieldError struct {
	Type reflect.Type
	// Field is the field at fault, "" for a column that no field takes.
	Field string
	// Column is what the query yields, by its name; "" for a field that nothing is for.
	Column string
	Reason string
	Err    error // the cause, nil for none
}

// Unwrap gives the cause.
func (e *FieldError) Unwrap() error { return e.Err }

// Error names the struct, the field or column, and what to do.
func (e *FieldError) Error() string {
	where := e.Type.String()
	if e.Field != "" {
		where += "." + e.Field
	}
	if e.Column != "" {
		where += " (column " + e.Column + ")"
	}
	if e.Err != nil {
		return fmt.Sprintf("orm: %s: %s: %v", where, e.Reason, e.Err)
	}
	return fmt.Sprintf("orm: %s: %s", where, e.Reason)
}

// Field is a field of a caller's struct that takes a result.
type Field struct {
	Name string
	// Names are the names of the columns that it takes: that of its db tag alone, or its own and that in snake_case.
	Names []string
	Type  reflect.Type
	path  []int
}

// IsStruct reports whether a type is a struct whose fields take results: not one that is a value itself.
func IsStruct(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() && !reflect.PointerTo(t).Implements(reflect.TypeFor[sql.Scanner]())
}

// FieldsOf lists the fields of a struct that take results: the exported ones, those of embedded structs among them. The tag db names the
// column of a field; db:"-" leaves it out.
func FieldsOf(t reflect.Type) (out []Field) {
	for _, f := range reflect.VisibleFields(t) {
		tag, tagged := f.Tag.Lookup("db")
		if !f.IsExported() || tag == "-" || f.Anonymous && !tagged && f.Type.Kind() == reflect.Struct || behindPointer(t, f.Index) {
			continue
		}
		names := []string{f.Name, mapping.Snake(f.Name)}
		if tag != "" {
			names = []string{tag}
		}
		out = append(out, Field{f.Name, names, f.Type, f.Index})
	}
	return out
}

// behindPointer reports whether a field is one of an embedded pointer, which may be nil.
func behindPointer(t reflect.Type, path []int) bool {
	for _, i := range path[:len(path)-1] {
		t = t.Field(i).Type
		if t.Kind() == reflect.Pointer {
			return true
		}
	}
	return false
}

// Named are the names of an item, for finding the field that takes it.
type Named struct {
	Names []string // the better ones first
	// Entity is the type that the item yields, nil for a value.
	Entity reflect.Type
	// Composite is the struct of a composite that the item yields, nil for others.
	Composite reflect.Type
	// Type is that of a value, nil if it is not known.
	Type sqltypes.Type
}

// NewGroup finds the field of each item from the first on. Every field must get one and every item must have a field; the error is a
// *[FieldError].
func NewGroup(t reflect.Type, first int, items []Named) (*Group, error) {
	g := &Group{typ: t, first: first}
	if t.Kind() != reflect.Struct {
		return nil, &FieldError{Type: t, Reason: "several results want a struct"}
	}
	fields := FieldsOf(t)
	taken := make([]bool, len(fields))
	for _, it := range items {
		i, err := fieldFor(t, fields, it)
		if err != nil {
			return nil, err
		}
		if taken[i] {
			return nil, &FieldError{Type: t, Field: fields[i].Name, Column: it.name(), Reason: "several columns would go there: label them with As"}
		}
		if err := it.fits(t, fields[i]); err != nil {
			return nil, err
		}
		taken[i] = true
		g.paths = append(g.paths, fields[i].path)
	}
	if i := slices.Index(taken, false); i >= 0 {
		return nil, &FieldError{Type: t, Field: fields[i].Name, Reason: "the query yields nothing for it: select a column of the name, label one with As, or leave the field out with db:\"-\""}
	}
	return g, nil
}

// NewRowGroup puts items from the first on into the fields of a struct in their order.
func NewRowGroup(t reflect.Type, first int, items []Named) (*Group, error) {
	g := &Group{typ: t, first: first}
	fields := FieldsOf(t)
	if len(fields) != len(items) {
		return nil, &FieldError{Type: t, Reason: fmt.Sprintf("it has %d fields, the query yields %d results", len(fields), len(items))}
	}
	for i, it := range items {
		if err := it.fits(t, fields[i]); err != nil {
			return nil, err
		}
		g.paths = append(g.paths, fields[i].path)
	}
	return g, nil
}

func (n Named) name() string {
	if len(n.Names) == 0 {
		return "without a name"
	}
	return n.Names[0]
}

// fits reports whether a field can hold what the item yields, as far as its type says that.
func (n Named) fits(t reflect.Type, f Field) error {
	yields := ""
	to := f.Type
	for to.Kind() == reflect.Pointer {
		to = to.Elem()
	}
	number := to.Kind() >= reflect.Int && to.Kind() <= reflect.Float64
	switch {
	case n.Composite != nil && to != n.Composite:
		yields = "a " + n.Composite.String()
	case n.Composite != nil:
	case n.Entity != nil && f.Type != reflect.PointerTo(n.Entity):
		yields = "a *" + n.Entity.String()
	case n.Entity != nil || n.Type == nil || reflect.PointerTo(to).Implements(reflect.TypeFor[sql.Scanner]()):
	case n.Type.Kind().IsText() && (number || to.Kind() == reflect.Bool):
		yields = "text"
	case (n.Type.Kind().IsInteger() || n.Type.Kind() == sqltypes.FloatKind) && to.Kind() == reflect.String:
		yields = "a number"
	}
	if yields == "" {
		return nil
	}
	return &FieldError{Type: t, Field: f.Name, Column: n.name(), Reason: fmt.Sprintf("the query yields %s, the field is a %v", yields, f.Type)}
}

// fieldFor is the field that takes an item: by the first name that a field has; of an entity also by its type.
func fieldFor(t reflect.Type, fields []Field, it Named) (int, error) {
	for _, name := range it.Names {
		for i, f := range fields {
			if f.takes(name) {
				return i, nil
			}
		}
	}
	byType := -1
	for i, f := range fields {
		if it.Entity == nil || f.Type != reflect.PointerTo(it.Entity) {
			continue
		}
		if byType >= 0 {
			return 0, &FieldError{Type: t, Field: f.Name, Column: it.name(), Reason: "several fields are of its type: name them by the tag db"}
		}
		byType = i
	}
	if byType >= 0 {
		return byType, nil
	}
	reason := "no field takes it: add one of the name, or one with the tag db"
	if len(it.Names) == 0 {
		reason = "give the expression a name with As, so that its field can be found"
	}
	return 0, &FieldError{Type: t, Column: it.name(), Reason: reason}
}

func (f Field) takes(column string) bool {
	for _, n := range f.Names {
		if n == column || len(f.Names) > 1 && strings.EqualFold(n, column) {
			return true
		}
	}
	return false
}

// Is reports whether t is the struct.
func (g *Group) Is(t reflect.Type) bool { return g.typ == t }

// Read puts the items of a row into the struct that out points to.
func (g *Group) Read(s *Scan, row *dbapi.Row, out unsafe.Pointer) error {
	v := reflect.NewAt(g.typ, out).Elem()
	for k, path := range g.paths {
		f, i := v.FieldByIndex(path), g.first+k
		if !s.IsEntity(i) {
			if w := s.Composite(i); w != nil {
				w.Read(row, s.Column(i), f)
			} else {
				read(row, s.Column(i), f.Addr().Interface())
			}
			if err := row.Err(); err != nil {
				return &FieldError{Type: g.typ, Field: g.typ.FieldByIndex(path).Name, Reason: "the value does not fit", Err: err}
			}
			continue
		}
		_, obj, err := s.Entity(i, row)
		if err != nil {
			return err
		}
		f.Set(reflect.NewAt(f.Type().Elem(), obj))
	}
	return nil
}

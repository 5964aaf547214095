package orm_test

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/aludel/aludel/orm"
)

// This file writes results of golden scenarios as the corpus has them.

// goldenJSON writes a result as the corpus has it: an entity as its name and key.
func goldenJSON(g *golden, v any) string {
	b, err := json.Marshal(g.plain(reflect.ValueOf(v)))
	must(g, err)
	return string(b)
}

func (g *golden) plain(v reflect.Value) any {
	if !v.IsValid() {
		return nil
	}
	if _, ok := v.Interface().(json.Number); ok {
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		if v.Kind() == reflect.Interface {
			return g.plain(v.Elem())
		}
		if m, ok := v.Interface().(orm.Mapped); ok {
			return g.entity(m)
		}
		return g.plain(v.Elem())
	case reflect.Slice:
		out := []any{}
		for i := range v.Len() {
			out = append(out, g.plain(v.Index(i)))
		}
		return out
	case reflect.Struct: // a row
		out := []any{}
		for i := range v.NumField() {
			out = append(out, g.plain(v.Field(i)))
		}
		return out
	}
	return v.Interface()
}

func (g *golden) entity(m orm.Mapped) any {
	t := reflect.TypeOf(m).Elem()
	var pk []any
	for _, e := range g.models.Model().Entities {
		if e.Name != t.Name() {
			continue
		}
		for _, a := range e.PrimaryKey {
			if f := reflect.ValueOf(m).Elem().FieldByName(a.Name); !f.IsZero() {
				pk = append(pk, f.Interface())
			}
		}
	}
	return map[string]any{"$obj": strings.TrimPrefix(strings.TrimPrefix(t.Name(), "gLDyn"), "g"), "pk": pk}
}

// list is a result of several values.
func list(v ...any) []any { return v }

// fields gives one value of each element.
func fields[E, V any](es []E, f func(E) V) []V {
	out := []V{}
	for _, e := range es {
		out = append(out, f(e))
	}
	return out
}

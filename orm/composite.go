package orm

import (
	"fmt"
	"reflect"

	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// This file takes structs apart for the statements that composites stand in.

// composed is a struct as the value of a composite.
func composed(v any) any { return composite{[]any{v}} }

// composedAll are several of them.
func composedAll[V any](vs []V) any {
	c := composite{make([]any, len(vs))}
	for i, v := range vs {
		c.of[i] = v
	}
	return c
}

// valued are values by name, with those that may be of composites as such.
func valued(vs Values) map[string]any {
	out := make(map[string]any, len(vs))
	for name, v := range vs {
		if out[name] = v; v == nil {
			continue
		}
		t := reflect.TypeOf(v)
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Struct {
			out[name] = composed(v)
		}
	}
	return out
}

// composite implements query.Composed.
type composite struct{ of []any }

var _ query.Composed = composite{}

// Value implements query.Composed.
func (c composite) Value() any { return c.of[0] }

// Rows implements query.Composed.
func (c composite) Rows(of *mapping.Composite) ([][]any, error) {
	rows := make([][]any, len(c.of))
	for i, v := range c.of {
		s := reflect.ValueOf(v)
		if s.Kind() == reflect.Pointer && !s.IsNil() {
			s = s.Elem()
		}
		if s.Kind() != reflect.Struct {
			return nil, fmt.Errorf("the composite %s.%s is compared with a %T; IsNull asks for one that is missing", of.Entity.Name, of.Name, v)
		}
		for _, a := range of.Parts {
			p := s
			for _, name := range of.PathOf(a) {
				if p = p.FieldByName(name); !p.IsValid() {
					return nil, fmt.Errorf("the composite %s.%s is compared with a %T, which has no %s", of.Entity.Name, of.Name, v, name)
				}
			}
			rows[i] = append(rows[i], bound(p))
		}
	}
	return rows, nil
}

// bound is a field as it is bound to a statement: what a pointer points to, nil for NULL.
func bound(v reflect.Value) any {
	if v.Kind() != reflect.Pointer {
		return v.Interface()
	}
	if v.IsNil() {
		return nil
	}
	return v.Elem().Interface()
}

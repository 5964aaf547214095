package orm

import (
	"context"
	"reflect"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Map is a to-many relationship whose members are found by one of their attributes, which the tag names: key:Code, or by what a function
// makes of them ([Config.MapKey]). Its zero value is
// empty for a new object, and not loaded for one that was read. A Map belongs to the field it was declared as; copying it elsewhere
// makes an empty one.
//
// JSON has the members as an array, as of a List. The key is what the attribute or the function says when it is asked for: a member whose
// attribute is changed is found under the new value.
type Map[K comparable, E Mapped] struct{ collection[E] }

// MapOf makes a map for a literal.
func MapOf[K comparable, E Mapped](items ...E) Map[K, E] {
	return Map[K, E]{collection[E]{d: &listData[E]{items: distinct(items), own: true}}}
}

func (m *Map[K, E]) typeArgs() []reflect.Type {
	return []reflect.Type{reflect.TypeFor[K](), reflect.TypeFor[E]()}
}

// Put adds members under the keys that they have. One that has the key of another takes its place, which the map then has no longer.
func (m *Map[K, E]) Put(es ...E) {
	for _, e := range es {
		if isNil(e) {
			continue
		}
		if k, ok := m.key(e); ok {
			if old, found := m.find(k); found && old.entity() != e.entity() {
				m.Remove(old)
			}
		}
		m.insert(-1, e)
	}
}

// Get gives the member of a key, loading the members if need be; false if there is none.
func (m *Map[K, E]) Get(ctx context.Context, k K) (e E, ok bool, err error) {
	if err := m.Load(ctx); err != nil {
		return e, false, err
	}
	e, ok = m.find(k)
	return e, ok, nil
}

// RemoveKey takes the member of a key out; it reports whether there was one among those that are known.
func (m *Map[K, E]) RemoveKey(k K) bool {
	e, ok := m.find(k)
	return ok && m.Remove(e)
}

// Keys gives the keys of the members that are loaded, in the order in which these came. It panics with a *[NotLoadedError] if they are
// not loaded.
func (m *Map[K, E]) Keys() []K {
	out := []K{}
	for _, e := range m.Items() {
		if k, ok := m.key(e); ok {
			out = append(out, k)
		}
	}
	return out
}

func (m *Map[K, E]) find(k K) (none E, ok bool) {
	if m.d == nil {
		return none, false
	}
	for _, e := range m.d.items {
		if own, ok := m.key(e); ok && own == k {
			return e, true
		}
	}
	return none, false
}

// key is what the member's key attribute or the function says; false before the map knows its owner, and hence these.
func (m *Map[K, E]) key(e E) (k K, ok bool) {
	own, rel := m.owner()
	if own == nil {
		return k, false
	}
	r := &own.Mapper.Rels[rel]
	if f, ok := r.MapKey.(func(E) K); ok {
		return f(e), true
	}
	v := reflect.ValueOf(r.Target.Columns[r.Target.Attr(r.Key)].Value(reflect.ValueOf(e).UnsafePointer()))
	if !v.IsValid() || !v.CanConvert(reflect.TypeFor[K]()) {
		return k, false
	}
	return v.Convert(reflect.TypeFor[K]()).Interface().(K), true
}

// wire makes the map an object's. Of literal members with one key the last counts, as if they had been put one after the other.
func (m *Map[K, E]) wire(own *instance.State, rel int) {
	m.own = own
	if m.d != nil {
		items := m.d.items
		m.d.items = nil
		for _, e := range items {
			own.Mapper.Wire(e)
			if k, ok := m.key(e); ok {
				if old, found := m.find(k); found {
					m.d.items = slices.DeleteFunc(m.d.items, same(old))
				}
			}
			m.d.items = append(m.d.items, e)
		}
	}
	m.collection.wire(own, rel)
}

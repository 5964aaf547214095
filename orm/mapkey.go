package orm

import (
	"fmt"
	"reflect"
)

// MapKey is what the keys of a [Map] are made by; see [KeyOf].
type MapKey struct {
	f       any // func(E) K
	key, of reflect.Type
}

// KeyOf is a function that makes the key of a member, for [Config.MapKey].
func KeyOf[E Mapped, K comparable](f func(member E) K) MapKey {
	return MapKey{f, reflect.TypeFor[K](), reflect.TypeFor[E]()}
}

// MapKey has a [Map] find its members by what a function makes of them, in place of the option key:
//
//	m.MapKey("Notes", orm.KeyOf(func(n *Note) string { return n.Lang + "/" + n.Word }))
//
// The function is called whenever a key is asked for. It may use the member's columns alone, and is called concurrently by sessions.
func (c *Config[T]) MapKey(attr string, key MapKey) {
	r := c.k.MapKey(attr)
	if r == nil {
		return
	}
	rel := &c.m.Rels[r.Index]
	m, ok := reflect.New(rel.Type()).Interface().(interface{ typeArgs() []reflect.Type })
	if !ok {
		return
	}
	switch args := m.typeArgs(); {
	case len(args) != 2: // no map, which the model reports
	case key.f == nil || reflect.ValueOf(key.f).IsNil():
		c.k.NoKey(r, "is nil")
	case args[0] != key.key || args[1] != key.of:
		c.k.NoKey(r, fmt.Sprintf("makes %s of %s; the map has members %s under %s", key.key, key.of, args[1], args[0]))
	default:
		rel.MapKey = key.f
	}
}

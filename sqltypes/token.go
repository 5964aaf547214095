package sqltypes

import (
	"reflect"
	"sync"
	"sync/atomic"
)

// tokens are the numbers of the types met so far, by the type. A program has a bounded number of types.
var (
	tokens    sync.Map // Type to uint64
	lastToken atomic.Uint64
)

// Token is a number that stands for a type as long as the process runs: equal types have one, different types have two. ok is
// false for a type that is not comparable, as one with a slice in it. Any goroutine may call it.
func Token(t Type) (n uint64, ok bool) {
	if !IsPlain(t) && !comparableType(reflect.TypeOf(t)) && !reflect.ValueOf(t).Comparable() {
		return 0, false
	}
	if n, ok := tokens.Load(t); ok {
		return n.(uint64), true
	}
	got, _ := tokens.LoadOrStore(t, lastToken.Add(1))
	return got.(uint64), true
}

// plain remembers of Go types whether all their values are comparable, as reflect.Type to bool.
var plain sync.Map

// comparableType reports whether every value of a Go type is comparable: those of a struct with an interface in it may not be.
func comparableType(t reflect.Type) bool {
	if known, ok := plain.Load(t); ok {
		return known.(bool)
	}
	yes := alwaysComparable(t)
	plain.Store(t, yes)
	return yes
}

func alwaysComparable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface:
		return false
	case reflect.Array:
		return alwaysComparable(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if !alwaysComparable(f.Type) {
				return false
			}
		}
		return true
	}
	return t.Comparable()
}

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
	if !reflect.ValueOf(t).Comparable() {
		return 0, false
	}
	if n, ok := tokens.Load(t); ok {
		return n.(uint64), true
	}
	got, _ := tokens.LoadOrStore(t, lastToken.Add(1))
	return got.(uint64), true
}

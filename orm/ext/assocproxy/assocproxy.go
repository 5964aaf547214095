// Package assocproxy shows a collection of association objects as the collection of what they lead to: the keywords of a user instead
// of the user_keywords rows between them (SQLAlchemy: ext/associationproxy).
//
// A proxy is a method of the entity. It maps nothing and stores nothing; it reads and changes the list that it is made over, so that
// both sides stay in step, cascades apply, and a change is seen in either.
//
//	func (u *User) Keywords() assocproxy.View[*UserKeyword, *Keyword] {
//		return assocproxy.Proxy(&u.UserKeywords,
//			func(k *UserKeyword) *Keyword { return k.Keyword.Item() },
//			func(w *Keyword) *UserKeyword { return &UserKeyword{Keyword: orm.RefTo(w)} })
//	}
//
//	user.Keywords().Append(kw)
//	for kw := range user.Keywords().All() { ... }
//
// The methods work in memory: load the list before, with the query (orm.SelectIn) or by [View.Load]; those that need the members panic
// with an *orm.NotLoadedError that names the list, as orm.List.Items does. What get reads of an association object has to be loaded as
// well. A view is used by the goroutine that its session belongs to.
package assocproxy

import (
	"context"
	"iter"

	"github.com/aludel/aludel/orm"
)

// View is the collection of the values V that the members E of a list lead to, in the order of the list. It is a value that holds the
// address of the list; make it where it is used.
type View[E orm.Mapped, V comparable] struct {
	list *orm.List[E]
	get  func(E) V
	make func(V) E
}

// Proxy makes a view of a list. get gives the value of a member, make a new member with a value.
func Proxy[E orm.Mapped, V comparable](list *orm.List[E], get func(E) V, make func(V) E) View[E, V] {
	return View[E, V]{list, get, make}
}

// Load loads the list if need be; the errors are those of orm.List.Load. What get reads is not loaded by it.
func (v View[E, V]) Load(ctx context.Context) error { return v.list.Load(ctx) }

// Len is the number of values.
func (v View[E, V]) Len() int { return len(v.list.Items()) }

// All goes through the values. The list may be changed meanwhile; the loop goes on with what was there when it began.
func (v View[E, V]) All() iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, e := range v.list.Items() {
			if !yield(v.get(e)) {
				return
			}
		}
	}
}

// Values gives the values; the slice is the caller's.
func (v View[E, V]) Values() []V {
	items := v.list.Items()
	out := make([]V, len(items))
	for i, e := range items {
		out[i] = v.get(e)
	}
	return out
}

// Contains reports whether a value is in the collection.
func (v View[E, V]) Contains(value V) bool {
	for x := range v.All() {
		if x == value {
			return true
		}
	}
	return false
}

// Append adds a new member for each value, also for one that is there already. The list need not be loaded.
func (v View[E, V]) Append(values ...V) {
	for _, x := range values {
		v.list.Append(v.make(x))
	}
}

// Remove takes the first member with a value out of the list; it reports whether there was one. What becomes of the member is up to
// the list's cascade: with delete-orphan it is deleted.
func (v View[E, V]) Remove(value V) bool {
	for _, e := range v.list.Items() {
		if v.get(e) == value {
			return v.list.Remove(e)
		}
	}
	return false
}

// Replace makes values the collection. Members whose value stays are kept, each as often as it is asked for; the others are removed,
// and new ones appended.
func (v View[E, V]) Replace(values ...V) {
	kept := map[V][]E{}
	for _, e := range v.list.Items() {
		x := v.get(e)
		kept[x] = append(kept[x], e)
	}
	members := make([]E, 0, len(values))
	for _, x := range values {
		if same := kept[x]; len(same) > 0 {
			members, kept[x] = append(members, same[0]), same[1:]
		} else {
			members = append(members, v.make(x))
		}
	}
	v.list.Replace(members...)
}

package orm

import (
	"context"
	"encoding/json"
	"iter"
	"reflect"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

const saveUpdate = mapping.SaveUpdate

// collection is what the to-many containers have in common: the members, as far as they are known, in the order in which they came.
type collection[E Mapped] struct {
	own *instance.State // first in memory: package instance writes it
	d   *listData[E]
}

// listData are the members. Of a list that is not loaded only the changes are known.
type listData[E Mapped] struct {
	items   []E  // all members when loaded, else those added
	base    []E  // the members that the database has, when loaded
	removed []E  // when not loaded
	own     bool // something was done to the container itself
}

// distinct leaves out nils and what was there before. The result shares no memory with es.
func distinct[E Mapped](es []E) (out []E) {
	seen := make(map[*Entity]bool, len(es))
	for _, e := range es {
		if !isNil(e) && !seen[e.entity()] {
			seen[e.entity()] = true
			out = append(out, e)
		}
	}
	return out
}

func (l *collection[E]) typeArgs() []reflect.Type { return []reflect.Type{reflect.TypeFor[E]()} }

// owner is the object that the list belongs to and the relationship it is; nil for a list outside an object that is known. A
// list that was copied out of its object forgets it.
func (l *collection[E]) owner() (*instance.State, int) {
	if l.own == nil || l.own.Obj == nil {
		return nil, -1
	}
	i := l.own.Mapper.RelAt(l.own.Obj, unsafe.Pointer(l))
	if i < 0 {
		l.own, l.d = nil, nil
		return nil, -1
	}
	return l.own, i
}

func (l *collection[E]) data() *listData[E] {
	if l.d == nil {
		l.d = &listData[E]{}
	}
	return l.d
}

// Loaded reports whether all members are known, if only as they were before the last Commit.
func (l *collection[E]) Loaded() bool {
	own, i := l.owner()
	if own == nil {
		return loadedUnowned(l.own)
	}
	return own.Loaded(i)
}

// Load loads the members if they are not loaded yet, or may be out of date. The error is [ErrDetached] for an object of no session, or what the
// database said.
func (l *collection[E]) Load(ctx context.Context) error {
	own, i := l.owner()
	switch {
	case own == nil:
		return loadUnowned(l.own)
	case own.Fresh(i):
		return nil
	}
	return load(ctx, own, i)
}

// All gives the members, loading them if need be. The slice is the caller's.
func (l *collection[E]) All(ctx context.Context) ([]E, error) {
	if err := l.Load(ctx); err != nil {
		return nil, err
	}
	return l.copied(), nil
}

// copied are the members that are known. Reading changes nothing, so that goroutines may share objects that no session has.
func (l *collection[E]) copied() []E {
	if l.d == nil {
		return nil
	}
	return slices.Clone(l.d.items)
}

// Iter goes through the members, loading them if need be.
func (l *collection[E]) Iter(ctx context.Context) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		all, err := l.All(ctx)
		if err != nil {
			var none E
			yield(none, err)
			return
		}
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Peek gives the members if they are loaded.
func (l *collection[E]) Peek() ([]E, bool) {
	if !l.Loaded() {
		return nil, false
	}
	return l.copied(), true
}

// Items gives the members and panics with a *[NotLoadedError] if they are not loaded: for templates and other places where a list
// that was meant to be loaded by an option is used.
func (l *collection[E]) Items() []E {
	items, ok := l.Peek()
	if !ok {
		own, i := l.owner()
		panic(notLoaded(l.own, own, i))
	}
	return items
}

// IsZero reports whether nothing is known of the members, for the json option omitzero.
func (l collection[E]) IsZero() bool {
	if l.own == nil {
		return l.d == nil || len(l.d.items) == 0
	}
	return l.d == nil || l.d.items == nil
}

// MarshalJSON writes the members that are loaded, each without the way back to this object; null for a list that is not loaded.
func (l collection[E]) MarshalJSON() ([]byte, error) {
	if l.d == nil || l.d.items == nil {
		return []byte("null"), nil
	}
	return marshalMembers(wayTo(l.own), l.d.items)
}

// UnmarshalJSON gives the container the members that JSON has, as a literal would: new objects, which [Merge] finds again by their keys.
// null leaves the container as it is. Of an object that is stored the members must be loaded; the error is a *[NotLoadedError] otherwise.
func (l *collection[E]) UnmarshalJSON(text []byte) error {
	var es []E
	if err := json.Unmarshal(text, &es); err != nil || es == nil {
		return err
	}
	own, i := l.owner()
	switch {
	case own == nil:
		l.d = &listData[E]{items: distinct(es), own: true}
		return nil
	case !own.Loaded(i):
		return notLoaded(l.own, own, i)
	}
	for _, e := range l.copied() {
		l.Remove(e)
	}
	l.insert(-1, es...)
	return nil
}

var (
	_ json.Marshaler   = collection[Mapped]{}
	_ json.Unmarshaler = (*collection[Mapped])(nil)
)

func (l *collection[E]) wired() bool {
	own, _ := l.owner()
	return own != nil
}

func (l *collection[E]) wire(own *instance.State, rel int) {
	l.own = own
	if !own.Has(instance.Persistent) {
		own.SetLoaded(rel, true)
	}
	if l.d == nil {
		return
	}
	for _, e := range l.d.items {
		if st := own.Mapper.Wire(e); st != nil {
			own.MarkRel(rel)
			join(own, st, rel)
		}
	}
}

func (l *collection[E]) members() []*instance.State {
	if l.d == nil {
		return nil
	}
	return statesOf(l.d.items)
}

func (l *collection[E]) lead(own *instance.State) {
	if loadedUnowned(l.own) {
		l.own = own
	}
}

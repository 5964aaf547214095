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

// insert adds members before index i; -1, or an index past the end, adds at the end.
func (l *collection[E]) insert(i int, es ...E) {
	own, rel := l.owner()
	d := l.data()
	d.own = true
	for _, e := range es {
		if isNil(e) || slices.ContainsFunc(d.items, same(e)) {
			continue
		}
		at := len(d.items)
		if i >= 0 && i < at {
			at, i = i, i+1
		}
		d.items = slices.Insert(d.items, at, e)
		d.removed = slices.DeleteFunc(d.removed, same(e))
		if own == nil {
			continue
		}
		if st := own.Mapper.Wire(e); st != nil {
			own.MarkRel(rel)
			join(own, st, rel)
		}
	}
}

// Remove takes a member out; it reports whether it was there. Of a list that is not loaded it is taken out when it is loaded or
// flushed.
func (l *collection[E]) Remove(e E) bool {
	if isNil(e) {
		return false
	}
	own, rel := l.owner()
	d := l.data()
	d.own = true
	n := len(d.items)
	d.items = slices.DeleteFunc(d.items, same(e))
	was := len(d.items) < n
	if own == nil {
		return was
	}
	st := stateOf(e)
	if st == nil || !was && own.Loaded(rel) {
		return was
	}
	if !was && !refers(own, st, rel) {
		return false
	}
	d.note(own, rel, st, e)
	own.MarkRel(rel)
	part(own, st, rel)
	return true
}

// same compares objects by identity.
func same[E Mapped](a E) func(E) bool {
	p := a.entity()
	return func(b E) bool { return b.entity() == p }
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

var _ json.Marshaler = collection[Mapped]{}

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

func (l *collection[E]) link(st *instance.State) {
	own, rel := l.owner()
	e, ok := st.Any().(E)
	if own == nil || !ok {
		return
	}
	d := l.data()
	if !slices.ContainsFunc(d.items, same(e)) {
		d.items = append(d.items, e)
	}
	d.removed = slices.DeleteFunc(d.removed, same(e))
	own.MarkRel(rel)
}

func (l *collection[E]) unlink(st *instance.State) {
	own, rel := l.owner()
	e, ok := st.Any().(E)
	if own == nil || !ok {
		return
	}
	d := l.data()
	d.items = slices.DeleteFunc(d.items, same(e))
	d.note(own, rel, st, e)
	own.MarkRel(rel)
}

// note remembers that a member was taken out of a list that is not loaded, if the database may have it.
func (d *listData[E]) note(own *instance.State, rel int, st *instance.State, e E) {
	if !own.Loaded(rel) && st.Has(instance.Persistent) && !slices.ContainsFunc(d.removed, same(e)) {
		d.removed = append(d.removed, e)
	}
}

// diff is what changed since the members were last read or flushed.
func (l *collection[E]) diff(own *instance.State, rel int) (added, removed []E) {
	switch {
	case l.d == nil:
		return nil, nil
	case !own.Loaded(rel):
		return l.d.items, l.d.removed
	}
	return without(l.d.items, l.d.base), without(l.d.base, l.d.items)
}

func (l *collection[E]) fill(sts []*instance.State) {
	own, rel := l.owner()
	if own == nil {
		return
	}
	added, removed := l.diff(own, rel)
	d := &listData[E]{base: make([]E, 0, len(sts))}
	for _, st := range sts {
		d.base = append(d.base, as[E](st))
	}
	d.items = make([]E, 0, len(sts)+len(added))
	d.items = append(d.items, without(d.base, removed)...)
	d.items = append(d.items, without(added, d.items)...)
	l.d = d
	own.SetLoaded(rel, true)
}

func (l *collection[E]) said() bool { return l.d != nil && l.d.own }

// membersAs gives objects their Go type again; those of another are left out.
func membersAs[E Mapped](sts []*instance.State) (es []E) {
	for _, st := range sts {
		if e, ok := st.Any().(E); ok {
			es = append(es, e)
		}
	}
	return es
}

func (l *collection[E]) assign(sts []*instance.State) {
	es := membersAs[E](sts)
	for _, e := range l.copied() {
		if !slices.ContainsFunc(es, same(e)) {
			l.Remove(e)
		}
	}
	l.insert(-1, es...)
}

func (l *collection[E]) changes() (added, removed []*instance.State) {
	own, rel := l.owner()
	if own == nil {
		return nil, nil
	}
	a, r := l.diff(own, rel)
	return statesOf(a), statesOf(r)
}

// without lists the elements of a that b does not have.
func without[E Mapped](a, b []E) (out []E) {
	if len(b) == 0 {
		return a
	}
	in := make(map[*Entity]bool, len(b))
	for _, e := range b {
		in[e.entity()] = true
	}
	for _, e := range a {
		if !in[e.entity()] {
			out = append(out, e)
		}
	}
	return out
}

func (l *collection[E]) settle() {
	own, rel := l.owner()
	if own == nil || l.d == nil {
		return
	}
	if !own.Loaded(rel) {
		l.d = nil
		return
	}
	l.d.base, l.d.removed = slices.Clone(l.d.items), nil
}

func (l *collection[E]) renew() { l.data().base = nil }

func (l *collection[E]) forget() { l.d = nil }

func (l *collection[E]) lead(own *instance.State) {
	if loadedUnowned(l.own) {
		l.own = own
	}
}

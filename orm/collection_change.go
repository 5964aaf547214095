package orm

import (
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file changes the members of collections, and tells what was changed.

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
		if !d.restore(own, rel, e) {
			d.items = slices.Insert(d.items, at, e)
		}
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
	if !was || !asked(own, rel) {
		d.note(own, rel, st, e)
	}
	own.MarkRel(rel)
	part(own, st, rel)
	return true
}

// asked reports whether a relationship over an association is never loaded: then only what was done to it says who its members are. What was
// appended was none before, and what was removed was one, so that doing both leaves it as it was.
func asked(own *instance.State, rel int) bool {
	if own == nil {
		return false
	}
	r := &own.Mapper.Rels[rel]
	return r.Container == mapping.DynamicContainer && r.Direction == mapping.ManyToMany
}

// restore takes back that a member was removed; it reports whether that makes it a member as before.
func (d *listData[E]) restore(own *instance.State, rel int, e E) bool {
	n := len(d.removed)
	d.removed = slices.DeleteFunc(d.removed, same(e))
	return len(d.removed) < n && asked(own, rel)
}

// same compares objects by identity.
func same[E Mapped](a E) func(E) bool {
	p := a.entity()
	return func(b E) bool { return b.entity() == p }
}

func (l *collection[E]) link(st *instance.State) {
	own, rel := l.owner()
	e, ok := st.Any().(E)
	if own == nil || !ok {
		return
	}
	d := l.data()
	if !d.restore(own, rel, e) && !slices.ContainsFunc(d.items, same(e)) {
		d.items = append(d.items, e)
	}
	own.MarkRel(rel)
}

func (l *collection[E]) unlink(st *instance.State) {
	own, rel := l.owner()
	e, ok := st.Any().(E)
	if own == nil || !ok {
		return
	}
	d := l.data()
	n := len(d.items)
	d.items = slices.DeleteFunc(d.items, same(e))
	if len(d.items) == n || !asked(own, rel) {
		d.note(own, rel, st, e)
	}
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

func (l *collection[E]) assign(sts []*instance.State, whole bool) {
	es := distinct(membersAs[E](sts))
	if !whole {
		l.insert(-1, es...)
		return
	}
	for _, e := range l.copied() {
		if !slices.ContainsFunc(es, same(e)) {
			l.Remove(e)
		}
	}
	l.insert(-1, es...)
	if l.d != nil {
		l.d.items = es
	}
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
	if len(a) == 0 || len(b) == 0 {
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

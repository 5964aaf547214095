package orm

import (
	"slices"
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file gives rows of related objects to the objects that they belong to.

// owners are objects whose relationship is to be loaded, by the key that finds its members.
type owners struct {
	keys []any // of which there are some, each once, as a statement takes them
	of   []owner
	ints map[int64]int // the owner of a key that is an integer
	rest map[any]int   // the owner of any other
}

// owner are the objects of one key: mostly one.
type owner struct {
	st   *instance.State
	more []*instance.State
}

// newOwners makes room for the keys of n objects, which are integers or not.
func newOwners(n int, integers bool) *owners {
	o := &owners{keys: make([]any, 0, n), of: make([]owner, 0, n)}
	if integers {
		o.ints = make(map[int64]int, n)
	} else {
		o.rest = make(map[any]int, n)
	}
	return o
}

// add adds an object by its key, of one value or several, which it does not keep.
func (o *owners) add(key []any, st *instance.State) {
	n, isInt := key[0].(int64)
	if isInt = isInt && o.ints != nil; isInt {
		if at, ok := o.ints[n]; ok {
			o.of[at].more = append(o.of[at].more, st)
			return
		}
		o.ints[n] = len(o.of)
	} else {
		k := keyOf(key)
		if at, ok := o.rest[k]; ok {
			o.of[at].more = append(o.of[at].more, st)
			return
		}
		o.rest[k] = len(o.of)
	}
	if len(key) == 1 {
		o.keys = append(o.keys, key[0])
	} else {
		o.keys = append(o.keys, slices.Clone(key))
	}
	o.of = append(o.of, owner{st: st})
}

// each calls f with each object of an owner.
func (w *owner) each(f func(*instance.State)) {
	f(w.st)
	for _, st := range w.more {
		f(st)
	}
}

// related are objects by whom they belong to. Rows of one owner mostly follow each other, so that its objects are a stretch of all, and
// only the first row is looked up; an owner whose rows come back later has the others by themselves.
type related struct {
	to      *owners
	all     []*instance.State
	groups  []relatedGroup
	byOwner []int // the number of an owner's group plus one
}

type relatedGroup struct {
	owner    int
	n        int64 // its key, if that is an integer
	from, to int   // in all
	later    []*instance.State
}

// newRelated makes room for as many objects as came last time.
func newRelated(to *owners, room int) *related {
	return &related{to: to, all: make([]*instance.State, 0, room), groups: make([]relatedGroup, 0, len(to.of)), byOwner: make([]int, len(to.of))}
}

// addInt adds an object by an integer that says whose it is.
func (r *related) addInt(key int64, st *instance.State) {
	if n := len(r.groups) - 1; n >= 0 && r.groups[n].to == len(r.all) && r.groups[n].n == key {
		r.all = append(r.all, st)
		r.groups[n].to++
		return
	}
	at, ok := r.to.ints[key]
	r.add(at, ok, key, st)
}

// add adds an object of an owner; ok is false for one of none.
func (r *related) add(owner int, ok bool, n int64, st *instance.State) {
	at := len(r.all)
	r.all = append(r.all, st)
	switch {
	case !ok:
	case r.byOwner[owner] == 0:
		r.groups = append(r.groups, relatedGroup{owner: owner, n: n, from: at, to: at + 1})
		r.byOwner[owner] = len(r.groups)
	default:
		g := &r.groups[r.byOwner[owner]-1]
		if g.to == at && len(g.later) == 0 {
			g.to++
		} else {
			g.later = append(g.later, st)
		}
	}
}

// members are the objects of a group, in the order of the rows.
func (r *related) members(g *relatedGroup) []*instance.State {
	own := r.all[g.from:g.to:g.to]
	return append(own, g.later...)
}

// fillBoth makes the objects the members of relationship i, and st what they refer back to.
func fillBoth(st *instance.State, i int, members []*instance.State) {
	containerOf(st, i).fill(members)
	r := &st.Mapper.Rels[i]
	if r.Back == nil || r.Direction != mapping.OneToMany || len(members) == 0 {
		return
	}
	back := r.Back.Index
	if c, ok := containerOf(members[0], back).(backFiller); ok {
		c.fillBack(members, back, st)
		return
	}
	to := []*instance.State{st}
	for _, m := range members {
		if !m.Fresh(back) {
			containerOf(m, back).fill(to)
		}
	}
}

// backFiller is a reference that can be filled for many objects of its entity at once.
type backFiller interface {
	// fillBack makes the reference rel of each member lead to an object, unless it is up to date.
	fillBack(members []*instance.State, rel int, to *instance.State)
}

func (*Ref[E]) fillBack(members []*instance.State, rel int, to *instance.State) {
	e := as[E](to)
	for _, m := range members {
		switch r := (*Ref[E])(unsafe.Add(m.Obj, m.Mapper.Rels[rel].Off)); {
		case m.Fresh(rel):
		case r.own != m:
			r.fill([]*instance.State{to})
		case !m.RelChanged(rel):
			r.v = e
			m.SetLoaded(rel, true)
		}
	}
}

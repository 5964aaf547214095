package orm

import (
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// This file gives rows of related objects to the objects that they belong to.

// related are objects by the key of whom they belong to. Rows of one owner mostly follow each other, so that its objects are a stretch of
// all, and no row is looked up; an owner whose rows come back later has the others by themselves.
type related struct {
	all    []*instance.State
	groups []relatedGroup
	byKey  map[any]int // the group of a key
}

type relatedGroup struct {
	key      any
	n        int64 // the key, of those that are added by addInt
	from, to int   // in all
	later    []*instance.State
}

// addInt is add of a key that is an int64.
func (r *related) addInt(key int64, st *instance.State) {
	if n := len(r.groups) - 1; n >= 0 && r.groups[n].to == len(r.all) && r.groups[n].n == key && r.groups[n].key != nil {
		r.all = append(r.all, st)
		r.groups[n].to++
		return
	}
	groups := len(r.groups)
	if r.add(key, st); len(r.groups) > groups {
		r.groups[groups].n = key
	}
}

func (r *related) add(key any, st *instance.State) {
	at := len(r.all)
	r.all = append(r.all, st)
	if n := len(r.groups) - 1; n >= 0 && r.groups[n].to == at && r.groups[n].key == key {
		r.groups[n].to++
		return
	}
	if i, ok := r.byKey[key]; ok {
		r.groups[i].later = append(r.groups[i].later, st)
		return
	}
	if r.byKey == nil {
		r.byKey = map[any]int{}
	}
	r.byKey[key] = len(r.groups)
	r.groups = append(r.groups, relatedGroup{key: key, from: at, to: at + 1})
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

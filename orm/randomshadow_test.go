package orm_test

import (
	"maps"
)

// This file has the plain model that random programs are compared with.

// This file runs random programs against a session and against a plain model of what should come of them, and compares the two with
// each other and with the rows in the database. ORM_SEED=n runs one program only, ORM_SEEDS=n
// so many, however long it takes.

// shadow is what a program should have made: its objects, each with what should be stored of it.
type shadow struct {
	users map[*User]userRow
	addrs map[*Address]addrRow
	posts map[*Post]postRow
	nodes map[*Node]nodeRow
}

// life is where an object is: stored by a flush, marked to be deleted.
type life struct{ stored, doomed bool }

type userRow struct {
	life
	name, full, pass string // pass "" for nil
	score            float64
}

type addrRow struct {
	life
	email string
	owner *User
	lost  bool // it had an owner and has none
}

type postRow struct {
	life
	title, body string
	rank        int32
	author      *User
}

type nodeRow struct {
	life
	name        string
	parent, was *Node // was: at the last flush
}

func newShadow() *shadow {
	return &shadow{map[*User]userRow{}, map[*Address]addrRow{}, map[*Post]postRow{}, map[*Node]nodeRow{}}
}

func (w *shadow) clone() *shadow {
	return &shadow{maps.Clone(w.users), maps.Clone(w.addrs), maps.Clone(w.posts), maps.Clone(w.nodes)}
}

// flush applies the rules of the unit of work: cascades, orphans, foreign keys that lose what they refer to.
func (w *shadow) flush() {
	for a, r := range w.addrs {
		if r.doomed || r.lost || r.owner != nil && w.users[r.owner].doomed {
			delete(w.addrs, a)
			continue
		}
		r.stored = true
		w.addrs[a] = r
	}
	for p, r := range w.posts {
		if r.doomed {
			delete(w.posts, p)
			continue
		}
		if r.author != nil && w.users[r.author].doomed {
			r.author = nil
		}
		r.stored = true
		w.posts[p] = r
	}
	for u, r := range w.users {
		if r.doomed {
			delete(w.users, u)
			continue
		}
		r.stored = true
		w.users[u] = r
	}
	w.flushNodes()
}

func (w *shadow) flushNodes() {
	for more := true; more; { // what is below a deleted node goes with it, also what was taken out of it and put nowhere else
		more = false
		for n, r := range w.nodes {
			above := r.parent
			if above == nil && r.stored {
				above = r.was
			}
			if !r.doomed && above != nil && w.nodes[above].doomed {
				r.doomed, more = true, true
				w.nodes[n] = r
			}
		}
	}
	for n, r := range w.nodes {
		if r.doomed {
			delete(w.nodes, n)
			continue
		}
		r.stored, r.was = true, r.parent
		w.nodes[n] = r
	}
}

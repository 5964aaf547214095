package loading

import (
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/query"
)

// This file reads related objects that come with the rows of a query.

// Along is one relationship that is loaded along with rows.
type Along struct {
	query.EagerJoin
	loader *instance.Loader
	now    *instance.State // of the current row, nil if nothing matched
	// parents are the objects whose relationship it is, in the order of the rows, and what was found for each.
	parents []*instance.State
	found   map[*instance.State]*related
}

// related is what one object's relationship leads to.
type related struct {
	members []*instance.State
	seen    map[*instance.State]bool
	keep    bool // it was loaded before, and stays as it is
}

// Alongs are what the rows of the scan bring besides their items.
func (s *Scan) Alongs() []*Along { return s.along }

// ReadAlong reads the related objects of a row whose items were read.
func (s *Scan) ReadAlong(row *dbapi.Row) error {
	for _, a := range s.along {
		a.now = nil
		parent := (*instance.State)(nil)
		if a.Via >= 0 {
			parent = s.along[a.Via].now
		} else {
			parent = s.items[a.Item].now
		}
		if parent == nil {
			continue
		}
		st, _, err := a.loader.Row(row)
		if err != nil {
			return err
		}
		a.now = st
		a.note(parent, st, s.overwrite)
	}
	return nil
}

func (a *Along) note(parent, st *instance.State, overwrite bool) {
	r := a.found[parent]
	if r == nil {
		r = &related{keep: parent.Fresh(a.Rel.Index) && !overwrite}
		a.found[parent] = r
		a.parents = append(a.parents, parent)
	}
	if st == nil || r.keep || r.seen[st] {
		return
	}
	if len(r.members) == 1 {
		r.seen = map[*instance.State]bool{r.members[0]: true}
		if r.seen[st] {
			return
		}
	}
	if r.seen != nil {
		r.seen[st] = true
	}
	r.members = append(r.members, st)
}

// Each calls f with each object and what its relationship leads to, but for those that had it loaded before.
func (a *Along) Each(f func(parent *instance.State, members []*instance.State)) {
	for _, p := range a.parents {
		if r := a.found[p]; !r.keep {
			f(p, r.members)
		}
	}
}

// Members are the related objects of all rows, each once.
func (a *Along) Members() (out []*instance.State) {
	seen := map[*instance.State]bool{}
	for _, p := range a.parents {
		for _, m := range a.found[p].members {
			if !seen[m] {
				seen[m] = true
				out = append(out, m)
			}
		}
	}
	return out
}

// Multiplies reports whether the rows of an item may come several times because of what was joined to them.
func (s *Scan) Multiplies() bool {
	for _, a := range s.along {
		if !a.Rel.ToOne() {
			return true
		}
	}
	return false
}

package instance

import (
	"slices"
	"sync"
	"sync/atomic"
)

// This file knows which columns of an object were not read.
//
// There are few different sets of them in a program, one a kind of query, so that an object only has the number of its set. Set 0 is
// empty: all columns are known.

// columnSet is a set of columns, as bits.
type columnSet []uint64

func (c columnSet) has(i int) bool { return i>>6 < len(c) && c[i>>6]&(1<<(i&63)) != 0 }

// absences are the sets of columns that objects of a mapper lack. Sets are only ever added; reading takes no lock.
type absences struct {
	mu   sync.Mutex
	sets atomic.Pointer[[]columnSet] // number 0 is left out
}

// maxSets is how many sets a mapper can have.
const maxSets = 1<<16 - 1

func (a *absences) get(n uint16) columnSet { return (*a.sets.Load())[n-1] }

// number is the number of a set, which is the caller's no longer. Where there are too many of them, it is that of all columns: what is
// known is then read once more.
func (a *absences) number(want columnSet, all int) uint16 {
	if !slices.ContainsFunc(want, func(w uint64) bool { return w != 0 }) {
		return 0
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	var sets []columnSet
	if p := a.sets.Load(); p != nil {
		sets = *p
	}
	same := func(s columnSet) bool { return slices.Equal(s, want) }
	if i := slices.IndexFunc(sets, same); i >= 0 {
		return uint16(i + 1)
	}
	switch n := len(sets); {
	case n == maxSets:
		return maxSets
	case n == maxSets-1:
		want = setOf(all, func(int) bool { return true })
	}
	sets = append(slices.Clip(sets), want)
	a.sets.Store(&sets)
	return uint16(len(sets))
}

func setOf(n int, in func(i int) bool) columnSet {
	c := make(columnSet, (n+63)/64)
	for i := range n {
		if in(i) {
			c[i>>6] |= 1 << (i & 63)
		}
	}
	return c
}

// without is the number of the columns that are not among those given, nil for all.
func (m *Mapper) without(cols []int) uint16 {
	if cols == nil {
		return 0
	}
	return m.absences.number(setOf(len(m.Columns), func(i int) bool { return !slices.Contains(cols, i) }), len(m.Columns))
}

// Absent reports whether the value of column i is not known: it was not read with the object.
func (s *State) Absent(i int) bool { return s.absent != 0 && s.Mapper.absences.get(s.absent).has(i) }

// Partial reports whether the object lacks columns that are fields of their own: it is not what Get gives.
func (s *State) Partial() bool {
	if s.absent == 0 {
		return false
	}
	for i := range s.Mapper.Columns {
		if !s.Mapper.Columns[i].Attr.Deferred && s.Absent(i) {
			return true
		}
	}
	return false
}

// setAbsent says whether the value of column i is unknown.
func (s *State) setAbsent(i int, on bool) {
	if s.Absent(i) == on {
		return
	}
	n := len(s.Mapper.Columns)
	s.absent = s.Mapper.absences.number(setOf(n, func(j int) bool {
		if j == i {
			return on
		}
		return s.Absent(j)
	}), n)
}

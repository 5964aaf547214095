package instance

import (
	"slices"
	"unsafe"
)

// This file finds the columns of an object that differ from its snapshot.

// run is a range of columns whose snapshot is a plain copy at one distance, so that they are compared as memory.
type run struct {
	obj, snap   uintptr
	size        uintptr
	first, last int
}

// makeRuns merges neighbouring plain columns at one distance from their snapshot.
func (m *Mapper) makeRuns() {
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.deep {
			continue
		}
		end := c.Off + c.size
		if n := len(m.runs); n > 0 {
			r := &m.runs[n-1]
			if r.last == i-1 && c.Off > r.obj && c.snap > r.snap && c.Off-r.obj == c.snap-r.snap {
				r.size, r.last = end-r.obj, i
				continue
			}
		}
		m.runs = append(m.runs, run{c.Off, c.snap, c.size, i, i})
	}
}

// Changed reports whether a column differs from the snapshot. An object without a snapshot has not changed.
func (s *State) Changed() bool {
	if s.snap == nil {
		return false
	}
	m := s.Mapper
	for i := range m.runs {
		if r := &m.runs[i]; s.changedIn(r, r.first) >= 0 {
			return true
		}
	}
	for _, i := range m.deep {
		if m.Columns[i].changed(s.Obj, s.snap) {
			return true
		}
	}
	return false
}

// ChangedColumns appends the indexes of the columns that differ from the snapshot, in order.
func (s *State) ChangedColumns(out []int) []int {
	if s.snap == nil {
		return out
	}
	m, first := s.Mapper, len(out)
	for i := range m.runs {
		r := &m.runs[i]
		for c := s.changedIn(r, r.first); c >= 0; c = s.changedIn(r, c+1) {
			out = append(out, c)
		}
	}
	for _, i := range m.deep {
		if m.Columns[i].changed(s.Obj, s.snap) {
			out = append(out, i)
		}
	}
	if mine := out[first:]; len(mine) > 1 {
		slices.Sort(mine)
	}
	return out
}

// changedIn is the first column of a run, from one on, that differs from the snapshot; -1 if there is none. Equal bytes are equal values,
// so that only columns are looked at that have a part in a word which differs.
func (s *State) changedIn(r *run, col int) int {
	columns := s.Mapper.Columns
	a, b := unsafe.Add(s.Obj, r.obj), unsafe.Add(s.snap, r.snap)
	for col <= r.last {
		at := differs(a, b, (columns[col].Off-r.obj)&^7, r.size)
		if at >= r.size {
			return -1
		}
		for col <= r.last && columns[col].Off-r.obj+columns[col].size <= at {
			col++
		}
		for ; col <= r.last && columns[col].Off-r.obj < at+8; col++ {
			if columns[col].changed(s.Obj, s.snap) {
				return col
			}
		}
	}
	return -1
}

// differs is the offset, from one on, of the first eight bytes in which two stretches of memory differ; n if there are none. What lies
// between the columns is compared too, and need not be the session's: its changes are of no consequence.
//
//go:norace
func differs(a, b unsafe.Pointer, from, n uintptr) uintptr {
	for ; from+8 <= n; from += 8 {
		if *(*[8]byte)(unsafe.Add(a, from)) != *(*[8]byte)(unsafe.Add(b, from)) {
			return from
		}
	}
	for i := from; i < n; i++ {
		if *(*byte)(unsafe.Add(a, i)) != *(*byte)(unsafe.Add(b, i)) {
			return from
		}
	}
	return n
}

// ColumnChanged reports whether a column differs from the snapshot.
func (s *State) ColumnChanged(i int) bool {
	return s.snap != nil && s.Mapper.Columns[i].changed(s.Obj, s.snap)
}

package instance

import (
	"slices"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// This file reads rows that have some of an entity's columns.

// part is what follows from the columns that the rows of a loader have.
type part struct {
	keys   []int  // the cells of the primary key, which is always there
	absent uint16 // the columns that are not in the rows
	whole  bool   // all columns are there but deferred ones
	blank  []int  // of the others, those whose snapshot of a zero value is no zero memory
	quick  []quick
	later  bool // deferred columns are among those of the rows
}

// parts is worked out with the first row.
func (l *Loader) parts() *part {
	if l.part != nil {
		return l.part
	}
	p := &part{absent: l.Mapper.without(l.Cols), whole: true}
	for _, k := range l.Mapper.Keys {
		p.keys = append(p.keys, slices.Index(l.Cols, k))
	}
	for _, i := range l.Cols {
		p.quick = append(p.quick, l.Mapper.quickOf(i))
		p.later = p.later || l.Mapper.Columns[i].later
	}
	for i := range l.Mapper.Columns {
		c, there := &l.Mapper.Columns[i], slices.Contains(l.Cols, i)
		p.whole = p.whole && (c.later || there)
		if !there && !c.Pointer && c.nest == nil && c.Kind >= Scanner {
			p.blank = append(p.blank, i)
		}
	}
	l.part = p
	return p
}

// loadPart reads the columns of a row into the object of a new block and its snapshot. It gives the set of those that are not there.
func (l *Loader) loadPart(base, snap unsafe.Pointer, row *dbapi.Row) uint16 {
	p := l.parts()
	l.Mapper.loadQuick(p.quick, base, snap, row, l.First)
	if p.later {
		for _, i := range l.Cols {
			l.Mapper.Columns[i].readInto(base)
		}
	}
	l.Mapper.loadNests(base, snap, row, l.First, l.Cols)
	for _, i := range p.blank {
		l.Mapper.Columns[i].capture(base, snap)
	}
	return p.absent
}

// fillPart reads the columns of a row into an object that is no block.
func (l *Loader) fillPart(obj unsafe.Pointer, row *dbapi.Row) {
	for cell, i := range l.Cols {
		c := &l.Mapper.Columns[i]
		if c.nest != nil {
			continue
		}
		c.load(obj, row, l.First+cell, nil)
		c.readInto(obj)
	}
	l.Mapper.readNests(obj, row, l.First, l.Cols)
}

// column is the column of a cell, -1 for none of the entity's.
func (l *Loader) column(cell int) int {
	switch {
	case cell < 0 || cell >= len(l.Mapper.Columns) || l.Cols != nil && cell >= len(l.Cols):
		return -1
	case l.Cols != nil:
		return l.Cols[cell]
	}
	return cell
}

// has reports whether the rows have a column.
func (l *Loader) has(i int) bool { return l.Cols == nil || slices.Contains(l.Cols, i) }

// whole reports whether the rows have all columns but deferred ones.
func (l *Loader) whole() bool { return l.Cols == nil || l.parts().whole }

// brings reports whether the rows have a column that an object lacks.
func (l *Loader) brings(st *State) bool {
	if st.absent == 0 || l.Cols != nil && st.absent == l.parts().absent {
		return false
	}
	for i := range l.Mapper.Columns {
		if st.Absent(i) && l.has(i) {
			return true
		}
	}
	return false
}

// strand makes the deferred fields of an object that no session keeps know that they cannot be read.
func (m *Mapper) strand(obj unsafe.Pointer) {
	for _, i := range m.deferred {
		m.Columns[i].headOf(obj).own = m.untracked
	}
}

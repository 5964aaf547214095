package instance

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/orm/mapping"
)

// This file has composites that may be nil: fields that are pointers to a struct whose fields are columns. The parts of other composites
// are inside the object and need nothing of this.
//
// What such a pointer points to may be shared by several objects, so that it is never changed: assigning a part makes another struct.

// nest is a pointer to a struct whose fields are columns.
type nest struct {
	off  uintptr // of the pointer in the object
	typ  reflect.Type
	cols []int // the columns, in order
}

var errAllNull = errors.New("all columns of the composite are NULL; read it as a pointer, by OptComposite where a join may have no row")

var errPartlyNull = errors.New("it is NULL, and other columns of the composite are not; make the field a pointer, to tell NULL from its zero value")

// place finds the type of a column's field, its offset, and the pointer through which it is reached, nil for none.
func (m *Mapper) place(t reflect.Type, a *mapping.Attr) (f reflect.Type, off uintptr, through *nest, err error) {
	if !a.MayLack() {
		f, off, err = field(t, a.Path)
		return f, off, nil, err
	}
	root := a.Composite.Root()
	p, at, err := field(t, root.Path)
	if err != nil {
		return nil, 0, nil, err
	}
	i := slices.IndexFunc(m.nests, func(n *nest) bool { return n.off == at })
	if i < 0 {
		i, m.nests = len(m.nests), append(m.nests, &nest{off: at, typ: p.Elem()})
	}
	n := m.nests[i]
	n.cols = append(n.cols, len(m.Columns))
	f, off, err = field(n.typ, root.PathOf(a))
	return f, off, n, err
}

// pointer is the place of the pointer in an object.
func (n *nest) pointer(obj unsafe.Pointer) *unsafe.Pointer {
	return (*unsafe.Pointer)(unsafe.Add(obj, n.off))
}

// own is a copy of the struct that the object points to, an empty one for nil.
func (n *nest) own(obj unsafe.Pointer) unsafe.Pointer {
	c := reflect.New(n.typ)
	if p := *n.pointer(obj); p != nil {
		c.Elem().Set(reflect.NewAt(n.typ, p).Elem())
	}
	return c.UnsafePointer()
}

// base is the memory that the column's offset counts from; nil where the composite that it is part of is.
func (c *Column) base(obj unsafe.Pointer) unsafe.Pointer {
	if c.nest == nil {
		return obj
	}
	return *c.nest.pointer(obj)
}

// owned is base for a column that is about to be assigned.
func (c *Column) owned(obj unsafe.Pointer) unsafe.Pointer {
	if c.nest == nil {
		return obj
	}
	p := c.nest.own(obj)
	*c.nest.pointer(obj) = p
	return p
}

// dropEmpty makes the composite nil once nothing is left in it.
func (c *Column) dropEmpty(obj unsafe.Pointer) {
	if c.nest == nil {
		return
	}
	if p := c.nest.pointer(obj); *p != nil && reflect.NewAt(c.nest.typ, *p).Elem().IsZero() {
		*p = nil
	}
}

// Nested reports whether the column is part of a composite that may be nil.
func (c *Column) Nested() bool { return c.nest != nil }

// readPart reads a cell into a part of the struct at p; NULL is for those that can say so alone.
func (c *Column) readPart(p unsafe.Pointer, row *dbapi.Row, i int) {
	p = unsafe.Add(p, c.Off)
	switch {
	case !row.IsNull(i):
		if c.Pointer {
			box := reflect.New(c.Type).UnsafePointer()
			*(*unsafe.Pointer)(p), p = box, box
		}
		c.read(p, row, i)
	case c.Pointer:
		*(*unsafe.Pointer)(p) = nil
	case c.Attr.HoldsNull():
		c.read(p, row, i)
	default:
		row.Fail(i, c.Type.String(), errPartlyNull)
	}
}

// loadNested reads a cell into a part of an object's composite.
func (c *Column) loadNested(obj unsafe.Pointer, row *dbapi.Row, i int) {
	if *c.nest.pointer(obj) == nil && row.IsNull(i) {
		return
	}
	c.readPart(c.owned(obj), row, i)
}

// readNests reads the composites that may be nil from the cells of a row: cols are the columns of the cells from first on, nil for all.
// One whose columns are all there becomes another struct, or nil.
func (m *Mapper) readNests(obj unsafe.Pointer, row *dbapi.Row, first int, cols []int) {
	for _, n := range m.nests {
		cells, all, null := n.cells(row, first, cols)
		switch {
		case all && null:
			*n.pointer(obj) = nil
		case all:
			p := reflect.New(n.typ).UnsafePointer()
			*n.pointer(obj) = p
			for k, i := range n.cols {
				m.Columns[i].readPart(p, row, cells[k])
			}
		default:
			for k, i := range n.cols {
				if cells[k] >= 0 {
					m.Columns[i].loadNested(obj, row, cells[k])
				}
			}
		}
	}
}

// cells are the cells of the composite's columns, -1 for one that is not there; whether all are, and whether those are NULL.
func (n *nest) cells(row *dbapi.Row, first int, cols []int) (cells []int, all, null bool) {
	cells, all, null = make([]int, len(n.cols)), true, true
	for k, i := range n.cols {
		at := i
		if cols != nil {
			at = slices.Index(cols, i)
		}
		if at < 0 {
			cells[k], all = -1, false
			continue
		}
		cells[k] = first + at
		null = null && row.IsNull(cells[k])
	}
	return cells, all, null
}

// loadNests is readNests for an object of a block, with its snapshot.
func (m *Mapper) loadNests(obj, snap unsafe.Pointer, row *dbapi.Row, first int, cols []int) {
	m.readNests(obj, row, first, cols)
	if row.Err() != nil {
		return
	}
	for _, n := range m.nests {
		for _, i := range n.cols {
			m.Columns[i].capture(obj, snap)
		}
	}
}

// restoreNested puts the snapshot's value of a part back. The composite is nil once the snapshot has NULL for all of its parts.
func (s *State) restoreNested(i int) error {
	c := &s.Mapper.Columns[i]
	set := *(*bool)(unsafe.Add(s.snap, c.set))
	if !set && !slices.ContainsFunc(c.nest.cols, func(k int) bool { return *(*bool)(unsafe.Add(s.snap, s.Mapper.Columns[k].set)) }) {
		*c.nest.pointer(s.Obj) = nil
		return nil
	}
	if !set && *c.nest.pointer(s.Obj) == nil {
		return nil
	}
	return c.restore(s.Obj, s.snap)
}

// takeOverNest is [State.takeOver] for the columns of a composite that the rows have.
func (s *State) takeOverNest(n *nest, tmp unsafe.Pointer, cols []int, overwrite bool) {
	if len(cols) == 0 {
		return
	}
	edited := slices.ContainsFunc(n.cols, func(i int) bool { return s.Mapper.Columns[i].changed(s.Obj, s.snap) })
	if overwrite || !edited {
		if len(cols) == len(n.cols) {
			*n.pointer(s.Obj) = *n.pointer(tmp)
		} else {
			s.takeParts(n, tmp, cols)
		}
	}
	for _, i := range cols {
		s.setAbsent(i, false)
		s.Mapper.Columns[i].capture(tmp, s.snap)
	}
}

// takeParts gives some parts of a composite what was read into another object.
func (s *State) takeParts(n *nest, tmp unsafe.Pointer, cols []int) {
	from := *n.pointer(tmp)
	if from == nil && *n.pointer(s.Obj) == nil {
		return
	}
	to := n.own(s.Obj)
	for _, i := range cols {
		c := &s.Mapper.Columns[i]
		t := c.fieldType()
		dst := reflect.NewAt(t, unsafe.Add(to, c.Off)).Elem()
		if from == nil {
			dst.SetZero()
		} else {
			dst.Set(reflect.NewAt(t, unsafe.Add(from, c.Off)).Elem())
		}
	}
	*n.pointer(s.Obj) = to
}

// fieldType is the type of the column's field.
func (c *Column) fieldType() reflect.Type {
	if c.Pointer {
		return reflect.PointerTo(c.Type)
	}
	return c.Type
}

// CopyNests gives an object copies of the composites of another that may be nil, as far as they are known.
func (s *State) CopyNests(src *State) error {
	for _, n := range s.Mapper.nests {
		if slices.ContainsFunc(n.cols, src.Unset) {
			continue
		}
		if *n.pointer(src.Obj) == nil {
			*n.pointer(s.Obj) = nil
			continue
		}
		*n.pointer(s.Obj) = reflect.New(n.typ).UnsafePointer()
		for _, i := range n.cols {
			c := &s.Mapper.Columns[i]
			if err := c.Set(s.Obj, c.Value(src.Obj)); err != nil {
				return fmt.Errorf("%s: %w", c.Attr.Name, err)
			}
		}
	}
	return nil
}

// Composite reads the values of composites from rows that have their columns, outside any object.
type Composite struct {
	typ   reflect.Type
	parts []Column // their offsets count from the struct
}

// NewComposite prepares to read a composite of the mapper.
func (m *Mapper) NewComposite(c *mapping.Composite) (*Composite, error) {
	t, _, err := field(m.Type, c.Root().Path)
	if err != nil {
		return nil, err
	}
	if c.Root().Nullable {
		t = t.Elem()
	}
	if t, _, err = field(t, c.Path[len(c.Root().Path):]); err != nil {
		return nil, err
	}
	out := &Composite{typ: t}
	for _, a := range c.Parts {
		part := m.Columns[m.Attr(a)]
		if _, part.Off, err = field(t, c.PathOf(a)); err != nil {
			return nil, err
		}
		part.nest = nil
		out.parts = append(out.parts, part)
	}
	return out, nil
}

// Type is the struct.
func (c *Composite) Type() reflect.Type { return c.typ }

// Read reads the cells from first on into out, which is the struct or a pointer to it that is nil where all of them are NULL. What does not
// fit is the row's error.
func (c *Composite) Read(row *dbapi.Row, first int, out reflect.Value) {
	null := true
	for i := range c.parts {
		null = null && row.IsNull(first+i)
	}
	out.SetZero()
	if out.Kind() == reflect.Pointer {
		if null {
			return
		}
		out.Set(reflect.New(c.typ))
		out = out.Elem()
	} else if null && slices.ContainsFunc(c.parts, func(p Column) bool { return !p.Attr.HoldsNull() }) {
		row.Fail(first, c.typ.String(), errAllNull)
		return
	}
	for i := range c.parts {
		c.parts[i].readPart(out.Addr().UnsafePointer(), row, first+i)
	}
}

// Parts are the values of a composite, in the order of its columns, as they are bound to a statement.
func (c *Composite) Parts(v reflect.Value) []any {
	at := reflect.New(c.typ)
	at.Elem().Set(v)
	out := make([]any, len(c.parts))
	for i := range c.parts {
		out[i] = c.parts[i].Value(at.UnsafePointer())
	}
	return out
}

package instance

import (
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// This file allocates the memory of objects that are read.

// memory is a kind of blocks, several of which are allocated at a time: a slab, which lives as long as one of its objects.
type memory struct {
	block, slice reflect.Type
	few, many    int // to a slab
}

// The bytes of a slab, for results of usual size and for those of so many rows. The larger one fills a size that Go's allocator has, and
// has much room for, but for its header of 8 bytes.
const (
	slabFew  = 2048
	slabMany = 6784 - 8
	manyRows = 256
)

func memoryOf(block reflect.Type) memory {
	size := max(1, int(block.Size()))
	return memory{block, reflect.SliceOf(block), max(1, slabFew/size), max(1, slabMany/size)}
}

// block allocates the memory of one object.
func (l *Loader) block(m *memory) unsafe.Pointer {
	if l.left == 0 {
		n := m.few
		if l.Room >= manyRows {
			n = m.many
		}
		if l.Single || n == 1 {
			return reflect.New(m.block).UnsafePointer()
		}
		l.slab, l.left = reflect.MakeSlice(m.slice, n, n).UnsafePointer(), n
	}
	p := l.slab
	if l.left--; l.left > 0 {
		l.slab = unsafe.Add(p, m.block.Size())
	} else {
		l.slab = nil
	}
	return p
}

// quick is what the loops over the columns of a row need of each, in little memory.
type quick struct {
	off, snap uintptr
	col       int32
	kind      Kind
	deep      bool
}

func (m *Mapper) makeQuick() {
	m.quick = make([]quick, len(m.Columns))
	for i := range m.Columns {
		m.quick[i] = m.quickOf(i)
	}
}

func (m *Mapper) quickOf(i int) quick {
	c := &m.Columns[i]
	return quick{c.Off, c.snap, int32(i), c.Kind, c.deep}
}

// loadQuick reads the cells of a row from the first on, which are columns in this order, into the object of a new block and into its
// snapshot.
func (m *Mapper) loadQuick(cols []quick, base, snap unsafe.Pointer, row *dbapi.Row, first int) {
	for i := range cols {
		q := &cols[i]
		p, s := unsafe.Add(base, q.off), unsafe.Add(snap, q.snap)
		switch {
		case q.deep:
			m.Columns[q.col].loadBoth(base, snap, row, first+i)
		case q.kind == Int64:
			v := row.Int64(first + i)
			*(*int64)(p), *(*int64)(s) = v, v
		case q.kind == String:
			v := row.Text(first + i)
			*(*string)(p), *(*string)(s) = v, v
		default:
			m.Columns[q.col].loadBoth(base, snap, row, first+i)
		}
	}
}

// loadBare reads the cells of a row from the first on into an object of its own, as [Mapper.bare] has it.
func (m *Mapper) loadBare(obj unsafe.Pointer, row *dbapi.Row, first int) {
	for i := range m.quick {
		q := &m.quick[i]
		p := unsafe.Add(obj, q.off)
		switch {
		case q.deep:
			c := &m.Columns[i]
			if c.nest != nil {
				continue
			}
			var box unsafe.Pointer
			if c.Pointer {
				box = unsafe.Add(obj, c.bareBox)
			}
			c.load(obj, row, first+i, box)
		case q.kind == Int64:
			*(*int64)(p) = row.Int64(first + i)
		case q.kind == String:
			*(*string)(p) = row.Text(first + i)
		default:
			m.Columns[i].read(p, row, first+i)
		}
	}
	m.readNests(obj, row, first, nil)
}

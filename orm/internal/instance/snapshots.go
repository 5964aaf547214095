package instance

import (
	"reflect"
	"unsafe"
)

// Snapshots is memory for the snapshots of objects that are captured one after the other. The zero value is ready.
type Snapshots struct {
	of   *Mapper
	next unsafe.Pointer
	left int
}

// Give gives an object that has no snapshot the memory for one. coming is how many objects of the kind are still to come, this one
// included: those of a slab, which is as large as that of objects that are read, live as long as any of them does.
func (a *Snapshots) Give(s *State, coming int) {
	if s.snap != nil {
		return
	}
	m := s.Mapper
	if a.left == 0 || a.of != m {
		n := min(coming, max(1, 2048/int(m.snapType.Size())))
		if n < 2 {
			return // Capture makes one
		}
		a.of, a.next, a.left = m, reflect.MakeSlice(m.snapSlice, n, n).UnsafePointer(), n
	}
	s.snap = a.next
	if a.left--; a.left > 0 {
		a.next = unsafe.Add(a.next, m.snapType.Size())
	} else {
		a.next = nil
	}
}

package instance

import (
	"reflect"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

var (
	int64Type  = reflect.TypeFor[int64]()
	stringType = reflect.TypeFor[string]()
)

// State is the bookkeeping of one object. Its size matters: there is one for each object that is read.
type State struct {
	// Context is the session that the object is in, nil for none.
	Context *Context
	Mapper  *Mapper
	// Obj is the object. Invariant: an Entity whose state has another Obj is a copy.
	Obj unsafe.Pointer
	// snap is the object's snapshot, nil for an object that the database does not have.
	snap unsafe.Pointer
	// loaded has a bit for each relationship whose members are known.
	loaded uint32
	// changed has a bit for each relationship whose members changed since the last flush.
	changed uint32
	// stale has a bit for each relationship whose members were known before the session forgot what it knew.
	stale uint32
	Flags Flags
	// absent is the number of the set of columns that were not read, 0 for none.
	absent uint16
}

// Flags say where an object is in its life.
type Flags uint16

// The flags.
const (
	Pending    Flags = 1 << iota // added to a session, not stored yet
	Persistent                   // the database has it
	Deleted                      // to be deleted at the next flush, or deleted
	Expired                      // the columns may be out of date
	Gone                         // was deleted by a flush of the open transaction
	InJSON                       // belongs to a copy that is being written as JSON
	Orphaned                     // lost the parent that owns it since the last flush
	Past                         // had a row, whose deletion was committed
	Blind                        // a one-to-one relationship was changed whose member was not known
	Untracked                    // stands for the objects of queries that track none
)

// Has reports whether all flags of f are set.
func (s *State) Has(f Flags) bool { return s.Flags&f == f }

// UntrackedRel is the relationship whose containers point to this state in objects that no session keeps.
func (s *State) UntrackedRel() (i int, ok bool) {
	if s == nil || !s.Has(Untracked) {
		return -1, false
	}
	for i := range s.Mapper.Rels {
		if s.Mapper.Rels[i].untracked == s {
			return i, true
		}
	}
	return -1, false
}

// Loaded reports whether the members of relationship i are known, if only as they were when they were last read.
func (s *State) Loaded(i int) bool { return s.loaded&(1<<i) != 0 }

// SetLoaded says whether the members of relationship i are known.
func (s *State) SetLoaded(i int, on bool) {
	if on {
		s.loaded |= 1 << i
	} else {
		s.loaded &^= 1 << i
	}
	s.stale &^= 1 << i
}

// RelChanged reports whether the members of relationship i changed since the last flush.
func (s *State) RelChanged(i int) bool { return s.changed&(1<<i) != 0 }

// RelsChanged reports whether the members of any relationship changed since the last flush.
func (s *State) RelsChanged() bool { return s.changed != 0 }

// MarkRel says that the members of relationship i changed.
func (s *State) MarkRel(i int) { s.changed |= 1 << i }

// Settle says that all changes of relationships are stored.
func (s *State) Settle() {
	s.changed = 0
	s.Flags &^= Orphaned | Blind
}

// ForgetRels makes the members of all relationships unknown.
func (s *State) ForgetRels() {
	s.loaded, s.changed, s.stale = 0, 0, 0
	s.Flags &^= Orphaned | Blind
}

// ForgetRel makes the members of one relationship unknown.
func (s *State) ForgetRel(i int) {
	s.loaded &^= 1 << i
	s.changed &^= 1 << i
	s.stale &^= 1 << i
}

// ExpireRels makes the members of all relationships what they were when they were last read: they are read again when they are
// next asked for.
func (s *State) ExpireRels() { s.stale = s.loaded }

// Fresh reports whether the members of relationship i are known and up to date.
func (s *State) Fresh(i int) bool { return s.loaded&^s.stale&(1<<i) != 0 }

// Any is the object as a pointer to its struct.
func (s *State) Any() any { return s.Mapper.Any(s.Obj) }

// HasSnapshot reports whether the values that the database has are known.
func (s *State) HasSnapshot() bool { return s.snap != nil }

// Capture makes the object's present values its snapshot.
func (s *State) Capture() {
	if s.snap == nil {
		s.snap = s.Mapper.newSnapshot()
	}
	for i := range s.Mapper.Columns {
		if c := &s.Mapper.Columns[i]; c.later || s.absent != 0 {
			s.settle(i)
		} else {
			c.capture(s.Obj, s.snap)
		}
	}
}

// CaptureColumn makes the present value of one column its snapshot.
func (s *State) CaptureColumn(i int) {
	s.setAbsent(i, false)
	c := &s.Mapper.Columns[i]
	c.capture(s.Obj, s.snap)
	c.readInto(s.Obj)
}

// settle is CaptureColumn for a column that may be unknown, and stays so if nothing was assigned to it.
func (s *State) settle(i int) {
	if !s.Absent(i) || s.Mapper.Columns[i].changed(s.Obj, s.snap) {
		s.CaptureColumn(i)
	}
}

// DropSnapshot forgets the values that the database has.
func (s *State) DropSnapshot() { s.snap = nil }

// Restore puts the snapshot's values back into the object.
func (s *State) Restore() error {
	if s.snap == nil {
		return nil
	}
	for i := range s.Mapper.Columns {
		if err := s.RestoreColumn(i); err != nil {
			return err
		}
	}
	return nil
}

// RestoreColumn puts the snapshot's value of one column back into the object.
func (s *State) RestoreColumn(i int) error {
	if s.snap == nil {
		return nil
	}
	c := &s.Mapper.Columns[i]
	if c.nest != nil {
		return s.restoreNested(i)
	}
	if d := c.headOf(s.Obj); d != nil {
		d.known, d.blind = !s.Absent(i), false
	}
	return c.restore(s.Obj, s.snap)
}

// ReadColumns reads some columns, in the order of the row's cells, over whatever was edited.
func (s *State) ReadColumns(row *dbapi.Row, cols []int) error {
	s.Mapper.readNests(s.Obj, row, 0, cols)
	for cell, i := range cols {
		c := &s.Mapper.Columns[i]
		if c.nest == nil {
			c.load(s.Obj, row, cell, nil)
		}
		if err := row.Err(); err != nil {
			return &LoadError{Entity: s.Mapper.Entity.Name, Attr: c.Attr.Name, Err: err}
		}
		if s.snap != nil {
			s.CaptureColumn(i)
		}
	}
	return nil
}

// Snapshot is a copy of the values that the database had, to go back to.
type Snapshot struct {
	p      unsafe.Pointer
	absent uint16
}

// SaveSnapshot copies the object's snapshot.
func (s *State) SaveSnapshot() Snapshot {
	if s.snap == nil {
		return Snapshot{}
	}
	c := s.Mapper.newSnapshot()
	s.Mapper.copySnapshot(c, s.snap)
	return Snapshot{c, s.absent}
}

// PutSnapshot makes a saved copy the object's snapshot again.
func (s *State) PutSnapshot(c Snapshot) { s.snap, s.absent = c.p, c.absent }

// SnapshotValue is the value that the database has for column i, as it is bound to a statement.
func (s *State) SnapshotValue(i int) any {
	c := &s.Mapper.Columns[i]
	if (c.Pointer || c.Kind == Bytes || c.nest != nil) && !*(*bool)(unsafe.Add(s.snap, c.set)) {
		return nil
	}
	p := unsafe.Add(s.snap, c.snap)
	switch c.Kind {
	case Int64:
		if c.Type == int64Type {
			return *(*int64)(p)
		}
	case String:
		if c.Type == stringType {
			return *(*string)(p)
		}
	}
	v := c.at2(p).Interface()
	if str, ok := v.(string); ok && c.Kind == Bytes {
		return []byte(str)
	}
	return v
}

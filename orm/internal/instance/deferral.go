package instance

import "unsafe"

// Deferral is the head of a field that is read when it is asked for (orm.Deferred). The value comes after it.
type Deferral struct {
	own   *State // the object it belongs to, nil for none
	known bool   // there is a value, if only as it was when it was last read
	// blind says that the value was assigned without the database's being known, so that it is sent whatever it is.
	blind bool
}

// Owner is the object that a field belongs to and its column; -1 for a field outside an object that is known.
func (d *Deferral) Owner() (*State, int) {
	if d.own == nil || d.own.Obj == nil {
		return d.own, -1
	}
	off := uintptr(unsafe.Pointer(d)) - uintptr(d.own.Obj)
	for _, i := range d.own.Mapper.deferred {
		if d.own.Mapper.Columns[i].head == off {
			return d.own, i
		}
	}
	return nil, -1
}

// Known reports whether there is a value, if only as it was when it was last read.
func (d *Deferral) Known() bool { return d.known }

// Lost reports whether the field was copied out of an object that had not read it, or belongs to one that no session keeps.
func (d *Deferral) Lost() bool {
	_, i := d.Owner()
	return i < 0 && d.own != nil && !d.known
}

// Of names the entity that a field belongs to, or was copied from.
func (d *Deferral) Of() string {
	if d.own == nil {
		return "?"
	}
	return d.own.Mapper.Entity.Name
}

// Assign says that the value was assigned.
func (d *Deferral) Assign() {
	d.known = true
	if own, i := d.Owner(); i >= 0 && own.Absent(i) {
		d.blind = true
	}
}

// Ready reports whether the value need not be read: it is known and up to date, or was assigned.
func (d *Deferral) Ready() bool {
	own, i := d.Owner()
	return i < 0 || d.blind || !own.Absent(i)
}

// headOf is the head of a deferred column in an object, nil for another column.
func (c *Column) headOf(obj unsafe.Pointer) *Deferral {
	if !c.later {
		return nil
	}
	return (*Deferral)(unsafe.Add(obj, c.head))
}

// WireDeferred makes deferred fields know their object: those of a new object, and those that were assigned a literal. One that was copied
// from another object which had not read it has no value still.
func (s *State) WireDeferred() {
	for _, i := range s.Mapper.deferred {
		d := s.Mapper.Columns[i].headOf(s.Obj)
		if d.own == s {
			continue
		}
		known := d.known || d.own == nil
		d.own, d.blind = s, false
		if known {
			d.Assign()
		}
	}
}

// Valueless is a deferred column of a new object that has no value: it was copied from an object which had not read it. It is -1 for none.
func (s *State) Valueless() int {
	for _, i := range s.Mapper.deferred {
		if d := s.Mapper.Columns[i].headOf(s.Obj); d.own == s && !d.known {
			return i
		}
	}
	return -1
}

// HasDeferred reports whether objects of the mapper have deferred columns.
func (m *Mapper) HasDeferred() bool { return len(m.deferred) > 0 }

// Group are the columns that are read together with deferred column i and are not known.
func (s *State) Group(i int) []int {
	group := s.Mapper.Columns[i].Attr.Group
	if group == "" {
		return []int{i}
	}
	var out []int
	for _, j := range s.Mapper.deferred {
		if c := &s.Mapper.Columns[j]; c.Attr.Group == group && s.Absent(j) && !c.headOf(s.Obj).blind {
			out = append(out, j)
		}
	}
	return out
}

// ExpireDeferred makes deferred columns ones that are read again when they are next asked for, but for those that were edited.
func (s *State) ExpireDeferred() {
	for _, i := range s.Mapper.deferred {
		if s.snap != nil && !s.Mapper.Columns[i].changed(s.Obj, s.snap) {
			s.setAbsent(i, true)
		}
	}
}

// ForgetColumn takes an edit of a deferred column back, and makes it unknown.
func (s *State) ForgetColumn(i int) error {
	s.setAbsent(i, true)
	return s.RestoreColumn(i)
}

// ForgetDeferred takes the edits of all deferred columns back, and makes them unknown.
func (s *State) ForgetDeferred() error {
	for _, i := range s.Mapper.deferred {
		if err := s.ForgetColumn(i); err != nil {
			return err
		}
	}
	return nil
}

// SetColumn assigns a value to a column, as a user would.
func (s *State) SetColumn(i int, v any) error {
	c := &s.Mapper.Columns[i]
	if err := c.Set(s.Obj, v); err != nil {
		return err
	}
	if d := c.headOf(s.Obj); d != nil {
		d.own = s
		d.Assign()
	}
	return nil
}

// CaptureLike makes the object's present values its snapshot, but for those that src did not have.
func (s *State) CaptureLike(src *State) {
	s.Capture()
	s.absent = src.absent
	for _, i := range s.Mapper.deferred {
		d := s.Mapper.Columns[i].headOf(s.Obj)
		d.own, d.known = s, !s.Absent(i)
	}
}

// Unset reports whether the value of a column is known neither from the database nor from the user.
func (s *State) Unset(i int) bool {
	if !s.Absent(i) {
		return false
	}
	return s.snap == nil || !s.Mapper.Columns[i].changed(s.Obj, s.snap)
}

// readInto says that a deferred column holds what the database has.
func (c *Column) readInto(obj unsafe.Pointer) {
	if d := c.headOf(obj); d != nil {
		d.known, d.blind = true, false
	}
}

package instance

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/engine/dbapi"
)

// This file makes objects of rows.

// LoadError says that a row's value does not fit the attribute it is mapped to, or that a hook of the object failed.
type LoadError struct {
	Entity, Attr string
	// Hook is the method of the object that gave the error, "" for none.
	Hook string
	Err  error
}

// Error implements error.
func (e *LoadError) Error() string {
	if e.Hook != "" {
		return fmt.Sprintf("orm: %s %s: %v", e.Hook, e.Entity, e.Err)
	}
	return fmt.Sprintf("orm: %s.%s: the value in the database does not fit: %v", e.Entity, e.Attr, e.Err)
}

// Unwrap gives the cause.
func (e *LoadError) Unwrap() error { return e.Err }

// Loader makes the objects of one mapper from the rows of one query.
type Loader struct {
	Mapper *Mapper
	// Context is the session whose objects they become; nil makes untracked objects.
	Context *Context
	// First is the index of the entity's first column in the rows.
	First int
	// Overwrite refreshes objects that are loaded already, edits included.
	Overwrite bool
	// Single allocates one object at a time, for queries of one.
	Single bool
	// Room is how many objects are expected.
	Room int
	// Cols are the columns that the rows have, in the order of their cells; nil for all.
	Cols []int
	// Raise are columns that are an error to read later, as far as they are not read now.
	Raise []int

	part *part // what follows from Cols

	ident *IdentityMap
	slab  unsafe.Pointer // of the next object in the current slab
	left  int
	// States are the objects of the rows, in order, if Keep is set.
	Keep   bool
	States []*State
	// Met says that an object of a row was known before: by the session, or by a row before. Else all States differ.
	Met  bool
	seen map[*State]bool
}

// Row makes, finds or refreshes the object of a row. It is nil for a row whose key is NULL: the far side of an outer join that
// matched nothing.
func (l *Loader) Row(row *dbapi.Row) (*State, unsafe.Pointer, error) {
	st, obj, err := l.row(row)
	if l.Keep && st != nil {
		if l.States == nil {
			l.States = make([]*State, 0, l.Room)
		}
		l.States = append(l.States, st)
	}
	if l.Raise != nil && st != nil {
		l.Context.SetRaiseColumns(st, l.Raise)
	}
	return st, obj, err
}

func (l *Loader) row(row *dbapi.Row) (*State, unsafe.Pointer, error) {
	m := l.Mapper
	keys := m.Keys
	if l.Cols != nil {
		keys = l.parts().keys
	}
	for _, k := range keys {
		if row.IsNull(l.First + k) {
			return nil, nil, nil
		}
	}
	if l.Context == nil {
		return l.untracked(row)
	}
	if l.ident == nil {
		l.ident = l.Context.identity(m, l.Room)
	}
	key, err := l.key(row)
	if err != nil {
		return nil, nil, err
	}
	st, slot := l.ident.place(key)
	if st != nil {
		l.Met = true
		return st, st.Obj, l.refresh(st, row)
	}
	base := l.block(&m.kept)
	snap := unsafe.Add(base, m.snapOff)
	absent := uint16(0)
	if l.Cols == nil {
		m.loadQuick(m.quick, base, snap, row, l.First)
		m.loadNests(base, snap, row, l.First, nil)
	} else {
		absent = l.loadPart(base, snap, row)
	}
	if err := l.failed(row); err != nil {
		return nil, nil, err
	}
	st = (*State)(unsafe.Add(base, m.stateOff))
	*st = State{Context: l.Context, Mapper: m, Obj: base, snap: snap, Flags: Persistent, absent: absent}
	m.wire(base, st)
	l.ident.putAt(key, slot, st)
	if l.listened(AfterLoad) {
		return st, base, l.came(st, st.Any(), AfterLoad)
	}
	return st, base, nil
}

// untracked makes an object that no session keeps.
func (l *Loader) untracked(row *dbapi.Row) (*State, unsafe.Pointer, error) {
	m := l.Mapper
	obj := l.block(&m.bare)
	for i := range m.Rels {
		*(**State)(unsafe.Add(obj, m.Rels[i].Off)) = m.Rels[i].untracked
	}
	m.strand(obj)
	if l.Cols != nil {
		l.fillPart(obj, row)
	} else {
		m.loadBare(obj, row, l.First)
	}
	if err := l.failed(row); err != nil || !l.listened(AfterLoad) {
		return nil, obj, err
	}
	return nil, obj, l.came(nil, m.Any(obj), AfterLoad)
}

// wire points the entity and its containers to the state. Containers begin with that pointer.
func (m *Mapper) wire(obj unsafe.Pointer, st *State) {
	*(**State)(unsafe.Add(obj, m.EntityOff)) = st
	for i := range m.Rels {
		*(**State)(unsafe.Add(obj, m.Rels[i].Off)) = st
	}
	for _, i := range m.deferred {
		m.Columns[i].headOf(obj).own = st
	}
}

// fill reads the columns into an object that is no block.
func (l *Loader) fill(obj unsafe.Pointer, row *dbapi.Row) error {
	if l.Cols != nil {
		l.fillPart(obj, row)
		return l.failed(row)
	}
	for i := range l.Mapper.Columns {
		if c := &l.Mapper.Columns[i]; c.nest == nil {
			c.load(obj, row, l.First+i, nil)
		}
	}
	l.Mapper.readNests(obj, row, l.First, nil)
	return l.failed(row)
}

// failed wraps what went wrong in a row with the attribute it happened to.
func (l *Loader) failed(row *dbapi.Row) error {
	err := row.Err()
	if err == nil {
		return nil
	}
	e := &LoadError{Entity: l.Mapper.Entity.Name, Err: err}
	if ce, ok := err.(*dbapi.ColumnError); ok {
		if i := l.column(ce.Index - l.First); i >= 0 {
			e.Attr = l.Mapper.Columns[i].Attr.Name
		}
	}
	return e
}

// refresh brings an object up to date that is expired, and gives it the columns that it lacks. What was edited since it was read stays
// edited.
func (l *Loader) refresh(st *State, row *dbapi.Row) error {
	renew := st.Has(Expired) || l.Overwrite
	if l.seen[st] || !renew && !l.brings(st) {
		return nil
	}
	m := l.Mapper
	if l.seen == nil {
		l.seen = map[*State]bool{}
	}
	l.seen[st] = true
	tmp := reflect.New(m.Type).UnsafePointer()
	if err := l.fill(tmp, row); err != nil {
		return err
	}
	overwrite := l.Overwrite
	if st.snap == nil {
		st.snap = m.newSnapshot()
		renew, overwrite = true, true
	}
	for i := range m.Columns {
		if m.Columns[i].nest == nil && l.has(i) && (renew || st.Absent(i)) {
			st.takeOver(i, tmp, overwrite)
		}
	}
	for _, n := range m.nests {
		st.takeOverNest(n, tmp, slices.DeleteFunc(slices.Clone(n.cols), func(i int) bool { return !l.has(i) || !renew && !st.Absent(i) }), overwrite)
	}
	if l.whole() {
		st.Flags &^= Expired
	}
	if l.listened(AfterRefresh) {
		return l.came(st, st.Any(), AfterRefresh)
	}
	return nil
}

// takeOver gives a column what was read into another object; an edit stays unless it is to be overwritten.
func (s *State) takeOver(i int, tmp unsafe.Pointer, overwrite bool) {
	c := &s.Mapper.Columns[i]
	if overwrite || !c.changed(s.Obj, s.snap) {
		c.move(s.Obj, tmp)
	}
	s.setAbsent(i, false)
	c.capture(tmp, s.snap)
	c.readInto(s.Obj)
}

// move assigns the field of one object to that of another.
func (c *Column) move(dst, src unsafe.Pointer) {
	t := c.fieldType()
	reflect.NewAt(t, unsafe.Add(dst, c.Off)).Elem().Set(reflect.NewAt(t, unsafe.Add(src, c.Off)).Elem())
}

// KeyOfRow reads the primary key from the cells of a row, which has the key's columns alone, in their order.
func (m *Mapper) KeyOfRow(row *dbapi.Row, first int) (Key, error) {
	values := make([]any, len(m.Keys))
	for j, i := range m.Keys {
		p := reflect.New(m.Columns[i].Type)
		m.Columns[i].read(p.UnsafePointer(), row, first+j)
		values[j] = p.Elem().Interface()
	}
	if err := row.Err(); err != nil {
		return Key{}, &LoadError{Entity: m.Entity.Name, Err: err}
	}
	return m.KeyOf(values)
}

// KeyIn reads the primary key of a row; ok is false where it is NULL.
func (l *Loader) KeyIn(row *dbapi.Row) (k Key, ok bool, err error) {
	cells := l.Mapper.Keys
	if l.Cols != nil {
		cells = l.parts().keys
	}
	for _, c := range cells {
		if row.IsNull(l.First + c) {
			return k, false, nil
		}
	}
	k, err = l.key(row)
	return k, err == nil, err
}

// key reads the primary key of a row.
func (l *Loader) key(row *dbapi.Row) (Key, error) {
	m := l.Mapper
	cells := m.Keys
	if l.Cols != nil {
		cells = l.parts().keys
	}
	if len(m.Keys) == 1 && m.Columns[m.Keys[0]].Kind == Int64 {
		k := Key{n: row.Int64(l.First + cells[0])}
		return k, l.failed(row)
	}
	var b []byte
	for j, i := range m.Keys {
		p := reflect.New(m.Columns[i].Type)
		m.Columns[i].read(p.UnsafePointer(), row, l.First+cells[j])
		b = appendKey(b, m.Columns[i].plain(p.Elem()))
	}
	return Key{s: string(b), text: true}, l.failed(row)
}

package instance

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unsafe"

	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/sqltypes"
)

// Mapper knows the layout of an entity's objects, states and snapshots. It does not change once it is made, and may be used by
// any number of goroutines.
type Mapper struct {
	Entity  *mapping.Entity
	Type    reflect.Type // the struct
	Pointer reflect.Type // to the struct
	Columns []Column     // in the order of Entity.Attrs
	Keys    []int        // the columns of the primary key, in the order of Entity.PrimaryKey
	// Version is the column that is another after each change of a row, -1 for none.
	Version int
	// NextVersion makes the version that follows another, the first one of nil; nil where the user or the database does.
	NextVersion func(old any) (any, error)
	// ServerVersion says that the database makes versions: they are never sent but to find the row, and read again after each change.
	ServerVersion bool
	Rels          []Rel // in the order of Entity.Rels
	// EntityOff is the offset of the embedded orm.Entity.
	EntityOff uintptr
	// Checks are done before an object is written.
	Checks []Check
	// Hooks are the methods of the objects that are called; Read calls one of those about reading.
	Hooks Hooks
	Read  func(obj any, h Hook) error
	// OnInsert and OnUpdate are where columns get values from that an object was given none for, or that did not change, in the order of
	// the columns.
	OnInsert, OnUpdate []Fill
	// Fetches says that the database changes columns on UPDATE.
	Fetches bool
	// Referrers are the many-to-one relationships that lead here.
	Referrers []Referrer
	// Referred are the columns that relationships of this entity, or of others to it, find related rows by: should they change, others
	// follow. It is set by Settle.
	Referred []int
	// Wire gives a user's object its state, or finds the one it has; nil for what no mapper of the registry maps.
	Wire func(obj any) *State

	// deferred are the columns that are read when they are asked for.
	deferred []int
	// nests are the composites that may be nil.
	nests    []*nest
	absences absences
	// untracked is what the deferred fields of objects that no session keeps point to.
	untracked *State

	runs     []run
	deep     []int
	relOffs  []uintptr // of the containers in the object
	null     any       // a nil pointer to an object
	snapType reflect.Type
	// snapSlice is of snapshots.
	snapSlice reflect.Type
	kept      memory // object, state, snapshot and boxes of an object that is read
	bare      memory // object and boxes of one that no session keeps
	stateOff  uintptr
	snapOff   uintptr
	quick     []quick
}

// Check is what a user has checked before an object is written.
type Check struct {
	Column int
	Do     func(obj any) error
}

// Referrer is a many-to-one relationship of a mapper.
type Referrer struct {
	Mapper *Mapper
	Rel    int
}

// Settle is called when the relationships of all mappers are known.
func (m *Mapper) Settle() {
	add := func(a *mapping.Attr) {
		if i := m.Attr(a); i >= 0 && !slices.Contains(m.Referred, i) {
			m.Referred = append(m.Referred, i)
		}
	}
	for i := range m.Rels {
		if r := &m.Rels[i]; r.Direction != mapping.ManyToOne && !r.ViewOnly {
			for _, a := range r.Near() {
				add(a)
			}
		}
	}
	for _, ref := range m.Referrers {
		for _, p := range ref.Mapper.Rels[ref.Rel].Pairs {
			add(p.Remote)
		}
	}
}

// Rel is a relationship with its place in the object.
type Rel struct {
	*mapping.Relationship
	Off uintptr
	// Target is the mapper of the related entity.
	Target *Mapper
	// MapKey makes the keys of a Map of its members, a func(E) K; nil where an attribute has them.
	MapKey any
	typ    reflect.Type
	null   any // a nil pointer to the container
	// untracked is what the containers of objects that no session keeps point to: one state for all of them, without an object.
	untracked *State
}

// Type is that of the container.
func (r *Rel) Type() reflect.Type { return r.typ }

// NewMapper makes the mapper of an entity whose struct is t. The targets of relationships are set by the caller.
func NewMapper(e *mapping.Entity, t reflect.Type) (*Mapper, error) {
	m := &Mapper{Entity: e, Type: t, Pointer: reflect.PointerTo(t), null: nullOf(t), Version: -1}
	m.untracked = &State{Mapper: m, Flags: Untracked}
	for _, a := range e.Attrs {
		f, off, through, err := m.place(t, a)
		if err != nil {
			return nil, err
		}
		c := Column{Attr: a, Off: off, Pointer: a.Pointer, Type: f, nest: through, computed: a.Computed}
		if a.Deferred { // a Deferral and the value
			v := f.Field(1)
			c.Off, c.head, c.Type, c.later = off+v.Offset, off, v.Type, true
			m.deferred = append(m.deferred, len(m.Columns))
		}
		if a.Pointer {
			c.Type = c.Type.Elem()
		}
		c.size = c.Type.Size()
		c.Kind = kindOf(a, c.Type)
		c.deep = c.Pointer || c.Kind == Bytes || c.Kind >= Scanner || a.Deferred || through != nil
		c.span = c.Type == reflect.TypeFor[time.Duration]() && a.Column.Type().Kind() == sqltypes.IntervalKind
		if a.Version {
			m.Version, m.NextVersion = len(m.Columns), count
		}
		m.Columns = append(m.Columns, c)
	}
	for _, a := range e.PrimaryKey {
		m.Keys = append(m.Keys, m.Attr(a))
	}
	for _, r := range e.Rels {
		f, off, err := field(t, r.Path)
		if err != nil {
			return nil, err
		}
		m.relOffs = append(m.relOffs, off)
		m.Rels = append(m.Rels, Rel{Relationship: r, Off: off, typ: f, null: nullOf(f), untracked: &State{Mapper: m, Flags: Untracked}})
	}
	ent, ok := t.FieldByName(e.At.Field) // which an alias may name otherwise than Entity
	if !ok {
		return nil, fmt.Errorf("instance: %s does not embed orm.Entity", t)
	}
	m.EntityOff = ent.Offset
	if len(m.Rels) > 32 {
		return nil, fmt.Errorf("instance: %s has %d relationships; at most 32 are possible", t, len(m.Rels))
	}
	m.layout()
	return m, nil
}

// field finds the type and offset of a field by its path. Embedded pointers are not followed: their target may not exist.
func field(t reflect.Type, path []string) (reflect.Type, uintptr, error) {
	var off uintptr
	for _, name := range path {
		if t.Kind() != reflect.Struct {
			return nil, 0, fmt.Errorf("instance: %v embeds a pointer, whose columns have no place; embed the struct itself", path)
		}
		f, ok := t.FieldByName(name)
		if !ok || len(f.Index) != 1 {
			return nil, 0, fmt.Errorf("instance: %s has no field %s", t, name)
		}
		off += f.Offset
		t = f.Type
	}
	return t, off, nil
}

// layout makes the types of the snapshot and of the block.
func (m *Mapper) layout() {
	var snap, boxes []reflect.StructField
	add := func(fs *[]reflect.StructField, t reflect.Type) int {
		*fs = append(*fs, reflect.StructField{Name: "F" + strconv.Itoa(len(*fs)), Type: t})
		return len(*fs) - 1
	}
	value, set, box := make([]int, len(m.Columns)), make([]int, len(m.Columns)), make([]int, len(m.Columns))
	for i := range m.Columns { // plain columns first, next to each other as in the object
		if c := &m.Columns[i]; !c.deep {
			value[i] = add(&snap, c.snapType())
		}
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		if !c.deep {
			continue
		}
		value[i], set[i] = add(&snap, c.snapType()), add(&snap, reflect.TypeFor[bool]())
		if c.Pointer && c.nest == nil {
			box[i] = add(&boxes, c.Type)
		}
	}
	m.snapType = reflect.StructOf(snap)
	m.snapSlice = reflect.SliceOf(m.snapType)
	boxType := reflect.StructOf(boxes)
	kept := reflect.StructOf([]reflect.StructField{
		{Name: "Obj", Type: m.Type}, {Name: "State", Type: reflect.TypeFor[State]()}, {Name: "Snap", Type: m.snapType}, {Name: "Boxes", Type: boxType},
	})
	m.stateOff, m.snapOff = kept.Field(1).Offset, kept.Field(2).Offset
	bare, bareBoxes := m.Type, uintptr(0)
	if len(boxes) > 0 {
		bare = reflect.StructOf([]reflect.StructField{{Name: "Obj", Type: m.Type}, {Name: "Boxes", Type: boxType}})
		bareBoxes = bare.Field(1).Offset
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		c.snap = m.snapType.Field(value[i]).Offset
		if c.deep {
			c.set = m.snapType.Field(set[i]).Offset
			m.deep = append(m.deep, i)
		}
		if c.Pointer && c.nest == nil {
			at := boxType.Field(box[i]).Offset
			c.box, c.bareBox = kept.Field(3).Offset+at, bareBoxes+at
		}
	}
	m.kept, m.bare = memoryOf(kept), memoryOf(bare)
	m.makeRuns()
	m.makeQuick()
}

// Any is an object as a pointer to its struct.
func (m *Mapper) Any(obj unsafe.Pointer) any { return pointing(m.null, obj) }

// Field is a pointer to the field of relationship i, of its declared type.
func (m *Mapper) Field(obj unsafe.Pointer, i int) any {
	r := &m.Rels[i]
	return pointing(r.null, unsafe.Add(obj, r.Off))
}

// nullOf is a nil pointer to a type, as the interface value that pointing takes.
func nullOf(t reflect.Type) any { return reflect.Zero(reflect.PointerTo(t)).Interface() }

// pointing is a pointer of the type of null to p: what reflect.NewAt gives, which looks for the pointer's type each time. A pointer in an
// interface value is the second of its two words.
func pointing(null any, p unsafe.Pointer) any {
	(*[2]unsafe.Pointer)(unsafe.Pointer(&null))[1] = p
	return null
}

// Wired reports whether the container of relationship i points to the object's state. Containers begin with that pointer, so that
// asking costs a read.
func (s *State) Wired(i int) bool {
	return *(**State)(unsafe.Add(s.Obj, s.Mapper.Rels[i].Off)) == s
}

// RelAt is the index of the relationship whose container is at an address inside the object, -1 for none.
func (m *Mapper) RelAt(obj, container unsafe.Pointer) int {
	off := uintptr(container) - uintptr(obj)
	for i := range m.Rels {
		if m.Rels[i].Off == off {
			return i
		}
	}
	return -1
}

func (m *Mapper) newSnapshot() unsafe.Pointer { return reflect.New(m.snapType).UnsafePointer() }

func (m *Mapper) copySnapshot(dst, src unsafe.Pointer) {
	reflect.NewAt(m.snapType, dst).Elem().Set(reflect.NewAt(m.snapType, src).Elem())
}

// Attr is the index of a column attribute.
func (m *Mapper) Attr(a *mapping.Attr) int {
	for i := range m.Columns {
		if m.Columns[i].Attr == a {
			return i
		}
	}
	return -1
}

// New is the memory of a new object, which no session has.
func (m *Mapper) New() unsafe.Pointer { return reflect.New(m.Type).UnsafePointer() }

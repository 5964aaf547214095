package instance

import (
	"context"
	"reflect"
	"unsafe"
)

// Context is what a session is to its objects.
type Context struct {
	// Owner is the session; package orm knows its type.
	Owner any
	maps  []*identity // in order of first use
	// Adopt is called when an object outside the session is attached to one inside, along a relationship that cascades.
	Adopt func(*State)
	// Load loads a relationship of an object.
	Load func(ctx context.Context, s *State, rel int) error
	// Orphan is called when an object that is not stored yet lost the parent that owns it.
	Orphan func(*State)
	// Known finds the target of a to-one relationship that is not loaded among the objects of the session.
	Known func(s *State, rel int) *State
	// raises has the relationships of objects that must not be loaded, as bits.
	raises map[*State]uint32
	// Misuse records a mistake that the next flush or query returns.
	Misuse func(error)
}

type identity struct {
	m *Mapper
	t *IdentityMap
}

// Identity is the identity map of a mapper.
func (c *Context) Identity(m *Mapper) *IdentityMap { return c.identity(m, 0) }

// identity is the identity map of a mapper, made with room for n objects if there is none.
func (c *Context) identity(m *Mapper, n int) *IdentityMap {
	for _, i := range c.maps {
		if i.m == m {
			return i.t
		}
	}
	t := NewIdentityMap(n)
	c.maps = append(c.maps, &identity{m, t})
	return t
}

// States calls f with every persistent object, mapper by mapper.
func (c *Context) States(f func(*State)) {
	for _, i := range c.maps {
		i.t.States(func(s *State) bool { f(s); return true })
	}
}

// Clear forgets all objects at once.
func (c *Context) Clear() { c.maps, c.raises = nil, nil }

// Raises reports whether loading relationship i of an object is an error.
func (c *Context) Raises(s *State, i int) bool { return c.raises[s]&(1<<i) != 0 }

// SetRaise makes loading relationship i of an object an error.
func (c *Context) SetRaise(s *State, i int) {
	if c.raises == nil {
		c.raises = map[*State]uint32{}
	}
	c.raises[s] |= 1 << i
}

// Detached is a state of an object that the object does not know: what is done with it leaves no trace but in the fields.
func Detached(m *Mapper, obj unsafe.Pointer) *State { return &State{Mapper: m, Obj: obj} }

// NewObject makes an object of a mapper, with a state. Its containers are wired by whoever calls this.
func NewObject(m *Mapper) *State { return NewState(m, reflect.New(m.Type).UnsafePointer()) }

// NewState gives a user's object a state. Its containers are wired one by one by whoever calls this, since they must
// replay what was done to them before.
func NewState(m *Mapper, obj unsafe.Pointer) *State {
	s := &State{Mapper: m, Obj: obj}
	*(**State)(unsafe.Add(obj, m.EntityOff)) = s
	return s
}

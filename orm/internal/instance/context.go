package instance

import (
	"context"
	"reflect"
	"slices"
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
	// LoadColumn reads a deferred column of an object, with its group.
	LoadColumn func(ctx context.Context, s *State, col int) error
	// columnRaises has the columns of objects that must not be read.
	columnRaises map[*State]columnSet
	// Later has what the queries that read objects said of loading them further; the session knows its type.
	Later map[*State]any
	// Moved is called when an object goes from one state of its life to another, Came when its row was read; nil where nobody listens.
	Moved func(s *State, from, to Life)
	Came  func(*State, Hook)
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

// Leave makes the persistent objects those of no session.
func (c *Context) Leave() {
	if c.Moved != nil {
		c.States(func(s *State) {
			s.leave()
			c.Moved(s, LifePersistent, LifeDetached)
		})
		return
	}
	for _, i := range c.maps {
		for k := range i.t.entries {
			if s := i.t.entries[k].state; s != nil {
				s.leave()
			}
		}
	}
}

func (s *State) leave() {
	s.Context = nil
	s.Flags &^= Deleted
}

// Dirty appends the persistent objects of which columns or relationships changed since the last flush, or of which also says so; nil
// says so of none.
func (c *Context) Dirty(out []*State, also func(*State) bool) []*State {
	for _, i := range c.maps {
		for k := range i.t.entries {
			if s := i.t.entries[k].state; s != nil && (s.changed != 0 || s.Changed() || also != nil && also(s)) {
				out = append(out, s)
			}
		}
	}
	return out
}

// AnyDirty reports whether columns or relationships of any persistent object changed since the last flush.
func (c *Context) AnyDirty() bool {
	for _, i := range c.maps {
		for k := range i.t.entries {
			if s := i.t.entries[k].state; s != nil && (s.changed != 0 || s.Changed()) {
				return true
			}
		}
	}
	return false
}

// Unwired appends the persistent objects that have a container which does not point to them, or deferred columns.
func (c *Context) Unwired(out []*State) []*State {
	for _, i := range c.maps {
		rels, deferred := i.m.relOffs, i.m.HasDeferred()
		if len(rels) == 0 && !deferred {
			continue
		}
		for k := range i.t.entries {
			s := i.t.entries[k].state
			if s == nil {
				continue
			}
			wired := !deferred
			for r := 0; wired && r < len(rels); r++ {
				wired = *(**State)(unsafe.Add(s.Obj, rels[r])) == s
			}
			if !wired {
				out = append(out, s)
			}
		}
	}
	return out
}

// Clear forgets all objects at once.
func (c *Context) Clear() { c.maps, c.Later, c.columnRaises = nil, nil, nil }

// RaisesColumn reports whether reading column i of an object is an error.
func (c *Context) RaisesColumn(s *State, i int) bool { return c.columnRaises[s].has(i) }

// SetRaiseColumns makes reading columns of an object an error, as far as it lacks them.
func (c *Context) SetRaiseColumns(s *State, cols []int) {
	if c.columnRaises == nil {
		c.columnRaises = map[*State]columnSet{}
	}
	c.columnRaises[s] = setOf(len(s.Mapper.Columns), func(i int) bool {
		return c.columnRaises[s].has(i) || s.Absent(i) && slices.Contains(cols, i)
	})
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

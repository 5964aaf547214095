package instance

// This file says where code of the user's is called, and where an object is in its life.

// Hook is a moment at which an object is written or was read.
type Hook uint8

// The moments.
const (
	BeforeInsert Hook = iota
	AfterInsert
	BeforeUpdate
	AfterUpdate
	BeforeDelete
	AfterDelete
	AfterLoad
	AfterRefresh
)

var hookNames = [...]string{"BeforeInsert", "AfterInsert", "BeforeUpdate", "AfterUpdate", "BeforeDelete", "AfterDelete", "AfterLoad", "AfterRefresh"}

// String is the name of the method that is called.
func (h Hook) String() string { return hookNames[h] }

// Hooks is a set of hooks.
type Hooks uint8

// HooksOf makes a set.
func HooksOf(hs ...Hook) (s Hooks) {
	for _, h := range hs {
		s |= 1 << h
	}
	return s
}

// Has reports whether a hook is in the set.
func (s Hooks) Has(h Hook) bool { return s&(1<<h) != 0 }

// Life is where an object is in its life.
type Life uint8

// The states of objects.
const (
	LifeTransient Life = iota
	LifePending
	LifePersistent
	LifeDeleted
	LifeDetached
)

// Move tells the session that an object went from one state to another.
func (c *Context) Move(s *State, from, to Life) {
	if c != nil && c.Moved != nil {
		c.Moved(s, from, to)
	}
}

// came tells whoever wants to know that a row was read into an object. st is nil for one that no session keeps.
func (l *Loader) came(st *State, obj any, h Hook) error {
	if l.Context != nil && l.Context.Came != nil && st != nil {
		l.Context.Came(st, h)
	}
	if l.Mapper.Hooks.Has(h) {
		if err := l.Mapper.Read(obj, h); err != nil {
			return &LoadError{Entity: l.Mapper.Entity.Name, Hook: h.String(), Err: err}
		}
	}
	return nil
}

// listened reports whether anybody wants to know that a row was read.
func (l *Loader) listened(h Hook) bool {
	return l.Mapper.Hooks.Has(h) || l.Context != nil && l.Context.Came != nil
}

package unitofwork

import (
	"errors"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Undo remembers what flushes of a transaction did to objects, so that Rollback can put them back.
type Undo struct {
	steps []func(*instance.Context) error
	seen  map[*instance.State]bool // whose snapshot of the beginning is kept
	gone  []*instance.State        // that were deleted
	met   map[*instance.State]bool // the others whose relationships were flushed
}

// Reset forgets everything, after a commit.
func (u *Undo) Reset() { *u = Undo{} }

// Append adds what other remembers, which happened after what u remembers.
func (u *Undo) Append(other Undo) {
	u.steps = append(u.steps, other.steps...)
	u.gone = append(u.gone, other.gone...)
	for st := range other.seen {
		u.fresh(st)
	}
	for st := range other.met {
		u.meet(st)
	}
}

// Gone calls f with the objects that were deleted, in order.
func (u *Undo) Gone(f func(*instance.State)) {
	for _, st := range u.gone {
		f(st)
	}
}

// Each calls f with the objects that were changed, inserted or deleted, or whose relationships were flushed.
func (u *Undo) Each(f func(*instance.State)) {
	for st := range u.seen {
		f(st)
	}
	for st := range u.met {
		f(st)
	}
	for _, st := range u.gone {
		f(st)
	}
}

// meet remembers that an object was part of a flush.
func (u *Undo) meet(st *instance.State) {
	if u.seen[st] {
		return
	}
	if u.met == nil {
		u.met = map[*instance.State]bool{}
	}
	u.met[st] = true
}

// Run puts the objects back, last change first, and forgets everything.
func (u *Undo) Run(c *instance.Context) error {
	var errs []error
	for i := len(u.steps) - 1; i >= 0; i-- {
		errs = append(errs, u.steps[i](c))
	}
	u.Reset()
	return errors.Join(errs...)
}

func (u *Undo) add(f func(*instance.Context) error) { u.steps = append(u.steps, f) }

// set remembers the value of a column of a new object that the flush is about to assign.
func (u *Undo) set(st *instance.State, col int) {
	if st.Has(instance.Persistent) {
		return // its snapshot has the value
	}
	c := &st.Mapper.Columns[col]
	old := c.Value(st.Obj)
	if c.IsZero(st.Obj) {
		old = nil
	}
	u.add(func(*instance.Context) error { return c.Set(st.Obj, old) })
}

// updated remembers what a stored object was at the beginning of the transaction.
func (u *Undo) updated(st *instance.State) {
	if u.seen[st] {
		return
	}
	if u.seen == nil {
		u.seen = map[*instance.State]bool{}
	}
	u.seen[st] = true
	was := st.SaveSnapshot()
	u.add(func(*instance.Context) error {
		st.PutSnapshot(was)
		return st.Restore()
	})
}

// fresh says that an object is new: what it is changed to in the transaction goes with it.
func (u *Undo) fresh(st *instance.State) {
	if u.seen == nil {
		u.seen = map[*instance.State]bool{}
	}
	u.seen[st] = true
}

// inserted remembers that an object was new.
func (u *Undo) inserted(st *instance.State, key instance.Key) {
	u.fresh(st)
	u.add(func(c *instance.Context) error {
		c.Identity(st.Mapper).Remove(key, st)
		st.Context = nil
		st.Flags &^= instance.Persistent | instance.Expired | instance.Deleted | instance.Gone
		st.DropSnapshot()
		c.Move(st, instance.LifePersistent, instance.LifeTransient)
		return nil
	})
}

// deleted remembers that an object was stored.
func (u *Undo) deleted(st *instance.State, key instance.Key) {
	u.gone = append(u.gone, st)
	u.add(func(c *instance.Context) error {
		st.Context = c
		st.Flags |= instance.Persistent
		st.Flags &^= instance.Deleted | instance.Gone
		c.Identity(st.Mapper).Put(key, st)
		c.Move(st, instance.LifeDeleted, instance.LifePersistent)
		return st.Restore()
	})
}

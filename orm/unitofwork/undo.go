package unitofwork

import (
	"errors"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Undo remembers what flushes of a transaction did to objects, so that Rollback can put them back.
type Undo struct {
	steps []step
	seen  map[*instance.State]bool // whose snapshot of the beginning is kept, and those of news that it was asked for
	news  []*instance.State        // that are new, and not in seen yet
	gone  []*instance.State        // that were deleted
	met   map[*instance.State]bool // the others whose relationships were flushed
}

// step is something to be undone: by a function, or one of the usual two things, which need none of their own.
type step struct {
	do  func(*instance.Context) error
	st  *instance.State
	col int          // the column that had no value; -1 if the object was new
	key instance.Key // of an object that was new
}

// run undoes the step.
func (s *step) run(c *instance.Context) error {
	switch {
	case s.do != nil:
		return s.do(c)
	case s.col >= 0:
		return s.st.Mapper.Columns[s.col].Set(s.st.Obj, nil)
	}
	c.Identity(s.st.Mapper).Remove(s.key, s.st)
	s.st.Context = nil
	s.st.Flags &^= instance.Persistent | instance.Expired | instance.Deleted | instance.Gone
	s.st.DropSnapshot()
	c.Move(s.st, instance.LifePersistent, instance.LifeTransient)
	return nil
}

// room makes room for what is remembered of new objects with generated keys.
func (u *Undo) room(n int) {
	u.steps = slices.Grow(u.steps, 2*n)
	u.news = slices.Grow(u.news, n)
}

// Reset forgets everything, after a commit.
func (u *Undo) Reset() { *u = Undo{} }

// Append adds what other remembers, which happened after what u remembers.
func (u *Undo) Append(other Undo) {
	u.steps = append(u.steps, other.steps...)
	u.gone = append(u.gone, other.gone...)
	u.news = append(u.news, other.news...)
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
	for st := range u.all() {
		f(st)
	}
	for st := range u.met {
		f(st)
	}
	for _, st := range u.gone {
		f(st)
	}
}

// all are the objects of seen and news. Many new objects are stored of which nobody asks, so that they wait in a list.
func (u *Undo) all() map[*instance.State]bool {
	if len(u.news) == 0 {
		return u.seen
	}
	if u.seen == nil {
		u.seen = make(map[*instance.State]bool, len(u.news))
	}
	for _, st := range u.news {
		u.seen[st] = true
	}
	u.news = nil
	return u.seen
}

// meet remembers that an object was part of a flush.
func (u *Undo) meet(st *instance.State) {
	if u.all()[st] {
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
		if err := u.steps[i].run(c); err != nil {
			errs = append(errs, err)
		}
	}
	u.Reset()
	return errors.Join(errs...)
}

func (u *Undo) add(f func(*instance.Context) error) { u.steps = append(u.steps, step{do: f}) }

// set remembers the value of a column of a new object that the flush is about to assign.
func (u *Undo) set(st *instance.State, col int) {
	if st.Has(instance.Persistent) {
		return // its snapshot has the value
	}
	c := &st.Mapper.Columns[col]
	if c.IsZero(st.Obj) {
		u.steps = append(u.steps, step{st: st, col: col})
		return
	}
	old := c.Value(st.Obj)
	u.add(func(*instance.Context) error { return c.Set(st.Obj, old) })
}

// updated remembers what a stored object was at the beginning of the transaction.
func (u *Undo) updated(st *instance.State) {
	seen := u.all()
	if seen[st] {
		return
	}
	if seen == nil {
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
func (u *Undo) fresh(st *instance.State) { u.news = append(u.news, st) }

// inserted remembers that an object was new.
func (u *Undo) inserted(st *instance.State, key instance.Key) {
	u.fresh(st)
	u.steps = append(u.steps, step{st: st, col: -1, key: key})
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

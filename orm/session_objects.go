package orm

import (
	"reflect"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file takes objects into a session and out of it, and lists those that it has.

// Add marks objects to be stored at the next flush, with all that is related to them along relationships that cascade. Misuse is
// returned by the next Flush, Commit or query.
func (s *Session) Add(objs ...Mapped) {
	if !s.hold() {
		return
	}
	defer s.leave()
	for _, o := range objs {
		st, err := s.stateFor("Add", o)
		if err != nil {
			s.note(err)
			continue
		}
		if st.Context == s.ctx && st.Has(instance.Deleted) { // added again after it was marked
			st.Flags &^= instance.Deleted
			s.deleted = drop(s.deleted, st)
		}
		s.adopt(st)
	}
}

// AddAll is [Session.Add] for a slice.
func AddAll[E Mapped](s *Session, objs []E) {
	for _, o := range objs {
		s.Add(o)
	}
}

// stateFor wires an object that is given to the session.
func (s *Session) stateFor(op string, o Mapped) (*instance.State, error) {
	if isNil(o) {
		return nil, &MisuseError{op, reflect.TypeOf(o), "the object is nil"}
	}
	t := reflect.TypeOf(o)
	for _, r := range s.regs {
		if err := r.Configure(); err != nil {
			return nil, err
		}
		if r.mapperOf(o) != nil {
			return r.wire(o), nil
		}
	}
	return nil, &MisuseError{op, t, "no registry of the session maps it; pass its registry to NewSessionMaker"}
}

// adopt takes an object and what cascades from it into the session.
func (s *Session) adopt(st *instance.State) {
	switch {
	case st.Context == s.ctx:
		return
	case st.Context != nil:
		s.note(&MisuseError{"Add", st.Mapper.Type, "the object belongs to another session; Expunge it there first"})
		return
	}
	st.Context = s.ctx
	if st.Has(instance.Persistent) {
		s.attach(st)
	} else {
		was := lifeOf(st)
		st.Flags = st.Flags&^(instance.Expired|instance.Gone|instance.Past) | instance.Pending
		s.pending = append(s.pending, st)
		renew(st)
		s.ctx.Move(st, was, instance.LifePending)
	}
	wireContainers(st)
	for i := range st.Mapper.Rels {
		if st.Mapper.Rels[i].Cascade.Has(saveUpdate) {
			for _, m := range containerOf(st, i).members() {
				s.adopt(m)
			}
		}
	}
}

// renew makes all members of a new object's relationships ones that the database does not have: a flush that was rolled back may have
// stored them before.
func renew(st *instance.State) {
	for i := range st.Mapper.Rels {
		if c := containerOf(st, i); st.Wired(i) && len(c.members()) > 0 {
			c.renew()
			st.MarkRel(i)
		}
	}
}

// attach puts a detached object into the identity map.
func (s *Session) attach(st *instance.State) {
	k, err := st.KeyOfState()
	if err != nil {
		s.note(err)
		return
	}
	ident := s.ctx.Identity(st.Mapper)
	if other := ident.Get(k); other != nil && other != st {
		st.Context = nil
		s.note(&MisuseError{"Add", st.Mapper.Type, "the session has another object of the same key"})
		return
	}
	ident.Put(k, st)
	s.ctx.Move(st, instance.LifeDetached, instance.LifePersistent)
}

// lifeOf is where an object that is not stored is in its life before it is added.
func lifeOf(st *instance.State) instance.Life {
	switch {
	case st.Has(instance.Gone):
		return instance.LifeDeleted
	case st.Has(instance.Past):
		return instance.LifeDetached
	}
	return instance.LifeTransient
}

// Delete marks objects to be deleted at the next flush, with what is related along relationships that cascade it. Misuse is
// returned by the next Flush, Commit or query.
func (s *Session) Delete(objs ...Mapped) {
	if !s.hold() {
		return
	}
	defer s.leave()
	for _, o := range objs {
		st, err := s.stateFor("Delete", o)
		switch {
		case err != nil:
			s.note(err)
		case st.Context == nil && st.Has(instance.Persistent): // detached: it comes in to go
			if s.adopt(st); st.Context == s.ctx {
				st.Flags |= instance.Deleted
				s.deleted = append(s.deleted, st)
			}
		case st.Context != s.ctx || !st.Has(instance.Persistent):
			s.note(&MisuseError{"Delete", reflect.TypeOf(o), "the object is not stored in this session; Expunge takes back an Add"})
		case !st.Has(instance.Deleted):
			st.Flags |= instance.Deleted
			s.deleted = append(s.deleted, st)
		}
	}
}

func drop(list []*instance.State, st *instance.State) []*instance.State {
	for i, o := range list {
		if o == st {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}

// Expunge takes objects out of the session; they keep their values and are not stored. Related objects follow along relationships
// that cascade it.
func (s *Session) Expunge(objs ...Mapped) {
	if !s.hold() {
		return
	}
	defer s.leave()
	for _, o := range objs {
		if st := stateOf(o); st != nil && st.Context == s.ctx {
			s.expunge(st)
		}
	}
}

// ExpungeAll is Expunge for every object of the session.
func (s *Session) ExpungeAll() {
	if !s.hold() {
		return
	}
	defer s.leave()
	all := append([]*instance.State(nil), s.pending...)
	s.ctx.States(func(st *instance.State) { all = append(all, st) })
	for _, st := range all {
		if st.Context == s.ctx {
			s.expunge(st)
		}
	}
}

func (s *Session) expunge(st *instance.State) {
	if st.Has(instance.Persistent) {
		if k, err := st.KeyOfState(); err == nil {
			s.ctx.Identity(st.Mapper).Remove(k, st)
		}
	}
	s.pending, s.deleted = drop(s.pending, st), drop(s.deleted, st)
	st.Context = nil
	st.Flags &^= instance.Pending | instance.Deleted
	if st.Has(instance.Persistent) {
		s.ctx.Move(st, instance.LifePersistent, instance.LifeDetached)
	} else {
		s.ctx.Move(st, instance.LifePending, instance.LifeTransient)
	}
	for i := range st.Mapper.Rels {
		if !st.Mapper.Rels[i].Cascade.Has(expungeCascade) {
			continue
		}
		for _, m := range containerOf(st, i).members() {
			if m.Context == s.ctx {
				s.expunge(m)
			}
		}
	}
}

// Contains reports whether an object is in the session.
func (s *Session) Contains(o Mapped) bool {
	if !s.hold() {
		return false
	}
	defer s.leave()
	st := stateOf(o)
	return st != nil && st.Context == s.ctx
}

// Pending lists the objects that were added and are not stored yet, in order.
func (s *Session) Pending() []Mapped {
	if !s.hold() {
		return nil
	}
	defer s.leave()
	return objectsOf(s.pending)
}

// Persistent lists the stored objects of the session, those that are marked to be deleted included.
func (s *Session) Persistent() []Mapped {
	if !s.hold() {
		return nil
	}
	defer s.leave()
	var out []*instance.State
	s.ctx.States(func(st *instance.State) { out = append(out, st) })
	return objectsOf(out)
}

// Objects lists all objects of the session: the stored ones, then those that are pending.
func (s *Session) Objects() []Mapped { return append(s.Persistent(), s.Pending()...) }

// Deleted lists the objects that are marked to be deleted at the next flush, in order.
func (s *Session) Deleted() []Mapped {
	if !s.hold() {
		return nil
	}
	defer s.leave()
	return objectsOf(s.deleted)
}

// Dirty lists the stored objects whose columns or relationships changed since they were read or flushed.
func (s *Session) Dirty() []Mapped {
	if !s.hold() {
		return nil
	}
	defer s.leave()
	var out []*instance.State
	s.ctx.States(func(st *instance.State) {
		if !st.Has(instance.Deleted) && (st.Changed() || st.RelsChanged()) {
			out = append(out, st)
		}
	})
	return objectsOf(out)
}

func objectsOf(sts []*instance.State) []Mapped {
	out := make([]Mapped, 0, len(sts))
	for _, st := range sts {
		out = append(out, st.Any().(Mapped))
	}
	return out
}

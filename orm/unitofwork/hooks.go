package unitofwork

import (
	"errors"

	"github.com/aludel/aludel/orm/internal/instance"
)

// This file calls the user's code around the statements of a flush.

// Hooks calls the user's code before and after an object is written.
type Hooks interface {
	// Wants reports whether something is to be called for objects of a mapper.
	Wants(m *instance.Mapper, h instance.Hook) bool
	// Call calls it.
	Call(st *instance.State, h instance.Hook) error
}

// Writes are the objects that the plan inserts, updates and deletes. It is asked before the plan is flushed.
func (p *Plan) Writes() (inserts, updates, deletes []*instance.State) {
	for _, st := range p.saves {
		if st.Has(instance.Persistent) {
			updates = append(updates, st)
		} else {
			inserts = append(inserts, st)
		}
	}
	return inserts, updates, p.deletes
}

// moment are the hooks around an INSERT, an UPDATE and a DELETE.
type moment struct{ before, after instance.Hook }

var (
	inserting = moment{instance.BeforeInsert, instance.AfterInsert}
	updating  = moment{instance.BeforeUpdate, instance.AfterUpdate}
	deleting  = moment{instance.BeforeDelete, instance.AfterDelete}
)

// hooked reports whether anything is to be called around the writing of objects of a mapper.
func (p *Plan) hooked(m *instance.Mapper) bool {
	return p.Hooks != nil && (p.wants(m, inserting) || p.wants(m, updating))
}

func (p *Plan) wants(m *instance.Mapper, at moment) bool {
	return p.Hooks.Wants(m, at.before) || p.Hooks.Wants(m, at.after)
}

// saveHooked is save with hooks: those before for a group of neighbours of one entity, the group's statements, those after. A group
// ends where an object needs the key of another of the group.
func (w *writer) saveHooked(sts []*instance.State) error {
	if w.plan.Hooks == nil {
		return w.save(sts)
	}
	for len(sts) > 0 {
		n := 1
		for n < len(sts) && sts[n].Mapper == sts[0].Mapper && !w.waits(sts[n], sts[:n]) {
			n++
		}
		if err := w.saveGroup(sts[:n]); err != nil {
			return err
		}
		sts = sts[n:]
	}
	return nil
}

// saveGroup stores neighbours of one entity.
func (w *writer) saveGroup(sts []*instance.State) error {
	if !w.plan.hooked(sts[0].Mapper) {
		if err := w.save(sts); err != nil {
			return err
		}
		w.captureNew(sts)
		return nil
	}
	at := make([]moment, len(sts)) // an object that is inserted is a stored one afterwards
	for i, st := range sts {
		if at[i] = inserting; st.Has(instance.Persistent) {
			at[i] = updating
		}
		if err := w.copyKeys(st); err != nil {
			return err
		}
		if err := w.call(st, at[i].before); err != nil {
			return err
		}
		if err := w.plan.check(st); err != nil {
			return err
		}
	}
	if err := w.save(sts); err != nil {
		return err
	}
	w.captureNew(sts)
	for i, st := range sts {
		if err := w.call(st, at[i].after); err != nil {
			return err
		}
	}
	return nil
}

// captureNew makes what new objects are now what the database has, so that what a hook changes later is found by the next flush.
func (w *writer) captureNew(sts []*instance.State) {
	for _, st := range sts {
		if st.Has(instance.Persistent) || st.HasSnapshot() {
			continue
		}
		st.Capture()
		w.undo.add(func(*instance.Context) error {
			if !st.Has(instance.Persistent) {
				st.DropSnapshot()
			}
			return nil
		})
	}
}

// deleteHooked deletes objects with hooks: those before for neighbours of one entity, their statements, those after.
func (w *writer) deleteHooked(sts []*instance.State) error {
	for len(sts) > 0 {
		n := 1
		for n < len(sts) && sts[n].Mapper == sts[0].Mapper {
			n++
		}
		group := sts[:n]
		sts = sts[n:]
		hooked := w.plan.Hooks != nil && w.plan.wants(group[0].Mapper, deleting)
		for _, st := range group {
			if hooked && !w.plan.replaced[st] {
				if err := w.call(st, deleting.before); err != nil {
					return err
				}
			}
		}
		for _, st := range group {
			if w.plan.replaced[st] {
				continue
			}
			if err := w.delete(st); err != nil {
				return err
			}
		}
		for _, st := range group {
			if hooked && !w.plan.replaced[st] {
				if err := w.call(st, deleting.after); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// call calls a hook of an object. It must leave relationships alone: the plan has what follows from them already.
func (w *writer) call(st *instance.State, h instance.Hook) error {
	if !w.plan.Hooks.Wants(st.Mapper, h) {
		return nil
	}
	if err := w.plan.Hooks.Call(st, h); err != nil {
		return &Error{Op: h.String(), Entity: st.Mapper.Entity.Name, Err: err}
	}
	return nil
}

// relSizes is what changed in a relationship: whether it did, and how many members came and went.
type relSizes struct {
	changed        bool
	added, removed int
}

func (p *Plan) relSizes(st *instance.State) []relSizes {
	out := make([]relSizes, len(st.Mapper.Rels))
	for i := range out {
		if st.RelChanged(i) {
			added, removed := p.graph.Changes(st, i)
			out[i] = relSizes{true, len(added), len(removed)}
		}
	}
	return out
}

// watch remembers what changed in relationships before any hook is called, and gives the function that tells whether hooks changed more:
// the plan would not have it.
func (p *Plan) watch(sts []*instance.State) func() error {
	if p.Hooks == nil {
		return func() error { return nil }
	}
	was := make([][]relSizes, len(sts))
	for n, st := range sts {
		was[n] = p.relSizes(st)
	}
	return func() error {
		for n, st := range sts {
			for i, now := range p.relSizes(st) {
				if now != was[n][i] {
					return &Error{"flush", st.Mapper.Entity.Name, st.Mapper.Rels[i].Name, ErrLateChange}
				}
			}
		}
		return nil
	}
}

// ErrLateChange says that a hook changed a relationship of an object that was being written.
var ErrLateChange = errors.New("a hook changed the relationship while the flush wrote it: change relationships in BeforeFlush, or in AfterFlush for the next flush")

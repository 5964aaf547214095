package orm

import (
	"context"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Events are functions that a session calls; those that are nil are not. They are given to the sessions of a maker with [Listen], or to
// one with [Session.Listen]. Several listeners are called in the order in which they came, after the hooks that the entity has as methods.
//
// Functions with a context may use the session as its owner does, except that a flush cannot be flushed, committed, rolled back or closed
// from inside ([ErrFlushing]). The others are called while the session is at work, which must not be used in them.
type Events struct {
	// BeforeFlush is called when there is something to flush. What it adds, changes and deletes is part of the flush.
	BeforeFlush func(ctx context.Context, f *FlushContext) error
	// AfterFlush is called when all statements of a flush succeeded. What it adds, changes and deletes is left for the next flush, which
	// Commit does by itself.
	AfterFlush func(ctx context.Context, f *FlushContext) error
	// AfterFlushPostExec is called when the flush is over: the session may be flushed again.
	AfterFlushPostExec func(ctx context.Context, f *FlushContext) error

	// The hooks around the statements of objects: see [BeforeInserter] and the others. [For] makes one for objects of one type.
	BeforeInsert, AfterInsert ObjectHook
	BeforeUpdate, AfterUpdate ObjectHook
	BeforeDelete, AfterDelete ObjectHook

	// AfterBegin is called when a transaction has begun, before its first statement, which fails with the error.
	AfterBegin func(ctx context.Context, s *Session) error
	// BeforeCommit is called by Commit before it flushes. An error keeps it from going on.
	BeforeCommit func(ctx context.Context, s *Session) error
	// AfterCommit is called after a transaction was committed and its objects were expired.
	AfterCommit func(ctx context.Context, s *Session)
	// AfterRollback is called after a transaction was rolled back and its objects were put back; not for a savepoint.
	AfterRollback func(ctx context.Context, s *Session)
	// AfterSavepointRollback is called after a savepoint was rolled back and its objects were put back.
	AfterSavepointRollback func(ctx context.Context, p *Savepoint)

	// State is called when an object goes from one state to another: when it is added, flushed, deleted, expunged, put back by a rollback.
	State func(s *Session, obj Mapped, from, to ObjectState)
	// Loaded is called when an object was made of a row, Refreshed when its row was read again. Relationships are not loaded yet.
	Loaded, Refreshed func(s *Session, obj Mapped)
}

// ObjectHook is called around a statement of an object.
type ObjectHook func(ctx context.Context, f *FlushContext, obj Mapped) error

// For makes a hook that is called for objects of one type alone:
//
//	orm.Events{BeforeInsert: orm.For(func(ctx context.Context, f *orm.FlushContext, u *User) error { ... })}
func For[T any](hook func(ctx context.Context, f *FlushContext, obj *T) error) ObjectHook {
	return func(ctx context.Context, f *FlushContext, obj Mapped) error {
		if o, ok := any(obj).(*T); ok {
			return hook(ctx, f, o)
		}
		return nil
	}
}

// Listen gives the sessions of a maker listeners.
func Listen(e Events) SessionOption {
	return func(o *sessionOptions) { o.events = append(slices.Clip(o.events), &e) }
}

// Listen gives the session listeners.
func (s *Session) Listen(e Events) {
	if !s.hold() {
		return
	}
	defer s.leave()
	s.opt.events = append(slices.Clip(s.opt.events), &e)
	s.hear()
}

// hear has the session's objects tell what listeners want to know.
func (s *Session) hear() {
	for _, e := range s.opt.events {
		if e.State != nil {
			s.ctx.Moved = s.moved
		}
		if e.Loaded != nil || e.Refreshed != nil {
			s.ctx.Came = s.came
		}
	}
}

// moved tells listeners that an object went from one state to another.
func (s *Session) moved(st *instance.State, from, to instance.Life) {
	for _, e := range s.opt.events {
		if e.State != nil {
			e.State(s, st.Any().(Mapped), ObjectState(from), ObjectState(to))
		}
	}
}

// came tells listeners that an object was read.
func (s *Session) came(st *instance.State, h instance.Hook) {
	for _, e := range s.opt.events {
		f := e.Loaded
		if h == instance.AfterRefresh {
			f = e.Refreshed
		}
		if f != nil {
			f(s, st.Any().(Mapped))
		}
	}
}

// object is the listener's function for a hook, nil for none.
func (e *Events) object(h instance.Hook) ObjectHook {
	switch h {
	case instance.BeforeInsert:
		return e.BeforeInsert
	case instance.AfterInsert:
		return e.AfterInsert
	case instance.BeforeUpdate:
		return e.BeforeUpdate
	case instance.AfterUpdate:
		return e.AfterUpdate
	case instance.BeforeDelete:
		return e.BeforeDelete
	case instance.AfterDelete:
		return e.AfterDelete
	}
	return nil
}

package orm

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// This file calls listeners and hooks from inside a session.

// outside calls code of the user's from inside the session, which may use the session meanwhile.
func (s *Session) outside(f func() error) error {
	s.leave()
	err := f()
	for !s.busy.CompareAndSwap(false, true) { // another goroutine is inside: it ends, and then it was one too many
		s.clash.Store(true)
		runtime.Gosched()
	}
	if err == nil && s.misuse != nil {
		err, s.misuse = s.misuse, nil
	}
	if err == nil && s.clash.Swap(false) {
		err = ErrConcurrent
	}
	return err
}

// hooked is the context for the hooks of a flush, nil if there are none.
func (s *Session) hooked(ctx context.Context) *FlushContext {
	if len(s.opt.events) == 0 && !slices.ContainsFunc(s.regs, func(r *Registry) bool { return r.hooked }) {
		return nil
	}
	return &FlushContext{s: s, ctx: ctx}
}

// tell calls a listener's function about the flush, the one that pick picks.
func (f *FlushContext) tell(name string, pick func(*Events) func(context.Context, *FlushContext) error) error {
	if f == nil {
		return nil
	}
	for _, e := range f.s.opt.events {
		hook := pick(e)
		if hook == nil {
			continue
		}
		if err := f.s.outside(func() error { return hook(f.ctx, f) }); err != nil {
			return &FlushError{Op: name, Err: err}
		}
	}
	return nil
}

// before has listeners add to a flush.
func (f *FlushContext) before() error {
	err := f.tell("BeforeFlush", func(e *Events) func(context.Context, *FlushContext) error { return e.BeforeFlush })
	if err == nil {
		f.s.rewire()
		err, f.s.misuse = f.s.misuse, nil
	}
	return err
}

// after tells listeners that the statements of a flush were sent.
func (f *FlushContext) after() error {
	return f.tell("AfterFlush", func(e *Events) func(context.Context, *FlushContext) error { return e.AfterFlush })
}

// done tells listeners that a flush is over.
func (f *FlushContext) done() error {
	return f.tell("AfterFlushPostExec", func(e *Events) func(context.Context, *FlushContext) error { return e.AfterFlushPostExec })
}

// attachTo has a plan call the hooks, and takes down what it writes.
func (f *FlushContext) attachTo(p *unitofwork.Plan) {
	if f != nil {
		p.Hooks = flushHooks{f}
		f.keep(p)
	}
}

// flushed forgets what a flush has written. What hooks added and deleted meanwhile is left for the next one.
func (s *Session) flushed(f *FlushContext) {
	if f == nil {
		s.pending, s.deleted, s.exprs = nil, nil, nil
		return
	}
	left := func(flag instance.Flags) func(*instance.State) bool {
		return func(st *instance.State) bool { return st.Context != s.ctx || !st.Has(flag) }
	}
	s.pending = slices.DeleteFunc(s.pending, left(instance.Pending))
	s.deleted = slices.DeleteFunc(s.deleted, left(instance.Deleted))
	for st := range maps.Keys(s.exprs) {
		if st.Context != s.ctx {
			delete(s.exprs, st)
		}
	}
}

// maxFlushes is how many flushes one Commit makes because hooks leave something to flush each time.
const maxFlushes = 100

// flushAll flushes until hooks leave nothing more to flush.
func (s *Session) flushAll(ctx context.Context) error {
	if err := s.flush(ctx); err != nil || s.hooked(ctx) == nil {
		return err
	}
	for range maxFlushes {
		s.rewire()
		if !s.hasChanges() {
			return nil
		}
		if err := s.flush(ctx); err != nil {
			return err
		}
	}
	return ErrEndlessFlush
}

// tellOf calls the functions of listeners about the transaction, those that pick picks.
func (s *Session) tellOf(ctx context.Context, pick func(*Events) func(context.Context, *Session) error) error {
	for _, e := range s.opt.events {
		if f := pick(e); f != nil {
			if err := s.outside(func() error { return f(ctx, s) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellEnd tells listeners that a transaction has ended.
func (s *Session) tellEnd(ctx context.Context, pick func(*Events) func(context.Context, *Session)) error {
	return s.tellOf(ctx, func(e *Events) func(context.Context, *Session) error {
		f := pick(e)
		if f == nil {
			return nil
		}
		return func(ctx context.Context, s *Session) error { f(ctx, s); return nil }
	})
}

// bury says that the objects which the transaction deleted are gone for good.
func (s *Session) bury() {
	s.undo.Gone(func(st *instance.State) {
		if st.Context == nil && st.Has(instance.Gone) {
			st.Flags = st.Flags&^instance.Gone | instance.Past
			s.ctx.Move(st, instance.LifeDeleted, instance.LifeDetached)
		}
	})
}

// errPanic is why a session waits for Rollback after a hook panicked.
var errPanic = errors.New("orm: a hook of the flush panicked")

package orm

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync/atomic"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// Session is a unit of work: it keeps every object that it reads or is given (the identity map holds one object for one row), finds
// what changed, and writes it in the right order when it is flushed. It takes a connection and begins a transaction when it first
// needs one, and gives them back at Commit, Rollback or Close.
//
// A session is used by one goroutine at a time; a second one gets [ErrConcurrent].
type Session struct {
	engine   *engine.Engine
	regs     []*Registry
	plans    *plans
	ctx      *instance.Context
	on       *engine.Connection // that the session was bound to, nil for one of the engine's
	opt      sessionOptions
	conn     *engine.Connection
	tx       *engine.Transaction
	pending  []*instance.State // added and not stored yet, in order
	deleted  []*instance.State // marked, in order
	undo     unitofwork.Undo
	plan     unitofwork.Plan                       // of the flush that is running, else empty
	points   []*Savepoint                          // that are open, the innermost last
	exprs    map[*instance.State]map[int]expr.Expr // values that are SQL expressions, by column
	misuse   error                                 // of Add and Delete, returned by the next call that can
	broken   error                                 // of a failed flush, until Rollback
	closed   bool
	flushing bool
	renewed  map[*instance.State]bool // whose relationships a query that populates again has forgotten; nil while none runs
	busy     atomic.Bool
	clash    atomic.Bool // a second goroutine was turned away by a call that returns nothing
	stream   interface {
		buffer() error
		stop()
	} // the query that is being iterated
}

func newSession(e *engine.Engine, regs []*Registry, p *plans) *Session {
	s := &Session{engine: e, regs: regs, plans: p}
	s.ctx = &instance.Context{Owner: s, Adopt: s.adopt, Load: s.loadRel, LoadColumn: s.loadColumn, Misuse: s.note, Orphan: s.expunge, Known: s.known}
	return s
}

// enter guards the session against use by two goroutines, and says why it cannot be used.
func (s *Session) enter() error {
	if s == nil {
		return errNoSession
	}
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	var err error
	switch {
	case s.closed:
		err = ErrClosed
	case s.clash.Swap(false):
		err = ErrConcurrent
	case s.broken != nil:
		err = fmt.Errorf("%w (it failed with: %w)", ErrRollbackFirst, s.broken)
	case s.misuse != nil:
		err, s.misuse = s.misuse, nil
	}
	if err != nil {
		s.leave()
	}
	return err
}

func (s *Session) leave() { s.busy.Store(false) }

// hold guards the session for a call that returns nothing. A second goroutine is turned away, which the next call that can returns.
func (s *Session) hold() bool {
	switch {
	case !s.busy.CompareAndSwap(false, true):
		s.clash.Store(true)
	case s.closed: // which the next call says
		s.leave()
	default:
		return true
	}
	return false
}

func (s *Session) note(err error) { s.misuse = errors.Join(s.misuse, err) }

// mapperOf is the mapper of an object, in any of the session's registries.
func (s *Session) mapperOf(t reflect.Type) (*instance.Mapper, error) {
	for _, r := range s.regs {
		if err := r.Configure(); err != nil {
			return nil, err
		}
		if m := r.mappers[t]; m != nil {
			return m, nil
		}
	}
	return nil, &MisuseError{"session", t, "no registry of the session maps it; pass its registry to NewSessionMaker"}
}

// Close rolls back what is open, gives the connection back and forgets all objects, which keep their values. Closing twice does
// nothing.
func (s *Session) Close() error {
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	defer s.leave()
	switch {
	case s.closed:
		return nil
	case s.flushing:
		return ErrFlushing
	}
	s.closed = true
	s.stopStream()
	var err error
	if s.tx != nil && s.on != nil { // else with the connection
		err = lost(s.tx.Rollback(context.Background()))
	}
	for _, st := range s.pending {
		st.Context = nil
		st.Flags &^= instance.Pending
		s.ctx.Move(st, instance.LifePending, instance.LifeTransient)
	}
	s.ctx.Leave()
	s.bury()
	s.ctx.Clear()
	s.pending, s.deleted = nil, nil
	return errors.Join(err, s.release())
}

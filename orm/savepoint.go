package orm

import (
	"context"
	"errors"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// Savepoint is a part of a session's transaction that can be undone by itself. It ends with Release, with Rollback, or with the
// transaction around it.
type Savepoint struct {
	s     *Session
	tx    *engine.Transaction // nil until a statement runs inside it
	outer unitofwork.Undo     // what was done before it
	done  bool
}

// Savepoint begins a part of the transaction that can be undone by itself. Pending changes are flushed first, so that they are
// outside. The database is told when the first statement runs inside.
func (s *Session) Savepoint(ctx context.Context) (*Savepoint, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	if s.flushing {
		return nil, ErrFlushing
	}
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return nil, err
		}
	}
	if err := s.flushAll(ctx); err != nil {
		return nil, err
	}
	p := &Savepoint{s: s, outer: s.undo}
	s.undo = unitofwork.Undo{}
	s.points = append(s.points, p)
	return p, nil
}

// Nested runs f inside a savepoint: what f did is kept if it returns nil, and undone, in the database and in memory, if it returns an
// error or panics. The session stays usable either way.
func (s *Session) Nested(ctx context.Context, f func() error) (err error) {
	p, err := s.Savepoint(ctx)
	if err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended { // f panics
			_ = p.Rollback(ctx)
		}
	}()
	err = f()
	ended = true
	if err == nil {
		if err = p.Release(ctx); err == nil {
			return nil
		}
	}
	if p.done { // the whole transaction was ended inside
		return err
	}
	return errors.Join(err, p.Rollback(ctx))
}

// Release flushes and makes what was done inside a part of the transaction around it. Savepoints inside it are released with it.
func (p *Savepoint) Release(ctx context.Context) error {
	s := p.s
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	switch {
	case p.done:
		return engine.ErrTransactionDone
	case s.flushing:
		return ErrFlushing
	}
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return err
		}
	}
	if err := s.flushAll(ctx); err != nil {
		return err
	}
	for {
		last := s.points[len(s.points)-1]
		if last.tx != nil {
			if err := last.tx.Commit(ctx); err != nil {
				s.broken = err
				return err
			}
		}
		last.merge()
		if last == p {
			return nil
		}
	}
}

// merge ends the innermost savepoint and hands what was done inside to the transaction around it.
func (p *Savepoint) merge() {
	p.done = true
	p.s.points = p.s.points[:len(p.s.points)-1]
	p.outer.Append(p.s.undo)
	p.s.undo = p.outer
}

// Rollback undoes what was done inside, in the database and in memory: objects added are no longer in the session, those deleted are
// again, and changed ones are what they were when the savepoint began. Savepoints inside it end with it. It also ends the wait after
// a flush that failed inside.
func (p *Savepoint) Rollback(ctx context.Context) error {
	s := p.s
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	defer s.leave()
	switch {
	case s.closed:
		return ErrClosed
	case p.done:
		return engine.ErrTransactionDone
	case s.flushing:
		return ErrFlushing
	}
	s.stream = nil
	err := lost(p.undoStatements(ctx))
	s.misuse, s.broken = nil, nil
	s.clash.Store(false)
	var errs []error
	for {
		last := s.points[len(s.points)-1]
		errs = append(errs, s.restoreInside())
		last.done = true
		s.points = s.points[:len(s.points)-1]
		s.undo = last.outer
		if last == p {
			return errors.Join(append(errs, err, s.tellBack(ctx, p))...)
		}
	}
}

// tellBack tells listeners that a savepoint was rolled back.
func (s *Session) tellBack(ctx context.Context, p *Savepoint) error {
	return s.tellEnd(ctx, func(e *Events) func(context.Context, *Session) {
		if e.AfterSavepointRollback == nil {
			return nil
		}
		return func(ctx context.Context, _ *Session) { e.AfterSavepointRollback(ctx, p) }
	})
}

// undoStatements rolls the database back to the savepoint, if it knows of it.
func (p *Savepoint) undoStatements(ctx context.Context) error {
	if p.tx == nil {
		return nil
	}
	tx := p.tx
	p.tx = nil
	return tx.Rollback(ctx)
}

// restoreInside puts objects back to what they were when the innermost savepoint began, and expires those that changed inside.
func (s *Session) restoreInside() error {
	touched := map[*instance.State]bool{}
	s.undo.Each(func(st *instance.State) { touched[st] = true })
	s.unmark()
	var errs []error
	s.ctx.States(func(st *instance.State) {
		if st.Changed() || st.RelsChanged() {
			touched[st] = true
			errs = append(errs, st.Restore())
		}
	})
	errs = append(errs, s.undo.Run(s.ctx))
	s.ctx.States(func(st *instance.State) {
		if touched[st] {
			expire(st)
			forget(st)
		}
	})
	return errors.Join(errs...)
}

// openPoints tells the database of the savepoints that it does not know yet.
func (s *Session) openPoints(ctx context.Context) error {
	for _, p := range s.points {
		if p.tx != nil {
			continue
		}
		tx, err := s.conn.Begin(ctx)
		if err != nil {
			return err
		}
		p.tx = tx
	}
	return nil
}

// endPoints ends all savepoints because the transaction around them ended.
func (s *Session) endPoints() {
	for len(s.points) > 0 {
		s.points[len(s.points)-1].merge()
	}
}

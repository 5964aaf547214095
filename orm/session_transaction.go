package orm

import (
	"context"
	"errors"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file begins and ends a session's transaction.

// InTransaction reports whether the session has begun a transaction, which it does with its first statement.
func (s *Session) InTransaction() bool {
	if !s.hold() {
		return false
	}
	defer s.leave()
	return s.tx != nil
}

// expire makes what is known of an object out of date; fields and containers keep what they have.
func expire(st *instance.State) {
	st.Flags |= instance.Expired
	st.ExpireRels()
	st.ExpireDeferred()
}

// forget makes the members of an object's relationships unknown.
func forget(st *instance.State) {
	for i := range st.Mapper.Rels {
		containerOf(st, i).forget()
	}
	st.ForgetRels()
}

// begin takes a connection and begins a transaction, if that has not happened yet.
func (s *Session) begin(ctx context.Context) error {
	if s.tx != nil {
		return s.openPoints(ctx)
	}
	conn := s.on
	if conn == nil && s.engine == nil {
		return errNoEngine
	}
	if conn == nil {
		var err error
		if conn, err = s.engine.Connect(ctx); err != nil {
			return err
		}
	}
	tx, err := conn.Begin(ctx)
	if err != nil {
		if s.on == nil {
			err = errors.Join(err, conn.Close())
		}
		return err
	}
	s.conn, s.tx = conn, tx
	if err := s.tellOf(ctx, func(e *Events) func(context.Context, *Session) error { return e.AfterBegin }); err != nil {
		return errors.Join(err, lost(tx.Rollback(ctx)), s.release())
	}
	return s.openPoints(ctx)
}

// ready begins a transaction and makes the connection free for another statement.
func (s *Session) ready(ctx context.Context) error {
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return err
		}
	}
	return s.begin(ctx)
}

// release gives the connection back.
func (s *Session) release() error {
	if s.conn == nil {
		return nil
	}
	conn := s.conn
	s.conn, s.tx = nil, nil
	if conn == s.on {
		return nil // which is the caller's
	}
	return conn.Close()
}

// Commit flushes and makes the changes of the transaction last. Every object is then expired. If it fails, Rollback is to be
// called.
func (s *Session) Commit(ctx context.Context) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.beforeFlush(); err != nil {
		return err
	}
	if err := s.tellOf(ctx, func(e *Events) func(context.Context, *Session) error { return e.BeforeCommit }); err != nil {
		return err
	}
	if err := s.flushAll(ctx); err != nil {
		return err
	}
	if s.tx != nil {
		if err := s.tx.Commit(ctx); err != nil {
			s.broken = err
			return err
		}
	}
	s.endPoints()
	s.bury()
	s.undo.Reset()
	if !s.opt.keep {
		s.ctx.States(expire)
	}
	return errors.Join(s.release(), s.tellEnd(ctx, func(e *Events) func(context.Context, *Session) { return e.AfterCommit }))
}

// Rollback undoes the changes of the transaction. Fields, keys and the session's objects are as they were when it began; what was
// added since is no longer in the session.
func (s *Session) Rollback(ctx context.Context) error {
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	defer s.leave()
	switch {
	case s.closed:
		return ErrClosed
	case s.flushing:
		return ErrFlushing
	}
	return errors.Join(s.rollback(ctx), s.tellEnd(ctx, func(e *Events) func(context.Context, *Session) { return e.AfterRollback }))
}

func (s *Session) rollback(ctx context.Context) error {
	var err error
	s.stopStream()
	if s.tx != nil {
		err = s.tx.Rollback(ctx)
	}
	if e := s.release(); err == nil {
		err = e
	}
	s.misuse, s.broken = nil, nil
	s.clash.Store(false)
	restored := s.restore()
	return errors.Join(lost(err), restored)
}

// stopStream ends a loop over the rows of a query: what they say is of a transaction that is undone.
func (s *Session) stopStream() {
	if s.stream != nil {
		s.stream.stop()
		s.stream = nil
	}
}

// lost leaves out the error of rolling back a transaction that is gone, with its connection or by a commit that failed: the database
// has rolled back by itself.
func lost(err error) error {
	var e *engine.Error
	if errors.As(err, &e) && (e.Class == disconnected || e.Class == cancelled) || errors.Is(err, engine.ErrTransactionDone) {
		return nil
	}
	return err
}

// restore puts objects back to what they were when the transaction began.
func (s *Session) restore() error {
	var errs []error
	s.endPoints()
	s.unmark()
	s.ctx.States(func(st *instance.State) {
		if st.Changed() {
			errs = append(errs, st.Restore())
		}
	})
	errs = append(errs, s.undo.Run(s.ctx))
	s.ctx.States(func(st *instance.State) {
		expire(st)
		forget(st)
	})
	return errors.Join(errs...)
}

// unmark takes back what was added and what was marked to be deleted.
func (s *Session) unmark() {
	for _, st := range s.pending {
		st.Context = nil
		st.Flags &^= instance.Pending
		s.ctx.Move(st, instance.LifePending, instance.LifeTransient)
	}
	for _, st := range s.deleted {
		st.Flags &^= instance.Deleted
	}
	s.pending, s.deleted, s.exprs = nil, nil, nil
}

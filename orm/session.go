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
	points   []*Savepoint                          // that are open, the innermost last
	exprs    map[*instance.State]map[int]expr.Expr // values that are SQL expressions, by column
	misuse   error                                 // of Add and Delete, returned by the next call that can
	broken   error                                 // of a failed flush, until Rollback
	closed   bool
	flushing bool
	busy     atomic.Bool
	clash    atomic.Bool // a second goroutine was turned away by a call that returns nothing
	stream   interface {
		buffer() error
		stop()
	} // the query that is being iterated
}

func newSession(e *engine.Engine, regs []*Registry, p *plans) *Session {
	s := &Session{engine: e, regs: regs, plans: p}
	s.ctx = &instance.Context{Owner: s, Adopt: s.adopt, Load: s.loadRel, Misuse: s.note, Orphan: s.expunge, Known: s.known}
	return s
}

// enter guards the session against use by two goroutines, and says why it cannot be used.
func (s *Session) enter() error {
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
		st.Flags = st.Flags&^(instance.Expired|instance.Gone) | instance.Pending
		s.pending = append(s.pending, st)
		renew(st)
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

func (s *Session) expunge(st *instance.State) {
	if st.Has(instance.Persistent) {
		if k, err := st.KeyOfState(); err == nil {
			s.ctx.Identity(st.Mapper).Remove(k, st)
		}
	}
	s.pending, s.deleted = drop(s.pending, st), drop(s.deleted, st)
	st.Context = nil
	st.Flags &^= instance.Pending | instance.Deleted
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

// InTransaction reports whether the session has begun a transaction, which it does with its first statement.
func (s *Session) InTransaction() bool {
	if !s.hold() {
		return false
	}
	defer s.leave()
	return s.tx != nil
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

// expire makes what is known of an object out of date; fields and containers keep what they have.
func expire(st *instance.State) {
	st.Flags |= instance.Expired
	st.ExpireRels()
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
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return err
		}
	}
	if err := s.flush(ctx); err != nil {
		return err
	}
	if s.tx != nil {
		if err := s.tx.Commit(ctx); err != nil {
			s.broken = err
			return err
		}
	}
	s.endPoints()
	s.undo.Reset()
	if !s.opt.keep {
		s.ctx.States(expire)
	}
	return s.release()
}

// Rollback undoes the changes of the transaction. Fields, keys and the session's objects are as they were when it began; what was
// added since is no longer in the session.
func (s *Session) Rollback(ctx context.Context) error {
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	defer s.leave()
	if s.closed {
		return ErrClosed
	}
	return s.rollback(ctx)
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
	}
	for _, st := range s.deleted {
		st.Flags &^= instance.Deleted
	}
	s.pending, s.deleted, s.exprs = nil, nil, nil
}

// Close rolls back what is open, gives the connection back and forgets all objects, which keep their values. Closing twice does
// nothing.
func (s *Session) Close() error {
	if !s.busy.CompareAndSwap(false, true) {
		return ErrConcurrent
	}
	defer s.leave()
	if s.closed {
		return nil
	}
	s.closed = true
	s.stopStream()
	var err error
	if s.tx != nil {
		err = lost(s.tx.Rollback(context.Background()))
	}
	for _, st := range s.pending {
		st.Context = nil
		st.Flags &^= instance.Pending
	}
	s.ctx.States(func(st *instance.State) {
		st.Context = nil
		st.Flags &^= instance.Deleted
	})
	s.ctx.Clear()
	s.pending, s.deleted = nil, nil
	return errors.Join(err, s.release())
}

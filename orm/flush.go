package orm

import (
	"context"
	"errors"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/unitofwork"
)

// Flush writes what changed, in one go and in the right order, without ending the transaction. If it fails, the session waits for
// Rollback.
func (s *Session) Flush(ctx context.Context) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.beforeFlush(); err != nil {
		return err
	}
	return s.flush(ctx)
}

// beforeFlush refuses a flush within a flush, and reads what an open query still gives: its connection is wanted.
func (s *Session) beforeFlush() error {
	switch {
	case s.flushing:
		return ErrFlushing
	case s.stream != nil:
		return s.stream.buffer()
	}
	return nil
}

// FlushPlan says as text what a flush would do now, for debugging: which rows are written in which order, which foreign keys are copied,
// what is deleted along with what. It loads what the flush would load, and writes nothing.
func (s *Session) FlushPlan(ctx context.Context) (string, error) {
	if err := s.enter(); err != nil {
		return "", err
	}
	defer s.leave()
	s.rewire()
	if err := s.ready(ctx); err != nil {
		return "", err
	}
	plan, err := unitofwork.NewPlan(ctx, graph{s}, s.ctx, s.pending, s.deleted)
	if err != nil {
		return "", err
	}
	return plan.Dump(), nil
}

// flush is Flush for who holds the session already. Without changes it sends nothing and begins nothing.
func (s *Session) flush(ctx context.Context) (err error) {
	if s.flushing {
		return nil
	}
	s.rewire()
	if s.misuse != nil {
		err, s.misuse = s.misuse, nil
		return err
	}
	f := s.hooked(ctx)
	if f != nil && !s.hasChanges() {
		return nil
	}
	s.flushing = true
	ended := false
	defer func() {
		if s.flushing = false; !ended { // a hook panics
			_ = s.fail(ctx, errPanic)
		}
	}()
	err = s.flushNow(ctx, f)
	ended = true
	return err
}

// flushNow flushes a session, with the hooks of f, for which there must be something to flush; nil for none.
func (s *Session) flushNow(ctx context.Context, f *FlushContext) error {
	if f != nil {
		if err := f.before(); err != nil || !s.hasChanges() {
			return err
		}
	}
	err := s.write(ctx, f)
	if err == nil {
		s.flushed(f)
		err = f.after()
	}
	if s.flushing = false; err == nil {
		err = f.done()
	}
	if err != nil {
		return s.fail(ctx, err)
	}
	return nil
}

// fail makes the session wait for Rollback after a flush failed, and rolls the database back.
func (s *Session) fail(ctx context.Context, err error) error {
	s.broken = err
	return errors.Join(err, s.giveUp(ctx))
}

// write plans a flush and sends its statements. The transaction begins with the first.
func (s *Session) write(ctx context.Context, f *FlushContext) error {
	plan := &s.plan
	defer plan.Clear()
	if err := plan.Collect(ctx, graph{s}, s.ctx, s.pending, s.deleted); err != nil {
		return err
	}
	if f == nil && plan.Empty() {
		return nil
	}
	f.attachTo(plan)
	if err := plan.Order(ctx, &s.undo); err != nil {
		return err
	}
	if err := s.ready(ctx); err != nil {
		return err
	}
	return plan.Flush(ctx, s.conn, &s.undo, &s.plans.flush)
}

// giveUp rolls the database back after a flush failed, to the innermost savepoint if there is one: locks are let go at once. The objects
// wait for Rollback.
func (s *Session) giveUp(ctx context.Context) error {
	if n := len(s.points); n > 0 {
		return lost(s.points[n-1].undoStatements(ctx))
	}
	if s.tx == nil {
		return nil
	}
	err := lost(s.tx.Rollback(ctx))
	return errors.Join(err, s.release())
}

func (s *Session) hasChanges() bool {
	if len(s.pending) > 0 || len(s.deleted) > 0 || len(s.exprs) > 0 {
		return true
	}
	return s.ctx.AnyDirty()
}

// rewire finds containers that were assigned a literal since their object was wired.
func (s *Session) rewire() {
	for i := 0; i < len(s.pending); i++ {
		wireContainers(s.pending[i])
	}
	for _, st := range s.ctx.Unwired(nil) {
		wireContainers(st)
	}
}

// graph shows the unit of work the containers.
type graph struct{ s *Session }

// Members implements unitofwork.Graph.
func (graph) Members(st *instance.State, rel int) []*instance.State {
	return containerOf(st, rel).members()
}

// AnyExprs implements unitofwork.Graph.
func (g graph) AnyExprs() bool { return len(g.s.exprs) > 0 }

// Exprs implements unitofwork.Graph.
func (g graph) Exprs(st *instance.State) map[int]expr.Expr { return g.s.exprs[st] }

// Wrote implements unitofwork.Graph.
func (g graph) Wrote(st *instance.State) { delete(g.s.exprs, st) }

// Outside implements unitofwork.Graph.
func (g graph) Outside(f func() error) error { return g.s.outside(f) }

// Changes implements unitofwork.Graph.
func (graph) Changes(st *instance.State, rel int) (added, removed []*instance.State) {
	return containerOf(st, rel).changes()
}

// Load implements unitofwork.Graph.
func (g graph) Load(ctx context.Context, st *instance.State, rel int) error {
	return g.s.lazy(ctx, st, rel)
}

// Stored implements unitofwork.Graph.
func (g graph) Stored(ctx context.Context, st *instance.State, rel int) ([]*instance.State, error) {
	r := &st.Mapper.Rels[rel]
	return g.s.readRelated(ctx, r, keyFor(st, r))
}

// Unlink implements unitofwork.Graph.
func (graph) Unlink(st *instance.State, rel int, member *instance.State) {
	containerOf(st, rel).unlink(member)
	orphaned(st, member.Mapper.Rels[st.Mapper.Rels[rel].Back.Index].Relationship)
}

// Settle implements unitofwork.Graph.
func (graph) Settle(st *instance.State) {
	for i := range st.Mapper.Rels {
		containerOf(st, i).settle()
	}
}

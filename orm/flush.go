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
	if s.stream != nil {
		if err := s.stream.buffer(); err != nil {
			return err
		}
	}
	return s.flush(ctx)
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
	if !s.hasChanges() {
		return nil
	}
	s.flushing = true
	defer func() { s.flushing = false }()
	if err := s.ready(ctx); err != nil {
		return err
	}
	plan, err := unitofwork.NewPlan(ctx, graph{s}, s.ctx, s.pending, s.deleted)
	if err == nil {
		err = plan.Flush(ctx, s.conn, &s.undo, &s.plans.flush)
	}
	if err != nil {
		s.broken = err
		return errors.Join(err, s.giveUp(ctx))
	}
	s.pending, s.deleted, s.exprs = nil, nil, nil
	return nil
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
	changed := false
	s.ctx.States(func(st *instance.State) { changed = changed || st.RelsChanged() || st.Changed() })
	return changed
}

// rewire finds containers that were assigned a literal since their object was wired.
func (s *Session) rewire() {
	for i := 0; i < len(s.pending); i++ {
		wireContainers(s.pending[i])
	}
	s.ctx.States(func(st *instance.State) {
		if len(st.Mapper.Rels) > 0 {
			wireContainers(st)
		}
	})
}

// graph shows the unit of work the containers.
type graph struct{ s *Session }

// Members implements unitofwork.Graph.
func (graph) Members(st *instance.State, rel int) []*instance.State {
	return containerOf(st, rel).members()
}

// Exprs implements unitofwork.Graph.
func (g graph) Exprs(st *instance.State) map[int]expr.Expr { return g.s.exprs[st] }

// Changes implements unitofwork.Graph.
func (graph) Changes(st *instance.State, rel int) (added, removed []*instance.State) {
	return containerOf(st, rel).changes()
}

// Load implements unitofwork.Graph.
func (g graph) Load(ctx context.Context, st *instance.State, rel int) error {
	return g.s.lazy(ctx, st, rel)
}

// Settle implements unitofwork.Graph.
func (graph) Settle(st *instance.State) {
	for i := range st.Mapper.Rels {
		containerOf(st, i).settle()
	}
	st.Settle()
}

package orm

import (
	"context"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
)

// This file runs statements that are not of the ORM in a session's transaction.

// Connection is the connection of the session's transaction, which is begun if need be. Changes of objects are not flushed. It stays
// the session's: do not close it, and do not use it after Commit, Rollback or Close.
func (s *Session) Connection(ctx context.Context) (*engine.Connection, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	return s.conn, nil
}

// Exec runs a statement that gives no rows in the session's transaction. Pending changes are flushed first. Objects of the session
// that the statement changes do not know it: Expire them.
func (s *Session) Exec(ctx context.Context, stmt expr.Statement) (engine.Result, error) {
	if err := s.enter(); err != nil {
		return engine.Result{}, err
	}
	defer s.leave()
	if err := s.prepare(ctx); err != nil {
		return engine.Result{}, err
	}
	return s.conn.Exec(ctx, stmt)
}

// ExecText is [Session.Exec] for SQL text without binds.
func (s *Session) ExecText(ctx context.Context, sql string) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.leave()
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return s.conn.ExecText(ctx, sql)
}

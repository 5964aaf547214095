package orm

import (
	"context"

	"github.com/aludel/aludel/engine"
)

// SessionOption changes what the sessions of a maker do.
type SessionOption func(*sessionOptions)

type sessionOptions struct {
	keep    bool // objects stay as they are known after Commit
	noFlush bool // queries do not flush
	events  []*Events
}

// KeepOnCommit lets objects be as they are known after Commit, instead of reading them again when they are next touched
// (SQLAlchemy: expire_on_commit=False). It is for objects that are used after their transaction, and never written again.
func KeepOnCommit() SessionOption { return func(o *sessionOptions) { o.keep = true } }

// WithoutAutoflush leaves pending changes to Flush and Commit: queries and lazy loads do not see them.
func WithoutAutoflush() SessionOption { return func(o *sessionOptions) { o.noFlush = true } }

// With is a maker like m whose sessions have the options too.
func (m *SessionMaker) With(opts ...SessionOption) *SessionMaker {
	c := *m
	for _, o := range opts {
		o(&c.opt)
	}
	return &c
}

// On is a session on a connection of the caller's, which the session does not give back. If the connection is in a transaction, the
// session works in a savepoint of it: its Commit lasts only if the caller commits, and its Rollback leaves what the caller did before.
// Nothing else may use the connection meanwhile.
func (m *SessionMaker) On(conn *engine.Connection) *Session {
	s := m.New()
	s.on = conn
	return s
}

// NoAutoflush runs f while queries and lazy loads of the session do not flush pending changes.
func (s *Session) NoAutoflush(f func() error) error {
	was := s.opt.noFlush
	s.opt.noFlush = true
	defer func() { s.opt.noFlush = was }()
	return f()
}

// autoflush is the flush before a statement that reads.
func (s *Session) autoflush(ctx context.Context) error {
	if s.opt.noFlush {
		s.rewire()
		return nil
	}
	return s.flush(ctx)
}

package orm

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm/mapping"
)

const (
	expungeCascade = mapping.Expunge
	disconnected   = dialects.Disconnected
	cancelled      = dialects.Cancelled
)

// SessionMaker makes sessions on one engine. It is safe for concurrent use.
type SessionMaker struct {
	engine *engine.Engine
	regs   []*Registry
	plans  *plans
	opt    sessionOptions
}

// NewSessionMaker makes a maker of sessions that map the structs of the registries.
func NewSessionMaker(e *engine.Engine, r ...*Registry) *SessionMaker {
	for _, r := range r {
		_ = r.Configure() // the first use of a session returns what is wrong
	}
	return &SessionMaker{engine: e, regs: r, plans: &plans{}}
}

// New makes a session. It takes no connection before it needs one; close it when it is done with.
func (m *SessionMaker) New() *Session {
	s := newSession(m.engine, m.regs, m.plans)
	s.opt = m.opt
	s.hear()
	return s
}

// TxOption changes how [SessionMaker.InTx] runs.
type TxOption struct{ retries int }

// Retry runs the function again, up to n more times, each in a new session, after a serialization failure, a deadlock, or a row that
// somebody else changed since it was read ([ErrStale]): the new session reads what there is now. It waits some milliseconds before each, up
// to a second.
func Retry(n int) TxOption { return TxOption{retries: n} }

// InTx runs f in a session of its own, commits if f returns nil, and rolls back otherwise. Objects of the session must not be used
// after it.
func (m *SessionMaker) InTx(ctx context.Context, f func(*Session) error, opts ...TxOption) error {
	left := 0
	for _, o := range opts {
		left = max(left, o.retries)
	}
	for again := 0; ; again++ {
		err := m.once(ctx, f)
		if err == nil || again >= left || !passing(err) || !pause(ctx, again) {
			return err
		}
	}
}

// passing reports whether the same transaction may succeed when it is begun again.
func passing(err error) bool {
	var e *engine.Error
	return errors.Is(err, ErrStale) || errors.As(err, &e) && e.Retryable()
}

// pause waits before a transaction is run again, longer each time and never as long as another that does the same: whoever the database
// favoured is to get the locks that were let go. It reports false if ctx ends first.
func pause(ctx context.Context, again int) bool {
	longest := 10 * time.Millisecond << min(again, 6)
	t := time.NewTimer(longest/2 + rand.N(longest))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (m *SessionMaker) once(ctx context.Context, f func(*Session) error) (err error) {
	s := m.New()
	defer func() { // also when f panics: closing rolls back
		if e := s.Close(); err == nil {
			err = e
		}
	}()
	if err := f(s); err != nil {
		return err
	}
	return s.Commit(ctx)
}

// Tx is [SessionMaker.InTx] for a function with a result.
func Tx[R any](ctx context.Context, m *SessionMaker, f func(*Session) (R, error), opts ...TxOption) (R, error) {
	var out R
	err := m.InTx(ctx, func(s *Session) (err error) {
		out, err = f(s)
		return err
	}, opts...)
	if err != nil {
		var none R
		return none, err
	}
	return out, nil
}

package pool

import (
	"context"
	"time"
)

// Resource is one connection as the pool sees it.
type Resource interface {
	// Close ends the connection. The pool calls it once, when nobody uses the connection any more.
	Close() error
}

// Connector opens connections. The pool may call it from several goroutines at a time.
type Connector interface {
	// Connect opens one connection, or says why it cannot. It must obey ctx.
	Connect(ctx context.Context) (Resource, error)
}

// ConnectorFunc is a function in the role of a [Connector].
type ConnectorFunc func(ctx context.Context) (Resource, error)

// Connect calls f.
func (f ConnectorFunc) Connect(ctx context.Context) (Resource, error) { return f(ctx) }

// Resetter is a [Resource] that must be brought back to a neutral state before the next user gets it (a transaction rolled
// back, a result closed). The pool calls Reset on every return; a connection whose Reset fails is closed.
type Resetter interface {
	Reset(ctx context.Context) error
}

// ResetCommitter is a [Resource] that can be brought to a neutral state by committing what is open; see [ResetCommit].
type ResetCommitter interface {
	ResetCommit(ctx context.Context) error
}

// Validator is a [Resource] that knows without asking the server whether it is still good. The pool asks on every return
// and closes what is not.
type Validator interface {
	IsValid() bool
}

// Pinger is a [Resource] that can ask the server for a sign of life. See [Options.PingAfter].
type Pinger interface {
	Ping(ctx context.Context) error
}

// Options are the limits and habits of a pool. The zero value of a field means what its comment says.
type Options struct {
	// Size is how many connections stay open when idle; 0 means 5.
	Size int
	// Overflow is how many more may be open at a time; they are closed on return. Negative means without limit.
	Overflow int
	// Timeout bounds the wait for a connection to come free, not the time to open one. 0 means 30 seconds, negative means
	// that only the context bounds it.
	Timeout time.Duration
	// MaxAge is the age above which a connection is closed instead of lent again; 0 means any age.
	MaxAge time.Duration
	// MaxIdle is the idle time above which a connection is closed instead of lent again; 0 means any time.
	MaxIdle time.Duration
	// PingAfter is the idle time above which a [Pinger] is pinged before it is lent; 0 means never, negative means always.
	// A failed ping closes that connection and retires all that were opened before.
	PingAfter time.Duration
	// FIFO lends the connection that has been idle longest, so that all stay in use. The default lends the one used last, so
	// that those not needed grow old.
	FIFO bool
	// Jitter is how much older than MaxAge a connection may grow at most; each gets a share of its own by chance, so that they do
	// not all end at once.
	Jitter time.Duration
	// Reset is what happens to a connection that is returned. The zero value is [ResetRollback].
	Reset ResetStyle
	// Transient keeps no connection: each is closed when it is returned. With it Size only adds to Overflow.
	Transient bool
	// Exclusive makes Get fail with an [*ExclusiveError], instead of waiting, while Size connections are lent: for tests that assert
	// that nobody keeps a connection.
	Exclusive bool
	// LeakAfter is the time after which a loan is reported to OnLeak, with the place where it began; 0 means never. To note the
	// place costs about a microsecond a loan.
	LeakAfter time.Duration
	// OnLeak is called once a loan that lasts longer than LeakAfter, in a goroutine of its own. If it is nil, leaks are logged by
	// package slog at level Warn.
	OnLeak func(Leak)
	// Keep makes the pool deaf to age and to Invalidate: the connection is the data, as with an SQLite database in memory.
	Keep bool
}

// Single is the option set for a database that lives in its one connection, as SQLite's does in memory: never a second
// connection, and the one is never closed because of its age. Users take turns. SQLAlchemy: StaticPool.
func Single() Options { return Options{Size: 1, Keep: true} }

// Null keeps no connection open: each loan opens one, each return closes it, and there is no limit. SQLAlchemy: NullPool.
func Null() Options { return Options{Transient: true, Overflow: -1} }

// Assertion lends one connection at a time, and fails at once when another is asked for meanwhile. SQLAlchemy: AssertionPool.
func Assertion() Options { return Options{Size: 1, Exclusive: true} }

// ResetStyle is what happens to a connection that is returned.
type ResetStyle uint8

// The styles.
const (
	// ResetRollback calls [Resetter.Reset], which rolls back what is open.
	ResetRollback ResetStyle = iota
	// ResetCommit calls [ResetCommitter.ResetCommit], which commits what is open. A connection without it is reset.
	ResetCommit
	// ResetNone leaves the connection as it is: the next user gets what the last one left behind.
	ResetNone
)

// ParseReset reads the name of a style: rollback, commit or none.
func ParseReset(s string) (ResetStyle, error) {
	switch s {
	case "rollback", "":
		return ResetRollback, nil
	case "commit":
		return ResetCommit, nil
	case "none":
		return ResetNone, nil
	}
	return 0, &ResetStyleError{s}
}

func (o Options) withDefaults() Options {
	if o.Transient && o.Size == 0 && o.Overflow == 0 {
		o.Overflow = -1
	}
	if o.Size <= 0 {
		o.Size = 5
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Keep {
		o.MaxAge, o.MaxIdle, o.PingAfter = 0, 0, 0
	}
	return o
}

// limit is how many connections may be open at a time.
func (o *Options) limit() int {
	if o.Overflow < 0 {
		return int(^uint(0) >> 1)
	}
	return o.Size + o.Overflow
}

// timed says whether an option needs the time of a connection's last use.
func (o *Options) timed() bool { return o.MaxAge != 0 || o.MaxIdle != 0 || o.PingAfter != 0 }

package pool

import (
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// entry is one open connection.
type entry struct {
	pool  *Pool
	res   Resource
	reset Resetter  // res, or nil
	valid Validator // res, or nil
	ping  Pinger    // res, or nil

	commit ResetCommitter // res, or nil

	created  int64  // nanoseconds since epoch
	lastUsed int64  // nanoseconds since epoch, kept only if an option asks for it
	gen      uint64 // the pool's generation when it was opened

	// turn is odd while the connection is lent out, and grows with every loan and return: a handle of an earlier loan does
	// not match it.
	turn     atomic.Uint64
	soft     atomic.Bool // close on return
	detached atomic.Bool // left the pool

	maxAge time.Duration // Options.MaxAge, made a little different for each connection
	leak   *leakWatch    // nil unless leaks are reported

	info map[string]any // what the users keep with it; whoever has the connection uses it

	next *entry // in the idle list; guarded by Pool.mu
}

func newEntry(p *Pool, r Resource, now int64, gen uint64) *entry {
	e := &entry{pool: p, res: r, created: now, lastUsed: now, gen: gen}
	e.reset, _ = r.(Resetter)
	e.valid, _ = r.(Validator)
	e.ping, _ = r.(Pinger)
	e.commit, _ = r.(ResetCommitter)
	if e.maxAge = p.opt.MaxAge; e.maxAge > 0 && p.opt.Jitter > 0 {
		e.maxAge += rand.N(p.opt.Jitter)
	}
	if p.opt.LeakAfter > 0 {
		e.leak = newLeakWatch(e)
	}
	return e
}

// lend starts a loan. The caller is the only one who knows e.
func (e *entry) lend() Handle {
	turn := e.turn.Add(1)
	if e.leak != nil {
		e.leak.start(turn)
	}
	return Handle{e: e, turn: turn}
}

// information makes the map of [Handle.Info] when it is first asked for.
func (e *entry) information() map[string]any {
	if e.info == nil {
		e.info = map[string]any{}
	}
	return e.info
}

// idleList is a singly linked list with both ends: a stack or a queue.
type idleList struct {
	head, tail *entry
	n          int
}

func (l *idleList) pop() *entry {
	e := l.head
	if e == nil {
		return nil
	}
	l.head, e.next = e.next, nil
	if l.head == nil {
		l.tail = nil
	}
	l.n--
	return e
}

// push puts e where pop finds it first, or last if fifo.
func (l *idleList) push(e *entry, fifo bool) {
	l.n++
	switch {
	case l.head == nil:
		l.head, l.tail = e, e
	case fifo:
		l.tail.next, l.tail = e, e
	default:
		e.next, l.head = l.head, e
	}
}

// take empties the list and gives its first entry, linked by next.
func (l *idleList) take() *entry {
	e := l.head
	*l = idleList{}
	return e
}

package pool

import "sync/atomic"

// entry is one open connection.
type entry struct {
	pool  *Pool
	res   Resource
	reset Resetter  // res, or nil
	valid Validator // res, or nil
	ping  Pinger    // res, or nil

	created  int64  // nanoseconds since epoch
	lastUsed int64  // nanoseconds since epoch, kept only if an option asks for it
	gen      uint64 // the pool's generation when it was opened

	// turn is odd while the connection is lent out, and grows with every loan and return: a handle of an earlier loan does
	// not match it.
	turn atomic.Uint64
	soft atomic.Bool // close on return

	next *entry // in the idle list; guarded by Pool.mu
}

func newEntry(p *Pool, r Resource, now int64, gen uint64) *entry {
	e := &entry{pool: p, res: r, created: now, lastUsed: now, gen: gen}
	e.reset, _ = r.(Resetter)
	e.valid, _ = r.(Validator)
	e.ping, _ = r.(Pinger)
	return e
}

// lend starts a loan. The caller is the only one who knows e.
func (e *entry) lend() Handle { return Handle{e: e, turn: e.turn.Add(1)} }

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

package pool

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Pool lends connections. Make one with [New]; a Pool must not be copied.
type Pool struct {
	connector Connector
	opt       Options
	epoch     time.Time     // what now counts from
	gen       atomic.Uint64 // grows with Invalidate; connections opened before are stale

	mu     sync.Mutex // guards everything below
	idle   idleList
	open   int // connections that exist, being opened ones included
	closed bool
	queue  waitQueue
	spare  *waiter // waiters to reuse, linked by next
	stats  Counters
}

// New makes a pool over c. It opens nothing yet.
func New(c Connector, o Options) *Pool {
	return &Pool{connector: c, opt: o.withDefaults(), epoch: time.Now()}
}

// Options gives the options in force, defaults filled in.
func (p *Pool) Options() Options { return p.opt }

// now is the monotonic time in nanoseconds.
func (p *Pool) now() int64 { return int64(time.Since(p.epoch)) }

// Get borrows a connection: an idle one, or a new one while the limit allows, or the first that comes free. The error is
// [ErrClosed], a [*TimeoutError], the context's, or what the [Connector] said.
func (p *Pool) Get(ctx context.Context) (Handle, error) {
	if err := ctx.Err(); err != nil {
		return Handle{}, context.Cause(ctx)
	}
	for {
		e, w, err := p.acquire()
		if err != nil {
			return Handle{}, err
		}
		if w != nil {
			g, err := p.wait(ctx, w)
			if err != nil {
				return Handle{}, err
			}
			if g.closed {
				return Handle{}, ErrClosed
			}
			e = g.e
		}
		if e == nil {
			return p.connect(ctx)
		}
		ok, err := p.usable(ctx, e)
		if err != nil {
			return Handle{}, err
		}
		if ok {
			return e.lend(), nil
		}
	}
}

// acquire gives an idle connection, a place in the queue, or neither: then the caller may open a connection.
func (p *Pool) acquire() (*entry, *waiter, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, nil, ErrClosed
	}
	p.stats.Checkouts++
	if e := p.idle.pop(); e != nil {
		return e, nil, nil
	}
	if p.open < p.opt.limit() {
		p.open++
		return nil, nil, nil
	}
	return nil, p.enqueue(), nil
}

// connect opens a connection in a place already counted in p.open.
func (p *Pool) connect(ctx context.Context) (h Handle, err error) {
	done := false
	defer func() { // also when the connector panics
		if !done {
			p.count(func(s *Counters) { s.ConnectErrors++ })
			p.free()
		}
	}()
	gen := p.gen.Load()
	r, err := p.connector.Connect(ctx)
	if err != nil {
		return Handle{}, err
	}
	if r == nil {
		return Handle{}, errors.New("pool: the connector returned neither a connection nor an error")
	}
	done = true
	p.count(func(s *Counters) { s.Connects++ })
	return newEntry(p, r, p.now(), gen).lend(), nil
}

// usable decides whether e may be lent, and closes it if not.
func (p *Pool) usable(ctx context.Context, e *entry) (bool, error) {
	if p.stale(e) {
		p.count(func(s *Counters) { s.Invalidated++ })
		_ = p.drop(e) // an error of closing what nobody wants tells the caller nothing
		return false, nil
	}
	if !p.opt.timed() {
		return true, nil
	}
	now := p.now()
	idle := time.Duration(now - e.lastUsed)
	if p.opt.MaxAge > 0 && time.Duration(now-e.created) > p.opt.MaxAge || p.opt.MaxIdle > 0 && idle > p.opt.MaxIdle {
		p.count(func(s *Counters) { s.Recycled++ })
		_ = p.drop(e)
		return false, nil
	}
	if e.ping == nil || p.opt.PingAfter == 0 || idle <= p.opt.PingAfter {
		return true, nil
	}
	return p.alive(ctx, e)
}

// alive pings e. If the server does not answer, the connections opened before now are taken to be dead as well.
func (p *Pool) alive(ctx context.Context, e *entry) (bool, error) {
	if e.ping.Ping(ctx) == nil {
		return true, nil
	}
	_ = p.drop(e)
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	p.count(func(s *Counters) { s.PingFailures++ })
	p.Invalidate()
	return false, nil
}

func (p *Pool) stale(e *entry) bool {
	return !p.opt.Keep && e.gen != p.gen.Load() || e.soft.Load()
}

// checkIn takes back a connection whose loan has ended.
func (p *Pool) checkIn(e *entry) {
	ok := !p.stale(e)
	defer func() { // also when a resource panics in Reset
		if !ok {
			p.count(func(s *Counters) { s.Invalidated++ })
			_ = p.drop(e)
		}
	}()
	if !ok {
		return
	}
	ok = false
	if e.reset != nil && e.reset.Reset(context.Background()) != nil {
		return
	}
	if e.valid != nil && !e.valid.IsValid() {
		return
	}
	ok = true
	if p.opt.timed() {
		e.lastUsed = p.now()
	}
	p.putBack(e)
}

// putBack hands e to the first waiter, or keeps it, or closes it if enough are idle.
func (p *Pool) putBack(e *entry) {
	p.mu.Lock()
	if w := p.queue.pop(); w != nil {
		p.mu.Unlock()
		w.ch <- grant{e: e}
		return
	}
	if p.closed || p.idle.n >= p.opt.Size {
		p.mu.Unlock()
		_ = p.drop(e)
		return
	}
	p.idle.push(e, p.opt.FIFO)
	p.mu.Unlock()
}

// drop closes e and gives up its place, also when closing panics.
func (p *Pool) drop(e *entry) error {
	defer p.free()
	return e.res.Close()
}

// free gives up a place; the first waiter may open a connection in it.
func (p *Pool) free() {
	p.mu.Lock()
	p.open--
	if p.open < p.opt.limit() {
		if w := p.queue.pop(); w != nil {
			p.open++
			p.mu.Unlock()
			w.ch <- grant{}
			return
		}
	}
	p.mu.Unlock()
}

// Invalidate retires every connection opened until now: idle ones are closed at once, lent ones when they come back. It is
// for when the server was restarted or has failed over. A pool with [Options.Keep] ignores it.
func (p *Pool) Invalidate() {
	if p.opt.Keep {
		return
	}
	p.gen.Add(1)
	p.mu.Lock()
	e := p.idle.take()
	p.mu.Unlock()
	_ = p.dropAll(e, func(s *Counters) { s.Invalidated++ })
}

// Close closes the idle connections, turns away whoever waits, and lets nobody borrow again; lent connections are closed
// when they are returned. It may be called more than once. The error joins what closing gave.
func (p *Pool) Close() error {
	p.mu.Lock()
	p.closed = true
	e := p.idle.take()
	for w := p.queue.pop(); w != nil; w = p.queue.pop() {
		w.ch <- grant{closed: true}
	}
	p.mu.Unlock()
	return p.dropAll(e, func(*Counters) {})
}

func (p *Pool) dropAll(e *entry, note func(*Counters)) error {
	var errs []error
	for e != nil {
		next := e.next
		e.next = nil
		p.count(note)
		if err := p.drop(e); err != nil {
			errs = append(errs, err)
		}
		e = next
	}
	return errors.Join(errs...)
}

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
	events    atomic.Pointer[[]*Events]
	first     atomic.Bool  // the first connection was told of
	waitTime  atomic.Int64 // nanoseconds that callers have waited
	waiters   sync.Pool    // of *waiter that nobody uses, whose channels are empty

	mu     sync.Mutex // guards everything below
	idle   idleList
	open   int // connections that exist, being opened ones included
	closed bool
	queue  waitQueue
	stats  Counters
	last   *entry // with Options.Exclusive: the connection opened last

	timer   *time.Timer // of expire, nil until somebody had to wait
	watched bool        // it is set
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
	for try := 1; ; try++ {
		e, err := p.take(ctx)
		if err != nil {
			return Handle{}, err
		}
		if p.events.Load() == nil {
			return e.lend(), nil
		}
		err = p.offer(e)
		if err == nil {
			return e.lend(), nil
		}
		if !errors.Is(err, ErrDisconnected) {
			return Handle{}, err
		}
		if try == checkoutTries {
			return Handle{}, &CheckoutError{try, err}
		}
	}
}

// take gives a connection that is fit to be lent.
func (p *Pool) take(ctx context.Context) (*entry, error) {
	for {
		e, w, err := p.acquire()
		if err != nil {
			return nil, err
		}
		if w != nil {
			g, err := p.wait(ctx, w)
			if err != nil {
				return nil, err
			}
			if g.closed {
				return nil, ErrClosed
			}
			e = g.e
		}
		if e == nil {
			return p.connect(ctx)
		}
		ok, err := p.usable(ctx, e)
		if err != nil {
			return nil, err
		}
		if ok {
			return e, nil
		}
	}
}

// offer asks the listeners whether e may be lent, and closes it if not, also when one of them panics.
func (p *Pool) offer(e *entry) (err error) {
	done := false
	defer func() {
		if !done {
			_ = p.drop(e)
		}
	}()
	if err := p.ask(e, onCheckout); err != nil {
		done = true
		p.count(func(s *Counters) { s.Invalidated++ })
		p.tellInvalidate(e, err)
		_ = p.dropAndTell(e) // the listener's reason is the one to report
		return err
	}
	done = true
	return nil
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
	if p.opt.Exclusive {
		return nil, nil, p.exclusive()
	}
	return nil, p.enqueue(), nil
}

// connect opens a connection in a place already counted in p.open.
func (p *Pool) connect(ctx context.Context) (*entry, error) {
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
		return nil, err
	}
	if r == nil {
		return nil, errors.New("pool: the connector returned neither a connection nor an error")
	}
	done = true
	p.count(func(s *Counters) { s.Connects++ })
	e := newEntry(p, r, p.now(), gen)
	if p.Options().Exclusive {
		p.mu.Lock()
		p.last = e
		p.mu.Unlock()
	}
	return e, p.announce(e)
}

// announce tells the listeners of a new connection, and closes it if one of them fails or panics.
func (p *Pool) announce(e *entry) (err error) {
	if p.events.Load() == nil {
		return nil
	}
	ok := false
	defer func() {
		if !ok {
			_ = p.drop(e)
		}
	}()
	if !p.first.Swap(true) {
		p.tell(e, onFirstConnect)
	}
	if err := p.ask(e, onConnect); err != nil {
		return err
	}
	ok = true
	return nil
}

// usable decides whether e may be lent, and closes it if not.
func (p *Pool) usable(ctx context.Context, e *entry) (bool, error) {
	if p.stale(e) {
		p.count(func(s *Counters) { s.Invalidated++ })
		_ = p.dropAndTell(e) // an error of closing what nobody wants tells the caller nothing
		return false, nil
	}
	if !p.opt.timed() {
		return true, nil
	}
	now := p.now()
	idle := time.Duration(now - e.lastUsed)
	if e.maxAge > 0 && time.Duration(now-e.created) > e.maxAge || p.opt.MaxIdle > 0 && idle > p.opt.MaxIdle {
		p.count(func(s *Counters) { s.Recycled++ })
		_ = p.dropAndTell(e)
		return false, nil
	}
	if e.ping == nil || p.opt.PingAfter == 0 || idle <= p.opt.PingAfter {
		return true, nil
	}
	return p.alive(ctx, e)
}

// alive pings e. If the server does not answer, the connections opened before now are taken to be dead as well.
func (p *Pool) alive(ctx context.Context, e *entry) (bool, error) {
	err := e.ping.Ping(ctx)
	if err == nil {
		return true, nil
	}
	p.tellInvalidate(e, err)
	_ = p.dropAndTell(e)
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	p.count(func(s *Counters) { s.PingFailures++ })
	p.Invalidate()
	return false, nil
}

func (p *Pool) stale(e *entry) bool {
	return p.old(e) || e.soft.Load()
}

// old says whether e was opened before the last Invalidate.
func (p *Pool) old(e *entry) bool { return !p.opt.Keep && e.gen != p.gen.Load() }

// checkIn takes back a connection whose loan has ended.
func (p *Pool) checkIn(e *entry) {
	ok := false
	defer func() { // also when a resource panics in Reset, or a listener
		if !ok {
			p.count(func(s *Counters) { s.Invalidated++ })
			_ = p.drop(e)
		}
	}()
	var err error
	if !p.old(e) { // one that is taken to be dead is not asked to roll back
		err = p.reset(e)
	}
	if p.events.Load() != nil {
		p.tell(e, onCheckin)
	}
	if err != nil || p.stale(e) || e.valid != nil && !e.valid.IsValid() {
		ok = true
		p.count(func(s *Counters) { s.Invalidated++ })
		if err != nil {
			p.tellInvalidate(e, err)
		}
		_ = p.dropAndTell(e) // nobody is left to tell
		return
	}
	ok = true
	if p.opt.timed() {
		e.lastUsed = p.now()
	}
	p.putBack(e)
}

// reset brings a connection back to a neutral state, in the pool's style.
func (p *Pool) reset(e *entry) error {
	if p.opt.Reset == ResetNone {
		return nil
	}
	if p.events.Load() != nil {
		p.tell(e, onReset)
	}
	if p.opt.Reset == ResetCommit && e.commit != nil {
		return e.commit.ResetCommit(context.Background())
	}
	if e.reset != nil {
		return e.reset.Reset(context.Background())
	}
	return nil
}

// closeDetached closes a connection that has left the pool.
func (p *Pool) closeDetached(e *entry) error {
	err := p.reset(e)
	p.tell(e, onCloseDetached)
	return errors.Join(err, e.res.Close())
}

// putBack hands e to the first waiter, or keeps it, or closes it if enough are idle.
func (p *Pool) putBack(e *entry) {
	p.mu.Lock()
	if w := p.queue.pop(); w != nil {
		p.mu.Unlock()
		w.ch <- grant{e: e}
		return
	}
	if p.closed || p.opt.Transient || p.idle.n >= p.opt.Size {
		p.mu.Unlock()
		_ = p.dropAndTell(e)
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

// dropAndTell is drop, after the listeners were told.
func (p *Pool) dropAndTell(e *entry) error {
	if p.events.Load() != nil {
		told := false
		defer func() {
			if !told {
				_ = p.drop(e)
			}
		}()
		p.tell(e, onClose)
		told = true
	}
	return p.drop(e)
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

// Recreate makes an empty pool with the same connector, options and listeners. The old one stays as it is: close it.
func (p *Pool) Recreate() *Pool {
	q := New(p.connector, p.opt)
	q.events.Store(p.events.Load())
	return q
}

// exclusive is the error of asking for a second connection. The caller holds p.mu.
func (p *Pool) exclusive() error {
	err := &ExclusiveError{}
	if p.last != nil && p.last.leak != nil {
		err.Stack = p.last.leak.stack()
	}
	return err
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
	if p.timer != nil {
		p.timer.Stop() // nobody waits any more
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
		if err := p.dropAndTell(e); err != nil {
			errs = append(errs, err)
		}
		e = next
	}
	return errors.Join(errs...)
}

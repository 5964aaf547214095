package pool

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// grant is what a waiter gets: a connection, or (nil) the permission to open one, or the news that the pool is closed.
type grant struct {
	e      *entry
	closed bool
}

// waiter is a caller in the queue. It is reused, with its channel and timer, through Pool.spare.
type waiter struct {
	ch         chan grant // capacity 1: granting never blocks
	timer      *time.Timer
	prev, next *waiter
	queued     bool // guarded by Pool.mu
}

// waitQueue is the line of waiters, first come first served. Guarded by Pool.mu.
type waitQueue struct {
	head, tail *waiter
	n          int
}

func (q *waitQueue) push(w *waiter) {
	w.prev, w.next, w.queued = q.tail, nil, true
	if q.tail == nil {
		q.head = w
	} else {
		q.tail.next = w
	}
	q.tail = w
	q.n++
}

func (q *waitQueue) remove(w *waiter) {
	if w.prev == nil {
		q.head = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		q.tail = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next, w.queued = nil, nil, false
	q.n--
}

func (q *waitQueue) pop() *waiter {
	w := q.head
	if w != nil {
		q.remove(w)
	}
	return w
}

// enqueue joins the queue. The caller holds p.mu.
func (p *Pool) enqueue() *waiter {
	w := p.spare
	if w == nil {
		w = &waiter{ch: make(chan grant, 1)}
	} else {
		p.spare, w.next = w.next, nil
	}
	p.queue.push(w)
	p.stats.Waits++
	return w
}

// retire keeps w for the next caller who has to wait.
func (p *Pool) retire(w *waiter) {
	p.mu.Lock()
	w.next, p.spare = p.spare, w
	p.mu.Unlock()
}

// served counts the time that w has waited, and keeps w for the next caller.
func (p *Pool) served(w *waiter, start int64) {
	d := p.now() - start
	p.mu.Lock()
	p.stats.WaitTime += time.Duration(d)
	w.next, p.spare = p.spare, w
	p.mu.Unlock()
}

// wait blocks until w is granted something, the timeout passes or ctx ends.
func (p *Pool) wait(ctx context.Context, w *waiter) (grant, error) {
	start := p.now()
	expired := w.arm(p.opt.Timeout)
	select {
	case g := <-w.ch:
		w.disarm()
		p.served(w, start)
		return g, nil
	case <-expired:
		return p.giveUp(w, start, nil)
	case <-ctx.Done():
		w.disarm()
		return p.giveUp(w, start, context.Cause(ctx))
	}
}

// arm starts the waiter's timer; a negative timeout gives a channel that never fires.
func (w *waiter) arm(d time.Duration) <-chan time.Time {
	if d < 0 {
		return nil
	}
	if w.timer == nil {
		w.timer = time.NewTimer(d)
	} else {
		w.timer.Reset(d)
	}
	return w.timer.C
}

func (w *waiter) disarm() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// giveUp leaves the queue. A grant that came at the same moment is passed on to whoever is next.
func (p *Pool) giveUp(w *waiter, start int64, cause error) (grant, error) {
	p.waited(start)
	p.mu.Lock()
	still := w.queued
	if still {
		p.queue.remove(w)
	}
	err := p.waitError(start, cause)
	p.mu.Unlock()
	if !still {
		p.passOn(<-w.ch)
	}
	p.retire(w)
	return grant{}, err
}

// passOn gives back what a waiter was granted after it had given up.
func (p *Pool) passOn(g grant) {
	switch {
	case g.closed:
	case g.e == nil:
		p.free()
	default:
		p.putBack(g.e)
	}
}

func (p *Pool) waited(start int64) {
	d := p.now() - start
	p.mu.Lock()
	p.stats.WaitTime += time.Duration(d)
	p.mu.Unlock()
}

// waitError says why the wait ended. The caller holds p.mu.
func (p *Pool) waitError(start int64, cause error) error {
	if cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("pool: while waiting for a connection: %w", cause)
	}
	p.stats.Timeouts++
	return &TimeoutError{
		Waited: time.Duration(p.now() - start), Size: p.opt.Size, Max: p.opt.limit(),
		InUse: p.open - p.idle.n, Waiting: p.queue.n, Cause: cause,
	}
}

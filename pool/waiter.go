package pool

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// grant is what a waiter gets: a connection, or (nil) the permission to open one, or the news that the pool is closed or the time over.
type grant struct {
	e      *entry
	closed bool
	late   bool
}

// waiter is a caller in the queue.
type waiter struct {
	ch         chan grant // capacity 1: granting never blocks
	prev, next *waiter
	start      int64 // when it joined the queue, as [Pool.now] has it
	queued     bool  // guarded by Pool.mu
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
	w, ok := p.waiters.Get().(*waiter)
	if !ok {
		w = &waiter{ch: make(chan grant, 1)}
	}
	w.start = p.now()
	p.queue.push(w)
	p.stats.Waits++
	if p.opt.Timeout >= 0 && !p.watched {
		p.watch(p.opt.Timeout)
	}
	return w
}

// watch makes expire run after d. All wait for the same time, so that one timer, for who has waited longest, does for all: it is set
// when it has fired, not with every waiter. The caller holds p.mu.
func (p *Pool) watch(d time.Duration) {
	p.watched = true
	if p.timer == nil {
		p.timer = time.AfterFunc(d, p.expire)
		return
	}
	p.timer.Reset(d)
}

// expire turns away who has waited for too long.
func (p *Pool) expire() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.watched = false
	now := p.now()
	for w := p.queue.head; w != nil; w = p.queue.head {
		if left := p.opt.Timeout - time.Duration(now-w.start); left > 0 {
			p.watch(left)
			return
		}
		p.queue.pop()
		w.ch <- grant{late: true}
	}
}

// wait blocks until w is granted something, the timeout passes or ctx ends.
func (p *Pool) wait(ctx context.Context, w *waiter) (g grant, err error) {
	if done := ctx.Done(); done == nil {
		g = <-w.ch
	} else {
		select {
		case g = <-w.ch:
		case <-done:
			return p.giveUp(w, context.Cause(ctx))
		}
	}
	if g.late {
		return p.giveUp(w, nil)
	}
	p.waited(w)
	return g, nil
}

// giveUp leaves the queue. A grant that came at the same moment is passed on to whoever is next.
func (p *Pool) giveUp(w *waiter, cause error) (grant, error) {
	p.mu.Lock()
	still, late := w.queued, cause == nil
	if still {
		p.queue.remove(w)
	}
	err := p.waitError(w.start, cause)
	p.mu.Unlock()
	if !still && !late {
		p.passOn(<-w.ch)
	}
	p.waited(w)
	return grant{}, err
}

// waited counts the time that w has waited, and keeps w for the next caller.
func (p *Pool) waited(w *waiter) {
	p.waitTime.Add(p.now() - w.start)
	p.waiters.Put(w)
}

// passOn gives back what a waiter was granted after it had given up.
func (p *Pool) passOn(g grant) {
	switch {
	case g.closed || g.late:
	case g.e == nil:
		p.free()
	default:
		p.putBack(g.e)
	}
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

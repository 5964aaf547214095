package pool

import "time"

// Counters grow as long as the pool lives.
type Counters struct {
	Checkouts     int64         // calls of Get that found the pool open, retries after a stale connection included
	Waits         int64         // those of them that had to wait
	WaitTime      time.Duration // spent waiting, in total
	Timeouts      int64         // waits that ended with a *TimeoutError
	Connects      int64         // connections opened
	ConnectErrors int64         // attempts that failed
	Recycled      int64         // connections closed for their age or idle time
	Invalidated   int64         // connections closed as broken or stale
	PingFailures  int64         // connections that did not answer before a loan
	Leaks         int64         // loans that lasted longer than Options.LeakAfter
}

// Stats is the state of a pool at one moment.
type Stats struct {
	Counters
	Open    int // connections that exist, being opened ones included
	Idle    int // of these, at rest
	InUse   int // of these, lent out or being opened
	Waiting int // callers in the queue
	Closed  bool
}

// Stats gives the figures of now.
func (p *Pool) Stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.stats
	c.WaitTime = time.Duration(p.waitTime.Load())
	return Stats{
		Counters: c, Open: p.open, Idle: p.idle.n, InUse: p.open - p.idle.n, Waiting: p.queue.n, Closed: p.closed,
	}
}

// count changes the counters under the lock.
func (p *Pool) count(f func(*Counters)) {
	p.mu.Lock()
	f(&p.stats)
	p.mu.Unlock()
}

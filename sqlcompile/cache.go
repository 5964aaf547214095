package sqlcompile

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/aludel/aludel/expr"
)

// Cache keeps compiled statements by their structure, for one dialect. It is safe for concurrent use.
//
// When it is full it forgets everything and starts again: a program has a bounded number of statement shapes, so that a full
// cache means shapes are made without end, and then no policy helps.
//
// Most statements are found without a lock: locking is dear beside all else that sending a cached statement takes.
type Cache struct {
	dialect Dialect
	max     int
	// Check, unless nil, is asked of every statement that was compiled, before it is kept; its error is that of Compile. Set it before the
	// cache is used.
	Check func(*Compiled) error

	// settled is never changed once it is stored here, but replaced.
	settled atomic.Pointer[map[string]*Compiled]

	mu     sync.Mutex
	recent map[string]*Compiled // guarded by mu: what was compiled since settled was stored
	asked  int                  // guarded by mu: how often something was found in recent
	misses int                  // guarded by mu
}

// NewCache makes a cache of at most max statements; 0 means 1,000.
func NewCache(d Dialect, max int) *Cache {
	if max <= 0 {
		max = 1000
	}
	c := &Cache{dialect: d, max: max, recent: map[string]*Compiled{}}
	c.settled.Store(&map[string]*Compiled{})
	return c
}

// Compile gives the compiled form of s, from the cache if a statement of the same structure was compiled before. k receives the
// structure and the binds of s, which go to [Compiled.Bind]; it must be empty.
func (c *Cache) Compile(s expr.Statement, k *expr.Key) (*Compiled, error) {
	expr.AppendKey(k, s)
	if !k.OK {
		return c.compile(s, k)
	}
	if got := (*c.settled.Load())[string(k.Bytes)]; got != nil {
		return got, nil
	}
	if got := c.found(k.Bytes); got != nil {
		return got, nil
	}
	got, err := c.compile(s, k)
	if err != nil {
		return nil, err
	}
	c.add(string(k.Bytes), got)
	return got, nil
}

// compile compiles a statement, and asks whether it may be used.
func (c *Cache) compile(s expr.Statement, k *expr.Key) (*Compiled, error) {
	got, err := compile(s, c.dialect, k.Binds, Options{})
	if err == nil && c.Check != nil {
		err = c.Check(got)
	}
	if err != nil {
		return nil, err
	}
	return got, nil
}

// found looks among the recent statements. When they were asked for as often as there are statements, they are settled, so that the
// copying costs no more than the looking did.
func (c *Cache) found(key []byte) *Compiled {
	c.mu.Lock()
	defer c.mu.Unlock()
	got := c.recent[string(key)]
	if got == nil {
		return nil
	}
	settled := *c.settled.Load()
	if c.asked++; c.asked >= len(settled)+len(c.recent) {
		all := make(map[string]*Compiled, len(settled)+len(c.recent))
		maps.Copy(all, settled)
		maps.Copy(all, c.recent)
		c.settled.Store(&all)
		clear(c.recent)
		c.asked = 0
	}
	return got
}

func (c *Cache) add(key string, got *Compiled) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.misses++
	if c.size() >= c.max {
		c.settled.Store(&map[string]*Compiled{})
		clear(c.recent)
		c.asked = 0
	}
	c.recent[key] = got
}

// size needs mu.
func (c *Cache) size() int { return len(*c.settled.Load()) + len(c.recent) }

// Stats gives how many statements are cached and how many were compiled.
func (c *Cache) Stats() (size, compiled int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size(), c.misses
}

package sqlcompile

import (
	"sync"

	"github.com/aludel/aludel/expr"
)

// Cache keeps compiled statements by their structure, for one dialect. It is safe for concurrent use.
//
// When it is full it forgets everything and starts again: a program has a bounded number of statement shapes, so that a full
// cache means shapes are made without end, and then no policy helps.
type Cache struct {
	dialect Dialect
	max     int
	// Check, unless nil, is asked of every statement that was compiled, before it is kept; its error is that of Compile. Set it before the
	// cache is used.
	Check func(*Compiled) error

	mu     sync.RWMutex
	byKey  map[string]*Compiled // guarded by mu
	misses int                  // guarded by mu
}

// NewCache makes a cache of at most max statements; 0 means 1,000.
func NewCache(d Dialect, max int) *Cache {
	if max <= 0 {
		max = 1000
	}
	return &Cache{dialect: d, max: max, byKey: map[string]*Compiled{}}
}

// Compile gives the compiled form of s, from the cache if a statement of the same structure was compiled before. k receives the
// structure and the binds of s, which go to [Compiled.Bind]; it must be empty.
func (c *Cache) Compile(s expr.Statement, k *expr.Key) (*Compiled, error) {
	expr.AppendKey(k, s)
	if !k.OK {
		return c.compile(s, k)
	}
	c.mu.RLock()
	got := c.byKey[string(k.Bytes)]
	c.mu.RUnlock()
	if got != nil {
		return got, nil
	}
	got, err := c.compile(s, k)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.misses++
	if len(c.byKey) >= c.max {
		clear(c.byKey)
	}
	c.byKey[string(k.Bytes)] = got
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

// Stats gives how many statements are cached and how many were compiled.
func (c *Cache) Stats() (size, compiled int) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.byKey), c.misses
}

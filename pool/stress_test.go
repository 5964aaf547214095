package pool

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"
)

// Many users, short deadlines, invalidation and breakage at once: no connection has two users, none is lost, the limit
// holds, and no goroutine stays behind.
func TestStress(t *testing.T) {
	before := runtime.NumGoroutine()
	h := &host{}
	p := New(h, Options{Size: 3, Overflow: 2, Timeout: 2 * time.Millisecond, MaxAge: 5 * time.Millisecond, PingAfter: time.Millisecond})
	var wg sync.WaitGroup
	for g := range 24 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(g)))
			for range 400 {
				stressOnce(t, p, r)
			}
		})
	}
	wg.Wait()
	if s := p.Stats(); s.InUse != 0 || s.Waiting != 0 || s.Idle > 3 || int32(s.Open) != h.live.Load() {
		t.Errorf("%+v, %d live", s, h.live.Load())
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if h.most.Load() > 5 || h.faults.Load() != 0 || h.live.Load() != 0 {
		t.Errorf("at most %d open, %d faults, %d live", h.most.Load(), h.faults.Load(), h.live.Load())
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func stressOnce(t *testing.T, p *Pool, r *rand.Rand) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(r.IntN(3000))*time.Microsecond)
	defer cancel()
	h, err := p.Get(ctx)
	if err != nil {
		var te *TimeoutError
		if !errors.As(err, &te) && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Get: %v", err)
		}
		return
	}
	c := h.Resource().(*conn)
	if c.users.Add(1) != 1 || c.closed.Load() != 0 {
		t.Error("a connection with two users, or a closed one, was lent")
	}
	if r.IntN(4) == 0 {
		time.Sleep(time.Duration(r.IntN(200)) * time.Microsecond)
	}
	c.users.Add(-1)
	switch r.IntN(40) {
	case 0:
		err = h.Discard()
	case 1:
		p.Invalidate()
		err = h.Release()
	case 2:
		c.bad.Store(true)
		err = h.Release()
	default:
		err = h.Release()
	}
	if err != nil {
		t.Errorf("return: %v", err)
	}
	if h.Release() == nil {
		t.Error("a second return went through")
	}
}

func TestNoAllocation(t *testing.T) {
	ctx := context.Background()
	for name, o := range map[string]Options{"plain": {Size: 2}, "timed": {Size: 2, MaxAge: time.Hour, PingAfter: time.Hour}} {
		p := New(&host{}, o)
		get(t, p).Release()
		n := testing.AllocsPerRun(1000, func() {
			h, err := p.Get(ctx)
			if err != nil {
				t.Fatal(err)
			}
			h.Release()
		})
		if n != 0 {
			t.Errorf("%s: %v allocations a loan", name, n)
		}
	}
}

func BenchmarkLoan(b *testing.B) {
	for name, o := range map[string]Options{"plain": {Size: 4}, "timed": {Size: 4, MaxAge: time.Hour, PingAfter: time.Hour}} {
		b.Run(name, func(b *testing.B) {
			p := New(&host{}, o)
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				h, err := p.Get(ctx)
				if err != nil {
					b.Fatal(err)
				}
				h.Release()
			}
		})
	}
}

func BenchmarkContended(b *testing.B) {
	p := New(&host{}, Options{Size: 4})
	ctx := context.Background()
	b.ReportAllocs()
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			h, err := p.Get(ctx)
			if err != nil {
				b.Error(err)
				return
			}
			h.Release()
		}
	})
}

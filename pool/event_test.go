package pool

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A listener that panics or fails costs the connection at hand, and nothing else: no place is lost, nothing is lent twice.
func TestListenersThatPanicOrFail(t *testing.T) {
	boom := func(Record) { panic("boom") }
	refuse := func(Record) error { return errors.New("no") }
	for name, ev := range map[string]Events{
		"first connect": {FirstConnect: boom}, "checkin": {Checkin: boom}, "reset": {Reset: boom}, "close": {Close: boom},
		"connect":            {Connect: func(Record) error { panic("boom") }},
		"checkout":           {Checkout: func(Record) error { panic("boom") }},
		"refuses to connect": {Connect: refuse}, "refuses to check out": {Checkout: refuse},
		"invalidate": {Invalidate: func(Record, error) { panic("boom") }}, "detach": {Detach: boom}, "soft": {SoftInvalidate: boom},
	} {
		t.Run(name, func(t *testing.T) {
			h := &host{}
			p := New(h, Options{Size: 1, Timeout: time.Millisecond})
			p.Listen(ev)
			for _, end := range []func(Handle) error{
				Handle.Release, Handle.Discard, func(h Handle) error { return errors.Join(h.Invalidate(), h.Release()) },
			} {
				tryLoan(p, end)
			}
			if ev.Detach == nil && ev.SoftInvalidate == nil {
				if s := p.Stats(); s.InUse != 0 || int(h.live.Load()) != s.Open || h.faults.Load() != 0 {
					t.Errorf("%+v, %d live, %d faults", s, h.live.Load(), h.faults.Load())
				}
			}
		})
	}
}

// tryLoan borrows and returns, whatever panics on the way; what a panic left borrowed is returned.
func tryLoan(p *Pool, end func(Handle) error) {
	var h Handle
	defer func() {
		if recover() != nil && h.Resource() != nil {
			h.Release()
		}
	}()
	h, err := p.Get(context.Background())
	if err == nil {
		_ = end(h) // only the accounts matter here
	}
}

func TestConnectListenerFailsTheLoan(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1})
	no := errors.New("wrong server")
	p.Listen(Events{Connect: func(Record) error { return no }})
	if _, err := p.Get(context.Background()); !errors.Is(err, no) {
		t.Errorf("%v", err)
	}
	if s := p.Stats(); s.Open != 0 || h.live.Load() != 0 {
		t.Errorf("%+v, %d live", s, h.live.Load())
	}
}

func TestLeaksAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var leaks []Leak
		p := New(&host{}, Options{Size: 2, LeakAfter: time.Minute, OnLeak: func(l Leak) { leaks = append(leaks, l) }})
		a, b := get(t, p), get(t, p)
		time.Sleep(50 * time.Second)
		b.Release()
		time.Sleep(20 * time.Second)
		synctest.Wait()
		if len(leaks) != 1 || leaks[0].Held != time.Minute || !strings.Contains(leaks[0].Stack, "TestLeaksAreReported") || p.Stats().Leaks != 1 {
			t.Fatalf("%+v", leaks)
		}
		a.Release()
		time.Sleep(time.Hour)
		if c := get(t, p); len(leaks) != 1 {
			t.Errorf("reported again: %+v, %d", leaks, id(c))
		} else {
			c.Release()
		}
		p.Close()
	})
}

func TestExclusiveNamesTheOtherLoan(t *testing.T) {
	p := New(&host{}, Options{Size: 1, Exclusive: true, LeakAfter: time.Hour})
	a := get(t, p)
	_, err := p.Get(context.Background())
	var ee *ExclusiveError
	if !errors.As(err, &ee) || !strings.Contains(err.Error(), "TestExclusiveNamesTheOtherLoan") {
		t.Errorf("%v", err)
	}
	a.Release()
	get(t, p).Release()
	p.Close()
}

func TestNullKeepsNothing(t *testing.T) {
	h := &host{}
	p := New(h, Null())
	var all []Handle
	for range 30 {
		all = append(all, get(t, p))
	}
	for _, a := range all {
		a.Release()
	}
	if h.opened.Load() != 30 || h.live.Load() != 0 {
		t.Errorf("%d opened, %d live", h.opened.Load(), h.live.Load())
	}
}

func TestInfoGoesWithTheConnection(t *testing.T) {
	p := New(&host{}, Options{Size: 1})
	a := get(t, p)
	a.Info()["k"] = 1
	a.Release()
	if a.Info() != nil {
		t.Error("a returned handle gives the information")
	}
	b := get(t, p)
	if b.Info()["k"] != 1 {
		t.Error("the information did not stay with the connection")
	}
	b.Discard()
	if c := get(t, p); len(c.Info()) != 0 {
		t.Errorf("a new connection has %v", c.Info())
	}
}

func TestRecreate(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1})
	heard := 0
	p.Listen(Events{Connect: func(Record) error { heard++; return nil }})
	a := get(t, p)
	q := p.Recreate()
	p.Close()
	b := get(t, q)
	a.Release()
	if heard != 2 || h.live.Load() != 1 || b.Resource() == nil {
		t.Errorf("%d heard, %d live", heard, h.live.Load())
	}
}

func TestDetachedIsClosedByItsHandle(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1, Timeout: time.Millisecond})
	a := get(t, p)
	r, err := a.Detach()
	if err != nil || a.Resource() != r {
		t.Fatalf("%v", err)
	}
	get(t, p).Release()
	if err := a.Release(); err != nil || r.(*conn).closed.Load() != 1 || r.(*conn).resets.Load() != 1 {
		t.Errorf("%v, closed %d times", err, r.(*conn).closed.Load())
	}
	if s := p.Stats(); s.Open != 1 || s.Idle != 1 {
		t.Errorf("%+v", s)
	}
}

func TestJitterSpreadsTheAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Options{Size: 50, MaxAge: time.Hour, Jitter: time.Hour})
		var all []Handle
		for range 50 {
			all = append(all, get(t, p))
		}
		for _, a := range all {
			a.Release()
		}
		time.Sleep(90 * time.Minute)
		for i := range all {
			all[i] = get(t, p)
		}
		if n := p.Stats().Recycled; n < 5 || n > 45 {
			t.Errorf("%d of 50 were recycled at half of the jitter", n)
		}
	})
}

package pool

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// conn is a resource that knows whether two users have it at once.
type conn struct {
	id     int
	host   *host
	users  atomic.Int32
	closed atomic.Int32
	bad    atomic.Bool
	resets atomic.Int32
}

func (c *conn) Close() error {
	c.host.live.Add(-1)
	if c.closed.Add(1) > 1 {
		c.host.faults.Add(1)
	}
	return nil
}

func (c *conn) Reset(context.Context) error { c.resets.Add(1); return nil }
func (c *conn) IsValid() bool               { return !c.bad.Load() }

func (c *conn) Ping(context.Context) error {
	c.host.pings.Add(1)
	if c.host.down.Load() {
		return errors.New("no answer")
	}
	return nil
}

// host opens conns.
type host struct {
	opened, live, pings, faults, most atomic.Int32
	down                              atomic.Bool
}

func (h *host) Connect(context.Context) (Resource, error) {
	if h.down.Load() {
		return nil, errors.New("refused")
	}
	n := h.live.Add(1)
	for m := h.most.Load(); n > m && !h.most.CompareAndSwap(m, n); m = h.most.Load() {
	}
	return &conn{id: int(h.opened.Add(1)), host: h}, nil
}

func get(t *testing.T, p *Pool) Handle {
	t.Helper()
	h, err := p.Get(context.Background())
	if err != nil {
		t.Fatalf("Get: %v", err)
	}
	return h
}

func id(h Handle) int { return h.Resource().(*conn).id }

func TestOrderOfIdleConnections(t *testing.T) {
	for _, c := range []struct {
		fifo bool
		want [3]int
	}{{false, [3]int{3, 2, 1}}, {true, [3]int{1, 2, 3}}} {
		p := New(&host{}, Options{Size: 3, FIFO: c.fifo})
		a, b, d := get(t, p), get(t, p), get(t, p)
		for _, h := range []Handle{a, b, d} {
			if err := h.Release(); err != nil {
				t.Fatal(err)
			}
		}
		if got := [3]int{id(get(t, p)), id(get(t, p)), id(get(t, p))}; got != c.want {
			t.Errorf("fifo=%v: got %v, want %v", c.fifo, got, c.want)
		}
	}
}

func TestOverflowIsClosedOnReturn(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1, Overflow: 2, Timeout: time.Millisecond})
	a, b, c := get(t, p), get(t, p), get(t, p)
	if _, err := p.Get(context.Background()); err == nil {
		t.Fatal("a fourth connection was lent")
	}
	a.Release()
	b.Release()
	c.Release()
	if s := p.Stats(); s.Open != 1 || s.Idle != 1 || h.live.Load() != 1 {
		t.Errorf("after return: %+v, %d live", s, h.live.Load())
	}
}

func TestTimeoutError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(&host{}, Options{Size: 1, Timeout: 3 * time.Second})
		get(t, p)
		_, err := p.Get(context.Background())
		var te *TimeoutError
		if !errors.As(err, &te) {
			t.Fatalf("got %v", err)
		}
		if te.Waited != 3*time.Second || te.InUse != 1 || te.Max != 1 || te.Waiting != 0 || !te.Timeout() {
			t.Errorf("figures: %+v", te)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_, err = p.Get(ctx)
		if !errors.As(err, &te) || !errors.Is(err, context.DeadlineExceeded) || te.Waited != time.Second {
			t.Errorf("with a deadline: %v", err)
		}
		if s := p.Stats(); s.Waiting != 0 || s.Timeouts != 2 || s.WaitTime != 4*time.Second {
			t.Errorf("stats: %+v", s)
		}
	})
}

func TestWaitersAreServedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(&host{}, Options{Size: 1})
		first := get(t, p)
		var mu sync.Mutex
		var order []int
		for i := range 5 {
			go func() {
				h, err := p.Get(context.Background())
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				order = append(order, i)
				mu.Unlock()
				h.Release()
			}()
			synctest.Wait()
		}
		first.Release()
		synctest.Wait()
		for i, got := range order {
			if got != i {
				t.Fatalf("served in order %v", order)
			}
		}
		if len(order) != 5 || p.Stats().Connects != 1 {
			t.Errorf("order %v, stats %+v", order, p.Stats())
		}
	})
}

func TestDoubleReturn(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 2})
	a := get(t, p)
	if err := a.Release(); err != nil {
		t.Fatal(err)
	}
	b := get(t, p) // the same connection, a later loan
	if _, err := a.Detach(); !errors.Is(err, ErrReturned) {
		t.Errorf("Detach: %v", err)
	}
	for name, f := range map[string]func() error{"Release": a.Release, "Discard": a.Discard, "Invalidate": a.Invalidate} {
		if err := f(); !errors.Is(err, ErrReturned) {
			t.Errorf("%s of a returned handle: %v", name, err)
		}
	}
	if a.Resource() != nil || b.Resource() == nil {
		t.Error("the dead handle still lends, or the live one does not")
	}
	if err := (Handle{}).Release(); !errors.Is(err, ErrReturned) {
		t.Errorf("zero handle: %v", err)
	}
	if c := get(t, p); id(c) == id(b) {
		t.Error("one connection was lent twice")
	}
}

func TestInvalidate(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 3})
	a, b, c := get(t, p), get(t, p), get(t, p)
	c.Release()
	p.Invalidate()
	if h.live.Load() != 2 {
		t.Errorf("the idle connection was not closed: %d live", h.live.Load())
	}
	a.Release()
	if h.live.Load() != 1 {
		t.Error("a connection older than Invalidate was kept")
	}
	d := get(t, p)
	d.Invalidate()
	d.Release()
	b.Discard()
	if s := p.Stats(); s.Open != 0 || h.live.Load() != 0 || h.faults.Load() != 0 {
		t.Errorf("%+v, %d live, %d faults", s, h.live.Load(), h.faults.Load())
	}
}

func TestInvalidResourceIsNotKept(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1})
	a := get(t, p)
	a.Resource().(*conn).bad.Store(true)
	a.Release()
	if b := get(t, p); id(b) != 2 {
		t.Errorf("got connection %d again", id(b))
	}
}

func TestAgeAndPing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Options{Size: 2, MaxAge: time.Hour, MaxIdle: 10 * time.Minute, PingAfter: time.Minute})
		use := func(pause time.Duration) int {
			time.Sleep(pause)
			a := get(t, p)
			defer a.Release()
			return id(a)
		}
		steps := []struct {
			pause time.Duration
			id    int
			pings int32
		}{{0, 1, 0}, {time.Second, 1, 0}, {2 * time.Minute, 1, 1}, {11 * time.Minute, 2, 1}, {9 * time.Minute, 2, 2},
			{9 * time.Minute, 2, 3}, {9 * time.Minute, 2, 4}, {9 * time.Minute, 2, 5}, {9 * time.Minute, 2, 6}, {9 * time.Minute, 2, 7}, {9 * time.Minute, 3, 7}}
		for i, s := range steps {
			if got := use(s.pause); got != s.id || h.pings.Load() != s.pings {
				t.Fatalf("step %d: connection %d, %d pings; want %d, %d", i, got, h.pings.Load(), s.id, s.pings)
			}
		}
		if s := p.Stats(); s.Recycled != 2 {
			t.Errorf("%+v", s)
		}
	})
}

func TestFailedPingRetiresTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Options{Size: 2, PingAfter: time.Minute})
		a, b := get(t, p), get(t, p)
		a.Release()
		b.Release()
		time.Sleep(2 * time.Minute)
		h.down.Store(true)
		if _, err := p.Get(context.Background()); err == nil || err.Error() != "refused" {
			t.Errorf("with the server down: %v", err)
		}
		if s := p.Stats(); s.Open != 0 || s.PingFailures != 1 || h.live.Load() != 0 {
			t.Errorf("%+v, %d live", s, h.live.Load())
		}
		h.down.Store(false)
		get(t, p)
	})
}

func TestCloseWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Options{Size: 1})
		a := get(t, p)
		errs := make(chan error, 3)
		for range 3 {
			go func() { _, err := p.Get(context.Background()); errs <- err }()
		}
		synctest.Wait()
		if err := errors.Join(p.Close(), p.Close()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := <-errs; !errors.Is(err, ErrClosed) {
				t.Errorf("a waiter got %v", err)
			}
		}
		if _, err := p.Get(context.Background()); !errors.Is(err, ErrClosed) {
			t.Errorf("Get after Close: %v", err)
		}
		a.Release()
		if s := p.Stats(); s.Open != 0 || h.live.Load() != 0 || !s.Closed {
			t.Errorf("%+v, %d live", s, h.live.Load())
		}
	})
}

// A waiter that gives up at the moment it is granted something must pass it on.
func TestCancelWhileGranted(t *testing.T) {
	for _, granted := range []string{"connection", "place"} {
		h := &host{}
		p := New(h, Options{Size: 1})
		a := get(t, p)
		p.mu.Lock()
		first, second := p.enqueue(), p.enqueue()
		p.mu.Unlock()
		if granted == "connection" {
			a.Release()
		} else {
			a.Discard()
		}
		if _, err := p.giveUp(first, context.Canceled); !errors.Is(err, context.Canceled) {
			t.Fatalf("%s: %v", granted, err)
		}
		select {
		case g := <-second.ch:
			if (g.e != nil) != (granted == "connection") {
				t.Errorf("%s: the second waiter got %+v", granted, g)
			}
		default:
			t.Errorf("%s: was not passed on", granted)
		}
	}
}

func TestFailedConnectGivesItsPlaceUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Options{Size: 1})
		a := get(t, p)
		errs := make(chan error, 3)
		for range 3 {
			go func() { _, err := p.Get(context.Background()); errs <- err }()
		}
		synctest.Wait()
		h.down.Store(true)
		a.Discard()
		for range 3 {
			if err := <-errs; err == nil || err.Error() != "refused" {
				t.Errorf("got %v", err)
			}
		}
		if s := p.Stats(); s.Open != 0 || s.ConnectErrors != 3 {
			t.Errorf("%+v", s)
		}
	})
}

func TestPanicsLoseNoPlace(t *testing.T) {
	p := New(ConnectorFunc(func(context.Context) (Resource, error) { panic("boom") }), Options{Size: 1})
	for range 2 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_, _ = p.Get(context.Background())
		}()
	}
	if s := p.Stats(); s.Open != 0 {
		t.Errorf("%+v", s)
	}
}

func TestSingleKeepsItsConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &host{}
		p := New(h, Single())
		for range 3 {
			get(t, p).Release()
			p.Invalidate()
			time.Sleep(1000 * time.Hour)
		}
		if h.opened.Load() != 1 || h.live.Load() != 1 {
			t.Errorf("%d opened, %d live", h.opened.Load(), h.live.Load())
		}
	})
}

func TestDetach(t *testing.T) {
	h := &host{}
	p := New(h, Options{Size: 1, Timeout: time.Millisecond})
	r, err := get(t, p).Detach()
	if err != nil || r.(*conn).closed.Load() != 0 {
		t.Fatal(err)
	}
	if b := get(t, p); id(b) != 2 {
		t.Errorf("got connection %d", id(b))
	}
}

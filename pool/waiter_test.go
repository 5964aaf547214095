package pool

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// Each caller waits for as long as the timeout says, counted from its own call, whoever is served, turned away or cancelled meanwhile.
func TestEachWaiterHasItsOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(&host{}, Options{Size: 1, Timeout: 3 * time.Second})
		start := time.Now()
		a := get(t, p)
		results := make([]string, 5)
		wait := func(i int, ctx context.Context) {
			go func() {
				h, err := p.Get(ctx)
				word := "lent"
				var te *TimeoutError
				switch {
				case errors.As(err, &te):
					word = fmt.Sprintf("late after %v, %d wait", te.Waited, te.Waiting)
				case err != nil:
					word = "cancelled"
				default:
					defer h.Release()
					time.Sleep(500 * time.Millisecond)
				}
				results[i] = fmt.Sprintf("%s at %v", word, time.Since(start))
			}()
			synctest.Wait()
		}
		short, stop := context.WithTimeout(context.Background(), time.Hour)
		bg := context.Background()
		wait(0, bg) // from 0 s
		time.Sleep(time.Second)
		wait(1, short) // from 1 s
		wait(2, bg)
		time.Sleep(time.Second)
		wait(3, bg) // from 2 s
		stop()
		synctest.Wait()
		time.Sleep(2500 * time.Millisecond) // 4.5 s: 0 and 2 are late
		a.Release()                         // to 3
		synctest.Wait()
		time.Sleep(2 * time.Second)
		get(t, p) // 6.5 s: nobody waited for a while, and it is kept
		wait(4, bg)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		want := []string{"late after 3s, 2 wait at 3s", "cancelled at 2s", "late after 3s, 1 wait at 4s", "lent at 5s", "late after 3s, 0 wait at 9.5s"}
		if !slices.Equal(results, want) {
			t.Errorf("%q\nwant %q", results, want)
		}
		if s := p.Stats(); s.Timeouts != 3 || s.Waits != 5 || s.WaitTime != 3*time.Second+time.Second+3*time.Second+2500*time.Millisecond+3*time.Second || s.Waiting != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// Without a timeout only the context ends a wait, and no timer runs.
func TestWaitWithoutTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(&host{}, Options{Size: 1, Timeout: -1})
		a := get(t, p)
		ctx, stop := context.WithTimeout(context.Background(), 100*time.Hour)
		defer stop()
		var te *TimeoutError
		if _, err := p.Get(ctx); !errors.As(err, &te) || te.Waited != 100*time.Hour {
			t.Errorf("%v", err)
		}
		if p.timer != nil {
			t.Error("a timer was made")
		}
		a.Release()
	})
}

// Who is late at the moment that a connection comes back is either late or served, and no connection is lost.
func TestLateOrServed(t *testing.T) {
	p := New(&host{}, Options{Size: 2, Timeout: 2 * time.Millisecond})
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() {
			var err error
			for range 300 {
				h, e := p.Get(context.Background())
				var te *TimeoutError
				if e != nil && !errors.As(e, &te) {
					err = e
				}
				if e == nil {
					time.Sleep(700 * time.Microsecond)
					err = errors.Join(err, h.Release())
				}
			}
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if s := p.Stats(); s.Open != 2 || s.Idle != 2 || s.Waiting != 0 || s.Timeouts == 0 {
		t.Errorf("%+v", s)
	}
}

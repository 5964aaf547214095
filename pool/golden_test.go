package pool

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aludel/aludel/internal/otherwise"
)

// This file runs the pool scenarios of the golden corpus (testdata/golden/engine/pool.json): what is opened, reset and closed, in
// which order, and what the listeners hear.

// goldenScenario is a scenario of the corpus.
type goldenScenario struct {
	ID    string
	Steps []goldenPoolStep
}

type goldenPoolStep struct {
	Python string
	Result any
	Error  string
	Log    []any
}

// fake is the counterpart of the corpus's fake driver: it logs by number what happens to its connections.
type fake struct {
	log  []any
	n    int
	fail bool
}

type fakeConn struct {
	f *fake
	n int
}

func (f *fake) add(what string, n int) { f.log = append(f.log, []any{what, float64(n)}) }

func (f *fake) Connect(context.Context) (Resource, error) {
	if f.fail {
		return nil, errors.New("cannot connect")
	}
	f.n++
	f.add("connect", f.n)
	return &fakeConn{f, f.n}, nil
}

func (c *fakeConn) Reset(context.Context) error       { c.f.add("rollback", c.n); return nil }
func (c *fakeConn) ResetCommit(context.Context) error { c.f.add("commit", c.n); return nil }
func (c *fakeConn) Close() error                      { c.f.add("close", c.n); return nil }

// mark is a listener that logs its name.
func (f *fake) mark(name string) func(Record) {
	return func(Record) { f.log = append(f.log, name) }
}

func (f *fake) markErr(name string) func(Record) error {
	return func(Record) error { f.log = append(f.log, name); return nil }
}

func (f *fake) events() Events {
	return Events{
		FirstConnect: f.mark("first_connect"), Connect: f.markErr("connect"), Checkout: f.markErr("checkout"), Checkin: f.mark("checkin"),
		Reset: f.mark("reset"), SoftInvalidate: f.mark("soft_invalidate"), Close: f.mark("close"), Detach: f.mark("detach"),
		Invalidate: func(Record, error) { f.log = append(f.log, "invalidate") },
	}
}

// scene is a scenario being run: each call of step is one step of it.
type scene struct {
	*testing.T
	c    goldenScenario
	f    *fake
	next int
	odd  []int // steps that went otherwise
	ours otherwise.Record
}

// must borrows a connection.
func (s *scene) must(p *Pool) Handle {
	s.Helper()
	h, err := p.Get(context.Background())
	if err != nil {
		s.Fatalf("step %d: %v", s.next, err)
	}
	return h
}

func number(h Handle) float64 { return float64(h.Resource().(*fakeConn).n) }

// step runs the next step and compares its result, its error and what was logged.
func (s *scene) step(f func() (any, error)) {
	s.Helper()
	want := s.c.Steps[s.next]
	s.f.log = nil
	got, err := f()
	var diff string
	switch {
	case (err != nil) != (want.Error != ""):
		diff = fmt.Sprintf("error %v, want %q", err, want.Error)
	case err == nil && want.Result != nil && !reflect.DeepEqual(got, want.Result):
		diff = fmt.Sprintf("result %v, want %v", got, want.Result)
	case !reflect.DeepEqual(append([]any{}, s.f.log...), append([]any{}, want.Log...)):
		diff = fmt.Sprintf("log %v, want %v", s.f.log, want.Log)
	}
	if diff != "" {
		s.odd = append(s.odd, s.next)
		s.ours.Add(fmt.Sprint(s.next), diff)
		s.Logf("step %d: %s\n\t%s", s.next, strings.ReplaceAll(want.Python, "\n", "\n\t"), diff)
	}
	s.next++
}

// do is a step without result.
func (s *scene) do(f func()) { s.Helper(); s.step(func() (any, error) { f(); return nil, nil }) }

// poolTwins are the scenarios in Go. FIFO is said where the corpus relies on its default, since the default here is LIFO.
var poolTwins = map[string]func(s *scene){
	"pool.queue-fifo-lifo": func(s *scene) {
		for _, fifo := range []bool{true, false} {
			s.step(func() (any, error) {
				p := New(s.f, Options{Size: 3, FIFO: fifo})
				a, b, c := s.must(p), s.must(p), s.must(p)
				a.Release()
				b.Release()
				c.Release()
				return number(s.must(p)), nil
			})
		}
	},
	"pool.reset-on-return": func(s *scene) {
		for _, style := range []string{"rollback", "commit", "none", "bogus"} {
			s.step(func() (any, error) {
				r, err := ParseReset(style)
				if err != nil {
					return nil, err
				}
				s.must(New(s.f, Options{Reset: r})).Release()
				return nil, nil
			})
		}
	},
	"pool.events":                 sceneEvents,
	"pool.invalidate":             sceneInvalidate,
	"pool.disconnect-on-checkout": sceneDisconnect,
	"pool.other-pools":            sceneOthers,
	"pool.recycle": func(s *scene) {
		p := New(s.f, Options{Size: 1, MaxAge: 50 * time.Second})
		s.do(func() {
			s.must(p).Release()
			time.Sleep(100 * time.Second)
		})
		s.step(func() (any, error) { return number(s.must(p)), nil })
	},
	"pool.connect-failure": func(s *scene) {
		p := New(s.f, Options{Size: 1, Timeout: 10 * time.Millisecond})
		s.step(func() (any, error) {
			s.f.fail = true
			_, err := p.Get(context.Background())
			return nil, err
		})
		s.step(func() (any, error) {
			s.f.fail = false
			c := s.must(p)
			return []any{number(c), float64(p.Stats().InUse)}, nil
		})
	},
}

func sceneEvents(s *scene) {
	var p *Pool
	var c Handle
	s.do(func() {
		p = New(s.f, Options{Size: 1})
		p.Listen(s.f.events())
	})
	s.do(func() { c = s.must(p) })
	s.do(func() { c.Release() })
	s.do(func() { s.must(p).Discard() })
	s.do(func() { c = s.must(p) })
	s.do(func() { c.Invalidate(); c.Release() })
	s.do(func() {
		c = s.must(p)
		if _, err := c.Detach(); err != nil {
			s.Error(err)
		}
	})
	s.do(func() { c.Release() })
	s.do(func() { s.must(p).Release(); p.Close() })
}

func sceneInvalidate(s *scene) {
	p := New(s.f, Options{Size: 1, Timeout: 10 * time.Millisecond})
	var c Handle
	s.step(func() (any, error) {
		c = s.must(p)
		c.Discard()
		return c.Resource() != nil, nil
	})
	s.step(func() (any, error) {
		c = s.must(p)
		return number(c), nil
	})
	s.step(func() (any, error) {
		c.Info()["x"] = 1.0
		c.Release()
		c = s.must(p)
		return c.Info(), nil
	})
	s.step(func() (any, error) {
		c.Discard()
		c = s.must(p)
		return []any{number(c), c.Info()}, nil
	})
}

func sceneDisconnect(s *scene) {
	p := New(s.f, Options{Size: 1})
	bad := map[int]bool{1: true}
	all := false
	var c Handle
	s.do(func() {
		s.must(p).Release()
		p.Listen(Events{Checkout: func(r Record) error {
			if all || bad[r.Resource().(*fakeConn).n] {
				return ErrDisconnected
			}
			return nil
		}})
	})
	s.step(func() (any, error) {
		c = s.must(p)
		return number(c), nil
	})
	s.step(func() (any, error) {
		c.Release()
		all = true
		_, err := p.Get(context.Background())
		var ce *CheckoutError
		if !errors.As(err, &ce) || ce.Tries != 3 {
			s.Errorf("%v", err)
		}
		return nil, err
	})
	s.step(func() (any, error) { return float64(p.Stats().InUse), nil })
}

func sceneOthers(s *scene) {
	p := New(s.f, Null())
	s.do(func() { s.must(p).Release() })
	s.do(func() { s.must(p).Release() })
	var a Handle
	s.step(func() (any, error) { // one connection for all: users take turns
		p = New(s.f, Single())
		a = s.must(p)
		r := a.Resource()
		a.Release()
		a = s.must(p)
		return a.Resource() == r, nil
	})
	s.do(func() { a.Release() })
	s.step(func() (any, error) {
		p = New(s.f, Single())
		a = s.must(p)
		return true, nil
	})
	q := New(s.f, Assertion())
	s.step(func() (any, error) {
		a = s.must(q)
		_, err := q.Get(context.Background())
		var ee *ExclusiveError
		if !errors.As(err, &ee) {
			s.Errorf("%v", err)
		}
		return nil, err
	})
	s.step(func() (any, error) {
		a.Release()
		return number(s.must(q)), nil
	})
}

// Every scenario of the pool goes as in the corpus, step by step, or is listed in differences.json with the reason.
func TestGoldenPools(t *testing.T) {
	var cases []goldenScenario
	readJSON(t, "../testdata/golden/engine/pool.json", &cases)
	var differences []struct{ ID, Reason string }
	readJSON(t, "../testdata/golden/differences.json", &differences)
	listed := map[string]string{}
	for _, d := range differences {
		if strings.HasPrefix(d.ID, "engine/pool.") {
			listed[strings.TrimPrefix(d.ID, "engine/")] = d.Reason
		}
	}
	if len(cases) != len(poolTwins) {
		t.Errorf("%d scenarios, %d twins", len(cases), len(poolTwins))
	}
	for _, c := range cases {
		t.Run(c.ID, func(t *testing.T) {
			twin := poolTwins[c.ID]
			if twin == nil {
				t.Fatal("no twin")
			}
			synctest.Test(t, func(t *testing.T) {
				s := &scene{T: t, c: c, f: &fake{}}
				twin(s)
				if s.next != len(c.Steps) {
					t.Errorf("%d steps of %d", s.next, len(c.Steps))
				}
				if len(s.odd) > 0 {
					s.ours.Check(t, "testdata/otherwise/"+c.ID+".txt")
				}
				if (len(s.odd) > 0) != (listed[c.ID] != "") {
					t.Errorf("steps %v are otherwise, the reason in differences.json is %q", s.odd, listed[c.ID])
				}
			})
		})
	}
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, to)
	}
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

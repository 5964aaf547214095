package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file has sessions that are disturbed while they work: by other goroutines, inside loops over rows.

// A second goroutine is turned away, whatever it calls; nothing is read or written by both.
func TestConcurrentUse(t *testing.T) {
	each(t, "concurrent", func(t *testing.T, d *db) {
		id := d.jack()
		inside, leave := make(chan bool), make(chan bool)
		eng, err := engine.Open(fmt.Sprint(d.eng.URL()), engine.OnStatement(func(e engine.Event) {
			if strings.Contains(e.SQL, "FROM posts") {
				inside <- true
				<-leave
			}
		}))
		must(t, err)
		defer eng.Close()
		s := orm.NewSessionMaker(eng, Models).New()
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		var first error
		var wait sync.WaitGroup
		wait.Go(func() { _, first = orm.Select(Posts).All(ctx, s) })
		<-inside
		_, all := orm.Select(Users).All(ctx, s)
		_, get := orm.Get[User](ctx, s, id)
		_, lazy := u.Addresses.All(ctx)
		for what, err := range map[string]error{"All": all, "Get": get, "lazy": lazy, "Flush": s.Flush(ctx), "Commit": s.Commit(ctx), "Rollback": s.Rollback(ctx), "Close": s.Close()} {
			if !errors.Is(err, orm.ErrConcurrent) {
				t.Errorf("%s: %v", what, err)
			}
		}
		s.Add(&User{Name: "late"})
		s.Delete(u)
		s.Expunge(u)
		s.Expire(u)
		leave <- true
		wait.Wait()
		must(t, first)
		if err := s.Flush(ctx); !errors.Is(err, orm.ErrConcurrent) {
			t.Errorf("the Add of another goroutine went unnoticed: %v", err)
		}
		must(t, s.Flush(ctx))
		if len(s.Pending()) != 0 || !s.Contains(u) {
			t.Error("what the second goroutine asked for was done")
		}
		must(t, s.Close())
		if n := eng.Stats().InUse; n != 0 {
			t.Errorf("%d connections in use", n)
		}

		var clashes sync.WaitGroup // any number of them, for the race detector
		s = d.session()
		for range 4 {
			clashes.Go(func() {
				for i := range 50 {
					var err error
					switch i % 3 {
					case 0:
						_, err = orm.Select(Users).All(ctx, s)
					case 1:
						s.Add(&User{Name: "x"})
					default:
						err = s.Rollback(ctx)
					}
					if err != nil && !errors.Is(err, orm.ErrConcurrent) && !errors.As(err, new(*orm.FlushError)) && !errors.Is(err, orm.ErrRollbackFirst) {
						t.Error(err)
					}
				}
			})
		}
		clashes.Wait()
		d.usable(s)
	})
}

// A loop over rows survives what is done to its session meanwhile: it ends with an error, or goes on.
func TestLoopsThatAreDisturbed(t *testing.T) {
	each(t, "loops", func(t *testing.T, d *db) {
		s := d.session()
		for i := range 5 {
			s.Add(&Post{Title: fmt.Sprint(i), Rank: int32(i)})
		}
		must(t, s.Commit(ctx))
		q := orm.Select(Posts).OrderBy(Posts.ID)
		for what, c := range map[string]struct {
			do   func() error
			ends bool
		}{
			"Rollback": {func() error { return s.Rollback(ctx) }, true},
			"Commit":   {func() error { return s.Commit(ctx) }, false},
			"Flush":    {func() error { s.Add(&Node{Name: "n"}); return s.Flush(ctx) }, false},
			"nested": {func() error {
				for _, err := range q.Iter(ctx, s) {
					must(t, err)
				}
				return nil
			}, false},
			"panic": {func() (err error) {
				defer func() { err, _ = recover().(error) }()
				for range q.Iter(ctx, s) {
					panic(nil)
				}
				return nil
			}, false},
		} {
			n := 0
			var last error
			for p, err := range q.Iter(ctx, s) {
				if err != nil {
					last = err
					continue
				}
				if n == 1 {
					if err := c.do(); err != nil && what != "panic" {
						t.Errorf("%s in a loop: %v", what, err)
					}
				}
				if p.Title != fmt.Sprint(n) {
					t.Errorf("%s: row %d is %s", what, n, p.Title)
				}
				n++
			}
			if c.ends != (last != nil) || !c.ends && n != 5 {
				t.Errorf("%s: %d rows, then %v", what, n, last)
			}
			d.usable(s)
		}
	})
}

// A row that cannot be read ends a loop with its error, also where the rest was read ahead for another statement.
func TestLoopMeetsBadRow(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.exec("INSERT INTO posts (id, title, rank) VALUES (1, 'a', 1), (2, 'b', 1), (3, 'c', 4294967296), (4, 'd', 1)")
	s := d.session()
	var got []string
	var loop, other error
	for p, err := range orm.Select(Posts).OrderBy(Posts.ID).Iter(ctx, s) {
		if err != nil {
			loop = err
			break
		}
		got = append(got, p.Title)
		if len(got) == 1 {
			_, other = orm.Select(Users).All(ctx, s)
		}
	}
	if fmt.Sprint(got) != "[a b]" || !errors.As(loop, new(*orm.LoadError)) {
		t.Errorf("%v, then %v", got, loop)
	}
	if other != nil {
		t.Errorf("the other query failed for a row that is not its own: %v", other)
	}
	d.usable(s)
}

package orm_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file has contexts that end and databases that go away.

func TestCancelledBefore(t *testing.T) {
	each(t, "cancelbefore", func(t *testing.T, d *db) {
		id := d.jack()
		gone, cancel := context.WithCancelCause(ctx)
		why := errors.New("the user went away")
		cancel(why)
		s := d.session()
		s.Add(&User{Name: "x"})
		for what, err := range map[string]error{
			"query": func() error { _, err := orm.Select(Users).All(gone, s); return err }(),
		} {
			class(t, err, dialects.Cancelled)
			if !errors.Is(err, context.Canceled) && !errors.Is(err, why) {
				t.Errorf("%s: %v", what, err)
			}
		}
		d.usable(s)
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		u.Fullname = "y"
		if err := s.Flush(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		u.Fullname = "z"
		must(t, s.Flush(ctx))
		if err := s.Commit(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		if u.Fullname != "" {
			t.Errorf("%q was not put back", u.Fullname)
		}
		if _, err := u.Addresses.All(gone); !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
		must(t, s.Rollback(gone)) // goes ahead
		d.usable(s)
	})
}

func TestCancelledDuring(t *testing.T) {
	each(t, "cancelduring", func(t *testing.T, d *db) {
		slow := orm.SQL("SLEEP(3) >= 0")
		switch {
		case isPostgres(d):
			slow = orm.SQL("(SELECT count(*) FROM (SELECT pg_sleep(20)) AS x) >= 0")
		case isSQLite(d):
			slow = orm.SQL("(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000) SELECT count(*) FROM c) >= 0")
		}
		d.jack()
		s := d.session()
		u := &User{Name: "flushed"}
		s.Add(u)
		short, cancel := context.WithTimeout(ctx, 60*time.Millisecond)
		defer cancel()
		start := time.Now()
		_, err := orm.Select(Users).Where(slow).All(short, s)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("the query ended after %v", took)
		}
		class(t, err, dialects.Cancelled)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		if u.ID != 0 {
			t.Error("the flush before the query was not undone")
		}
	})
}

func TestCancelledDuringFlush(t *testing.T) {
	each(t, "cancelflush", func(t *testing.T, d *db) {
		id := d.jack()
		stop := func() {}
		eng, err := engine.Open(fmt.Sprint(d.eng.URL()), engine.OnStatement(func(e engine.Event) {
			if strings.HasPrefix(e.SQL, "INSERT INTO users") {
				stop()
			}
		}))
		must(t, err)
		defer eng.Close()
		d = &db{t: t, eng: eng, sessions: orm.NewSessionMaker(eng, Models)}
		s := d.session()
		jack, err := orm.Get[User](ctx, s, id)
		must(t, err)
		jack.Fullname = "changed"
		u := &User{Name: "x", Addresses: orm.ListOf(&Address{Email: "a"})}
		s.Add(u)
		half, cancel := context.WithCancel(ctx)
		stop = cancel
		err = s.Commit(half)
		class(t, err, dialects.Cancelled)
		if isPostgres(d) { // the statement that yields the key is still being read
			flushError(t, err, "insert", "User", "")
		} else {
			flushError(t, err, "insert", "Address", "")
		}
		stop = func() {}
		d.usable(s)
		if u.ID != 0 || u.Addresses.Items()[0].UserID != nil || jack.Fullname != "" || s.Contains(u) {
			t.Errorf("not undone: %d %v %q", u.ID, u.Addresses.Items()[0].UserID, jack.Fullname)
		}
		s.Add(u)
		must(t, s.Commit(ctx))
		if n, err := orm.Select(Addresses).Where(Addresses.UserID.Eq(u.ID)).Count(ctx, s); n != 1 || err != nil {
			t.Errorf("%d %v", n, err)
		}
	})
}

func TestDatabaseGoesAway(t *testing.T) {
	t.Run("postgresql", func(t *testing.T) {
		url := dbtest.Postgres(t, "orm_goesaway")
		d := open(t, url)
		id := d.jack()
		killer, err := engine.Open(url)
		must(t, err)
		defer killer.Close()
		kill := func() {
			t.Helper()
			must(t, killer.QueryText(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", nil, func(*dbapi.Row) error { return nil }))
			time.Sleep(20 * time.Millisecond) // for the servers to hang up
		}
		before := runtime.NumGoroutine()
		for what, do := range map[string]func(s *orm.Session, u *User) error{
			"query":  func(s *orm.Session, _ *User) error { _, err := orm.Select(Users).All(ctx, s); return err },
			"lazy":   func(s *orm.Session, u *User) error { _, err := u.Addresses.All(ctx); return err },
			"flush":  func(s *orm.Session, u *User) error { u.Fullname = "x"; return s.Flush(ctx) },
			"insert": func(s *orm.Session, u *User) error { s.Add(&User{Name: "new"}); return s.Commit(ctx) },
			"commit": func(s *orm.Session, _ *User) error { return s.Commit(ctx) },
		} {
			s := d.sessions.New()
			u, err := orm.Get[User](ctx, s, id)
			must(t, err)
			kill()
			err = do(s, u)
			class(t, err, dialects.Disconnected)
			says(t, err, "roll back")
			d.usable(s)
			if u.Fullname != "" {
				t.Errorf("%s: %q was not put back", what, u.Fullname)
			}
			must(t, s.Close())
		}
		kill() // idle connections
		s := d.session()
		if _, err := orm.Get[User](ctx, s, id); err != nil { // one error tells, and retires the others
			class(t, err, dialects.Disconnected)
			must(t, s.Rollback(ctx))
		}
		d.usable(s)
		if open := d.eng.Stats().Open; open > 2 {
			t.Errorf("%d connections are open", open)
		}
		settled(t, before)
	})
}

// settled waits until there are no more goroutines than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

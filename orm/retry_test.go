package orm_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// Two transactions that wait for each other: the database ends one, which is run again.
func TestRetryAfterDeadlock(t *testing.T) {
	t.Run("postgresql", func(t *testing.T) { retryAfterDeadlock(t, open(t, dbtest.Postgres(t, "orm_retry"))) })
	t.Run("mariadb", func(t *testing.T) { retryAfterDeadlock(t, open(t, dbtest.MariaDB(t, "orm_retry"))) })
}

func retryAfterDeadlock(t *testing.T, d *db) {
	eng, err := engine.Open(d.eng.URL().String())
	must(t, err)
	defer eng.Close()
	sessions := orm.NewSessionMaker(eng, Models)
	must(t, sessions.InTx(ctx, func(s *orm.Session) error {
		s.Add(&User{Name: "a"}, &User{Name: "b"})
		return nil
	}))
	for _, retries := range []int{0, 2} {
		var runs, failed atomic.Int64
		var both, wait sync.WaitGroup
		both.Add(2)
		work := func(first, second int64) {
			met := false
			err := sessions.InTx(ctx, func(s *orm.Session) error {
				runs.Add(1)
				for i, id := range []int64{first, second} {
					u, err := orm.Select(Users).Where(Users.ID.Eq(id)).ForUpdate().One(ctx, s)
					if err != nil {
						return err
					}
					u.Score++
					if err := s.Flush(ctx); err != nil {
						return err
					}
					if i == 0 && !met {
						met = true
						both.Done()
						both.Wait()
					}
				}
				return nil
			}, orm.Retry(retries))
			if err != nil {
				failed.Add(1)
				if e := (*engine.Error)(nil); !errors.As(err, &e) || e.Class != dialects.Deadlock {
					t.Errorf("%v", err)
				}
			}
		}
		wait.Go(func() { work(1, 2) })
		wait.Go(func() { work(2, 1) })
		wait.Wait()
		if want := int64(1 - min(retries, 1)); failed.Load() != want || runs.Load() < 3-want { // a busy machine may need another run
			t.Errorf("with %d retries: %d runs, %d failed, want %d and %d", retries, runs.Load(), failed.Load(), 3-want, want)
		}
	}
	s := sessions.New()
	defer s.Close()
	for id := int64(1); id <= 2; id++ {
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		if u.Score != 3 {
			t.Errorf("user %d has score %v, want 3", id, u.Score)
		}
	}
}

// Other errors are not tried again, and a function that panics leaves nothing open.
func TestNoRetry(t *testing.T) {
	d, _ := start(t, 1)
	runs := 0
	err := d.sessions.InTx(ctx, func(s *orm.Session) error {
		runs++
		s.Add(&User{Name: "u0"})
		return nil
	}, orm.Retry(5))
	if e := (*engine.Error)(nil); !errors.As(err, &e) || e.Class != dialects.UniqueViolation || runs != 1 {
		t.Errorf("%d runs: %v", runs, err)
	}
	func() {
		defer func() {
			if recover() != "oops" {
				t.Error("the panic was kept back")
			}
		}()
		_ = d.sessions.InTx(ctx, func(s *orm.Session) error {
			s.Add(&User{Name: "lost"})
			must(t, s.Flush(ctx))
			panic("oops")
		})
	}()
	if n := d.eng.Stats().InUse; n != 0 {
		t.Errorf("%d connections in use", n)
	}
	n, err := orm.Tx(ctx, d.sessions, func(s *orm.Session) (int64, error) { return orm.Select(Users).Count(ctx, s) })
	if err != nil || n != 1 {
		t.Errorf("%d %v", n, err)
	}
	if _, err := orm.Tx(ctx, d.sessions, func(*orm.Session) (int64, error) { return 1, errors.New("no") }); err == nil {
		t.Error("no error")
	}
}

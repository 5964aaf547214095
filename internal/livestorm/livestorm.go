// Package livestorm lets many goroutines share few connections to a real server, while connections are killed and contexts end, through
// whatever driver or native adapter the engine of a test has. Tests only.
package livestorm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/pool"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Users is how many goroutines there are.
const Users = 512

// storm is what the goroutines share.
type storm struct {
	t       *testing.T
	e       *engine.Engine
	tab     *schema.Table
	next    atomic.Int64
	stored  sync.Map // of rows whose COMMIT succeeded: true; of those that were rolled back: false. Others are unknown
	done    atomic.Int64
	backend sync.Map // of connections of the server that are in use
}

// Run requires of an engine (with few connections, and a long time to wait for one) that each goroutine gets its own answers, that what is
// committed is there and what is rolled back is not, that errors say what happened, and that nothing is left. pid asks a connection for
// its number, kill (a format) ends one.
func Run(t *testing.T, e *engine.Engine, pid, kill string) {
	before := runtime.NumGoroutine()
	s := &storm{t: t, e: e}
	s.tab = schema.NewTable("storm", schema.NewMetaData(), schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey(), schema.Autoincrements(false)), schema.NewColumn("v", sqltypes.String(20)))
	if err := s.tab.MetaData.CreateAll(context.Background(), e); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var killer, users sync.WaitGroup
	killer.Go(func() { s.killer(kill, stop) })
	for i := range Users {
		users.Go(func() { s.user(rand.New(rand.NewPCG(uint64(i), 3)), pid) })
	}
	users.Wait()
	close(stop)
	killer.Wait()
	s.check()
	counters := e.Stats().Counters
	if st := e.Stats(); st.InUse != 0 || st.Waiting != 0 {
		t.Errorf("left in use: %+v", st)
	}
	if err := e.Dispose(); err != nil {
		t.Error(err)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before+2 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > before+2 {
		t.Errorf("%d goroutines, %d before", n, before)
	}
	t.Logf("%d transactions were committed; %+v", s.done.Load(), counters)
}

// killer ends connections in use, one at a time.
func (s *storm) killer(kill string, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(15 * time.Millisecond):
		}
		var victim any
		s.backend.Range(func(k, _ any) bool { victim = k; return rand.IntN(4) != 0 })
		if victim == nil {
			continue
		}
		if err := s.e.ExecText(context.Background(), fmt.Sprintf(kill, victim)); err != nil && !expected(err) {
			var ee *engine.Error
			if !errors.As(err, &ee) { // that it has ended already is the server's to say
				s.t.Errorf("kill: %v", err)
			}
		}
	}
}

// expected are the errors of a storm.
func expected(err error) bool {
	var ee *engine.Error
	var pt *pool.TimeoutError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.As(err, &pt), errors.Is(err, engine.ErrInactiveTransaction):
		return true
	case errors.As(err, &ee):
		return ee.Class == dialects.Disconnected || ee.Class == dialects.Cancelled || ee.Class == dialects.CannotConnect || ee.Class == dialects.TransactionAborted
	}
	return false
}

// user runs transactions, some with a context that ends soon.
func (s *storm) user(r *rand.Rand, pid string) {
	for range 6 {
		ctx, cancel := context.WithCancel(context.Background())
		if r.IntN(3) == 0 {
			ctx, cancel = context.WithTimeout(context.Background(), time.Duration(r.IntN(20000))*time.Microsecond)
		}
		if err := s.transaction(ctx, r, pid); err != nil && !expected(err) {
			s.t.Errorf("%T %v", err, err)
		}
		cancel()
	}
}

func (s *storm) transaction(ctx context.Context, r *rand.Rand, pid string) error {
	c, err := s.e.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	number, err := scalar(ctx, c, engine.Text(pid))
	if err != nil {
		return err
	}
	s.backend.Store(number, true)
	defer s.backend.Delete(number)
	id := s.next.Add(1)
	want := fmt.Sprint("v", id)
	if _, err := c.Execute(ctx, expr.InsertInto(s.tab), engine.Params{"id": id, "v": want}); err != nil {
		s.stored.Store(id, false)
		return err
	}
	got, err := scalar(ctx, c, expr.NewSelect(s.tab.C("v")).Where(s.tab.C("id").Eq(id)))
	if err != nil || r.IntN(4) == 0 {
		s.stored.Store(id, false)
		return errors.Join(err, ignored(c.Rollback(ctx)))
	}
	if got != want {
		s.t.Errorf("row %d: got %v", id, got)
	}
	if err := c.Commit(ctx); err != nil {
		return err // whether it is stored, nobody knows
	}
	s.stored.Store(id, true)
	s.done.Add(1)
	return nil
}

// ignored is the error of a rollback of which nothing but the errors of a storm may come.
func ignored(err error) error {
	if err == nil || expected(err) {
		return nil
	}
	return err
}

func scalar(ctx context.Context, c *engine.Connection, q expr.Statement) (any, error) {
	res, err := c.Execute(ctx, q)
	if err != nil {
		return nil, err
	}
	return res.Scalar()
}

// check compares what is there with what was said to be.
func (s *storm) check() {
	all := expr.NewSelect(s.tab.C("id"), s.tab.C("v"))
	res, err := s.e.Execute(context.Background(), all)
	var ee *engine.Error
	if errors.As(err, &ee) && ee.Class == dialects.Disconnected { // killed while it lay in the pool, which only its use tells; older ones go with it
		res, err = s.e.Execute(context.Background(), all)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	rows, err := res.All()
	if err != nil {
		s.t.Fatal(err)
	}
	there := map[any]bool{}
	for _, r := range rows {
		v := r.Values()
		there[v[0]] = true
		if v[1] != fmt.Sprint("v", v[0]) {
			s.t.Errorf("row %v has %v", v[0], v[1])
		}
	}
	s.stored.Range(func(id, want any) bool {
		if there[id] != want {
			s.t.Errorf("row %v: stored %v, committed %v", id, there[id], want)
		}
		return true
	})
	if s.done.Load() == 0 {
		s.t.Error("nothing was committed")
	}
}

package dbapi_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/pool"
)

func pooled(c dbapi.Connector, o pool.Options) *pool.Pool {
	return pool.New(pool.ConnectorFunc(func(ctx context.Context) (pool.Resource, error) { return c.Connect(ctx) }), o)
}

// Many users of a pool whose contexts end at any time: whoever is not cancelled gets the right rows, outside of any
// transaction of somebody else.
func TestPoolWithCancellation(t *testing.T) {
	for _, b := range cancelable() {
		t.Run(b.name, func(t *testing.T) {
			cn := b.open(t)
			before := runtime.NumGoroutine()
			p := pooled(cn, pool.Options{Size: 2, Overflow: 1})
			rounds := 15
			if b.pg { // each cancellation costs a connection
				rounds = 4
			}
			var wg sync.WaitGroup
			for g := range 6 {
				wg.Go(func() {
					r := rand.New(rand.NewPCG(3, uint64(g)))
					for range rounds {
						if err := borrow(p, r, b.pg); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			if s := p.Stats(); s.InUse != 0 || s.Waiting != 0 {
				t.Errorf("%+v", s)
			}
			must(t, p.Close())
			settled(t, before)
		})
	}
}

// borrow lets one in two users be cut off in the middle of a transaction.
func borrow(p *pool.Pool, r *rand.Rand, pg bool) error {
	h, err := p.Get(bg)
	if err != nil {
		return err
	}
	defer h.Release()
	c := h.Resource().(dbapi.Conn)
	if c.InTx() || !c.IsValid() {
		return errors.New("borrowed a connection in a transaction, or an invalid one")
	}
	if err := c.Begin(bg, dbapi.TxOptions{}); err != nil {
		return err
	}
	if r.IntN(2) == 0 {
		ctx, cancel := context.WithTimeout(bg, time.Duration(r.IntN(2000))*time.Microsecond)
		defer cancel()
		rd, err := c.Query(ctx, endlessFor(pg), nil)
		for b := (&dbapi.Batch{}); err == nil; {
			_, err = rd.Fetch(b)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			return err
		}
		return nil
	}
	rd, err := c.Query(bg, "select 41 + 1", nil)
	if err != nil {
		return err
	}
	var b dbapi.Batch
	var row dbapi.Row
	if _, err := rd.Fetch(&b); err != nil {
		return err
	}
	if row.Bind(&b, rd.Columns()); row.Int64(0) != 42 {
		return errors.Join(errors.New("a wrong row"), row.Err())
	}
	return nil // the open result and transaction are left to Reset
}

// A database in memory survives cancellation: its one connection is verified and kept.
func TestMemoryDatabaseSurvivesCancellation(t *testing.T) {
	d := dbapi.Generic(&sqlite3.SQLiteDriver{}, dbapi.GenericOptions{})
	cn, err := d.Open(":memory:")
	must(t, err)
	p := pooled(cn, pool.Single())
	defer p.Close()
	use := func(f func(dbapi.Conn)) {
		h, err := p.Get(bg)
		must(t, err)
		f(h.Resource().(dbapi.Conn))
		must(t, h.Release())
	}
	use(func(c dbapi.Conn) { people(t, c, false) })
	for name, f := range slow(false) {
		use(func(c dbapi.Conn) {
			ctx, cancel := context.WithTimeout(bg, 10*time.Millisecond)
			defer cancel()
			must(t, c.Begin(bg, dbapi.TxOptions{}))
			must(t, c.ExecSimple(bg, "delete from people"))
			if err := f(ctx, c); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", name, err)
			}
		})
		use(func(c dbapi.Conn) {
			if n := count(t, c); n != 3 {
				t.Errorf("%s: %d rows", name, n)
			}
		})
	}
}

package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/aludel/aludel/pool"
)

// lending measures taking a connection out of a pool of 16 and giving it back, by 1, 64 and 512 goroutines, at once and after others
// had their turn.
func lending() (out []group) {
	const size, loans = 16, 64 * 512
	p := pool.New(pool.ConnectorFunc(func(context.Context) (pool.Resource, error) { return idle{}, nil }), pool.Options{Size: size, Timeout: time.Minute})
	db := sql.OpenDB(idleDriver{})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	ctx := context.Background()
	for _, c := range []struct {
		n    int
		held bool
	}{{1, false}, {64, false}, {512, false}, {64, true}, {512, true}} {
		n, name := c.n, fmt.Sprintf("pool, %d goroutines for %d connections", c.n, size)
		if c.held { // others run meanwhile, so that there always is a queue
			name += ", held for a while"
		}
		use := func() {
			if c.held {
				runtime.Gosched()
			}
		}
		many := func(loan func() error) func() error {
			return func() error {
				errs := make([]error, n)
				var wg sync.WaitGroup
				for i := range n {
					wg.Go(func() {
						for range loans / n {
							if err := loan(); err != nil {
								errs[i] = err
								return
							}
						}
					})
				}
				wg.Wait()
				return errors.Join(errs...)
			}
		}
		out = append(out, group{name, loans, []one{
			{"database/sql, Conn and Close", many(func() error {
				c, err := db.Conn(ctx)
				if err != nil {
					return err
				}
				use()
				return c.Close()
			})},
			{"aludel's pool", many(func() error {
				h, err := p.Get(ctx)
				if err != nil {
					return err
				}
				use()
				return h.Release()
			})},
		}})
	}
	return out
}

// idle is a connection that does nothing.
type idle struct{}

func (idle) Close() error                        { return nil }
func (idle) Prepare(string) (driver.Stmt, error) { return nil, errors.ErrUnsupported }
func (idle) Begin() (driver.Tx, error)           { return nil, errors.ErrUnsupported }

type idleDriver struct{}

func (idleDriver) Connect(context.Context) (driver.Conn, error) { return idle{}, nil }
func (idleDriver) Driver() driver.Driver                        { return nil }

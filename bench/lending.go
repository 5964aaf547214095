package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aludel/aludel/pool"
)

// lending measures taking a connection out of a pool of 16 and giving it back, by 1, 64 and 512 goroutines.
func lending() (out []group) {
	const size, loans = 16, 64 * 512
	p := pool.New(pool.ConnectorFunc(func(context.Context) (pool.Resource, error) { return idle{}, nil }), pool.Options{Size: size, Timeout: time.Minute})
	db := sql.OpenDB(idleDriver{})
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	ctx := context.Background()
	for _, n := range []int{1, 64, 512} {
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
		out = append(out, group{fmt.Sprintf("pool, %d goroutines for %d connections", n, size), loans, []one{
			{"database/sql, Conn and Close", many(func() error {
				c, err := db.Conn(ctx)
				if err != nil {
					return err
				}
				return c.Close()
			})},
			{"aludel's pool", many(func() error {
				h, err := p.Get(ctx)
				if err != nil {
					return err
				}
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

package engine_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
)

// cutter stands between an engine and a server, and cuts the connection where the client says a word: what follows it reaches the server,
// or it alone does, or not even it.
type cutter struct {
	l    net.Listener
	to   string
	word []byte
	pass bool // the word reaches the server before the cut

	mu   sync.Mutex
	cuts int // guarded by mu
	wg   sync.WaitGroup
}

// cutting starts one and gives the URL of the server through it.
func cutting(t *testing.T, rawURL, word string, pass bool) (string, *cutter) {
	t.Helper()
	u, err := url.Parse(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{l: l, to: u.Host, word: []byte(word), pass: pass}
	c.wg.Go(c.serve)
	t.Cleanup(func() { l.Close(); c.wg.Wait() })
	u.Host = l.Addr().String()
	return u.String(), c
}

func (c *cutter) serve() {
	for {
		client, err := c.l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", c.to)
		if err != nil {
			client.Close()
			continue
		}
		c.wg.Go(func() { c.upstream(client, server) })
		c.wg.Go(func() {
			_, _ = io.Copy(client, server) // until the server has noticed the end; what the client would get of it is lost
			client.Close()
			server.Close()
		})
	}
}

// upstream copies what the client says until it says the word.
func (c *cutter) upstream(client, server net.Conn) {
	defer client.Close()
	buf := make([]byte, 1<<16)
	for {
		n, err := client.Read(buf)
		if err != nil {
			server.Close()
			return
		}
		cut := bytes.Contains(buf[:n], c.word)
		if cut {
			c.mu.Lock()
			c.cuts++
			c.mu.Unlock()
			client.Close() // before the server can answer
		}
		if !cut || c.pass {
			if _, err := server.Write(buf[:n]); err != nil {
				return
			}
		}
		if cut {
			_ = server.(*net.TCPConn).CloseWrite()
			return
		}
	}
}

// A connection that is lost while it prepares leaves a transaction of which only the server knows what became of it: Prepare and Commit are
// errors of the class Disconnected, nothing is committed, the pool is as usable as before, and Prepared says which it was.
func TestLostWhilePreparing(t *testing.T) {
	for _, reaches := range []bool{true, false} {
		t.Run(map[bool]string{true: "prepared", false: "not prepared"}[reaches], func(t *testing.T) {
			servers(t, "engine_lost2", func(t *testing.T, direct string) {
				word := "XA PREPARE"
				if strings.HasPrefix(direct, "postgres") {
					direct, word = dbtest.PrivatePostgres(t, "max_prepared_transactions=8"), "PREPARE TRANSACTION"
				}
				straight := open(t, direct)
				if err := errors.Join(straight.ExecText(ctx, "DROP TABLE IF EXISTS lost2"), straight.ExecText(ctx, "CREATE TABLE lost2 (id INTEGER)")); err != nil {
					t.Fatal(err)
				}
				before := runtime.NumGoroutine()
				through, cut := cutting(t, direct, word, reaches)
				e := open(t, through)
				xid := "lost2" + os.Getenv("ALUDEL_TEST_PREFIX")
				loseWhilePreparing(t, e, xid)
				cut.mu.Lock()
				if cut.cuts != 1 {
					t.Errorf("cut %d times", cut.cuts)
				}
				cut.mu.Unlock()
				if got := counted(t, straight); got != 0 {
					t.Errorf("%d rows before anything was committed", got)
				}
				xids, err := e.Prepared(ctx) // through another connection of the pool
				if err != nil || slices.Contains(xids, xid) != reaches {
					t.Errorf("prepared are %q, %v", xids, err)
				}
				err = retry(func() error { return e.CommitPrepared(ctx, xid) })
				if (err == nil) != reaches {
					t.Errorf("committing it: %v", err)
				}
				if got := counted(t, straight); (got == 1) != reaches {
					t.Errorf("%d rows in the end", got)
				}
				e.Close()
				cut.l.Close()
				cut.wg.Wait()
				quiet(t, e, before)
			})
		})
	}
}

// loseWhilePreparing runs a transaction whose connection is cut by its PREPARE.
func loseWhilePreparing(t *testing.T, e *engine.Engine, xid string) {
	t.Helper()
	c := connect(t, e)
	tx, err := c.BeginTwoPhase(ctx, xid)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Execute(ctx, engine.Text("INSERT INTO lost2 VALUES (1)")); err != nil {
		t.Fatal(err)
	}
	lost := func(what string, err error) {
		t.Helper()
		if !isClass(err, dialects.Disconnected) {
			t.Errorf("%s: %v", what, err)
		}
	}
	lost("Prepare", tx.Prepare(ctx))
	lost("Prepare again", tx.Prepare(ctx))
	lost("Commit", tx.Commit(ctx))
	_, err = c.Execute(ctx, engine.Text("SELECT 1"))
	lost("a statement", err)
	if err := tx.Rollback(ctx); err != nil && !isClass(err, dialects.Disconnected) && !errors.Is(err, engine.ErrTransactionDone) {
		t.Errorf("Rollback: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Logf("Close: %v", err)
	}
}

// counted is how many rows the table has.
func counted(t *testing.T, e *engine.Engine) int64 {
	t.Helper()
	res, err := e.Execute(ctx, engine.Text("SELECT count(*) FROM lost2"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := engine.ScalarsAs[int64](res, 0)
	if err != nil || len(n) != 1 {
		t.Fatal(n, err)
	}
	return n[0]
}

package engine_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// multiplexer is a pooler in transaction mode: it lends one of few server connections to a client for one transaction, as pgbouncer
// does. The order of lending is first in, first out, so that consecutive transactions of one client run on different servers.
//
// Invariant: a server connection is in idle, or lent to exactly one client; it is given back only after ReadyForQuery said 'I'.
type multiplexer struct {
	listener net.Listener
	server   string // the address of the real server
	count    int    // how many server connections
	start    sync.Once
	startup  []byte // the startup message of the first client, from which the server connections were made
	greeting []byte // what the server answered to it; every client is given this
	idle     chan net.Conn
	done     chan struct{}
	group    sync.WaitGroup
	clients  sync.Map // net.Conn: true
	accepted atomic.Int64
	named    atomic.Int64 // Parse messages that name a statement
	failed   atomic.Pointer[error]
}

// multiplex starts a pooler before the PostgreSQL server of a URL and gives the URL of the pooler.
func multiplex(t *testing.T, rawURL string, servers int) (*multiplexer, string) {
	t.Helper()
	u, err := url.Parse(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &multiplexer{listener: l, server: u.Host, count: servers, idle: make(chan net.Conn, servers), done: make(chan struct{})}
	u.Host = l.Addr().String()
	m.group.Go(m.accept)
	t.Cleanup(func() { m.close(t) })
	return m, u.String()
}

func (m *multiplexer) accept() {
	for {
		c, err := m.listener.Accept()
		if err != nil {
			return
		}
		m.accepted.Add(1)
		m.clients.Store(c, true)
		m.group.Go(func() {
			defer m.clients.Delete(c)
			defer c.Close()
			if err := m.serve(c); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) {
				m.failed.CompareAndSwap(nil, &err)
			}
		})
	}
}

// close ends everything and reports what went wrong inside; again it does nothing.
func (m *multiplexer) close(t *testing.T) {
	t.Helper()
	select {
	case <-m.done:
		return
	default:
	}
	close(m.done)
	m.listener.Close()
	m.clients.Range(func(c, _ any) bool { c.(net.Conn).Close(); return true })
	m.group.Wait()
	for len(m.idle) > 0 {
		(<-m.idle).Close()
	}
	if err := m.failed.Load(); err != nil {
		t.Errorf("the pooler: %v", *err)
	}
}

// serve speaks with one client until it leaves.
func (m *multiplexer) serve(client net.Conn) error {
	if err := m.greet(client); err != nil {
		return err
	}
	for {
		unit, err := m.unit(client)
		if err != nil || unit == nil {
			return err
		}
		var server net.Conn
		select {
		case server = <-m.idle:
		case <-m.done:
			return nil
		}
		if err := m.transaction(client, server, unit); err != nil {
			server.Close() // in an unknown state; another takes its place
			if other, _, dialed := m.dial(); dialed == nil {
				m.idle <- other
			}
			return err
		}
		m.idle <- server
	}
}

// transaction forwards units and their answers until the server is idle.
func (m *multiplexer) transaction(client, server net.Conn, unit []byte) error {
	for {
		if _, err := server.Write(unit); err != nil {
			return err
		}
		answer, status, err := untilReady(server)
		if err == nil {
			_, err = client.Write(answer)
		}
		if err != nil || status == 'I' {
			return err
		}
		if unit, err = m.unit(client); err == nil && unit == nil {
			err = io.EOF
		}
		if err != nil {
			return err
		}
	}
}

// unit reads whole messages of a client up to the one that asks for ReadyForQuery: a simple query or Sync. It is nil when the client
// takes its leave.
func (m *multiplexer) unit(client net.Conn) ([]byte, error) {
	var all []byte
	for {
		msg, err := message(client)
		if err != nil {
			return nil, err
		}
		all = append(all, msg...)
		switch msg[0] {
		case 'X':
			return nil, nil
		case 'Q', 'S':
			return all, nil
		case 'P':
			if msg[5] != 0 {
				m.named.Add(1)
			}
		case 'B', 'C', 'D', 'E':
		default:
			return nil, fmt.Errorf("a client sent the message %q", msg[0])
		}
	}
}

// greet reads the client's startup and answers it with what the server answered to the first.
func (m *multiplexer) greet(client net.Conn) (err error) {
	for {
		msg, err := body(client, nil)
		if err != nil {
			return err
		}
		switch code := binary.BigEndian.Uint32(msg[4:]); code {
		case 80877103, 80877104: // asks for encryption
			if _, err := client.Write([]byte("N")); err != nil {
				return err
			}
			continue
		case 3 << 16:
		default:
			return fmt.Errorf("a client begins with %d", code)
		}
		m.start.Do(func() {
			m.startup = msg
			for range m.count {
				var c net.Conn
				if c, m.greeting, err = m.dial(); err != nil {
					return
				}
				m.idle <- c
			}
		})
		if err == nil {
			_, err = client.Write(m.greeting)
		}
		return err
	}
}

// dial makes a server connection that is ready for queries.
func (m *multiplexer) dial() (net.Conn, []byte, error) {
	c, err := net.Dial("tcp", m.server)
	if err != nil {
		return nil, nil, err
	}
	_, err = c.Write(m.startup)
	var greeting []byte
	if err == nil {
		greeting, _, err = untilReady(c)
	}
	if err != nil {
		c.Close()
	}
	return c, greeting, err
}

// untilReady reads whole messages of a server up to ReadyForQuery, and the status in that: 'I', 'T' or 'E'.
func untilReady(server net.Conn) (all []byte, status byte, err error) {
	for {
		msg, err := message(server)
		if err != nil {
			return nil, 0, err
		}
		all = append(all, msg...)
		if msg[0] == 'Z' {
			return all, msg[5], nil
		}
	}
}

// message reads one message: its kind, its length, what it holds.
func message(r io.Reader) ([]byte, error) {
	kind := make([]byte, 1)
	if _, err := io.ReadFull(r, kind); err != nil {
		return nil, err
	}
	return body(r, kind)
}

func body(r io.Reader, kind []byte) ([]byte, error) {
	length := make([]byte, 4)
	if _, err := io.ReadFull(r, length); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(length))
	out := bytes.NewBuffer(append(kind, length...))
	if _, err := io.CopyN(out, r, n-4); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

package lsptest

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// Pipe returns the two ends of a connection in memory. Unlike net.Pipe it holds what was written until it is
// read, as the pipes between processes do: both ends may write at once.
func Pipe() (near, far io.ReadWriteCloser) {
	a, b := newLane(), newLane()
	return end{in: a, out: b}, end{in: b, out: a}
}

// end is one end of a pipe.
type end struct{ in, out *lane }

// Read implements io.Reader.
func (e end) Read(p []byte) (int, error) { return e.in.read(p) }

// Write implements io.Writer.
func (e end) Write(p []byte) (int, error) { return e.out.write(p) }

// Close implements io.Closer: neither end can write any more, and what was written can still be read.
func (e end) Close() error {
	e.in.close()
	e.out.close()
	return nil
}

// lane carries bytes one way.
type lane struct {
	mu     sync.Mutex // guards what follows
	news   *sync.Cond
	buf    bytes.Buffer
	closed bool
}

func newLane() *lane {
	l := &lane{}
	l.news = sync.NewCond(&l.mu)
	return l
}

func (l *lane) read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.buf.Len() == 0 && !l.closed {
		l.news.Wait()
	}
	return l.buf.Read(p)
}

var errClosed = errors.New("the connection is closed")

func (l *lane) write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return 0, errClosed
	}
	l.news.Broadcast()
	return l.buf.Write(p)
}

func (l *lane) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.news.Broadcast()
}

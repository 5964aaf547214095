package wire

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"go.lsp.dev/jsonrpc2"
)

// maxFrame is the longest message that is read, in bytes. A longer one is skipped.
const maxFrame = 256 << 20

// stream carries messages with the header framing of the protocol. Unlike that of package jsonrpc2 it survives
// what is no message: a header without a usable length is skipped up to the next one that has it, and a body
// that cannot be decoded is answered with an error.
type stream struct {
	conn io.ReadWriteCloser
	in   *bufio.Reader
	logf func(format string, args ...any)
	done atomic.Bool // no further message is to be read

	mu sync.Mutex // guards writing to conn
}

// newStream returns a stream over a connection, which it will close.
func newStream(conn io.ReadWriteCloser, logf func(string, ...any)) *stream {
	return &stream{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), logf: logf}
}

// Read implements jsonrpc2.Stream. It returns the next message that is one.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		if s.done.Load() {
			return nil, 0, io.EOF
		}
		body, err := s.frame()
		if err != nil {
			return nil, 0, err
		}
		msg, err := jsonrpc2.DecodeMessage(body)
		if err == nil {
			return msg, int64(len(body)), nil
		}
		s.reject(ctx, body, err)
	}
}

// reject answers a body that is no message. A batch, which the protocol does not use, is no message either.
func (s *stream) reject(ctx context.Context, body []byte, cause error) {
	s.logf("a message was not understood: %v", cause)
	code := jsonrpc2.ParseError
	if trimmed := bytes.TrimSpace(body); len(trimmed) > 0 && trimmed[0] == '[' {
		code = jsonrpc2.InvalidRequest
	}
	answer := jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, jsonrpc2.NewError(code, cause.Error()))
	if _, err := s.Write(ctx, answer); err != nil {
		s.logf("answering it: %v", err)
	}
}

// frame reads up to the end of the next body. The slice is the caller's.
func (s *stream) frame() ([]byte, error) {
	length, err := s.header()
	if err != nil {
		return nil, err
	}
	// The buffer grows with what arrives, not with what was announced.
	var body bytes.Buffer
	if _, err := io.CopyN(&body, s.in, int64(length)); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return body.Bytes(), nil
}

// header reads lines up to an empty one that follows a usable length, and returns that.
func (s *stream) header() (int, error) {
	length := -1
	for {
		line, err := s.line()
		if err != nil {
			return 0, err
		}
		switch {
		case line == "" && length >= 0:
			return length, nil
		case line == "":
		default:
			if n, ok := contentLength(line); ok {
				length = n
			}
		}
	}
}

// line reads a line without its end. Of an overlong one it returns the last part.
func (s *stream) line() (string, error) {
	for {
		raw, err := s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return strings.TrimRight(string(raw), "\r\n"), err
	}
}

// contentLength finds the length in a header line. What stands before the name is the rest of a frame that was
// longer than it said.
func contentLength(line string) (int, bool) {
	const name = "Content-Length:"
	for i := len(line) - len(name); i >= 0; i-- {
		if strings.EqualFold(line[i:i+len(name)], name) {
			n, err := strconv.Atoi(strings.TrimSpace(line[i+len(name):]))
			return n, err == nil && n > 0 && n <= maxFrame
		}
	}
	return 0, false
}

// Write implements jsonrpc2.Stream: header and body leave in one write.
func (s *stream) Write(ctx context.Context, msg jsonrpc2.Message) (int64, error) {
	body, err := jsonrpc2.EncodeMessage(msg)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.conn.Write(append(fmt.Appendf(nil, "Content-Length: %d\r\n\r\n", len(body)), body...))
	return int64(n), err
}

// Close implements jsonrpc2.Stream.
func (s *stream) Close() error { return s.conn.Close() }

// stop makes the next Read the last one.
func (s *stream) stop() { s.done.Store(true) }

package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"go.lsp.dev/jsonrpc2"
)

// pipe is a connection with all input there and all output kept.
type pipe struct {
	io.Reader
	out bytes.Buffer
}

func (p *pipe) Write(b []byte) (int, error) { return p.out.Write(b) }
func (p *pipe) Close() error                { return nil }

// frameOf puts a header before a body.
func frameOf(body string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body) }

// methods reads messages to the end and returns their methods.
func methods(t testing.TB, input string) (got []string, answered string, err error) {
	t.Helper()
	p := &pipe{Reader: strings.NewReader(input)}
	s := newStream(p, func(string, ...any) {})
	for {
		msg, _, err := s.Read(context.Background())
		if err != nil {
			return got, p.out.String(), err
		}
		if req, ok := msg.(jsonrpc2.RequestMessage); ok {
			got = append(got, req.Method())
		}
	}
}

func TestStreamSurvives(t *testing.T) {
	a, b := frameOf(`{"jsonrpc":"2.0","method":"a"}`), frameOf(`{"jsonrpc":"2.0","method":"b"}`)
	cases := []struct{ name, between, answer string }{
		{"nothing", "", ""},
		{"no JSON", frameOf(`{"jsonrpc":`), `"code":-32700`},
		{"no message", frameOf(`{"x":1}`), `"code":`},
		{"a scalar", frameOf(`7`), `"code":`},
		{"a batch", frameOf(`[{"jsonrpc":"2.0","method":"c"}]`), `"code":-32600`},
		{"no length", "Content-Type: x\r\n\r\n", ""},
		{"a negative length", "Content-Length: -4\r\n\r\n", ""},
		{"a length that is none", "Content-Length: x\r\n\r\n{}", ""},
		{"a length beyond all bounds", "Content-Length: 99999999999\r\n\r\n{}", ""},
		{"noise", "GET / HTTP/1.1\r\n\r\n\x00\xff", ""},
		{"a length too short", "Content-Length: 3\r\n\r\n{\"jsonrpc\":\"2.0\"}", `"code":`},
		{"a long line", strings.Repeat("x", 200<<10) + "\r\n", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, answered, err := methods(t, a+c.between+b)
			if fmt.Sprint(got) != "[a b]" || !errors.Is(err, io.EOF) {
				t.Errorf("got %v and %v, want both messages and the end", got, err)
			}
			if !strings.Contains(answered, c.answer) || (c.answer == "") != (answered == "") {
				t.Errorf("answered %q, want %q in it", answered, c.answer)
			}
		})
	}
}

func TestStreamCutShort(t *testing.T) {
	if _, _, err := methods(t, "Content-Length: 1000\r\n\r\n{}"); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a frame cut short ends with %v", err)
	}
}

// FuzzStream holds that no input makes the reader panic or read for ever, and that what is written can be read.
func FuzzStream(f *testing.F) {
	f.Add(frameOf(`{"jsonrpc":"2.0","id":1,"method":"a","params":{}}`))
	f.Add("Content-Length: 2\r\n\r\n[]Content-Length: 4\n\nnull")
	f.Fuzz(func(t *testing.T, input string) {
		_, answered, err := methods(t, input)
		if err == nil {
			t.Fatal("reading did not end")
		}
		if _, again, err := methods(t, answered); again != "" || !errors.Is(err, io.EOF) {
			t.Errorf("%q: the answers %q are no messages: %q, %v", input, answered, again, err)
		}
	})
}

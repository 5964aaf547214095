package wire

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/text"
	"github.com/aludel/aludel/lsp/workspace"
)

// ErrNoShutdown is what Serve returns when the client went away, or said exit, without asking for a shutdown
// first. A program is to end with status 1 then.
var ErrNoShutdown = errors.New("the client left without asking for a shutdown")

// Options are what a server is made of.
type Options struct {
	Name, Version string
	Provider      feature.Provider
	Dialects      []string          // the dialects that a client may name; all of them are shown if it names none
	Workspace     workspace.Options // Logf and Progress are set by the server
	Logf          func(format string, args ...any)
}

// server is the state of one connection.
type server struct {
	protocol.UnimplementedServer

	opts    Options
	stream  *stream
	client  protocol.Client
	session *workspace.Session
	clerk   *clerk
	state   atomic.Int32
	ready   chan struct{} // closed when the client may be spoken to unasked
	greet   sync.Once     // closes ready

	config   atomic.Pointer[config]
	encoding atomic.Uint32 // text.Encoding
	can      capabilities  // written by initialize, before anything that reads it can arrive
}

// capabilities are what the client said it understands, as far as the server asks.
type capabilities struct {
	watchFiles, configuration, progress, documentChanges bool
}

// Serve speaks the protocol over conn until the client leaves or ctx ends, and closes conn. It returns nil if
// the client asked for a shutdown before, [ErrNoShutdown] if not.
func Serve(ctx context.Context, conn io.ReadWriteCloser, opts Options) error {
	if opts.Logf == nil {
		opts.Logf = func(string, ...any) {}
	}
	s := &server{opts: opts, clerk: newClerk(), ready: make(chan struct{}), stream: newStream(conn, opts.Logf)}
	s.config.Store(&config{dialects: opts.Dialects})
	opts.Workspace.Logf, opts.Workspace.Progress = opts.Logf, s.progress
	s.session = workspace.NewSession(opts.Workspace)

	rpc := jsonrpc2.NewConn(s.stream, jsonrpc2.WithCodec(Codec{}))
	s.client = protocol.ClientDispatcher(rpc)
	ctx, cancel := context.WithCancel(ctx)
	var owned sync.WaitGroup
	owned.Go(func() { s.session.Run(ctx) })
	owned.Go(s.whenReady(ctx, func() { s.clerk.run(ctx, opts.Logf) }))
	owned.Go(s.whenReady(ctx, func() { newDiagnoser(s).run(ctx) }))
	rpc.Go(ctx, s.chain())

	select {
	case <-rpc.Done():
	case <-ctx.Done():
		s.stream.stop()
		_ = conn.Close() // what ends the read; the connection cannot be waited for if it does not
	}
	cancel()
	owned.Wait()
	_ = conn.Close()
	if s.state.Load() != stateShutdown {
		return ErrNoShutdown
	}
	return nil
}

// enc returns the encoding agreed upon.
func (s *server) enc() text.Encoding { return text.Encoding(s.encoding.Load()) }

// whenReady returns a function that runs work once the client may be spoken to, or not at all if ctx ends first.
func (s *server) whenReady(ctx context.Context, work func()) func() {
	return func() {
		select {
		case <-s.ready:
			work()
		case <-ctx.Done():
		}
	}
}

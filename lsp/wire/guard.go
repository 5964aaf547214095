package wire

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/aludel/aludel/lsp/workspace"
)

// chain puts the layers around the dispatch in the only order that works: guard sees every outcome; the
// cancellation layer must come before a request is detached; what a request does before it is detached happens
// in wire order. The requests that change the state of the server are not detached, so that what comes behind
// them finds the new state, and they cannot be cancelled.
func (s *server) chain() jsonrpc2.Handler {
	inOrder := s.lifecycle(protocol.ServerHandler(s, jsonrpc2.MethodNotFoundHandler))
	detached := protocol.CancelHandler(s.detach(inOrder))
	return s.guard(func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		switch req.Method() {
		case protocol.MethodInitialize, protocol.MethodShutdown:
			return inOrder(ctx, req)
		}
		return detached(ctx, req)
	})
}

// guard keeps the connection alive: package jsonrpc2 ends it when a handler panics or a notification fails.
func (s *server) guard(h jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (res any, err error) {
		method, call := strings.Clone(req.Method()), req.IsCall()
		defer func() {
			if r := recover(); r != nil {
				s.opts.Logf("%s: panic: %v\n%s", method, r, debug.Stack())
				res, err = nil, jsonrpc2.NewError(jsonrpc2.InternalError, fmt.Sprintf("internal error: %v", r))
			}
			if err = asAnswer(err); err != nil && !call {
				s.opts.Logf("%s: %v", method, err)
				err = nil
			}
		}()
		return h(ctx, req)
	}
}

// asAnswer returns the error that the protocol has for the outcome of a handler.
func asAnswer(err error) error {
	var coded *jsonrpc2.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled):
		return protocol.ErrRequestCancelled
	case errors.Is(err, jsonrpc2.ErrParse):
		return jsonrpc2.NewError(jsonrpc2.InvalidParams, err.Error())
	case errors.As(err, &coded):
		return coded
	}
	return jsonrpc2.NewError(jsonrpc2.InternalError, err.Error())
}

// snapshotKey is the context key of the snapshot that a request works on.
type snapshotKey struct{}

// detach takes the snapshot for a request and lets the read loop go on. It must happen for every request:
// package jsonrpc2 recycles the context of one that was not detached while its cancellation still looks at it.
func (s *server) detach(h jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		if req.IsCall() {
			snap := s.session.Snapshot()
			state := s.state.Load()
			jsonrpc2.Async(ctx)
			ctx = context.WithValue(ctx, snapshotKey{}, snap)
			ctx = context.WithValue(ctx, stateKey{}, state)
		}
		return h(ctx, req)
	}
}

// snapshotFrom returns the snapshot that the request of ctx works on.
func (s *server) snapshotFrom(ctx context.Context) *workspace.Snapshot {
	if snap, ok := ctx.Value(snapshotKey{}).(*workspace.Snapshot); ok {
		return snap
	}
	return s.session.Snapshot()
}

// The states of a connection.
const (
	stateNew int32 = iota
	stateRunning
	stateShutdown
)

// stateKey is the context key of the state in which a request arrived.
type stateKey struct{}

// lifecycle refuses what comes before initialize and after shutdown.
func (s *server) lifecycle(h jsonrpc2.Handler) jsonrpc2.Handler {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		state := s.state.Load()
		if arrived, ok := ctx.Value(stateKey{}).(int32); ok {
			state = arrived
		}
		method := req.Method()
		switch {
		case method == protocol.MethodExit:
		case state == stateNew && method != protocol.MethodInitialize:
			return nil, jsonrpc2.NewError(jsonrpc2.ServerNotInitialized, "the server is not initialized")
		case state == stateRunning && method == protocol.MethodInitialize:
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "the server is initialized already")
		case state == stateShutdown:
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidRequest, "the server was shut down")
		case method == protocol.MethodInitialize:
			return s.initializeLeniently(ctx, req)
		}
		return h(ctx, req)
	}
}

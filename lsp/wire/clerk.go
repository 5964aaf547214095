package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"go.lsp.dev/protocol"
)

// errand is something that the server wants of the client.
type errand func(ctx context.Context) error

// clerk runs errands one after the other on the goroutine that calls run, so that nobody else waits for the
// client.
type clerk struct {
	mu    sync.Mutex // guards queue
	queue []errand
	wake  chan struct{}
}

func newClerk() *clerk { return &clerk{wake: make(chan struct{}, 1)} }

// post adds an errand.
func (c *clerk) post(e errand) {
	c.mu.Lock()
	c.queue = append(c.queue, e)
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// patience is how long a client may take over one errand.
const patience = 10 * time.Second

// run does errands until ctx ends.
func (c *clerk) run(ctx context.Context, logf func(string, ...any)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		}
		c.mu.Lock()
		queue := c.queue
		c.queue = nil
		c.mu.Unlock()
		for _, e := range queue {
			bounded, cancel := context.WithTimeout(ctx, patience)
			if err := e(bounded); err != nil && ctx.Err() == nil {
				logf("asking the client: %v", err)
			}
			cancel()
		}
	}
}

// watchFiles asks the client to tell when files change on disk.
func (s *server) watchFiles(ctx context.Context) error {
	var opts protocol.DidChangeWatchedFilesRegistrationOptions
	for _, glob := range []string{"**/*.go", "**/go.mod", "**/go.sum", "**/go.work"} {
		opts.Watchers = append(opts.Watchers, protocol.FileSystemWatcher{GlobPattern: protocol.Pattern(glob)})
	}
	raw, err := protocol.Marshal(&opts)
	if err != nil {
		return err
	}
	return s.client.RegisterCapability(ctx, &protocol.RegistrationParams{Registrations: []protocol.Registration{
		{ID: "files", Method: protocol.MethodWorkspaceDidChangeWatchedFiles, RegisterOptions: raw},
	}})
}

// progress shows the client that something long has begun; what it returns shows the end.
func (s *server) progress(title string) func(string) {
	token := protocol.String(fmt.Sprintf("%s %d", title, s.session.Snapshot().Serial()))
	if !s.can.progress {
		return func(outcome string) { s.opts.Logf("%s: %s", title, outcome) }
	}
	s.clerk.post(func(ctx context.Context) error {
		if err := s.client.WorkDoneProgressCreate(ctx, &protocol.WorkDoneProgressCreateParams{Token: token}); err != nil {
			return err
		}
		return s.report(ctx, token, map[string]string{"kind": "begin", "title": title})
	})
	return func(outcome string) {
		s.clerk.post(func(ctx context.Context) error {
			return s.report(ctx, token, map[string]string{"kind": "end", "message": outcome})
		})
	}
}

// report sends one step of a progress.
func (s *server) report(ctx context.Context, token protocol.ProgressToken, value map[string]string) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return s.client.Progress(ctx, &protocol.ProgressParams{Token: token, Value: raw})
}

// Package lsp is the language server of the ORM. It puts the parts together: the rim (package lsp/wire), the
// workspace behind it (lsp/workspace) and the answers (lsp/feature).
package lsp

import (
	"context"
	"io"
	"log"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/wire"
	"github.com/aludel/aludel/lsp/workspace"
)

// ErrNoShutdown is what [Serve] returns when the client went away without asking for a shutdown first; a program
// is to end with status 1 then, as the protocol asks.
var ErrNoShutdown = wire.ErrNoShutdown

// Options are what a server is started with. The zero value will do.
type Options struct {
	Version string
	Log     io.Writer // where the server says what it does and what fails; nil for nowhere
}

// Serve speaks the Language Server Protocol over conn until the client leaves or ctx ends, and closes conn. It
// returns nil if the client asked for a shutdown before it left.
//
// The server answers only in its own territory, so it may run beside gopls. Any number of servers may run in
// one process.
func Serve(ctx context.Context, conn io.ReadWriteCloser, opts Options) error {
	logf := func(string, ...any) {}
	if opts.Log != nil {
		logf = log.New(opts.Log, "", log.LstdFlags|log.Lmicroseconds).Printf
	}
	return wire.Serve(ctx, conn, wire.Options{
		Name: "ormls", Version: opts.Version, Provider: feature.New(logf), Dialects: feature.DialectNames(),
		Workspace: workspace.Options{}, Logf: logf,
	})
}

// Package lsptest is a small client of the language server, for tests and for programs that want an answer of
// it in-process. It speaks the whole protocol over a pipe, as an editor does, and gives plain data back.
package lsptest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/aludel/aludel/lsp/wire"
)

// Client is the editor's end of a connection. It is safe for concurrent use.
type Client struct {
	protocol.UnimplementedClient

	conn   jsonrpc2.Conn
	server protocol.Server
	served chan error

	mu          sync.Mutex // guards what follows
	news        chan struct{}
	diagnostics map[string][]Diagnostic
	messages    []string
	progress    []string
	settings    string
	versions    map[string]int32
}

// Diagnostic is a finding as an editor sees it, with lines and UTF-16 characters from zero.
type Diagnostic struct {
	Line, Character, EndLine, EndCharacter uint32
	Severity                               int
	Code, Source, Message                  string
}

// Action is a quick fix: its title and the text of each file after it, by path.
type Action struct {
	Title string
	Edits map[string][]Edit
}

// Edit replaces the text between two positions.
type Edit struct {
	Line, Character, EndLine, EndCharacter uint32
	NewText                                string
}

// Item is one completion.
type Item struct{ Label, Detail, Insert string }

// Serve is the server to talk to: lsp.Serve with its options bound.
type Serve func(ctx context.Context, conn io.ReadWriteCloser) error

// Start runs a server on a goroutine of the client and initializes it for a directory. Options are the
// initializationOptions as JSON, or empty. Close must be called.
func Start(ctx context.Context, serve Serve, dir, options string) (*Client, error) {
	near, far := Pipe()
	c := Connect(ctx, near)
	c.settings = options
	go func() { c.served <- serve(ctx, far) }()
	return c, c.Initialize(ctx, dir, options)
}

// Connect returns a client on a connection to a server that is not initialized yet.
func Connect(ctx context.Context, conn io.ReadWriteCloser) *Client {
	c := &Client{
		conn:   jsonrpc2.NewConn(jsonrpc2.NewHeaderStream(conn), jsonrpc2.WithCodec(wire.Codec{})),
		served: make(chan error, 1), news: make(chan struct{}), diagnostics: map[string][]Diagnostic{},
		versions: map[string]int32{},
	}
	c.server = protocol.ServerDispatcher(c.conn)
	c.conn.Go(ctx, protocol.ClientHandler(c, jsonrpc2.MethodNotFoundHandler))
	return c
}

// Initialize makes the server ready for a directory.
func (c *Client) Initialize(ctx context.Context, dir, options string) error {
	params := &protocol.InitializeParams{Capabilities: protocol.ClientCapabilities{
		Workspace: &protocol.WorkspaceClientCapabilities{Configuration: new(c.settings != "")},
		Window:    &protocol.WindowClientCapabilities{WorkDoneProgress: new(true)},
	}}
	params.WorkspaceFolders = protocol.NewNullable([]protocol.WorkspaceFolder{{URI: uri.File(dir), Name: dir}})
	if options != "" {
		params.InitializationOptions = protocol.LSPAny(options)
	}
	if _, err := c.server.Initialize(ctx, params); err != nil {
		return fmt.Errorf("initialize: %w", err)
	}
	return c.server.Initialized(ctx, &protocol.InitializedParams{})
}

// Conn returns the connection, for messages that the client has no method for.
func (c *Client) Conn() jsonrpc2.Conn { return c.conn }

// Open says that a file is open with that text.
func (c *Client) Open(ctx context.Context, path, text string) error {
	return c.server.DidOpen(ctx, &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: uri.File(path), LanguageID: "go", Version: c.nextVersion(path), Text: text,
	}})
}

// Change says that an open file has that text now.
func (c *Client) Change(ctx context.Context, path, text string) error {
	params := &protocol.DidChangeTextDocumentParams{ContentChanges: []protocol.TextDocumentContentChangeEvent{
		&protocol.TextDocumentContentChangeWholeDocument{Text: text},
	}}
	params.TextDocument.URI, params.TextDocument.Version = uri.File(path), c.nextVersion(path)
	return c.server.DidChange(ctx, params)
}

// Replace says that the text between two positions of an open file is another now.
func (c *Client) Replace(ctx context.Context, path string, e Edit) error {
	params := &protocol.DidChangeTextDocumentParams{ContentChanges: []protocol.TextDocumentContentChangeEvent{
		&protocol.TextDocumentContentChangePartial{Text: e.NewText, Range: protocol.Range{
			Start: protocol.Position{Line: e.Line, Character: e.Character},
			End:   protocol.Position{Line: e.EndLine, Character: e.EndCharacter},
		}},
	}}
	params.TextDocument.URI, params.TextDocument.Version = uri.File(path), c.nextVersion(path)
	return c.server.DidChange(ctx, params)
}

// nextVersion counts the versions of a file.
func (c *Client) nextVersion(path string) int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.versions[path]++
	return c.versions[path]
}

// CloseFile says that a file is not open any more.
func (c *Client) CloseFile(ctx context.Context, path string) error {
	params := &protocol.DidCloseTextDocumentParams{}
	params.TextDocument.URI = uri.File(path)
	return c.server.DidClose(ctx, params)
}

// Hover returns what the server shows over a place, empty if nothing.
func (c *Client) Hover(ctx context.Context, path string, line, character uint32) (string, error) {
	params := &protocol.HoverParams{TextDocumentPositionParams: at(path, line, character)}
	h, err := c.server.Hover(ctx, params)
	if err != nil || h == nil {
		return "", err
	}
	if m, ok := h.Contents.(*protocol.MarkupContent); ok {
		return m.Value, nil
	}
	return "", errors.New("hover: the contents are no markup")
}

// Complete returns what the server offers at a place.
func (c *Client) Complete(ctx context.Context, path string, line, character uint32) ([]Item, error) {
	params := &protocol.CompletionParams{TextDocumentPositionParams: at(path, line, character)}
	res, err := c.server.Completion(ctx, params)
	list, ok := res.(*protocol.CompletionList)
	if err != nil || !ok || list == nil {
		return nil, err
	}
	var out []Item
	for _, it := range list.Items {
		detail, _ := it.Detail.Get()
		item := Item{Label: it.Label, Detail: detail}
		if edit, ok := it.TextEdit.(*protocol.TextEdit); ok {
			item.Insert = edit.NewText
		}
		out = append(out, item)
	}
	return out, nil
}

// Actions returns the quick fixes at a place.
func (c *Client) Actions(ctx context.Context, path string, line, character uint32) ([]Action, error) {
	pos := protocol.Position{Line: line, Character: character}
	params := &protocol.CodeActionParams{Range: protocol.Range{Start: pos, End: pos}}
	params.TextDocument.URI = uri.File(path)
	list, err := c.server.CodeAction(ctx, params)
	var out []Action
	for _, entry := range list {
		ca, ok := entry.(*protocol.CodeAction)
		if !ok || ca.Edit == nil {
			continue
		}
		action := Action{Title: ca.Title, Edits: map[string][]Edit{}}
		for u, edits := range ca.Edit.Changes {
			for _, e := range edits {
				action.Edits[u.FsPath()] = append(action.Edits[u.FsPath()], Edit{
					e.Range.Start.Line, e.Range.Start.Character, e.Range.End.Line, e.Range.End.Character, e.NewText,
				})
			}
		}
		out = append(out, action)
	}
	return out, err
}

// at names a place in a file.
func at(path string, line, character uint32) protocol.TextDocumentPositionParams {
	return protocol.TextDocumentPositionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(path)},
		Position:     protocol.Position{Line: line, Character: character},
	}
}

// Close asks for a shutdown, says exit, and returns what the server ended with.
func (c *Client) Close(ctx context.Context) error {
	if err := c.server.Shutdown(ctx); err != nil {
		return err
	}
	if err := c.server.Exit(ctx); err != nil {
		return err
	}
	return c.Wait(ctx)
}

// Wait returns what the server that Start ran ended with.
func (c *Client) Wait(ctx context.Context) error {
	select {
	case err := <-c.served:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

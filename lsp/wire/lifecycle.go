package wire

import (
	"context"
	"encoding/json"
	"slices"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/aludel/aludel/lsp/text"
)

// initializeLeniently decodes the parameters of initialize. Some clients send capabilities that the strict
// decoder refuses, an empty Lua table for one; the rest is understood without them.
func (s *server) initializeLeniently(ctx context.Context, req *jsonrpc2.Request) (any, error) {
	var params protocol.InitializeParams
	err := protocol.Unmarshal(req.Params(), &params)
	if err != nil {
		var loose map[string]json.RawMessage
		if json.Unmarshal(req.Params(), &loose) != nil {
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, err.Error())
		}
		s.opts.Logf("initialize: the capabilities of the client are not understood: %v", err)
		loose["capabilities"] = json.RawMessage("{}")
		raw, _ := json.Marshal(loose)
		params = protocol.InitializeParams{}
		if err := protocol.Unmarshal(raw, &params); err != nil {
			return nil, jsonrpc2.NewError(jsonrpc2.InvalidParams, err.Error())
		}
	}
	return s.Initialize(ctx, &params)
}

// Initialize implements protocol.Server.
func (s *server) Initialize(_ context.Context, params *protocol.InitializeParams) (*protocol.InitializeResult, error) {
	s.learn(&params.Capabilities)
	s.configure(params.InitializationOptions)
	for _, dir := range folders(params) {
		s.session.AddFolder(dir)
	}
	s.state.Store(stateRunning)
	return &protocol.InitializeResult{
		Capabilities: s.capabilities(),
		ServerInfo:   protocol.ServerInfo{Name: s.opts.Name, Version: protocol.NewOptional(s.opts.Version)},
	}, nil
}

// learn notes what the client can do.
func (s *server) learn(c *protocol.ClientCapabilities) {
	if w := c.Workspace; w != nil {
		s.can.configuration = isTrue(w.Configuration)
		s.can.watchFiles = w.DidChangeWatchedFiles != nil && isTrue(w.DidChangeWatchedFiles.DynamicRegistration)
		s.can.documentChanges = w.WorkspaceEdit != nil && isTrue(w.WorkspaceEdit.DocumentChanges)
	}
	s.can.progress = c.Window != nil && isTrue(c.Window.WorkDoneProgress)
	if c.General != nil && slices.Contains(c.General.PositionEncodings, protocol.PositionEncodingKindUTF8) {
		s.encoding.Store(uint32(text.UTF8))
	}
}

func isTrue(b *bool) bool { return b != nil && *b }

// capabilities returns what the server offers: only what it answers.
func (s *server) capabilities() protocol.ServerCapabilities {
	sync := protocol.TextDocumentSyncKindIncremental
	return protocol.ServerCapabilities{
		PositionEncoding: protocol.PositionEncodingKind(s.enc().String()),
		TextDocumentSync: &protocol.TextDocumentSyncOptions{
			OpenClose: new(true), Change: &sync, Save: protocol.Boolean(true),
		},
		HoverProvider:      protocol.Boolean(true),
		CompletionProvider: &protocol.CompletionOptions{TriggerCharacters: []string{`"`, ":", ";", ",", ".", " "}},
		CodeActionProvider: &protocol.CodeActionOptions{
			CodeActionKinds: []protocol.CodeActionKind{protocol.CodeActionKindQuickFix},
		},
		Workspace: &protocol.WorkspaceOptions{WorkspaceFolders: &protocol.WorkspaceFoldersServerCapabilities{
			Supported: new(true), ChangeNotifications: protocol.Boolean(true),
		}},
	}
}

// folders returns the directories that a client works on. Older clients say so by fields that are deprecated.
func folders(params *protocol.InitializeParams) []string {
	var dirs []string
	if list, ok := params.WorkspaceFolders.Get(); ok {
		for _, f := range list {
			if path, ok := filePath(f.URI); ok {
				dirs = append(dirs, path)
			}
		}
	}
	//lint:ignore SA1019 Neovim 0.7 sends no folders
	if root := params.RootURI; len(dirs) == 0 && root != nil {
		if path, ok := filePath(*root); ok {
			dirs = append(dirs, path)
		}
	}
	//lint:ignore SA1019 some clients send nothing else
	if path, ok := params.RootPath.Get(); ok && len(dirs) == 0 && path != "" {
		dirs = append(dirs, path)
	}
	return dirs
}

// Initialized implements protocol.Server: from now on the server may speak unasked. What it wants of the client is
// asked by the clerk, since a notification must not wait for an answer.
func (s *server) Initialized(context.Context, *protocol.InitializedParams) error {
	s.greet.Do(func() { close(s.ready) })
	if s.can.watchFiles {
		s.clerk.post(s.watchFiles)
	}
	if s.can.configuration {
		s.clerk.post(s.pullConfiguration)
	}
	return nil
}

// Shutdown implements protocol.Server.
func (s *server) Shutdown(context.Context) error {
	s.state.Store(stateShutdown)
	return nil
}

// Exit implements protocol.Server: no message after it is read.
func (s *server) Exit(context.Context) error {
	s.stream.stop()
	return nil
}

// Request implements protocol.Server for methods that the protocol does not know.
func (s *server) Request(_ context.Context, method string, _ any) (any, error) {
	return nil, jsonrpc2.NewError(jsonrpc2.MethodNotFound, "no such method: "+method)
}

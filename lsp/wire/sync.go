package wire

import (
	"context"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/aludel/aludel/lsp/text"
)

// filePath returns the path of a file URI, and false for what is no file.
func filePath(u uri.URI) (string, bool) {
	if !u.IsFile() {
		return "", false
	}
	path := u.FsPath()
	return filepath.Clean(path), filepath.IsAbs(path)
}

// DidOpen implements protocol.Server. Texts and names are copied: those decoded share the memory of the message.
func (s *server) DidOpen(_ context.Context, params *protocol.DidOpenTextDocumentParams) error {
	if path, ok := filePath(params.TextDocument.URI); ok {
		s.session.Open(strings.Clone(path), params.TextDocument.Version, strings.Clone(params.TextDocument.Text))
	}
	return nil
}

// DidChange implements protocol.Server.
func (s *server) DidChange(_ context.Context, params *protocol.DidChangeTextDocumentParams) error {
	path, ok := filePath(params.TextDocument.URI)
	if !ok {
		return nil
	}
	changes := make([]text.Change, 0, len(params.ContentChanges))
	for _, c := range params.ContentChanges {
		switch c := c.(type) {
		case *protocol.TextDocumentContentChangePartial:
			r := fromRange(c.Range)
			changes = append(changes, text.Change{Range: &r, Text: c.Text})
		case *protocol.TextDocumentContentChangeWholeDocument:
			changes = append(changes, text.Change{Text: strings.Clone(c.Text)})
		}
	}
	if !s.session.Change(strings.Clone(path), params.TextDocument.Version, changes, s.enc()) {
		s.opts.Logf("didChange: %s is not open", path)
	}
	return nil
}

// DidSave implements protocol.Server.
func (s *server) DidSave(_ context.Context, params *protocol.DidSaveTextDocumentParams) error {
	if path, ok := filePath(params.TextDocument.URI); ok {
		s.session.DiskChanged(strings.Clone(path), false)
	}
	return nil
}

// DidClose implements protocol.Server.
func (s *server) DidClose(_ context.Context, params *protocol.DidCloseTextDocumentParams) error {
	if path, ok := filePath(params.TextDocument.URI); ok {
		s.session.Close(path)
	}
	return nil
}

// DidChangeWatchedFiles implements protocol.Server.
func (s *server) DidChangeWatchedFiles(_ context.Context, params *protocol.DidChangeWatchedFilesParams) error {
	for _, c := range params.Changes {
		if path, ok := filePath(c.URI); ok {
			s.session.DiskChanged(strings.Clone(path), c.Type != protocol.FileChangeTypeChanged)
		}
	}
	return nil
}

// DidChangeWorkspaceFolders implements protocol.Server.
func (s *server) DidChangeWorkspaceFolders(_ context.Context, params *protocol.DidChangeWorkspaceFoldersParams) error {
	for _, f := range params.Event.Removed {
		if path, ok := filePath(f.URI); ok {
			s.session.RemoveFolder(strings.Clone(path))
		}
	}
	for _, f := range params.Event.Added {
		if path, ok := filePath(f.URI); ok {
			s.session.AddFolder(strings.Clone(path))
		}
	}
	return nil
}

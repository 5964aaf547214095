package wire

import (
	"context"
	"fmt"
	"slices"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/workspace"
)

// place is where in a snapshot a request asks.
type place struct {
	translator
	pkg    *workspace.Package
	file   *workspace.File
	offset int
}

// locate finds the package and offset of a position. It reports false if the ORM has nothing to say there.
func (s *server) locate(ctx context.Context, u uri.URI, pos protocol.Position) (place, bool) {
	p := place{translator: translator{snap: s.snapshotFrom(ctx), enc: s.enc()}}
	path, ok := filePath(u)
	if !ok {
		return p, false
	}
	if p.pkg, p.file = p.snap.PackageOf(ctx, path); p.pkg == nil {
		return p, false
	}
	p.offset = p.file.Mapper().Offset(fromRange(protocol.Range{Start: pos}).Start, p.enc)
	return p, true
}

// Hover implements protocol.Server.
func (s *server) Hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	p, ok := s.locate(ctx, params.TextDocument.URI, params.Position)
	if !ok {
		return nil, ctx.Err()
	}
	card := s.opts.Provider.Hover(ctx, p.pkg, p.file, p.offset, s.config.Load().dialects)
	if card == nil || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return &protocol.Hover{
		Contents: &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: card.Markdown},
		Range:    new(p.rangeOf(card.Span)),
	}, nil
}

// Completion implements protocol.Server. Half a tag hides the rest of the file from the parser, so the tag is
// closed first, in a snapshot that nobody else sees.
func (s *server) Completion(ctx context.Context, params *protocol.CompletionParams) (protocol.CompletionResult, error) {
	p, ok := s.locate(ctx, params.TextDocument.URI, params.Position)
	if !ok {
		return nil, ctx.Err()
	}
	if closed, changed := feature.CloseTag(p.file.Text(), p.offset); changed {
		patched := p.snap.With(p.file.Path, closed)
		if pkg, file := patched.PackageOf(ctx, p.file.Path); pkg != nil {
			p.pkg, p.file = pkg, file
		}
	}
	items := s.opts.Provider.Complete(ctx, p.pkg, p.file, p.offset)
	if len(items) == 0 {
		return nil, ctx.Err()
	}
	list := &protocol.CompletionList{}
	for i, it := range items {
		item := p.item(it)
		item.SortText = protocol.NewOptional(fmt.Sprintf("%04d", i))
		item.FilterText = protocol.NewOptional(it.Insert)
		list.Items = append(list.Items, item)
	}
	return list, nil
}

// CodeAction implements protocol.Server: the fixes of the findings in the range.
func (s *server) CodeAction(ctx context.Context, params *protocol.CodeActionParams) ([]protocol.CommandOrCodeAction, error) {
	only := params.Context.Only
	if len(only) > 0 && !slices.Contains(only, protocol.CodeActionKindQuickFix) && !slices.Contains(only, protocol.CodeActionKindEmpty) {
		return nil, nil
	}
	p, ok := s.locate(ctx, params.TextDocument.URI, params.Range.Start)
	if !ok {
		return nil, ctx.Err()
	}
	end := p.file.Mapper().Offset(fromRange(params.Range).End, p.enc)
	asked := feature.Span{Path: p.file.Path, Start: p.offset, End: max(p.offset, end)}
	var actions []protocol.CommandOrCodeAction
	for _, f := range s.opts.Provider.Check(ctx, p.pkg) {
		if f.Overlaps(asked) {
			actions = append(actions, s.fixes(p.translator, f)...)
		}
	}
	return actions, ctx.Err()
}

// fixes returns the quick fixes of a finding. The only one of a finding is what a client may apply unasked.
func (s *server) fixes(t translator, f feature.Finding) []protocol.CommandOrCodeAction {
	var out []protocol.CommandOrCodeAction
	for _, fix := range f.Fixes {
		out = append(out, &protocol.CodeAction{
			Title: fix.Title, Kind: new(protocol.CodeActionKindQuickFix),
			Diagnostics: []protocol.Diagnostic{t.diagnostic(f, s.opts.Name)},
			IsPreferred: new(len(f.Fixes) == 1),
			Edit:        t.workspaceEdit(fix, s.can.documentChanges),
		})
	}
	return out
}

package wire

import (
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/text"
	"github.com/aludel/aludel/lsp/workspace"
)

// translator turns byte offsets of one snapshot into ranges of the protocol.
type translator struct {
	snap *workspace.Snapshot
	enc  text.Encoding
}

// rangeOf returns the range of a span.
func (t translator) rangeOf(s feature.Span) protocol.Range {
	r := t.snap.File(s.Path).Mapper().Range(s.Start, s.End, t.enc)
	return protocol.Range{Start: protocol.Position(r.Start), End: protocol.Position(r.End)}
}

// location returns the place of a span.
func (t translator) location(s feature.Span) protocol.Location {
	return protocol.Location{URI: uri.File(s.Path), Range: t.rangeOf(s)}
}

// diagnostic returns a finding in the form that clients show.
func (t translator) diagnostic(f feature.Finding, name string) protocol.Diagnostic {
	d := protocol.Diagnostic{
		Range: t.rangeOf(f.Span), Severity: protocol.DiagnosticSeverity(f.Severity),
		Source: protocol.NewOptional(name), Message: protocol.String(f.Message),
	}
	if f.Code != "" {
		d.Code = protocol.String(f.Code)
		if u, err := uri.Parse(f.URL); err == nil && f.URL != "" {
			d.CodeDescription = protocol.CodeDescription{Href: u}
		}
	}
	for _, r := range f.Related {
		d.RelatedInformation = append(d.RelatedInformation,
			protocol.DiagnosticRelatedInformation{Location: t.location(r.Span), Message: r.Message})
	}
	return d
}

// workspaceEdit returns the edits of a fix. Where the client understands it, each file is named with the version
// that the edits were made for, so that they are not applied to a later one.
func (t translator) workspaceEdit(fix feature.Fix, versions bool) *protocol.WorkspaceEdit {
	var order []string
	edits := map[string][]feature.Edit{}
	for _, e := range fix.Edits {
		if edits[e.Path] == nil {
			order = append(order, e.Path)
		}
		edits[e.Path] = append(edits[e.Path], e)
	}
	out := &protocol.WorkspaceEdit{}
	for _, path := range order {
		if !versions {
			if out.Changes == nil {
				out.Changes = map[uri.URI][]protocol.TextEdit{}
			}
			for _, e := range edits[path] {
				out.Changes[uri.File(path)] = append(out.Changes[uri.File(path)], t.textEdit(e))
			}
			continue
		}
		change := &protocol.TextDocumentEdit{}
		change.TextDocument.URI = uri.File(path)
		if f := t.snap.File(path); f.Open {
			change.TextDocument.Version = new(f.Version)
		}
		for _, e := range edits[path] {
			change.Edits = append(change.Edits, new(t.textEdit(e)))
		}
		out.DocumentChanges = append(out.DocumentChanges, change)
	}
	return out
}

// textEdit returns an edit as the protocol has it.
func (t translator) textEdit(e feature.Edit) protocol.TextEdit {
	return protocol.TextEdit{Range: t.rangeOf(e.Span), NewText: e.NewText}
}

// item returns a completion as the protocol has it.
func (t translator) item(it feature.Item) protocol.CompletionItem {
	edit := t.textEdit(feature.Edit{Span: it.Replace, NewText: it.Insert})
	out := protocol.CompletionItem{Label: it.Label, Kind: itemKinds[it.Kind], TextEdit: &edit}
	if it.Detail != "" {
		out.Detail = protocol.NewOptional(it.Detail)
	}
	if it.Doc != "" {
		out.Documentation = &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: it.Doc}
	}
	return out
}

// itemKinds says with which sign clients show an item.
var itemKinds = map[feature.ItemKind]protocol.CompletionItemKind{
	feature.Option: protocol.CompletionItemKindProperty,
	feature.Value:  protocol.CompletionItemKindEnumMember,
	feature.Field:  protocol.CompletionItemKindField,
	feature.Column: protocol.CompletionItemKindReference,
}

// fromRange returns a range of the protocol as package text has it.
func fromRange(r protocol.Range) text.Range {
	return text.Range{Start: text.Position(r.Start), End: text.Position(r.End)}
}

package lsptest

import (
	"context"
	"encoding/json"
	"fmt"

	"go.lsp.dev/protocol"
)

// This file takes what the server says unasked.

// PublishDiagnostics implements protocol.Client.
func (c *Client) PublishDiagnostics(_ context.Context, params *protocol.PublishDiagnosticsParams) error {
	list := []Diagnostic{}
	for _, d := range params.Diagnostics {
		source, _ := d.Source.Get()
		out := Diagnostic{
			Line: d.Range.Start.Line, Character: d.Range.Start.Character, EndLine: d.Range.End.Line,
			EndCharacter: d.Range.End.Character, Severity: int(d.Severity), Source: source,
		}
		if code, ok := d.Code.(protocol.String); ok {
			out.Code = string(code)
		}
		if msg, ok := d.Message.(protocol.String); ok {
			out.Message = string(msg)
		}
		list = append(list, out)
	}
	c.record(func() { c.diagnostics[params.URI.FsPath()] = list })
	return nil
}

// ShowMessage implements protocol.Client.
func (c *Client) ShowMessage(_ context.Context, params *protocol.ShowMessageParams) error {
	c.record(func() { c.messages = append(c.messages, params.Message) })
	return nil
}

// WorkDoneProgressCreate implements protocol.Client.
func (c *Client) WorkDoneProgressCreate(context.Context, *protocol.WorkDoneProgressCreateParams) error {
	return nil
}

// Progress implements protocol.Client.
func (c *Client) Progress(_ context.Context, params *protocol.ProgressParams) error {
	c.record(func() { c.progress = append(c.progress, string(params.Value)) })
	return nil
}

// Configuration implements protocol.Client: what the client was started with is its setting.
func (c *Client) Configuration(_ context.Context, params *protocol.ConfigurationParams) ([]protocol.LSPAny, error) {
	out := make([]protocol.LSPAny, len(params.Items))
	for i := range out {
		out[i] = protocol.LSPAny(c.settings)
	}
	return out, nil
}

// record changes what the client knows and tells who waits.
func (c *Client) record(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
	close(c.news)
	c.news = make(chan struct{})
}

// Diagnostics waits until the findings of a file satisfy the condition, and returns them. Before anything was
// published the condition is not asked.
func (c *Client) Diagnostics(ctx context.Context, path string, ok func([]Diagnostic) bool) ([]Diagnostic, error) {
	for {
		c.mu.Lock()
		list, known := c.diagnostics[path]
		news := c.news
		c.mu.Unlock()
		if known && ok(list) {
			return list, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return list, fmt.Errorf("waiting for the findings of %s, which are %v: %w", path, list, ctx.Err())
		}
	}
}

// Loaded waits until the server has loaded the packages of the directory, and returns what it says of that.
// Before, it answers nothing.
func (c *Client) Loaded(ctx context.Context) (string, error) {
	for {
		c.mu.Lock()
		values, news := c.progress, c.news
		c.mu.Unlock()
		for _, v := range values {
			var step struct{ Kind, Message string }
			if json.Unmarshal([]byte(v), &step) == nil && step.Kind == "end" {
				return step.Message, nil
			}
		}
		select {
		case <-news:
		case <-ctx.Done():
			return "", fmt.Errorf("waiting until packages are loaded: %w", ctx.Err())
		}
	}
}

// Seen returns the messages shown to the user and the values of progress so far.
func (c *Client) Seen() (messages, progress []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]string(nil), c.messages...), append([]string(nil), c.progress...)
}

package wire_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"golang.org/x/tools/txtar"

	"github.com/aludel/aludel/lsp/feature"
	"github.com/aludel/aludel/lsp/lsptest"
	"github.com/aludel/aludel/lsp/wire"
	"github.com/aludel/aludel/lsp/workspace"
)

const shop = `
-- go.mod --
module example.com/shop

go 1.26

require github.com/aludel/aludel v0.0.0

replace github.com/aludel/aludel => ./aludel
-- aludel/go.mod --
module github.com/aludel/aludel

go 1.26
-- aludel/orm/orm.go --
package orm

type Entity struct{}
-- shop.go --
package shop

import "github.com/aludel/aludel/orm"

// é😀
type Bad struct{ orm.Entity }
-- util/util.go --
package util

type Bad struct{}
`

// parrot is a provider that finds types named Bad, and over a name says the name and the length of the file.
// Some names make it misbehave.
type parrot struct{}

func (parrot) Check(_ context.Context, pkg *workspace.Package) []feature.Finding {
	var out []feature.Finding
	for _, f := range pkg.Files {
		eachName(f, func(name string, span feature.Span) {
			switch name {
			case "PanicCheck":
				panic("as told")
			case "Bad":
				out = append(out, feature.Finding{Span: span, Severity: feature.Warning, Code: "ORM999", Message: "a bad name",
					Fixes: []feature.Fix{{Title: "call it Good", Edits: []feature.Edit{{Span: span, NewText: "Good"}}}}})
			}
		})
	}
	return out
}

func (parrot) Hover(ctx context.Context, _ *workspace.Package, f *workspace.File, offset int, dialects []string) *feature.Card {
	var card *feature.Card
	eachName(f, func(name string, span feature.Span) {
		if span.Contains(offset) {
			card = &feature.Card{Span: span, Markdown: fmt.Sprintf("%s %d %v", name, len(f.Text()), dialects)}
		}
	})
	switch {
	case card != nil && strings.HasPrefix(card.Markdown, "Panic "):
		panic("as told")
	case card != nil && strings.HasPrefix(card.Markdown, "Slow "):
		<-ctx.Done()
	}
	return card
}

func (parrot) Complete(_ context.Context, _ *workspace.Package, f *workspace.File, offset int) []feature.Item {
	return []feature.Item{{Label: f.Text()[max(0, offset-3):offset], Insert: "x", Replace: feature.Span{Path: f.Path, Start: offset, End: offset}}}
}

// eachName calls visit with the type names that a file declares.
func eachName(f *workspace.File, visit func(string, feature.Span)) {
	ast.Inspect(f.Tree(), func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			start, _ := f.Offset(spec.Name.Pos())
			visit(spec.Name.Name, feature.Span{Path: f.Path, Start: start, End: start + len(spec.Name.Name)})
		}
		return true
	})
}

// fixture writes the archive and returns its directory, and the server as a function.
func fixture(t *testing.T, archive string) (string, lsptest.Serve) {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, func(ctx context.Context, conn io.ReadWriteCloser) error {
		return wire.Serve(ctx, conn, wire.Options{
			Name: "ormls", Version: "test", Provider: parrot{}, Dialects: []string{"sqlite", "postgresql"}, Logf: t.Logf,
			Workspace: workspace.Options{Debounce: 5 * time.Millisecond},
		})
	}
}

// session starts a client on the archive and opens shop.go.
func session(t *testing.T, options string) (context.Context, *lsptest.Client, string) {
	t.Helper()
	dir, serve := fixture(t, shop)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	t.Cleanup(cancel)
	c, err := lsptest.Start(ctx, serve, dir, options)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "shop.go")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Open(ctx, path, string(src)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Diagnostics(ctx, path, func(d []lsptest.Diagnostic) bool { return len(d) == 1 }); err != nil {
		t.Fatal(err)
	}
	return ctx, c, path
}

// finish ends the connection as a client should, which also shows that the server still lives.
func finish(ctx context.Context, t *testing.T, c *lsptest.Client) {
	t.Helper()
	if err := c.Close(ctx); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func TestFindingFixAndHover(t *testing.T) {
	ctx, c, path := session(t, "")
	found, _ := c.Diagnostics(ctx, path, func([]lsptest.Diagnostic) bool { return true })
	want := lsptest.Diagnostic{Line: 5, Character: 5, EndLine: 5, EndCharacter: 8, Severity: 2, Code: "ORM999", Source: "ormls", Message: "a bad name"}
	if found[0] != want {
		t.Errorf("got %+v, want %+v", found[0], want)
	}
	actions, err := c.Actions(ctx, path, 5, 6)
	if err != nil || len(actions) != 1 || actions[0].Edits[path][0].NewText != "Good" {
		t.Errorf("actions are %+v (%v)", actions, err)
	}
	if got, err := c.Actions(ctx, path, 0, 0); err != nil || len(got) != 0 {
		t.Errorf("actions away from a finding: %+v (%v)", got, err)
	}
	if got, err := c.Hover(ctx, path, 5, 6); err != nil || !strings.HasPrefix(got, "Bad ") || !strings.HasSuffix(got, "[sqlite postgresql]") {
		t.Errorf("hover says %q (%v)", got, err)
	}
	if got, err := c.Hover(ctx, filepath.Join(filepath.Dir(path), "util/util.go"), 2, 6); err != nil || got != "" {
		t.Errorf("hover outside the territory says %q (%v)", got, err)
	}
	if err := c.Change(ctx, path, strings.Replace(mustRead(t, path), "Bad", "Good", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Diagnostics(ctx, path, func(d []lsptest.Diagnostic) bool { return len(d) == 0 }); err != nil {
		t.Error(err)
	}
	finish(ctx, t, c)
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// TestStorm sends 2000 edits without waiting, each of which makes sense only after the one before it.
func TestStorm(t *testing.T) {
	ctx, c, path := session(t, "")
	src := mustRead(t, path)
	for i := range 2000 {
		if err := c.Replace(ctx, path, lsptest.Edit{Line: 4, Character: uint32(6 + i), EndLine: 4, EndCharacter: uint32(6 + i), NewText: string(rune('a' + i%26))}); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := c.Hover(ctx, path, 5, 6); err != nil || !strings.HasPrefix(got, fmt.Sprintf("Bad %d ", len(src)+2000)) {
		t.Errorf("after the storm hover says %q (%v), want a text of %d bytes", got, err, len(src)+2000)
	}
	line := strings.Split(src, "\n")[4]
	items, err := c.Complete(ctx, path, 4, 6+2000)
	if err != nil || len(items) != 1 || items[0].Label != "vwx" {
		t.Errorf("the letters were not taken in order behind %q: %v (%v)", line, items, err)
	}
	finish(ctx, t, c)
}

func TestPanicsAreAnswers(t *testing.T) {
	ctx, c, path := session(t, "")
	src := mustRead(t, path)
	if err := c.Change(ctx, path, src+"\ntype Panic struct{}\n\ntype PanicCheck struct{}\n"); err != nil {
		t.Fatal(err)
	}
	_, err := c.Hover(ctx, path, 7, 6)
	wantCode(t, "a hover that panics", err, jsonrpc2.InternalError)
	if got, err := c.Hover(ctx, path, 5, 6); err != nil || got == "" {
		t.Errorf("after a panic hover says %q (%v)", got, err)
	}
	if err := c.Change(ctx, path, strings.Replace(src, "Bad", "Good", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Diagnostics(ctx, path, func(d []lsptest.Diagnostic) bool { return len(d) == 0 }); err != nil {
		t.Errorf("after a check that panicked: %v", err)
	}
	finish(ctx, t, c)
}

// wantCode checks that a call failed with the code.
func wantCode(t *testing.T, what string, err error, code jsonrpc2.Code) {
	t.Helper()
	var coded *jsonrpc2.Error
	if !errors.As(err, &coded) || coded.Code != code {
		t.Errorf("%s: got %v, want code %d", what, err, code)
	}
}

func TestCancel(t *testing.T) {
	ctx, c, path := session(t, "")
	if err := c.Change(ctx, path, mustRead(t, path)+"\ntype Slow struct{}\n"); err != nil {
		t.Fatal(err)
	}
	// The client's own id of the call is not known before it returns, so all that it can be are cancelled.
	go func() {
		time.Sleep(50 * time.Millisecond)
		for id := range 40 {
			_ = c.Conn().Notify(ctx, "$/cancelRequest", map[string]int{"id": id})
		}
	}()
	_, err := c.Hover(ctx, path, 7, 6)
	wantCode(t, "a cancelled hover", err, -32800)
	finish(ctx, t, c)
}

func TestStrangeMessages(t *testing.T) {
	ctx, c, path := session(t, "")
	for _, n := range []struct {
		method string
		params any
	}{
		{"$/foo", nil}, {"foo/bar", nil}, {"foo/bar", []int{1}}, {"$/cancelRequest", map[string]any{"id": nil}}, {"$/setTrace", 7},
		{"textDocument/didOpen", nil}, {"textDocument/didOpen", map[string]any{"textDocument": 3}}, {"textDocument/didChange", map[string]any{}},
		{"textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": "untitled:1", "version": 1}, "contentChanges": []any{}}},
		{"textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "::", "languageId": "go", "version": 1, "text": "x"}}},
		{"workspace/didChangeConfiguration", map[string]any{"settings": []int{}}}, {"workspace/didChangeWatchedFiles", "x"}, {"initialized", 1},
	} {
		if err := c.Conn().Notify(ctx, n.method, jsonOf(t, n.params)); err != nil {
			t.Fatal(err)
		}
	}
	for _, call := range []struct {
		method string
		params any
		code   jsonrpc2.Code
	}{
		{"foo/call", map[string]any{}, jsonrpc2.MethodNotFound}, {"textDocument/rename", nil, 0}, {"textDocument/hover", map[string]any{"position": "x"}, jsonrpc2.InvalidParams},
		{"textDocument/hover", nil, 0}, {"initialize", map[string]any{}, jsonrpc2.InvalidRequest},
	} {
		_, err := c.Conn().Call(ctx, call.method, jsonOf(t, call.params), nil)
		if call.code != 0 {
			wantCode(t, call.method, err, call.code)
		}
	}
	if got, err := c.Hover(ctx, path, 5, 6); err != nil || got == "" {
		t.Errorf("after all that hover says %q (%v)", got, err)
	}
	finish(ctx, t, c)
}

// jsonOf encodes parameters that no type of the protocol would hold.
func jsonOf(t *testing.T, v any) any {
	t.Helper()
	if v == nil {
		return nil
	}
	raw, err := jsonrpc2.DefaultCodec.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return jsonrpc2.RawMessage(raw)
}

func TestConfiguration(t *testing.T) {
	ctx, c, path := session(t, `{"ormls": {"dialects": ["sqlite", "dbase"]}}`)
	if got, err := c.Hover(ctx, path, 5, 6); err != nil || !strings.HasSuffix(got, "[sqlite]") {
		t.Errorf("hover says %q (%v)", got, err)
	}
	for {
		messages, progress := c.Seen()
		if len(messages) > 0 && len(progress) >= 2 {
			if !strings.Contains(messages[0], `unknown dialect "dbase"`) {
				t.Errorf("the user was told %q", messages)
			}
			if !strings.Contains(progress[0], "begin") || !strings.Contains(progress[1], "1 packages use the ORM") {
				t.Errorf("progress was %q", progress)
			}
			break
		}
		if ctx.Err() != nil {
			t.Fatalf("messages %q, progress %q", messages, progress)
		}
		time.Sleep(5 * time.Millisecond)
	}
	finish(ctx, t, c)
}

// TestManyCalls is there for a defect of jsonrpc2 v1.0.1: the context of a call that was not detached is used
// again while its cancellation still looks at it, and the process dies.
func TestManyCalls(t *testing.T) {
	ctx, c, path := session(t, "")
	for range 3000 {
		if _, err := c.Hover(ctx, path, 5, 6); err != nil {
			t.Fatal(err)
		}
	}
	finish(ctx, t, c)
}

func TestLifecycle(t *testing.T) {
	dir, serve := fixture(t, shop)
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	near, far := lsptest.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, far) }()
	c := lsptest.Connect(ctx, near)
	_, err := c.Hover(ctx, filepath.Join(dir, "shop.go"), 0, 0)
	wantCode(t, "hover before initialize", err, jsonrpc2.ServerNotInitialized)
	// An empty table of Lua arrives as a list where an object is wanted.
	if _, err := c.Conn().Call(ctx, "initialize", jsonOf(t, map[string]any{
		"processId": nil, "rootUri": "file://" + dir, "capabilities": map[string]any{"textDocument": []any{}},
	}), nil); err != nil {
		t.Fatalf("initialize with odd capabilities: %v", err)
	}
	if _, err := c.Conn().Call(ctx, "shutdown", nil, nil); err != nil {
		t.Fatal(err)
	}
	_, err = c.Hover(ctx, filepath.Join(dir, "shop.go"), 0, 0)
	wantCode(t, "hover after shutdown", err, jsonrpc2.InvalidRequest)
	if err := c.Conn().Notify(ctx, "exit", nil); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Errorf("after shutdown and exit the server ended with %v", err)
	}
}

func TestLeavingWithoutShutdown(t *testing.T) {
	for name, leave := range map[string]func(context.Context, *lsptest.Client, io.Closer){
		"exit":       func(ctx context.Context, c *lsptest.Client, _ io.Closer) { _ = c.Conn().Notify(ctx, "exit", nil) },
		"input ends": func(_ context.Context, _ *lsptest.Client, conn io.Closer) { _ = conn.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			dir, serve := fixture(t, shop)
			ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
			defer cancel()
			near, far := lsptest.Pipe()
			ended := make(chan error, 1)
			go func() { ended <- serve(ctx, far) }()
			c := lsptest.Connect(ctx, near)
			if err := c.Initialize(ctx, dir, ""); err != nil {
				t.Fatal(err)
			}
			leave(ctx, c, near)
			if err := <-ended; !errors.Is(err, wire.ErrNoShutdown) {
				t.Errorf("the server ended with %v", err)
			}
		})
	}
}

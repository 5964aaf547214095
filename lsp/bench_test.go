package lsp_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/lsp"
	"github.com/aludel/aludel/lsp/lsptest"
)

// serve is the server without options.
func serve(ctx context.Context, conn io.ReadWriteCloser) error {
	return lsp.Serve(ctx, conn, lsp.Options{})
}

// blog writes the program that the drives by real clients work on, starts a server on it with a file open, and
// waits until the server has looked at it.
func blog(tb testing.TB, file string) (ctx context.Context, c *lsptest.Client, path, src string) {
	tb.Helper()
	archive, err := os.ReadFile("clienttest/testdata/blog.txtar")
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := lsptest.WriteModule(dir, "example.com/blog", string(archive)); err != nil {
		tb.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	c, err = lsptest.Start(ctx, serve, dir, "")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.Close(ctx); err != nil {
			tb.Errorf("the server ended with %v", err)
		}
		cancel()
	})
	path = filepath.Join(dir, file)
	raw, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if err := c.Open(ctx, path, string(raw)); err != nil {
		tb.Fatal(err)
	}
	if _, err := c.Diagnostics(ctx, path, func([]lsptest.Diagnostic) bool { return true }); err != nil {
		tb.Fatal(err)
	}
	return ctx, c, path, string(raw)
}

// lineOf returns the line and the UTF-16 character of a text that begins behind nothing but ASCII.
func lineOf(src, text string) (line, character uint32) {
	i := strings.Index(src, text)
	return uint32(strings.Count(src[:i], "\n")), uint32(i - strings.LastIndex(src[:i], "\n") - 1)
}

func BenchmarkHoverField(b *testing.B) {
	ctx, c, path, src := blog(b, "models.go")
	line, char := lineOf(src, "UserID *int64")
	for b.Loop() {
		if _, err := c.Hover(ctx, path, line, char); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHoverQuery(b *testing.B) {
	ctx, c, path, src := blog(b, "queries.go")
	line, char := lineOf(src, "All(ctx, s)")
	for b.Loop() {
		if _, err := c.Hover(ctx, path, line, char); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKeystroke measures from an edit to the findings that follow from it.
func BenchmarkKeystroke(b *testing.B) {
	ctx, c, path, src := blog(b, "models.go")
	wrong := strings.Replace(src, "size:12", "sise:12", 1)
	for i := 0; b.Loop(); i++ {
		text, want := wrong, 1
		if i%2 == 1 {
			text, want = src, 0
		}
		if err := c.Change(ctx, path, text); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Diagnostics(ctx, path, func(d []lsptest.Diagnostic) bool { return len(d) == want }); err != nil {
			b.Fatal(err)
		}
	}
}

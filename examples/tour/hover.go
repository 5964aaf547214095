package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/aludel/aludel/lsp"
	"github.com/aludel/aludel/lsp/lsptest"
)

// hover starts the language server in this process and asks it about a query of the example, as an editor does.
func hover(ctx context.Context, out io.Writer) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	file := filepath.Join(root, "examples", "blog", "queries.go")
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	client, err := lsptest.Start(ctx, func(ctx context.Context, conn io.ReadWriteCloser) error {
		return lsp.Serve(ctx, conn, lsp.Options{})
	}, root, `{"dialects": ["sqlite", "postgresql"]}`)
	if err != nil {
		return err
	}
	defer client.Close(ctx)
	if err := client.Open(ctx, file, string(src)); err != nil {
		return err
	}
	fmt.Fprintln(out, "loading the workspace ...")
	if _, err := client.Loaded(ctx); err != nil {
		return err
	}
	line, column, err := find(string(src), "func AtHost", "Select(Users)")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "hover at examples/blog/queries.go:%d:%d, in AtHost:\n\n", line+1, column+1)
	text, err := client.Hover(ctx, file, line, column)
	if err != nil {
		return err
	}
	if text == "" {
		return fmt.Errorf("the server has nothing to say there")
	}
	for l := range strings.Lines(text) {
		fmt.Fprint(out, "    ", l)
	}
	fmt.Fprintln(out)
	return nil
}

// find gives the place of a text after another one, counted from 0.
func find(src, after, text string) (line, column uint32, err error) {
	i := strings.Index(src, after)
	if i < 0 {
		return 0, 0, fmt.Errorf("%q is not in the example", after)
	}
	j := strings.Index(src[i:], text)
	if j < 0 {
		return 0, 0, fmt.Errorf("%q is not in the example", text)
	}
	before := src[:i+j]
	return uint32(strings.Count(before, "\n")), uint32(len(before) - 1 - strings.LastIndexByte(before, '\n')), nil
}

// Command tour shows Aludel from end to end: it stores and queries objects in a database and prints the SQL, runs the checker over a
// deliberately wrong package, and starts the language server to ask for a hover.
//
//	go run ./examples/tour                                          on SQLite, in a temporary file
//	go run ./examples/tour postgresql://user@localhost/database     on PostgreSQL
//
// It is run from the root of the repository, whose sources the checker and the server read.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, args []string) error {
	if _, err := os.Stat(filepath.Join("examples", "tour", "main.go")); err != nil {
		return errors.New("run it from the root of the repository: go run ./examples/tour")
	}
	url, done, err := database(args)
	if err != nil {
		return err
	}
	defer done()
	for _, part := range []struct {
		title string
		f     func() error
	}{
		{"1. Store and query", func() error { return store(ctx, out, url) }},
		{"2. The checker, over a package full of mistakes", func() error { return check(ctx, out) }},
		{"3. The language server: a hover on a query", func() error { return hover(ctx, out) }},
	} {
		fmt.Fprintf(out, "\n== %s ==\n", part.title)
		if err := part.f(); err != nil {
			return err
		}
	}
	return nil
}

// database is the URL given, or a new SQLite file that is removed at the end.
func database(args []string) (url string, done func(), err error) {
	if len(args) > 0 {
		return args[0], func() {}, nil
	}
	dir, err := os.MkdirTemp("", "aludel-tour")
	if err != nil {
		return "", nil, err
	}
	file := filepath.ToSlash(filepath.Join(dir, "blog.db"))
	return "sqlite:///" + file, func() { os.RemoveAll(dir) }, nil
}

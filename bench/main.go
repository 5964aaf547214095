package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each case is measured")
	md := flag.Bool("md", false, "print Markdown")
	only := flag.String("only", "", "a regular expression: measure only the groups whose name it matches, such as 'sqlite.*get'")
	flag.Parse()
	if err := run(context.Background(), *rounds, *md, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// ballast is a heap such as a service has; on an empty one the collector runs so often that it hides what is measured.
var ballast = make([]byte, 32<<20)

func run(ctx context.Context, rounds int, md bool, only string) error {
	defer runtime.KeepAlive(ballast)
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	return each(ctx, func(d *database) error {
		if !wanted.MatchString("memory") {
			return nil
		}
		return d.memory(ctx, md)
	}, func(g group) error {
		if !wanted.MatchString(g.name) {
			return nil
		}
		fmt.Fprintf(os.Stderr, "%s ...\n", g.name)
		ms, err := measure(g, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		report(g, ms, md)
		return nil
	})
}

// each calls f with each group, and size with the first database.
func each(ctx context.Context, size func(*database) error, f func(group) error) error {
	for _, g := range append(building(), lending()...) {
		if err := f(g); err != nil {
			return err
		}
	}
	dbs, err := open(ctx)
	if err != nil {
		return err
	}
	for i, d := range dbs {
		err := d.each(ctx, i == 0, f)
		if err == nil && i == 0 {
			err = size(d)
		}
		d.close()
		if err != nil {
			return err
		}
	}
	return nil
}

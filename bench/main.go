package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/pprof"
	"slices"
)

func main() {
	rounds := flag.Int("rounds", 15, "how often each case is measured")
	md := flag.Bool("md", false, "print Markdown")
	only := flag.String("only", "", "a regular expression: measure only the groups whose name it matches, such as 'sqlite.*get'")
	ways := flag.String("ways", "", "a regular expression: measure only the ways whose name it matches, beside the baseline, such as '^aludel'")
	profile := flag.String("profile", "", "write a CPU profile of everything that is measured to this file")
	flag.Parse()
	stop, err := startProfile(*profile)
	if err == nil {
		err = errors.Join(run(context.Background(), *rounds, *md, *only, *ways), stop())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// startProfile begins to write a CPU profile, if there is a file to write it to.
func startProfile(name string) (stop func() error, err error) {
	if name == "" {
		return func() error { return nil }, nil
	}
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return func() error { pprof.StopCPUProfile(); return f.Close() }, pprof.StartCPUProfile(f)
}

// ballast is a heap such as a service has; on an empty one the collector runs so often that it hides what is measured.
var ballast = make([]byte, 32<<20)

func run(ctx context.Context, rounds int, md bool, only, ways string) error {
	defer runtime.KeepAlive(ballast)
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	way, err := regexp.Compile(ways)
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
		g.ways = append(g.ways[:1:1], slices.DeleteFunc(g.ways[1:], func(w one) bool { return !way.MatchString(w.name) })...)
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

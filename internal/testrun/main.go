// Command testrun runs all of Aludel's tests: the one command that README.md names and that CI calls.
//
//	go run ./internal/testrun            everything
//	go run ./internal/testrun -quick     without the race detector
//
// It needs Go and gcc. PostgreSQL and MariaDB are used where they answer on 127.0.0.1, or are started from installed binaries
// in a temporary folder and stopped at the end; what could not be had is said plainly, at the beginning and at the end, and
// the tests that need it skip.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"time"
)

func main() {
	quick := flag.Bool("quick", false, "without the race detector")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *quick)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "testrun:", err)
		os.Exit(1)
	}
}

// step is one thing that is run; a failure does not keep the later ones from running.
type step struct {
	name string
	args []string
	dir  string
}

func run(ctx context.Context, quick bool) error {
	if _, err := exec.LookPath("gcc"); err != nil {
		return errors.New("gcc is not installed; SQLite's driver is compiled by it")
	}
	dbs := findDatabases(ctx)
	defer dbs.stop()
	dbs.report("before the tests")
	var failed []string
	for _, s := range steps(quick) {
		start := time.Now()
		fmt.Printf("\n== %s: %s\n", s.name, strings.Join(s.args, " "))
		if err := s.run(ctx); err != nil {
			fmt.Printf("== %s failed: %v\n", s.name, err)
			failed = append(failed, s.name)
		}
		fmt.Printf("== %s took %s\n", s.name, time.Since(start).Round(time.Second))
	}
	dbs.report("in this run")
	if len(failed) > 0 {
		return fmt.Errorf("failed: %s", strings.Join(failed, ", "))
	}
	fmt.Println("\nall steps passed")
	return nil
}

func steps(quick bool) []step {
	test := []string{"go", "test", "-timeout=15m"}
	if !quick && raceWorks() {
		test = append(test, "-race")
	}
	return []step{
		{"build", []string{"go", "build", "./..."}, "."},
		{"vet", []string{"go", "vet", "./..."}, "."},
		{"format", []string{"go", "run", "./internal/testrun/gofmtcheck"}, "."},
		{"ormvet on the examples", []string{"go", "run", "./cmd/ormvet", "./examples/..."}, "."},
		{"tests", append(test[:len(test):len(test)], "./..."), "."},
		{"tests over SQLite's native adapter", []string{"go", "test", "-timeout=15m", "-tags=aludel_native", "./engine", "./orm"}, "."},
		{"tests of PostgreSQL's native adapter", append(test[:len(test):len(test)], "./..."), "engine/dbapi/pgconn"},
		{"conformance of pgx's database/sql driver", append(test[:len(test):len(test)], "./..."), "dialects/conformance/pgxtest"},
		{"benchmarks compile and run once", []string{"go", "test", "-run=.", "-bench=.", "-benchtime=1x", "./..."}, "bench"},
	}
}

// raceWorks reports whether the race detector exists on this platform.
func raceWorks() bool {
	switch runtime.GOOS + "/" + runtime.GOARCH {
	case "linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64":
		return true
	}
	return false
}

func (s step) run(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, s.args[0], s.args[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, os.Stdout, os.Stderr
	return cmd.Run()
}

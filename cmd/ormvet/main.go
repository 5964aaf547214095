// Command ormvet checks the mapping of entities, their descriptors, and queries over them, without running anything.
//
// Usage:
//
//	ormvet [-fix] [-json] [-tags list] [-tests=false] [packages]
//	ormvet explain [code]
//	ormvet -version
//	go vet -vettool=$(which ormvet) [packages]
//
// Packages are named as for the go command; without any, the one of the current directory is checked. A finding is printed as
// file:line:column: message (code), or with -json as an element of an array; "ormvet explain" says more about a code. With -fix,
// what has one obvious fix is fixed, and the rest is printed. A comment silences a finding on its line or the next:
//
//	//ormvet:ignore ORM115 the reason, which is required
//
// The exit status is 0 if there are no findings, 1 if there are, and 2 if flags are wrong or packages cannot be checked.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"time"

	"github.com/aludel/aludel/analysis/driver"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main with its surroundings given, and returns the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	if driver.IsVetTool(args) {
		return driver.VetTool(args, stdout, stderr)
	}
	flags := flag.NewFlagSet("ormvet", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: ormvet [flags] [packages]\n       ormvet explain [code]")
		flags.PrintDefaults()
	}
	fix := flags.Bool("fix", false, "apply the fixes of findings that have just one")
	asJSON := flags.Bool("json", false, "print findings as JSON")
	tests := flags.Bool("tests", true, "check test files too")
	tags := flags.String("tags", "", "comma-separated `list` of build tags")
	version := flags.Bool("version", false, "print the version and exit")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case *version:
		fmt.Fprintln(stdout, "ormvet", buildVersion())
		return 0
	case flags.Arg(0) == "explain":
		return explain(flags.Args()[1:], stdout, stderr)
	}
	o := driver.Options{Patterns: flags.Args(), NoTests: !*tests, Progress: progress(stderr)}
	if *tags != "" {
		o.BuildFlags = []string{"-tags=" + *tags}
	}
	return check(o, *fix, *asJSON, stdout, stderr)
}

func explain(args []string, stdout, stderr io.Writer) int {
	if len(args) > 1 {
		fmt.Fprintln(stderr, "usage: ormvet explain [code]")
		return 2
	}
	if err := driver.Explain(stdout, append(args, "")[0]); err != nil {
		fmt.Fprintln(stderr, "ormvet:", err)
		return 2
	}
	return 0
}

func check(o driver.Options, fix, asJSON bool, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	found, err := driver.Check(ctx, o)
	if o.Progress != nil {
		o.Progress("")
	}
	if fix {
		var failed error
		found, failed = driver.ApplyFixes(found)
		err = errors.Join(err, failed)
	}
	dir, dirErr := os.Getwd()
	print := driver.PrintText
	if asJSON {
		print = driver.PrintJSON
	}
	if err = errors.Join(err, dirErr, print(stdout, dir, found)); err != nil {
		fmt.Fprintln(stderr, "ormvet:", err)
		return 2
	}
	return min(len(found), 1)
}

// progress shows on a terminal what is done at the moment, once a run takes longer than a second; elsewhere nothing.
func progress(stderr io.Writer) func(string) {
	f, ok := stderr.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 || os.Getenv("TERM") == "dumb" {
		return nil
	}
	start := time.Now()
	return func(text string) {
		if time.Since(start) > time.Second {
			fmt.Fprintf(f, "\r\x1b[K%s", text)
		}
	}
}

// buildVersion returns the version of the module that the program was built from.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// Command ormls is the language server of the ORM. It speaks the Language Server Protocol over standard input
// and output, and is meant to run beside gopls: it answers only where the mapping of entities and the queries
// over them are concerned.
//
// Usage:
//
//	ormls [-logfile file] [--stdio]
//	ormls -version
//
// Its exit status is 0 after a shutdown that the client asked for, 1 if the client left without one, and 2 if
// the flags are wrong.
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
	"syscall"

	"github.com/aludel/aludel/lsp"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is main with its surroundings given, and returns the exit status.
func run(args []string, in io.ReadCloser, out io.WriteCloser, errs io.Writer) int {
	flags := flag.NewFlagSet("ormls", flag.ContinueOnError)
	flags.SetOutput(errs)
	version := flags.Bool("version", false, "print the version and exit")
	logfile := flags.String("logfile", "", "append what the server does and what fails to this `file`")
	flags.Bool("stdio", true, "speak over standard input and output, which is the only way there is")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(errs, "ormls: unexpected argument %q\n", flags.Arg(0))
		return 2
	}
	if *version {
		fmt.Fprintln(out, "ormls", buildVersion())
		return 0
	}
	opts := lsp.Options{Version: buildVersion(), Log: errs}
	if *logfile != "" {
		f, err := os.OpenFile(*logfile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			fmt.Fprintln(errs, "ormls:", err)
			return 2
		}
		defer f.Close()
		opts.Log = f
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := lsp.Serve(ctx, stdio{in, out}, opts); err != nil {
		fmt.Fprintln(errs, "ormls:", err)
		return 1
	}
	return 0
}

// buildVersion returns the version of the module that the program was built from.
func buildVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// stdio is standard input and output as one connection.
type stdio struct {
	io.ReadCloser
	io.WriteCloser
}

// Close implements io.Closer.
func (s stdio) Close() error { return errors.Join(s.ReadCloser.Close(), s.WriteCloser.Close()) }

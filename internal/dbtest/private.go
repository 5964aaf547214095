package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// This file starts a PostgreSQL server of a test's own, for what needs settings that a server which is there may not have.

// PrivatePostgres starts a PostgreSQL server with settings ("max_prepared_transactions=8") and gives the URL of its database. It ends
// with the test. Where no server's programs are installed, or it may not be run, the test is skipped, saying so.
func PrivatePostgres(t testing.TB, settings ...string) string {
	t.Helper()
	skip := func(why string) {
		fmt.Println("skipped: a PostgreSQL server of its own cannot be started:", why)
		t.Skip(why)
	}
	initdb, server := program("initdb"), program("postgres")
	if initdb == "" || server == "" {
		skip("initdb and postgres are not installed")
	}
	dir, err := os.MkdirTemp("", "aludel-postgres") // not the test's own, which another user cannot enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	var as []string
	if os.Getuid() == 0 { // the server refuses to be root
		if _, err := user.Lookup("postgres"); err != nil {
			skip("this runs as root, and there is no user postgres")
		}
		if out, err := exec.Command("chown", "postgres", dir).CombinedOutput(); err != nil {
			skip(fmt.Sprintf("chown: %v: %s", err, out))
		}
		as = []string{"runuser", "-u", "postgres", "--"}
	}
	run := func(args ...string) *exec.Cmd {
		args = append(as[:len(as):len(as)], args...)
		return exec.Command(args[0], args[1:]...)
	}
	data := filepath.Join(dir, "data")
	if out, err := run(initdb, "-D", data, "-A", "trust", "-U", "postgres", "--no-sync").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v\n%s", err, out)
	}
	addr := freeAddress(t)
	_, port, _ := net.SplitHostPort(addr) // it was made of two parts
	args := []string{server, "-D", data, "-p", port, "-k", dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	url := postgresURL(addr, "postgres")
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	serve(t, run(args...), db)
	return url
}

// program finds a program of PostgreSQL on the path or where distributions keep it; "" for none.
func program(name string) string {
	if p, err := exec.LookPath(name); err == nil {
		return p
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name) // the pattern is a good one
	if len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

// freeAddress is an address that nothing listens on now.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// serve starts a server, waits until it answers to db, and ends it with the test. A server that is starting up takes connections and
// refuses them.
func serve(t testing.TB, cmd *exec.Cmd, db *sql.DB) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may be gone already
		kill := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
		defer kill.Stop()
		_ = cmd.Wait() // ended by a signal, as it was asked to
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := UntilPing(ctx, db); err != nil {
		t.Fatalf("the server did not answer within a minute: %v", err)
	}
}

// UntilPing asks a server that was started until it lets somebody in, or ctx ends: one that is starting up takes connections and refuses them.
// The error is that of the last attempt.
func UntilPing(ctx context.Context, db *sql.DB) error {
	for {
		err := db.PingContext(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
}

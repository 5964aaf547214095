package main

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
	"time"

	_ "github.com/go-sql-driver/mysql" // the drivers ask a server whether it is ready
	_ "github.com/lib/pq"

	"github.com/aludel/aludel/internal/dbtest"
)

// This file finds or starts the database servers that tests use.

// databases are the servers of a run.
type databases struct {
	notes []string
	stops []func()
}

func (d *databases) note(format string, args ...any) {
	d.notes = append(d.notes, fmt.Sprintf(format, args...))
}

func (d *databases) report(when string) {
	fmt.Println("databases", when+":")
	fmt.Println("  SQLite: used, from the driver's own source")
	for _, n := range d.notes {
		fmt.Println("  " + n)
	}
}

func (d *databases) stop() {
	for _, f := range d.stops {
		f()
	}
}

// answers reports whether something listens on a local port.
func answers(port string) bool {
	c, err := net.DialTimeout("tcp", "127.0.0.1:"+port, time.Second)
	if err != nil {
		return false
	}
	c.Close()
	return true
}

func findDatabases(ctx context.Context) *databases {
	d := &databases{}
	d.find(ctx, "PostgreSQL", "PGPORT", "5432", startPostgres)
	d.find(ctx, "MariaDB", "MARIADB_PORT", "3306", startMariaDB)
	return d
}

// find uses the server on its usual port, or starts one; the port reaches the tests by an environment variable.
func (d *databases) find(ctx context.Context, name, env, port string, start func(context.Context) (string, func(), error)) {
	if p := os.Getenv(env); p != "" {
		port = p
	}
	if answers(port) {
		d.note("%s: used, it answers on 127.0.0.1:%s", name, port)
		return
	}
	p, stop, err := start(ctx)
	if err != nil {
		d.note("%s: NOT used, its tests are skipped: nothing answers on 127.0.0.1:%s and it could not be started: %v", name, port, err)
		return
	}
	os.Setenv(env, p)
	d.stops = append(d.stops, stop)
	d.note("%s: used, started on 127.0.0.1:%s for this run", name, p)
}

// freePort is a port that nothing listens on now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}

// installed finds a server's program on the path or where distributions keep it.
func installed(name string, patterns ...string) (string, error) {
	if p, err := exec.LookPath(name); err == nil {
		return p, nil
	}
	for _, pat := range patterns {
		if m, _ := filepath.Glob(pat); len(m) > 0 {
			return m[len(m)-1], nil
		}
	}
	return "", fmt.Errorf("%s is not installed", name)
}

// asServer makes a command that runs as the server's own user where this process is root, which servers refuse to be.
func asServer(ctx context.Context, owner, dir, name string, args ...string) (*exec.Cmd, error) {
	if os.Getuid() != 0 {
		return exec.CommandContext(ctx, name, args...), nil
	}
	if _, err := user.Lookup(owner); err != nil {
		return nil, fmt.Errorf("this runs as root, and there is no user %s to run the server as", owner)
	}
	if out, err := exec.CommandContext(ctx, "chown", "-R", owner, dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("chown: %w: %s", err, out)
	}
	return exec.CommandContext(ctx, "runuser", append([]string{"-u", owner, "--", name}, args...)...), nil
}

func startPostgres(ctx context.Context) (port string, stop func(), err error) {
	const where = "/usr/lib/postgresql/*/bin/"
	initdb, err := installed("initdb", where+"initdb")
	if err != nil {
		return "", nil, err
	}
	server, err := installed("postgres", where+"postgres")
	if err != nil {
		return "", nil, err
	}
	return start(ctx, "postgres",
		func(dir, port string) []string { return []string{initdb, "-D", dir, "-A", "trust", "-U", "postgres"} },
		func(dir, port string) []string {
			return []string{server, "-D", dir, "-p", port, "-k", dir, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"}
		})
}

func startMariaDB(ctx context.Context) (port string, stop func(), err error) {
	install, err := installed("mariadb-install-db", "/usr/bin/mysql_install_db")
	if err != nil {
		return "", nil, err
	}
	server, err := installed("mariadbd", "/usr/sbin/mariadbd", "/usr/sbin/mysqld")
	if err != nil {
		return "", nil, err
	}
	return start(ctx, "mysql",
		func(dir, port string) []string {
			return []string{install, "--no-defaults", "--datadir=" + dir, "--auth-root-authentication-method=normal", "--skip-test-db"}
		},
		func(dir, port string) []string {
			return []string{server, "--no-defaults", "--datadir=" + dir, "--port=" + port, "--bind-address=127.0.0.1", "--socket=" + dir + "/s"}
		})
}

// end stops a server: it is asked to, which runuser passes on, and killed if it takes longer than 10 seconds. That it is gone
// already is no trouble.
func end(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		<-done
	}
}

// start makes a data folder, starts a server on it and waits until it answers.
func start(ctx context.Context, owner string, initialise, serve func(dir, port string) []string) (string, func(), error) {
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp("", "aludel-"+owner)
	if err != nil {
		return "", nil, err
	}
	remove := func() { os.RemoveAll(dir) }
	args := initialise(dir, port)
	cmd, err := asServer(ctx, owner, dir, args[0], args[1:]...)
	if err == nil {
		var out []byte
		if out, err = cmd.CombinedOutput(); err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	args = serve(dir, port)
	if cmd, err = asServer(ctx, owner, dir, args[0], args[1:]...); err == nil {
		err = cmd.Start()
	}
	if err != nil {
		remove()
		return "", nil, err
	}
	stop := func() {
		end(cmd)
		remove()
	}
	if err := ready(ctx, owner, port); err != nil {
		stop()
		return "", nil, fmt.Errorf("it did not answer within a minute: %w", err)
	}
	return port, stop, nil
}

// ready waits until a server that was started lets somebody in.
func ready(ctx context.Context, owner, port string) error {
	driver, dsn := "mysql", "root@tcp(127.0.0.1:"+port+")/"
	if owner == "postgres" {
		driver, dsn = "postgres", "postgres://postgres@127.0.0.1:"+port+"/postgres?sslmode=disable"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return dbtest.UntilPing(ctx, db)
}

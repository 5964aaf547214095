// Package dbtest gives tests a database of their own on a real server, or says plainly why it cannot.
//
// The server is taken from the environment variables that its own tools use (PGHOST, PGPORT, PGUSER, PGPASSWORD), and else
// from where it usually listens. URLs are in Aludel's form. Tests only; any goroutine of a test may call it.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the drivers for creating databases
	_ "github.com/lib/pq"
)

// SQLite gives the URL of an SQLite file that does not exist yet and goes with the test: "sqlite:////dir/test.db".
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:///" + filepath.ToSlash(filepath.Join(t.TempDir(), "test.db"))
}

// SQLitePath is the file of a URL that [SQLite] gave.
func SQLitePath(rawURL string) string { return strings.TrimPrefix(rawURL, "sqlite:///") }

// answering skips the test, saying so, unless something listens on the address.
func answering(t testing.TB, server, addr string) {
	t.Helper()
	c, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		fmt.Printf("skipped: %s does not answer on %s\n", server, addr)
		t.Skipf("%s does not answer on %s", server, addr)
	}
	c.Close()
}

// MariaDB creates the empty database aludel_<name> (see ALUDEL_TEST_PREFIX at [database]) on a MariaDB or MySQL server, dropping
// one that is left from before, and gives its URL. Its text is Unicode whatever the server's own character set is. It is dropped
// when the test ends. Without a server the test is skipped. The server is that of MARIADB_HOST, MARIADB_PORT, MARIADB_USER and
// MARIADB_PASSWORD, else root without a password on 127.0.0.1:3306.
func MariaDB(t testing.TB, name string) string {
	t.Helper()
	addr := net.JoinHostPort(env("MARIADB_HOST", "127.0.0.1"), env("MARIADB_PORT", "3306"))
	answering(t, "MariaDB", addr)
	user := env("MARIADB_USER", "root")
	if p := os.Getenv("MARIADB_PASSWORD"); p != "" {
		user += ":" + p
	}
	db := database(name)
	dsn := fmt.Sprintf("%s@tcp(%s)/", user, addr)
	admin(t, "mysql", dsn, "DROP DATABASE IF EXISTS `"+db+"`",
		"CREATE DATABASE `"+db+"` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci")
	t.Cleanup(func() { admin(t, "mysql", dsn, "DROP DATABASE IF EXISTS `"+db+"`") })
	return fmt.Sprintf("mysql://%s@%s/%s", user, addr, db)
}

// Postgres creates the empty database aludel_<name>, dropping one that is left from before, and gives its URL. It is
// dropped when the test ends. Without a server the test is skipped.
func Postgres(t testing.TB, name string) string {
	t.Helper()
	addr := net.JoinHostPort(env("PGHOST", "127.0.0.1"), env("PGPORT", "5432"))
	answering(t, "PostgreSQL", addr)
	db := database(name)
	dsn := postgresURL(addr, "postgres")
	admin(t, "postgres", dsn, fmt.Sprintf(`DROP DATABASE IF EXISTS "%s" WITH (FORCE)`, db), fmt.Sprintf(`CREATE DATABASE "%s"`, db))
	t.Cleanup(func() { admin(t, "postgres", dsn, fmt.Sprintf(`DROP DATABASE IF EXISTS "%s" WITH (FORCE)`, db)) })
	return postgresURL(addr, db)
}

func postgresURL(addr, db string) string {
	u := url.URL{Scheme: "postgresql", Host: addr, Path: "/" + db, RawQuery: "sslmode=disable", User: url.User(env("PGUSER", "postgres"))}
	if p := os.Getenv("PGPASSWORD"); p != "" {
		u.User = url.UserPassword(env("PGUSER", "postgres"), p)
	}
	return u.String()
}

// admin runs statements outside the database of the test.
func admin(t testing.TB, driver, dsn string, statements ...string) {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatalf("connecting to the server: %v", err)
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, s := range statements {
		if err := execRetrying(ctx, db, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// execRetrying repeats a statement while another test holds the template database that CREATE DATABASE copies.
func execRetrying(ctx context.Context, db *sql.DB, statement string) error {
	for {
		_, err := db.ExecContext(ctx, statement)
		if err == nil || !strings.Contains(err.Error(), "is being accessed by other users") {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// database is the name of a test's database. ALUDEL_TEST_PREFIX replaces its first word, so that tests of two checkouts may run side
// by side on one server.
func database(name string) string { return env("ALUDEL_TEST_PREFIX", "aludel") + "_" + name }

func env(name, other string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return other
}

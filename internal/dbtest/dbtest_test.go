package dbtest

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

func TestPostgresIsEmptyAndOurs(t *testing.T) {
	u := Postgres(t, "dbtest")
	db, err := sql.Open("postgres", u)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name string
	var tables int
	err = db.QueryRow(`select current_database(), (select count(*) from pg_class where relnamespace = 'public'::regnamespace)`).Scan(&name, &tables)
	if err != nil || name != database("dbtest") || tables != 0 {
		t.Errorf("database %q with %d tables: %v", name, tables, err)
	}
}

func TestSQLiteURL(t *testing.T) {
	u := SQLite(t)
	if p := SQLitePath(u); !strings.HasPrefix(u, "sqlite:////") || !filepath.IsAbs(p) {
		t.Errorf("url %q, path %q", u, p)
	}
}

package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	_ "github.com/aludel/aludel/engine/dbapi/pgconn"
	_ "github.com/aludel/aludel/engine/dbapi/sqlite3"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

// rowsStored is how many items there are, tagged how many of them have tags, tagsEach how many each.
const (
	rowsStored = 10_000
	tagged     = 1000
	tagsEach   = 10
)

// database is a database with its tables filled, and the ways to work with it.
type database struct {
	name      string
	libraries []library
	close     func()
}

// open makes the databases that are there.
func open(ctx context.Context) (out []*database, err error) {
	dir, err := os.MkdirTemp("", "aludel-bench")
	if err != nil {
		return nil, err
	}
	file := filepath.ToSlash(filepath.Join(dir, "bench.db")) + "?_journal_mode=WAL&_synchronous=OFF"
	lite, err := connect(ctx, "sqlite", "sqlite3", "file:"+file, "sqlite:///"+file)
	if err != nil {
		return nil, err
	}
	if err := lite.natively("sqlite:///" + file); err != nil {
		return nil, err
	}
	end := lite.close
	lite.close = func() { end(); os.RemoveAll(dir) }
	out = append(out, lite)

	own := fmt.Sprint("aludel_bench_", os.Getpid()) // of this process, which may not be the only one
	const server = "127.0.0.1:5432/"
	admin, err := sql.Open("postgres", "postgres://postgres@"+server+"postgres?sslmode=disable")
	if err == nil {
		_, err = admin.ExecContext(ctx, "DROP DATABASE IF EXISTS "+own+" WITH (FORCE)")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "PostgreSQL is left out:", err)
		return out, nil
	}
	if _, err = admin.ExecContext(ctx, "CREATE DATABASE "+own); err != nil {
		return nil, err
	}
	name := "postgres@" + server + own + "?sslmode=disable"
	pg, err := connect(ctx, "postgresql", "postgres", "postgres://"+name, "postgresql://"+name)
	if err != nil {
		return nil, err
	}
	if err := pg.natively("postgresql://" + name); err != nil {
		return nil, err
	}
	stop := pg.close
	pg.close = func() {
		stop()
		_, _ = admin.Exec("DROP DATABASE IF EXISTS " + own + " WITH (FORCE)")
		admin.Close()
	}
	return append(out, pg), nil
}

// natively adds the ways over the native adapter.
func (d *database) natively(url string) error {
	eng, err := engine.Open(url, engine.Defaults(engine.Isolation(engine.Autocommit)))
	if err != nil {
		return err
	}
	sessions := orm.NewSessionMaker(eng, Models)
	d.libraries = slices.Insert(d.libraries, 5, library(&core{label: "aludel's engine, native adapter", eng: eng}),
		library(&core{label: "aludel's engine, native adapter, built each time", eng: eng, anew: true}),
		library(&aludel{label: "aludel, native adapter", sessions: sessions}),
		library(&aludel{label: "aludel, native adapter, read-only", sessions: sessions, readOnly: true}))
	end := d.close
	d.close = func() { eng.Close(); end() }
	return nil
}

// connect opens a database by hand and through an engine over the same driver, and fills it.
func connect(ctx context.Context, name, driver, dsn, url string) (*database, error) {
	drv, err := dbapi.Lookup(driver, dsn)
	if err != nil {
		return nil, err
	}
	generic, err := dbapi.Generic(drv, dbapi.GenericOptions{}).Open(dsn)
	if err != nil {
		return nil, err
	}
	eng, err := engine.Open(url, engine.Adapter(generic), engine.Defaults(engine.Isolation(engine.Autocommit)))
	if err != nil {
		return nil, err
	}
	if err := Models.MetaData().CreateAll(ctx, eng); err != nil {
		return nil, err
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	pg, mark := driver == "postgres", func(int) string { return "?" }
	if pg {
		mark = func(i int) string { return fmt.Sprint("$", i) }
	}
	if err := fill(ctx, db, mark, rowsStored); err != nil {
		return nil, err
	}
	hand, err := newByHand(ctx, db, mark, pg)
	if err != nil {
		return nil, err
	}
	g, err := newGorm(db, pg)
	if err != nil {
		return nil, err
	}
	sessions := orm.NewSessionMaker(eng, Models)
	libraries := []library{hand, &core{label: "aludel's engine", eng: eng}, &core{label: "aludel's engine, built each time", eng: eng, anew: true}, &aludel{label: "aludel", sessions: sessions}, &aludel{label: "aludel, read-only", sessions: sessions, readOnly: true}, newBun(db, pg), newEnt(db, pg), g}
	return &database{name, libraries, func() { eng.Close(); db.Close() }}, nil
}

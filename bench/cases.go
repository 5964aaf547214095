package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	_ "github.com/aludel/aludel/engine/dbapi/sqlite3"
	"github.com/aludel/aludel/orm"

	_ "github.com/lib/pq"
	_ "github.com/mattn/go-sqlite3"
)

// rowsStored is how many rows the table has.
const rowsStored = 10_000

// one is one way to do a thing. The first of a group is the baseline.
type one struct {
	name string
	run  func() error
}

// group is one thing, done in several ways; per is how many rows or operations a run has.
type group struct {
	name string
	per  int
	ways []one
}

// database is a database with its table filled, open twice: by hand and through the engine.
type database struct {
	name     string
	db       *sql.DB
	eng      *engine.Engine
	sessions *orm.SessionMaker
	native   *orm.SessionMaker // over the native adapter, nil if there is none
	mark     func(i int) string
	close    func()
}

// open makes the databases that are there.
func open(ctx context.Context) (out []*database, err error) {
	dir, err := os.MkdirTemp("", "aludel-bench")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "bench.db")
	lite, err := connect(ctx, "sqlite", "sqlite3", "file:"+file+"?_journal_mode=WAL&_synchronous=OFF", "sqlite:///"+filepath.ToSlash(file)+"?_journal_mode=WAL&_synchronous=OFF", func(int) string { return "?" })
	if err != nil {
		return nil, err
	}
	native, err := engine.Open("sqlite:///" + filepath.ToSlash(file) + "?_journal_mode=WAL&_synchronous=OFF")
	if err != nil {
		return nil, err
	}
	lite.native = orm.NewSessionMaker(native, Models)
	lite.close = func() { native.Close(); lite.eng.Close(); lite.db.Close(); os.RemoveAll(dir) }
	out = append(out, lite)
	const server = "127.0.0.1:5432/"
	admin, err := sql.Open("postgres", "postgres://postgres@"+server+"postgres?sslmode=disable")
	if err == nil {
		_, err = admin.ExecContext(ctx, `DROP DATABASE IF EXISTS aludel_bench WITH (FORCE)`)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "PostgreSQL is left out:", err)
		return out, nil
	}
	if _, err = admin.ExecContext(ctx, `CREATE DATABASE aludel_bench`); err != nil {
		return nil, err
	}
	pg, err := connect(ctx, "postgresql", "postgres", "postgres://postgres@"+server+"aludel_bench?sslmode=disable", "postgresql://postgres@"+server+"aludel_bench?sslmode=disable", func(i int) string { return fmt.Sprint("$", i) })
	if err != nil {
		return nil, err
	}
	pg.close = func() {
		pg.eng.Close()
		pg.db.Close()
		_, _ = admin.Exec(`DROP DATABASE IF EXISTS aludel_bench WITH (FORCE)`)
		admin.Close()
	}
	return append(out, pg), nil
}

func connect(ctx context.Context, name, driver, dsn, url string, mark func(int) string) (*database, error) {
	d := &database{name: name, mark: mark}
	drv, err := dbapi.Lookup(driver, dsn)
	if err != nil {
		return nil, err
	}
	generic, err := dbapi.Generic(drv, dbapi.GenericOptions{}).Open(dsn)
	if err != nil {
		return nil, err
	}
	if d.eng, err = engine.Open(url, engine.Adapter(generic)); err != nil {
		return nil, err
	}
	if err = Models.MetaData().CreateAll(ctx, d.eng); err != nil {
		return nil, err
	}
	d.sessions = orm.NewSessionMaker(d.eng, Models)
	if d.db, err = sql.Open(driver, dsn); err != nil {
		return nil, err
	}
	d.db.SetMaxOpenConns(4)
	d.db.SetMaxIdleConns(4)
	return d, fill(ctx, d.db, d.insert(), rowsStored)
}

const columns = "name, email, title, score, active, created, note"

func (d *database) insert() string {
	marks := ""
	for i := 1; i <= 7; i++ {
		if i > 1 {
			marks += ", "
		}
		marks += d.mark(i)
	}
	return "INSERT INTO items (" + columns + ") VALUES (" + marks + ")"
}

func scan(rows *sql.Rows) (*plain, error) {
	p := new(plain)
	return p, rows.Scan(&p.ID, &p.Name, &p.Email, &p.Title, &p.Score, &p.Active, &p.Created, &p.Note)
}

// groups are the measurements of one database.
func (d *database) groups(ctx context.Context) ([]group, error) {
	get, err := d.db.PrepareContext(ctx, "SELECT id, "+columns+" FROM items WHERE id = "+d.mark(1))
	if err != nil {
		return nil, err
	}
	ins, err := d.db.PrepareContext(ctx, d.insert())
	if err != nil {
		return nil, err
	}
	out := []group{}
	for _, n := range []int{1000, 10000} {
		st, err := d.db.PrepareContext(ctx, "SELECT id, "+columns+" FROM items WHERE id <= "+d.mark(1)+" ORDER BY id")
		if err != nil {
			return nil, err
		}
		out = append(out, d.read(ctx, st, n))
	}
	return append(out, d.get(ctx, get), d.insertOne(ctx, ins), d.insertMany(ctx, ins)), nil
}

func (d *database) read(ctx context.Context, st *sql.Stmt, n int) group {
	check := func(got int) error {
		if got != n {
			return fmt.Errorf("%d rows instead of %d", got, n)
		}
		return nil
	}
	through := func(m *orm.SessionMaker, q orm.Query[*Item]) func() error {
		return func() error {
			s := m.New()
			defer s.Close()
			items, err := q.All(ctx, s)
			return errors.Join(err, check(len(items)))
		}
	}
	q := orm.Select(Items).Where(Items.ID.Le(int64(n))).OrderBy(Items.ID)
	g := group{fmt.Sprintf("read %d rows of 8 columns", n), n, []one{
		{"database/sql, prepared, Scan", func() error {
			rows, err := st.QueryContext(ctx, n)
			if err != nil {
				return err
			}
			defer rows.Close()
			var out []*plain
			for rows.Next() {
				p, err := scan(rows)
				if err != nil {
					return err
				}
				out = append(out, p)
			}
			return errors.Join(rows.Err(), check(len(out)))
		}},
		{"orm, identity map and snapshots", through(d.sessions, q)},
		{"orm, read-only", through(d.sessions, q.ReadOnly())},
	}}
	if d.native != nil {
		g.ways = append(g.ways, one{"orm, native adapter, identity map and snapshots", through(d.native, q)},
			one{"orm, native adapter, read-only", through(d.native, q.ReadOnly())})
	}
	return g
}

// also adds the way of the native adapter, if there is one.
func (d *database) also(g group, name string, way func(m *orm.SessionMaker) func() error) group {
	if d.native != nil {
		g.ways = append(g.ways, one{name, way(d.native)})
	}
	return g
}

func (d *database) get(ctx context.Context, st *sql.Stmt) group {
	i := 0
	g := group{"get by primary key", 1, []one{
		{"database/sql, prepared", func() error {
			i = i%rowsStored + 1
			var p plain
			return st.QueryRowContext(ctx, i).Scan(&p.ID, &p.Name, &p.Email, &p.Title, &p.Score, &p.Active, &p.Created, &p.Note)
		}},
		{"orm.Get, in a session and its transaction", getter(ctx, d.sessions)},
	}}
	return d.also(g, "orm.Get, native adapter", func(m *orm.SessionMaker) func() error { return getter(ctx, m) })
}

// getter gets from a session that is renewed now and then, so that the object is never in it.
func getter(ctx context.Context, m *orm.SessionMaker) func() error {
	var s *orm.Session
	j := new(int)
	return func() error {
		if s == nil || *j%1000 == 0 {
			if s != nil {
				if err := s.Close(); err != nil {
					return err
				}
			}
			s = m.New()
		}
		*j++
		_, err := orm.Get[Item](ctx, s, int64(*j%rowsStored+1))
		if *j%1000 == 0 {
			err = errors.Join(err, s.Close())
			s = nil
		}
		return err
	}
}

func (d *database) insertOne(ctx context.Context, st *sql.Stmt) group {
	g := group{"insert 1 in a transaction", 1, []one{
		{"database/sql, prepared", func() error {
			tx, err := d.db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			p := row(1)
			if _, err := tx.StmtContext(ctx, st).ExecContext(ctx, p.Name, p.Email, p.Title, p.Score, p.Active, p.Created, p.Note); err != nil {
				return errors.Join(err, tx.Rollback())
			}
			return tx.Rollback()
		}},
		{"orm, Add and Flush", func() error { return store(ctx, d.sessions, 1) }},
	}}
	return d.also(g, "orm, native adapter", func(m *orm.SessionMaker) func() error { return func() error { return store(ctx, m, 1) } })
}

func (d *database) insertMany(ctx context.Context, st *sql.Stmt) group {
	g := group{"insert 1,000 in a transaction", 1000, []one{
		{"database/sql, prepared loop", func() error {
			tx, err := d.db.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			in := tx.StmtContext(ctx, st)
			for i := range 1000 {
				p := row(i)
				if _, err := in.ExecContext(ctx, p.Name, p.Email, p.Title, p.Score, p.Active, p.Created, p.Note); err != nil {
					return errors.Join(err, tx.Rollback())
				}
			}
			return tx.Rollback()
		}},
		{"orm, Add and Flush, with keys", func() error { return store(ctx, d.sessions, 1000) }},
	}}
	return d.also(g, "orm, native adapter, with keys", func(m *orm.SessionMaker) func() error { return func() error { return store(ctx, m, 1000) } })
}

// store adds n objects, flushes them, and rolls back, so that the table stays as it is.
func store(ctx context.Context, m *orm.SessionMaker, n int) error {
	s := m.New()
	defer s.Close()
	for i := range n {
		p := row(i)
		s.Add(&Item{Name: p.Name, Email: p.Email, Title: p.Title, Score: p.Score, Active: p.Active, Created: p.Created, Note: p.Note})
	}
	if err := s.Flush(ctx); err != nil {
		return err
	}
	return s.Rollback(ctx)
}

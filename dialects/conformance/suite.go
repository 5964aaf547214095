package conformance

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Database is what the suite runs on.
type Database struct {
	// Open opens an empty database, or one in which the suite may create and drop tables whose names begin with cf_. It is called once
	// for each behaviour.
	Open func(t *testing.T) *engine.Engine
	Capabilities
}

// UpsertForm is how a dialect inserts a row or changes the one that is there.
type UpsertForm uint8

// The forms.
const (
	NoUpsert UpsertForm = iota
	OnConflict
	OnDuplicateKey
)

// Capabilities are what a database can do beyond what its dialect's features say.
type Capabilities struct {
	// Upsert is the form that the database has.
	Upsert UpsertForm
	// Cancel is a query that runs for many seconds, by which cancellation is tested; "" where a statement cannot be cancelled.
	Cancel string
	// Checks says that CHECK constraints are enforced.
	Checks bool
	// StrictTypes says that a value which does not fit its column is an error of the database.
	StrictTypes bool
	// Reflection says that package reflector reads the database.
	Reflection bool
}

// Run runs every behaviour of the suite as a subtest.
func Run(t *testing.T, db Database) {
	for _, b := range behaviours {
		t.Run(b.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			b.run(&suite{T: t, ctx: ctx, db: db, e: db.Open(t)})
		})
	}
}

// behaviour is one thing that every dialect has, or refuses properly.
type behaviour struct {
	name string
	run  func(*suite)
}

var behaviours = []behaviour{
	{"connect", connect}, {"ddl", ddl}, {"types", types}, {"insert", insert}, {"executemany", executeMany}, {"returning", returning}, {"keys of many rows", keysOfMany},
	{"upsert", upsert}, {"limit", limit}, {"transactions", transactions}, {"savepoints", savepoints}, {"isolation", isolation},
	{"two-phase", twoPhase}, {"error classes", errorClasses}, {"names", names}, {"cancellation", cancellation}, {"reflection", reflection},
}

// suite is one behaviour being run.
type suite struct {
	*testing.T
	ctx context.Context
	db  Database
	e   *engine.Engine
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// refused requires the typed error of what a database cannot do.
func (s *suite) refused(err error) {
	s.Helper()
	if !errors.As(err, new(*engine.UnsupportedError)) {
		s.Errorf("want an *engine.UnsupportedError, got %v", err)
	}
}

// class requires an error of a class.
func (s *suite) class(err error, want dialects.Class) {
	s.Helper()
	var e *engine.Error
	if !errors.As(err, &e) || e.Class != want {
		s.Errorf("want %v, got %v", want, err)
	}
}

func (s *suite) connect() *engine.Connection {
	s.Helper()
	c, err := s.e.Connect(s.ctx)
	s.must(err)
	s.Cleanup(func() { c.Close() })
	return c
}

// create makes the tables of a collection, and drops them when the test ends.
func (s *suite) create(md *schema.MetaData) {
	s.Helper()
	s.must(md.DropAll(s.ctx, s.e))
	s.must(md.CreateAll(s.ctx, s.e))
	s.Cleanup(func() {
		if err := s.e.Dispose(); err != nil { // what a connection has prepared may keep a table from being dropped
			s.Error(err)
		}
		if err := md.DropAll(context.Background(), s.e); err != nil {
			s.Errorf("dropping: %v", err)
		}
		s.e.Close()
	})
}

// notes is a table with a key that the caller gives.
func (s *suite) notes() *schema.Table {
	s.Helper()
	md := schema.NewMetaData()
	t := schema.NewTable("cf_notes", md,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("title", sqltypes.String(40), schema.NotNull(), schema.Unique()),
		schema.NewColumn("size", sqltypes.Integer()))
	s.create(md)
	return t
}

// note is an INSERT of a row of notes.
func note(t *schema.Table, id int, title string) expr.Insert {
	return expr.InsertInto(t).Values(t.C("id").To(id), t.C("title").To(title))
}

// fill inserts rows of the ids from 1 to n.
func (s *suite) fill(t *schema.Table, n int) {
	s.Helper()
	s.must(s.e.WithTransaction(s.ctx, func(ctx context.Context, c *engine.Connection) error {
		for id := 1; id <= n; id++ {
			if err := run(ctx, c, note(t, id, title(id))); err != nil {
				return err
			}
		}
		return nil
	}))
}

func title(id int) string { return "note " + string(rune('a'+id-1)) }

// run executes a statement and drops its result.
func run(ctx context.Context, c *engine.Connection, s expr.Statement, args ...engine.Arg) error {
	res, err := c.Execute(ctx, s, args...)
	if err != nil {
		return err
	}
	return res.Close()
}

// titles are the titles of all notes by id, on a connection of their own.
func (s *suite) titles(t *schema.Table) []string {
	s.Helper()
	res, err := s.e.Execute(s.ctx, expr.NewSelect(t.C("title")).OrderBy(t.C("id")))
	s.must(err)
	out, err := engine.ScalarsAs[string](res, 0)
	s.must(err)
	return out
}

func (s *suite) wantTitles(t *schema.Table, want ...string) {
	s.Helper()
	got := s.titles(t)
	if len(got) != len(want) {
		s.Errorf("titles %q, want %q", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			s.Errorf("titles %q, want %q", got, want)
			return
		}
	}
}

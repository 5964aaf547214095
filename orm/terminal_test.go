package orm_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// Exists asks whether there is a row and no more; as a condition it looks at the rows of another query.
func TestExists(t *testing.T) {
	each(t, "exists", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		with := orm.Select(Users).Join(Users.Addresses).OrderBy(Users.ID)
		for _, c := range []struct {
			q    orm.Query[*User]
			want bool
		}{
			{with, true},
			{with.Where(Users.Name.Eq("ed")), false},
			{with.GroupBy(Users).Having(orm.CountAll().Gt(1)).OrderBy(), true},
			{with.Where(Users.Name.Eq("jack")).FromSelf().Limit(1), true},
			{orm.Select(Users).FromSQL("SELECT * FROM users WHERE name = :n", "nobody"), false},
		} {
			if got, err := c.q.Exists(ctx, s); err != nil || got != c.want {
				t.Errorf("%v, %v", got, err)
			}
		}
		none, err := orm.Select(Users.Name).Where(orm.Not(orm.Exists(orm.Select(Addresses).Where(Addresses.UserID.EqExpr(Users.ID))))).All(ctx, s)
		must(t, err)
		if len(none) != 1 || none[0] != "ed" {
			t.Errorf("%q", none)
		}
		if _, err := with.Limit(-1).Exists(ctx, s); err == nil || !strings.Contains(err.Error(), "LIMIT must not be negative") {
			t.Errorf("%v", err)
		}
	})
}

// Queries of one row tell none, one and several apart; only First and Maybe limit what is sent.
func TestOneRow(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.people()
	s := d.session()
	q := orm.Select(Users.Name).OrderBy(Users.Name)
	name, ok, err := q.Where(Users.Name.Eq("ed")).OneOrNone(ctx, s)
	if name != "ed" || !ok || err != nil {
		t.Errorf("%q %v %v", name, ok, err)
	}
	if _, ok, err := q.Where(Users.Name.Eq("x")).OneOrNone(ctx, s); ok || err != nil {
		t.Errorf("%v %v", ok, err)
	}
	if _, _, err := q.OneOrNone(ctx, s); !errors.Is(err, orm.ErrManyRows) || !strings.Contains(err.Error(), "the query of string gave 2") {
		t.Errorf("%v", err)
	}
	d.log = nil
	if name, err := q.First(ctx, s); name != "ed" || err != nil || !strings.HasSuffix(d.log[0], "LIMIT ? OFFSET ?") {
		t.Errorf("%q %v %v", name, err, d.log)
	}
	if rest, err := q.Slice(1, 5).All(ctx, s); err != nil || len(rest) != 1 || rest[0] != "jack" {
		t.Errorf("%q %v", rest, err)
	}
}

// PopulateExisting makes what is loaded what the rows say, edits included.
func TestPopulateExisting(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.people()
	s := d.session()
	q := orm.Select(Users).Where(Users.Name.Eq("jack"))
	jack, err := q.One(ctx, s)
	must(t, err)
	must(t, s.ExecText(ctx, "UPDATE users SET fullname = 'Jack Bean'"))
	if _, err := q.All(ctx, s); err != nil || jack.Fullname != "" {
		t.Errorf("%q, %v", jack.Fullname, err)
	}
	if _, err := q.PopulateExisting().All(ctx, s); err != nil || jack.Fullname != "Jack Bean" {
		t.Errorf("%q, %v", jack.Fullname, err)
	}
}

// Execution options hold for the statements of their query alone.
func TestExecutionOptions(t *testing.T) {
	each(t, "execoptions", func(t *testing.T, d *db) {
		d.people()
		var seen []any
		d.eng.Listen(engine.Events{BeforeCursorExecute: func(_ context.Context, e *engine.CursorExecution) error {
			seen = append(seen, e.Value("key"))
			return nil
		}})
		s := d.session()
		q := orm.Select(Users).OrderBy(Users.Name)
		must(t, s.Flush(ctx))
		opts := q.ExecutionOptions(engine.With("key", "value"), engine.Stream(), engine.YieldPer(1))
		n := 0
		for u, err := range opts.Iter(ctx, s) {
			must(t, err)
			as, err := u.Addresses.All(ctx)
			must(t, err)
			n += len(as)
		}
		if n != 2 {
			t.Errorf("%d addresses", n)
		}
		_, err := opts.Count(ctx, s)
		must(t, err)
		_, err = q.Exists(ctx, s)
		must(t, err)
		values := 0
		for _, v := range seen {
			if v != nil && v != "value" {
				t.Errorf("option %v", v)
			}
			if v == "value" {
				values++
			}
		}
		if values != 2 || seen[len(seen)-1] != nil {
			t.Errorf("%v", seen)
		}
		if _, err := q.ExecutionOptions(engine.Isolation("SERIALIZABLE")).All(ctx, s); !errors.Is(err, engine.ErrStatementIsolation) {
			t.Errorf("%v", err)
		}
	})
}

// Deferred columns that literal SQL does not have stay deferred; those that it has are there.
func TestSelectSQLDefers(t *testing.T) {
	library(t, "sqldefers", func(t *testing.T, d *db, s *orm.Session) {
		v, err := orm.SelectSQL[*volume]("SELECT shelf_id, text, pages, summary, title, id FROM volumes WHERE id = 1").One(ctx, s)
		must(t, err)
		unloaded(t, v, "Photo", "Cover")
		if text, ok := v.Text.Peek(); text != "t1" || !ok || v.Title != "one" || *v.Summary != "s1" {
			t.Errorf("%q %v %+v", text, ok, v)
		}
		photo, err := v.Photo.Get(ctx)
		must(t, err)
		if string(photo) != "p1" {
			t.Errorf("%q", photo)
		}
	})
}

// With PopulateExisting relationships that are loaded are read again, by the statements of the options and no others, or when asked for.
func TestPopulateExistingRelationships(t *testing.T) {
	each(t, "populate", func(t *testing.T, d *db) {
		id := d.jack()
		s := d.session()
		q := orm.Select(Users).Where(Users.ID.Eq(id))
		u, err := q.Options(orm.SelectIn(Users.Addresses)).One(ctx, s)
		must(t, err)
		addresses := func() int {
			got, err := u.Addresses.All(ctx)
			must(t, err)
			return len(got)
		}
		must(t, s.ExecText(ctx, "DELETE FROM addresses WHERE email_address LIKE '%yahoo%'"))
		d.log = nil
		for _, c := range []struct {
			name  string
			q     orm.Query[*User]
			sends string
			has   int
		}{
			{"what is loaded stays", q.Options(orm.SelectIn(Users.Addresses)), "SELECT users", 2},
			{"select-in", q.Options(orm.SelectIn(Users.Addresses)).PopulateExisting(), "SELECT users, SELECT addresses", 1},
			{"joined", q.Options(orm.Joined(Users.Addresses)).PopulateExisting(), "SELECT users", 1},
			{"lazy", q.PopulateExisting(), "SELECT users, SELECT addresses", 1},
		} {
			if got, err := c.q.All(ctx, s); err != nil || len(got) != 1 || got[0] != u {
				t.Errorf("%s: %v, %v", c.name, got, err)
			}
			if n := addresses(); n != c.has {
				t.Errorf("%s: %d addresses", c.name, n)
			}
			d.expect(c.sends)
		}
	})
}

package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file tests sessions on a connection of the caller's.

// A session on a connection commits for itself; in the caller's transaction it works in a savepoint, which lasts only if the caller commits.
func TestSessionOnConnection(t *testing.T) {
	each(t, "bound", func(t *testing.T, d *db) {
		conn, err := d.eng.Connect(ctx)
		must(t, err)
		defer func() { must(t, conn.Close()) }()
		names := func() int64 {
			t.Helper()
			s := d.sessions.On(conn)
			defer func() { must(t, s.Close()) }()
			n, err := orm.Select(Users).Count(ctx, s)
			must(t, err)
			return n
		}
		store := func(name string) {
			t.Helper()
			s := d.sessions.On(conn)
			defer func() { must(t, s.Close()) }()
			s.Add(&User{Name: name})
			must(t, s.Commit(ctx))
		}
		store("alone")
		tx, err := conn.Begin(ctx)
		must(t, err)
		store("inside")
		s := d.sessions.On(conn)
		s.Add(&User{Name: "taken back"})
		must(t, s.Flush(ctx))
		must(t, s.Rollback(ctx))
		must(t, s.Close())
		if n := names(); n != 2 {
			t.Errorf("%d users inside the transaction, want 2", n)
		}
		must(t, tx.Rollback(ctx))
		if n := names(); n != 1 {
			t.Errorf("%d users after the caller's rollback, want 1", n)
		}
		tx, err = conn.Begin(ctx)
		must(t, err)
		store("kept")
		must(t, tx.Commit(ctx))
		if n := names(); n != 2 {
			t.Errorf("%d users after the caller's commit, want 2", n)
		}
	})
}

// A flush that fails leaves the caller's transaction as it was before the session, also where the database ends a transaction at an error.
func TestBoundSessionFails(t *testing.T) {
	each(t, "boundfails", func(t *testing.T, d *db) {
		conn, err := d.eng.Connect(ctx)
		must(t, err)
		defer func() { must(t, conn.Close()) }()
		tx, err := conn.Begin(ctx)
		must(t, err)
		must(t, conn.ExecText(ctx, "INSERT INTO users (name, fullname, active, score) VALUES ('ed', '', "+map[bool]string{true: "false", false: "0"}[d.eng.Dialect().Name() == "postgresql"]+", 0)"))
		s := d.sessions.On(conn)
		s.Add(&User{Name: "ed"})
		var e *engine.Error
		if err := s.Flush(ctx); !errors.As(err, &e) {
			t.Errorf("%v", err)
		}
		must(t, s.Rollback(ctx))
		must(t, s.Close())
		must(t, tx.Commit(ctx))
		n, err := orm.Select(Users).Count(ctx, d.session())
		must(t, err)
		if n != 1 {
			t.Errorf("%d users, want the caller's one", n)
		}
	})
}

// A query-backed collection is asked and written without being loaded, and its queries see what is pending.
func TestDynamic(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), StudioModels)
	s := d.session()
	b, other := &Band{Name: "b"}, &Band{Name: "o"}
	f1, f2 := &Fan{Name: "f1"}, &Fan{Name: "f2"}
	b.Fans.Append(f1)
	s.Add(b, other)
	must(t, s.Commit(ctx))
	must(t, s.Refresh(ctx, b))
	d.log = nil
	b.Fans.Append(f2)
	d.expect("")
	fans := func(of *Band) int64 {
		t.Helper()
		n, err := of.Fans.Query().Count(ctx, s)
		must(t, err)
		return n
	}
	if n := fans(b); n != 2 {
		t.Errorf("%d fans, want 2", n)
	}
	d.expect("INSERT fans, SELECT (SELECT")
	f1.Band.Set(other)
	if n, m := fans(b), fans(other); n != 1 || m != 1 {
		t.Errorf("%d and %d fans after one has gone over", n, m)
	}
	other.Fans.Remove(f2) // which is not there
	if n := fans(b); n != 1 || *f2.BandName != "b" {
		t.Errorf("%d fans, %s", n, *f2.BandName)
	}
	b.Fans.Remove(f2)
	must(t, s.Commit(ctx))
	if f2.BandName != nil {
		t.Errorf("still of %s", *f2.BandName)
	}
	var none Band
	if _, err := none.Fans.Query().All(ctx, s); err == nil {
		t.Error("the fans of a band that no session has were asked for")
	}
	fresh := &Band{Name: "new"}
	s.Add(fresh)
	if n := fans(fresh); n != 0 {
		t.Errorf("%d fans of a new band", n)
	}
	must(t, s.Rollback(ctx))
	if _, err := fresh.Fans.Query().All(ctx, s); !errors.Is(err, orm.ErrDetached) {
		t.Errorf("after the rollback: %v", err)
	}
}

// What a foreign key leads to may be gone: the reference is empty then, and the key stays.
func TestMissingRelatedRow(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t)+"?_foreign_keys=off", StudioModels)
	s := d.session()
	a := &Album{Title: "a"}
	a.BandName = new("nobody")
	s.Add(a)
	must(t, s.Commit(ctx))
	b, err := a.Band.Get(ctx)
	if err != nil || b != nil || *a.BandName != "nobody" {
		t.Errorf("%v %v %v", b, err, *a.BandName)
	}
	found, err := orm.Select(StudioAlbums).All(ctx, s)
	if err != nil || len(found) != 1 {
		t.Errorf("%v %v", found, err)
	}
	must(t, s.Commit(ctx))
}

package orm_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// What a rollback took back may be added again, with all that is related to it.
func TestAddAgainAfterRollback(t *testing.T) {
	each(t, "again", func(t *testing.T, d *db) {
		s := d.session()
		u := &User{Name: "ed", Addresses: orm.ListOf(&Address{Email: "a"}, &Address{Email: "b"})}
		root := &Node{Name: "root", Children: orm.ListOf(&Node{Name: "leaf"})}
		s.Add(u, root)
		must(t, s.Flush(ctx))
		must(t, s.Rollback(ctx))
		if u.ID != 0 || u.Addresses.Items()[0].UserID != nil || s.Contains(u) {
			t.Fatalf("not taken back: %d", u.ID)
		}
		s.Add(u, root)
		must(t, s.Commit(ctx))

		fresh := d.session()
		got, err := orm.Get[User](ctx, fresh, u.ID)
		must(t, err)
		as, err := got.Addresses.All(ctx)
		must(t, err)
		if len(as) != 2 {
			t.Errorf("%d addresses of the user are stored, want 2", len(as))
		}
		n, err := orm.Get[Node](ctx, fresh, root.ID)
		must(t, err)
		ns, err := n.Children.All(ctx)
		must(t, err)
		if len(ns) != 1 {
			t.Errorf("%d children are stored, want 1", len(ns))
		}
		must(t, fresh.Close())
	})
}

// The reference alone, without the other side being in memory.
func TestAddAgainByReference(t *testing.T) {
	d, s := start(t, 1)
	u := get[User](t, s, 1)
	p := &Post{Title: "x", Author: orm.RefTo(u)}
	s.Add(p)
	must(t, s.Flush(ctx))
	must(t, s.Rollback(ctx))
	s.Add(p)
	must(t, s.Commit(ctx))
	fresh := d.session()
	if got := get[Post](t, fresh, p.ID); got.AuthorID == nil || *got.AuthorID != 1 {
		t.Errorf("the author was not stored: %v", got.AuthorID)
	}
}

// The flush that failed is repeated after Rollback, by adding the same objects again.
func TestAddAgainAfterFailedFlush(t *testing.T) {
	d, s := start(t, 1)
	u := &User{Name: "u0", Addresses: orm.ListOf(&Address{Email: "x"})}
	s.Add(u)
	if err := s.Commit(ctx); err == nil {
		t.Fatal("stored twice")
	}
	must(t, s.Rollback(ctx))
	u.Name = "other"
	s.Add(u)
	d.emails(s, "a0/1 b0/1 x/"+fmt.Sprint(u.ID+2))
}

// Objects that are shared are read by any number of goroutines.
func TestSharedObjectsAreOnlyRead(t *testing.T) {
	d, s := start(t, 2)
	us, err := orm.Select(Users).OrderBy(Users.ID).Options(orm.SelectIn(Users.Addresses), orm.SelectIn(Users.Posts)).All(ctx, s)
	must(t, err)
	us[1].Posts.Items()
	must(t, s.Close())
	want, err := json.Marshal(us)
	must(t, err)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				got, err := json.Marshal(us)
				if err != nil || string(got) != string(want) {
					t.Errorf("%v: %s", err, got)
					return
				}
				us[0].Addresses.Peek()
				us[0].Addresses.Items()[0].User.Peek()
			}
		})
	}
	wait.Wait()
	if strings.Count(string(want), "email") != 0 && strings.Count(string(want), `"User"`) != 0 {
		t.Errorf("the way back is there: %s", want)
	}
	d.log = nil
}

// An empty list that is loaded is only read, too.
func TestSharedEmptyList(t *testing.T) {
	u := &User{}
	must(t, Models.Wire(u))
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			u.Addresses.Peek()
			u.Posts.Items()
		})
	}
	wait.Wait()
}

func TestInspectionsDuringUse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	s := d.session()
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := range 200 {
			s.Add(&User{Name: fmt.Sprint(i)})
			_ = s.Flush(ctx)
		}
	})
	wait.Go(func() {
		for range 200 {
			s.Pending()
			s.Dirty()
		}
	})
	wait.Wait()
	_ = s.Rollback(ctx)
	d.usable(s)
}

func TestNilMembers(t *testing.T) {
	d, s := start(t, 1)
	u := get[User](t, s, 1)
	as, err := u.Addresses.All(ctx)
	must(t, err)
	if u.Addresses.Remove(nil) {
		t.Error("nil was removed")
	}
	u.Addresses.Append(nil)
	u.Addresses.Replace(as[1], nil, as[1], as[0])
	if got := u.Addresses.Items(); len(got) != 2 || got[0] != as[1] || got[1] != as[0] {
		t.Errorf("%v", got)
	}
	var plain User
	plain.Addresses.Remove(nil)
	plain.Addresses.Replace(as[0], nil, as[0])
	if n := len(plain.Addresses.Items()); n != 1 {
		t.Errorf("%d members", n)
	}
	wrong := &Post{Author: orm.RefTo[*User](nil)}
	s.Add(wrong)
	must(t, s.Flush(ctx))
	d.log = nil
}

// A flush finds literals that were assigned; what they bring along enters the identity map that is being walked.
func TestDetachedMembersOfAssignedLiteral(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	seed := d.sessions.New()
	for i := range 80 {
		seed.Add(&Node{ID: int64(i + 1), Name: fmt.Sprint(i)})
	}
	must(t, seed.Commit(ctx))
	must(t, seed.Close())
	for known := 1; known < 40; known++ {
		s, other := d.sessions.New(), d.sessions.New()
		var here, there []*Node
		for id := 1; id <= known; id++ {
			here = append(here, get[Node](t, s, id))
		}
		for id := known + 1; id <= known+2; id++ {
			there = append(there, get[Node](t, other, id))
		}
		must(t, other.Close())
		for _, n := range here[1:] {
			s.Expunge(n)
		}
		here[0].Children = orm.ListOf(there...)
		must(t, s.Flush(ctx))
		for _, n := range there {
			if !s.Contains(n) || n.ParentID == nil {
				t.Fatalf("%d: node %d did not follow its parent", known, n.ID)
			}
		}
		must(t, s.Close())
	}
}

type ring struct {
	Next orm.Ref[*Ring] `orm:"back_populates:Last"`
	Last orm.Ref[*Ring] `orm:"back_populates:Next"`
}

type Ring struct {
	orm.Entity `orm:"table:rings"`
	ring
	ID int64
}

// Literals that refer to each other in a circle are written as far as they are met for the first time.
func TestJSONOfLiterals(t *testing.T) {
	u := &User{Name: "u"}
	a := &Address{Email: "a"}
	a.User.Set(u)
	u.Addresses.Append(a)
	b, err := json.Marshal(u)
	must(t, err)
	if n := strings.Count(string(b), `"Email":"a"`); n != 1 {
		t.Errorf("the address is there %d times: %s", n, b)
	}
	x, y := &Ring{ID: 1}, &Ring{ID: 2}
	x.Next.Set(y)
	y.Next.Set(x)
	b, err = json.Marshal(x)
	must(t, err)
	if want := `{"Next":{"Next":{"Next":null,"Last":null,"ID":1},"Last":null,"ID":2},"Last":null,"ID":1}`; string(b) != want {
		t.Errorf("%s\nwant %s", b, want)
	}
}

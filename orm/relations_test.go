package orm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// This file has cases about relationships that random programs found to be wrong once.

// start gives a session on a database with the users u0, u1, ..., each with two addresses and a post, of which it knows nothing yet.
func start(t *testing.T, users int) (*db, *orm.Session) {
	t.Helper()
	d := open(t, "sqlite://")
	s := d.sessions.New()
	for i := range users {
		s.Add(&User{Name: fmt.Sprint("u", i), Addresses: orm.ListOf(&Address{Email: fmt.Sprint("a", i)}, &Address{Email: fmt.Sprint("b", i)}), Posts: orm.ListOf(&Post{Title: fmt.Sprint("p", i)})})
	}
	must(t, s.Commit(ctx))
	must(t, s.Close())
	return d, d.session()
}

func get[T any](t *testing.T, s *orm.Session, id any) *T {
	t.Helper()
	o, err := orm.Get[T](ctx, s, id)
	must(t, err)
	return o
}

// emails requires the addresses that are stored, as "email/user".
func (d *db) emails(s *orm.Session, want string) {
	d.t.Helper()
	must(d.t, s.Commit(ctx))
	fresh := d.session()
	as, err := orm.Select(Addresses).OrderBy(Addresses.ID).All(ctx, fresh)
	must(d.t, err)
	got := []string{}
	for _, a := range as {
		user := "-"
		if a.UserID != nil {
			user = fmt.Sprint(*a.UserID)
		}
		got = append(got, a.Email+"/"+user)
	}
	must(d.t, fresh.Close())
	if fmt.Sprint(got) != "["+want+"]" {
		d.t.Errorf("stored: %v, want [%s]", got, want)
	}
}

func TestOrphanThatWasNeverStored(t *testing.T) {
	d, s := start(t, 1)
	u := get[User](t, s, 1)
	a, b := &Address{Email: "x"}, &Address{Email: "y"}
	u.Addresses.Append(a, b)
	u.Addresses.Remove(a)
	if s.Contains(a) || !s.Contains(b) {
		t.Error("an orphan that was never stored stays in the session")
	}
	u.Addresses.Append(a)
	b.User.Clear()
	d.emails(s, "a0/1 b0/1 x/1")
}

func TestOrphanThatWasNeverAMember(t *testing.T) {
	d, s := start(t, 1)
	a := &Address{Email: "alone"}
	s.Add(a)
	u := get[User](t, s, 1) // stores it
	_, err := u.Addresses.All(ctx)
	must(t, err)
	u.Addresses.Append(a)
	a.User.Clear()
	d.emails(s, "a0/1 b0/1")
}

func TestAppendedAndRemovedWithoutLoading(t *testing.T) {
	d, s := start(t, 2)
	u, a := get[User](t, s, 1), get[Address](t, s, 1)
	u.Addresses.Append(a) // where it is already
	u.Addresses.Remove(a)
	d.emails(s, "b0/1 a1/2 b1/2")
}

func TestRemoveFromAnothersList(t *testing.T) {
	d, s := start(t, 2)
	u, a := get[User](t, s, 2), get[Address](t, s, 1)
	if u.Addresses.Remove(a) {
		t.Error("it is not there")
	}
	if a.User.Loaded() {
		t.Error("the other side changed")
	}
	d.emails(s, "a0/1 b0/1 a1/2 b1/2")
	mine := get[Address](t, s, 3)
	if !u.Addresses.Remove(mine) {
		t.Error("it was there")
	}
	d.emails(s, "a0/1 b0/1 b1/2")
}

// A reference that is not loaded tells the collection that it leaves, if that is loaded.
func TestMoveByReferenceThatIsNotLoaded(t *testing.T) {
	d, s := start(t, 2)
	a := get[Address](t, s, 1)
	from, to := get[User](t, s, 1), get[User](t, s, 2)
	q, err := orm.Select(Users).Where(Users.ID.Eq(1)).Options(orm.SelectIn(Users.Posts)).One(ctx, s)
	must(t, err)
	post := q.Posts.Items()[0]
	must(t, s.Commit(ctx))
	must(t, s.Refresh(ctx, from))
	must(t, s.Refresh(ctx, to))
	must(t, s.Refresh(ctx, a))
	must(t, s.Refresh(ctx, post))
	_, err = orm.Select(Users).OrderBy(Users.ID).Options(orm.SelectIn(Users.Addresses)).All(ctx, s)
	must(t, err)
	a.User.Set(to)
	if as := from.Addresses.Items(); len(as) != 1 || as[0] == a {
		t.Errorf("the list that it left has %d", len(as))
	}
	d.emails(s, "a0/2 b0/1 a1/2 b1/2")
}

// What was moved elsewhere survives the parent that it had, whether or not that parent's collection is loaded.
func TestMovedOutOfDeletedParent(t *testing.T) {
	for _, load := range []bool{true, false} {
		d, s := start(t, 2)
		u, to, a, b := get[User](t, s, 1), get[User](t, s, 2), get[Address](t, s, 1), get[Address](t, s, 2)
		if load {
			_, err := u.Addresses.All(ctx)
			must(t, err)
		}
		s.Delete(u)
		a.User.Set(to)
		to.Addresses.Append(b)
		d.emails(s, "a0/2 b0/2 a1/2 b1/2")
	}
}

// A reference along which an Add cascades does not take back what the program said.
func TestCascadeDoesNotTakeBackDelete(t *testing.T) {
	d, s := start(t, 2)
	u := get[User](t, s, 1)
	s.Delete(u)
	s.Add(&Address{Email: "late", User: orm.RefTo(u)})
	d.emails(s, "a1/2 b1/2")
	if s.Contains(u) {
		t.Error("the user is not deleted")
	}
	u = get[User](t, s, 2)
	s.Delete(u)
	s.Add(u)
	d.emails(s, "a1/2 b1/2")
}

// What is not stored yet and hangs below something deleted is not stored.
func TestPendingBelowDeleted(t *testing.T) {
	d, s := start(t, 0)
	top := &Node{Name: "top", Children: orm.ListOf(&Node{Name: "child"})}
	s.Add(top)
	must(t, s.Commit(ctx))
	child := top.Children.Items()[0]
	child.Children.Append(&Node{Name: "new", Children: orm.ListOf(&Node{Name: "newer"})})
	s.Delete(child)
	must(t, s.Commit(ctx))
	names, err := orm.Select(Nodes.Name).All(ctx, s)
	must(t, err)
	if fmt.Sprint(names) != "[top]" {
		t.Errorf("%v", names)
	}
	d.log = nil
}

// Rows are deleted in the order of the references that the database has, not of those that were made since.
func TestDeleteInTheOrderOfTheRows(t *testing.T) {
	d, s := start(t, 0)
	up := &Node{Name: "up", Children: orm.ListOf(&Node{Name: "down"})}
	s.Add(up)
	must(t, s.Commit(ctx))
	down := up.Children.Items()[0]
	up.Children.Remove(down)
	down.Children.Append(up) // the other way round
	s.Delete(down)
	must(t, s.Commit(ctx))
	n, err := orm.Select(Nodes).Count(ctx, s)
	must(t, err)
	if n != 0 {
		t.Errorf("%d nodes", n)
	}
	d.log = nil
}

// A load flushes first; what that deletes cannot be loaded.
func TestLoadOfWhatTheFlushDeletes(t *testing.T) {
	d, s := start(t, 1)
	u := get[User](t, s, 1)
	a := get[Address](t, s, 1)
	s.Delete(u)
	if _, err := a.User.Get(ctx); !errors.Is(err, orm.ErrDetached) {
		t.Errorf("%v", err)
	}
	d.emails(s, "")
}

// Removing from a list does not touch the slice that it was made of.
func TestListOfKeepsItsArguments(t *testing.T) {
	as := []*Address{{Email: "a"}, {Email: "b"}}
	u := &User{Addresses: orm.ListOf(as...)}
	u.Addresses.Remove(as[0])
	if len(as) != 2 || as[0] == nil || as[0].Email != "a" || as[1].Email != "b" || len(u.Addresses.Items()) != 1 {
		t.Errorf("%v", as)
	}
}

package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/dialects"
	"github.com/aludel/aludel/orm"
)

// This file has flushes that fail in the middle of a graph, in a transaction and in a savepoint: nothing is lost, and what is mended is
// stored by the next.

// A row that refers to a missing one, and a value that is there already, fail the flush; the graph is as it was, and goes with the next.
func TestFailedFlushLosesNothing(t *testing.T) {
	each(t, "failedflush", func(t *testing.T, d *db) {
		d.jack()
		for name, c := range map[string]struct {
			class dialects.Class
			spoil func(u *User, a *Address)
			mend  func(u *User, a *Address)
		}{
			"missing row": {dialects.ForeignKeyViolation, func(_ *User, a *Address) { a.UserID = new(int64(9999)) }, func(_ *User, a *Address) { a.UserID = nil }},
			"taken value": {dialects.UniqueViolation, func(u *User, _ *Address) { u.Name = "jack" }, func(u *User, _ *Address) { u.Name = "mended " + u.Fullname }},
		} {
			for _, nested := range []bool{false, true} {
				s := d.session()
				before := &User{Name: name + " before", Fullname: name}
				if nested {
					before.Name += " nested"
				}
				u := &User{Name: before.Name + " graph", Fullname: before.Name, Addresses: orm.ListOf(&Address{Email: "one"}, &Address{Email: "two"}), Posts: orm.ListOf(&Post{Title: "p"})}
				root := &Node{Name: "root", Children: orm.ListOf(&Node{Name: "leaf"})}
				a := &Address{Email: "alone"}
				c.spoil(u, a)
				s.Add(before)
				fill := func() error { s.Add(root, u, a); return s.Flush(ctx) }
				var err error
				if nested {
					err = s.Nested(ctx, fill)
				} else {
					err = fill()
				}
				class(t, err, c.class)
				var fe *orm.FlushError
				if !errors.As(err, &fe) {
					t.Errorf("%s: no FlushError: %v", name, err)
				}
				if !nested {
					if err := s.Commit(ctx); !errors.Is(err, orm.ErrRollbackFirst) {
						t.Errorf("%s: Commit after it: %v", name, err)
					}
					must(t, s.Rollback(ctx))
					s.Add(before)
				}
				if u.ID != 0 || root.ID != 0 || s.Contains(u) || len(u.Addresses.Items()) != 2 || len(u.Posts.Items()) != 1 || u.Addresses.Items()[0].User.Item() != u {
					t.Errorf("%s, nested %v: the graph is not what it was", name, nested)
				}
				c.mend(u, a)
				s.Add(root, u, a)
				must(t, s.Commit(ctx))
				must(t, s.Close())
				d.stored(t, before.ID, u, root, a)
			}
		}
	})
}

// stored requires that a graph is in the database.
func (d *db) stored(t *testing.T, before int64, u *User, root *Node, a *Address) {
	t.Helper()
	fresh := d.sessions.New()
	defer fresh.Close()
	if before == 0 {
		t.Error("what was added before has no key")
	}
	get[User](t, fresh, before)
	got := get[User](t, fresh, u.ID)
	as, err := got.Addresses.All(ctx)
	must(t, err)
	ps, err := got.Posts.All(ctx)
	must(t, err)
	leaves, err := get[Node](t, fresh, root.ID).Children.All(ctx)
	must(t, err)
	if len(as) != 2 || len(ps) != 1 || len(leaves) != 1 || get[Address](t, fresh, a.ID).UserID != nil {
		t.Errorf("stored: %d addresses, %d posts, %d leaves", len(as), len(ps), len(leaves))
	}
}

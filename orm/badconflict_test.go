package orm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// One foreign key that is given two values fails the flush, and says which; nothing is lost, and after Rollback the session goes on.
func TestConflictingForeignKey(t *testing.T) {
	for name, do := range map[string]func(a *Address, u, other *User){
		"key and reference":          func(a *Address, u, other *User) { a.UserID = new(other.ID); a.User.Set(u) },
		"key and collection":         func(a *Address, u, other *User) { a.UserID = new(other.ID); u.Addresses.Append(a) },
		"collection and then key":    func(a *Address, u, other *User) { u.Addresses.Append(a); a.UserID = new(other.ID) },
		"reference and then the key": func(a *Address, u, other *User) { a.User.Set(u); a.UserID = new(other.ID) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, "conflict", func(t *testing.T, d *db) { conflicting(t, d, do) })
		})
	}
}

func conflicting(t *testing.T, d *db, do func(a *Address, u, other *User)) {
	for _, stored := range []bool{false, true} {
		s := d.session()
		u, other, a := &User{Name: fmt.Sprint("u", stored)}, &User{Name: fmt.Sprint("o", stored)}, &Address{Email: "a"}
		s.Add(u, other)
		if stored {
			s.Add(a)
		}
		must(t, s.Commit(ctx))
		do(a, u, other)
		s.Add(a)
		err := s.Flush(ctx)
		var ce *orm.ConflictError
		var fe *orm.FlushError
		if !errors.As(err, &ce) || ce.Entity != "Address" || ce.Attr != "UserID" || !errors.As(err, &fe) || fe.Attr != "UserID" {
			t.Errorf("stored %v: %v", stored, err)
		}
		if err := s.Commit(ctx); !errors.Is(err, orm.ErrRollbackFirst) {
			t.Errorf("commit after it: %v", err)
		}
		must(t, s.Rollback(ctx))
		if !stored {
			a = &Address{Email: "a"}
		}
		a.User.Set(u)
		s.Add(a)
		must(t, s.Commit(ctx))
		if *a.UserID != u.ID {
			t.Errorf("of %d", *a.UserID)
		}
	}
}

// The last of the two sides that is set counts: they are in step.
func TestLastSideCounts(t *testing.T) {
	each(t, "lastside", func(t *testing.T, d *db) {
		s := d.session()
		u, other, a := &User{Name: "u"}, &User{Name: "o"}, &Address{Email: "a"}
		s.Add(u, other, a)
		u.Addresses.Append(a)
		a.User.Set(other)
		must(t, s.Commit(ctx))
		if *a.UserID != other.ID || len(must1(u.Addresses.All(ctx))) != 0 || len(must1(other.Addresses.All(ctx))) != 1 {
			t.Errorf("of %d", *a.UserID)
		}
	})
}

func must1[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Another goroutine cannot end the transaction while a hook of a flush runs.
func TestConcurrentUseInHook(t *testing.T) {
	each(t, "hookclash", func(t *testing.T, d *db) {
		must(t, PageModels.MetaData().CreateAll(ctx, d.eng))
		d.sessions = orm.NewSessionMaker(d.eng, PageModels)
		s := d.session()
		in, out := make(chan struct{}), make(chan struct{})
		s.Listen(orm.Events{BeforeFlush: func(context.Context, *orm.FlushContext) error {
			close(in)
			<-out
			return nil
		}})
		s.Add(&Page{Title: "a"})
		flushed := make(chan error)
		go func() { flushed <- s.Flush(ctx) }()
		<-in
		if err := s.Commit(ctx); !errors.Is(err, orm.ErrFlushing) {
			t.Errorf("commit meanwhile: %v", err)
		}
		close(out)
		must(t, <-flushed)
		must(t, s.Commit(ctx))
	})
}

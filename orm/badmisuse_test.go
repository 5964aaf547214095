package orm_test

import (
	"errors"
	"math"
	"testing"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// This file has calls that cannot be meant.

// Unmapped is in no registry.
type Unmapped struct {
	orm.Entity
	ID int64 `orm:"pk"`
}

// Unmappable is wrong in two ways.
type Unmappable struct {
	orm.Entity
	ID   int64
	What chan int
}

func TestUnmappableStruct(t *testing.T) {
	d := open(t, "sqlite://")
	bad := orm.NewRegistry(new(Unmappable))
	s := orm.NewSessionMaker(d.eng, bad).New()
	defer s.Close()
	_, getErr := orm.Get[Unmappable](ctx, s, 1)
	s.Add(&Unmappable{})
	for what, err := range map[string]error{"Configure": bad.Configure(), "Get": getErr, "Add": s.Flush(ctx), "Wire": bad.Wire(&Unmappable{})} {
		var me *mapping.Error
		if !errors.As(err, &me) || !errors.Is(err, mapping.Code("ORM115")) || !errors.Is(err, mapping.Code("ORM108")) || errors.Is(err, mapping.Code("ORM101")) {
			t.Errorf("%s: %v", what, err)
			continue
		}
		says(t, err, "Unmappable.What", "ORM108", "explain")
	}
	type UnmappableAttrs struct {
		orm.Class[Unmappable]
		ID orm.NumAttr[int64]
	}
	_, err := orm.Select(orm.Describe[UnmappableAttrs](bad)).All(ctx, s)
	says(t, err, "Unmappable", "ORM115")
	says(t, orm.NewRegistry(User{}, nil, 3).Configure(), "new(User)", "orm_test.User", "int")
	d.sound()
}

func TestMisuse(t *testing.T) {
	each(t, "misuse", func(t *testing.T, d *db) {
		id := d.jack()
		a, b := d.session(), d.session()
		misuse := func(err error, words ...string) {
			t.Helper()
			var me *orm.MisuseError
			if !errors.As(err, &me) {
				t.Errorf("no *orm.MisuseError: %v", err)
				return
			}
			says(t, err, words...)
		}
		u, err := orm.Get[User](ctx, a, id)
		must(t, err)
		first := mustFirst(t, u)
		must(t, a.Commit(ctx)) // lets go of the file
		b.Add(u)
		misuse(b.Flush(ctx), "Add", "User", "another session", "Expunge")
		d.usable(b)
		if !a.Contains(u) || b.Contains(u) {
			t.Error("the object changed its session")
		}
		b.Delete(u)
		misuse(b.Flush(ctx), "Delete", "not stored in this session")
		must(t, b.Flush(ctx)) // the mistake was told once
		misuse(b.Refresh(ctx, u), "Refresh")
		mine := &User{Name: "mine"}
		b.Add(mine)
		mine.Addresses.Append(first)
		misuse(b.Commit(ctx), "another session")
		d.usable(b)

		b.Add(&Unmapped{})
		misuse(b.Flush(ctx), "Unmapped", "no registry", "NewSessionMaker")
		_, err = orm.Get[Unmapped](ctx, b, 1)
		misuse(err, "Unmapped", "no registry")
		other := orm.NewRegistry(new(Unmapped))
		type UnmappedAttrs struct {
			orm.Class[Unmapped]
			ID orm.NumAttr[int64]
		}
		_, err = orm.Select(orm.Describe[UnmappedAttrs](other)).All(ctx, b)
		misuse(err, "Unmapped", "no registry")
		misuse(Models.Wire(&Unmapped{}), "Unmapped")
		b.Add(nil)
		_, err = orm.Select(Users).All(ctx, b)
		misuse(err, "nil")
		b.Add((*User)(nil))
		misuse(b.Commit(ctx), "*orm_test.User", "nil")
		b.Delete((*User)(nil))
		misuse(b.Commit(ctx), "nil")
		b.Delete(&User{Name: "never stored"})
		misuse(b.Commit(ctx), "not stored", "Expunge")
		misuse(b.Refresh(ctx, (*User)(nil)), "Refresh")
		b.Expunge(nil, (*User)(nil), &User{}) // nothing to take out
		b.Expire(nil, (*User)(nil), &User{})
		if b.Contains(nil) || b.Contains((*User)(nil)) {
			t.Error("the session has nil")
		}
		mine.Addresses.Append(nil)
		d.usable(b)
	})
}

func mustFirst(t *testing.T, u *User) *Address {
	t.Helper()
	as, err := u.Addresses.All(ctx)
	must(t, err)
	return as[0]
}

func TestTwoObjectsOfOneKey(t *testing.T) {
	each(t, "twokeys", func(t *testing.T, d *db) {
		id := d.jack()
		s := d.session()
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		must(t, s.Commit(ctx))
		s.Expunge(u)
		again, err := orm.Get[User](ctx, s, id)
		must(t, err)
		s.Add(u)
		var me *orm.MisuseError
		if err := s.Flush(ctx); again == u || !errors.As(err, &me) {
			t.Errorf("%v", err)
		}
		d.usable(s)
		s.Expunge(again)
		s.Add(u)
		d.usable(s)
		if got, err := orm.Get[User](ctx, s, id); err != nil || got != u {
			t.Errorf("%p %p %v", got, u, err)
		}
	})
}

func TestDetached(t *testing.T) {
	each(t, "detached", func(t *testing.T, d *db) {
		id := d.jack()
		s := d.sessions.New()
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		a, err := orm.Select(Addresses).First(ctx, s)
		must(t, err)
		must(t, s.Close())
		_, err = u.Addresses.All(ctx)
		if !errors.Is(err, orm.ErrDetached) {
			t.Errorf("%v", err)
		}
		says(t, err, "User.Addresses")
		if _, err = a.User.Get(ctx); !errors.Is(err, orm.ErrDetached) {
			t.Errorf("%v", err)
		}
		for _, err := range u.Addresses.Iter(ctx) {
			if !errors.Is(err, orm.ErrDetached) {
				t.Errorf("%v", err)
			}
		}
		func() {
			defer func() {
				var nl *orm.NotLoadedError
				if err, _ := recover().(error); !errors.As(err, &nl) || nl.Attr != "Addresses" {
					t.Errorf("%v", err)
				}
			}()
			u.Addresses.Items()
		}()
		if u.Name != "jack" {
			t.Error("the fields are gone")
		}
		s = d.session() // may be attached to another
		s.Add(u)
		if as, err := u.Addresses.All(ctx); err != nil || len(as) != 2 {
			t.Errorf("%v %v", as, err)
		}
	})
}

func TestUseAfterClose(t *testing.T) {
	each(t, "afterclose", func(t *testing.T, d *db) {
		id := d.jack()
		s := d.sessions.New()
		u, err := orm.Get[User](ctx, s, id)
		must(t, err)
		must(t, s.Close())
		must(t, s.Close())
		s.Add(&User{})
		s.Delete(u)
		_, all := orm.Select(Users).All(ctx, s)
		_, get := orm.Get[User](ctx, s, id)
		_, n := orm.Select(Users).Count(ctx, s)
		_, _, maybe := orm.Select(Users).Maybe(ctx, s)
		for what, err := range map[string]error{"All": all, "Get": get, "Count": n, "Maybe": maybe, "Flush": s.Flush(ctx), "Commit": s.Commit(ctx), "Rollback": s.Rollback(ctx), "Refresh": s.Refresh(ctx, u)} {
			if !errors.Is(err, orm.ErrClosed) {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, err := range orm.Select(Users).Iter(ctx, s) {
			if !errors.Is(err, orm.ErrClosed) {
				t.Errorf("Iter: %v", err)
			}
		}
		d.sound()
		fresh := d.session() // an object that was given to the closed session is free for another
		v := &User{Name: "v"}
		s.Add(v)
		fresh.Add(v)
		must(t, fresh.Commit(ctx))
		must(t, d.eng.Close())
		late := d.session()
		if _, err := orm.Select(Users).All(ctx, late); err == nil {
			t.Error("a query on a closed engine")
		}
	})
}

func TestWrongKeys(t *testing.T) {
	each(t, "wrongkeys", func(t *testing.T, d *db) {
		s := d.session()
		for _, c := range []struct {
			key   []any
			words string
		}{
			{nil, "1 attributes, 0 values"}, {[]any{1, 2}, "1 attributes, 2 values"}, {[]any{"one"}, "User.ID: the key has the wrong type"},
			{[]any{nil}, "User.ID: it is part of the primary key and cannot be nil"}, {[]any{1.5}, "wrong type"}, {[]any{uint64(math.MaxUint64)}, "wrong type"},
			{[]any{(*int64)(nil)}, "wrong type"}, {[]any{struct{}{}}, "wrong type"},
		} {
			_, err := orm.Get[User](ctx, s, c.key...)
			var ke *orm.KeyError
			if !errors.As(err, &ke) || ke.Entity != "User" {
				t.Errorf("%v: %v", c.key, err)
				continue
			}
			says(t, err, c.words)
		}
		for _, key := range []any{int8(1), uint32(1), int64(1)} {
			if _, err := orm.Get[User](ctx, s, key); !errors.Is(err, orm.ErrNotFound) {
				t.Errorf("%T: %v", key, err)
			}
		}
		d.usable(s)
	})
}

func TestInTxFails(t *testing.T) {
	each(t, "intx", func(t *testing.T, d *db) {
		id := d.jack()
		boom := errors.New("boom")
		err := d.sessions.InTx(ctx, func(s *orm.Session) error {
			u, err := orm.Get[User](ctx, s, id)
			must(t, err)
			u.Fullname = "never"
			must(t, s.Flush(ctx))
			return boom
		})
		if err != boom {
			t.Errorf("%v", err)
		}
		func() {
			defer func() {
				if recover() != any("boom") {
					t.Error("the panic was eaten")
				}
			}()
			_ = d.sessions.InTx(ctx, func(s *orm.Session) error {
				_, err := orm.Get[User](ctx, s, id)
				must(t, err)
				panic("boom")
			})
		}()
		d.sound()
		err = d.sessions.InTx(ctx, func(s *orm.Session) error {
			s.Add(&User{Name: "jack"})
			_ = s.Flush(ctx) // the mistake of ignoring it
			return nil
		})
		if !errors.Is(err, orm.ErrRollbackFirst) || !errors.As(err, new(*orm.FlushError)) {
			t.Errorf("%v", err)
		}
		d.sound()
		name, err := orm.Tx(ctx, d.sessions, func(s *orm.Session) (string, error) { return orm.Select(Users.Fullname).One(ctx, s) })
		if name != "" || err != nil {
			t.Errorf("%q %v", name, err)
		}
	})
}

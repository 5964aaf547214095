package orm_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm"
)

// Objects of a read-only query have no relationships, and say so.
func TestReadOnlyObjects(t *testing.T) {
	d, s := start(t, 2)
	d.log = nil
	us, err := orm.Select(Users).OrderBy(Users.ID).ReadOnly().All(ctx, s)
	must(t, err)
	as, err := orm.Select(Addresses).OrderBy(Addresses.ID).ReadOnly().All(ctx, s)
	must(t, err)
	u, a := us[0], as[0]
	if s.Contains(u) || u.Name != "u0" || a.Email != "a0" {
		t.Errorf("%v %v", u, a)
	}
	if u.Addresses.Loaded() || a.User.Loaded() {
		t.Error("loaded")
	}
	if got, ok := u.Addresses.Peek(); ok {
		t.Errorf("%v", got)
	}
	if got, ok := a.User.Peek(); ok {
		t.Errorf("%v", got)
	}
	_, list := u.Addresses.All(ctx)
	_, ref := a.User.Get(ctx)
	for want, err := range map[string]error{"User.Addresses": list, "Address.User": ref} {
		if !errors.Is(err, orm.ErrDetached) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "ReadOnly") {
			t.Errorf("%s: %v", want, err)
		}
	}
	for want, read := range map[string]func(){"User.Posts": func() { u.Posts.Items() }, "Address.User": func() { a.User.Item() }} {
		func() {
			defer func() {
				e, ok := recover().(*orm.NotLoadedError)
				if !ok || !strings.Contains(e.Error(), want) {
					t.Errorf("%s: %v", want, e)
				}
			}()
			read()
			t.Error("a member of nothing")
		}()
	}
	b, err := json.Marshal(u)
	must(t, err)
	if strings.Contains(string(b), "Addresses") {
		t.Errorf("what is not loaded is written: %s", b)
	}
	d.expect("BEGIN, SELECT users, SELECT addresses")
}

// Added to a session, such an object is a new one, as a copy is.
func TestReadOnlyObjectsAreNewWhenAdded(t *testing.T) {
	d, s := start(t, 1)
	u, err := orm.Select(Users).ReadOnly().First(ctx, s)
	must(t, err)
	u.ID, u.Name = 0, "copy"
	u.Addresses.Append(&Address{Email: "c"})
	s.Add(u)
	d.emails(s, "a0/1 b0/1 c/2")
	if !u.Addresses.Loaded() || len(u.Addresses.Items()) != 1 {
		t.Error("not a new object")
	}
}

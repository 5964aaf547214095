package orm_test

import (
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// places gives the stored places as "code=name".
func (d *db) places() string {
	d.t.Helper()
	s := d.sessions.New()
	defer s.Close()
	ps, err := orm.Select(Places).OrderBy(Places.Code).All(ctx, s)
	must(d.t, err)
	out := ""
	for _, p := range ps {
		out += fmt.Sprint(p.Code, "=", p.Name, " ")
	}
	d.log = nil
	return out
}

type PlaceAttrs struct {
	orm.Class[Place]
	Country orm.TextAttr[string]
	Code    orm.NumAttr[int32]
	Name    orm.TextAttr[string]
}

var Places = orm.Describe[PlaceAttrs](Models)

// A new object that takes the key of one that is deleted by the same flush takes over its row.
func TestRowSwitch(t *testing.T) {
	each(t, "rowswitch", func(t *testing.T, d *db) {
		s := d.session()
		s.Add(&Place{Country: "de", Code: 1, Name: "a"}, &Place{Country: "de", Code: 2, Name: "b"}, &Place{Country: "de", Code: 3, Name: "c"})
		must(t, s.Commit(ctx))
		old := get2(t, s, "de", 2)
		gone := get2(t, s, "de", 3)
		d.log = nil
		heir := &Place{Country: "de", Code: 2, Name: "heir"}
		s.Delete(old, gone)
		s.Add(heir, &Place{Country: "de", Code: 4, Name: "d"})
		must(t, s.Flush(ctx))
		d.expect("UPDATE places, INSERT places, DELETE places")
		if got := get2(t, s, "de", 2); got != heir || s.Contains(old) || !s.Contains(heir) {
			t.Error("the heir is not the object of the row")
		}
		heir.Name = "again"
		must(t, s.Flush(ctx))
		d.expect("UPDATE places")

		must(t, s.Rollback(ctx))
		if s.Contains(heir) || !s.Contains(old) || old.Name != "b" || heir.Name != "again" && heir.Name != "heir" {
			t.Errorf("after the rollback: heir %v %q, old %v %q", s.Contains(heir), heir.Name, s.Contains(old), old.Name)
		}
		if got := get2(t, s, "de", 2); got != old {
			t.Error("the row is not the old object's again")
		}

		s.Delete(old)
		s.Add(heir)
		heir.Name = "heir"
		must(t, s.Commit(ctx))
		if got := d.places(); got != "1=a 2=heir 3=c " {
			t.Error(got)
		}

		d.log = nil
		same := &Place{Country: "de", Code: 2, Name: "heir"} // nothing differs: nothing is sent
		_ = get2(t, s, "de", 2)
		s.Delete(heir)
		s.Add(same)
		d.log = nil
		must(t, s.Commit(ctx))
		d.expect("COMMIT")
		if got := get2(t, s, "de", 2); got != same {
			t.Error("the row has another object")
		}
	})
}

func get2(t *testing.T, s *orm.Session, pk ...any) *Place {
	t.Helper()
	p, err := orm.Get[Place](ctx, s, pk...)
	must(t, err)
	return p
}

// What the new object leaves out stays as the row has it.
func TestRowSwitchWithDefaults(t *testing.T) {
	d, s := start(t, 1)
	u := get[User](t, s, 1)
	joined := u.Joined
	heir := &User{ID: 1, Name: "heir", Addresses: orm.ListOf(&Address{Email: "new"})}
	s.Delete(u)
	s.Add(heir)
	must(t, s.Flush(ctx))
	must(t, s.Refresh(ctx, heir))
	if !heir.Joined.Equal(joined) || heir.Name != "heir" {
		t.Errorf("%v %s", heir.Joined, heir.Name)
	}
	d.emails(s, "new/1")
}

package orm_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/aludel/aludel/orm"
)

// Objects of large results share their memory with their neighbours, and nothing else: each keeps its own values, also when a few outlive
// the others, and related rows find their owners though those of one do not come together.
func TestManyRowsKeepTheirValues(t *testing.T) {
	d := open(t, "sqlite://")
	d.log = nil
	s := d.session()
	const users = 700
	var all []*User
	for i := range users {
		u := &User{Name: fmt.Sprint("name ", i), Fullname: fmt.Sprint("full ", i), Score: float64(i) / 4}
		if i%2 == 0 {
			u.Password = new(fmt.Sprint("pw ", i))
		}
		all = append(all, u)
		s.Add(u)
	}
	must(t, s.Flush(ctx))
	for _, suffix := range []string{"a", "b"} { // so that the rows of a user come back after those of others
		for i, u := range all {
			u.Addresses.Append(&Address{Email: fmt.Sprint(suffix, i)})
		}
		must(t, s.Flush(ctx))
	}
	must(t, s.Commit(ctx))
	must(t, s.Close())
	check := func(i int, u *User) {
		t.Helper()
		if u.Name != fmt.Sprint("name ", i) || u.Fullname != fmt.Sprint("full ", i) || u.Score != float64(i)/4 || (u.Password == nil) != (i%2 == 1) {
			t.Fatalf("%d: %+v", i, u)
		}
		if u.Password != nil && *u.Password != fmt.Sprint("pw ", i) {
			t.Fatalf("%d: %q", i, *u.Password)
		}
	}
	q := orm.Select(Users).OrderBy(Users.ID)
	var kept []*User
	for round := range 3 { // from the second on, the number of rows is known
		for _, q := range []orm.Query[*User]{q, q.ReadOnly(), q.Options(orm.SelectIn(Users.Addresses))} {
			s := d.sessions.New()
			got, err := q.All(ctx, s)
			must(t, err)
			if len(got) != users {
				t.Fatalf("%d rows", len(got))
			}
			if n := len(got) - 1; n >= 0 && got[0].Addresses.Loaded() {
				for i, u := range got {
					as := u.Addresses.Items()
					if len(as) != 2 || as[0].Email != fmt.Sprint("a", i) || as[1].Email != fmt.Sprint("b", i) || *as[1].UserID != u.ID || as[1].User.Item() != u {
						t.Fatalf("round %d: addresses of %d: %v", round, i, as)
					}
				}
			}
			for i, u := range got {
				check(i, u)
			}
			for i := range got { // what is changed is the object's alone
				if i%7 == 3 {
					got[i].Name, got[i].Password = "changed", new("changed")
				}
			}
			for i, u := range got {
				if i%7 != 3 {
					check(i, u)
				}
			}
			kept = append(kept, got[350])
			must(t, s.Close())
		}
		runtime.GC()
	}
	runtime.GC()
	for _, u := range kept {
		check(350, u)
	}
}

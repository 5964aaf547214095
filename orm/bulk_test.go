package orm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// scores gives the stored scores as "name=score".
func (d *db) scores() (out string) {
	d.t.Helper()
	s := d.sessions.New()
	defer s.Close()
	us, err := orm.Select(Users).OrderBy(Users.ID).All(ctx, s)
	must(d.t, err)
	for _, u := range us {
		out += fmt.Sprintf("%s=%v ", u.Name, u.Score)
	}
	d.log = nil
	return out
}

// Bulk statements change rows and the objects of the session that they meet, in every mode but SyncNone.
func TestBulkUpdate(t *testing.T) {
	for _, mode := range []orm.SyncMode{orm.SyncAuto, orm.SyncEvaluate, orm.SyncFetch, orm.SyncNone} {
		t.Run(fmt.Sprint(mode), func(t *testing.T) {
			d, s := start(t, 3)
			us, err := orm.Select(Users).OrderBy(Users.ID).All(ctx, s)
			must(t, err)
			us[0].Fullname = "pending"
			d.log = nil
			n, err := orm.Update(Users).Set(Users.Score.To(7)).Where(orm.Or(Users.Name.Eq("u0"), Users.ID.Gt(2))).Sync(mode).Exec(ctx, s)
			must(t, err)
			want := map[orm.SyncMode]string{orm.SyncFetch: "UPDATE users, SELECT users, UPDATE users"}[mode]
			if want == "" {
				want = "UPDATE users, UPDATE users"
			}
			d.expect(want)
			told := us[0].Score == 7 && us[2].Score == 7
			if n != 2 || us[1].Score != 0 || told != (mode != orm.SyncNone) || len(s.Dirty()) != 0 {
				t.Errorf("%d rows; scores %v %v %v, dirty %v", n, us[0].Score, us[1].Score, us[2].Score, s.Dirty())
			}
			must(t, s.Rollback(ctx))
			if us[0].Score != 0 || d.scores() != "u0=0 u1=0 u2=0 " {
				t.Errorf("after the rollback: %v %s", us[0].Score, d.scores())
			}
		})
	}
}

// An expression is computed by the database: the object is read again.
func TestBulkUpdateExpression(t *testing.T) {
	each(t, "bulk", func(t *testing.T, d *db) {
		s := d.session()
		s.Add(&User{Name: "a", Score: 1}, &User{Name: "b", Score: 2})
		must(t, s.Commit(ctx))
		u, err := orm.Select(Users).Where(Users.Name.Eq("a")).One(ctx, s)
		must(t, err)
		_, err = orm.Update(Users).Set(Users.Score.ToExpr(Users.Score.Add(10))).Where(Users.Name.HasPrefix("a")).Exec(ctx, s)
		must(t, err)
		if again, err := orm.Get[User](ctx, s, u.ID); err != nil || again != u || u.Score != 11 {
			t.Errorf("%v %v", u.Score, err)
		}
		_, err = orm.Update(Users).Set(Users.Score.To(0)).Where(Users.Name.HasPrefix("a")).Sync(orm.SyncEvaluate).Exec(ctx, s)
		if err == nil {
			t.Error("LIKE was evaluated")
		}
		n, err := orm.Insert(Users).Values(Users.Name.To("c"), Users.Fullname.To("C"), Users.Active.To(true), Users.Score.To(3)).Exec(ctx, s)
		if err != nil || n != 1 {
			t.Errorf("%d %v", n, err)
		}
		rows := []*User{{Name: "d"}, {Name: "e", Score: 5}}
		must(t, orm.InsertRows(ctx, s, rows))
		if rows[0].ID == 0 || rows[1].ID != rows[0].ID+1 || s.Contains(rows[0]) {
			t.Errorf("keys %d %d", rows[0].ID, rows[1].ID)
		}
		must(t, s.Commit(ctx))
		if got := d.scores(); got != "a=11 b=2 c=3 d=0 e=5 " {
			t.Error(got)
		}
	})
}

// Objects whose rows a bulk DELETE takes are no longer in the session; a rollback brings them back.
func TestBulkDelete(t *testing.T) {
	d, s := start(t, 3)
	u, err := orm.Select(Users).Where(Users.Name.Eq("u1")).One(ctx, s)
	must(t, err)
	_, err = orm.Delete(Posts).Exec(ctx, s)
	must(t, err)
	_, err = orm.Delete(Addresses).Where(Addresses.UserID.Eq(u.ID)).Exec(ctx, s)
	must(t, err)
	n, err := orm.Delete(Users).Where(Users.ID.In(u.ID)).Exec(ctx, s)
	must(t, err)
	if n != 1 || s.Contains(u) || orm.StateOf(u) != orm.Deleted {
		t.Errorf("%d rows, state %v", n, orm.StateOf(u))
	}
	if _, err := orm.Get[User](ctx, s, u.ID); !errors.Is(err, orm.ErrNotFound) {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
	if !s.Contains(u) || d.scores() != "u0=0 u1=0 u2=0 " {
		t.Error("the rollback did not bring the row back")
	}
	if _, err := orm.Update(Users).Exec(ctx, s); err == nil {
		t.Error("an UPDATE that sets nothing")
	}
	if _, err := orm.Delete(orm.Alias(Users)).Exec(ctx, s); err == nil {
		t.Error("a DELETE of an alias")
	}
}

package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

// upsert is the upsert of the test by the name, in the form that the database has.
func (d *db) upsert(sum bool) orm.InsertStmt[User] {
	score := Users.Score.ToExpr(orm.Excluded(Users.Score))
	if sum {
		score = Users.Score.ToExpr(orm.Add(Users.Score, orm.Excluded(Users.Score)))
	}
	if d.eng.Dialect().Name() == "mysql" {
		return orm.Insert(Users).OnDuplicateKeyUpdate(score)
	}
	return orm.Insert(Users).OnConflictDoUpdate(orm.ConflictOn(Users.Name), score)
}

// Rows that are there are changed, others are inserted, by one statement; objects of the session get what the rows say.
func TestUpsertRows(t *testing.T) {
	each(t, "upsert", func(t *testing.T, d *db) {
		s := d.session()
		ed := &User{Name: "ed", Score: 1}
		s.Add(ed)
		must(t, s.Commit(ctx))
		d.log = nil
		rows := []*User{{Name: "ed", Score: 5}, {Name: "al", Score: 2}, {Name: "bo", Score: 3}}
		n, err := d.upsert(true).ExecRows(ctx, s, rows)
		must(t, err)
		if want := map[bool]int64{true: 4, false: 3}[d.eng.Dialect().Name() == "mysql"]; n != want || rows[1].ID != 0 {
			t.Errorf("%d rows, want %d; %v", n, want, rows[1].ID)
		}
		inserts := strings.Count(strings.Join(d.log, "\n"), "INSERT INTO users")
		if inserts != 2 { // of two rows, and of one: sizes are few
			t.Errorf("%d statements: %q", inserts, d.log)
		}
		must(t, s.Commit(ctx))
		if got := d.scores(); got != "ed=6 al=2 bo=3 " {
			t.Error(got)
		}
		got, err := d.upsert(false).Returning(ctx, s, &User{Name: "ed", Score: 9}, &User{Name: "cy", Score: 4})
		must(t, err)
		if len(got) != 2 || got[0] != ed || ed.Score != 9 || got[1].Name != "cy" || got[1].ID == 0 {
			t.Errorf("%v", got)
		}
		if again, err := orm.Get[User](ctx, s, got[1].ID); err != nil || again != got[1] {
			t.Errorf("%v %v", again, err)
		}
		one, err := d.upsert(false).Values(Users.Name.To("bo"), Users.Fullname.To("Bo"), Users.Active.To(true), Users.Score.To(8)).Returning(ctx, s)
		must(t, err)
		if len(one) != 1 || one[0].Score != 8 || one[0].Fullname != "" {
			t.Errorf("%v", one)
		}
		must(t, s.Commit(ctx))
		if got := d.scores(); got != "ed=9 al=2 bo=8 cy=4 " {
			t.Error(got)
		}
	})
}

// Rows that are there are left out, and not returned; the condition of an upsert says which are changed.
func TestUpsertForms(t *testing.T) {
	for _, on := range []struct{ name, url, quote string }{{"sqlite", dbtest.SQLite(t), "?"}, {"postgresql", dbtest.Postgres(t, "orm_upsertforms"), "$"}} {
		t.Run(on.name, func(t *testing.T) {
			d := open(t, on.url)
			s := d.session()
			s.Add(&User{Name: "ed", Score: 1}, &User{Name: "al", Score: 7})
			must(t, s.Commit(ctx))
			got, err := orm.Insert(Users).OnConflictDoNothing(orm.ConflictOn(Users.Name)).Returning(ctx, s, &User{Name: "ed"}, &User{Name: "bo", Score: 2})
			must(t, err)
			if len(got) != 1 || got[0].Name != "bo" || !strings.Contains(d.log[len(d.log)-1], " ON CONFLICT (name) DO NOTHING RETURNING ") {
				t.Errorf("%v %s", got, d.log[len(d.log)-1])
			}
			n, err := orm.Insert(Users).OnConflictDoNothing().ExecRows(ctx, s, []*User{{Name: "ed"}, {Name: "bo"}})
			must(t, err)
			if n != 0 {
				t.Errorf("%d rows", n)
			}
			higher := orm.Insert(Users).OnConflictDoUpdate(orm.ConflictOn(Users.Name), Users.Score.ToExpr(orm.Excluded(Users.Score)), Users.Active.To(true)).
				OnConflictWhere(Users.Score.LtExpr(orm.Excluded(Users.Score)))
			n, err = higher.ExecRows(ctx, s, []*User{{Name: "ed", Score: 5}, {Name: "al", Score: 5}})
			must(t, err)
			if want := " ON CONFLICT (name) DO UPDATE SET score = excluded.score, active = "; n != 1 || !strings.Contains(d.log[len(d.log)-1], want) ||
				!strings.HasSuffix(d.log[len(d.log)-1], " WHERE users.score < excluded.score") {
				t.Errorf("%d rows, %s", n, d.log[len(d.log)-1])
			}
			if on.name == "postgresql" {
				n, err = orm.Insert(Users).OnConflictDoUpdate(orm.ConflictConstraint("users_name_key"), Users.Score.To(0)).Values(Users.Name.To("ed"), Users.Fullname.To(""), Users.Score.To(1), Users.Active.To(true)).Exec(ctx, s)
				must(t, err)
				if n != 1 {
					t.Errorf("%d rows", n)
				}
			}
			var many []*User
			for i := range 130 {
				many = append(many, &User{Name: fmt.Sprint("n", i)})
			}
			d.log = nil
			n, err = higher.ExecRows(ctx, s, many)
			must(t, err)
			if n != 130 || len(d.log) != 4 { // 100, 20, 5, 5
				t.Errorf("%d rows by %d statements", n, len(d.log))
			}
		})
	}
}

// What cannot be sent is an error that says why, before anything is sent.
func TestUpsertMisuse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	s := d.session()
	on, set := orm.ConflictOn(Users.Name), Users.Score.To(1)
	for want, err := range map[string]error{
		"an upsert wants what it changes":               second(orm.Insert(Users).OnConflictDoUpdate(on).ExecRows(ctx, s, []*User{{}})),
		"is said twice":                                 second(orm.Insert(Users).OnConflictDoNothing().OnConflictDoNothing().ExecRows(ctx, s, []*User{{}})),
		"OnConflictWhere belongs behind":                second(orm.Insert(Users).OnConflictWhere(Users.Active).ExecRows(ctx, s, []*User{{}})),
		"an upsert has one key":                         second(orm.Insert(Users).OnConflictDoNothing(on, on).ExecRows(ctx, s, []*User{{}})),
		"it has Values, and rows beside them":           second(orm.Insert(Users).Values(set).ExecRows(ctx, s, []*User{{}})),
		"it has no values":                              second(orm.Insert(Users).Exec(ctx, s)),
		"row 0 is nil":                                  second(orm.Insert(Users).OnConflictDoNothing().ExecRows(ctx, s, []*User{nil})),
		"sqlite has no ON DUPLICATE KEY UPDATE":         second(orm.Insert(Users).OnDuplicateKeyUpdate(set).ExecRows(ctx, s, []*User{{Name: "x"}})),
		"sqlite has no ON CONSTRAINT; name the columns": second(orm.Insert(Users).OnConflictDoUpdate(orm.ConflictConstraint("k"), set).ExecRows(ctx, s, []*User{{Name: "x"}})),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	var bad *query.Error
	if err := second(orm.Insert(Users).OnConflictDoUpdate(on).Exec(ctx, s)); !errors.As(err, &bad) || len(d.log) > 1 {
		t.Errorf("%v %v", err, d.log)
	}
	if n, err := orm.Insert(Users).OnConflictDoNothing().ExecRows(ctx, s, nil); n != 0 || err != nil {
		t.Error(n, err)
	}
}

func second[T any](_ T, err error) error { return err }

package orm_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

// people stores ed without address and jack with two.
func (d *db) people() {
	d.jack()
	s := d.sessions.New()
	defer s.Close()
	s.Add(&User{Name: "ed"})
	must(d.t, s.Commit(ctx))
	d.log = nil
}

// Queries stand in FROM of others: their columns by ColumnOf, entities of them by AliasTo.
func TestSubqueries(t *testing.T) {
	each(t, "subqueries", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		n := orm.CountAll().As("n")
		counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).Subquery()
		rows, err := orm.Select2(Users.Name, orm.Opt(orm.ColumnOf(counts, n))).
			OuterJoin(counts, Users.ID.EqExpr(orm.ColumnOf(counts, Addresses.UserID))).OrderBy(Users.Name).All(ctx, s)
		must(t, err)
		if len(rows) != 2 || rows[0].V1 != "ed" || rows[0].V2 != nil || rows[1].V1 != "jack" || *rows[1].V2 != 2 {
			t.Errorf("%v", rows)
		}
		byKey, err := orm.Select2(Users, orm.ColumnOf(counts, n)).Join(counts).All(ctx, s)
		must(t, err)
		if len(byKey) != 1 || byKey[0].V1.Name != "jack" || byKey[0].V2 != 2 {
			t.Errorf("%v", byKey)
		}
		google := orm.AliasTo(Addresses, orm.Select(Addresses).Where(Addresses.Email.Ne("j25@yahoo.com")).Subquery())
		pairs, err := orm.Select2(Users, google).Join(Users.Addresses.To(google)).Where(google.Email.HasPrefix("jack")).All(ctx, s)
		must(t, err)
		if len(pairs) != 1 || pairs[0].V1.Name != "jack" || pairs[0].V2.Email != "jack@google.com" {
			t.Fatalf("%v", pairs)
		}
		if a, err := orm.Get[Address](ctx, s, pairs[0].V2.ID); err != nil || a != pairs[0].V2 {
			t.Errorf("an object of a subquery is another: %v, %v", a, err)
		}
		left, err := orm.Select2(Users.Name, orm.OptEntity(google)).OuterJoin(Users.Addresses.To(google)).OrderBy(Users.Name).All(ctx, s)
		must(t, err)
		if len(left) != 2 || left[0].V2 != nil || left[1].V2 != pairs[0].V2 {
			t.Errorf("%v", left)
		}
		sub := orm.Select2(Users, Addresses).Join(Users.Addresses).Subquery("both")
		u, a := orm.AliasTo(Users, sub), orm.AliasTo(Addresses, sub)
		both, err := orm.Select2(u, a).Where(a.Email.Like("%yahoo%"), u.Name.Eq("jack")).All(ctx, s)
		must(t, err)
		if len(both) != 1 || both[0].V1 != pairs[0].V1 || both[0].V2.Email != "j25@yahoo.com" {
			t.Errorf("%v", both)
		}
	})
}

// The text of subqueries is that of the golden corpus: columns have their own names inside.
func TestSubqueryText(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	n := orm.CountAll().As("n")
	counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).Subquery()
	some := orm.AliasTo(Addresses, orm.Select(Addresses).Where(Addresses.ID.Lt(5)).Subquery("some"))
	const all = "addresses.id AS id, addresses.email_address AS email_address, addresses.user_id AS user_id"
	tests := []struct {
		q    interface{ query() error }
		want string
	}{
		{of(d, orm.Select2(Users.Name, orm.ColumnOf(counts, n)).Join(counts, Users.ID.EqExpr(orm.ColumnOf(counts, Addresses.UserID)))),
			"SELECT users.name AS users_name, anon_1.n AS anon_1_n FROM users JOIN (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) AS anon_1 ON users.id = anon_1.user_id"},
		{of(d, orm.Select(orm.ColumnOf(counts, n)).From(Users).Join(counts)),
			"SELECT anon_1.n AS anon_1_n FROM users JOIN (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) AS anon_1 ON users.id = anon_1.user_id"},
		{of(d, orm.Select(some.Email)), "SELECT some.email_address AS some_email_address FROM (SELECT " + all + " FROM addresses WHERE addresses.id < ?) AS some"},
		{of(d, orm.Select(Users.ID).Join(Users.Addresses.To(some))),
			"SELECT users.id AS users_id FROM users JOIN (SELECT " + all + " FROM addresses WHERE addresses.id < ?) AS some ON users.id = some.user_id"},
		{of(d, orm.Select(Addresses.Email).From(Users).Join(Addresses)), "SELECT addresses.email_address AS addresses_email_address FROM users JOIN addresses ON users.id = addresses.user_id"},
		{of(d, orm.Select(Users.Name).Join(Addresses, Addresses.UserID.EqExpr(Users.ID))), "SELECT users.name AS users_name FROM users JOIN addresses ON addresses.user_id = users.id"},
	}
	for _, tt := range tests {
		d.log = nil
		must(t, tt.q.query())
		if got := d.log[len(d.log)-1]; got != tt.want {
			t.Errorf("sent %s\nwant %s", got, tt.want)
		}
	}
}

// of makes queries of any row alike.
func of[R any](d *db, q orm.Query[R]) interface{ query() error } { return sentQuery[R]{d, q} }

type sentQuery[R any] struct {
	d *db
	q orm.Query[R]
}

func (q sentQuery[R]) query() error {
	_, err := q.q.All(ctx, q.d.session())
	return err
}

// What a subquery does not select cannot be asked of it, and what cannot be joined is an error that says what to do.
func TestSubqueryMisuse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	names := orm.Select(Users.Name).Subquery()
	other := orm.AliasTo(Addresses, orm.Select(Users).Subquery())
	broken := orm.Select(Users).Limit(-1).Subquery()
	tests := []struct {
		name string
		q    interface{ query() error }
		want string
	}{
		{"column", of(d, orm.Select(orm.ColumnOf(names, Users.ID))), "does not select that column"},
		{"entity", of(d, orm.Select(other)), "Address.ID: the subquery does not select it"},
		{"columns of an entity", of(d, orm.Select(orm.AliasTo(Users, names))), "User.ID: the subquery does not select it"},
		{"broken", of(d, orm.Select(orm.ColumnOf(broken, Users.ID))), "LIMIT must not be negative"},
		{"zero", of(d, orm.Select(Users).Join(orm.Subquery{})), "that no query made"},
		{"no key", of(d, orm.Select(Users).Join(names)), "shares no single foreign key"},
		{"nothing", of(d, orm.Select(orm.CountAll()).Join(Users)), "nothing is selected that it could be joined to"},
		{"two ways", of(d, orm.Select2(Addresses, Posts).Join(Users)), "both addresses and posts share a foreign key"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.q.query()
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
			var e *query.Error
			if tt.name != "broken" && !errors.As(err, &e) {
				t.Errorf("%T is no *query.Error", err)
			}
		})
	}
}

// Rows have up to eight results.
func TestWideRows(t *testing.T) {
	each(t, "widerows", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		id, name, n := Users.ID, Users.Name, orm.Count(Addresses.ID)
		sid := orm.Select(Users).Where(Users.Name.Eq("jack"))
		jack, err := sid.One(ctx, s)
		must(t, err)
		q4, err := orm.Select4(Users, id, name, Users.Password).Where(name.Eq("jack")).One(ctx, s)
		must(t, err)
		q5, err := orm.Select5(id, name, Users.Password, orm.Val(int64(5)), n).Join(Users.Addresses).GroupBy(id, name, Users.Password).One(ctx, s)
		must(t, err)
		q6, err := orm.Select6(id, name, id, name, id, name).Where(name.Eq("jack")).One(ctx, s)
		must(t, err)
		q7, err := orm.Select7(id, name, id, name, id, name, Users.Active).Where(name.Eq("jack")).One(ctx, s)
		must(t, err)
		q8, err := orm.Select8(Addresses.Email, Addresses.ID, id, name, Users, Addresses, Users.Active, Users.Score).Join(Addresses).OrderBy(Addresses.ID).First(ctx, s)
		must(t, err)
		if u, _, _, pw := q4.Values(); u != jack || *pw != "gjffdd" {
			t.Errorf("%v", q4)
		}
		if _, _, _, five, two := q5.Values(); five != 5 || two != 2 {
			t.Errorf("%v", q5)
		}
		got := fmt.Sprint(slices.Concat([]any{q6.V2, q6.V6, q7.V6, q7.V7, q8.V1, q8.V4}, []any{q8.V5 == jack, q8.V6.Email, q8.V7, q8.V8}))
		if got != "[jack jack jack false jack@google.com jack true jack@google.com false 0]" {
			t.Error(got)
		}
	})
}

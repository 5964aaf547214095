package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
)

// FilterBy is about what was joined last, what From gave first, or what the query yields first, in this order.
func TestFilterByNames(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	owner := orm.Alias(Users, "owner")
	n := orm.CountAll().As("n")
	counts := orm.Select2(Addresses.UserID, n).GroupBy(Addresses.UserID).Subquery("counts")
	const ids = "SELECT users.id AS users_id FROM "
	for _, tt := range []struct {
		q    interface{ query() error }
		want string
	}{
		{of(d, orm.Select2(Users.ID, Users.Name).From(Users).FilterBy(orm.Values{"Name": "ed", "ID": 1})),
			"SELECT users.id AS users_id, users.name AS users_name FROM users WHERE users.id = ? AND users.name = ?"},
		{of(d, orm.Select(Users.ID).Join(Users.Addresses).FilterBy(orm.Values{"Email": "x"})),
			ids + "users JOIN addresses ON users.id = addresses.user_id WHERE addresses.email_address = ?"},
		{of(d, orm.Select(Users.ID).FullJoin(Addresses, Addresses.UserID.EqExpr(Users.ID)).FilterBy(orm.Values{"Email": "x"})),
			ids + "users FULL OUTER JOIN addresses ON addresses.user_id = users.id WHERE addresses.email_address = ?"},
		{of(d, orm.Select(Addresses.ID).OuterJoin(Addresses.User.To(owner)).FilterBy(orm.Values{"Name": nil})),
			"SELECT addresses.id AS addresses_id FROM addresses LEFT OUTER JOIN users AS owner ON owner.id = addresses.user_id WHERE owner.name IS NULL"},
		{of(d, orm.Select(Users.ID).From(Addresses).FilterBy(orm.Values{"Email": "x"}).Join(Addresses.User).FilterBy(orm.Values{"Name": "y"})),
			ids + "addresses JOIN users ON users.id = addresses.user_id WHERE addresses.email_address = ? AND users.name = ?"},
		{of(d, orm.Select(Users.ID).From(Users).From(Addresses).FilterBy(orm.Values{"Name": "x"})),
			ids + "users, addresses WHERE users.name = ?"},
		{of(d, orm.Select(Users.ID).Join(counts).FilterBy(orm.Values{"n": 2, "user_id": 3})),
			ids + "users JOIN (SELECT addresses.user_id AS user_id, count(*) AS n FROM addresses GROUP BY addresses.user_id) AS counts ON users.id = counts.user_id WHERE counts.n = ? AND counts.user_id = ?"},
		{of(d, orm.Reselect(orm.Select(Users).Join(Users.Addresses), Users.ID).FilterBy(orm.Values{"Email": "x"})),
			ids + "users JOIN addresses ON users.id = addresses.user_id WHERE addresses.email_address = ?"},
		{of(d, orm.Reselect(orm.Select(Addresses).Join(Addresses.User).FromSelf().FilterBy(orm.Values{"Email": "x"}), Addresses.ID)),
			"SELECT anon_1.addresses_id AS anon_1_addresses_id FROM (SELECT addresses.id AS addresses_id, addresses.email_address AS addresses_email_address, addresses.user_id AS addresses_user_id" +
				" FROM addresses JOIN users ON users.id = addresses.user_id) AS anon_1 WHERE anon_1.addresses_email_address = ?"},
	} {
		d.log = nil
		must(t, tt.q.query())
		if d.log[len(d.log)-1] != tt.want {
			t.Errorf("got  %s\nwant %s", d.log[len(d.log)-1], tt.want)
		}
	}
}

// A name that is not there, and a query that does not say whose names they are, are errors that say so.
func TestFilterByMisuse(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	s := d.session()
	counts := orm.Select(Addresses.UserID).Subquery("ids")
	for want, q := range map[string]interface{ query() error }{
		"query: Address.Name: the entity has no such column attribute (ORM501)": of(d, orm.Select(Users).Join(Users.Addresses).FilterBy(orm.Values{"Name": "x"})),
		"query: ids.name: the subquery has no column of the name (ORM503)":      of(d, orm.Select(Users).Join(counts).FilterBy(orm.Values{"name": "x"})),
		"query: Name: FilterBy cannot tell which class of a join of classes is meant: use Where (ORM503)": of(d,
			orm.Select(Users).From(orm.JoinOf(Users, Addresses)).FilterBy(orm.Values{"Name": "x"})),
		"query: FilterBy needs an entity whose attributes it names: the first that the query yields, the one given to From, or the one joined last (ORM503)": of(d,
			orm.Select2(orm.Count(Addresses.ID), Users).FilterBy(orm.Values{"Name": "x"})),
	} {
		err := q.query()
		if e := (*query.Error)(nil); !errors.As(err, &e) || e.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	if _, err := orm.Select2(orm.Val(1), Users).FilterBy(orm.Values{"Name": "x"}).All(ctx, s); err != nil {
		t.Error(err) // a value is of no class: the entity beside it is meant
	}
}

package orm_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

type report struct {
	Name   string
	N      int64
	Pass   *string `db:"password"`
	hidden int
	Skip   string `db:"-"`
}

type keyed struct{ UserID *int64 }

type mailing struct {
	keyed
	Email string `db:"email_address"`
	User  *User
	Note  sql.NullString `db:"note"`
}

// Rows go into structs of the caller's: by label, by attribute, by column, by tag; entities by their type; fields of embedded structs.
func TestSelectInto(t *testing.T) {
	each(t, "into", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		rep, err := orm.SelectInto[report](Users.Name, orm.Count(Addresses.ID).As("N"), Users.Password).
			OuterJoin(Users.Addresses).GroupBy(Users.Name, Users.Password).OrderBy(Users.Name).All(ctx, s)
		must(t, err)
		if len(rep) != 2 || rep[0] != (report{Name: "ed"}) || rep[1].Name != "jack" || rep[1].N != 2 || *rep[1].Pass != "gjffdd" {
			t.Errorf("%+v", rep)
		}
		q := orm.SelectInto[mailing](Addresses.UserID, Users, Addresses.Email, Users.Password.As("note")).Join(Addresses).OrderBy(Addresses.ID)
		first, err := q.First(ctx, s)
		must(t, err)
		if first.User == nil || first.User.Name != "jack" || *first.UserID != first.User.ID || first.Email != "jack@google.com" || first.Note.String != "gjffdd" {
			t.Errorf("%+v", first)
		}
		n := 0
		for m, err := range q.Options(orm.SelectIn(Users.Addresses)).Iter(ctx, s) {
			must(t, err)
			if addresses, ok := m.User.Addresses.Peek(); m.User != first.User || !ok || len(addresses) != 2 {
				t.Errorf("%+v", m)
			}
			n++
		}
		inner, err := orm.Select2(Users, orm.Into[report](Users.Name, Addresses.ID.As("n"), Users.Password)).Join(Users.Addresses).FromSelf().OrderBy(Addresses.ID).All(ctx, s)
		must(t, err)
		if n != 2 || len(inner) != 2 || inner[1].V1 != first.User || inner[1].V2.Name != "jack" || inner[1].V2.N == 0 {
			t.Errorf("%d %+v", n, inner)
		}
		pair, err := orm.Select(orm.Into[orm.Row2[string, *User]](Users.Name, Users)).Where(Users.Name.Eq("jack")).One(ctx, s)
		must(t, err)
		if name, u := pair.Values(); name != "jack" || u != first.User {
			t.Errorf("%+v", pair)
		}
	})
}

// A struct that does not fit is a *FieldError that says where, before anything is sent.
func TestIntoMisfits(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	type one struct{ Name string }
	type number struct{ Name int }
	type word struct{ ID string }
	type users struct{ User *User }
	type two struct{ A, B *User }
	type posts struct{ User *Post }
	tests := []struct {
		name          string
		q             interface{ query() error }
		field, column string
		reason        string
	}{
		{"missing field", of(d, orm.SelectInto[one](Users.Name, Users.ID)), "", "ID", "no field takes it"},
		{"missing column", of(d, orm.SelectInto[report](Users.Name)), "N", "", "yields nothing for it"},
		{"no name", of(d, orm.SelectInto[one](orm.CountAll())), "", "without a name", "give the expression a name"},
		{"twice", of(d, orm.SelectInto[one](Users.Name, Users.Fullname.As("name"))), "Name", "name", "several columns"},
		{"text into number", of(d, orm.SelectInto[number](Users.Name)), "Name", "Name", "yields text, the field is a int"},
		{"number into text", of(d, orm.SelectInto[word](Users.ID)), "ID", "ID", "yields a number, the field is a string"},
		{"entity by type", of(d, orm.SelectInto[two](Users)), "B", "User", "several fields are of its type"},
		{"entity of another", of(d, orm.SelectInto[posts](Users)), "User", "User", "yields a *orm_test.User, the field is a *orm_test.Post"},
		{"entity without field", of(d, orm.SelectInto[users](Posts)), "", "Post", "no field takes it"},
		{"no struct", of(d, orm.SelectInto[int](Users.ID)), "", "", "want a struct"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d.log = nil
			err := tt.q.query()
			var e *orm.FieldError
			if !errors.As(err, &e) || e.Field != tt.field || e.Column != tt.column || !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("error %v, want %q of field %q, column %q", err, tt.reason, tt.field, tt.column)
			}
			if len(d.log) > 0 {
				t.Errorf("sent %v", d.log)
			}
		})
	}
	d.people()
	_, err := orm.SelectInto[struct{ Password string }](Users.Password).All(ctx, d.session())
	var e *orm.FieldError
	if !errors.As(err, &e) || e.Field != "Password" || !strings.Contains(err.Error(), "NULL") {
		t.Errorf("NULL into a field without NULL: %v", err)
	}
	err = of(d, orm.Select(orm.Into[one]())).query()
	if err == nil || !strings.Contains(err.Error(), "at least one") {
		t.Errorf("%v", err)
	}
	err = of(d, orm.Select(orm.Into[one](orm.Into[one](Users.Name)))).query()
	if err == nil || !strings.Contains(err.Error(), "cannot be in another") {
		t.Errorf("%v", err)
	}
}

// Literal SQL becomes entities, values, structs and rows; its columns are found by name, those of values are taken in their order.
func TestSelectSQL(t *testing.T) {
	each(t, "selectsql", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		const columns = "active, score, joined, fullname, password, name, id"
		jack, err := orm.SelectSQL[*User]("SELECT "+columns+" FROM users WHERE name = :name", "jack").One(ctx, s)
		must(t, err)
		if jack.Name != "jack" || *jack.Password != "gjffdd" || jack.Joined.IsZero() {
			t.Errorf("%+v", jack)
		}
		if same, err := orm.Get[User](ctx, s, jack.ID); err != nil || same != jack {
			t.Errorf("it is another object: %v, %v", same, err)
		}
		n, err := orm.SelectSQL[int64]("SELECT count(*) FROM users").One(ctx, s)
		must(t, err)
		rows, err := orm.SelectSQL[orm.Row3[int64, *User, string]]("SELECT 12 AS twelve, users.*, addresses.email_address FROM users JOIN addresses ON users.id = addresses.user_id ORDER BY addresses.id").All(ctx, s)
		must(t, err)
		if n != 2 || len(rows) != 2 || rows[0].V1 != 12 || rows[0].V2 != jack || rows[1].V3 != "j25@yahoo.com" {
			t.Errorf("%d %v", n, rows)
		}
		both, err := orm.SelectSQL[orm.Row2[*User, *Address]]("SELECT users.*, addresses.id AS addresses_id, email_address, user_id FROM users LEFT JOIN addresses ON users.id = user_id ORDER BY users.name, addresses.id").All(ctx, s)
		must(t, err)
		if len(both) != 3 || both[0].V2 != nil || both[2].V1 != jack || both[2].V2.Email != "j25@yahoo.com" {
			t.Errorf("%v", both)
		}
		rep, err := orm.SelectSQL[report]("SELECT 5 AS n, name, password FROM users ORDER BY name").All(ctx, s)
		must(t, err)
		if len(rep) != 2 || rep[0] != (report{Name: "ed", N: 5}) || *rep[1].Pass != "gjffdd" {
			t.Errorf("%+v", rep)
		}
		mixed, err := orm.SelectSQL[orm.Row2[report, int64]]("SELECT 7 AS seven, 5 AS n, name, password FROM users ORDER BY name").First(ctx, s)
		must(t, err)
		if mixed.V1.N != 5 || mixed.V2 != 7 {
			t.Errorf("%+v", mixed)
		}
		count, err := orm.SelectSQL[string]("SELECT name FROM users WHERE name LIKE :p", "j%").Count(ctx, s)
		must(t, err)
		in, err := orm.Select(Users.Name).Where(Users.ID.InQuery(orm.SelectSQL[int64]("SELECT user_id FROM addresses"))).All(ctx, s)
		must(t, err)
		if count != 1 || fmt.Sprint(in) != "[jack]" {
			t.Errorf("%d %v", count, in)
		}
		for u, err := range orm.Select(Users).FromSQL("SELECT * FROM users WHERE name = :name", "jack").Options(orm.SelectIn(Users.Addresses)).Iter(ctx, s) {
			must(t, err)
			if as, ok := u.Addresses.Peek(); u != jack || !ok || len(as) != 2 {
				t.Errorf("%v %v", u, as)
			}
		}
		if first, err := orm.Select(Users).FromSQL("SELECT * FROM users ORDER BY name DESC").First(ctx, s); err != nil || first != jack {
			t.Errorf("%v, %v", first, err)
		}
	})
}

// A query takes its rows from a statement of the toolkit: columns are those that it selects, whatever they are called there.
func TestFromStatement(t *testing.T) {
	each(t, "fromstatement", func(t *testing.T, d *db) {
		d.people()
		s := d.session()
		users := Models.MetaData().Table("users")
		c := func(name string) expr.Expr { return users.Column(name).Expr() }
		stmt := expr.NewSelect(c("name").As("x"), c("id"), c("password").As("y"), c("active"), c("score"), c("joined"), c("fullname")).Where(c("name").Eq("jack"))
		u, err := orm.Select(Users).FromStatement(stmt).One(ctx, s)
		must(t, err)
		if u.Name != "jack" || *u.Password != "gjffdd" {
			t.Errorf("%+v", u)
		}
		names, err := orm.Select2(Users.ID, Users.Name).FromStatement(orm.Select2(Users.Name, Users.ID).OrderBy(Users.ID).Stmt()).All(ctx, s)
		must(t, err)
		if len(names) != 2 || names[0].V1 != u.ID || names[0].V2 != "jack" {
			t.Errorf("%v", names)
		}
	})
}

// What literal SQL does not give, gives twice or gives too much is an error that names it; so is what is added to it.
func TestSelectSQLMisfits(t *testing.T) {
	d := open(t, dbtest.SQLite(t))
	d.people()
	type bare struct{ hidden int }
	tests := []struct {
		name string
		q    interface{ query() error }
		want string
	}{
		{"attribute", of(d, orm.SelectSQL[*User]("SELECT id, name FROM users")), "User.Fullname: no column is named users_fullname or fullname"},
		{"ambiguous", of(d, orm.SelectSQL[*Address]("SELECT * FROM addresses JOIN users ON true")), "Address.ID: several columns are named id: label them addresses_id"},
		{"taken", of(d, orm.SelectSQL[orm.Row2[*Address, *Address]]("SELECT * FROM addresses")), "is taken already"},
		{"too many", of(d, orm.SelectSQL[int64]("SELECT 1 AS a, 2 AS b")), "column 2 (b): nothing in the row takes it; the columns of the result are a, b"},
		{"too few", of(d, orm.SelectSQL[orm.Row2[int64, int64]]("SELECT 1 AS a")), "value 2 of the row: no column is left for it"},
		{"field", of(d, orm.SelectSQL[report]("SELECT name, 1 AS n FROM users")), "password: no column is named password"},
		{"label", of(d, orm.Select(Users.Name.As("x")).FromSQL("SELECT name FROM users")), "x: no column is named x"},
		{"no field", of(d, orm.SelectSQL[bare]("SELECT 1")), "no exported field"},
		{"binds", of(d, orm.SelectSQL[int64]("SELECT :a")), "1 bind names [a] and 0 values"},
		{"not mapped", of(d, orm.SelectSQL[*stranger]("SELECT 1")), "no registry of the session maps it"},
		{"condition", of(d, orm.Select(Users).FromSQL("SELECT 1").Where(Users.ID.Eq(1))), "takes its rows from a statement of yours"},
		{"limit", of(d, orm.Select(Users).Limit(1).FromSQL("SELECT 1")), "takes its rows from a statement of yours"},
		{"from self", of(d, orm.SelectSQL[int64]("SELECT 1").FromSelf()), "cannot be queried again"},
		{"joined", of(d, orm.Select(Users).FromSQL("SELECT * FROM users").Options(orm.Joined(Users.Posts))), "load it by SelectIn"},
		{"value", of(d, orm.SelectSQL[int64]("SELECT 'x'")), "does not fit a int64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.q.query(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
	var e *orm.MatchError
	if err := tests[0].q.query(); !errors.As(err, &e) || e.What != "User.Fullname" || len(e.Names) != 2 {
		t.Errorf("%v", err)
	}
}

type stranger struct {
	orm.Entity
	ID int64 `orm:"pk"`
}

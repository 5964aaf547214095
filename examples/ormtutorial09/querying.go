package main

import (
	"errors"
	"fmt"

	"github.com/aludel/aludel/orm"
)

// querying is "Querying".
func (t *session) querying() {
	t.Title("Querying")
	for u, err := range orm.Select(Users).OrderBy(Users.ID).Iter(t.Ctx, t.S) {
		if !t.Check(err) {
			return
		}
		t.Print(u.Name, u.Fullname)
	}
	for row, err := range orm.Select2(Users.Name, Users.Fullname).Iter(t.Ctx, t.S) {
		if !t.Check(err) {
			return
		}
		name, fullname := row.Values()
		t.Print(name, fullname)
	}
	rows, err := orm.Select2(Users, Users.Name).All(t.Ctx, t.S)
	t.Check(err)
	for _, row := range rows {
		t.Print(row.V1, row.V2)
	}
}

// columns is the part of "Querying" about labels and aliases.
func (t *session) columns() {
	t.Title("Labels and aliases")
	labelled, err := orm.Select(Users.Name.As("name_label")).All(t.Ctx, t.S)
	t.Check(err)
	for _, name := range labelled {
		t.Print(name)
	}
	userAlias := orm.Alias(Users, "user_alias")
	rows, err := orm.Select2(userAlias, userAlias.Name).All(t.Ctx, t.S)
	t.Check(err)
	for _, row := range rows {
		t.Print(row.V1)
	}
}

// slices is the part of "Querying" about LIMIT and OFFSET.
func (t *session) slices() {
	t.Title("Limit and offset")
	us, err := orm.Select(Users).OrderBy(Users.ID).Limit(2).Offset(1).All(t.Ctx, t.S)
	t.Check(err)
	for _, u := range us {
		t.Print(u)
	}
}

// filtering is the part of "Querying" about FilterBy and Where.
func (t *session) filtering() {
	t.Title("Filtering")
	us, err := orm.Select(Users).FilterBy(orm.Values{"Fullname": "Ed Jones"}).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(us)
	names, err := orm.Select(Users.Name).Where(Users.Fullname.Eq("Ed Jones")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(names)
	us, err = orm.Select(Users).Where(Users.Name.Eq("ed")).Where(Users.Fullname.Eq("Ed Jones")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(us)
}

// operators is "Common Filter Operators". The seed ends with MATCH, which SQLite has not for ordinary tables.
func (t *session) operators() {
	t.Title("Common filter operators")
	for _, c := range []struct {
		name string
		cond orm.Cond
	}{
		{"equals", Users.Name.Eq("ed")},
		{"not equals", Users.Name.Ne("ed")},
		{"LIKE", Users.Name.Like("%ed%")},
		{"IN", Users.Name.In("ed", "wendy", "jack")},
		{"IN a query", Users.Name.InQuery(orm.Select(Users.Name).Where(Users.Name.Like("%ed%")))},
		{"NOT IN", Users.Name.NotIn("ed", "wendy", "jack")},
		{"IS NULL", Users.Name.IsNull()},
		{"IS NOT NULL", Users.Name.IsNotNull()},
		{"AND", orm.And(Users.Name.Eq("ed"), Users.Fullname.Eq("Ed Jones"))},
		{"OR", orm.Or(Users.Name.Eq("ed"), Users.Name.Eq("wendy"))},
	} {
		us, err := orm.Select(Users).Where(c.cond).OrderBy(Users.ID).All(t.Ctx, t.S)
		t.Check(err)
		t.Print(c.name+":", us)
	}
	several, err := orm.Select(Users).Where(Users.Name.Eq("ed"), Users.Fullname.Eq("Ed Jones")).All(t.Ctx, t.S)
	t.Check(err)
	t.Print("several are joined by AND:", several)
}

// returning is "Returning Lists and Scalars".
func (t *session) returning() {
	t.Title("Returning lists and scalars")
	q := orm.Select(Users).Where(Users.Name.Like("%ed")).OrderBy(Users.ID)
	all, err := q.All(t.Ctx, t.S)
	t.Check(err)
	t.Print(all)
	first, err := q.First(t.Ctx, t.S)
	t.Check(err)
	t.Print(first)
	if _, err = q.One(t.Ctx, t.S); errors.Is(err, orm.ErrManyRows) {
		t.Print(fmt.Sprint(err))
	}
	if _, err = q.Where(Users.ID.Eq(99)).One(t.Ctx, t.S); errors.Is(err, orm.ErrNotFound) {
		t.Print(fmt.Sprint(err))
	}
	id, err := orm.Select(Users.ID).Where(Users.Name.Eq("ed")).OrderBy(Users.ID).One(t.Ctx, t.S) // a scalar
	t.Check(err)
	t.Print(id)
}

// literal is "Using Literal SQL".
func (t *session) literal() {
	t.Title("Literal SQL")
	us, err := orm.Select(Users).Where(orm.SQL("id<224")).OrderBy(Users.ID).All(t.Ctx, t.S)
	t.Check(err)
	for _, u := range us {
		t.Print(u.Name)
	}
	fred, err := orm.Select(Users).Where(orm.SQL("id<:value and name=:name", 224, "fred")).OrderBy(Users.ID).One(t.Ctx, t.S)
	t.Check(err)
	t.Print(fred)
	us, err = orm.Select(Users).FromSQL("SELECT * FROM users where name=:name", "ed").All(t.Ctx, t.S)
	t.Check(err)
	t.Print(us)
	rows, err := orm.SelectSQL[orm.Row3[int64, string, int64]](
		"SELECT id, name, 12 as thenumber12 FROM users where name=:name", "ed").All(t.Ctx, t.S)
	t.Check(err)
	t.Print(rows)
}

// fromSelf is the tutorial's query of a query: what it yields is a subquery, which further columns are joined with.
func (t *session) fromSelf() {
	t.Title("A query of a query")
	q := orm.Select2(Users.ID, Users.Name)
	rows, err := q.OrderBy(Users.Name).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(rows)
	sub, ua := q.Subquery(), orm.Alias(Users)
	id, name := orm.ColumnOf(sub, Users.ID), orm.ColumnOf(sub, Users.Name)
	pairs := orm.Select3(id, name, ua.Name).
		Where(name.LtExpr(ua.Name), orm.Length(ua.Name).NeExpr(orm.Length(name)))
	for _, order := range []orm.Element{ua.Name, name} {
		got, err := pairs.OrderBy(order, id).All(t.Ctx, t.S)
		t.Check(err)
		t.Print(got)
	}
}

// counting is "Counting".
func (t *session) counting() {
	t.Title("Counting")
	n, err := orm.Select(Users).Where(Users.Name.Like("%ed")).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
	grouped, err := orm.Select2(orm.Count(Users.Name), Users.Name).GroupBy(Users.Name).OrderBy(Users.Name).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(grouped)
	n, err = orm.Select(orm.CountAll()).From(Users).One(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
	n, err = orm.Select(orm.Count(Users.ID)).One(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
}

package main

import (
	"github.com/aludel/aludel/orm"
)

// relationship is "Building a Relationship": Address and both sides are in models.go. Its table is created.
func (t *session) relationship() {
	t.Title("Build a relationship")
	conn, err := t.S.Connection(t.Ctx)
	if t.Check(err) {
		t.Check(plain.MetaData().CreateAll(t.Ctx, conn))
	}
}

// relatedObjects is "Working with Related Objects".
func (t *session) relatedObjects() {
	t.Title("Related objects")
	jack := NewUser("jack", "Jack Bean", "gjffdd")
	t.Check(plain.Wire(jack)) // both sides stay in step from here on; Add does it too
	t.Print(jack.Addresses.Items())
	jack.Addresses.Replace(&Address{EmailAddress: "jack@google.com"}, &Address{EmailAddress: "j25@yahoo.com"})
	t.Print(jack.Addresses.Items()[1])
	t.Print(jack.Addresses.Items()[1].User.Item())
	t.S.Add(jack)
	if !t.Check(t.S.Commit(t.Ctx)) {
		return
	}
	var err error
	t.jack, err = orm.Select(Users).FilterBy(orm.Values{"Name": "jack"}).One(t.Ctx, t.S)
	if !t.Check(err) {
		return
	}
	t.Print(t.jack)
	addresses, err := t.jack.Addresses.All(t.Ctx)
	t.Check(err)
	t.Print(addresses)
}

// joins is "Querying with Joins".
func (t *session) joins() {
	t.Title("Querying with joins")
	rows, err := orm.Select2(Users, Addresses).
		Where(Users.ID.EqExpr(Addresses.UserID), Addresses.EmailAddress.Eq("jack@google.com")).All(t.Ctx, t.S)
	t.Check(err)
	for _, row := range rows {
		t.Print(row.V1, row.V2)
	}
	withJack := Addresses.EmailAddress.Eq("jack@google.com")
	for _, q := range []orm.Query[*User]{
		orm.Select(Users).Join(Addresses).Where(withJack),                                    // by the only foreign key
		orm.Select(Users).Join(Addresses, Users.ID.EqExpr(Addresses.UserID)).Where(withJack), // on a condition
		orm.Select(Users).Join(Users.Addresses).Where(withJack),                              // along the relationship
		orm.Select(Users).From(orm.JoinOf(Users, Users.Addresses)).Where(withJack),           // join() on its own
	} {
		us, err := q.All(t.Ctx, t.S)
		t.Check(err)
		t.Print(us)
	}
}

// aliases is "Using Aliases".
func (t *session) aliases() {
	t.Title("Aliases")
	a1, a2 := orm.Alias(Addresses), orm.Alias(Addresses)
	rows, err := orm.Select3(Users.Name, a1.EmailAddress, a2.EmailAddress).
		Join(Users.Addresses.To(a1)).
		Join(Users.Addresses.To(a2)).
		Where(a1.EmailAddress.Eq("jack@google.com"), a2.EmailAddress.Eq("j25@yahoo.com")).All(t.Ctx, t.S)
	t.Check(err)
	for _, row := range rows {
		t.Print(row.V1, row.V2, row.V3)
	}
}

// subqueries is "Using Subqueries".
func (t *session) subqueries() {
	t.Title("Subqueries")
	count := orm.CountAll().As("address_count")
	stmt := orm.Select2(Addresses.UserID, count).GroupBy(Addresses.UserID).Subquery()
	rows, err := orm.Select2(Users, orm.Opt(orm.ColumnOf(stmt, count))).
		OuterJoin(stmt, Users.ID.EqExpr(orm.ColumnOf(stmt, Addresses.UserID))).
		OrderBy(Users.ID).All(t.Ctx, t.S)
	t.Check(err)
	for _, row := range rows {
		t.Print(row.V1, row.V2)
	}
}

// exists is "Using EXISTS".
func (t *session) exists() {
	t.Title("EXISTS")
	for _, cond := range []orm.Cond{
		orm.Exists(orm.Select(Addresses).Where(Addresses.UserID.EqExpr(Users.ID))),
		Users.Addresses.Any(),
		Users.Addresses.Any(Addresses.EmailAddress.Like("%google%")),
	} {
		names, err := orm.Select(Users.Name).Where(cond).All(t.Ctx, t.S)
		t.Check(err)
		t.Print(names)
	}
	others, err := orm.Select(Addresses).Where(orm.Not(Addresses.User.Has(Users.Name.Eq("jack")))).All(t.Ctx, t.S)
	t.Check(err)
	t.Print(others)
}

// relationOperators is "Common Relationship Operators".
func (t *session) relationOperators() {
	t.Title("Common relationship operators")
	second := t.jack.Addresses.Items()[1]
	for _, cond := range []orm.Cond{
		Addresses.User.Eq(t.jack),
		Addresses.User.Ne(t.jack),
		Addresses.User.IsNull(),
		Addresses.User.Has(Users.Name.Eq("ed")),
		Users.Addresses.Of(t.jack), // with_parent
	} {
		as, err := orm.Select(Addresses).Where(cond).OrderBy(Addresses.ID).All(t.Ctx, t.S)
		t.Check(err)
		t.Print(as)
	}
	for _, cond := range []orm.Cond{
		Users.Addresses.Contains(second),
		Users.Addresses.Any(Addresses.EmailAddress.Eq("bar")),
	} {
		us, err := orm.Select(Users).Where(cond).All(t.Ctx, t.S)
		t.Check(err)
		t.Print(us)
	}
}

package main

import (
	"github.com/aludel/aludel/orm"
)

// A relationship that is loaded stays as it is. The seed's session forgets jack between the chapters, as nothing else refers to him;
// a Go session keeps its objects, so these chapters expire him first.

// subqueryLoad is "Eager Loading: Subquery Load".
func (t *session) subqueryLoad() {
	t.Title("Eager loading by a subquery")
	t.loadJack(orm.InSubquery(Users.Addresses))
}

// joinedLoad is "Eager Loading: Joined Load".
func (t *session) joinedLoad() {
	t.Title("Eager loading by a join")
	t.loadJack(orm.Joined(Users.Addresses))
}

func (t *session) loadJack(o orm.Option) {
	t.S.Expire(t.jack)
	jack, err := orm.Select(Users).Options(o).FilterBy(orm.Values{"Name": "jack"}).One(t.Ctx, t.S)
	if t.Check(err) {
		t.Print(jack)
		t.Print(jack.Addresses.Items())
	}
}

// containsEager is "Explicit Join + Eagerload".
func (t *session) containsEager() {
	t.Title("Eager loading by the query's own join")
	t.S.ExpireAll()
	as, err := orm.Select(Addresses).
		Join(Addresses.User).
		Where(Users.Name.Eq("jack")).
		Options(orm.ContainsEager(Addresses.User)).All(t.Ctx, t.S)
	if t.Check(err) {
		t.Print(as)
		t.Print(as[0].User.Item())
	}
}

// deleting is "Deleting": without a cascade the addresses stay, and belong to nobody.
func (t *session) deleting() {
	t.Title("Deleting")
	t.S.Delete(t.jack)
	n, err := orm.Select(Users).FilterBy(orm.Values{"Name": "jack"}).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
	n, err = orm.Select(Addresses).Where(Addresses.EmailAddress.In("jack@google.com", "j25@yahoo.com")).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
}

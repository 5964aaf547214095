package orm_test

import (
	"github.com/aludel/aludel/orm"
)

// Scenarios of relationships whose join conditions are written in Go.

type gViaParent struct {
	orm.Entity `orm:"table:parent"`
	ID         int64                `orm:"pk"`
	Name       *string              `orm:"size:20"`
	Children   orm.List[*gViaChild] `orm:"back_populates:Parent"`
	Named      orm.List[*gViaChild] `orm:"viewonly"`
}

func (*gViaParent) ConfigureMapping(m *orm.Config[gViaParent]) {
	m.Join("Named", gViaParents.ID.EqExpr(gViaChildren.ParentID).And(gViaChildren.Name.Eq("x")))
}

type gViaChild struct {
	orm.Entity `orm:"table:child"`
	ID         int64                `orm:"pk"`
	Name       *string              `orm:"size:20"`
	ParentID   *int64               `orm:"fk:parent.id"`
	Parent     orm.Ref[*gViaParent] `orm:"back_populates:Children"`
}

type gViaParentAttrs struct {
	orm.Class[gViaParent]
	ID    orm.NumAttr[int64]
	Named orm.ListAttr[*gViaChild]
}

type gViaChildAttrs struct {
	orm.Class[gViaChild]
	Name     orm.NullTextAttr[string]
	ParentID orm.NullNumAttr[int64]
}

var (
	gViaModels   = orm.NewRegistry(new(gViaParent), new(gViaChild))
	gViaParents  = orm.Describe[gViaParentAttrs](gViaModels)
	gViaChildren = orm.Describe[gViaChildAttrs](gViaModels)
)

// gViaAll is a relationship that is only read, and cascades all the same.
type gViaAll struct {
	orm.Entity `orm:"table:parent"`
	ID         int64                `orm:"pk"`
	Children   orm.List[*gViaOrder] `orm:"viewonly; cascade:all"`
}

type gViaOrder struct {
	orm.Entity
	ID       int64  `orm:"pk"`
	ParentID *int64 `orm:"fk:parent.id"`
}

type gCityUser struct {
	orm.Entity `orm:"table:users"`
	UserID     int64                   `orm:"pk"`
	Boston     orm.List[*gCityAddress] `orm:"viewonly"`
	NewYork    orm.List[*gCityAddress] `orm:"viewonly"`
}

func (*gCityUser) ConfigureMapping(m *orm.Config[gCityUser]) {
	own := gCityUsers.UserID.EqExpr(gCityAddresses.UserID)
	m.Join("Boston", own.And(gCityAddresses.City.Eq("Boston")))
	m.Join("NewYork", own.And(gCityAddresses.City.Eq("New York")))
}

type gCityAddress struct {
	orm.Entity `orm:"table:addresses"`
	AddressID  int64   `orm:"pk"`
	City       *string `orm:"size:20"`
	UserID     *int64  `orm:"fk:users.user_id"`
}

type gCityUserAttrs struct {
	orm.Class[gCityUser]
	UserID          orm.NumAttr[int64]
	Boston, NewYork orm.ListAttr[*gCityAddress]
}

type gCityAddressAttrs struct {
	orm.Class[gCityAddress]
	AddressID orm.NumAttr[int64]
	City      orm.NullTextAttr[string]
	UserID    orm.NullNumAttr[int64]
}

var (
	gCityModels    = orm.NewRegistry(new(gCityUser), new(gCityAddress))
	gCityUsers     = orm.Describe[gCityUserAttrs](gCityModels)
	gCityAddresses = orm.Describe[gCityAddressAttrs](gCityModels)
)

type gFreeA struct {
	orm.Entity `orm:"table:a"`
	ID         int64             `orm:"pk"`
	Bs         orm.List[*gFreeB] `orm:"order_by:ID"`
}

func (*gFreeA) ConfigureMapping(m *orm.Config[gFreeA]) {
	m.Join("Bs", gFreeAs.ID.EqExpr(orm.Foreign(gFreeBs.ARef)))
}

type gFreeB struct {
	orm.Entity `orm:"table:b"`
	ID         int64 `orm:"pk"`
	ARef       *int64
}

type gFreeAAttrs struct {
	orm.Class[gFreeA]
	ID orm.NumAttr[int64]
}

type gFreeBAttrs struct {
	orm.Class[gFreeB]
	ARef orm.NullNumAttr[int64]
}

var (
	gFreeModels = orm.NewRegistry(new(gFreeA), new(gFreeB))
	gFreeAs     = orm.Describe[gFreeAAttrs](gFreeModels)
	gFreeBs     = orm.Describe[gFreeBAttrs](gFreeModels)
)

type gFarA struct {
	orm.Entity `orm:"table:a"`
	ID         int64            `orm:"pk"`
	BID        *int64           `orm:"column:b_id; fk:b.id"`
	Ds         orm.List[*gFarD] `orm:"viewonly"`
}

func (*gFarA) ConfigureMapping(m *orm.Config[gFarA]) {
	m.Secondary("Ds", orm.JoinOf(gFarBs, gFarCs, gFarBs.ID.EqExpr(gFarCs.BID)))
	m.SecondaryJoin("Ds", gFarAs.BID.EqExpr(gFarBs.ID), gFarCs.DID.EqExpr(gFarDs.ID))
}

type gFarB struct {
	orm.Entity `orm:"table:b"`
	ID         int64 `orm:"pk"`
}

type gFarC struct {
	orm.Entity `orm:"table:c"`
	ID         int64  `orm:"pk"`
	BID        *int64 `orm:"column:b_id; fk:b.id"`
	DID        *int64 `orm:"column:d_id; fk:d.id"`
}

type gFarD struct {
	orm.Entity `orm:"table:d"`
	ID         int64 `orm:"pk"`
}

type gFarAAttrs struct {
	orm.Class[gFarA]
	BID orm.NullNumAttr[int64]
	Ds  orm.ListAttr[*gFarD]
}

type gFarBAttrs struct {
	orm.Class[gFarB]
	ID orm.NumAttr[int64]
}

type gFarCAttrs struct {
	orm.Class[gFarC]
	BID, DID orm.NullNumAttr[int64]
}

type gFarDAttrs struct {
	orm.Class[gFarD]
	ID orm.NumAttr[int64]
}

var (
	gFarModels = orm.NewRegistry(new(gFarA), new(gFarB), new(gFarC), new(gFarD))
	gFarAs     = orm.Describe[gFarAAttrs](gFarModels)
	gFarBs     = orm.Describe[gFarBAttrs](gFarModels)
	gFarCs     = orm.Describe[gFarCAttrs](gFarModels)
	gFarDs     = orm.Describe[gFarDAttrs](gFarModels)
)

// joinTwins are the scenarios of relations.json about conditions in Go.
var joinTwins = map[string]twin{
	"viewonly": {gViaModels, func(g *golden) {
		var p *gViaParent
		g.step(func() any {
			p = got[gViaParent](g, 1)
			return fields(members(g, &p.Named), func(c *gViaChild) *string { return c.Name })
		})
		g.step(func() any { p.Named.Append(&gViaChild{Name: new("z")}); return g.flush() })
		g.step(func() any {
			n, err := orm.Select(gViaChildren).Count(ctx, g.s)
			must(g, err)
			return n
		})
		g.step(func() any { return orm.NewRegistry(new(gViaAll), new(gViaOrder)).Configure() })
	}},
	"custom-join": {gCityModels, func(g *golden) {
		var u *gCityUser
		id := func(a *gCityAddress) int64 { return a.AddressID }
		ids := func(q orm.Query[*gCityUser]) any {
			return fields(all(g, q), func(u *gCityUser) int64 { return u.UserID })
		}
		g.step(func() any { u = got[gCityUser](g, 1); return fields(members(g, &u.Boston), id) })
		g.step(func() any { return fields(members(g, &u.NewYork), id) })
		g.step(func() any {
			return ids(orm.Select(gCityUsers).Where(gCityUsers.Boston.Any(gCityAddresses.AddressID.Eq(1))))
		})
		g.step(func() any { return ids(orm.Select(gCityUsers).Join(gCityUsers.NewYork)) })
		g.step(func() any {
			u, err := orm.Select(gCityUsers).Options(orm.Joined(gCityUsers.Boston)).PopulateExisting().One(ctx, g.s)
			must(g, err)
			return len(members(g, &u.Boston))
		})
	}},
	"no-fk-explicit": {gFreeModels, func(g *golden) {
		a := &gFreeA{Bs: orm.ListOf(new(gFreeB), new(gFreeB))}
		g.step(func() any { g.s.Add(a); return g.flush() })
		g.step(func() any { return fields(members(g, &a.Bs), func(b *gFreeB) *int64 { return b.ARef }) })
		g.step(func() any {
			r := gFreeModels.Model().Entities[0].Rel("Bs")
			var local []string
			for _, p := range r.Pairs {
				local = append(local, p.Local.Column.Name)
			}
			return list(map[string]string{"one-to-many": "ONETOMANY"}[r.Direction.String()], local)
		})
	}},
	"secondary-join-extra": {gFarModels, func(g *golden) {
		g.step(func() any {
			return fields(members(g, &got[gFarA](g, 1).Ds), func(d *gFarD) int64 { return d.ID })
		})
		g.step(func() any {
			return fields(all(g, orm.Select(gFarAs).Join(gFarAs.Ds).Where(gFarDs.ID.Eq(2))), func(a *gFarA) int64 { return a.ID })
		})
	}},
}

package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

type gGridA struct {
	orm.Entity `orm:"table:a"`
	X          int64             `orm:"pk"`
	Y          int64             `orm:"pk"`
	Bs         orm.List[*gGridB] `orm:"order_by:ID"`
}

type gGridB struct {
	orm.Entity `orm:"table:b"`
	ID         int64  `orm:"pk"`
	Ax         *int64 `orm:"fk:a.x"`
	Ay         *int64 `orm:"fk:a.y"`
}

type gGridAAttrs struct {
	orm.Class[gGridA]
	X, Y orm.NumAttr[int64]
	Bs   orm.ListAttr[*gGridB]
}

var (
	gGridModels = orm.NewRegistry(new(gGridA), new(gGridB))
	gGridAs     = orm.Describe[gGridAAttrs](gGridModels)
)

// theOne is the only result of a query.
func theOne[R any](g *golden, q orm.Query[R]) R {
	g.Helper()
	r, err := q.One(ctx, g.s)
	must(g, err)
	return r
}

// usersAndEmails are users with the addresses that they have or load.
func usersAndEmails(g *golden, us []*gUser) []any {
	return fields(us, func(u *gUser) any {
		return list(u.Name, fields(members(g, &u.Addresses), func(a *gAddress) string { return a.Email }))
	})
}

// namesOf are the names of the users of addresses, nil for those without one.
func namesOf(g *golden, as []*gAddress) []*string {
	return fields(as, func(a *gAddress) *string {
		if u := target(g, &a.User); u != nil {
			return u.Name
		}
		return nil
	})
}

// everyUser is the twin of a scenario that loads the addresses of all users in one way.
func everyUser(o func(orm.Rel, ...orm.Option) orm.Option) twin {
	return twin{gUserModels, func(g *golden) {
		var us []*gUser
		g.step(func() any {
			us = all(g, orm.Select(gUsers).Options(o(gUsers.Addresses)).OrderBy(gUsers.ID))
			return nil
		})
		g.step(func() any { return usersAndEmails(g, us) })
		g.step(func() any {
			var names []*string
			for _, u := range us {
				names = append(names, namesOf(g, members(g, &u.Addresses))...)
			}
			return names
		})
	}}
}

// everyAddress is the same for the users of all addresses.
func everyAddress(o func(orm.Rel, ...orm.Option) orm.Option) twin {
	return twin{gUserModels, func(g *golden) {
		var as []*gAddress
		g.step(func() any {
			as = all(g, orm.Select(gAddresses).Options(o(gAddresses.User)).OrderBy(gAddresses.ID))
			return nil
		})
		g.step(func() any { return namesOf(g, as) })
	}}
}

func TestGoldenLoading(t *testing.T) {
	twins := map[string]twin{
		"option-lazyload":      everyUser(orm.Lazy),
		"option-subqueryload":  everyUser(orm.InSubquery),
		"option-selectinload":  everyUser(orm.SelectIn),
		"option-immediateload": everyUser(orm.Immediate),
		"m2o-joinedload":       everyAddress(orm.Joined),
		"m2o-subqueryload":     everyAddress(orm.InSubquery),
		"m2o-lazyload":         everyAddress(orm.Lazy),
		"m2m-selectinload": {gItemModels, func(g *golden) {
			var items []*gItem
			g.stepAs(nil, func() any {
				items = all(g, orm.Select(gItems).Options(orm.SelectIn(gItems.Keywords)).OrderBy(gItems.ID))
				return nil
			}, "BEGIN", "SELECT {items} FROM items ORDER BY items.id", "SELECT item_keywords_1.item_id AS item_keywords_1_item_id, {keywords} FROM item_keywords AS item_keywords_1 "+
				"JOIN keywords ON keywords.id = item_keywords_1.keyword_id WHERE item_keywords_1.item_id IN (?, ?, ?) ORDER BY keywords.id [1,2,3]")
			g.step(func() any {
				return fields(items, func(i *gItem) any {
					return list(i.Name, fields(members(g, &i.Keywords), func(k *gKeyword) *string { return k.Word }))
				})
			})
		}},
		"nested-selectinload": {gShopModels, func(g *golden) {
			var cs []*gCustomer
			g.step(func() any {
				cs = all(g, orm.Select(gCustomers).Options(orm.SelectIn(gCustomers.Orders, orm.SelectIn(gOrders.Items, orm.SelectIn(gOrderItems.Product)))).OrderBy(gCustomers.ID))
				return nil
			})
			g.step(func() any {
				return fields(cs, func(c *gCustomer) any {
					return list(c.Name, fields(members(g, &c.Orders), func(o *gOrder) any {
						return list(o.ID, fields(members(g, &o.Items), func(i *gOrderItem) any { return list(i.Qty, target(g, &i.Product).Title) }))
					}))
				})
			})
		}},
		"selectin-batches": {gUserModels, func(g *golden) {
			var as []*gAddress
			g.stepAs(nil, func() any {
				got[gUser](g, 1)
				as = all(g, orm.Select(gAddresses).Options(orm.SelectIn(gAddresses.User)).OrderBy(gAddresses.ID))
				return nil
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]", "SELECT {addresses} FROM addresses ORDER BY addresses.id",
				"SELECT {users} FROM users WHERE users.id IN (?) [2]")
			g.step(func() any { return namesOf(g, as) })
		}},
		"selectin-composite": {gGridModels, func(g *golden) {
			g.step(func() any {
				return fields(all(g, orm.Select(gGridAs).Options(orm.SelectIn(gGridAs.Bs)).OrderBy(gGridAs.X, gGridAs.Y)), func(a *gGridA) any {
					return fields(members(g, &a.Bs), func(b *gGridB) int64 { return b.ID })
				})
			})
		}},
		"already-loaded": {gUserModels, func(g *golden) {
			var u *gUser
			q := orm.Select(gUsers).Options(orm.Joined(gUsers.Addresses)).FilterBy(orm.Values{"ID": 1})
			g.step(func() any { u = got[gUser](g, 1); return len(members(g, &u.Addresses)) })
			g.step(func() any {
				g.text("INSERT INTO addresses (id, email, user_id) VALUES (9, 'x', 1)")
				return list(theOne(g, q) == u, len(members(g, &u.Addresses)))
			})
			g.step(func() any { theOne(g, q.PopulateExisting()); return len(members(g, &u.Addresses)) })
		}},
		"wildcard": {gLJoinedModels, func(g *golden) {
			q := orm.Select(gLJoinedUsers).FilterBy(orm.Values{"ID": 1})
			count := func(u *gLJoinedUser) int { return len(members(g, &u.Addresses)) }
			g.step(func() any { return count(theOne(g, q.Options(orm.Lazy(orm.EveryRel())))) })
			g.step(func() any {
				g.s.ExpungeAll()
				theOne(g, q.Options(orm.Lazy(gLJoinedUsers.Addresses)))
				return nil
			})
			g.step(func() any {
				g.s.ExpungeAll()
				_, err := theOne(g, q.Options(orm.Raise(orm.EveryRel()))).Addresses.All(ctx)
				return err
			})
			g.step(func() any {
				g.s.ExpungeAll()
				return count(theOne(g, q.Options(orm.Lazy(orm.EveryRel()), orm.Joined(gLJoinedUsers.Addresses))))
			})
		}},
		"eager-with-criteria": {gUserModels, func(g *golden) {
			q := orm.Select(gUsers).OrderBy(gUsers.ID)
			g.step(func() any {
				return usersAndEmails(g, all(g, q.Options(orm.SelectIn(gUsers.Addresses.Where(gAddresses.Email.Like("%@b"))))))
			})
			g.step(func() any {
				g.s.ExpungeAll()
				return usersAndEmails(g, all(g, q.Options(orm.Joined(gUsers.Addresses.Where(gAddresses.Email.Like("%@a"))))))
			})
			g.step(func() any {
				g.s.ExpungeAll()
				return usersAndEmails(g, all(g, q.Options(orm.WithCriteria(gAddresses, gAddresses.Email.Ne("ed@a")))))
			})
			g.step(func() any {
				q := orm.Select(gAddresses).Options(orm.WithCriteria(gAddresses, gAddresses.Email.Ne("ed@a"))).OrderBy(gAddresses.ID)
				return fields(all(g, q), func(a *gAddress) string { return a.Email })
			})
		}},
	}
	lazyTwins(twins)
	joinedTwins(twins)
	dynamicTwins(twins)
	runGolden(t, "loading", twins)
}

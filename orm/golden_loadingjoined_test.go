package orm_test

import "github.com/aludel/aludel/orm"

func joinedTwins(twins map[string]twin) {
	twins["joined-filter-independent"] = twin{gUserModels, func(g *golden) {
		q := orm.Select(gUsers).Options(orm.Joined(gUsers.Addresses))
		g.step(func() any {
			return usersAndEmails(g, all(g, q.Join(gUsers.Addresses).Where(gAddresses.Email.Eq("ed@a"))))
		})
		g.step(func() any {
			g.s.ExpungeAll()
			return usersAndEmails(g, all(g, q.Where(gUsers.Addresses.Any(gAddresses.Email.Eq("ed@b"))).OrderBy(gUsers.Name)))
		})
	}}
	twins["joined-innerjoin"] = twin{gShopModels, joinedInner}
	twins["joined-mapper-innerjoin"] = twin{gLInnerModels, func(g *golden) {
		g.step(func() any {
			return fields(all(g, orm.Select(gLInnerAddresses).OrderBy(gLInnerAddresses.ID)), func(a *gLInnerAddress) *string { return target(g, &a.User).Name })
		})
	}}
	twins["mixed"] = twin{gShopModels, mixedPaths}
	twins["contains-eager"] = twin{gUserModels, containsEager}
	twins["contains-eager-nested"] = twin{gShopModels, func(g *golden) {
		g.step(func() any {
			cs := all(g, orm.Select(gCustomers).Join(gCustomers.Orders).Join(gOrders.Items).Options(orm.ContainsEager(gCustomers.Orders, orm.ContainsEager(gOrders.Items))).
				OrderBy(gCustomers.ID, gOrders.ID, gOrderItems.ID))
			return fields(cs, func(c *gCustomer) any {
				return list(c.Name, fields(members(g, &c.Orders), func(o *gOrder) any {
					return list(o.ID, fields(members(g, &o.Items), func(i *gOrderItem) *int64 { return i.Qty }))
				}))
			})
		})
	}}
	twins["eager-on-alias"] = twin{gUserModels, func(g *golden) {
		g.step(func() any {
			ua := orm.Alias(gUsers)
			return usersAndCounts(g, all(g, orm.Select(ua).Options(orm.Joined(ua.Addresses)).OrderBy(ua.ID)))
		})
		g.step(func() any {
			g.s.ExpungeAll()
			rows := all(g, orm.Select2(gAddresses, gUsers).Join(gAddresses.User).Options(orm.Joined(gUsers.Addresses)).OrderBy(gAddresses.ID))
			return fields(rows, func(r orm.Row2[*gAddress, *gUser]) any {
				return list(r.V1.ID, r.V2.Name, len(members(g, &r.V2.Addresses)))
			})
		})
	}}
}

// usersAndCounts are users with the number of their addresses.
func usersAndCounts(g *golden, us []*gUser) []any {
	return fields(us, func(u *gUser) any { return list(u.Name, len(members(g, &u.Addresses))) })
}

// joinedInner: SQLAlchemy's innerjoin="unnested" is an outer join, which Joined is.
func joinedInner(g *golden) {
	customers := func(o orm.Option) func() any {
		return func() any {
			g.s.ExpungeAll()
			cs := all(g, orm.Select(gCustomers).Options(orm.Joined(gCustomers.Orders, o)).OrderBy(gCustomers.ID))
			return fields(cs, func(c *gCustomer) any { return list(c.Name, len(members(g, &c.Orders))) })
		}
	}
	g.step(func() any {
		return fields(all(g, orm.Select(gOrderItems).Options(orm.JoinedInner(gOrderItems.Product)).OrderBy(gOrderItems.ID)), func(i *gOrderItem) *string { return target(g, &i.Product).Title })
	})
	g.step(customers(orm.JoinedInner(gOrders.Items)))
	g.step(customers(orm.Joined(gOrders.Items)))
}

func mixedPaths(g *golden) {
	titles := func(items []*gOrderItem) []*string {
		return fields(items, func(i *gOrderItem) *string { return target(g, &i.Product).Title })
	}
	g.step(func() any {
		cs := all(g, orm.Select(gCustomers).Options(orm.SelectIn(gCustomers.Orders, orm.Joined(gOrders.Items, orm.SelectIn(gOrderItems.Product)))).Where(gCustomers.ID.Eq(1)))
		return fields(cs, func(c *gCustomer) any {
			var items []*gOrderItem
			for _, o := range members(g, &c.Orders) {
				items = append(items, members(g, &o.Items)...)
			}
			return titles(items)
		})
	})
	q := orm.Select(gOrders).Where(gOrders.ID.Eq(1))
	g.step(func() any {
		g.s.ExpungeAll()
		o := theOne(g, q.Options(orm.Joined(gOrders.Customer), orm.SelectIn(gOrders.Items)))
		return list(target(g, &o.Customer).Name, len(members(g, &o.Items)))
	})
	var o *gOrder
	g.step(func() any {
		g.s.ExpungeAll()
		o = theOne(g, q.Options(orm.DefaultLoad(gOrders.Items, orm.Joined(gOrderItems.Product))))
		return nil
	})
	g.step(func() any { return titles(members(g, &o.Items)) })
}

func containsEager(g *golden) {
	q := orm.Select(gUsers)
	eager := q.Options(orm.ContainsEager(gUsers.Addresses))
	g.step(func() any {
		return usersAndEmails(g, all(g, eager.Join(gUsers.Addresses).OrderBy(gUsers.ID, gAddresses.ID)))
	})
	g.step(func() any {
		g.s.ExpungeAll()
		return usersAndEmails(g, all(g, eager.OuterJoin(gUsers.Addresses).OrderBy(gUsers.ID, gAddresses.ID)))
	})
	g.step(func() any {
		g.s.ExpungeAll()
		return usersAndEmails(g, all(g, eager.Join(gUsers.Addresses).Where(gAddresses.Email.Like("%@b")).PopulateExisting()))
	})
	aliased := func(show func(*golden, []*gUser) []any) func() any {
		return func() any {
			g.s.ExpungeAll()
			ad := orm.Alias(gAddresses)
			return show(g, all(g, q.OuterJoin(gUsers.Addresses.To(ad)).Options(orm.ContainsEager(gUsers.Addresses.To(ad))).OrderBy(gUsers.ID, ad.ID)))
		}
	}
	g.step(aliased(usersAndEmails))
	g.step(aliased(usersAndCounts))
}

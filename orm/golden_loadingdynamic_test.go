package orm_test

import "github.com/aludel/aludel/orm"

func dynamicTwins(twins map[string]twin) {
	twins["dynamic"] = twin{gLDynModels, dynamicOwner}
	twins["dynamic-pending"] = twin{gLDynModels, func(g *golden) {
		u := &gLDynUser{Name: new("x")}
		g.step(func() any {
			must(g, g.models.Wire(u))
			u.Addresses.Append(&gLDynAddress{Email: "a"})
			return fields(u.Addresses.Pending(), gLDynEmail)
		})
		g.step(func() any { g.s.Add(u); return all(g, u.Addresses.Query()) })
	}}
}

func gLDynEmail(a *gLDynAddress) string { return a.Email }

func dynamicOwner(g *golden) {
	u := new(gLDynUser)
	emails := func(q func() orm.Query[*gLDynAddress]) func() any {
		return func() any { return fields(all(g, q()), gLDynEmail) }
	}
	ordered := func() orm.Query[*gLDynAddress] { return u.Addresses.Query().OrderBy(gLDynAddresses.ID) }
	g.step(func() any { u = got[gLDynUser](g, 1); return emails(ordered)() })
	g.step(emails(func() orm.Query[*gLDynAddress] {
		return u.Addresses.Query().Where(gLDynAddresses.Email.Eq("ed@b"))
	}))
	g.step(emails(func() orm.Query[*gLDynAddress] { return ordered().Limit(1).Offset(0) }))
	g.step(func() any {
		n, err := u.Addresses.Query().Count(ctx, g.s)
		must(g, err)
		return n
	})
	n := &gLDynAddress{Email: "new"}
	g.step(func() any {
		u.Addresses.Append(n)
		return list(orm.StateOf(n).String(), target(g, &n.User) == u)
	})
	g.step(emails(ordered))
	g.step(func() any {
		u.Addresses.Remove(n)
		must(g, g.s.Flush(ctx))
		return n.UserID
	})
	g.step(func() any {
		third := got[gLDynAddress](g, 3)
		must(g, u.Addresses.Set(ctx, third))
		return g.flush()
	})
	g.step(emails(u.Addresses.Query))
	g.step(func() any { g.s.Delete(u); return g.flush() })
}

package orm_test

import "github.com/aludel/aludel/orm"

// byMapping is the twin of a scenario whose mapping says how the addresses of a user are loaded. An expired object is read again by Get.
func byMapping[T any](models *orm.Registry, q orm.Query[*T], name func(*T) *string, emails func(*T) any) twin {
	return twin{models, func(g *golden) {
		var u *T
		g.step(func() any { u = theOne(g, q.FilterBy(orm.Values{"ID": 1})); return nil })
		g.step(func() any { return emails(u) })
		g.step(func() any {
			g.s.Expire(any(u).(orm.Mapped))
			return name(got[T](g, 1))
		})
		g.step(func() any { return emails(u) })
	}}
}

// emailsOf lists what a collection has or loads, or is the error.
func emailsOf[A orm.Mapped](l *orm.List[A], email func(A) string) any {
	as, err := l.All(ctx)
	if err != nil {
		return err
	}
	return fields(as, email)
}

func lazyTwins(twins map[string]twin) {
	twins["lazy-select"] = byMapping(gUserModels, orm.Select(gUsers), func(u *gUser) *string { return u.Name },
		func(u *gUser) any { return emailsOf(&u.Addresses, func(a *gAddress) string { return a.Email }) })
	twins["lazy-joined"] = byMapping(gLJoinedModels, orm.Select(gLJoinedUsers), func(u *gLJoinedUser) *string { return u.Name },
		func(u *gLJoinedUser) any {
			return emailsOf(&u.Addresses, func(a *gLJoinedAddress) string { return a.Email })
		})
	twins["lazy-subquery"] = byMapping(gLSubqModels, orm.Select(gLSubqUsers), func(u *gLSubqUser) *string { return u.Name },
		func(u *gLSubqUser) any {
			return emailsOf(&u.Addresses, func(a *gLSubqAddress) string { return a.Email })
		})
	twins["lazy-selectin"] = byMapping(gLSelModels, orm.Select(gLSelUsers), func(u *gLSelUser) *string { return u.Name },
		func(u *gLSelUser) any {
			return emailsOf(&u.Addresses, func(a *gLSelAddress) string { return a.Email })
		})
	twins["lazy-immediate"] = byMapping(gLImmModels, orm.Select(gLImmUsers), func(u *gLImmUser) *string { return u.Name },
		func(u *gLImmUser) any {
			return emailsOf(&u.Addresses, func(a *gLImmAddress) string { return a.Email })
		})
	twins["lazy-noload"] = byMapping(gLNoModels, orm.Select(gLNoUsers), func(u *gLNoUser) *string { return u.Name },
		func(u *gLNoUser) any {
			return emailsOf(&u.Addresses, func(a *gLNoAddress) string { return a.Email })
		})
	twins["lazy-raise-on-sql"] = byMapping(gLGuardModels, orm.Select(gLGuardUsers), func(u *gLGuardUser) *string { return u.Name },
		func(u *gLGuardUser) any {
			return emailsOf(&u.Addresses, func(a *gLGuardAddress) string { return a.Email })
		})
	twins["noload"] = twin{gLNoModels, noLoad}
	twins["raise-on-write"] = twin{gLForbidModels, raiseOnWrite}
}

func noLoad(g *golden) {
	var u *gLNoUser
	g.step(func() any { u = got[gLNoUser](g, 1); return fields(members(g, &u.Addresses), gLNoEmail) })
	g.step(func() any { u.Addresses.Append(&gLNoAddress{Email: "n"}); return g.flush() })
	g.step(func() any { return len(members(g, &u.Addresses)) })
	g.step(func() any { must(g, g.s.Commit(ctx)); return fields(members(g, &u.Addresses), gLNoEmail) })
}

func gLNoEmail(a *gLNoAddress) string { return a.Email }

// What is appended to a collection that is not loaded is kept beside it.
func raiseOnWrite(g *golden) {
	var u *gLForbidUser
	g.stepAs(nil, func() any {
		u = got[gLForbidUser](g, 1)
		a := &gLForbidAddress{Email: "x"}
		u.Addresses.Append(a)
		g.s.Expunge(a)
		u.Addresses.Remove(a)
		return nil
	}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]")
	g.step(func() any {
		a := &gLForbidAddress{Email: "y", User: orm.RefTo(u)}
		return target(g, &a.User) == u
	})
	g.step(func() any { g.s.Delete(u); return g.flush() })
}

package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

func TestGoldenIdentity(t *testing.T) {
	runGolden(t, "identity", map[string]twin{
		"get-no-sql": {gUserModels, func(g *golden) {
			var u1 *gUser
			g.step(func() any { u1 = got[gUser](g, 1); return nil })
			g.step(func() any { return got[gUser](g, 1) == u1 })
			g.step(func() any { return got[gUser](g, 1) == u1 })
			g.step(func() any { return maybe[gUser](g.s, 99) })
			g.step(func() any { return maybe[gUser](g.s, 99) })
			g.step(func() any { must(g, g.s.Refresh(ctx, u1)); return got[gUser](g, 1) == u1 })
			g.stepAs("wendy", func() any {
				u, err := orm.Select(gUsers).Where(gUsers.ID.Eq(2)).Options(orm.SelectIn(gUsers.Addresses)).One(ctx, g.s)
				must(g, err)
				return u.Name
			}, "SELECT {users} FROM users WHERE users.id = ? [2]", "SELECT addresses.user_id AS addresses_user_id, addresses.id AS addresses_id, addresses.email AS addresses_email FROM addresses "+
				"WHERE addresses.user_id IN (?) ORDER BY addresses.id [2]")
		}},
		"get-expired": {gUserModels, func(g *golden) {
			var u1 *gUser
			g.step(func() any { u1 = got[gUser](g, 1); return nil })
			g.step(func() any { g.s.Expire(u1); return nil })
			g.step(func() any { return got[gUser](g, 1) == u1 })
			g.step(g.commit)
			g.step(func() any { return got[gUser](g, 1) == u1 })
		}},
		"get-expired-deleted": {gUserModels, func(g *golden) {
			var u3 *gUser
			g.step(func() any { u3 = got[gUser](g, 3); return nil })
			g.step(func() any { g.text("DELETE FROM users WHERE id = 3"); g.s.Expire(u3); return nil })
			g.stepAs(nil, func() any { return maybe[gUser](g.s, 3) }, "SELECT {users} FROM users WHERE users.id = ? [3]")
			g.stepAs("persistent", func() any { return orm.StateOf(u3).String() })
		}},
		"get-type-mismatch": {gThingModels, func(g *golden) {
			g.step(func() any { got[gThing](g, 1); return nil })
			var wrong *orm.KeyError
			g.stepAs(true, func() any { _, err := orm.Get[gThing](ctx, g.s, "1"); return errorAs(err, &wrong) })
			g.stepAs(true, func() any { _, err := orm.Get[gThing](ctx, g.s, nil); return errorAs(err, &wrong) })
		}},
		"persistent-conflict": {gThingModels, func(g *golden) {
			var b *gThing
			s2 := g.newSession()
			g.step(func() any {
				a := got[gThing](g, 1)
				b, _ = orm.Get[gThing](ctx, s2, 1)
				return a == b
			})
			g.step(func() any { g.s.Add(b); return g.s.Flush(ctx) })
			g.step(func() any { must(g, s2.Close()); g.s.Add(b); return g.s.Flush(ctx) })
		}},
		"in-session": {gUserModels, func(g *golden) {
			var u1, u4 *gUser
			g.step(func() any { u1 = got[gUser](g, 1); u4 = &gUser{ID: 4, Name: new("new")}; g.s.Add(u4); return nil })
			g.step(func() any { return list(g.s.Contains(u1), g.s.Contains(u4), g.s.Contains(new(gUser))) })
			g.step(func() any { return fields(g.s.Objects(), func(o orm.Mapped) *string { return o.(*gUser).Name }) })
			g.step(func() any { return list(list(g.s.Persistent()[0].(*gUser).ID)) })
			g.step(func() any { return list(len(g.s.Pending()), len(g.s.Dirty()), len(g.s.Deleted())) })
			g.step(func() any { return orm.SessionOf(u1) == g.s })
			g.step(func() any { return orm.SessionOf(new(gUser)) == nil })
		}},
	})
}

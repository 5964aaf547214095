package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

func TestGoldenTransaction(t *testing.T) {
	count := func(g *golden) func() any {
		return func() any {
			n, err := orm.Select(gThings).Count(ctx, g.s)
			if err != nil {
				return err
			}
			return n
		}
	}
	names := func(g *golden) func() any {
		return func() any { return fields(all(g, orm.Select(gThings.Name)), func(n *string) []any { return list(n) }) }
	}
	add := func(g *golden, id int64, name string) { g.s.Add(&gThing{ID: id, Name: new(name)}) }
	undo := func(g *golden, p **orm.Savepoint) func() any {
		return func() any { must(g, (*p).Rollback(ctx)); return ofTransaction }
	}
	runGolden(t, "transaction", map[string]twin{
		"autobegin": {gThingModels, func(g *golden) {
			in := func() any { return g.s.InTransaction() }
			g.step(in)
			g.stepAs(false, func() any { add(g, 9, "n"); return g.s.InTransaction() })
			g.step(g.commit)
			g.step(in)
			g.step(g.commit)
			g.step(g.rollback)
			g.step(func() any { return got[gThing](g, 9).Name })
			g.step(in)
		}},
		"begin-context": {gThingModels, func(g *golden) {
			inTx := func(f func(s *orm.Session) error) error { return g.sessions.InTx(ctx, f) }
			g.step(func() any {
				must(g, inTx(func(s *orm.Session) error { s.Add(&gThing{ID: 9, Name: new("n")}); return nil }))
				return nil
			})
			g.step(func() any {
				return inTx(func(s *orm.Session) error {
					v, err := orm.Get[gThing](ctx, s, 9)
					must(g, err)
					v.Name = new("m")
					return errors.New("x")
				})
			})
			g.step(func() any { return got[gThing](g, 9).Name })
			g.skip() // a transaction begins by itself, never by a call
		}},
		"flush-error": {gThingModels, func(g *golden) {
			g.step(func() any { add(g, 9, "ok"); return g.flush() })
			g.step(func() any { add(g, 1, "dup"); return g.flush() })
			g.step(count(g))
			g.step(g.rollback)
			g.step(count(g))
		}},
		"commit-error": {gThingModels, func(g *golden) {
			d := &gThing{ID: 1, Name: new("dup")}
			g.step(func() any { g.s.Add(d); return g.commit() })
			g.stepAs("pending", func() any { return state(d) })
			g.step(func() any { add(g, 10, "x"); return nil })
			g.step(g.rollback)
			g.step(count(g))
		}},
		"savepoint": {gThingModels, func(g *golden) {
			var sp *orm.Savepoint
			var u3 *gThing
			g.watch("u3", func() orm.Mapped { return u3 })
			g.step(func() any { add(g, 1, "u1"); add(g, 2, "u2"); return nil })
			g.step(func() any { sp = g.savepoint(); return nil })
			g.step(func() any { u3 = &gThing{ID: 3, Name: new("u3")}; g.s.Add(u3); return g.flush() })
			g.step(undo(g, &sp))
			g.step(func() any { return list(state(u3), g.s.Contains(u3)) })
			g.step(g.commit)
			g.step(func() any {
				return fields(all(g, orm.Select(gThings.Name).OrderBy(gThings.ID)), func(n *string) []any { return list(n) })
			})
		}},
		"savepoint-release": {gThingModels, func(g *golden) {
			g.step(func() any { must(g, g.s.Nested(ctx, func() error { add(g, 1, "a"); return nil })); return nil })
			g.step(func() any {
				err := g.s.Nested(ctx, func() error { add(g, 2, "b"); must(g, g.s.Flush(ctx)); return errors.New("no") })
				if err == nil || err.Error() != "no" {
					return err
				}
				return nil
			})
			g.step(g.commit)
			g.step(names(g))
		}},
		"savepoint-nested": {gThingModels, func(g *golden) {
			var s1, s2 *orm.Savepoint
			g.step(func() any { s1 = g.savepoint(); add(g, 1, "a"); return nil })
			g.step(func() any { s2 = g.savepoint(); add(g, 2, "b"); return nil })
			g.step(undo(g, &s2))
			g.step(func() any { must(g, s1.Release(ctx)); return ofTransaction })
			g.step(g.commit)
			g.step(names(g))
		}},
		"savepoint-outer-rollback": {gThingModels, func(g *golden) {
			var s1, s2 *orm.Savepoint
			g.step(func() any {
				s1 = g.savepoint()
				add(g, 1, "a")
				s2 = g.savepoint()
				add(g, 2, "b")
				return g.flush()
			})
			g.step(undo(g, &s1))
			g.step(func() any {
				active := func(p *orm.Savepoint) bool { return !errors.Is(p.Release(ctx), engine.ErrTransactionDone) }
				return list(active(s1), active(s2))
			})
			g.step(count(g))
		}},
		"savepoint-state": {gThingModels, func(g *golden) {
			var a, b *gThing
			var sp *orm.Savepoint
			g.step(func() any { a, b = got[gThing](g, 1), got[gThing](g, 2); a.Name = new("A1"); return nil })
			g.step(func() any { sp = g.savepoint(); return nil })
			g.step(func() any { a.Name, b.Name = new("A2"), new("B2"); return g.flush() })
			g.step(undo(g, &sp))
			g.skip() // fields are always there
			g.stepAs(list("A1", "b"), func() any { return list(a.Name, b.Name) })
			g.step(g.commit)
		}},
		"session-rollback-in-savepoint": {gThingModels, func(g *golden) {
			var sp *orm.Savepoint
			g.step(func() any { add(g, 9, "x"); sp = g.savepoint(); add(g, 10, "y"); return nil })
			g.step(g.rollback)
			g.step(count(g))
			g.step(func() any { return !errors.Is(sp.Release(ctx), engine.ErrTransactionDone) })
		}},
		"connection": {gThingModels, func(g *golden) {
			g.stepAs(nil, func() any {
				must(g, g.connection().ExecText(ctx, "INSERT INTO things (id, name) VALUES (1, 'x')"))
				return nil
			}, "BEGIN", "INSERT INTO things (id, name) VALUES (1, 'x')")
			g.step(g.rollback)
			g.step(count(g))
		}},
	}, lifeTwins())
}

func TestGoldenExpire(t *testing.T) {
	name := func(t **gThing) func() any { return func() any { return (*t).Name } }
	runGolden(t, "expire", map[string]twin{
		"on-commit": {gUserModels, func(g *golden) {
			var u *gUser
			var a *gAddress
			g.step(func() any { u, a = got[gUser](g, 1), got[gAddress](g, 1); return nil })
			g.stepAs(nil, g.commit, "COMMIT")
			g.step(func() any { return got[gUser](g, 1).Name })
			g.step(func() any { return got[gAddress](g, 1).Email })
			g.stepAs(list("ed", "ed@a"), func() any { return list(u.Name, a.Email) })
		}},
		"on-commit-off": {gUserModels, func(g *golden) {
			g.s = g.sessions.With(orm.KeepOnCommit()).New()
			g.Cleanup(func() { must(g, g.s.Close()) })
			var u *gUser
			g.step(func() any { u = got[gUser](g, 1); return g.commit() })
			g.step(func() any { return got[gUser](g, 1).Name })
			g.stepAs("ed", func() any { return u.Name })
		}},
		"partial": {gThingModels, func(g *golden) {
			var t *gThing
			g.stepAs(nil, func() any { t = got[gThing](g, 1); g.s.ExpireAttrs(t, gThings.Name); return nil }, "BEGIN", "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.step(func() any { return t.Value })
			g.stepAs("a", func() any { return got[gThing](g, 1).Name }, "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.stepAs("a", func() any { g.s.ExpireAttrs(t, gThings.Name, gThings.Value); return got[gThing](g, 1).Name }, "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.stepAs(10, func() any { return t.Value })
		}},
		"discards-changes": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any {
				t = got[gThing](g, 1)
				t.Name, t.Value = new("x"), new(int64(99))
				g.s.ExpireAttrs(t, gThings.Name)
				return nil
			})
			g.stepAs(list("a", 99), func() any { return list(t.Name, t.Value) })
			g.stepAs(nil, g.flush, "UPDATE things SET value=? WHERE things.id = ? [99,1]")
			g.step(func() any {
				t.Value = new(int64(100))
				g.s.ExpireAttrs(t, gThings.ID, gThings.Name, gThings.Value)
				return nil
			})
			g.step(g.flush)
			g.step(func() any { return got[gThing](g, 1).Value })
		}},
		"all": {gUserModels, func(g *golden) {
			var users []*gUser
			g.step(func() any { users = all(g, orm.Select(gUsers).OrderBy(gUsers.ID)); g.s.ExpireAll(); return nil })
			g.step(func() any {
				return fields(users, func(u *gUser) *string { return got[gUser](g, u.ID).Name })
			})
		}},
		"collection": {gUserModels, func(g *golden) {
			var u *gUser
			size := func() any { return len(members(g, &u.Addresses)) }
			g.step(func() any { u = got[gUser](g, 1); return size() })
			g.step(func() any { g.text("INSERT INTO addresses (id, email, user_id) VALUES (9, 'x', 1)"); return size() })
			g.step(func() any { g.s.ExpireAttrs(u, gUsers.Addresses); return size() })
		}},
		"query-refreshes": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any {
				t = got[gThing](g, 1)
				g.text("UPDATE things SET name='changed' WHERE id=1")
				g.s.Expire(t)
				return nil
			})
			g.step(func() any { return all(g, orm.Select(gThings).OrderBy(gThings.ID))[0] == t })
			g.step(name(&t))
		}},
		"set-on-expired": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any { t = got[gThing](g, 1); return g.commit() })
			g.step(func() any { t.Name = new("new"); return nil })
			g.stepAs(nil, g.flush, "BEGIN", `UPDATE things SET name=? WHERE things.id = ? ["new",1]`)
			g.step(func() any { return t.Value })
		}},
		"deleted-row": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any { t = got[gThing](g, 1); g.text("DELETE FROM things WHERE id=1"); g.s.Expire(t); return nil })
			g.step(func() any { return g.s.Refresh(ctx, t) })
		}},
	})
}

func TestGoldenRefresh(t *testing.T) {
	runGolden(t, "refresh", map[string]twin{
		"full": {gUserModels, func(g *golden) {
			var u *gUser
			refresh := func() any { must(g, g.s.Refresh(ctx, u)); return nil }
			g.stepAs(nil, func() any {
				u = got[gUser](g, 1)
				u.Name = new("x")
				must(g, g.s.Flush(ctx))
				g.text("UPDATE users SET fullname='F' WHERE id=1")
				return nil
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]", `UPDATE users SET name=? WHERE users.id = ? ["x",1]`, "UPDATE users SET fullname='F' WHERE id=1")
			g.stepAs(nil, refresh, "SELECT {users} FROM users WHERE users.id = ? [1]")
			g.step(func() any { return list(u.Name, u.Fullname) })
			g.stepAs("F", func() any { u.Fullname = new("pending"); refresh(); return u.Fullname }, "SELECT {users} FROM users WHERE users.id = ? [1]")
		}},
		"partial": {gUserModels, func(g *golden) {
			var u *gUser
			g.step(func() any { u = got[gUser](g, 1); return nil })
			g.step(func() any { must(g, g.s.Refresh(ctx, u, gUsers.Name)); return nil })
			g.stepAs(nil, func() any { must(g, g.s.Refresh(ctx, u, gUsers.Addresses)); return nil },
				"SELECT users.id FROM users WHERE users.id = ? [1]", "SELECT {addresses} FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id [1]")
			g.stepAs(list("ed@a", "ed@b"), func() any {
				return fields(members(g, &u.Addresses), func(a *gAddress) string { return a.Email })
			})
			g.step(func() any { return g.s.Refresh(ctx, u, gAddresses.Email) })
		}},
		"for-update": {gThingModels, func(g *golden) {
			var t *gThing
			g.stepAs(nil, func() any { t = got[gThing](g, 1); must(g, g.s.Refresh(ctx, t)); return nil },
				"BEGIN", "SELECT {things} FROM things WHERE things.id = ? [1]", "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.step(func() any { return g.s.Refresh(ctx, &gThing{Name: new("n")}) })
			g.stepAs(orm.ErrStale, func() any { g.text("DELETE FROM things WHERE id=1"); return g.s.Refresh(ctx, t) },
				"DELETE FROM things WHERE id=1", "SELECT {things} FROM things WHERE things.id = ? [1]")
		}},
	})
}

package orm_test

import (
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
)

// watch has the state of an object compared with the corpus after each step.
func (g *golden) watch(name string, obj func() orm.Mapped) {
	if g.watched == nil {
		g.watched = map[string]func() orm.Mapped{}
	}
	g.watched[name] = obj
}

func state(o orm.Mapped) string { return orm.StateOf(o).String() }

// connection is that of the session's transaction.
func (g *golden) connection() *engine.Connection {
	g.Helper()
	c, err := g.s.Connection(ctx)
	must(g, err)
	return c
}

// scalar is the first cell of a statement sent beside the session's objects.
func (g *golden) scalar(s expr.Statement) any {
	g.Helper()
	rows, err := g.connection().Query(ctx, s)
	must(g, err)
	var out any
	must(g, rows.Each(func(r *dbapi.Row) error { out = r.Value(0); return nil }))
	return out
}

func TestGoldenStates(t *testing.T) {
	runGolden(t, "states", map[string]twin{
		"delete-then-rollback": {gThingModels, func(g *golden) {
			var t *gThing
			g.watch("t", func() orm.Mapped { return t })
			g.step(func() any { t = got[gThing](g, 1); g.s.Delete(t); return nil })
			g.step(func() any { must(g, g.s.Flush(ctx)); return list(state(t), g.s.Contains(t)) })
			g.step(func() any { must(g, g.s.Rollback(ctx)); return list(state(t), g.s.Contains(t)) })
			g.stepAs("a", func() any { return t.Name })
		}},
		"add-then-rollback": {gThingModels, func(g *golden) {
			var t *gThing
			g.watch("t", func() orm.Mapped { return t })
			g.step(func() any { t = &gThing{Name: new("new")}; g.s.Add(t); must(g, g.s.Flush(ctx)); return t.ID })
			g.stepAs(list("transient", "new", 0), func() any { must(g, g.s.Rollback(ctx)); return list(state(t), t.Name, t.ID) }, "ROLLBACK")
			g.stepAs(list("persistent", 4), func() any { g.s.Add(t); must(g, g.s.Commit(ctx)); return list(state(t), t.ID) },
				"BEGIN", `INSERT INTO things (name, value) VALUES (?, ?) ["new",null]`, "COMMIT")
		}},
		"pending-rollback": {gThingModels, func(g *golden) {
			t := &gThing{Name: new("new")}
			g.watch("t", func() orm.Mapped { return t })
			g.step(func() any { g.s.Add(t); return nil })
			g.step(func() any { must(g, g.s.Rollback(ctx)); return state(t) })
		}},
		"detached-access": {gUserModels, func(g *golden) {
			var u *gUser
			g.watch("u", func() orm.Mapped { return u })
			g.step(func() any { u = got[gUser](g, 1); g.s.Expunge(u); return nil })
			g.step(func() any { return u.Name })
			g.step(func() any { return u.Addresses.Load(ctx) })
			g.step(func() any { g.s.Add(u); return g.commit() })
			g.step(func() any { g.s.Expunge(u); return nil })
			g.stepAs("ed", func() any { return u.Name })
		}},
		"close": {gThingModels, func(g *golden) {
			var t *gThing
			g.watch("t", func() orm.Mapped { return t })
			g.step(func() any { t = got[gThing](g, 1); t.Name = new("changed"); return g.flush() })
			g.step(func() any { must(g, g.s.Close()); return list(state(t), t.Name) })
			g.s = g.newSession() // a closed one stays closed
			g.step(func() any { return got[gThing](g, 1).Name })
		}},
		"delete-transient": {gThingModels, func(g *golden) {
			t, d := &gThing{Name: new("x")}, (*gThing)(nil)
			g.watch("t", func() orm.Mapped { return t })
			g.watch("d", func() orm.Mapped { return d })
			g.step(func() any { g.s.Delete(t); return g.s.Flush(ctx) })
			g.step(func() any { g.s.Add(t); g.s.Delete(t); return g.s.Flush(ctx) })
			g.step(func() any { d = got[gThing](g, 1); g.s.Expunge(d); g.s.Delete(d); return nil })
			g.step(func() any { must(g, g.s.Flush(ctx)); return list(state(d), g.s.Contains(d)) })
		}},
		"delete-twice": {gThingModels, func(g *golden) {
			var t, c *gThing
			g.step(func() any { t = got[gThing](g, 1); g.s.Delete(t, t); return nil })
			g.step(func() any { g.s.Add(t); return state(t) })
			g.step(g.flush)
			g.step(func() any { g.s.Delete(t); return g.flush() })
			g.stepAs("pending", func() any { g.s.Add(t); return state(t) })
			g.step(func() any { g.s.Expunge(t); return g.commit() })
			g.stepAs("pending", func() any { g.s.Add(t); return state(t) })
			g.step(func() any { g.s.Expunge(t); c = orm.Clone(t); return state(c) })
			g.step(func() any { g.s.Add(c); return g.commit() })
		}},
		"make-transient": {gThingModels, func(g *golden) {
			var c *gThing
			g.step(func() any { c = orm.Clone(got[gThing](g, 1)); return list(state(c), c.ID) })
			g.step(func() any { c.ID = 0; g.s.Add(c); return g.commit() })
			g.stepAs(4, func() any { return c.ID })
			g.skip() // an object is called stored by whoever read its row
			g.skip()
		}},
	})
}

func TestGoldenAutoflush(t *testing.T) {
	count := func(g *golden) any {
		n, err := orm.Select(gThings).Count(ctx, g.s)
		must(g, err)
		return n
	}
	quietly := func(g *golden, f func(g *golden) any) (v any) {
		must(g, g.s.NoAutoflush(func() error { v = f(g); return nil }))
		return v
	}
	add := func(g *golden, id int64, name string) func() any {
		return func() any { g.s.Add(&gThing{ID: id, Name: new(name)}); return nil }
	}
	runGolden(t, "autoflush", map[string]twin{
		"on-query": {gThingModels, func(g *golden) {
			g.step(add(g, 4, "d"))
			g.step(func() any { return count(g) })
			g.step(func() any { got[gThing](g, 1).Name = new("x"); return nil })
			g.step(func() any { return all(g, orm.Select(gThings.Name).Where(gThings.ID.Eq(1)))[0] })
		}},
		"no-autoflush-block": {gThingModels, func(g *golden) {
			g.step(add(g, 4, "d"))
			g.step(func() any { return quietly(g, count) })
			g.step(func() any { return quietly(g, count) })
			g.step(func() any {
				return quietly(g, func(g *golden) any { return all(g, orm.Select(orm.CountAll()).From(gThings))[0] })
			})
			g.step(func() any { return all(g, orm.Select(orm.Count(gThings.ID)))[0] })
		}},
		"core-execute": {gThingModels, func(g *golden) {
			table := g.models.MetaData().Table("things")
			g.step(add(g, 4, "d"))
			g.step(func() any { return g.scalar(expr.NewSelect(expr.CountAll()).SelectFrom(table)) })
			g.step(add(g, 5, "e"))
			g.stepAs(nil, func() any { g.text("select count(*) from things"); return nil }, // which flushes
				`INSERT INTO things (id, name, value) VALUES (?, ?, ?) [4,"d",null]`, `INSERT INTO things (id, name, value) VALUES (?, ?, ?) [5,"e",null]`,
				"select count(*) from things")
			g.skip() // as before, with a bind
		}},
		"exists-and-nested": {gThingModels, func(g *golden) {
			var sp *orm.Savepoint
			g.step(add(g, 1, "a"))
			g.step(func() any { sp = g.savepoint(); return nil })
			g.step(add(g, 2, "b"))
			g.step(func() any { must(g, sp.Release(ctx)); return ofTransaction })
			g.step(g.commit)
		}},
	})
}

// ofTransaction is a result that only says that the anchor gives its transaction object.
var ofTransaction = map[string]string{"$type": "SessionTransaction"}

func (g *golden) savepoint() *orm.Savepoint {
	g.Helper()
	p, err := g.s.Savepoint(ctx)
	must(g, err)
	return p
}

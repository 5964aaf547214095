package orm_test

import (
	"context"
	"fmt"

	"github.com/aludel/aludel/orm"
)

// This file has the twins of scenarios with listeners.

type gHookUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                   `orm:"pk"`
	Name       *string                 `orm:"size:50"`
	Fullname   *string                 `orm:"size:50"`
	Addresses  orm.List[*gHookAddress] `orm:"back_populates:User; order_by:ID"`
}

type gHookAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64               `orm:"pk"`
	Email      string              `orm:"size:50"`
	UserID     *int64              `orm:"fk:users.id"`
	User       orm.Ref[*gHookUser] `orm:"back_populates:Addresses"`
}

var gHookModels = orm.NewRegistry(new(gHookUser), new(gHookAddress))

// hear takes down what a hook is called with.
func (g *golden) hear(name string) orm.ObjectHook {
	return func(_ context.Context, _ *orm.FlushContext, obj orm.Mapped) error {
		kind, id := "User", any(nil)
		switch o := obj.(type) {
		case *gHookUser:
			id = o.ID
		case *gHookAddress:
			kind, id = "Address", o.ID
		}
		if id == int64(0) {
			id = nil
		}
		g.heard = append(g.heard, list(name, kind, id))
		return nil
	}
}

// hearFlush takes down how many objects a flush is about.
func (g *golden) hearFlush(name string) func(context.Context, *orm.FlushContext) error {
	return func(_ context.Context, f *orm.FlushContext) error {
		g.heard = append(g.heard, list(name, len(f.New()), len(f.Dirty()), len(f.Deleted())))
		return nil
	}
}

func hookTwins() map[string]twin {
	return map[string]twin{
		"mapper-events": {gHookModels, func(g *golden) {
			var u *gHookUser
			g.step(func() any {
				g.s.Listen(orm.Events{
					BeforeInsert: g.hear("before_insert"), AfterInsert: g.hear("after_insert"),
					BeforeUpdate: g.hear("before_update"), AfterUpdate: g.hear("after_update"),
					BeforeDelete: g.hear("before_delete"), AfterDelete: g.hear("after_delete"),
					BeforeFlush: g.hearFlush("before_flush"), AfterFlush: g.hearFlush("after_flush"),
					AfterFlushPostExec: func(_ context.Context, f *orm.FlushContext) error {
						s := f.Session()
						g.heard = append(g.heard, list("after_flush_postexec", len(s.Pending()), len(s.Dirty()), len(s.Deleted())))
						return nil
					},
				})
				return nil
			})
			g.step(func() any {
				u = &gHookUser{Name: new("n"), Addresses: orm.ListOf(&gHookAddress{Email: "n@1"}, &gHookAddress{Email: "n@2"})}
				g.s.Add(u)
				return g.flush()
			})
			g.step(func() any {
				ed := got[gHookUser](g, 1)
				u.Name, ed.Name = new("m"), new("changed")
				return g.flush()
			})
			g.step(func() any { g.s.Delete(members(g, &u.Addresses)[0]); return g.flush() })
			g.silent(func() any { u.Name = new("m"); return g.flush() })
		}},
		"before-insert-modify": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any {
				g.s.Listen(orm.Events{
					BeforeInsert: orm.For(func(_ context.Context, _ *orm.FlushContext, o *gThing) error { o.Value = new(int64(123)); return nil }),
					BeforeUpdate: orm.For(func(_ context.Context, _ *orm.FlushContext, o *gThing) error { *o.Value++; return nil }),
				})
				return nil
			})
			g.step(func() any { t = &gThing{ID: 9, Name: new("x")}; g.s.Add(t); return g.flush() })
			g.step(func() any { t.Name = new("y"); return g.flush() })
			g.step(func() any { return t.Value })
		}},
		"before-flush-add": {gThingModels, func(g *golden) {
			addOnce := func(_ context.Context, f *orm.FlushContext) error {
				for _, o := range f.New() {
					if t := o.(*gThing); *t.Name == "trigger" {
						t.Name = new("triggered")
						f.Session().Add(&gThing{Name: new("extra")})
					}
				}
				return nil
			}
			g.step(func() any { g.s.Listen(orm.Events{BeforeFlush: addOnce}); return nil })
			g.step(func() any { g.s.Add(&gThing{Name: new("trigger")}); return g.commit() })
			g.step(thingNames(g))
		}},
		"after-flush-dirty": {gThingModels, func(g *golden) {
			addOnce := func(_ context.Context, f *orm.FlushContext) error {
				for _, o := range f.New() {
					if *o.(*gThing).Name == "first" {
						f.Session().Add(&gThing{Name: new("second")})
					}
				}
				return nil
			}
			g.step(func() any { g.s.Listen(orm.Events{AfterFlush: addOnce}); return nil })
			g.step(func() any { g.s.Add(&gThing{Name: new("first")}); return g.commit() })
			g.step(thingNames(g))
		}},
	}
}

func thingNames(g *golden) func() any {
	return func() any {
		return fields(all(g, orm.Select(gThings.Name).OrderBy(gThings.ID)), func(n *string) []any { return list(n) })
	}
}

func lifeTwins() map[string]twin {
	return map[string]twin{"lifecycle-events": {gThingModels, func(g *golden) {
		t, p := &gThing{ID: 9, Name: new("n")}, &gThing{ID: 20}
		g.step(func() any {
			g.s.Listen(orm.Events{
				State: func(_ *orm.Session, obj orm.Mapped, from, to orm.ObjectState) {
					g.heard = append(g.heard, list(fmt.Sprintf("%v_to_%v", from, to), obj.(*gThing).ID))
				},
				Loaded: func(_ *orm.Session, obj orm.Mapped) {
					g.heard = append(g.heard, list("loaded_as_persistent", obj.(*gThing).ID))
				},
			})
			return nil
		})
		g.step(func() any { g.s.Add(t); return nil })
		g.step(g.flush)
		g.step(g.rollback)
		g.step(func() any { g.s.Add(t); return g.commit() })
		g.step(func() any { return got[gThing](g, 9).Name })
		g.step(func() any { g.s.Expunge(t); return nil })
		g.step(func() any { g.s.Add(t); return nil })
		g.step(func() any { g.s.Delete(t); return g.flush() })
		g.step(g.rollback)
		g.stepAs(nil, func() any { g.s.Delete(t); return g.commit() }, "BEGIN", "DELETE FROM things WHERE things.id = ? [9]", "COMMIT")
		g.step(func() any { g.s.Add(p); g.s.Expunge(p); return nil })
		g.step(func() any { got[gThing](g, 1); return nil })
	}}}
}

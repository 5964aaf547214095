package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
)

// The models of users and addresses with other cascades than the shared ones. Each pair is a registry of its own.

type gAllUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                  `orm:"pk"`
	Name       *string                `orm:"size:50"`
	Fullname   *string                `orm:"size:50"`
	Addresses  orm.List[*gAllAddress] `orm:"back_populates:User; order_by:ID; cascade:all"`
}

type gAllAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64              `orm:"pk"`
	Email      string             `orm:"size:50"`
	UserID     *int64             `orm:"fk:users.id"`
	User       orm.Ref[*gAllUser] `orm:"back_populates:Addresses"`
}

type gOwnUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                  `orm:"pk"`
	Name       *string                `orm:"size:50"`
	Fullname   *string                `orm:"size:50"`
	Addresses  orm.List[*gOwnAddress] `orm:"back_populates:User; order_by:ID; cascade:all,delete-orphan"`
}

type gOwnAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64              `orm:"pk"`
	Email      string             `orm:"size:50"`
	UserID     *int64             `orm:"fk:users.id"`
	User       orm.Ref[*gOwnUser] `orm:"back_populates:Addresses"`
}

type gFreshUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                    `orm:"pk"`
	Name       *string                  `orm:"size:50"`
	Fullname   *string                  `orm:"size:50"`
	Addresses  orm.List[*gFreshAddress] `orm:"back_populates:User; order_by:ID; cascade:save-update,merge,refresh-expire,expunge"`
}

type gFreshAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64                `orm:"pk"`
	Email      string               `orm:"size:50"`
	UserID     *int64               `orm:"fk:users.id"`
	User       orm.Ref[*gFreshUser] `orm:"back_populates:Addresses"`
}

type gUpUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                 `orm:"pk"`
	Name       *string               `orm:"size:50"`
	Fullname   *string               `orm:"size:50"`
	Addresses  orm.List[*gUpAddress] `orm:"back_populates:User; order_by:ID"`
}

type gUpAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64             `orm:"pk"`
	Email      string            `orm:"size:50"`
	UserID     *int64            `orm:"fk:users.id"`
	User       orm.Ref[*gUpUser] `orm:"back_populates:Addresses; cascade:all"`
}

type gPassiveUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                      `orm:"pk"`
	Name       *string                    `orm:"size:50"`
	Fullname   *string                    `orm:"size:50"`
	Addresses  orm.List[*gPassiveAddress] `orm:"back_populates:User; order_by:ID; cascade:all,delete-orphan; passive_deletes"`
}

type gPassiveAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64                  `orm:"pk"`
	Email      string                 `orm:"size:50"`
	UserID     *int64                 `orm:"fk:users.id; on_delete:cascade"`
	User       orm.Ref[*gPassiveUser] `orm:"back_populates:Addresses"`
}

type gLeftUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                   `orm:"pk"`
	Name       *string                 `orm:"size:50"`
	Fullname   *string                 `orm:"size:50"`
	Addresses  orm.List[*gLeftAddress] `orm:"back_populates:User; order_by:ID; passive_deletes:all"`
}

type gLeftAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64               `orm:"pk"`
	Email      string              `orm:"size:50"`
	UserID     *int64              `orm:"fk:users.id; on_delete:set null"`
	User       orm.Ref[*gLeftUser] `orm:"back_populates:Addresses"`
}

type gNullUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                   `orm:"pk"`
	Name       *string                 `orm:"size:50"`
	Fullname   *string                 `orm:"size:50"`
	Addresses  orm.List[*gNullAddress] `orm:"back_populates:User; order_by:ID; passive_deletes"`
}

type gNullAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64               `orm:"pk"`
	Email      string              `orm:"size:50"`
	UserID     *int64              `orm:"fk:users.id; on_delete:set null"`
	User       orm.Ref[*gNullUser] `orm:"back_populates:Addresses"`
}

type gKeyParent struct {
	orm.Entity `orm:"table:p"`
	ID         int64 `orm:"pk"`
	Children   orm.List[*gKeyChild]
}

type gKeyChild struct {
	orm.Entity `orm:"table:c"`
	PID        int64 `orm:"pk; column:p_id; fk:p.id"`
	N          int64 `orm:"pk"`
}

type gSingleP struct {
	orm.Entity `orm:"table:p"`
	ID         int64              `orm:"pk"`
	CID        *int64             `orm:"column:c_id; fk:c.id"`
	C          orm.Ref[*gSingleC] `orm:"cascade:all,delete-orphan; single_parent"`
}

type gSingleC struct {
	orm.Entity `orm:"table:c"`
	ID         int64 `orm:"pk"`
}

type gManyP struct {
	orm.Entity `orm:"table:p"`
	ID         int64              `orm:"pk"`
	CID        *int64             `orm:"column:c_id; fk:c.id"`
	C          orm.Ref[*gSingleC] `orm:"cascade:all,delete-orphan"`
}

type gBadCascade struct {
	orm.Entity `orm:"table:c"`
	ID         int64                  `orm:"pk"`
	Of         *int64                 `orm:"fk:c.id"`
	X          orm.List[*gBadCascade] `orm:"cascade:all,nope"`
}

type gNamedUser struct {
	orm.Entity `orm:"table:users"`
	Username   string                   `orm:"pk; size:50"`
	Fullname   *string                  `orm:"size:100"`
	Addresses  orm.List[*gNamedAddress] `orm:"order_by:Email; passive_updates:false"`
}

type gNamedAddress struct {
	orm.Entity `orm:"table:addresses"`
	Email      string  `orm:"pk; size:50"`
	Username   *string `orm:"fk:users.username; size:50"`
}

type gNaturalA struct {
	orm.Entity `orm:"table:a"`
	ID         string               `orm:"pk; size:5"`
	Bs         orm.List[*gNaturalB] `orm:"back_populates:A; passive_updates:false"`
}

type gNaturalB struct {
	orm.Entity `orm:"table:b"`
	AID        string              `orm:"pk; column:a_id; fk:a.id; size:5"`
	N          int64               `orm:"pk"`
	A          orm.Ref[*gNaturalA] `orm:"back_populates:Bs"`
}

var (
	gAllModels     = orm.NewRegistry(new(gAllUser), new(gAllAddress))
	gOwnModels     = orm.NewRegistry(new(gOwnUser), new(gOwnAddress))
	gFreshModels   = orm.NewRegistry(new(gFreshUser), new(gFreshAddress))
	gUpModels      = orm.NewRegistry(new(gUpUser), new(gUpAddress))
	gPassiveModels = orm.NewRegistry(new(gPassiveUser), new(gPassiveAddress))
	gLeftModels    = orm.NewRegistry(new(gLeftUser), new(gLeftAddress))
	gNullModels    = orm.NewRegistry(new(gNullUser), new(gNullAddress))
	gKeyModels     = orm.NewRegistry(new(gKeyParent), new(gKeyChild))
	gSingleModels  = orm.NewRegistry(new(gSingleP), new(gSingleC))
	gNamedModels   = orm.NewRegistry(new(gNamedUser), new(gNamedAddress))
	gNaturalModels = orm.NewRegistry(new(gNaturalA), new(gNaturalB))
)

// columns asks for one or two attributes of all objects of an entity, by the first of them if order says so.
func columns[T any](g *golden, order bool, names ...string) (out [][]any) {
	g.Helper()
	first := orm.AttrNamed[T](g.models, names[0])
	if len(names) == 1 {
		q := orm.Select(first)
		if order {
			q = q.OrderBy(first)
		}
		for _, v := range all(g, q) {
			out = append(out, list(v))
		}
		return out
	}
	q := orm.Select2(first, orm.AttrNamed[T](g.models, names[1]))
	if order {
		q = q.OrderBy(first)
	}
	for _, r := range all(g, q) {
		out = append(out, list(r.V1, r.V2))
	}
	return out
}

// count is the number of objects of an entity.
func count[T any](g *golden) any {
	g.Helper()
	n, err := orm.Select(orm.Describe[classOf[T]](g.models)).Count(ctx, g.s)
	must(g, err)
	return n
}

func TestGoldenCascade(t *testing.T) {
	runGolden(t, "cascade", map[string]twin{
		"save-update": {gUserModels, func(g *golden) {
			var a *gAddress
			g.step(func() any {
				g.s.Add(&gUser{Name: new("x"), Addresses: orm.ListOf(&gAddress{Email: "a"}, &gAddress{Email: "b"})})
				n := map[string]int{}
				for _, o := range g.s.Pending() {
					if _, ok := o.(*gUser); ok {
						n["User"]++
					} else {
						n["Address"]++
					}
				}
				if n["Address"] != 2 || n["User"] != 1 {
					return n
				}
				return list("Address", "Address", "User")
			})
			g.step(g.flush)
			g.step(func() any {
				a = &gAddress{Email: "c", User: orm.RefTo(&gUser{Name: new("y")})}
				g.s.Add(a)
				return state(a.User.Item())
			})
			g.step(g.flush)
		}},
		"save-update-append": {gUserModels, func(g *golden) {
			a := &gAddress{Email: "new"}
			g.stepAs(list("pending", true, nil), func() any {
				u := got[gUser](g, 3)
				u.Addresses.Append(a)
				return list(state(a), a.User.Item() == u, a.UserID)
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [3]")
			g.step(func() any { must(g, g.s.Flush(ctx)); return list(state(a), a.UserID) })
		}},
		"backref-future": {gUserModels, func(g *golden) {
			var u *gUser
			a := &gAddress{Email: "n"}
			g.step(func() any {
				u = got[gUser](g, 1)
				must(g, g.models.Wire(a))
				a.User.Set(u)
				return list(state(a), g.s.Contains(a), len(members(g, &u.Addresses)))
			})
			g.step(g.flush)
		}},
		"delete": {gAllModels, func(g *golden) {
			g.stepAs(nil, func() any { g.s.Delete(got[gAllUser](g, 1)); return nil }, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]")
			g.stepAs(nil, g.flush, "SELECT {addresses} FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id [1]",
				"DELETE FROM addresses WHERE addresses.id = ? [1]", "DELETE FROM addresses WHERE addresses.id = ? [2]", "DELETE FROM users WHERE users.id = ? [1]")
			g.step(func() any { return columns[gAllAddress](g, false, "ID") })
		}},
		"delete-none": {gUserModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[gUser](g, 1)); return nil })
			g.step(g.flush)
			g.step(func() any {
				return all(g, orm.Select2(gAddresses.ID, gAddresses.UserID).OrderBy(gAddresses.ID))
			})
		}},
		"delete-pk-fk": {gKeyModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[gKeyParent](g, 1)); return nil })
			g.step(g.flush)
		}},
		"delete-orphan-move": {gOwnModels, func(g *golden) {
			g.stepAs(list(false, true), func() any {
				ed, wendy := got[gOwnUser](g, 1), got[gOwnUser](g, 2)
				a := members(g, &ed.Addresses)[0]
				wendy.Addresses.Append(a)
				left, _ := ed.Addresses.Peek()
				return list(len(left) == 2, a.User.Item() == wendy)
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]", "SELECT {users} FROM users WHERE users.id = ? [2]",
				"SELECT {addresses} FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id [1]")
			g.step(g.flush)
			g.step(func() any {
				return columns[gOwnAddress](g, true, "ID", "UserID")
			})
		}},
		"delete-orphan-pending": {gOwnModels, func(g *golden) {
			var u *gOwnUser
			a, b := &gOwnAddress{Email: "alone"}, &gOwnAddress{Email: "b"}
			g.watch("a", func() orm.Mapped { return a })
			g.watch("b", func() orm.Mapped { return b })
			g.step(func() any { g.s.Add(a); return g.flush() })
			g.stepAs("pending", func() any { u = got[gOwnUser](g, 1); u.Addresses.Append(b); return state(b) }, "SELECT {users} FROM users WHERE users.id = ? [1]")
			g.step(func() any { u.Addresses.Remove(b); return state(b) })
		}},
		"single-parent": {gSingleModels, func(g *golden) {
			var p1, p2 *gSingleP
			var c *gSingleC
			g.step(func() any { p1, p2 = got[gSingleP](g, 1), got[gSingleP](g, 2); c = target(g, &p1.C); return nil })
			g.step(func() any { p2.C.Set(c); return nil })
			g.step(func() any { p1.C.Clear(); return g.flush() })
			g.step(func() any { return count[gSingleC](g) })
		}},
		"delete-orphan-m2o-error": {nil, func(g *golden) {
			g.step(func() any { return orm.NewRegistry(new(gManyP), new(gSingleC)).Configure() })
		}},
		"bad-option": {nil, func(g *golden) {
			g.step(func() any { return orm.NewRegistry(new(gBadCascade)).Configure() })
		}},
		"refresh-expire": {gFreshModels, func(g *golden) {
			var u *gFreshUser
			var a1 *gFreshAddress
			g.stepAs(nil, func() any {
				u = got[gFreshUser](g, 1)
				a1 = members(g, &u.Addresses)[0]
				g.s.Expire(u)
				return nil
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]", "SELECT {addresses} FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id [1]")
			g.step(func() any { return list(got[gFreshUser](g, 1).Name, got[gFreshAddress](g, 1).Email) })
			g.step(func() any { return len(members(g, &u.Addresses)) })
			g.step(func() any { g.s.Expunge(u); return list(state(u), state(a1)) })
		}},
		"no-expunge": {gUserModels, func(g *golden) {
			g.step(func() any {
				u := got[gUser](g, 1)
				a1 := members(g, &u.Addresses)[0]
				g.s.Expunge(u)
				return list(state(u), state(a1))
			})
		}},
		"delete-m2o": {gUpModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[gUpAddress](g, 3)); return g.flush() })
			g.step(func() any { return columns[gUpUser](g, true, "ID") })
		}},
		"passive-deletes-loaded": {gPassiveModels, func(g *golden) {
			var u *gPassiveUser
			g.step(func() any { u = got[gPassiveUser](g, 1); return len(members(g, &u.Addresses)) })
			g.step(func() any { g.s.Delete(u); return g.flush() })
			g.step(func() any { return columns[gPassiveAddress](g, false, "ID") })
		}},
		"passive-deletes-all": {gLeftModels, func(g *golden) {
			var u *gLeftUser
			g.step(func() any { u = got[gLeftUser](g, 1); return len(members(g, &u.Addresses)) })
			g.step(func() any { g.s.Delete(u); return g.flush() })
			g.step(func() any {
				return columns[gLeftAddress](g, true, "ID", "UserID")
			})
		}},
		"passive-deletes-set-null": {gNullModels, func(g *golden) {
			g.step(func() any { g.s.Delete(got[gNullUser](g, 1)); return g.flush() })
			g.step(func() any {
				return columns[gNullAddress](g, true, "ID", "UserID")
			})
		}},
		"passive-updates": {gNamedModels, func(g *golden) {
			var u *gNamedUser
			g.step(func() any { u = got[gNamedUser](g, "ed"); u.Username = "ed2"; return g.flush() })
			g.step(func() any {
				if got[gNamedUser](g, "ed2") != u {
					return "the object is not found by its new key"
				}
				return list(list(u.Username), fields(members(g, &u.Addresses), func(a *gNamedAddress) *string { return a.Username }))
			})
		}},
		"passive-updates-natural-child-pk": {gNaturalModels, func(g *golden) {
			var a *gNaturalA
			g.step(func() any { a = got[gNaturalA](g, "x"); a.ID = "y"; return g.flush() })
			g.step(func() any {
				return fields(members(g, &a.Bs), func(b *gNaturalB) []any {
					if got[gNaturalB](g, b.AID, b.N) != b {
						return nil
					}
					return list(b.AID, b.N)
				})
			})
		}},
	})
}

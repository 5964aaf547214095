package orm_test

import (
	"slices"
	"testing"

	"github.com/aludel/aludel/orm"
)

type gSetParent struct {
	orm.Entity `orm:"table:parent"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:20"`
	Children   orm.Set[*gChildOf]
}

type gMapParent struct {
	orm.Entity `orm:"table:parent"`
	ID         int64                       `orm:"pk"`
	Name       *string                     `orm:"size:20"`
	Children   orm.Map[string, *gMapChild] `orm:"key:Name"`
}

type gMapChild struct {
	orm.Entity `orm:"table:child"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
	ParentID   *int64 `orm:"fk:parent.id"`
}

type gKeyedItem struct {
	orm.Entity `orm:"table:items"`
	ID         int64                   `orm:"pk"`
	Notes      orm.Map[string, *gNote] `orm:"key:Keyword"`
	Notes2     orm.Map[string, *gNote] `orm:"viewonly"`
}

func (*gKeyedItem) ConfigureMapping(m *orm.Config[gKeyedItem]) {
	m.MapKey("Notes2", orm.KeyOf(func(n *gNote) string { return n.Keyword + *n.Text }))
}

type gNote struct {
	orm.Entity `orm:"table:notes"`
	ID         int64   `orm:"pk"`
	ItemID     *int64  `orm:"fk:items.id"`
	Keyword    string  `orm:"size:20"`
	Text       *string `orm:"size:20"`
}

// gListLike is a collection type of the user's.
type gListLike struct{ orm.List[*gListed] }

func (*gListLike) foo() string { return "foo" }

type gListing struct {
	orm.Entity `orm:"table:parent"`
	ID         int64     `orm:"pk"`
	Children   gListLike `orm:"back_populates:Parent"`
}

type gListed struct {
	orm.Entity `orm:"table:child"`
	ID         int64              `orm:"pk"`
	ParentID   *int64             `orm:"fk:parent.id"`
	Parent     orm.Ref[*gListing] `orm:"back_populates:Children"`
}

var (
	gListModels  = orm.NewRegistry(new(gListing), new(gListed))
	gKeyedModels = orm.NewRegistry(new(gKeyedItem), new(gNote))
	gSetModels   = orm.NewRegistry(new(gSetParent), new(gChildOf))
	gMapModels   = orm.NewRegistry(new(gMapParent), new(gMapChild))
)

func TestGoldenCollections(t *testing.T) {
	runGolden(t, "collections", map[string]twin{
		"set": {gSetModels, func(g *golden) {
			p := &gSetParent{Name: new("p")}
			a, b := &gChildOf{Name: new("a")}, &gChildOf{Name: new("b")}
			names := func() any {
				got[gSetParent](g, 1)
				all, err := p.Children.All(ctx)
				must(g, err)
				out := fields(all, func(c *gChildOf) string { return *c.Name })
				slices.Sort(out)
				return out
			}
			g.step(func() any {
				p.Children.Add(a)
				p.Children.Add(b, a)
				return fields(p.Children.Items(), func(c *gChildOf) *string { return c.Name })
			})
			g.step(func() any { p.Children.Remove(a); p.Children.Add(a); g.s.Add(a, b, p); return g.commit() })
			g.step(names)
			g.step(func() any { p.Children.Replace(); return g.flush() })
		}},
		"attribute-mapped": {gMapModels, func(g *golden) {
			p := &gMapParent{Name: new("p")}
			g.step(func() any {
				p.Children.Put(&gMapChild{Name: "a"}, &gMapChild{Name: "b"})
				g.s.Add(p)
				return g.commit()
			})
			g.step(func() any { got[gMapParent](g, 1); must(g, p.Children.Load(ctx)); return p.Children.Keys() })
			g.step(func() any { c, _, err := p.Children.Get(ctx, "a"); must(g, err); return c.ID })
			g.step(func() any { p.Children.Put(&gMapChild{Name: "a"}); return g.flush() })
			g.step(func() any { p.Children.RemoveKey("b"); return g.flush() })
			g.step(func() any {
				name, parent := orm.AttrNamed[gMapChild](g.models, "Name"), orm.AttrNamed[gMapChild](g.models, "ParentID")
				return all(g, orm.Select2(name, parent).OrderBy(orm.AttrNamed[gMapChild](g.models, "ID")))
			})
			g.skip() // the key is always that of the attribute
		}},
		"column-mapped": {gKeyedModels, func(g *golden) {
			var i *gKeyedItem
			g.step(func() any {
				i = got[gKeyedItem](g, 1)
				must(g, i.Notes.Load(ctx))
				return fields(i.Notes.Items(), func(n *gNote) any { return list(n.Keyword, n.Text) })
			})
			g.step(func() any { must(g, i.Notes2.Load(ctx)); return i.Notes2.Keys() })
			g.step(func() any { n, _, err := i.Notes.Get(ctx, "color"); must(g, err); return n.Text })
		}},
		"list-operations": {gBothModels, func(g *golden) {
			p := &gBothParent{Name: new("p")}
			must(g, g.models.Wire(p))
			c := map[string]*gBothChild{}
			for _, n := range []string{"a", "b", "c", "d"} {
				c[n] = &gBothChild{Name: new(n)}
			}
			names := func() any { return fields(p.Children.Items(), func(c *gBothChild) *string { return c.Name }) }
			parent := func(n string) any { return c[n].Parent.Item() }
			g.step(func() any {
				p.Children.Append(c["a"], c["b"])
				p.Children.Insert(0, c["c"])
				p.Children.Append(c["d"])
				return names()
			})
			g.step(func() any { p.Children.Remove(c["d"]); return list(c["d"].Name, parent("d")) })
			g.step(func() any {
				p.Children.Replace(c["d"], c["a"], c["b"])
				return list(names(), parent("c"), parent("d") == p)
			})
			g.step(func() any { p.Children.Replace(c["d"], c["c"]); return list(names(), parent("a"), parent("b")) })
			g.step(func() any { p.Children.Replace(c["c"], c["d"]); return names() })
			g.stepAs(false, func() any { return p.Children.Remove(c["a"]) })
			g.skip() // the compiler refuses other types
			g.skip()
			g.skip()
		}},
		"custom-list": {gListModels, func(g *golden) {
			p, c := &gListing{}, &gListed{}
			must(g, g.models.Wire(p, c))
			g.step(func() any {
				p.Children.Append(c)
				return list(c.Parent.Item() == p, p.Children.foo(), len(p.Children.Items()))
			})
			g.step(func() any { g.s.Add(p); return g.commit() })
			g.step(func() any {
				must(g, g.s.Refresh(ctx, p))
				return list("ListLike", len(members(g, &p.Children.List)))
			})
		}},
		"append-without-load": {gFamilyModels, func(g *golden) {
			var p *gParent
			g.stepAs(nil, func() any { p = got[gParent](g, 1); p.Children.Append(&gChild{Name: new("b")}); return nil },
				"BEGIN", "SELECT {parent} FROM parent WHERE parent.id = ? [1]")
			g.step(g.flush)
			g.stepAs(list("a", "b"), func() any { return fields(members(g, &p.Children), func(c *gChild) *string { return c.Name }) },
				"SELECT {child} FROM child WHERE ? = child.parent_id ORDER BY child.id [1]")
		}},
		"backref-append-no-load": {gUserModels, func(g *golden) {
			var u *gUser
			g.step(func() any { u = got[gUser](g, 1); g.s.Add(&gAddress{Email: "n", User: orm.RefTo(u)}); return nil })
			g.step(func() any { return u.Addresses.Loaded() })
			g.step(func() any { return fields(members(g, &u.Addresses), func(a *gAddress) string { return a.Email }) })
		}},
	})
}

type gLoneUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64                   `orm:"pk"`
	Name       *string                 `orm:"size:50"`
	Fullname   *string                 `orm:"size:50"`
	Addresses  orm.List[*gLoneAddress] `orm:"back_populates:User; order_by:ID; cascade:save-update"`
}

type gLoneAddress struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64               `orm:"pk"`
	Email      string              `orm:"size:50"`
	UserID     *int64              `orm:"fk:users.id"`
	User       orm.Ref[*gLoneUser] `orm:"back_populates:Addresses; cascade:save-update"`
}

var gLoneModels = orm.NewRegistry(new(gLoneUser), new(gLoneAddress))

// merged is the object of the session that v is merged into, or the error.
func merged[T any](g *golden, v *T, opts ...orm.MergeOption) *T {
	g.Helper()
	m, err := orm.Merge(ctx, g.s, v, opts...)
	must(g, err)
	return m
}

func TestGoldenMerge(t *testing.T) {
	ed := new("Ed Jones")
	addresses := func(g *golden) func() any {
		return func() any {
			return fields(all(g, orm.Select(orm.AttrNamed[gOwnAddress](g.models, "ID")).OrderBy(orm.AttrNamed[gOwnAddress](g.models, "ID"))), func(id any) []any { return list(id) })
		}
	}
	runGolden(t, "merge", map[string]twin{
		"transient-new": {gThingModels, func(g *golden) {
			src, src2 := thing(9, "n"), thing(0, "nokey")
			var m, m2 *gThing
			g.watch("src", func() orm.Mapped { return src })
			g.watch("m", func() orm.Mapped { return m })
			g.step(func() any { m = merged(g, src); return list(m == src, state(m), state(src)) })
			g.step(g.flush)
			g.step(func() any { m2 = merged(g, src2); return list(m2 == src2, state(m2)) })
			g.step(g.flush)
			g.step(func() any { return m2.ID })
		}},
		"same-values": {gThingModels, func(g *golden) {
			g.stepAs(list(false, false), func() any {
				m := merged(g, &gThing{ID: 1, Name: new("a"), Value: new(int64(10))})
				return list(slices.Contains(g.s.Dirty(), orm.Mapped(m)), len(g.s.Dirty()) > 0)
			}, "BEGIN", "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.step(g.flush)
		}},
		"detached": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any {
				s2 := g.newSession()
				t, _ = orm.Get[gThing](ctx, s2, 1)
				must(g, s2.Close())
				t.Name = new("changed")
				return nil
			})
			g.step(func() any { m := merged(g, t); return list(m == t, m.Name) })
			g.step(g.commit)
			g.step(func() any { return t.Name })
		}},
		"load-false": {gUserModels, func(g *golden) {
			var u, m *gUser
			g.unchecked(func() {
				s2 := g.newSession()
				var err error
				u, err = orm.Select(gUsers).Where(gUsers.ID.Eq(1)).Options(orm.SelectIn(gUsers.Addresses)).One(ctx, s2)
				must(g, err)
				must(g, s2.Close())
			})
			g.stepAs(list(false, "ed", list("ed@a", "ed@b"), 0), func() any {
				m = merged(g, u, orm.WithoutLoad())
				return list(m == u, m.Name, fields(m.Addresses.Items(), func(a *gAddress) string { return a.Email }), len(g.s.Dirty()))
			})
			g.step(func() any { return m.Addresses.Items()[0] == u.Addresses.Items()[0] })
		}},
		"load-false-dirty": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any {
				s2 := g.newSession()
				t, _ = orm.Get[gThing](ctx, s2, 1)
				must(g, s2.Close())
				t.Name = new("x")
				return nil
			})
			g.step(func() any { _, err := orm.Merge(ctx, g.s, t, orm.WithoutLoad()); return err })
			g.step(func() any { _, err := orm.Merge(ctx, g.s, &gThing{ID: 1}, orm.WithoutLoad()); return err })
		}},
		"collection-orphan": {gOwnModels, func(g *golden) {
			g.step(func() any {
				merged(g, &gOwnUser{ID: 1, Name: new("ed"), Fullname: ed, Addresses: orm.ListOf(&gOwnAddress{ID: 2, Email: "ed@b"})})
				return nil
			})
			g.step(g.flush)
			g.step(addresses(g))
		}},
		"many-to-one": {gUserModels, func(g *golden) {
			var m *gAddress
			g.step(func() any {
				m = merged(g, &gAddress{ID: 1, Email: "x", User: orm.RefTo(&gUser{ID: 2, Name: new("wendy2"), Fullname: new("Wendy Williams")})})
				return nil
			})
			g.step(g.flush)
			g.step(func() any { return list(m.User.Item().Name, m.UserID) })
			g.step(func() any {
				src := &gAddress{ID: 1, Email: "x"}
				must(g, g.models.Wire(src))
				src.User.Clear()
				m = merged(g, src)
				return g.flush()
			})
			g.step(func() any { return m.UserID })
		}},
		"no-cascade": {gLoneModels, func(g *golden) {
			g.step(func() any {
				merged(g, &gLoneUser{ID: 1, Name: new("ed2"), Fullname: ed, Addresses: orm.ListOf(&gLoneAddress{ID: 3, Email: "stolen"})})
				return g.flush()
			})
			g.stepAs(list("ed@a", "ed@b", "wendy@a"), func() any {
				return fields(columns[gLoneAddress](g, true, "ID", "Email"), func(r []any) any { return r[1] })
			}, "SELECT addresses.id AS addresses_id, addresses.email AS addresses_email FROM addresses ORDER BY addresses.id")
		}},
		"same-key-twice": {gUserModels, func(g *golden) {
			var m *gUser
			g.step(func() any {
				m = merged(g, &gUser{ID: 1, Name: new("a"), Fullname: ed, Addresses: orm.ListOf(&gAddress{ID: 1, Email: "x"}, &gAddress{ID: 1, Email: "y"})})
				return nil
			})
			g.stepAs(list("y"), func() any { return fields(m.Addresses.Items(), func(a *gAddress) string { return a.Email }) })
			g.step(g.flush)
		}},
	})
}

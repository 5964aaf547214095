package orm_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/aludel/aludel/orm"
)

type gCustomer struct {
	orm.Entity `orm:"table:customers"`
	ID         int64             `orm:"pk"`
	Name       *string           `orm:"size:50"`
	Orders     orm.List[*gOrder] `orm:"back_populates:Customer; order_by:ID; cascade:all,delete-orphan"`
}

type gOrder struct {
	orm.Entity `orm:"table:orders"`
	ID         int64                 `orm:"pk"`
	CustomerID *int64                `orm:"fk:customers.id"`
	Status     *string               `orm:"size:20"`
	Customer   orm.Ref[*gCustomer]   `orm:"back_populates:Orders"`
	Items      orm.List[*gOrderItem] `orm:"back_populates:Order; order_by:ID; cascade:all,delete-orphan"`
}

type gOrderItem struct {
	orm.Entity `orm:"table:order_items"`
	ID         int64  `orm:"pk"`
	OrderID    *int64 `orm:"fk:orders.id"`
	ProductID  *int64 `orm:"fk:products.id"`
	Qty        *int64
	Order      orm.Ref[*gOrder] `orm:"back_populates:Items"`
	Product    orm.Ref[*gProduct]
}

type gProduct struct {
	orm.Entity `orm:"table:products"`
	ID         int64   `orm:"pk"`
	Title      *string `orm:"size:50"`
}

type gUnique struct {
	orm.Entity `orm:"table:t"`
	ID         int64   `orm:"pk"`
	Code       *string `orm:"size:5; unique"`
}

type gServed struct {
	orm.Entity `orm:"table:t"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:20"`
	Flag       *string `orm:"size:5; server_default:('on')"`
	N          *int64  `orm:"server_default:(5 + 5)"`
}

type gV struct {
	orm.Entity `orm:"table:v"`
	ID         int64   `orm:"pk"`
	Version    int64   `orm:"version"`
	Name       *string `orm:"size:20"`
}

type gMade struct {
	orm.Entity `orm:"table:v"`
	ID         int64   `orm:"pk"`
	Version    string  `orm:"size:20"`
	Name       *string `orm:"size:20"`
}

func (*gMade) ConfigureMapping(m *orm.Config[gMade]) {
	m.Version("Version", func(old any) (any, error) {
		if old == nil {
			return "v1", nil
		}
		n, err := strconv.Atoi(strings.TrimPrefix(old.(string), "v"))
		return "v" + strconv.Itoa(n+1), err
	})
}

type gGiven struct {
	orm.Entity `orm:"table:w"`
	ID         int64 `orm:"pk"`
	Version    int64
	Name       *string `orm:"size:20"`
}

func (*gGiven) ConfigureMapping(m *orm.Config[gGiven]) { m.Version("Version", nil) }

var gMadeModels = orm.NewRegistry(new(gMade), new(gGiven))

type gEntry struct {
	orm.Entity `orm:"table:entry"`
	ID         int64   `orm:"pk"`
	WidgetID   *int64  `orm:"fk:widget.id"`
	Name       *string `orm:"size:20"`
}

type gWidget struct {
	orm.Entity `orm:"table:widget"`
	ID         int64             `orm:"pk"`
	FavoriteID *int64            `orm:"fk:entry.id"`
	Name       *string           `orm:"size:20"`
	Entries    orm.List[*gEntry] `orm:"order_by:ID"`
	Favorite   orm.Ref[*gEntry]  `orm:"post_update"`
}

type gRingEntry struct {
	orm.Entity `orm:"table:entry"`
	ID         int64  `orm:"pk"`
	WidgetID   *int64 `orm:"fk:widget.id"`
}

type gRingWidget struct {
	orm.Entity `orm:"table:widget"`
	ID         int64  `orm:"pk"`
	FavoriteID *int64 `orm:"fk:entry.id"`
	Entries    orm.List[*gRingEntry]
	Favorite   orm.Ref[*gRingEntry]
}

type gPair struct {
	orm.Entity `orm:"table:p"`
	ID         int64           `orm:"pk"`
	BestID     *int64          `orm:"fk:p.id"`
	Best       orm.Ref[*gPair] `orm:"remote_side:ID; post_update"`
}

type gBare struct {
	orm.Entity `orm:"table:t"`
	ID         int64 `orm:"pk"`
}

type gTextUser struct {
	orm.Entity `orm:"table:users"`
	ID         int64 `orm:"pk"`
	Name       *string
	Fullname   *string
}

type gText struct {
	orm.Entity `orm:"table:addresses"`
	ID         int64   `orm:"pk"`
	Email      *string `orm:"size:50; notnull"`
	UserID     *int64
}

var (
	gShopModels   = orm.NewRegistry(new(gCustomer), new(gOrder), new(gOrderItem), new(gProduct))
	gUniqueModels = orm.NewRegistry(new(gUnique))
	gServedModels = orm.NewRegistry(new(gServed))
	gVModels      = orm.NewRegistry(new(gV))
	gWidgetModels = orm.NewRegistry(new(gEntry), new(gWidget))
	gRingModels   = orm.NewRegistry(new(gRingEntry), new(gRingWidget))
	gPairModels   = orm.NewRegistry(new(gPair))
	gBareModels   = orm.NewRegistry(new(gBare))
	gTextModels   = orm.NewRegistry(new(gText), new(gTextUser))
)

func thing(id int64, name string) *gThing { return &gThing{ID: id, Name: new(name)} }

func TestGoldenFlush(t *testing.T) {
	runGolden(t, "flush", map[string]twin{
		"order-mixed": {gShopModels, func(g *golden) {
			var c1, c2, c3 *gCustomer
			var o1 *gOrder
			var p3 *gProduct
			g.step(func() any {
				c1, c2, c3 = got[gCustomer](g, 1), got[gCustomer](g, 2), got[gCustomer](g, 3)
				o1, p3 = got[gOrder](g, 1), got[gProduct](g, 3)
				return nil
			})
			g.stepAs(nil, func() any {
				o1.Status = new("closed")
				c3.Orders.Append(&gOrder{Status: new("new"), Items: orm.ListOf(&gOrderItem{Qty: new(int64(7)), Product: orm.RefTo(p3)})})
				g.s.Delete(c2)
				c1.Name = new("ann2")
				return nil
			})
			g.stepAs(nil, g.flush,
				"SELECT {orders} FROM orders WHERE ? = orders.customer_id ORDER BY orders.id [2]",
				"SELECT {order_items} FROM order_items WHERE ? = order_items.order_id ORDER BY order_items.id [3]",
				`UPDATE customers SET name=? WHERE customers.id = ? ["ann2",1]`,
				`UPDATE orders SET status=? WHERE orders.id = ? ["closed",1]`,
				`INSERT INTO orders (customer_id, status) VALUES (?, ?) [3,"new"]`,
				"INSERT INTO order_items (order_id, product_id, qty) VALUES (?, ?, ?) [4,3,7]",
				"DELETE FROM order_items WHERE order_items.id = ? [4]",
				"DELETE FROM orders WHERE orders.id = ? [3]",
				"DELETE FROM customers WHERE customers.id = ? [2]")
			g.stepAs(list(1, 2, 4), func() any {
				return fields(all(g, orm.Select(orm.Describe[classOf[gOrder]](g.models)).OrderBy(orm.AttrNamed[gOrder](g.models, "ID"))),
					func(o *gOrder) int64 { return o.ID })
			}, "SELECT {orders} FROM orders ORDER BY orders.id")
		}},
		"order-delete-before-parent": {gShopModels, func(g *golden) {
			var objs []orm.Mapped
			g.step(func() any {
				objs = []orm.Mapped{got[gProduct](g, 2), got[gOrderItem](g, 2), got[gOrder](g, 3), got[gCustomer](g, 2)}
				return nil
			})
			g.stepAs(nil, func() any { g.s.Delete(objs...); return nil })
			g.stepAs(nil, g.flush,
				"SELECT {order_items} FROM order_items WHERE ? = order_items.order_id ORDER BY order_items.id [3]",
				"SELECT {orders} FROM orders WHERE ? = orders.customer_id ORDER BY orders.id [2]",
				"DELETE FROM order_items WHERE order_items.id = ? [2]", "DELETE FROM order_items WHERE order_items.id = ? [4]",
				"DELETE FROM orders WHERE orders.id = ? [3]", "DELETE FROM products WHERE products.id = ? [2]",
				"DELETE FROM customers WHERE customers.id = ? [2]")
		}},
		"insert-order-same-table": {gThingModels, func(g *golden) {
			b, a, c := thing(0, "b"), thing(0, "a"), thing(0, "c")
			g.step(func() any { g.s.Add(a); g.s.Add(c, b); return g.flush() })
			g.step(func() any { return list(a.ID, b.ID, c.ID) })
		}},
		"update-order": {gThingModels, func(g *golden) {
			g.step(func() any {
				t3, t1, t2 := got[gThing](g, 3), got[gThing](g, 1), got[gThing](g, 2)
				t3.Name, t1.Value, t2.Name = new("z"), new(int64(5)), new("y")
				return g.flush()
			})
		}},
		"batch-inserts-with-pk": {gThingModels, func(g *golden) {
			g.step(func() any { g.s.Add(thing(1, "a"), thing(2, "b"), thing(3, "c")); return g.flush() })
			g.step(func() any { g.s.Add(thing(0, "d"), thing(0, "e")); return g.flush() })
			g.step(func() any { g.s.Add(thing(10, "f"), thing(0, "g"), thing(12, "h"), thing(13, "i")); return g.flush() })
			g.step(func() any {
				k := thing(21, "k")
				g.s.Add(thing(20, "j"), k, thing(22, "l"))
				g.s.SetExpr(k, gThings.Value.ToExpr(absOf(-5)))
				return g.flush()
			})
		}},
		"batch-updates": {gThingModels, func(g *golden) {
			var ts []*gThing
			g.step(func() any {
				ts = all(g, orm.Select(gThings).OrderBy(gThings.ID))
				ts[0].Name, ts[1].Name, ts[2].Name = new("x"), new("y"), new("z")
				return g.flush()
			})
			g.step(func() any {
				ts[0].Name, ts[1].Value, ts[2].Name = new("x2"), new(int64(5)), new("z2")
				return g.flush()
			})
		}},
		"null-columns": {gThingModels, func(g *golden) {
			g.step(func() any { g.s.Add(&gThing{ID: 1}, &gThing{ID: 2, Name: nil}, thing(3, "x")); return g.flush() })
		}},
		"only-changed-columns": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any { t = got[gThing](g, 1); t.Name = new("new"); return g.flush() })
			g.step(func() any { t.Name, t.Value = new("new"), new(int64(11)); return g.flush() })
			g.stepAs(list(false, false), func() any { t.Value = new(int64(11)); return list(len(g.s.Dirty()) > 0, len(g.s.Dirty()) > 0) })
			g.step(g.flush)
			g.step(func() any { *t.Value = 12; *t.Value = 11; return g.flush() })
		}},
		"no-net-change-expired": {gThingModels, func(g *golden) {
			var t *gThing
			g.step(func() any { t = got[gThing](g, 1); return g.commit() })
			g.stepAs(nil, func() any { t.Name = new("a"); return g.flush() })
		}},
		"sql-expression": {gThingModels, func(g *golden) {
			var t, n *gThing
			g.step(func() any {
				t = got[gThing](g, 1)
				g.s.SetExpr(t, gThings.Value.ToExpr(gThings.Value.Add(5)), gThings.Name.ToExpr(orm.Upper(gThings.Name)))
				return g.flush()
			})
			g.skip() // fields keep their value
			g.stepAs(list(15, "A"), func() any { got[gThing](g, 1); return list(t.Value, t.Name) }, "SELECT {things} FROM things WHERE things.id = ? [1]")
			g.stepAs(nil, func() any {
				n = &gThing{ID: 9}
				g.s.Add(n)
				g.s.SetExpr(n, gThings.Name.ToExpr(orm.Lower(orm.Val("ABC"))), gThings.Value.ToExpr(absOf(-30)))
				return g.flush()
			}, `INSERT INTO things (id, name, value) VALUES (?, lower(?), abs(?)) [9,"ABC",-30]`)
			g.stepAs(list("abc", 30), func() any { got[gThing](g, 9); return list(n.Name, n.Value) }, "SELECT {things} FROM things WHERE things.id = ? [9]")
			g.stepAs(nil, func() any { g.s.SetExpr(t, gThings.Value.ToExpr(gThings.Value.Mul(2))); return g.commit() },
				"UPDATE things SET value=(things.value * ?) WHERE things.id = ? [2,1]", "COMMIT")
			g.step(func() any { return got[gThing](g, 1).Value })
			g.stepAs(nil, func() any { t.Name = nil; must(g, g.s.Flush(ctx)); return t.Name }, "UPDATE things SET name=? WHERE things.id = ? [null,1]")
		}},
		"pk-change-conflict": {gThingModels, func(g *golden) {
			g.step(func() any { got[gThing](g, 1).ID = 2; return g.flush() })
		}},
		"pk-swap": {gThingModels, func(g *golden) {
			g.stepAs(true, func() any {
				a, b := got[gThing](g, 1), got[gThing](g, 2)
				a.ID, b.ID = 2, 1
				return sameError(g.s.Flush(ctx), "IntegrityError:")
			}, "BEGIN", "SELECT {things} FROM things WHERE things.id = ? [1]", "SELECT {things} FROM things WHERE things.id = ? [2]",
				"UPDATE things SET id=? WHERE things.id = ? [2,1]", "ROLLBACK")
		}},
		"row-switch-children": {gOwnModels, func(g *golden) {
			g.stepAs(nil, func() any {
				g.s.Delete(got[gOwnUser](g, 1))
				g.s.Add(&gOwnUser{ID: 1, Name: new("again"), Fullname: new("Ed Jones"), Addresses: orm.ListOf(&gOwnAddress{ID: 1, Email: "again@a"})})
				return g.flush()
			}, "BEGIN", "SELECT {users} FROM users WHERE users.id = ? [1]", "SELECT {addresses} FROM addresses WHERE ? = addresses.user_id ORDER BY addresses.id [1]",
				`UPDATE users SET name=? WHERE users.id = ? ["again",1]`, `UPDATE addresses SET email=? WHERE addresses.id = ? ["again@a",1]`,
				"DELETE FROM addresses WHERE addresses.id = ? [2]")
			g.stepAs(list(1, 3), func() any {
				return fields(columns[gOwnAddress](g, true, "ID"), func(r []any) any { return r[0] })
			}, "SELECT addresses.id AS addresses_id FROM addresses ORDER BY addresses.id")
		}},
		"unique-swap": {gUniqueModels, func(g *golden) {
			g.stepAs(true, func() any {
				a, b := got[gUnique](g, 1), got[gUnique](g, 2)
				a.Code, b.Code = new("b"), new("a")
				return sameError(g.s.Flush(ctx), "IntegrityError:")
			}, "BEGIN", "SELECT {t} FROM t WHERE t.id = ? [1]", "SELECT {t} FROM t WHERE t.id = ? [2]", `UPDATE t SET code=? WHERE t.id = ? ["b",1]`, "ROLLBACK")
		}},
		"unique-delete-insert": {gUniqueModels, func(g *golden) {
			g.step(func() any {
				g.s.Delete(got[gUnique](g, 1))
				g.s.Add(&gUnique{ID: 2, Code: new("a")})
				return g.flush()
			})
		}},
		"server-default": {gServedModels, func(g *golden) {
			x, y, z := &gServed{Name: new("x")}, &gServed{Name: new("y"), Flag: new("off")}, &gServed{Name: new("z")}
			g.step(func() any { g.s.Add(x); return g.flush() })
			g.skip() // fields are always there
			g.stepAs(list("on", 10), func() any { got[gServed](g, 1); return list(x.Flag, x.N) }, "SELECT {t} FROM t WHERE t.id = ? [1]")
			g.step(func() any { g.s.Add(y); return g.flush() })
			g.stepAs(list("off", 10), func() any { got[gServed](g, 2); return list(y.Flag, y.N) }, "SELECT {t} FROM t WHERE t.id = ? [2]")
			g.stepAs("on", func() any { g.s.Add(z); must(g, g.s.Flush(ctx)); return got[gServed](g, 3).Flag },
				`INSERT INTO t (name) VALUES (?) ["z"]`, "SELECT {t} FROM t WHERE t.id = ? [3]")
		}},
		"version-id": {gVModels, func(g *golden) {
			v := &gV{Name: new("a")}
			g.step(func() any { g.s.Add(v); return g.commit() })
			g.step(func() any { return got[gV](g, 1).Version })
			g.step(func() any { v.Name = new("b"); must(g, g.s.Flush(ctx)); return v.Version })
			g.step(func() any { g.text("UPDATE v SET version = 77"); v.Name = new("c"); return g.flush() })
			g.step(func() any { must(g, g.s.Rollback(ctx)); return got[gV](g, 1).Version })
			g.step(func() any { g.text("UPDATE v SET version = 78"); g.s.Delete(v); return g.flush() })
			g.stepAs(nil, func() any { must(g, g.s.Rollback(ctx)); g.s.Delete(v); return g.flush() }, "BEGIN", "DELETE FROM v WHERE v.id = ? AND v.version = ? [1,1]")
		}},
		"version-id-generator": {gMadeModels, func(g *golden) {
			v, w := &gMade{Name: new("a")}, &gGiven{Name: new("a"), Version: 1}
			g.step(func() any { g.s.Add(v); return g.flush() })
			g.step(func() any { g.s.Add(w); return g.flush() })
			g.step(func() any { v.Name = new("b"); return g.flush() })
			g.step(func() any { w.Name, w.Version = new("b"), 5; return g.flush() })
			g.step(func() any { return list(v.Version, w.Version) })
		}},
		"version-id-bulk": {gVModels, func(g *golden) {
			var a, b *gV
			g.step(func() any { a, b = got[gV](g, 1), got[gV](g, 2); a.Name, b.Name = new("x"), new("x"); return g.flush() })
			g.step(func() any { g.s.Delete(a, b); return g.flush() })
		}},
		"post-update": {gWidgetModels, func(g *golden) {
			e1, e2 := &gEntry{Name: new("a")}, &gEntry{Name: new("b")}
			w := &gWidget{Name: new("w"), Entries: orm.ListOf(e1, e2), Favorite: orm.RefTo(e1)}
			g.step(func() any { g.s.Add(w); return g.flush() })
			g.step(func() any { return list(w.FavoriteID, e1.WidgetID) })
			g.step(func() any { w.Favorite.Set(e2); return g.flush() })
			g.step(func() any { g.s.Delete(w, e1, e2); return g.flush() })
		}},
		"mutual-no-post-update": {gRingModels, func(g *golden) {
			g.step(func() any {
				e := new(gRingEntry)
				g.s.Add(&gRingWidget{Entries: orm.ListOf(e), Favorite: orm.RefTo(e)})
				return g.s.Flush(ctx)
			})
			g.step(func() any {
				must(g, g.s.Rollback(ctx))
				g.s.Add(&gRingWidget{Favorite: orm.RefTo(new(gRingEntry))})
				return g.flush()
			})
		}},
		"post-update-self": {gPairModels, func(g *golden) {
			a, b := new(gPair), new(gPair)
			g.step(func() any {
				g.s.Add(a, b)
				a.Best.Set(b)
				b.Best.Set(a)
				return g.flush()
			})
			g.step(func() any { return list(*a.BestID == b.ID, *b.BestID == a.ID) })
		}},
		"in-flush-error": {gShopModels, func(g *golden) {
			c := &gCustomer{Name: new("a"), Orders: orm.ListOf(&gOrder{Status: new("x")}, &gOrder{ID: 1, Status: new("dup")}, &gOrder{ID: 1, Status: new("dup2")})}
			g.stepAs(true, func() any { g.s.Add(c); return sameError(g.s.Flush(ctx), "IntegrityError:") },
				"BEGIN", `INSERT INTO customers (name) VALUES (?) ["a"]`, `INSERT INTO orders (customer_id, status) VALUES (?, ?) [1,"x"]`,
				`INSERT INTO orders (id, customer_id, status) VALUES (?, ?, ?) [1,1,"dup"]`, "ROLLBACK")
			g.stepAs(list("transient", 0, list(0, 1, 1)), func() any {
				must(g, g.s.Rollback(ctx))
				return list(state(c), c.ID, fields(c.Orders.Items(), func(o *gOrder) int64 { return o.ID }))
			})
			g.step(func() any { return count[gCustomer](g) })
		}},
		"not-null-error": {gTextModels, func(g *golden) {
			g.step(func() any { g.s.Add(&gText{UserID: new(int64(1))}); return g.flush() })
			g.step(func() any { must(g, g.s.Rollback(ctx)); return count[gText](g) })
		}},
		"insert-default-values": {gBareModels, func(g *golden) {
			a, b := new(gBare), new(gBare)
			g.step(func() any { g.s.Add(a, b); return g.flush() })
			g.step(func() any { return list(a.ID, b.ID) })
		}},
	}, hookTwins(), valueTwins())
}

// absOf is abs(?) of a number.
func absOf(n int64) orm.Operand[int64] { return orm.Func[int64]("abs", orm.Val(n)) }

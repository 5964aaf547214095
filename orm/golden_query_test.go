package orm_test

import (
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

type gCustomerAttrs struct {
	orm.Class[gCustomer]
	ID     orm.NumAttr[int64]
	Name   orm.NullTextAttr[string]
	Orders orm.ListAttr[*gOrder]
}

type gOrderAttrs struct {
	orm.Class[gOrder]
	ID       orm.NumAttr[int64]
	Customer orm.RefAttr[*gCustomer]
	Items    orm.ListAttr[*gOrderItem]
}

type gOrderItemAttrs struct {
	orm.Class[gOrderItem]
	ID      orm.NumAttr[int64]
	Product orm.RefAttr[*gProduct]
}

type gProductAttrs struct {
	orm.Class[gProduct]
	Title orm.NullTextAttr[string]
}

type gItemAttrs struct {
	orm.Class[gItem]
	ID       orm.NumAttr[int64]
	Name     orm.NullTextAttr[string]
	Keywords orm.ListAttr[*gKeyword]
}

type gKeywordAttrs struct {
	orm.Class[gKeyword]
	ID   orm.NumAttr[int64]
	Word orm.NullTextAttr[string]
}

var (
	gCustomers  = orm.Describe[gCustomerAttrs](gShopModels)
	gOrders     = orm.Describe[gOrderAttrs](gShopModels)
	gOrderItems = orm.Describe[gOrderItemAttrs](gShopModels)
	gProducts   = orm.Describe[gProductAttrs](gShopModels)
	gItems      = orm.Describe[gItemAttrs](gItemModels)
	gKeywords   = orm.Describe[gKeywordAttrs](gItemModels)
)

// rowsOf is a step whose result is the rows of a query, by one value of each.
func rowsOf[R, V any](g *golden, q orm.Query[R], f func(R) V) {
	g.Helper()
	g.step(func() any { return fields(all(g, q), f) })
}

func idOf(u *gUser) int64 { return u.ID }

// itself is the row as it is.
func itself[R any](r R) R { return r }

// only makes rows of one value rows.
func only[V any](v V) []any { return []any{v} }

func TestGoldenQuery(t *testing.T) {
	byID := orm.Select(gUsers).OrderBy(gUsers.ID)
	named := func(n string) orm.Query[*gUser] { return byID.FilterBy(orm.Values{"Name": n}) }
	runGolden(t, "query", map[string]twin{
		"basic-methods": {gUserModels, func(g *golden) {
			name := func(u *gUser) *string { return u.Name }
			rowsOf(g, byID, name)
			g.step(func() any {
				u, err := byID.First(ctx, g.s)
				must(g, err)
				return u.Name
			})
			g.step(func() any {
				u, err := named("ed").One(ctx, g.s)
				must(g, err)
				return u.Name
			})
			g.step(func() any { return orNil(named("nobody").OneOrNone(ctx, g.s)) })
			g.step(func() any { return orNil(byID.OneOrNone(ctx, g.s)) })
			g.step(func() any { return orNil(named("nobody").Maybe(ctx, g.s)) })
			g.step(func() any { return orNil(orm.Select(gUsers.ID).Where(gUsers.Name.Eq("ed")).OneOrNone(ctx, g.s)) })
			g.step(func() any { return valueOr(byID.Count(ctx, g.s)) })
			g.step(func() any { return valueOr(named("ed").Exists(ctx, g.s)) })
			g.step(func() any {
				return orNil(orm.Select(orm.Val(true)).Where(orm.Exists(named("nobody"))).OneOrNone(ctx, g.s))
			})
			g.step(func() any {
				var out []*string
				for u, err := range byID.Iter(ctx, g.s) {
					must(g, err)
					out = append(out, u.Name)
				}
				return out
			})
		}},
		"column-descriptions": {gUserModels, func(g *golden) {
			c := query.ClassOf(gUserModels.Model().Entities[0])
			q := query.Select(c, c.Alias("ua"), c.Attr("Name"), c.Attr("ID").Add(5).As("x"), expr.Func("count", nil))
			g.stepAs(list(list("User", false, "User"), list("ua", true, "User"), list("name", false, "VARCHAR(50)"), list("x", false, "BIGINT"), list(nil, false, "BIGINT")), func() any {
				var out []any
				for _, d := range q.Descriptions() {
					name, typ := any(strings.TrimPrefix(d.Name, "g")), ""
					if d.Name == "" {
						name = nil
					}
					if d.Entity != nil {
						typ = strings.TrimPrefix(d.Entity.Name, "g")
					} else {
						typ = d.Type.String()
					}
					out = append(out, list(name, d.Aliased, typ))
				}
				return out
			})
		}},
		"join-forms": {gUserModels, func(g *golden) {
			aa := orm.Alias(gAddresses)
			emails := orm.Select(gAddresses.Email).From(gUsers)
			rowsOf(g, byID.Join(gAddresses), idOf)
			rowsOf(g, byID.Join(gUsers.Addresses), idOf)
			rowsOf(g, byID.Join(gUsers.Addresses.To(gAddresses)), idOf)
			rowsOf(g, byID.Join(gAddresses, gUsers.ID.EqExpr(gAddresses.UserID)), idOf)
			rowsOf(g, byID.OuterJoin(gUsers.Addresses), idOf)
			rowsOf(g, byID.OuterJoin(gUsers.Addresses), idOf)
			g.step(func() any {
				c, err := g.eng.Compile(orm.Select2(gUsers.Name, gAddresses.Email).FullJoin(gUsers.Addresses).Stmt())
				must(g, err)
				return strings.Contains(c.Compiled.Text, "users FULL OUTER JOIN addresses ON users.id = addresses.user_id")
			})
			rowsOf(g, orm.Select(gUsers).Join(gUsers.Addresses.To(aa)).OrderBy(aa.Email), idOf)
			rowsOf(g, orm.Select(gUsers).Join(gUsers.Addresses.To(aa)).OrderBy(aa.Email), idOf)
			rowsOf(g, orm.Select(gUsers).Join(gUsers.Addresses.Where(gAddresses.Email.Eq("ed@b"))), idOf)
			rowsOf(g, emails.Join(gAddresses).OrderBy(gAddresses.ID), only[string])
			rowsOf(g, emails.Join(gUsers.Addresses).Where(gUsers.ID.Eq(2)), only[string])
			rowsOf(g, byID.Join(gAddresses, gUsers.ID.EqExpr(gAddresses.UserID)), idOf)
			g.step(func() any {
				return fields(all(g, orm.Select2(gUsers, gAddresses).Join(gAddresses.User).OrderBy(gAddresses.ID)), func(r orm.Row2[*gUser, *gAddress]) []any {
					return list(r.V1.ID, r.V2.ID)
				})
			})
			c := query.ClassOf(gUserModels.Model().Entities[0])
			g.step(func() any { return query.Select(c).Join(c.Attr("Name")).Err() })
			g.step(func() any { return query.Select(c).Join(c.Rel("nope")).Err() })
		}},
		"join-multi-level": {gShopModels, func(g *golden) {
			deep := orm.Select(gCustomers).Join(gCustomers.Orders).Join(gOrders.Items).Join(gOrderItems.Product)
			rowsOf(g, deep.Where(gProducts.Title.Eq("pen")).OrderBy(gCustomers.ID), func(c *gCustomer) *string { return c.Name })
			rowsOf(g, orm.Select2(gCustomers.Name, gProducts.Title).Join(gCustomers.Orders).Join(gOrders.Items).Join(gOrderItems.Product).
				OrderBy(gOrderItems.ID), itself)
			rowsOf(g, orm.Select2(gCustomers.Name, orm.Count(gOrderItems.ID)).OuterJoin(gCustomers.Orders).OuterJoin(gOrders.Items).
				GroupBy(gCustomers.ID, gCustomers.Name).OrderBy(gCustomers.ID), itself)
			o2 := orm.Alias(gOrders)
			rowsOf(g, orm.Select2(gOrders.ID, o2.ID).Join(gOrders.Customer).Join(gCustomers.Orders.To(o2)).Where(gOrders.ID.LtExpr(o2.ID)), itself)
		}},
		"join-duplicates": {gUserModels, func(g *golden) {
			joined := byID.Join(gUsers.Addresses)
			rowsOf(g, joined, idOf)
			g.stepAs([]int64{1, 1, 2}, func() any {
				return fields(all(g, orm.Select2(gUsers, gUsers.Name).Join(gUsers.Addresses).OrderBy(gUsers.ID)), func(r orm.Row2[*gUser, *string]) int64 { return r.V1.ID })
			}, "SELECT {users}, users.name AS users_name__1 FROM users JOIN addresses ON users.id = addresses.user_id ORDER BY users.id")
			rowsOf(g, orm.Select(gUsers.ID).Join(gUsers.Addresses).OrderBy(gUsers.ID), only[int64])
			type each struct{ User *gUser }
			rowsOf(g, orm.SelectInto[each](gUsers).FromStatement(joined.Stmt()), func(e each) int64 { return e.User.ID })
			rowsOf(g, orm.Select(gUsers).FromStatement(joined.Stmt()), idOf)
		}},
		"from-self": {gUserModels, func(g *golden) {
			low := orm.Select(gUsers).Where(gUsers.ID.Lt(3))
			rowsOf(g, low.OrderBy(gUsers.ID).Limit(2).FromSelf().Where(gUsers.Name.Eq("ed")), idOf)
			rowsOf(g, orm.Select2(gUsers.Name, gAddresses.Email).Join(gUsers.Addresses).FromSelf().OrderBy(gUsers.Name, gAddresses.Email), itself)
			g.step(func() any { return valueOr(orm.Reselect(low.FromSelf(), orm.Count(gUsers.ID)).One(ctx, g.s)) })
			first := orm.AliasTo(gUsers, orm.Select(gUsers).Where(gUsers.ID.Eq(1)).Subquery())
			rowsOf(g, orm.Select(first).Where(first.Name.Eq("ed")), idOf)
		}},
		"with-for-update": {gThingModels, func(g *golden) {
			text := func(s expr.Select, d sqlcompile.Dialect) any {
				c, err := sqlcompile.Compile(s, d)
				must(g, err)
				return strings.Replace(c.Text, " FROM ", " \nFROM ", 1)
			}
			g.step(func() any { return text(orm.Select(gThings.ID).ForUpdate().NoWait().Stmt(), postgres.Dialect) })
			g.step(func() any { return text(orm.Select(gThings).ForShare(gThings).Stmt(), postgres.Dialect) })
			g.step(func() any { return text(orm.Select(gThings.ID).ForUpdate().SkipLocked().Stmt(), mysql.Dialect) })
			id := func(t *gThing) int64 { return t.ID }
			rowsOf(g, orm.Select(gThings).ForUpdate().OrderBy(gThings.ID), id)
			g.step(func() any {
				var out []int64
				for v, err := range orm.Select(gThings).OrderBy(gThings.ID).YieldPer(2).Iter(ctx, g.s) {
					must(g, err)
					out = append(out, v.ID)
				}
				return out
			})
			g.step(func() any {
				q := query.Select(query.ClassOf(gThingModels.Model().Entities[0])).Execution(engine.With("foo", "bar"))
				eng, err := g.eng.With(q.Mode().Exec[0].(engine.ExecOption))
				must(g, err)
				return eng.Value("foo")
			})
		}},
		"bundle": {gUserModels, func(g *golden) {
			type user struct {
				ID   int64
				Name *string
			}
			type id struct{ ID int64 }
			rowsOf(g, orm.Select(orm.Into[user](gUsers.ID, gUsers.Name)).OrderBy(gUsers.ID), itself)
			rowsOf(g, orm.Select2(orm.Into[user](gUsers.ID, gUsers.Name), gAddresses.Email).Join(gAddresses, gAddresses.UserID.EqExpr(gUsers.ID)).
				OrderBy(gAddresses.ID), func(r orm.Row2[user, string]) []any { return list(r.V1.Name, r.V2) })
			rowsOf(g, orm.SelectInto[id](gUsers.ID).Where(gUsers.Name.Eq("ed")), itself)
		}},
		"cartesian": {gUserModels, func(g *golden) {
			product := func(s expr.Select) {
				g.Helper()
				p, err := sqlcompile.Cartesian(s)
				must(g, err)
				if len(p) != 1 || p[0].String() != "nothing joins users with addresses: every row of one is combined with every row of the other" {
					g.Errorf("%v", p)
				}
			}
			both, ids := orm.Select2(gUsers, gAddresses), orm.Select2(gUsers.ID, gAddresses.ID).OrderBy(gUsers.ID, gAddresses.ID)
			g.step(func() any { product(both.Stmt()); return valueOr(both.Count(ctx, g.s)) })
			g.step(func() any { product(ids.Stmt()); return all(g, ids) })
		}},
		"null-and-in": {gUserModels, func(g *golden) {
			ids := orm.Select(gUsers.ID)
			anyName := orm.AttrNamed[gUser](gUserModels, "Name")
			rowsOf(g, ids.Where(gUsers.Name.IsNull()), only[int64])
			rowsOf(g, ids.Where(gUsers.Name.In()), only[int64])
			rowsOf(g, ids.Where(gUsers.Name.NotIn()).OrderBy(gUsers.ID), only[int64])
			g.stepAs([][]int64{{2}}, func() any { return fields(all(g, ids.Where(anyName.In(nil, "x"))), only[int64]) },
				`SELECT users.id AS users_id FROM users WHERE users.name IN (?, ?) [null,"x"]`)
			rowsOf(g, ids.Where(gUsers.Name.IsDistinctFrom("x")), only[int64])
			rowsOf(g, ids.OrderBy(gUsers.Name.NullsLast(), gUsers.ID), only[int64])
			rowsOf(g, orm.Select2(gUsers.ID, orm.Coalesce(gUsers.Name, "none")).OrderBy(gUsers.ID), itself)
		}},
		"m2m-comparisons":           {gItemModels, goldenKeywords},
		"update-evaluate":           {gThingModels, goldenUpdateEvaluate},
		"update-fetch":              {gThingModels, goldenUpdateFetch},
		"update-pending":            {gThingModels, goldenUpdatePending},
		"orm-enabled-dml":           {gThingModels, goldenEnabledDML},
		"update-returning-rowcount": {gThingModels, goldenRowCounts},
		"update-join-error":         {gUserModels, goldenUpdateJoin},
		"bulk-insert":               {gThingModels, goldenBulkRows},
	})
}

// orNil is the one value there may be.
func orNil[R any](r R, ok bool, err error) any {
	switch {
	case err != nil:
		return err
	case !ok:
		return nil
	}
	return r
}

// valueOr is a value, or the error in its place.
func valueOr[R any](r R, err error) any {
	if err != nil {
		return err
	}
	return r
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of cte.json.
var cteTwins = twins{
	"select/simple": func() any {
		c := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Gt(5)).CTE("c")
		return expr.NewSelect(c)
	},
	"select/two": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("a")
		b := expr.NewSelect(tutorial.addresses.C("id")).CTE("b")
		return expr.NewSelect(a.C("id"), b.C("id"))
	},
	"select/used-twice": func() any {
		c := expr.NewSelect(tutorial.users.C("id")).CTE("c")
		return expr.NewSelect(c.C("id")).Where(c.C("id").In(expr.NewSelect(c.C("id")).Where(c.C("id").Gt(5))))
	},
	"select/binds-order": func() any {
		c := expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq("in")).CTE("c")
		return expr.NewSelect(c.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("name").Eq("out")).Where(c.C("id").Eq(tutorial.users.C("id")))
	},
	"select/recursive": func() any {
		c := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id"), nodes.C("data")).Where(nodes.C("parent_id").Eq(nil)), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id"), nodes.C("data")).Where(nodes.C("parent_id").Eq(self.C("id")))
		})
		return expr.NewSelect(c)
	},
	"select/recursive-join": func() any {
		n := expr.NewAlias(nodes.TableClause, "n")
		c := expr.RecursiveCTE("t", expr.NewSelect(nodes.C("id"), nodes.C("data"), expr.Val(0).As("depth")).Where(nodes.C("id").Eq(1)), true, func(self *expr.CTE) any {
			return expr.NewSelect(n.C("id"), n.C("data"), self.C("depth").Add(1)).Join(self, n.C("parent_id").Eq(self.C("id")))
		})
		return expr.NewSelect(c.C("data"), c.C("depth")).OrderBy(c.C("depth"))
	},
	"select/recursive-union": func() any {
		c := expr.RecursiveCTE("t", expr.NewSelect(nodes.C("id")).Where(nodes.C("id").Eq(1)), false, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id")).Where(nodes.C("parent_id").Eq(self.C("id")))
		})
		return expr.NewSelect(expr.CountAll()).SelectFrom(c)
	},
	"select/recursive-numbers": func() any {
		c := expr.RecursiveCTE("nums", expr.NewSelect(expr.Val(1).As("n")), true, func(self *expr.CTE) any { return expr.NewSelect(self.C("n").Add(1)).Where(self.C("n").Lt(10)) })
		return expr.NewSelect(expr.Sum(c.C("n")))
	},
	"select/in-union": func() any {
		c := expr.NewSelect(tutorial.users.C("id")).CTE("c")
		return expr.Union(expr.NewSelect(c.C("id")), expr.NewSelect(c.C("id").Add(1)))
	},
	"select/of-union": func() any {
		c := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).CTE("c")
		return expr.NewSelect(c.C("id"))
	},
	"select/same-name-conflict": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("c")
		b := expr.NewSelect(tutorial.addresses.C("id")).CTE("c")
		return expr.NewSelect(a.C("id"), b.C("id"))
	},
	"select/order-limit": func() any {
		c := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).CTE("c")
		return expr.NewSelect(c.C("id")).Limit(2)
	},
	"dml/dml-add-cte": func() any {
		c := expr.NewSelect(tutorial.users.C("id")).CTE("c")
		return expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("user_id").Eq(c.C("id")))
	},
	"dml/insert-from-cte": func() any {
		c := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).CTE("c")
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(c.C("id"), c.C("name")), "user_id", "email_address")
	},
	"dml/insert-returning-cte": func() any {
		c := into(tutorial.users, "name", "x").Returning(tutorial.users.C("id")).CTE("i")
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(c.C("id"), expr.Val("e")), "user_id", "email_address")
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Statements about common table expressions.
var rulesCte = twins{
	"cte/alias": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		k2 := k.Alias("k2")
		return expr.NewSelect(k2.C("id"), k.C("id")).Where(k2.C("id").Eq(k.C("id")))
	},
	"cte/chain": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		j := expr.NewSelect(k.C("id")).CTE("j")
		return expr.NewSelect(j.C("id"))
	},
	"cte/chain-both": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		j := expr.NewSelect(k.C("id")).CTE("j")
		return expr.NewSelect(j.C("id"), k.C("name")).Where(k.C("id").Eq(j.C("id")))
	},
	"cte/in-scalar": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.NewSelect(expr.ScalarOf(expr.NewSelect(expr.Max(k.C("id")))))
	},
	"cte/in-subquery": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		q := expr.NewSelect(k.C("id")).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"cte/in-exists": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.NewSelect(tutorial.addresses.C("id")).Where(expr.Exists(expr.NewSelect(k.C("id")).Where(k.C("id").Eq(tutorial.addresses.C("user_id")))))
	},
	"cte/union-parts": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.Union(expr.NewSelect(k.C("id")), expr.NewSelect(k.C("id")).Where(k.C("id").Lt(3)))
	},
	"cte/of-union-order": func() any {
		m := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(3).CTE("m")
		return expr.NewSelect(m.C("id"))
	},
	"cte/anon": func() any {
		m := expr.NewSelect(tutorial.users.C("id")).CTE("")
		return expr.NewSelect(m.C("id"))
	},
	"cte/two-anon": func() any {
		m := expr.NewSelect(tutorial.users.C("id")).CTE("")
		n := expr.NewSelect(tutorial.addresses.C("id")).CTE("")
		return expr.NewSelect(m.C("id"), n.C("id"))
	},
	"cte/limit-binds": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.NewSelect(k.C("id")).Where(k.C("id").Lt(9)).Limit(2)
	},
	"cte/quoted": func() any {
		m := expr.NewSelect(tutorial.users.C("id")).CTE("Select")
		return expr.NewSelect(m.C("id"))
	},
	"cte/clash-table": func() any {
		m := expr.NewSelect(tutorial.users.C("id")).CTE("addresses")
		return expr.NewSelect(m.C("id"), tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(m.C("id")))
	},
	"cte/nested": func() any {
		i := expr.NewSelect(tutorial.users.C("id")).CTE("inner_").Nest()
		o := expr.NewSelect(i.C("id")).CTE("outer_")
		return expr.NewSelect(o.C("id"))
	},
	"cte/rec-count": func() any {
		tr := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Where(nodes.C("parent_id").IsNull()), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Join(self, nodes.C("parent_id").Eq(self.C("id")))
		})
		return expr.NewSelect(expr.CountAll()).SelectFrom(tr)
	},
	"cte/rec-in": func() any {
		tr := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Where(nodes.C("parent_id").IsNull()), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Join(self, nodes.C("parent_id").Eq(self.C("id")))
		})
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").InQuery(expr.NewSelect(tr.C("id"))))
	},
	"cte/rec-and-other": func() any {
		tr := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Where(nodes.C("parent_id").IsNull()), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Join(self, nodes.C("parent_id").Eq(self.C("id")))
		})
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.NewSelect(tr.C("id"), k.C("id"))
	},
	"cte/rec-alias": func() any {
		tr := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Where(nodes.C("parent_id").IsNull()), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Join(self, nodes.C("parent_id").Eq(self.C("id")))
		})
		t2 := tr.Alias("t2")
		return expr.NewSelect(t2.C("id"))
	},
	"cte/rec-after": func() any {
		tr := expr.RecursiveCTE("tree", expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Where(nodes.C("parent_id").IsNull()), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id"), nodes.C("parent_id")).Join(self, nodes.C("parent_id").Eq(self.C("id")))
		})
		z := expr.NewSelect(tr.C("id")).CTE("z")
		return expr.NewSelect(z.C("id"))
	},
	"cte/insert-from": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(k.C("id"), k.C("name")), "user_id", "email_address")
	},
	"cte/update": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.UpdateTable(tutorial.addresses).Values(tutorial.addresses.C("email_address").To("x")).Where(tutorial.addresses.C("user_id").InQuery(expr.NewSelect(k.C("id"))))
	},
	"cte/update-from": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.UpdateTable(tutorial.addresses).Values(tutorial.addresses.C("email_address").To(k.C("name"))).Where(tutorial.addresses.C("user_id").Eq(k.C("id")))
	},
	"cte/delete-in": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("user_id").InQuery(expr.NewSelect(k.C("id"))))
	},
	"cte/dml-delete": func() any {
		d := expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("id").Lt(5)).Returning(tutorial.addresses.C("user_id")).CTE("d")
		return expr.NewSelect(d.C("user_id"))
	},
	"cte/dml-update": func() any {
		d := expr.UpdateTable(tutorial.addresses).Values(tutorial.addresses.C("email_address").To("q")).Where(tutorial.addresses.C("id").Lt(5)).Returning(tutorial.addresses.C("user_id")).CTE("d")
		return expr.NewSelect(d.C("user_id"))
	},
}

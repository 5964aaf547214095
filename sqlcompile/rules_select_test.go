package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Statements about labels and names, correlation, lateral subqueries and joins.
var rulesSelect = twins{
	"label/order": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x)
	},
	"label/order-desc": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x.Desc())
	},
	"label/order-nulls": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x.Desc().NullsLast())
	},
	"label/order-arith": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x.Add(2))
	},
	"label/order-func": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(expr.Func("foo", nil, x))
	},
	"label/order-neg": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x.Neg())
	},
	"label/order-coll": func() any {
		y := tutorial.users.C("name").As("y")
		return expr.NewSelect(y).OrderBy(y.Collate("C"))
	},
	"label/group": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x, expr.CountAll()).GroupBy(x)
	},
	"label/group-order": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x, expr.CountAll()).GroupBy(x).OrderBy(x)
	},
	"label/having": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x, expr.CountAll()).GroupBy(x).Having(x.Lt(5))
	},
	"label/where": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).Where(x.Lt(5))
	},
	"label/not-selected-order": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(x)
	},
	"label/same-expr-order": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(tutorial.users.C("id").Add(1))
	},
	"label/case-order": func() any {
		k := expr.CaseWhen(tutorial.users.C("id").Eq(1), "a").Else("b").As("k")
		return expr.NewSelect(k).OrderBy(k)
	},
	"label/string-order": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(expr.LabelRef("x"))
	},
	"label/string-desc": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(expr.LabelRef("x").Desc())
	},
	"label/string-group": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x, expr.CountAll()).GroupBy(expr.LabelRef("x"))
	},
	"label/string-col": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).OrderBy(expr.LabelRef("name"))
	},
	"label/of-label": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x.As("z"))
	},
	"label/in-subquery": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		q := expr.NewSelect(x).Alias("q")
		return expr.NewSelect(q.C("x"))
	},
	"label/in-distinct": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).Distinct().OrderBy(x)
	},
	"label/quoted": func() any {
		o := tutorial.users.C("id").As("Order")
		return expr.NewSelect(o).OrderBy(o)
	},
	"label/reserved": func() any {
		o := tutorial.users.C("id").As("select")
		return expr.NewSelect(o).OrderBy(o)
	},
	"label/space":   func() any { return expr.NewSelect(tutorial.users.C("id").As("a b")) },
	"label/percent": func() any { return expr.NewSelect(tutorial.users.C("id").As("a%b")) },
	"label/over-order": func() any {
		w := expr.RowNumber().Over(expr.Window{}.Sorted(tutorial.users.C("id"))).As("w")
		return expr.NewSelect(w).OrderBy(w)
	},
	"label/subquery-order": func() any {
		s := expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id")))).As("s")
		return expr.NewSelect(s).OrderBy(s)
	},
	"label/subquery-group": func() any {
		s := expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))).As("s")
		return expr.NewSelect(s, expr.CountAll()).GroupBy(s)
	},
	"trunc/label-29": func() any {
		l := tutorial.users.C("id").As("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/alias-29": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/cte-29": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/label-30": func() any {
		l := tutorial.users.C("id").As("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/alias-30": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/cte-30": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/label-31": func() any {
		l := tutorial.users.C("id").As("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/alias-31": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/cte-31": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/label-63": func() any {
		l := tutorial.users.C("id").As("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/alias-63": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/cte-63": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/label-64": func() any {
		l := tutorial.users.C("id").As("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/alias-64": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/cte-64": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).CTE("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")
		return expr.NewSelect(a.C("id"))
	},
	"trunc/label-127": func() any {
		l := tutorial.users.C("id").As("ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/label-128": func() any {
		l := tutorial.users.C("id").As("cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/label-129": func() any {
		l := tutorial.users.C("id").As("ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc")
		return expr.NewSelect(l).OrderBy(l)
	},
	"trunc/anon-func": func() any {
		return expr.NewSelect(expr.Func("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", nil, tutorial.users.C("id")))
	},
	"trunc/two-long": func() any {
		return expr.NewSelect(tutorial.users.C("id").As("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1"), tutorial.users.C("name").As("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx2"))
	},
	"names/dup": func() any { return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")) },
	"names/dup-same": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("id"), tutorial.users.C("id"))
	},
	"names/dup-label":       func() any { return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id").As("id")) },
	"names/dup-label-first": func() any { return expr.NewSelect(tutorial.addresses.C("id").As("id"), tutorial.users.C("id")) },
	"names/dup-three":       func() any { return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"), nodes.C("id")) },
	"names/anon-add":        func() any { return expr.NewSelect(tutorial.users.C("id").Add(1), tutorial.users.C("id").Add(2)) },
	"names/func-twice": func() any {
		return expr.NewSelect(expr.Func("foo", nil, tutorial.users.C("id")), expr.Func("foo", nil, tutorial.users.C("name")), expr.Func("bar", nil, tutorial.users.C("id")))
	},
	"names/sub-dup": func() any {
		q := expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Alias("")
		return expr.NewSelect(q)
	},
	"names/sub-sub": func() any {
		p := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Alias("")
		q := expr.NewSelect(p).Alias("")
		return expr.NewSelect(q)
	},
	"names/sub-two-anon": func() any {
		p := expr.NewSelect(tutorial.users.C("id")).Alias("")
		q := expr.NewSelect(tutorial.addresses.C("id")).Alias("")
		return expr.NewSelect(p.C("id"), q.C("id"))
	},
	"names/alias-self": func() any {
		p := expr.NewAlias(tutorial.users.TableClause, "")
		q := expr.NewAlias(tutorial.users.TableClause, "")
		return expr.NewSelect(p.C("id"), q.C("id")).Where(p.C("id").Eq(q.C("id")))
	},
	"names/alias-as-table": func() any {
		p := expr.NewAlias(tutorial.addresses.TableClause, "users_1")
		return expr.NewSelect(tutorial.users.C("id"), p.C("id")).Where(tutorial.users.C("id").Eq(p.C("user_id")))
	},
	"names/tablename": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"), tutorial.addresses.C("user_id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).WithLabels(expr.LabelTableColumn)
	},
	"names/tablename-dup": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("id"), tutorial.users.C("name")).WithLabels(expr.LabelTableColumn)
	},
	"names/none": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"), tutorial.users.C("id")).WithLabels(expr.LabelNone)
	},
	"names/cast": func() any {
		return expr.NewSelect(tutorial.users.C("id").Cast(sqltypes.String(10)), tutorial.addresses.C("id").Cast(sqltypes.String(10)))
	},
	"names/case":    func() any { return expr.NewSelect(expr.CaseWhen(tutorial.users.C("id").Eq(1), "a").Else("b")) },
	"names/neg":     func() any { return expr.NewSelect(tutorial.users.C("id").Neg()) },
	"names/coerce":  func() any { return expr.NewSelect(expr.Coerced(tutorial.users.C("name"), sqltypes.Integer())) },
	"names/coll":    func() any { return expr.NewSelect(tutorial.users.C("name").Collate("C")) },
	"names/extract": func() any { return expr.NewSelect(expr.ExtractField("year", shop.customers.C("created"))) },
	"names/bind":    func() any { return expr.NewSelect(expr.Val(5), expr.Val("x")) },
	"names/exists":  func() any { return expr.NewSelect(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")))) },
	"names/scalar":  func() any { return expr.NewSelect(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id")))) },
	"names/bindclash": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2), tutorial.addresses.C("id").Eq(3), tutorial.users.C("name").Eq("x"))
	},
	"names/bind-explicit": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(expr.Bind("foo", 5, sqltypes.Integer())), tutorial.addresses.C("id").Eq(expr.Bind("foo", 5, sqltypes.Integer())))
	},
	"names/bind-clash-anon": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(5), tutorial.addresses.C("id").Eq(expr.Bind("id_1", 6, sqltypes.Integer())))
	},
	"corr/depth2": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")), expr.Exists(expr.NewSelect(nodes.C("id")).Where(nodes.C("parent_id").Eq(tutorial.addresses.C("id")), nodes.C("pos").Eq(tutorial.users.C("id")))))))
	},
	"corr/depth3-skip": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")), expr.Exists(expr.NewSelect(nodes.C("id")).Where(nodes.C("pos").Eq(tutorial.users.C("id")))))))
	},
	"corr/in-columns": func() any {
		return expr.NewSelect(tutorial.users.C("id"), expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"corr/in-columns-own": func() any {
		return expr.NewSelect(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"corr/explicit": func() any {
		return expr.NewSelect(tutorial.addresses.C("id")).SelectFrom(tutorial.users.TableClause).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Correlate(tutorial.addresses.TableClause))))
	},
	"corr/explicit-both": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"), expr.ScalarOf(expr.NewSelect(nodes.C("id")).Where(nodes.C("id").Eq(tutorial.users.C("id")), nodes.C("pos").Eq(tutorial.addresses.C("id"))).Correlate(tutorial.users.TableClause, tutorial.addresses.TableClause)))
	},
	"corr/except": func() any {
		return expr.NewSelect(tutorial.users.C("id"), expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).CorrelateExcept(tutorial.addresses.TableClause)))
	},
	"corr/alias": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "a")
		return expr.NewSelect(a.C("id"), expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.users.C("id"))).Where(tutorial.users.C("id").Lt(a.C("id")))))
	},
	"corr/same-table": func() any {
		return expr.NewSelect(tutorial.users.C("id"), expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.users.C("id")))))
	},
	"corr/from-subq-no": func() any {
		q := expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Alias("q")
		return expr.NewSelect(tutorial.users.C("id"), q.C("id"))
	},
	"corr/order-by": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"corr/having": func() any {
		return expr.NewSelect(tutorial.users.C("name")).GroupBy(tutorial.users.C("name")).Having(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("email_address").Eq(tutorial.users.C("name")))).Lt(5))
	},
	"corr/in-select": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").InQuery(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("email_address").Eq(tutorial.users.C("name")))))
	},
	"corr/notin-select": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").NotInQuery(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("email_address").Eq(tutorial.users.C("name")))))
	},
	"corr/exists-and": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))), expr.Exists(expr.NewSelect(nodes.C("id")).Where(nodes.C("id").Eq(tutorial.users.C("id")))).Not()))
	},
	"corr/exists-or-not": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Or(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))), tutorial.users.C("id").Eq(3)).Not())
	},
	"corr/join-on": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, tutorial.addresses.C("id").Eq(expr.ScalarOf(expr.NewSelect(expr.Max(nodes.C("id"))).Where(nodes.C("pos").Eq(tutorial.users.C("id"))))))
	},
	"corr/scalar-in-case": func() any {
		return expr.NewSelect(expr.CaseWhen(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))), tutorial.users.C("name")).Else("none"))
	},
	"corr/union-exists": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").InQuery(expr.Union(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("email_address").Eq(tutorial.users.C("name"))), expr.NewSelect(nodes.C("id")))))
	},
	"lateral/comma": func() any {
		l := expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("l")
		return expr.NewSelect(tutorial.users.C("id"), l.C("id"))
	},
	"lateral/join": func() any {
		l := expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("l")
		return expr.NewSelect(tutorial.users.C("id"), l.C("id")).Join(l, expr.True())
	},
	"lateral/outer": func() any {
		l := expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("l")
		return expr.NewSelect(tutorial.users.C("id"), l.C("id")).OuterJoin(l, expr.True())
	},
	"lateral/anon": func() any {
		l := expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("")
		return expr.NewSelect(tutorial.users.C("id"), l.C("id"))
	},
	"lateral/limit": func() any {
		l := expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).OrderBy(tutorial.addresses.C("id").Desc()).Limit(3).Lateral("top")
		return expr.NewSelect(tutorial.users.C("id"), l.C("id")).Join(l, expr.True())
	},
	"join/nested-right": func() any {
		return expr.NewSelect(tutorial.users.C("id")).SelectFrom(expr.OuterJoinOf(tutorial.users, expr.JoinOf(tutorial.addresses, nodes, nodes.C("id").Eq(tutorial.addresses.C("id"))), tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
	},
	"join/inferred": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, nil)
	},
	"join/sub": func() any {
		q := expr.NewSelect(tutorial.addresses.C("user_id")).Alias("q")
		return expr.NewSelect(tutorial.users.C("id")).Join(q, q.C("user_id").Eq(tutorial.users.C("id")))
	},
	"join/cte": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.NewSelect(tutorial.users.C("id")).Join(k, k.C("id").Eq(tutorial.users.C("id")))
	},
	"join/or-on": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, expr.Or(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")), tutorial.addresses.C("user_id").IsNull()))
	},
	"join/three": func() any {
		return expr.NewSelect(shop.regions.C("id")).SelectFrom(expr.JoinOf(expr.JoinOf(shop.regions, shop.customers, shop.customers.C("region_id").Eq(shop.regions.C("id"))), shop.orders, shop.orders.C("customer_id").Eq(shop.customers.C("id"))))
	},
	"join/full": func() any {
		return expr.NewSelect(tutorial.users.C("id")).FullJoin(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))
	},
	"join/extra-from": func() any {
		return expr.NewSelect(tutorial.users.C("id"), nodes.C("id")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Where(nodes.C("id").Eq(tutorial.addresses.C("id")))
	},
	"distinct/on": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).DistinctOn(tutorial.users.C("name")).OrderBy(tutorial.users.C("name"))
	},
	"distinct/on-two": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).DistinctOn(tutorial.users.C("name"), tutorial.users.C("id").Lt(4))
	},
	"distinct/count": func() any { return expr.NewSelect(expr.Count(tutorial.users.C("name").Distinct())) },
	"group/rollup": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll()).GroupBy(expr.Rollup(tutorial.users.C("name"), tutorial.users.C("fullname")))
	},
	"group/cube": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll()).GroupBy(expr.Cube(tutorial.users.C("name"), tutorial.users.C("fullname")))
	},
	"group/sets": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll()).GroupBy(expr.GroupingSets(expr.TupleOf(tutorial.users.C("name"), tutorial.users.C("fullname")), tutorial.users.C("fullname")))
	},
}

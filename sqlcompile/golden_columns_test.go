package sqlcompile_test

import (
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of columns.json.
var columnTwins = twins{
	"render/column-by-key": func() any { return tutorial.users.C("fullname") },
	"render/keyed-fk":      func() any { return expr.JoinOf(keyed.departments, keyed.employees, nil) },
	"render/keyed-label-style": func() any {
		return expr.NewSelect(keyed.employees).WithLabels(expr.LabelTableColumn)
	},
	"render/lexical-table": func() any {
		return expr.NewSelect(expr.NewTableClause("", "t1", expr.NewColumnClause("a", nil), expr.NewColumnClause("b", nil)))
	},
	"render/literal-column-typed": func() any {
		return expr.NewSelect(expr.LiteralColumn("'a'", sqltypes.String(0)).Add(tutorial.users.C("name")))
	},
	"literal/datetime":                      func() any { return expr.NewSelect(expr.Val(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)).As("x")) },
	"literal/none":                          func() any { return expr.NewSelect(expr.ValOf(nil, nil).As("x")) },
	"render/table-column":                   func() any { return tutorial.users.C("name") },
	"render/lexical-column":                 func() any { return expr.Column("x", nil) },
	"render/lexical-column-select":          func() any { return expr.NewSelect(expr.Column("x", nil), expr.Column("y", nil)) },
	"render/lexical-column-untyped-add":     func() any { return expr.Column("x", nil).Add(expr.Column("y", nil)) },
	"render/lexical-column-untyped-add-str": func() any { return expr.Column("x", nil).Add("abc") },
	"render/star":                           func() any { return expr.NewSelect(expr.LiteralColumn("*", nil)).SelectFrom(tutorial.users) },
	"label/label-where": func() any {
		n := tutorial.users.C("name").As("n")
		return expr.NewSelect(n).Where(n.Eq("ed"))
	},
	"label/label-order-by": func() any {
		n := tutorial.users.C("name").As("n")
		return expr.NewSelect(n).OrderBy(n)
	},
	"label/label-order-by-desc": func() any {
		n := tutorial.users.C("id").Add(5).As("n")
		return expr.NewSelect(n).OrderBy(n.Desc())
	},
	"label/label-order-by-expr": func() any {
		n := tutorial.users.C("id").Add(5).As("n")
		return expr.NewSelect(n).OrderBy(n.Add(1))
	},
	"label/label-order-by-func": func() any {
		n := tutorial.users.C("name").As("n")
		return expr.NewSelect(n).OrderBy(expr.Lower(n))
	},
	"label/label-order-by-string": func() any {
		return expr.NewSelect(tutorial.users.C("id").Mul(2).As("dbl")).OrderBy(expr.LabelRef("dbl"))
	},
	"label/label-order-by-not-selected": func() any {
		n := tutorial.users.C("id").Add(5).As("n")
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(n)
	},
	"label/label-group-by": func() any {
		n := expr.Lower(tutorial.users.C("name")).As("n")
		return expr.NewSelect(n, expr.CountAll()).GroupBy(n)
	},
	"label/label-group-by-string": func() any {
		return expr.NewSelect(expr.Lower(tutorial.users.C("name")).As("n"), expr.Count(tutorial.users.C("id"))).GroupBy(expr.LabelRef("n"))
	},
	"label/label-having": func() any {
		c := expr.Count(tutorial.users.C("id")).As("c")
		return expr.NewSelect(tutorial.users.C("name"), c).GroupBy(tutorial.users.C("name")).Having(c.Gt(2))
	},
	"label/label-twice": func() any {
		n := tutorial.users.C("name").As("n")
		return expr.NewSelect(n, n)
	},
	"label/label-of-label":          func() any { return expr.NewSelect(tutorial.users.C("name").As("a").As("b")) },
	"label/label-none-twice":        func() any { return expr.NewSelect(tutorial.users.C("name").As(""), tutorial.users.C("name").As("")) },
	"label/group-by-unknown-string": func() any { return expr.NewSelect(tutorial.users.C("id")).GroupBy(expr.LabelRef("nonexist")) },
	"label/order-by-column-string": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).OrderBy(expr.LabelRef("name"))
	},
	"label/order-by-column-string-notselected": func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.LabelRef("fullname")) },
	"label/order-by-reversed-strings": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).OrderBy(expr.LabelRef("name").Desc(), expr.LabelRef("id"))
	},
	"anon/arith":     func() any { return expr.NewSelect(tutorial.users.C("id").Add(1)) },
	"anon/arith-two": func() any { return expr.NewSelect(tutorial.users.C("id").Add(1), tutorial.users.C("id").Add(2)) },
	"anon/func":      func() any { return expr.NewSelect(expr.Max(tutorial.users.C("id"))) },
	"anon/literal":   func() any { return expr.NewSelect(expr.Val(5)) },
	"anon/compare":   func() any { return expr.NewSelect(tutorial.users.C("id").Eq(5)) },
	"anon/cast":      func() any { return expr.NewSelect(tutorial.users.C("id").Cast(sqltypes.String(10))) },
	"anon/unary":     func() any { return expr.NewSelect(tutorial.users.C("id").Neg()) },
	"anon/case":      func() any { return expr.NewSelect(expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else("y")) },
	"anon/scalar-subquery": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.ScalarOf(expr.NewSelect(expr.Count(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"anon/collate":         func() any { return expr.NewSelect(tutorial.users.C("name").Collate("NOCASE")) },
	"anon/distinct-col":    func() any { return expr.NewSelect(tutorial.users.C("name").Distinct()) },
	"anon/mixed-with-text": func() any { return expr.NewSelect(tutorial.users.C("id"), text("now()"), expr.Func("now", nil)) },
	"anon/extract":         func() any { return expr.NewSelect(expr.ExtractField("year", shop.customers.C("created"))) },
	"anon/bool-true":       func() any { return expr.NewSelect(expr.True(), expr.False(), expr.Null()) },
	"literal/int":          func() any { return expr.NewSelect(expr.Val(7).As("x")) },
	"literal/str":          func() any { return expr.NewSelect(expr.Val("it's").As("x")) },
	"literal/bool":         func() any { return expr.NewSelect(expr.Val(true).As("x")) },
	"literal/date":         func() any { return expr.NewSelect(expr.Val(time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)).As("x")) },
	"literal/concat-two":   func() any { return expr.Val("a").Add(expr.Val("b")) },
	"literal/arith-two":    func() any { return expr.Val(3).Add(expr.Val(4)) },
	"literal/null-kw":      func() any { return expr.NewSelect(expr.Null()) },
	"literal/true-kw":      func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.True()) },
	"names/dup-names-three": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"), tutorial.users.C("name"), tutorial.addresses.C("user_id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"names/dup-in-subquery": func() any {
		s := expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Alias("")
		return expr.NewSelect(s)
	},
	"names/tablename-plus-col": func() any {
		return expr.NewSelect(tutorial.users, tutorial.addresses).WithLabels(expr.LabelTableColumn)
	},
	"names/tablename-plus-col-label": func() any {
		return expr.NewSelect(tutorial.users.C("id").As("foo"), tutorial.users.C("name")).WithLabels(expr.LabelTableColumn)
	},
	"names/tablename-plus-col-alias": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.NewSelect(a, tutorial.users).WithLabels(expr.LabelTableColumn)
	},
	"names/tablename-plus-col-anon-alias": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "")
		return expr.NewSelect(a).WithLabels(expr.LabelTableColumn)
	},
	"names/tablename-plus-col-subquery": func() any {
		s := expr.NewSelect(tutorial.users, tutorial.addresses).WithLabels(expr.LabelTableColumn).Alias("")
		return expr.NewSelect(s.C("users_id"), s.C("addresses_id"))
	},
	"names/style-none": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).WithLabels(expr.LabelNone)
	},
	"names/style-label-conflict": func() any {
		return expr.NewSelect(nodes.C("id"), expr.NewAlias(nodes.TableClause, "nodes_id").C("parent_id")).WithLabels(expr.LabelTableColumn)
	},
}

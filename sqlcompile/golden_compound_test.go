package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of compound.json.
var compoundTwins = twins{
	"setops/union-all": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"setops/intersect-all": func() any {
		return expr.IntersectAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"setops/except": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"setops/method": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"setops/three": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(tutorial.addresses.C("user_id")))
	},
	"setops/order-by": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))).OrderBy(expr.LabelRef("id"))
	},
	"setops/order-by-label": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id").As("x")), expr.NewSelect(tutorial.addresses.C("id").As("x"))).OrderBy(expr.LabelRef("x"))
	},
	"setops/order-by-desc-string": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id").As("x")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("x").Desc())
	},
	"setops/limit-offset-order": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5).Offset(3)
	},
	"setops/inner-limit": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(2), expr.NewSelect(tutorial.addresses.C("id")).OrderBy(tutorial.addresses.C("id")).Limit(3))
	},
	"setops/inner-limit-subquery": func() any {
		return expr.Union(expr.NewSelect(expr.NewSelect(tutorial.users.C("id")).Limit(2).Alias("")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"setops/nested-except": func() any {
		return expr.Except(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(tutorial.addresses.C("user_id")))
	},
	"setops/except-nested-right": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.Union(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(tutorial.addresses.C("user_id"))))
	},
	"setops/nested-same-op": func() any {
		return expr.Union(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(tutorial.addresses.C("user_id")))
	},
	"setops/subquery": func() any {
		u := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).Alias("")
		return expr.NewSelect(u.C("id")).Where(u.C("id").Gt(5))
	},
	"setops/join": func() any {
		u := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("user_id"))).Alias("u")
		return expr.NewSelect(tutorial.users.C("name")).Join(u, tutorial.users.C("id").Eq(u.C("id")))
	},
	"setops/select-star-union": func() any {
		return expr.Union(expr.NewSelect(tutorial.users), expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Gt(5)))
	},
	"setops/group-by": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).GroupBy(expr.LabelRef("id"))
	},
	"setops/label-style": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).WithLabels(expr.LabelTableColumn)
	},
	"setops/one-member": func() any { return expr.Union(expr.NewSelect(tutorial.users.C("id"))) },
	"setops/mismatched": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")))
	},
	"setops/for-update": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).ForUpdate()
	},
	"setops/scalar": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.ScalarOf(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"setops/exists": func() any {
		return expr.Exists(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))))
	},
}

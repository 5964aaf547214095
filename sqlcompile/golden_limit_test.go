package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of limit.json.
var limitTwins = twins{
	"limit/limit":        func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(5) },
	"limit/limit-order":  func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name")).Limit(5) },
	"limit/offset-order": func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name")).Offset(5) },
	"limit/limit-offset": func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(5).Offset(10) },
	"limit/limit-offset-order": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).OrderBy(tutorial.users.C("name")).Limit(5).Offset(10)
	},
	"limit/limit-zero": func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(0) },
	"limit/offset-zero": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).Offset(0)
	},
	"limit/limit-none":    func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(5).Limit(nil) },
	"limit/limit-replace": func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(5).Limit(7) },
	"limit/slice":         func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Slice(1, 3) },
	"limit/limit-bind": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Limit(expr.Bind("n", expr.Hole{Name: "n"}, nil))
	},
	"limit/limit-expr":   func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(expr.LiteralColumn("2 + 3", nil)) },
	"limit/limit-string": func() any { return expr.NewSelect(tutorial.users.C("id")).Limit("5") },
	"limit/limit-in-subquery": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses.C("user_id")).OrderBy(tutorial.addresses.C("id")).Limit(5)))
	},
	"limit/limit-scalar": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).OrderBy(tutorial.addresses.C("id")).Limit(1)))
	},
	"limit/limit-label-order": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("id").Mul(2).As("d")).OrderBy(expr.LabelRef("d")).Limit(5).Offset(1)
	},
	"limit/limit-labels": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).WithLabels(expr.LabelTableColumn).OrderBy(tutorial.users.C("name")).Limit(5).Offset(1)
	},
	"limit/fetch": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{})
	},
	"limit/fetch-percent": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true})
	},
	"limit/fetch-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{}).Offset(3)
	},
	"limit/fetch-no-order":    func() any { return expr.NewSelect(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{}) },
	"limit/seed-offset-limit": func() any { return expr.NewSelect(tutorial.addresses).Offset(1).Limit(1) },
	"limit/literal-binds": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).Offset(10)
	},
	"forupdate/plain":       func() any { return expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Eq(7)).ForUpdate() },
	"forupdate/read":        func() any { return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{Share: true}) },
	"forupdate/skip-locked": func() any { return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{SkipLocked: true}) },
	"forupdate/of-table": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{Of: []any{tutorial.users}})
	},
	"forupdate/of-two-columns": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{Of: []any{tutorial.users.C("id"), tutorial.users.C("name")}})
	},
	"forupdate/of-join": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, nil).Locking(expr.Lock{Of: []any{tutorial.addresses}})
	},
	"forupdate/of-alias": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.NewSelect(u.C("id")).Locking(expr.Lock{Of: []any{u}})
	},
	"forupdate/key-share":      func() any { return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{Key: true}) },
	"forupdate/read-key-share": func() any { return expr.NewSelect(tutorial.users.C("id")).Locking(expr.Lock{Share: true, Key: true}) },
	"forupdate/limit": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).ForUpdate()
	},
	"forupdate/limit-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).Offset(2).Locking(expr.Lock{Of: []any{tutorial.users.C("id")}})
	},
	"forupdate/subquery": func() any {
		s := expr.NewSelect(tutorial.users.C("id")).ForUpdate().Alias("")
		return expr.NewSelect(s)
	},
}

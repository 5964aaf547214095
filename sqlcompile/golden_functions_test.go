package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of functions.json.
var functionTwins = twins{
	"generic/now":                 func() any { return expr.Func("now", nil) },
	"generic/current-date":        func() any { return expr.Func("current_date", nil) },
	"generic/current-time":        func() any { return expr.Func("current_time", nil) },
	"generic/session-user":        func() any { return expr.Func("session_user", nil) },
	"generic/user":                func() any { return expr.Func("user", nil) },
	"generic/sysdate":             func() any { return expr.Func("sysdate", nil) },
	"generic/upper-name":          func() any { return expr.Func("LOWER", nil, tutorial.users.C("name")) },
	"generic/trailing-underscore": func() any { return expr.Func("print_", nil, 5) },
	"generic/no-args":             func() any { return expr.Func("random", nil) },
	"generic/literal-args":        func() any { return expr.Func("concat", nil, "x", "y") },
	"generic/none-arg":            func() any { return expr.Coalesce(tutorial.users.C("name"), nil) },
	"generic/arith-arg":           func() any { return expr.Func("abs", nil, tutorial.users.C("id").Sub(5)) },
	"generic/boolean-arg": func() any {
		return expr.Func("foo", nil, expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("x")), expr.Or(tutorial.users.C("id").Eq(2), tutorial.users.C("id").Eq(3)))
	},
	"generic/list-arg-select":       func() any { return expr.Func("array", nil, expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")))) },
	"generic/type-arg":              func() any { return expr.Func("foo", sqltypes.String(0), tutorial.users.C("id")).Add("x") },
	"generic/count-literal-star":    func() any { return expr.NewSelect(expr.Count("*")).SelectFrom(tutorial.users) },
	"generic/count-table":           func() any { return expr.NewSelect(expr.Count(tutorial.users)) },
	"generic/count-distinct":        func() any { return expr.NewSelect(expr.Count(tutorial.users.C("name").Distinct())) },
	"generic/count-distinct-method": func() any { return expr.NewSelect(expr.Count(tutorial.users.C("name").Distinct())) },
	"generic/sum-label": func() any {
		return expr.NewSelect(expr.Sum(shop.items.C("qty").Mul(shop.items.C("price"))).As("total"))
	},
	"generic/char-length": func() any { return expr.Func("char_length", nil, tutorial.users.C("name")) },
	"generic/length":      func() any { return expr.Func("length", nil, tutorial.users.C("name")) },
	"generic/rollup": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("fullname"), expr.Count(tutorial.users.C("id"))).GroupBy(expr.Func("rollup", nil, tutorial.users.C("name"), tutorial.users.C("fullname")))
	},
	"generic/where-func": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Func("length", nil, tutorial.users.C("name")).Gt(5))
	},
	"generic/select-scalar-fn-no-from": func() any { return expr.NewSelect(expr.Func("now", nil)) },
	"generic/scalar-no-from-literal":   func() any { return expr.NewSelect(expr.Val(1)) },
	"filter/filter-two": func() any {
		return expr.Count(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Gt(5), tutorial.users.C("name").Eq("x"))
	},
	"filter/filter-select": func() any {
		return expr.NewSelect(expr.Count(tutorial.users.C("id")).FilterWhere(tutorial.users.C("name").Ne(nil)).As("named"))
	},
	"cast/int":        func() any { return tutorial.users.C("name").Cast(sqltypes.Integer()) },
	"cast/string":     func() any { return tutorial.users.C("id").Cast(sqltypes.String(0)) },
	"cast/string-len": func() any { return tutorial.users.C("id").Cast(sqltypes.String(20)) },
	"cast/text":       func() any { return tutorial.users.C("id").Cast(sqltypes.Text()) },
	"cast/float":      func() any { return tutorial.users.C("id").Cast(sqltypes.Float()) },
	"cast/date":       func() any { return tutorial.users.C("name").Cast(sqltypes.Date()) },
	"cast/boolean":    func() any { return tutorial.users.C("id").Cast(sqltypes.Boolean()) },
	"cast/binary":     func() any { return tutorial.users.C("name").Cast(sqltypes.LargeBinary()) },
	"cast/none":       func() any { return expr.Null().Cast(sqltypes.Integer()) },
	"cast/null-kw":    func() any { return expr.Null().Cast(sqltypes.Integer()) },
	"cast/expr":       func() any { return tutorial.users.C("id").Add(5).Cast(sqltypes.String(10)) },
	"cast/nested":     func() any { return tutorial.users.C("id").Cast(sqltypes.String(0)).Cast(sqltypes.Integer()) },
	"cast/compare":    func() any { return tutorial.users.C("id").Cast(sqltypes.String(5)).Eq("x") },
	"cast/subquery":   func() any { return expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id"))).Cast(sqltypes.String(5)) },
	"case/searched-cols": func() any {
		return expr.CaseWhen(tutorial.users.C("id").Gt(5), tutorial.users.C("name")).Else(tutorial.users.C("fullname"))
	},
	"case/simple-dict":   func() any { return expr.CaseOf(tutorial.users.C("name")).When("jack", "J").When("ed", "E").Else("-") },
	"case/simple-tuples": func() any { return expr.CaseOf(tutorial.users.C("id")).When(1, "one").When(2, "two") },
	"case/and-condition": func() any {
		return expr.CaseWhen(expr.And(tutorial.users.C("id").Gt(5), tutorial.users.C("name").Eq("x")), 1).Else(0)
	},
	"case/none-else": func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else(nil) },
	"case/null-else": func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else(expr.Null()) },
	"case/nested": func() any {
		return expr.CaseWhen(tutorial.users.C("id").Gt(5), expr.CaseWhen(tutorial.users.C("name").Eq("x"), 1).Else(2)).Else(3)
	},
	"case/compare":         func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else("y").Eq("x") },
	"extract/day":          func() any { return expr.ExtractField("day", shop.orders.C("placed")) },
	"extract/dow":          func() any { return expr.ExtractField("dow", shop.customers.C("created")) },
	"extract/epoch":        func() any { return expr.ExtractField("epoch", shop.customers.C("created")) },
	"extract/compare":      func() any { return expr.ExtractField("year", shop.orders.C("placed")).Eq(2020) },
	"extract/milliseconds": func() any { return expr.ExtractField("milliseconds", shop.customers.C("created")) },
	"extract/func-arg":     func() any { return expr.ExtractField("year", expr.Func("now", nil)) },
}

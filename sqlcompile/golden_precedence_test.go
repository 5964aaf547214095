package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of precedence.json.
var precedenceTwins = twins{
	"boolean/and-of-or": func() any {
		return expr.And(tutorial.users.C("id").Eq(1), expr.Or(tutorial.users.C("name").Eq("a"), tutorial.users.C("name").Eq("b")))
	},
	"boolean/or-of-and": func() any {
		return expr.Or(tutorial.users.C("id").Eq(1), expr.And(tutorial.users.C("name").Eq("a"), tutorial.users.C("fullname").Eq("b")))
	},
	"boolean/or-of-or": func() any {
		return expr.Or(tutorial.users.C("id").Eq(1), expr.Or(tutorial.users.C("name").Eq("a"), tutorial.users.C("fullname").Eq("b")))
	},
	"boolean/amp": func() any {
		return expr.And(expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("a")), tutorial.users.C("fullname").Eq("b"))
	},
	"boolean/pipe": func() any {
		return expr.Or(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("a")), tutorial.users.C("fullname").Eq("b"))
	},
	"boolean/amp-pipe": func() any {
		return expr.And(tutorial.users.C("id").Eq(1), expr.Or(tutorial.users.C("name").Eq("a"), tutorial.users.C("fullname").Eq("b")))
	},
	"boolean/amp-pipe-deep": func() any {
		return expr.And(expr.And(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2)), expr.Or(tutorial.users.C("name").Eq("a"), tutorial.users.C("name").Eq("b"))), tutorial.users.C("fullname").Eq("c"))
	},
	"boolean/deep-alternate": func() any {
		return expr.And(tutorial.users.C("id").Eq(1), expr.Or(tutorial.users.C("id").Eq(2), expr.And(tutorial.users.C("id").Eq(3), expr.Or(tutorial.users.C("id").Eq(4), tutorial.users.C("id").Eq(5)))))
	},
	"boolean/seed-conjunction": func() any {
		return expr.And(tutorial.users.C("name").Like("j%"), tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")), expr.Or(tutorial.addresses.C("email_address").Eq("wendy@aol.com"), tutorial.addresses.C("email_address").Eq("jack@yahoo.com")), expr.Not(tutorial.users.C("id").Gt(5)))
	},
	"boolean/and-single":               func() any { return expr.And(tutorial.users.C("id").Eq(1)) },
	"boolean/and-single-or":            func() any { return expr.And(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2))) },
	"boolean/and-false":                func() any { return expr.And(expr.False(), tutorial.users.C("id").Eq(1)) },
	"boolean/or-true":                  func() any { return expr.Or(expr.True(), tutorial.users.C("id").Eq(1)) },
	"boolean/and-true-only":            func() any { return expr.And(expr.True()) },
	"boolean/and-true-splat":           func() any { return expr.And(expr.True()) },
	"boolean/and-none":                 func() any { return expr.And(tutorial.users.C("id").Eq(1), nil) },
	"boolean/and-empty-list-in-select": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.And()) },
	"boolean/where-multi": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("x"))
	},
	"boolean/and-text":          func() any { return expr.And(text("a = 1 or b = 2"), tutorial.users.C("id").Eq(5)) },
	"boolean/or-text":           func() any { return expr.Or(text("a = 1"), tutorial.users.C("id").Eq(5)) },
	"boolean/not-text":          func() any { return expr.Not(text("a = 1")) },
	"boolean/and-bool-col":      func() any { return expr.And(shop.customers.C("vip"), shop.customers.C("id").Gt(5)) },
	"boolean/or-bool-cols":      func() any { return expr.Or(shop.customers.C("vip"), shop.orders.C("paid").Not()) },
	"negation/not-eq":           func() any { return tutorial.users.C("id").Eq(5).Not() },
	"negation/not-ne":           func() any { return tutorial.users.C("id").Ne(5).Not() },
	"negation/not-lt":           func() any { return tutorial.users.C("id").Lt(5).Not() },
	"negation/not-le":           func() any { return tutorial.users.C("id").Le(5).Not() },
	"negation/not-gt":           func() any { return tutorial.users.C("id").Gt(5).Not() },
	"negation/not-ge":           func() any { return tutorial.users.C("id").Ge(5).Not() },
	"negation/not-or":           func() any { return expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("a")).Not() },
	"negation/not-and-function": func() any { return expr.Not(expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("a"))) },
	"negation/not-and-single":   func() any { return expr.Not(expr.And(tutorial.users.C("id").Eq(1))) },
	"negation/double-not":       func() any { return tutorial.users.C("id").Eq(5).Not().Not() },
	"negation/not-in-and": func() any {
		return expr.And(tutorial.users.C("id").Eq(1).Not(), expr.And(tutorial.users.C("name").Eq("a"), tutorial.users.C("name").Eq("b")).Not())
	},
	"negation/not-col-int":   func() any { return tutorial.users.C("id").Not() },
	"negation/not-bool-func": func() any { return expr.Func("foo", sqltypes.Boolean(), tutorial.users.C("id")).Not() },
	"negation/not-exists": func() any {
		return expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))).Not()
	},
	"negation/not-not-exists":      func() any { return expr.Exists(expr.NewSelect(tutorial.addresses.C("id"))).Not().Not() },
	"negation/not-like-escape":     func() any { return tutorial.users.C("name").Like("a").Escape("!").Not() },
	"negation/not-scalar-subquery": func() any { return expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id"))).Not() },
	"negation/not-null":            func() any { return expr.Not(expr.Null()) },
	"negation/not-literal":         func() any { return expr.Val(true).Not() },
	"negation/not-cast-bool":       func() any { return tutorial.users.C("id").Cast(sqltypes.Boolean()).Not() },
	"negation/not-arith":           func() any { return tutorial.users.C("id").Add(5).Not() },
	"negation/not-is-distinct":     func() any { return tutorial.users.C("name").IsDistinctFrom("a").Not() },
	"negation/eq-negated-right":    func() any { return shop.customers.C("vip").Eq(shop.customers.C("vip").Not()) },
	"arith/add-of-mul":             func() any { return tutorial.users.C("id").Mul(2).Add(1) },
	"arith/add-rmul":               func() any { return expr.ValLike(1, tutorial.users.C("id").Mul(2)).Add(tutorial.users.C("id").Mul(2)) },
	"arith/sub-of-sub-left":        func() any { return tutorial.users.C("id").Sub(1).Sub(2) },
	"arith/sub-of-sub-right":       func() any { return tutorial.users.C("id").Sub(tutorial.addresses.C("id").Sub(2)) },
	"arith/sub-of-add-right":       func() any { return tutorial.users.C("id").Sub(tutorial.addresses.C("id").Add(2)) },
	"arith/mul-of-mul-right":       func() any { return tutorial.users.C("id").Mul(tutorial.addresses.C("id").Mul(2)) },
	"arith/div-of-div-right":       func() any { return tutorial.users.C("id").Div(tutorial.addresses.C("id").Div(2)) },
	"arith/div-of-div-left":        func() any { return tutorial.users.C("id").Div(tutorial.addresses.C("id")).Div(2) },
	"arith/mul-of-div":             func() any { return tutorial.users.C("id").Mul(tutorial.addresses.C("id").Div(2)) },
	"arith/mod-of-add":             func() any { return tutorial.users.C("id").Add(1).Mod(5) },
	"arith/add-of-mod":             func() any { return tutorial.users.C("id").Add(tutorial.addresses.C("id").Mod(5)) },
	"arith/neg-of-add":             func() any { return tutorial.users.C("id").Add(1).Neg() },
	"arith/neg-of-mul":             func() any { return tutorial.users.C("id").Mul(2).Neg() },
	"arith/sub-of-neg":             func() any { return tutorial.users.C("id").Sub(tutorial.addresses.C("id").Neg()) },
	"arith/mul-of-neg":             func() any { return tutorial.users.C("id").Neg().Mul(2) },
	"arith/neg-of-func":            func() any { return expr.Max(tutorial.users.C("id")).Neg() },
	"arith/neg-of-subquery":        func() any { return expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.users.C("id")))).Neg() },
	"arith/neg-compare":            func() any { return tutorial.users.C("id").Neg().Gt(5) },
	"arith/compare-arith":          func() any { return tutorial.users.C("id").Add(1).Gt(tutorial.addresses.C("id").Mul(2)) },
	"arith/arith-of-compare":       func() any { return tutorial.users.C("id").Eq(5).Add(1) },
	"arith/arith-of-and":           func() any { return expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2)).Add(1) },
	"arith/compare-chain":          func() any { return tutorial.users.C("id").Lt(5).Ne(tutorial.addresses.C("id").Lt(5)) },
	"arith/like-of-compare":        func() any { return tutorial.users.C("id").Eq(5).Like("x") },
	"arith/mixed-numeric": func() any {
		return shop.orders.C("total").Sub(shop.orders.C("discount")).Mul(shop.items.C("qty")).Div(shop.items.C("price").Add(1))
	},
	"arith/rsub-group": func() any { return expr.ValLike(10, tutorial.users.C("id").Sub(3)).Sub(tutorial.users.C("id").Sub(3)) },
	"concat/concat-arith": func() any {
		return tutorial.users.C("name").Add(tutorial.users.C("id").Add(1).Cast(sqltypes.String(10)))
	},
	"concat/concat-compare":      func() any { return tutorial.users.C("name").Add("x").Eq("edx") },
	"concat/concat-like":         func() any { return tutorial.users.C("name").Add("x").Like("a%") },
	"concat/concat-between":      func() any { return tutorial.users.C("name").Add("x").Between("a", "b") },
	"concat/concat-is-null":      func() any { return tutorial.users.C("name").Add(tutorial.users.C("fullname")).Eq(nil) },
	"concat/concat-of-int-arith": func() any { return tutorial.users.C("name").Concat(tutorial.users.C("id").Add(1)) },
	"concat/concat-collate":      func() any { return tutorial.users.C("name").Add("x").Collate("NOCASE") },
	"concat/collate-concat":      func() any { return tutorial.users.C("name").Collate("NOCASE").Add("x") },
	"concat/concat-or": func() any {
		return expr.Or(tutorial.users.C("name").Add("x").Eq("a"), tutorial.users.C("name").Add("y").Eq("b"))
	},
	"concat/contains-expr": func() any { return tutorial.users.C("name").Add(tutorial.users.C("fullname")).Includes("x") },
	"subquery/eq-subquery": func() any {
		return tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("user_id")))))
	},
	"subquery/subquery-eq": func() any {
		return expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("user_id")))).Eq(tutorial.users.C("id"))
	},
	"subquery/subquery-is-null": func() any { return expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id"))).Eq(nil) },
	"subquery/subquery-in-and": func() any {
		return expr.And(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id"))).Gt(5), tutorial.users.C("id").Eq(1))
	},
	"subquery/exists-and": func() any {
		return expr.And(expr.Exists(expr.NewSelect(tutorial.addresses.C("id"))), tutorial.users.C("id").Eq(1))
	},
	"subquery/exists-or": func() any {
		return expr.Or(expr.Exists(expr.NewSelect(tutorial.addresses.C("id"))), tutorial.users.C("id").Eq(1))
	},
	"subquery/subquery-label": func() any {
		return expr.NewSelect(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id")))).As("m"))
	},
	"subquery/select-eq-implicit": func() any { return tutorial.users.C("id").Eq(expr.NewSelect(tutorial.addresses.C("user_id"))) },
	"modifiers/asc":               func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").Asc()) },
	"modifiers/desc":              func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").Desc()) },
	"modifiers/desc-func":         func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").Desc()) },
	"modifiers/desc-arith": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id").Add(5).Desc())
	},
	"modifiers/desc-and": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("x")).Desc())
	},
	"modifiers/desc-compare": func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id").Eq(1).Desc()) },
	"modifiers/nulls-first": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").NullsFirst())
	},
	"modifiers/nulls-last": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").NullsLast())
	},
	"modifiers/asc-nulls-first": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").Asc().NullsFirst())
	},
	"modifiers/nulls-label": func() any {
		n := tutorial.users.C("name").As("n")
		return expr.NewSelect(n).OrderBy(n.Desc().NullsLast())
	},
	"modifiers/order-by-multi": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name").Desc(), tutorial.users.C("id"))
	},
	"modifiers/order-by-chain": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name")).OrderBy(tutorial.users.C("id").Desc())
	},
	"modifiers/order-by-reset-then": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("name")).ClearOrder().OrderBy(tutorial.users.C("id"))
	},
	"modifiers/order-by-literal-int": func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.LiteralColumn("1", nil)) },
	"modifiers/order-by-subquery": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.ScalarOf(expr.NewSelect(expr.Count(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))).Desc())
	},
}

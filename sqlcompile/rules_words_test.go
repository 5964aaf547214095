package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Statements about windows, aggregates, constants and lists.
var rulesWords = twins{
	"win/rows": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RowsBetween(expr.Preceding(2), expr.Following(3)))
	},
	"win/rows-cur": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RowsBetween(expr.Unbounded(), expr.CurrentRow()))
	},
	"win/rows-both-prec": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RowsBetween(expr.Preceding(5), expr.Preceding(1)))
	},
	"win/rows-both-foll": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RowsBetween(expr.Following(1), expr.Unbounded()))
	},
	"win/range": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RangeBetween(expr.Unbounded(), expr.Unbounded()))
	},
	"win/range-n": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).RangeBetween(expr.Preceding(5), expr.Following(10)))
	},
	"win/partition-two": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name"), tutorial.users.C("fullname")))
	},
	"win/order-two": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{}.Sorted(tutorial.users.C("name").Desc(), tutorial.users.C("id").Add(1)))
	},
	"win/arith": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{}.Sorted(tutorial.users.C("id"))).Add(1)
	},
	"win/groups": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name")).Sorted(tutorial.users.C("id")).GroupsBetween(expr.Preceding(2), expr.Following(3)))
	},
	"win/groups-exclude": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{}.Sorted(tutorial.users.C("id")).GroupsBetween(expr.Unbounded(), expr.CurrentRow()).Excluding(expr.ExcludeTies))
	},
	"win/rows-exclude": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{}.Sorted(tutorial.users.C("id")).RowsBetween(expr.Preceding(1), expr.Following(1)).Excluding(expr.ExcludeCurrentRow))
	},
	"win/rows-bind": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("id").Add(7)).Sorted(tutorial.users.C("id").Add(8)).RowsBetween(expr.PrecedingBy(2), expr.FollowingBy(3))).Add(9)
	},
	"win/arith-r": func() any { return tutorial.users.C("id").Mul(expr.Sum(tutorial.users.C("id")).Over(expr.Window{})) },
	"win/cmp":     func() any { return expr.Sum(tutorial.users.C("id")).Over(expr.Window{}).Lt(5) },
	"win/order-by": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(expr.RowNumber().Over(expr.Window{}.Sorted(tutorial.users.C("id").Desc())))
	},
	"filter/one": func() any { return expr.NewSelect(expr.CountAll().FilterWhere(tutorial.users.C("id").Lt(5))) },
	"filter/two": func() any {
		return expr.NewSelect(expr.Sum(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Lt(5), tutorial.users.C("name").Eq("x")))
	},
	"filter/or": func() any {
		return expr.NewSelect(expr.Sum(tutorial.users.C("id")).FilterWhere(expr.Or(tutorial.users.C("id").Lt(5), tutorial.users.C("name").Eq("x"))))
	},
	"filter/over": func() any {
		return expr.NewSelect(expr.Sum(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Lt(5)).Over(expr.WindowBy(tutorial.users.C("name"))))
	},
	"filter/arith": func() any {
		return expr.NewSelect(expr.Sum(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Lt(5)).Add(1))
	},
	"filter/cmp": func() any {
		return expr.NewSelect(tutorial.users.C("name")).GroupBy(tutorial.users.C("name")).Having(expr.CountAll().FilterWhere(tutorial.users.C("id").Lt(5)).Ge(2))
	},
	"wg/one": func() any {
		return expr.NewSelect(expr.Func("percentile_cont", nil, expr.Val(0.5)).WithinGroup(tutorial.users.C("id").Desc()))
	},
	"wg/two": func() any {
		return expr.NewSelect(expr.Func("foo", nil, tutorial.users.C("id")).WithinGroup(tutorial.users.C("name"), tutorial.users.C("id").Desc()))
	},
	"wg/over": func() any {
		return expr.NewSelect(expr.Func("percentile_cont", nil, expr.Val(0.5)).WithinGroup(tutorial.users.C("id")).Over(expr.WindowBy(tutorial.users.C("name"))))
	},
	"wg/filter": func() any {
		return expr.NewSelect(expr.Func("percentile_cont", nil, expr.Val(0.5)).WithinGroup(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Lt(4)))
	},
	"const/where-true": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.True()) },
	"const/col-true":   func() any { return expr.NewSelect(expr.True()) },
	"const/label-true": func() any { return expr.NewSelect(expr.True().As("x")) },
	"const/and-true": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.True()))
	},
	"const/or-true": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Or(tutorial.users.C("id").Eq(1), expr.True()))
	},
	"const/not-true": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.True().Not()) },
	"const/eq-true": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Eq(expr.True()))
	},
	"const/is-true": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Is(expr.True()))
	},
	"const/isnot-true": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").IsNot(expr.True()))
	},
	"const/case-true": func() any {
		return expr.NewSelect(expr.CaseWhen(shop.customers.C("vip"), expr.True()).Else(shop.customers.C("vip")))
	},
	"const/having-true": func() any {
		return expr.NewSelect(shop.customers.C("name")).GroupBy(shop.customers.C("name")).Having(expr.True())
	},
	"const/join-true": func() any { return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, expr.True()) },
	"const/func-true": func() any { return expr.NewSelect(expr.Func("foo", nil, expr.True())) },
	"const/nested-true": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.Or(expr.True(), tutorial.users.C("id").Eq(2)), expr.And(expr.True(), tutorial.users.C("id").Eq(3)).Not()))
	},
	"const/where-false": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.False()) },
	"const/col-false":   func() any { return expr.NewSelect(expr.False()) },
	"const/label-false": func() any { return expr.NewSelect(expr.False().As("x")) },
	"const/and-false": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.False()))
	},
	"const/or-false": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Or(tutorial.users.C("id").Eq(1), expr.False()))
	},
	"const/not-false": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.False().Not()) },
	"const/eq-false": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Eq(expr.False()))
	},
	"const/is-false": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Is(expr.False()))
	},
	"const/isnot-false": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").IsNot(expr.False()))
	},
	"const/case-false": func() any {
		return expr.NewSelect(expr.CaseWhen(shop.customers.C("vip"), expr.False()).Else(shop.customers.C("vip")))
	},
	"const/having-false": func() any {
		return expr.NewSelect(shop.customers.C("name")).GroupBy(shop.customers.C("name")).Having(expr.False())
	},
	"const/join-false": func() any { return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, expr.False()) },
	"const/func-false": func() any { return expr.NewSelect(expr.Func("foo", nil, expr.False())) },
	"const/nested-false": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.Or(expr.False(), tutorial.users.C("id").Eq(2)), expr.And(expr.False(), tutorial.users.C("id").Eq(3)).Not()))
	},
	"const/where-null": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.Null()) },
	"const/col-null":   func() any { return expr.NewSelect(expr.Null()) },
	"const/label-null": func() any { return expr.NewSelect(expr.Null().As("x")) },
	"const/and-null": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.Null()))
	},
	"const/or-null": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Or(tutorial.users.C("id").Eq(1), expr.Null()))
	},
	"const/not-null": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.Null().Not()) },
	"const/eq-null": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Eq(expr.Null()))
	},
	"const/is-null": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Is(expr.Null()))
	},
	"const/isnot-null": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").IsNot(expr.Null()))
	},
	"const/case-null": func() any {
		return expr.NewSelect(expr.CaseWhen(shop.customers.C("vip"), expr.Null()).Else(shop.customers.C("vip")))
	},
	"const/having-null": func() any {
		return expr.NewSelect(shop.customers.C("name")).GroupBy(shop.customers.C("name")).Having(expr.Null())
	},
	"const/join-null": func() any { return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, expr.Null()) },
	"const/func-null": func() any { return expr.NewSelect(expr.Func("foo", nil, expr.Null())) },
	"const/nested-null": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.And(tutorial.users.C("id").Eq(1), expr.Or(expr.Null(), tutorial.users.C("id").Eq(2)), expr.And(expr.Null(), tutorial.users.C("id").Eq(3)).Not()))
	},
	"const/vip":     func() any { return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip")) },
	"const/not-vip": func() any { return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Not()) },
	"const/vip-or": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(expr.Or(shop.customers.C("vip"), shop.customers.C("vip").Not(), shop.customers.C("id").Eq(1)))
	},
	"const/vip-select": func() any { return expr.NewSelect(shop.customers.C("vip"), shop.customers.C("vip").Not()) },
	"const/cmp-select": func() any {
		return expr.NewSelect(shop.customers.C("id").Lt(5), expr.And(shop.customers.C("vip"), shop.customers.C("id").Eq(1)), shop.customers.C("id").In([]int{1, 2}), shop.customers.C("name").IsNull())
	},
	"const/cmp-order": func() any {
		return expr.NewSelect(shop.customers.C("id")).OrderBy(shop.customers.C("id").Eq(5), shop.customers.C("vip"), shop.customers.C("name").IsNull().Desc())
	},
	"const/cmp-group": func() any {
		return expr.NewSelect(expr.CountAll()).SelectFrom(shop.customers.TableClause).GroupBy(shop.customers.C("id").Lt(5))
	},
	"const/cmp-func": func() any {
		return expr.NewSelect(expr.Func("foo", nil, shop.customers.C("id").Lt(5), shop.customers.C("vip")))
	},
	"const/cmp-case": func() any {
		return expr.NewSelect(expr.CaseWhen(shop.customers.C("vip"), shop.customers.C("id").Lt(5)).Else(shop.customers.C("id").Eq(9)))
	},
	"const/exists-select": func() any {
		return expr.NewSelect(shop.customers.C("id"), expr.Exists(expr.NewSelect(shop.orders.C("id")).Where(shop.orders.C("customer_id").Eq(shop.customers.C("id")))).As("has"))
	},
	"const/case-vip": func() any {
		return expr.NewSelect(expr.CaseWhen(expr.And(shop.customers.C("vip"), shop.orders.C("paid")), 1).Else(0))
	},
	"const/filter-vip": func() any { return expr.NewSelect(expr.CountAll().FilterWhere(shop.customers.C("vip"))) },
	"const/eq-cmp": func() any {
		return expr.NewSelect(shop.customers.C("id")).Where(shop.customers.C("vip").Eq(shop.customers.C("id").Lt(5)))
	},
	"in/empty":  func() any { return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").In([]int{})) },
	"in/nempty": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").NotIn([]int{})) },
	"in/empty-str": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").In([]string{}))
	},
	"in/tuple": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).In([][]any{{1, "a"}, {2, "b"}}))
	},
	"in/tuple-empty": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).In([][]any{}))
	},
	"in/tuple-query": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).InQuery(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))))
	},
	"in/exprs": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").In([]any{tutorial.addresses.C("id"), 5, tutorial.addresses.C("id").Add(1)}))
	},
	"in/none": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").In([]any{1, nil}))
	},
	"in/expr-left": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Add(1).In([]int{1}))
	},
	"in/nested-not": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").In([]int{1, 2}).Not(), tutorial.users.C("id").NotIn([]int{3}).Not().Not())
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of update.json.
var updateTwins = twins{
	"values/all-columns": func() any { return expr.UpdateTable(tutorial.users) },
	"values/values":      func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("ed")) },
	"values/where": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("name").Eq("jack")).Values(tutorial.users.C("name").To("ed"))
	},
	"values/where-or": func() any {
		return expr.UpdateTable(tutorial.users).Where(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2))).Where(tutorial.users.C("name").Eq("y")).Values(tutorial.users.C("name").To("x"))
	},
	"values/column-keys": func() any { return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("name").Eq("jack")) },
	"values/null":        func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.Null())) },
	"values/none": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To((*string)(nil)))
	},
	"values/dict-columns-order": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("fullname").To("b"), tutorial.users.C("name").To("a"))
	},
	"values/whereclause-arg": func() any { return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("name").Eq("jack")) },
	"values/case": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.CaseWhen(tutorial.users.C("id").Eq(1), "a").Else("b")))
	},
	"values/in": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").In([]int{1, 2})).Values(tutorial.users.C("name").To("x"))
	},
	"values/unknown-column": func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("nope").To(1)) },
	"subquery/correlated": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("fullname").To(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Limit(1))))
	},
	"subquery/correlated-implicit": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("fullname").To(expr.NewSelect(tutorial.addresses.C("email_address")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"subquery/where-exists": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Where(expr.ExistsAny().ExistsWhere(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
	},
	"subquery/where-in": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Where(tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("email_address").Eq("e"))))
	},
	"subquery/same-table-subquery": func() any {
		u2 := expr.NewAlias(tutorial.users.TableClause, "u2")
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.ScalarOf(expr.NewSelect(u2.C("fullname")).Where(u2.C("id").Eq(tutorial.users.C("id"))))))
	},
	"multi/from": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(tutorial.addresses.C("email_address"))).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"multi/from-two": func() any {
		o := expr.NewAlias(shop.orders.TableClause, "o")
		return expr.UpdateTable(shop.customers).Values(shop.customers.C("credit").To(0)).Where(shop.customers.C("id").Eq(o.C("customer_id"))).Where(o.C("id").Eq(shop.items.C("order_id")))
	},
	"multi/from-subquery": func() any {
		s := expr.NewSelect(tutorial.addresses.C("user_id"), expr.CountAll().As("n")).GroupBy(tutorial.addresses.C("user_id")).Alias("s")
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("many")).Where(tutorial.users.C("id").Eq(s.C("user_id"))).Where(s.C("n").Gt(5))
	},
	"multi/mysql-two-targets": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x"), tutorial.addresses.C("email_address").To("y")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"values/ordered-values-strings": func() any {
		return expr.UpdateTable(tutorial.users).Values(sets(tutorial.users, "fullname", "b", "name", "a")...)
	},
	"values/onupdate": func() any {
		return expr.UpdateTable(defaults.events).Where(defaults.events.C("id").Eq(5)).Values(defaults.events.C("kind").To("x"))
	},
	"values/onupdate-executemany": func() any {
		return expr.UpdateTable(defaults.events).Where(defaults.events.C("id").Eq(expr.Bind("eid", nil, sqltypes.Integer())))
	},
	"values/quoted": func() any {
		return expr.UpdateTable(quoting.order).Values(quoting.order.C("from").To("x")).Where(quoting.order.C("group").Eq(1))
	},
	"values/text-where": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Where(expr.RawText("id = :i", 5))
	},
	"multi/mysql-join": func() any {
		join := expr.JoinOf(tutorial.users.TableClause, tutorial.addresses.TableClause, nil)
		return expr.UpdateTable(join).Values(tutorial.addresses.C("email_address").To(tutorial.users.C("name")))
	},
	"multi/alias-target": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.UpdateTable(u).Values(u.C("name").To("x")).Where(u.C("id").Eq(5))
	},
	"multi/mysql-limit": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Limit(10)
	},
	"returning/returning-expr": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Returning(expr.Func("length", nil, tutorial.users.C("name")))
	},
	"returning/return-defaults": func() any {
		return expr.UpdateTable(defaults.events).Values(defaults.events.C("kind").To("x")).ReturningDefaults()
	},
	"returning/returning-from": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).
			Returning(tutorial.users.C("id"), tutorial.addresses.C("id"))
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of joins.json.
var joinTwins = twins{
	"core/join":          func() any { return expr.JoinOf(tutorial.users, tutorial.addresses, nil) },
	"core/join-reversed": func() any { return expr.JoinOf(tutorial.addresses, tutorial.users, nil) },
	"core/join-on": func() any {
		return expr.JoinOf(tutorial.users, tutorial.addresses, tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"core/join-on-like": func() any {
		return expr.JoinOf(tutorial.users, tutorial.addresses, tutorial.addresses.C("email_address").Like(tutorial.users.C("name").Add("%")))
	},
	"core/join-on-and": func() any {
		return expr.JoinOf(tutorial.users, tutorial.addresses, expr.And(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")), tutorial.addresses.C("email_address").Ne(nil)))
	},
	"core/outerjoin":         func() any { return expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil) },
	"core/fulljoin":          func() any { return expr.FullJoinOf(tutorial.users, tutorial.addresses, nil) },
	"core/join-function":     func() any { return expr.JoinOf(tutorial.users, tutorial.addresses, nil) },
	"core/three-tables":      func() any { return expr.JoinOf(expr.JoinOf(shop.customers, shop.orders, nil), shop.items, nil) },
	"core/three-inner-outer": func() any { return expr.JoinOf(expr.OuterJoinOf(shop.customers, shop.orders, nil), shop.items, nil) },
	"core/nested-right-on": func() any {
		return expr.JoinOf(shop.customers, expr.JoinOf(shop.orders, shop.items, shop.orders.C("id").Eq(shop.items.C("order_id"))), shop.customers.C("id").Eq(shop.orders.C("customer_id")))
	},
	"core/nested-left-and-right": func() any {
		return expr.JoinOf(expr.JoinOf(shop.regions, shop.customers, nil), expr.JoinOf(shop.orders, shop.items, nil), shop.customers.C("id").Eq(shop.orders.C("customer_id")))
	},
	"core/four-tables": func() any {
		return expr.JoinOf(expr.JoinOf(expr.JoinOf(shop.customers, shop.orders, nil), shop.items, nil), shop.products, nil)
	},
	"core/no-fk":         func() any { return expr.JoinOf(multifk.accounts, multifk.logs, nil) },
	"core/ambiguous-fk":  func() any { return expr.JoinOf(multifk.accounts, multifk.transfers, nil) },
	"core/composite-fk":  func() any { return expr.JoinOf(composite.invoices, composite.items, nil) },
	"core/self-no-alias": func() any { return expr.JoinOf(nodes, nodes, nil) },
	"core/join-to-select": func() any {
		return expr.JoinOf(tutorial.users, expr.NewSelect(tutorial.addresses).Where(tutorial.addresses.C("id").Gt(5)).Alias("a"), nil)
	},
	"core/join-to-alias": func() any {
		return expr.JoinOf(tutorial.users, expr.NewAlias(tutorial.addresses.TableClause, "a"), nil)
	},
	"core/alias-to-alias": func() any {
		return expr.JoinOf(expr.NewAlias(tutorial.users.TableClause, "u"), expr.NewAlias(tutorial.addresses.TableClause, "a"), nil)
	},
	"core/join-true": func() any { return expr.JoinOf(tutorial.users, tutorial.addresses, expr.True()) },
	"core/select-outerjoin": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.addresses.C("email_address")).OuterJoin(tutorial.addresses, nil)
	},
	"core/select-join-isouter": func() any { return expr.NewSelect(tutorial.users.C("name")).OuterJoin(tutorial.addresses, nil) },
	"core/select-join-from": func() any {
		return expr.NewSelect(tutorial.addresses.C("email_address")).JoinFrom(tutorial.users, tutorial.addresses, nil)
	},
	"core/select-outerjoin-from": func() any {
		return expr.NewSelect(tutorial.addresses.C("email_address")).OuterJoinFrom(tutorial.users, tutorial.addresses, nil)
	},
	"core/select-join-chain": func() any {
		return expr.NewSelect(shop.customers.C("name"), shop.products.C("title")).Join(shop.orders, nil).Join(shop.items, nil).Join(shop.products, nil)
	},
	"core/select-join-already-joined": func() any { return expr.NewSelect(tutorial.addresses.C("id")).Join(tutorial.users, nil) },
	"core/select-join-same-table":     func() any { return expr.NewSelect(nodes.C("id")).Join(nodes, nil) },
	"core/select-two-joins-same": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "")
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "")
		return expr.NewSelect(tutorial.users.C("name")).Join(a1, nil).Join(a2, tutorial.users.C("id").Eq(a2.C("user_id"))).Where(a1.C("email_address").Eq("x"), a2.C("email_address").Eq("y"))
	},
	"core/join-select-shortcut": func() any { return expr.NewSelect(expr.JoinOf(tutorial.users, tutorial.addresses, nil)) },
	"core/join-select-labels": func() any {
		return expr.NewSelect(expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil)).WithLabels(expr.LabelTableColumn)
	},
	"core/oracle-no-ansi": func() any {
		return expr.NewSelect(tutorial.users.C("fullname")).SelectFrom(expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil))
	},
	"core/oracle-no-ansi-inner": func() any {
		return expr.NewSelect(tutorial.users.C("fullname")).SelectFrom(expr.JoinOf(tutorial.users, tutorial.addresses, nil)).Where(tutorial.users.C("id").Gt(5))
	},
	"core/oracle-no-ansi-nested": func() any {
		return expr.NewSelect(shop.customers.C("id")).SelectFrom(expr.OuterJoinOf(expr.OuterJoinOf(shop.customers, shop.orders, nil), shop.items, nil))
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of delete.json.
var deleteTwins = twins{
	"delete/all":    func() any { return expr.DeleteFrom(tutorial.users) },
	"delete/method": func() any { return expr.DeleteFrom(tutorial.addresses) },
	"delete/where":  func() any { return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("name").Gt("m")) },
	"delete/where-chain-or": func() any {
		return expr.DeleteFrom(tutorial.users).Where(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2))).Where(tutorial.users.C("name").Eq("x"))
	},
	"delete/in-subquery": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses.C("user_id"))))
	},
	"delete/exists": func() any {
		return expr.DeleteFrom(tutorial.users).Where(expr.ExistsAny().ExistsWhere(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Not())
	},
	"delete/scalar": func() any {
		return expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("user_id").Eq(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.users.C("id"))))))
	},
	"delete/using": func() any {
		return expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Where(tutorial.users.C("name").Eq("x"))
	},
	"delete/using-alias": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.DeleteFrom(tutorial.addresses).Where(tutorial.addresses.C("user_id").Eq(u.C("id")), u.C("name").Eq("x"))
	},
	"delete/text": func() any { return expr.DeleteFrom(tutorial.users).Where(text("id = 5")) },
	"delete/returning": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"delete/returning-expr": func() any { return expr.DeleteFrom(tutorial.users).Returning(expr.Upper(tutorial.users.C("name"))) },
	"delete/alias-target": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.DeleteFrom(u).Where(u.C("id").Eq(5))
	},
	"delete/schema": func() any { return expr.DeleteFrom(quoting.bank).Where(quoting.bank.C("id").Eq(5)) },
	"delete/quoted": func() any { return expr.DeleteFrom(quoting.mixed).Where(quoting.mixed.C("userName").Eq("x")) },
	"delete/update-filter-by": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("name").Eq("x")).Values(tutorial.users.C("name").To("y"))
	},
}

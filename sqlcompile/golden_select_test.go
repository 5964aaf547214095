package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of select.json.
var selectTwins = twins{
	"columns/table-select": func() any { return expr.NewSelect(tutorial.users) },
	"columns/columns":      func() any { return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("fullname")) },
	"columns/legacy-list":  func() any { return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("fullname")) },
	"columns/with-only-columns": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Where(tutorial.users.C("id").Eq(5)).OnlyColumns(tutorial.users.C("name"))
	},
	"columns/empty":         func() any { return expr.NewSelect().SelectFrom(tutorial.users) },
	"columns/empty-where":   func() any { return expr.NewSelect().SelectFrom(tutorial.users).Where(tutorial.users.C("id").Eq(5)) },
	"columns/no-from":       func() any { return expr.NewSelect(expr.LiteralColumn("1", nil)) },
	"columns/exists-select": func() any { return expr.NewSelect(expr.Exists(expr.NewSelect(tutorial.users.C("id")))) },
	"columns/exists-label":  func() any { return expr.NewSelect(expr.ExistsAny().ExistsWhere(tutorial.users.C("id").Eq(5)).As("e")) },
	"columns/distinct-on": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("id")).DistinctOn(tutorial.users.C("name"))
	},
	"columns/distinct-on-two": func() any {
		return expr.NewSelect(tutorial.users).DistinctOn(tutorial.users.C("name"), tutorial.users.C("fullname")).OrderBy(tutorial.users.C("name"))
	},
	"columns/distinct-order": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Distinct().OrderBy(tutorial.users.C("name").Desc())
	},
	"columns/selected-columns-subset": func() any {
		s := expr.NewSelect(tutorial.users)
		return expr.NewSelect(s.Alias("").C("name"))
	},
	"where/eq-literal": func() any { return expr.NewSelect(tutorial.users).Where(tutorial.users.C("name").Eq("jack")) },
	"where/two-tables": func() any {
		return expr.NewSelect(tutorial.users, tutorial.addresses).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"where/chain": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Gt(1)).Where(tutorial.users.C("name").Eq("x")).Where(tutorial.users.C("fullname").Ne(nil))
	},
	"where/order-by-other-table": func() any { return expr.NewSelect(tutorial.users.C("name")).OrderBy(tutorial.addresses.C("id")) },
	"where/from-order-where": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))
	},
	"where/seed-title": func() any {
		return expr.NewSelect(tutorial.users.C("fullname").Add(", ").Add(tutorial.addresses.C("email_address")).As("title")).Where(expr.And(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")), tutorial.users.C("name").Between("m", "z"), expr.Or(tutorial.addresses.C("email_address").Like("%@aol.com"), tutorial.addresses.C("email_address").Like("%@msn.com"))))
	},
	"where/where-literal-column": func() any { return expr.NewSelect(tutorial.users.C("id")).Where(expr.LiteralColumn("1 = 1", nil)) },
	"from/select-from":           func() any { return expr.NewSelect(tutorial.users.C("name")).SelectFrom(tutorial.addresses) },
	"from/select-from-same":      func() any { return expr.NewSelect(tutorial.users.C("name")).SelectFrom(tutorial.users) },
	"from/select-from-join": func() any {
		return expr.NewSelect(tutorial.users.C("fullname")).SelectFrom(expr.JoinOf(tutorial.users, tutorial.addresses, tutorial.addresses.C("email_address").Like(tutorial.users.C("name").Add("%"))))
	},
	"from/select-from-two-args": func() any {
		return expr.NewSelect(expr.LiteralColumn("1", nil)).SelectFrom(tutorial.users, tutorial.addresses)
	},
	"from/join-hides-tables": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).SelectFrom(expr.JoinOf(tutorial.users, tutorial.addresses, nil))
	},
	"from/select-from-alias": func() any {
		a := expr.NewAlias(tutorial.users.TableClause, "a")
		return expr.NewSelect(a.C("id")).SelectFrom(a)
	},
	"group/group-by": func() any {
		return expr.NewSelect(tutorial.addresses.C("user_id"), expr.Count(tutorial.addresses.C("id"))).GroupBy(tutorial.addresses.C("user_id"))
	},
	"group/having-two": func() any {
		return expr.NewSelect(tutorial.addresses.C("user_id")).GroupBy(tutorial.addresses.C("user_id")).Having(expr.Count(tutorial.addresses.C("id")).Gt(1)).Having(expr.Max(tutorial.addresses.C("id")).Lt(9))
	},
	"group/group-by-two": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("fullname"), expr.CountAll()).GroupBy(tutorial.users.C("name"), tutorial.users.C("fullname"))
	},
	"group/group-by-chain": func() any {
		return expr.NewSelect(tutorial.users.C("name")).GroupBy(tutorial.users.C("name")).GroupBy(tutorial.users.C("fullname"))
	},
	"group/group-by-reset": func() any {
		return expr.NewSelect(tutorial.users.C("name")).GroupBy(tutorial.users.C("name")).ClearGroups()
	},
	"group/group-by-func": func() any {
		return expr.NewSelect(expr.Lower(tutorial.users.C("name"))).GroupBy(expr.Lower(tutorial.users.C("name")))
	},
	"group/group-by-text": func() any { return expr.NewSelect(tutorial.users.C("name")).GroupBy(text("1")) },
	"group/group-order-limit": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll().As("n")).GroupBy(tutorial.users.C("name")).OrderBy(expr.LabelRef("n").Desc()).Limit(3)
	},
	"group/full-clause-order": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.Count(tutorial.addresses.C("id")).As("n")).Join(tutorial.addresses, nil).Where(tutorial.users.C("id").Gt(1)).GroupBy(tutorial.users.C("name")).Having(expr.Count(tutorial.addresses.C("id")).Gt(1)).OrderBy(tutorial.users.C("name")).Limit(5).Offset(2)
	},
	"subquery/alias-named": func() any {
		s := expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Alias("s")
		return expr.NewSelect(s)
	},
	"subquery/two-anon": func() any {
		a := expr.NewSelect(tutorial.users.C("id")).Alias("")
		b := expr.NewSelect(tutorial.users.C("name")).Alias("")
		return expr.NewSelect(a, b)
	},
	"subquery/nested": func() any {
		s := expr.NewSelect(expr.NewSelect(tutorial.users.C("id")).Alias("")).Alias("")
		return expr.NewSelect(s)
	},
	"subquery/join-subquery": func() any {
		s := expr.NewSelect(tutorial.addresses.C("user_id"), expr.CountAll().As("n")).GroupBy(tutorial.addresses.C("user_id")).Alias("")
		return expr.NewSelect(tutorial.users.C("name"), s.C("n")).Join(s, tutorial.users.C("id").Eq(s.C("user_id")))
	},
	"subquery/outerjoin-subquery-fk": func() any {
		s := expr.NewSelect(tutorial.addresses.C("user_id"), expr.CountAll().As("n")).GroupBy(tutorial.addresses.C("user_id")).Alias("cnt")
		return expr.NewSelect(tutorial.users.C("name"), s.C("n")).OuterJoin(s, nil)
	},
	"subquery/expr-name-in-subquery": func() any {
		s := expr.NewSelect(tutorial.users.C("id").Add(1), expr.Max(tutorial.users.C("id"))).Alias("")
		return expr.NewSelect(s)
	},
	"subquery/anon-col-access": func() any {
		s := expr.NewSelect(tutorial.users.C("id").Add(1).As("x")).Alias("")
		return expr.NewSelect(s.C("x").Mul(2))
	},
	"subquery/alias-of-alias": func() any {
		s := expr.NewAlias(expr.NewAlias(tutorial.users.TableClause, "a").Of, "b")
		return expr.NewSelect(s)
	},
	"subquery/seed-s-alias-join": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "a1")
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "a2")
		s := expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Eq(a1.C("user_id")), tutorial.users.C("id").Eq(a2.C("user_id")), a1.C("email_address").Eq("jack@msn.com"), a2.C("email_address").Eq("jack@yahoo.com"))
		x := s.Correlate().Alias("")
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(x.C("id")))
	},
	"subquery/with-limit": func() any {
		s := expr.NewSelect(tutorial.users).OrderBy(tutorial.users.C("id")).Limit(3).Alias("")
		return expr.NewSelect(s.C("name")).OrderBy(s.C("name"))
	},
	"subquery/exists-plain": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(expr.ExistsAny().ExistsWhere(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
	},
	"subquery/exists-cols": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id"))).ExistsWhere(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
	},
	"subquery/exists-select": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"subquery/scalar-two-columns": func() any { return expr.ScalarOf(expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id"))) },
	"subquery/scalar-typed-op":    func() any { return expr.ScalarOf(expr.NewSelect(tutorial.users.C("name"))).Add("x") },
	"subquery/scalar-order": func() any {
		sub := expr.ScalarOf(expr.NewSelect(expr.Count(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
		return expr.NewSelect(tutorial.users.C("id")).Where(sub.Gt(1)).OrderBy(sub)
	},
	"correlate/auto": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))))
	},
	"correlate/correlate-none": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Correlate())))
	},
	"correlate/correlate-one": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.addresses.C("email_address")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Correlate(tutorial.addresses))))
	},
	"correlate/correlate-all": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).Correlate(tutorial.users))))
	},
	"correlate/correlate-except": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.addresses.C("email_address")).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).CorrelateExcept(tutorial.users))))
	},
	"correlate/correlate-except-none": func() any {
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).CorrelateExcept())))
	},
	"correlate/not-in-from": func() any {
		s := expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Alias("")
		return expr.NewSelect(tutorial.addresses.C("id"), s.C("id"))
	},
	"correlate/two-levels": func() any {
		inner := expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))
		mid := expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("id").Eq(inner)))
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(mid))
	},
	"correlate/explicit-two-levels": func() any {
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "a2")
		inner := expr.ScalarOf(expr.NewSelect(a2.C("id")).Where(a2.C("user_id").Eq(tutorial.users.C("id"))).Correlate(tutorial.users))
		mid := expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("id").Eq(inner)))
		return expr.NewSelect(tutorial.users.C("name")).Where(tutorial.users.C("id").Eq(mid))
	},
	"correlate/alias-correlates": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.NewSelect(u.C("name")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(u.C("id")))))
	},
	"correlate/order-by-corr": func() any {
		return expr.NewSelect(tutorial.users.C("name")).OrderBy(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"correlate/having-corr": func() any {
		return expr.NewSelect(tutorial.users.C("id")).GroupBy(tutorial.users.C("id")).Having(expr.CountAll().Gt(expr.ScalarOf(expr.NewSelect(expr.Count(tutorial.addresses.C("id"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))))
	},
	"correlate/in-union": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").In(expr.Union(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"lateral/lateral": func() any {
		s := expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Lateral("l")
		return expr.NewSelect(tutorial.users.C("name"), s.C("id"))
	},
	"alias/alias-named": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "a1")
		return expr.NewSelect(a1)
	},
	"alias/alias-self": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "a1")
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "a2")
		return expr.NewSelect(tutorial.users).Where(expr.And(tutorial.users.C("id").Eq(a1.C("user_id")), tutorial.users.C("id").Eq(a2.C("user_id")), a1.C("email_address").Eq("jack@msn.com"), a2.C("email_address").Eq("jack@yahoo.com")))
	},
	"alias/alias-anon": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "")
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "")
		return expr.NewSelect(tutorial.users).Where(expr.And(tutorial.users.C("id").Eq(a1.C("user_id")), tutorial.users.C("id").Eq(a2.C("user_id")), a1.C("email_address").Eq("jack@msn.com"), a2.C("email_address").Eq("jack@yahoo.com")))
	},
	"alias/alias-anon-order": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "")
		a2 := expr.NewAlias(tutorial.addresses.TableClause, "")
		return expr.NewSelect(a2.C("id"), a1.C("id"))
	},
	"alias/alias-anon-different-tables": func() any {
		a1 := expr.NewAlias(tutorial.addresses.TableClause, "")
		u1 := expr.NewAlias(tutorial.users.TableClause, "")
		return expr.NewSelect(a1.C("id"), u1.C("id"))
	},
	"alias/alias-and-table": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "")
		return expr.NewSelect(tutorial.users.C("id"), u.C("id")).Where(tutorial.users.C("id").Eq(u.C("id")))
	},
	"alias/alias-self-join": func() any {
		p := expr.NewAlias(nodes.TableClause, "parent")
		return expr.NewSelect(nodes.C("data"), p.C("data")).SelectFrom(expr.JoinOf(nodes, p, nodes.C("parent_id").Eq(p.C("id"))))
	},
	"alias/alias-self-join-fk": func() any {
		p := expr.NewAlias(nodes.TableClause, "parent")
		return expr.NewSelect(nodes.C("data")).SelectFrom(expr.JoinOf(nodes, p, nil))
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Statements about INSERT, UPDATE, DELETE and upserts.
var rulesChanges = twins{
	"ins/pk": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x"))
	},
	"ins/nopk": func() any { return expr.InsertInto(tutorial.users).Values(tutorial.users.C("name").To("x")) },
	"ins/null": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").ToNull())
	},
	"ins/expr": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To(expr.Func("foo", nil, expr.Val("x"))))
	},
	"ins/sub": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("id"))))), tutorial.users.C("name").To("x"))
	},
	"ins/sub-arith": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.users.C("id")))).Add(1)), tutorial.users.C("name").To("x"))
	},
	"ins/ret": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("name").To("x")).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"ins/ret-expr": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("name").To("x")).Returning(tutorial.users.C("id").Add(1), expr.Func("lower", nil, tutorial.users.C("name")).As("lo"))
	},
	"ins/inline": func() any { return expr.InsertInto(tutorial.users).Values(tutorial.users.C("name").To("x")).Inline() },
	"ins/ev":     func() any { return expr.InsertInto(defaults.events).Values(defaults.events.C("kind").To("a")) },
	"ins/ev-all": func() any {
		return expr.InsertInto(defaults.events).Values(defaults.events.C("id").To(3), defaults.events.C("rev").To(9))
	},
	"ins/ev-ret": func() any {
		return expr.InsertInto(defaults.events).Values(defaults.events.C("kind").To("a")).Returning(defaults.events.C("id"), defaults.events.C("flag"), defaults.events.C("created"))
	},
	"ins/ev-inline": func() any { return expr.InsertInto(defaults.events).Values(defaults.events.C("kind").To("a")).Inline() },
	"ins/seq": func() any {
		return expr.InsertInto(defaults.cartitems).Values(defaults.cartitems.C("description").To("d"))
	},
	"ins/seq-given": func() any {
		return expr.InsertInto(defaults.cartitems).Values(defaults.cartitems.C("cart_id").To(4), defaults.cartitems.C("description").To("d"))
	},
	"ins/optseq": func() any { return expr.InsertInto(defaults.optseq).Values(defaults.optseq.C("description").To("d")) },
	"ins/kv":     func() any { return expr.InsertInto(defaults.keyvalues).Values(defaults.keyvalues.C("key").To("k")) },
	"ins/bool": func() any {
		return expr.InsertInto(shop.customers).Values(shop.customers.C("id").To(1), shop.customers.C("vip").To(expr.True()), shop.customers.C("credit").ToNull())
	},
	"ins/case": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To(expr.CaseWhen(expr.Val(1).Eq(1), "a").Else("b")))
	},
	"ins/default-values":       func() any { return expr.InsertInto(defaults.events) },
	"ins/default-values-plain": func() any { return expr.InsertInto(tutorial.users) },
	"ins/default-inline":       func() any { return expr.InsertInto(tutorial.users).Inline() },
	"ins/rows": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").To("b")})
	},
	"ins/rows-expr": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").To(expr.Func("foo", nil, expr.Val(3)))})
	},
	"ins/rows-ret": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("name").To("a")}, []any{tutorial.users.C("name").To("b")}).Returning(tutorial.users.C("id"))
	},
	"ins/rows-null": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").ToNull()})
	},
	"ins/rows-ev": func() any {
		return expr.InsertInto(defaults.events).ValueRows([]any{defaults.events.C("kind").To("a")}, []any{defaults.events.C("kind").To("b")})
	},
	"ins/rows-seq": func() any {
		return expr.InsertInto(defaults.cartitems).ValueRows([]any{defaults.cartitems.C("description").To("a")}, []any{defaults.cartitems.C("description").To("b")})
	},
	"ins/from": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("id")).Where(tutorial.users.C("id").Lt(5)), "id", "user_id")
	},
	"ins/from-union": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.Union(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id"))), "id")
	},
	"ins/from-defaults": func() any {
		return expr.InsertInto(defaults.events).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), "id", "kind")
	},
	"ins/from-nodefaults": func() any {
		return expr.InsertInto(defaults.events).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), "id", "kind").WithoutDefaults()
	},
	"ins/from-limit": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")).OrderBy(tutorial.addresses.C("id")).Limit(3).Offset(1), "id", "name")
	},
	"ins/from-same": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.users.C("id").Add(1), tutorial.users.C("name")), "id", "name")
	},
	"ins/from-cte2": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(k.C("id"), k.C("name")).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(k.C("id"))))), "id", "name")
	},
	"upd/plain": func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")) },
	"upd/where": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Values(tutorial.users.C("name").To("x"), tutorial.users.C("fullname").To("y"))
	},
	"upd/same-name": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("name").Eq("old")).Values(tutorial.users.C("name").To("new"))
	},
	"upd/expr": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Values(tutorial.users.C("name").To(tutorial.users.C("name").Add("x")))
	},
	"upd/null":     func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").ToNull()) },
	"upd/nullexpr": func() any { return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.Null())) },
	"upd/sub": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("email_address"))).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))))
	},
	"upd/from": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Values(tutorial.users.C("name").To(tutorial.addresses.C("email_address")))
	},
	"upd/from-exists": func() any {
		return expr.UpdateTable(tutorial.users).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))))).Values(tutorial.users.C("name").To("x"))
	},
	"upd/from-where": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Where(tutorial.addresses.C("email_address").Eq("q")).Values(tutorial.users.C("name").To("x"))
	},
	"upd/from-alias": func() any {
		a := expr.NewAlias(tutorial.addresses.TableClause, "a")
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(a.C("user_id"))).Values(tutorial.users.C("name").To("x"))
	},
	"upd/from-sub": func() any {
		q := expr.NewSelect(tutorial.addresses.C("user_id")).Alias("q")
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(q.C("user_id"))).Values(tutorial.users.C("name").To("x"))
	},
	"upd/from-self": func() any {
		p := expr.NewAlias(tutorial.users.TableClause, "p")
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(p.C("id"))).Values(tutorial.users.C("name").To(p.C("name")))
	},
	"upd/from-two": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Where(nodes.C("id").Eq(tutorial.addresses.C("id"))).Values(tutorial.users.C("name").To(nodes.C("data")))
	},
	"upd/ret": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Values(tutorial.users.C("name").To("x")).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"upd/ret-expr": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Returning(tutorial.users.C("id").Add(1).As("n"))
	},
	"upd/from-ret": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Values(tutorial.users.C("name").To("x")).Returning(tutorial.users.C("id"), tutorial.addresses.C("email_address"))
	},
	"upd/onupdate": func() any {
		return expr.UpdateTable(defaults.events).Where(defaults.events.C("id").Eq(1)).Values(defaults.events.C("kind").To("x"))
	},
	"upd/onupdate-given": func() any {
		return expr.UpdateTable(defaults.events).Where(defaults.events.C("id").Eq(1)).Values(defaults.events.C("kind").To("x"), defaults.events.C("rev").To(5))
	},
	"upd/in-sub": func() any {
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").InQuery(expr.NewSelect(tutorial.addresses.C("user_id")))).Values(tutorial.users.C("name").To("x"))
	},
	"upd/in-self": func() any {
		p := expr.NewAlias(tutorial.users.TableClause, "p")
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").InQuery(expr.NewSelect(p.C("id")).Where(p.C("name").Eq("z")))).Values(tutorial.users.C("name").To("x"))
	},
	"upd/or": func() any {
		return expr.UpdateTable(tutorial.users).Where(expr.Or(tutorial.users.C("id").Eq(1), tutorial.users.C("id").Eq(2))).Where(tutorial.users.C("name").Eq("q")).Values(tutorial.users.C("name").To("x"))
	},
	"upd/case": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To(expr.CaseWhen(tutorial.users.C("id").Eq(1), "a").Else(tutorial.users.C("name"))))
	},
	"upd/bool": func() any {
		return expr.UpdateTable(shop.customers).Where(shop.customers.C("vip")).Values(shop.customers.C("vip").To(expr.False()))
	},
	"upd/not": func() any {
		return expr.UpdateTable(shop.customers).Values(shop.customers.C("vip").To(shop.customers.C("vip").Not()))
	},
	"upd/arith": func() any {
		return expr.UpdateTable(shop.items).Where(shop.items.C("order_id").Eq(1)).Values(shop.items.C("qty").To(shop.items.C("qty").Add(1)), shop.items.C("price").To(shop.items.C("price").Mul(2)))
	},
	"upd/cte-from": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.UpdateTable(tutorial.users).Where(tutorial.users.C("id").Eq(k.C("id"))).Values(tutorial.users.C("name").To(k.C("name")))
	},
	"del/plain": func() any { return expr.DeleteFrom(tutorial.users) },
	"del/where": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Where(tutorial.users.C("name").Eq("x"))
	},
	"del/using": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id")))
	},
	"del/using-where": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Where(tutorial.addresses.C("email_address").Eq("x"))
	},
	"del/using-two": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Where(tutorial.addresses.C("id").Eq(nodes.C("id")))
	},
	"del/using-alias": func() any {
		a := expr.NewAlias(tutorial.addresses.TableClause, "a")
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(a.C("user_id")))
	},
	"del/using-self": func() any {
		p := expr.NewAlias(tutorial.users.TableClause, "p")
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(p.C("id")))
	},
	"del/exists": func() any {
		return expr.DeleteFrom(tutorial.users).Where(expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")))))
	},
	"del/notin": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").NotInQuery(expr.NewSelect(tutorial.addresses.C("user_id"))))
	},
	"del/ret": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(5)).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"del/ret-star": func() any { return expr.DeleteFrom(tutorial.users).Returning(tutorial.users.C("id").As("x")) },
	"del/using-ret": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).Returning(tutorial.users.C("id"))
	},
	"del/using-sub": func() any {
		q := expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("id").Lt(3)).Alias("q")
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(q.C("user_id")))
	},
	"del/scalar": func() any {
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("user_id"))))))
	},
	"del/using-cte": func() any {
		k := expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Lt(5)).CTE("k")
		return expr.DeleteFrom(tutorial.users).Where(tutorial.users.C("id").Eq(k.C("id")))
	},
	"upsert/pg-nothing": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/pg-nothing-col": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoNothing(expr.OnColumns("id", "name"))
	},
	"upsert/pg-update": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y"))
	},
	"upsert/pg-excluded": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name"))), tutorial.users.C("fullname").To(expr.Excluded(tutorial.users.C("name")).Add(tutorial.users.C("fullname"))))
	},
	"upsert/pg-where": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name")))).OnConflictWhere(tutorial.users.C("fullname").Ne(expr.Excluded(tutorial.users.C("fullname"))), tutorial.users.C("id").Gt(5))
	},
	"upsert/pg-null": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").ToNull())
	},
	"upsert/pg-sub": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("email_address"))))))
	},
	"upsert/pg-ret": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y")).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"upsert/pg-from": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")), "id", "name").OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/pg-from-union": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.Union(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")), expr.NewSelect(nodes.C("id"), nodes.C("data"))), "id", "name").OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/pg-multi": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").To("b")}).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name"))))
	},
	"upsert/pg-onupdate": func() any {
		return expr.InsertInto(defaults.events).Values(defaults.events.C("id").To(1), defaults.events.C("kind").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), defaults.events.C("kind").To("y"))
	},
	"upsert/lite-nothing": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/lite-nothing-col": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoNothing(expr.OnColumns("id", "name"))
	},
	"upsert/lite-update": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y"))
	},
	"upsert/lite-excluded": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name"))), tutorial.users.C("fullname").To(expr.Excluded(tutorial.users.C("name")).Add(tutorial.users.C("fullname"))))
	},
	"upsert/lite-where": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name")))).OnConflictWhere(tutorial.users.C("fullname").Ne(expr.Excluded(tutorial.users.C("fullname"))), tutorial.users.C("id").Gt(5))
	},
	"upsert/lite-null": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").ToNull())
	},
	"upsert/lite-sub": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.ScalarOf(expr.NewSelect(expr.Max(tutorial.addresses.C("email_address"))))))
	},
	"upsert/lite-ret": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y")).Returning(tutorial.users.C("id"), tutorial.users.C("name"))
	},
	"upsert/lite-from": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")), "id", "name").OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/lite-from-union": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.Union(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")), expr.NewSelect(nodes.C("id"), nodes.C("data"))), "id", "name").OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/lite-multi": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").To("b")}).OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name"))))
	},
	"upsert/lite-onupdate": func() any {
		return expr.InsertInto(defaults.events).Values(defaults.events.C("id").To(1), defaults.events.C("kind").To("x")).OnConflictDoUpdate(expr.OnColumns("id"), defaults.events.C("kind").To("y"))
	},
	"upsert/pg-constraint": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1)).OnConflictDoUpdate(expr.OnConstraint("uq Users"), tutorial.users.C("name").To("y"))
	},
	"upsert/my": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnDuplicateKeyUpdate(tutorial.users.C("name").To("y"))
	},
	"upsert/my-ins": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnDuplicateKeyUpdate(tutorial.users.C("name").To(expr.Excluded(tutorial.users.C("name"))), tutorial.users.C("fullname").To(expr.Excluded(tutorial.users.C("name")).Add(tutorial.users.C("fullname"))))
	},
	"upsert/my-func": func() any {
		return expr.InsertInto(tutorial.users).Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x")).OnDuplicateKeyUpdate(tutorial.users.C("name").To(expr.Coalesce(expr.Excluded(tutorial.users.C("name")), tutorial.users.C("name"))), tutorial.users.C("fullname").ToNull())
	},
}

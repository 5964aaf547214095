package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Statements about compound selects, LIMIT and FETCH, locks.
var rulesCompound = twins{
	"comp/union-limit": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5)
	},
	"comp/union-offset": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5).Offset(2)
	},
	"comp/union-part-limit": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(2), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/union-part-limit-right": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")).OrderBy(tutorial.addresses.C("id")).Limit(2))
	},
	"comp/union-nested-left": func() any {
		return expr.Union(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(nodes.C("id")))
	},
	"comp/union-nested-right": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.Intersect(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id"))))
	},
	"comp/union-nested-limit": func() any {
		return expr.Union(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(2), expr.NewSelect(nodes.C("id")))
	},
	"comp/union-three": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id")))
	},
	"comp/union-sub": func() any {
		q := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"comp/union-in": func() any {
		return expr.NewSelect(nodes.C("id")).Where(nodes.C("id").InQuery(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/union-exists": func() any {
		return expr.NewSelect(nodes.C("id")).Where(expr.Exists(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/union-of-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).Limit(3).Alias("q")
		return expr.Union(expr.NewSelect(q.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/union-where": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq("a")), expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("email_address").Eq("b")))
	},
	"comp/union-order-col": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))).OrderBy(expr.LabelRef("name").Desc())
	},
	"comp/union-forupdate": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).ForUpdate()
	},
	"comp/union_all-limit": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5)
	},
	"comp/union_all-offset": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5).Offset(2)
	},
	"comp/union_all-part-limit": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(2), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/union_all-part-limit-right": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")).OrderBy(tutorial.addresses.C("id")).Limit(2))
	},
	"comp/union_all-nested-left": func() any {
		return expr.UnionAll(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(nodes.C("id")))
	},
	"comp/union_all-nested-right": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.Intersect(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id"))))
	},
	"comp/union_all-nested-limit": func() any {
		return expr.UnionAll(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(2), expr.NewSelect(nodes.C("id")))
	},
	"comp/union_all-three": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id")))
	},
	"comp/union_all-sub": func() any {
		q := expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"comp/union_all-in": func() any {
		return expr.NewSelect(nodes.C("id")).Where(nodes.C("id").InQuery(expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/union_all-exists": func() any {
		return expr.NewSelect(nodes.C("id")).Where(expr.Exists(expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/union_all-of-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).Limit(3).Alias("q")
		return expr.UnionAll(expr.NewSelect(q.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/union_all-where": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq("a")), expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("email_address").Eq("b")))
	},
	"comp/union_all-order-col": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))).OrderBy(expr.LabelRef("name").Desc())
	},
	"comp/union_all-forupdate": func() any {
		return expr.UnionAll(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).ForUpdate()
	},
	"comp/inter-limit": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5)
	},
	"comp/inter-offset": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5).Offset(2)
	},
	"comp/inter-part-limit": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(2), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/inter-part-limit-right": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")).OrderBy(tutorial.addresses.C("id")).Limit(2))
	},
	"comp/inter-nested-left": func() any {
		return expr.Intersect(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(nodes.C("id")))
	},
	"comp/inter-nested-right": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.Intersect(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id"))))
	},
	"comp/inter-nested-limit": func() any {
		return expr.Intersect(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(2), expr.NewSelect(nodes.C("id")))
	},
	"comp/inter-three": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id")))
	},
	"comp/inter-sub": func() any {
		q := expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"comp/inter-scalar": func() any {
		return expr.NewSelect(expr.ScalarOf(expr.Intersect(expr.NewSelect(expr.Max(tutorial.users.C("id"))), expr.NewSelect(expr.Max(tutorial.addresses.C("id"))))))
	},
	"comp/inter-in": func() any {
		return expr.NewSelect(nodes.C("id")).Where(nodes.C("id").InQuery(expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/inter-exists": func() any {
		return expr.NewSelect(nodes.C("id")).Where(expr.Exists(expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/inter-of-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).Limit(3).Alias("q")
		return expr.Intersect(expr.NewSelect(q.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/inter-where": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq("a")), expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("email_address").Eq("b")))
	},
	"comp/inter-order-col": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))).OrderBy(expr.LabelRef("name").Desc())
	},
	"comp/inter-forupdate": func() any {
		return expr.Intersect(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).ForUpdate()
	},
	"comp/exc-limit": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5)
	},
	"comp/exc-offset": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(5).Offset(2)
	},
	"comp/exc-part-limit": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(2), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/exc-part-limit-right": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")).OrderBy(tutorial.addresses.C("id")).Limit(2))
	},
	"comp/exc-nested-left": func() any {
		return expr.Except(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))), expr.NewSelect(nodes.C("id")))
	},
	"comp/exc-nested-right": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.Intersect(expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id"))))
	},
	"comp/exc-nested-limit": func() any {
		return expr.Except(expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).OrderBy(expr.LabelRef("id")).Limit(2), expr.NewSelect(nodes.C("id")))
	},
	"comp/exc-three": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")), expr.NewSelect(nodes.C("id")))
	},
	"comp/exc-sub": func() any {
		q := expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"comp/exc-scalar": func() any {
		return expr.NewSelect(expr.ScalarOf(expr.Except(expr.NewSelect(expr.Max(tutorial.users.C("id"))), expr.NewSelect(expr.Max(tutorial.addresses.C("id"))))))
	},
	"comp/exc-in": func() any {
		return expr.NewSelect(nodes.C("id")).Where(nodes.C("id").InQuery(expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/exc-exists": func() any {
		return expr.NewSelect(nodes.C("id")).Where(expr.Exists(expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))))
	},
	"comp/exc-of-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).Limit(3).Alias("q")
		return expr.Except(expr.NewSelect(q.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
	},
	"comp/exc-where": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq("a")), expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("email_address").Eq("b")))
	},
	"comp/exc-order-col": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address"))).OrderBy(expr.LabelRef("name").Desc())
	},
	"comp/exc-forupdate": func() any {
		return expr.Except(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id"))).ForUpdate()
	},
	"comp/labels": func() any {
		return expr.Union(expr.NewSelect(tutorial.users.C("id").Add(1).As("v")), expr.NewSelect(tutorial.addresses.C("id").As("v"))).OrderBy(expr.LabelRef("v"))
	},
	"limit/expr": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(expr.Val(2).Add(3))
	},
	"limit/offset-expr": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Offset(expr.Val(2).Mul(3))
	},
	"limit/zero":        func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(0) },
	"limit/offset-only": func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Offset(7) },
	"limit/distinct": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Distinct().Limit(3)
	},
	"limit/group": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll()).GroupBy(tutorial.users.C("name")).OrderBy(tutorial.users.C("name")).Limit(3)
	},
	"limit/no-order":        func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(3) },
	"limit/no-order-offset": func() any { return expr.NewSelect(tutorial.users.C("id")).Limit(3).Offset(2) },
	"limit/sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(3).Offset(2).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"limit/sub-outer": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(3).Offset(2).Alias("q")
		return expr.NewSelect(q.C("id")).OrderBy(q.C("id")).Limit(1)
	},
	"limit/in-subquery": func() any {
		return expr.NewSelect(tutorial.addresses.C("id")).Where(tutorial.addresses.C("user_id").InQuery(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(3)))
	},
	"limit/scalar": func() any {
		return expr.NewSelect(expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(1)))
	},
	"limit/order-label": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x).Limit(3)
	},
	"limit/order-label-off": func() any {
		x := tutorial.users.C("id").Add(1).As("x")
		return expr.NewSelect(x).OrderBy(x.Desc()).Limit(3).Offset(1)
	},
	"limit/dup-cols-off": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).OrderBy(tutorial.users.C("id")).Limit(3).Offset(1)
	},
	"fetch/plain": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: false})
	},
	"fetch/plain-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: false}).Offset(2)
	},
	"fetch/plain-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: false}).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"fetch/percent": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: false})
	},
	"fetch/percent-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: false}).Offset(2)
	},
	"fetch/percent-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: false}).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"fetch/ties": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: true})
	},
	"fetch/ties-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: true}).Offset(2)
	},
	"fetch/ties-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: false, WithTies: true}).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"fetch/both": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: true})
	},
	"fetch/both-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: true}).Offset(2)
	},
	"fetch/both-sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true, WithTies: true}).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
	"lock/plain": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{})
	},
	"lock/read": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{Share: true})
	},
	"lock/key": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{Key: true})
	},
	"lock/read-key": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{Share: true, Key: true})
	},
	"lock/nowait": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{NoWait: true})
	},
	"lock/skip": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{SkipLocked: true})
	},
	"lock/read-skip": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{Share: true, SkipLocked: true})
	},
	"lock/of-table": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Locking(expr.Lock{Of: []any{tutorial.users}})
	},
	"lock/of-col": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Locking(expr.Lock{Of: []any{tutorial.users.C("id")}})
	},
	"lock/of-two": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Locking(expr.Lock{Of: []any{tutorial.users, tutorial.addresses}})
	},
	"lock/of-nowait": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(tutorial.users.C("id"))).Locking(expr.Lock{NoWait: true, Of: []any{tutorial.users}})
	},
	"lock/limit": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(3).Locking(expr.Lock{})
	},
	"lock/limit-offset": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(3).Offset(2).Locking(expr.Lock{SkipLocked: true})
	},
	"lock/sub": func() any {
		q := expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Locking(expr.Lock{}).Alias("q")
		return expr.NewSelect(q.C("id"))
	},
}

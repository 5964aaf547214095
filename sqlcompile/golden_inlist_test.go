package sqlcompile_test

import (
	"slices"
	"time"

	"github.com/aludel/aludel/expr"
)

// Twins of inlist.json.
var inlistTwins = twins{
	"in/generator":    func() any { return tutorial.users.C("id").In(slices.Collect(slices.Values([]int{1, 2}))) },
	"in/text-columns": func() any { return tutorial.users.C("id").In(text("select id from addresses")) },
	"tuple/tuple-bind-expanding": func() any {
		return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).In(expr.Bind("pairs", [][]any{{1, "a"}, {2, "b"}}, nil))
	},
	"tuple/tuple-eq-literal": func() any { return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).Eq([]any{1, "ed"}) },
	"tuple/tuple-gt": func() any {
		return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).Gt(expr.TupleOf(5, "ed"))
	},
	"tuple/tuple-in": func() any {
		return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).In([][]any{{1, "ed"}, {2, "wendy"}})
	},
	"tuple/tuple-in-one": func() any {
		return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).In([][]any{{1, "ed"}})
	},
	"tuple/tuple-not-in": func() any {
		return expr.TupleOf(tutorial.users.C("id"), tutorial.users.C("name")).NotIn([][]any{{1, "ed"}})
	},
	"in/list":                   func() any { return tutorial.users.C("id").In([]int{1, 2, 3}) },
	"in/list-one":               func() any { return tutorial.users.C("id").In([]int{1}) },
	"in/tuple-arg":              func() any { return tutorial.users.C("id").In([]int{1, 2}) },
	"in/empty":                  func() any { return tutorial.users.C("id").In([]any{}) },
	"in/empty-select":           func() any { return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").In([]any{})) },
	"in/not-in":                 func() any { return tutorial.users.C("id").NotIn([]int{1, 2, 3}) },
	"in/notin-legacy":           func() any { return tutorial.users.C("id").NotIn([]int{1, 2}) },
	"in/not-in-invert":          func() any { return tutorial.users.C("id").In([]int{1, 2, 3}).Not() },
	"in/not-in-empty":           func() any { return tutorial.users.C("id").NotIn([]any{}) },
	"in/not-in-invert-empty":    func() any { return tutorial.users.C("id").In([]any{}).Not() },
	"in/not-not-in":             func() any { return tutorial.users.C("id").NotIn([]int{1}).Not() },
	"in/none-only":              func() any { return tutorial.users.C("id").In([]any{nil}) },
	"in/none-arg":               func() any { return tutorial.users.C("id").In(nil) },
	"in/string-arg":             func() any { return tutorial.users.C("name").In("abc") },
	"in/int-arg":                func() any { return tutorial.users.C("id").In(5) },
	"in/bindparam":              func() any { return tutorial.users.C("id").In(expr.Bind("ids", expr.Hole{Name: "ids"}, nil)) },
	"in/bindparam-values":       func() any { return tutorial.users.C("id").In(expr.Bind("ids", []int{4, 5}, nil)) },
	"in/bindparam-nonexpanding": func() any { return tutorial.users.C("id").In(expr.Bind("ids", expr.Hole{Name: "ids"}, nil)) },
	"in/bindparam-values-empty": func() any { return tutorial.users.C("id").In(expr.Bind("ids", []any{}, nil)) },
	"in/column-elements": func() any {
		return tutorial.users.C("id").In([]any{tutorial.addresses.C("id"), tutorial.addresses.C("user_id")})
	},
	"in/literal-elements":       func() any { return tutorial.users.C("id").In([]any{expr.Val(1), expr.Val(2)}) },
	"in/literal-column-element": func() any { return tutorial.users.C("id").In([]any{expr.LiteralColumn("1", nil), 2}) },
	"in/select-not-in":          func() any { return tutorial.users.C("id").NotIn(expr.NewSelect(tutorial.addresses.C("user_id"))) },
	"in/select-where": func() any {
		return tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses.C("user_id")).Where(tutorial.addresses.C("email_address").Eq("x")))
	},
	"in/union": func() any {
		return tutorial.users.C("id").In(expr.Union(expr.NewSelect(tutorial.addresses.C("user_id")), expr.NewSelect(tutorial.addresses.C("id"))))
	},
	"in/subquery-table": func() any {
		return tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses.C("user_id")).Alias(""))
	},
	"in/text": func() any { return tutorial.users.C("id").In(text("select id from addresses")) },
	"in/two-lists": func() any {
		return expr.And(tutorial.users.C("id").In([]int{1, 2}), tutorial.users.C("name").In([]string{"a"}), tutorial.users.C("id").In([]int{3}))
	},
	"in/left-func":    func() any { return expr.Lower(tutorial.users.C("name")).In([]string{"ed"}) },
	"in/left-literal": func() any { return expr.Val(5).In([]int{2, 3}) },
	"in/in-and": func() any {
		return expr.And(tutorial.users.C("id").In([]int{1}), tutorial.users.C("id").NotIn([]int{2}))
	},
	"in/in-literal-binds-str":   func() any { return tutorial.users.C("name").In([]string{"a", "it's"}) },
	"in/in-literal-binds-empty": func() any { return tutorial.users.C("name").In([]any{}) },
	"in/date-list": func() any {
		return shop.orders.C("placed").In([]any{time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC)})
	},
	"in/select-star-table": func() any { return tutorial.users.C("id").In(expr.NewSelect(tutorial.addresses)) },
}

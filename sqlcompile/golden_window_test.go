package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
)

// Twins of window.json.
var windowTwins = twins{
	"over/empty": func() any { return expr.NewSelect(expr.Func("row_number", nil).Over(expr.Window{})) },
	"over/partition": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{PartitionBy: []any{tutorial.users.C("name")}})
	},
	"over/both": func() any {
		return expr.Func("rank", nil).Over(expr.Window{PartitionBy: []any{tutorial.users.C("name")}, OrderBy: []any{tutorial.users.C("id")}})
	},
	"over/rows": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{OrderBy: []any{tutorial.users.C("id")}, Rows: &expr.Frame{From: nil, To: new(0)}})
	},
	"over/rows-preceding-both": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{OrderBy: []any{tutorial.users.C("id")}, Rows: &expr.Frame{From: new(-5), To: new(-1)}})
	},
	"over/rows-unbounded": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{OrderBy: []any{tutorial.users.C("id")}, Rows: &expr.Frame{From: nil, To: nil}})
	},
	"over/range": func() any {
		return expr.Sum(tutorial.users.C("id")).Over(expr.Window{OrderBy: []any{tutorial.users.C("id")}, Range: &expr.Frame{From: nil, To: new(5)}})
	},
	"over/over-function": func() any {
		return expr.Max(tutorial.users.C("id")).Over(expr.Window{PartitionBy: []any{tutorial.users.C("name")}})
	},
	"over/order-by-expr": func() any {
		return expr.Func("lag", nil, tutorial.users.C("id"), 1).Over(expr.Window{OrderBy: []any{expr.Lower(tutorial.users.C("name"))}})
	},
	"over/order-by-case": func() any {
		return expr.Func("row_number", nil).Over(expr.Window{OrderBy: []any{expr.CaseWhen(tutorial.users.C("id").Gt(5), 1).Else(0)}})
	},
	"over/order-by-label-inside": func() any {
		n := expr.Lower(tutorial.users.C("name")).As("n")
		return expr.NewSelect(n, expr.Func("row_number", nil).Over(expr.Window{OrderBy: []any{n}}))
	},
	"over/within-group-two": func() any {
		return expr.Func("percentile_disc", nil, 0.5).WithinGroup(tutorial.users.C("id"), tutorial.users.C("name").Desc())
	},
}

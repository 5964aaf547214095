package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of functions.json.
var functionTwins = twins{
	"generic/dotted": func() any { return expr.Func("dbo.calc.my_func", nil, tutorial.users.C("id")) },
	"generic/grouping-sets": func() any {
		return expr.NewSelect(tutorial.users.C("name"), expr.CountAll()).GroupBy(expr.GroupingSets(expr.TupleOf(tutorial.users.C("name")), expr.TupleOf()))
	},
	"generic/next-value": func() any {
		return expr.NewSelect(schema.NewSequence("my_seq", nil, schema.SequenceOptions{}).Next())
	},
	"generic/next-value-schema": func() any {
		return expr.NewSelect(schema.NewSequence("sch.my_seq", nil, schema.SequenceOptions{}).Next())
	},
	"filter/funcfilter":     func() any { return expr.Count(1).FilterWhere(tutorial.users.C("name").Ne(nil)) },
	"cast/decimal-type":     func() any { return tutorial.users.C("id").Cast(sqltypes.DECIMAL(8, 3)) },
	"cast/enum":             func() any { return tutorial.users.C("name").Cast(sqltypes.Enum("ab", "a", "b")) },
	"cast/json-value":       func() any { return expr.CastOf(map[string]any{"a": 1}, sqltypes.JSON()) },
	"cast/nvarchar-type":    func() any { return tutorial.users.C("id").Cast(sqltypes.NVARCHAR(5)) },
	"cast/varchar-type":     func() any { return tutorial.users.C("id").Cast(sqltypes.VARCHAR(5)) },
	"cast/pg-array":         func() any { return pgdocs.C("body").Cast(sqltypes.Array(sqltypes.Integer())) },
	"cast/type-coerce-bind": func() any { return expr.Coerced("5", sqltypes.Integer()) },
	"cast/type-coerce-str":  func() any { return expr.Coerced(tutorial.users.C("id"), sqltypes.String(0)).Add("x") },
	"json/as-float":         func() any { return typedT.C("j").At("a").AsFloat() },
	"json/as-integer":       func() any { return typedT.C("j").At("a").AsInteger() },
	"json/as-string":        func() any { return typedT.C("j").At("a").AsString() },
	"json/as-string-eq":     func() any { return typedT.C("j").At("a").AsString().Eq("x") },
	"json/insert": func() any {
		return expr.InsertInto(typedT).Values(typedT.C("j").To(map[string]any{"a": []any{1, nil}}))
	},
	"json/insert-none":            func() any { return expr.InsertInto(typedT).Values(typedT.C("j").To(expr.ValOf(nil, sqltypes.JSON()))) },
	"json/insert-null":            func() any { return expr.InsertInto(typedT).Values(typedT.C("j").To(nil)) },
	"json/null":                   func() any { return typedT.C("j").Eq(sqltypes.JSONNull) },
	"json/chain":                  func() any { return typedT.C("j").At("a").At("b") },
	"json/getitem-index":          func() any { return typedT.C("j").At(5) },
	"json/getitem-key":            func() any { return typedT.C("j").At("a") },
	"pg/any-array-literal":        func() any { return pgdocs.C("id").Eq(expr.ArrayOf(1, 2).Any()) },
	"pg/array-contained-by":       func() any { return pgdocs.C("tags").CoveredBy([]string{"a"}) },
	"pg/array-index":              func() any { return pgdocs.C("tags").At(1) },
	"pg/array-literal-concat":     func() any { return expr.ArrayOf(1, 2).Add(expr.ArrayOf(3)) },
	"pg/array-literal-nested":     func() any { return expr.ArrayOf(expr.ArrayOf(1, 2), expr.ArrayOf(3, 4)) },
	"pg/array-overlap":            func() any { return pgdocs.C("tags").Overlaps([]string{"a", "b"}) },
	"pg/hstore-concat":            func() any { return pgdocs.C("attrs").Add(map[string]string{"a": "b"}) },
	"pg/hstore-has-key":           func() any { return pgdocs.C("attrs").HasKey("k") },
	"pg/ilike-array":              func() any { return pgdocs.C("body").ILike(expr.ArrayOf("a%", "b%").Any()) },
	"pg/jsonb-astext":             func() any { return pgdocs.C("data").At("a").AsText().Eq("x") },
	"pg/jsonb-cast":               func() any { return pgdocs.C("data").At("a").AsText().Cast(sqltypes.Integer()).Gt(5) },
	"pg/jsonb-contained-by":       func() any { return pgdocs.C("data").CoveredBy(map[string]any{"a": 1}) },
	"pg/jsonb-has-any":            func() any { return pgdocs.C("data").HasAnyKey([]string{"a", "b"}) },
	"pg/jsonb-has-key":            func() any { return pgdocs.C("data").HasKey("a") },
	"pg/jsonb-path-astext":        func() any { return pgdocs.C("data").At("a", "b").AsText() },
	"pg/range-contains":           func() any { return pgdocs.C("during").Covers(5) },
	"pg/tsvector-match":           func() any { return expr.Func("to_tsvector", nil, pgdocs.C("body")).Match("cat & rat") },
	"generic/now":                 func() any { return expr.Func("now", nil) },
	"generic/current-date":        func() any { return expr.Func("current_date", nil) },
	"generic/current-time":        func() any { return expr.Func("current_time", nil) },
	"generic/session-user":        func() any { return expr.Func("session_user", nil) },
	"generic/user":                func() any { return expr.Func("user", nil) },
	"generic/sysdate":             func() any { return expr.Func("sysdate", nil) },
	"generic/upper-name":          func() any { return expr.Func("LOWER", nil, tutorial.users.C("name")) },
	"generic/trailing-underscore": func() any { return expr.Func("print", nil, 5) },
	"generic/no-args":             func() any { return expr.Func("random", nil) },
	"generic/literal-args":        func() any { return expr.Func("concat", nil, "x", "y") },
	"generic/none-arg":            func() any { return expr.Coalesce(tutorial.users.C("name"), nil) },
	"generic/arith-arg":           func() any { return expr.Func("abs", nil, tutorial.users.C("id").Sub(5)) },
	"generic/boolean-arg": func() any {
		return expr.Func("foo", nil, expr.And(tutorial.users.C("id").Eq(1), tutorial.users.C("name").Eq("x")), expr.Or(tutorial.users.C("id").Eq(2), tutorial.users.C("id").Eq(3)))
	},
	"generic/list-arg-select":       func() any { return expr.Func("array", nil, expr.ScalarOf(expr.NewSelect(tutorial.users.C("id")))) },
	"generic/type-arg":              func() any { return expr.Func("foo", sqltypes.String(0), tutorial.users.C("id")).Add("x") },
	"generic/count-literal-star":    func() any { return expr.NewSelect(expr.Count("*")).SelectFrom(tutorial.users) },
	"generic/count-table":           func() any { return expr.NewSelect(expr.Count(tutorial.users)) },
	"generic/count-distinct":        func() any { return expr.NewSelect(expr.Count(tutorial.users.C("name").Distinct())) },
	"generic/count-distinct-method": func() any { return expr.NewSelect(expr.Count(tutorial.users.C("name").Distinct())) },
	"generic/sum-label": func() any {
		return expr.NewSelect(expr.Sum(shop.items.C("qty").Mul(shop.items.C("price"))).As("total"))
	},
	"generic/char-length": func() any { return expr.Func("char_length", nil, tutorial.users.C("name")) },
	"generic/length":      func() any { return expr.Func("length", nil, tutorial.users.C("name")) },
	"generic/rollup": func() any {
		return expr.NewSelect(tutorial.users.C("name"), tutorial.users.C("fullname"), expr.Count(tutorial.users.C("id"))).GroupBy(expr.Func("rollup", nil, tutorial.users.C("name"), tutorial.users.C("fullname")))
	},
	"generic/where-func": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.Func("length", nil, tutorial.users.C("name")).Gt(5))
	},
	"generic/select-scalar-fn-no-from": func() any { return expr.NewSelect(expr.Func("now", nil)) },
	"generic/scalar-no-from-literal":   func() any { return expr.NewSelect(expr.Val(1)) },
	"filter/filter-two": func() any {
		return expr.Count(tutorial.users.C("id")).FilterWhere(tutorial.users.C("id").Gt(5), tutorial.users.C("name").Eq("x"))
	},
	"filter/filter-select": func() any {
		return expr.NewSelect(expr.Count(tutorial.users.C("id")).FilterWhere(tutorial.users.C("name").Ne(nil)).As("named"))
	},
	"cast/int":        func() any { return tutorial.users.C("name").Cast(sqltypes.Integer()) },
	"cast/string":     func() any { return tutorial.users.C("id").Cast(sqltypes.String(0)) },
	"cast/string-len": func() any { return tutorial.users.C("id").Cast(sqltypes.String(20)) },
	"cast/text":       func() any { return tutorial.users.C("id").Cast(sqltypes.Text()) },
	"cast/float":      func() any { return tutorial.users.C("id").Cast(sqltypes.Float()) },
	"cast/date":       func() any { return tutorial.users.C("name").Cast(sqltypes.Date()) },
	"cast/boolean":    func() any { return tutorial.users.C("id").Cast(sqltypes.Boolean()) },
	"cast/binary":     func() any { return tutorial.users.C("name").Cast(sqltypes.LargeBinary()) },
	"cast/none":       func() any { return expr.Null().Cast(sqltypes.Integer()) },
	"cast/null-kw":    func() any { return expr.Null().Cast(sqltypes.Integer()) },
	"cast/expr":       func() any { return tutorial.users.C("id").Add(5).Cast(sqltypes.String(10)) },
	"cast/nested":     func() any { return tutorial.users.C("id").Cast(sqltypes.String(0)).Cast(sqltypes.Integer()) },
	"cast/compare":    func() any { return tutorial.users.C("id").Cast(sqltypes.String(5)).Eq("x") },
	"cast/subquery":   func() any { return expr.ScalarOf(expr.NewSelect(tutorial.addresses.C("id"))).Cast(sqltypes.String(5)) },
	"case/searched-cols": func() any {
		return expr.CaseWhen(tutorial.users.C("id").Gt(5), tutorial.users.C("name")).Else(tutorial.users.C("fullname"))
	},
	"case/simple-dict":   func() any { return expr.CaseOf(tutorial.users.C("name")).When("jack", "J").When("ed", "E").Else("-") },
	"case/simple-tuples": func() any { return expr.CaseOf(tutorial.users.C("id")).When(1, "one").When(2, "two") },
	"case/and-condition": func() any {
		return expr.CaseWhen(expr.And(tutorial.users.C("id").Gt(5), tutorial.users.C("name").Eq("x")), 1).Else(0)
	},
	"case/none-else": func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else(nil) },
	"case/null-else": func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else(expr.Null()) },
	"case/nested": func() any {
		return expr.CaseWhen(tutorial.users.C("id").Gt(5), expr.CaseWhen(tutorial.users.C("name").Eq("x"), 1).Else(2)).Else(3)
	},
	"case/compare":         func() any { return expr.CaseWhen(tutorial.users.C("id").Gt(5), "x").Else("y").Eq("x") },
	"extract/day":          func() any { return expr.ExtractField("day", shop.orders.C("placed")) },
	"extract/dow":          func() any { return expr.ExtractField("dow", shop.customers.C("created")) },
	"extract/epoch":        func() any { return expr.ExtractField("epoch", shop.customers.C("created")) },
	"extract/compare":      func() any { return expr.ExtractField("year", shop.orders.C("placed")).Eq(2020) },
	"extract/milliseconds": func() any { return expr.ExtractField("milliseconds", shop.customers.C("created")) },
	"extract/func-arg":     func() any { return expr.ExtractField("year", expr.Func("now", nil)) },
}

package sqlcompile_test

import "github.com/aludel/aludel/expr"

// lexical selects columns by their names alone.
func lexical(names ...string) expr.Select {
	s := expr.Select{}
	for _, n := range names {
		s = s.Column(expr.Column(n, nil))
	}
	return s
}

// Twins of quoting.json.
var quotingTwins = twins{
	"names/reserved-where": func() any {
		return expr.NewSelect(quoting.order.C("group")).Where(quoting.order.C("from").Eq("x"))
	},
	"names/mixed-case": func() any { return expr.NewSelect(quoting.mixed) },
	"names/spaces":     func() any { return expr.NewSelect(quoting.spaced) },
	"names/spaces-where": func() any {
		t := quoting.spaced
		return expr.NewSelect(t.C("col one")).Where(t.C("pct%").Eq(5)).Where(t.C("paren(x)").Eq(6)).Where(t.C("colon:x").Eq(7)).Where(t.C("dot.x").Eq(8))
	},
	"names/quotes-inside": func() any { return expr.NewSelect(quoting.quotes) },
	"names/forced":        func() any { return expr.NewSelect(quoting.forced) },
	"names/labels-table-plus-col": func() any {
		return expr.NewSelect(quoting.spaced.C("col one"), quoting.mixed.C("userName")).WithLabels(expr.LabelTableColumn)
	},
	"names/label-mixed": func() any {
		return expr.NewSelect(quoting.order.C("group").As("MyLabel")).OrderBy(expr.LabelRef("MyLabel"))
	},
	"names/label-odd":         func() any { return expr.NewSelect(quoting.order.C("group").As("a label, with (odd) 100% chars")) },
	"names/label-quotes":      func() any { return expr.NewSelect(quoting.order.C("group").As(`x"y`)) },
	"names/label-quoted-name": func() any { return expr.NewSelect(quoting.order.C("group").As("lower").Quoted(expr.QuoteAlways)) },
	"names/alias-mixed": func() any {
		return expr.NewSelect(expr.NewAlias(quoting.order.TableClause, "MyAlias").C("group")).WithLabels(expr.LabelTableColumn)
	},
	"names/alias-anon-mixed": func() any { return expr.NewSelect(expr.NewAlias(quoting.mixed.TableClause, "").C("plain")) },
	"names/lexical-quoted":   func() any { return lexical("order", "MyCol", "ok").SelectFrom(expr.NewTableClause("", "Tbl")) },
	"names/quoted-name-false": func() any {
		return expr.NewSelect(expr.Column("MixedCase", nil).Quoted(expr.QuoteNever)).SelectFrom(expr.NewTableClause("", "t"))
	},
	"names/quoted-name-true": func() any {
		return expr.NewSelect(expr.Column("lower", nil).Quoted(expr.QuoteAlways)).SelectFrom(expr.NewTableClause("", "t"))
	},
	"names/func-quoted":        func() any { return expr.Func("order", nil, 5) },
	"names/reserved-case":      func() any { return lexical("case", "end", "when") },
	"names/mssql-reserved":     func() any { return lexical("plan", "percent", "top", "file") },
	"names/mysql-reserved":     func() any { return lexical("rank", "lead", "system", "groups", "key", "index") },
	"names/oracle-reserved":    func() any { return lexical("level", "rowid", "number", "size", "date", "uid") },
	"names/pg-reserved":        func() any { return lexical("analyse", "freeze", "window", "limit", "lateral") },
	"names/firebird-reserved":  func() any { return lexical("position", "month", "character", "long", "value") },
	"names/leading-underscore": func() any { return lexical("_x", "__y") },
	"names/dollar":             func() any { return lexical("a$b", "$a") },
	"names/hash":               func() any { return lexical("a#b", "#tmp") },
	"schema/schema":            func() any { return expr.NewSelect(quoting.bank) },
	"schema/schema-labels":     func() any { return expr.NewSelect(quoting.bank).WithLabels(expr.LabelTableColumn) },
	"schema/schema-quoted":     func() any { return expr.NewSelect(quoting.remote) },
	"schema/schema-dotted":     func() any { return expr.NewSelect(quoting.dotted) },
	"schema/schema-same-name-labels": func() any {
		return expr.NewSelect(quoting.remote.C("id"), quoting.dotted.C("id")).WithLabels(expr.LabelTableColumn)
	},
	"schema/schema-update-delete": func() any {
		return expr.UpdateTable(quoting.bank).Values(quoting.bank.C("name").To("x")).Where(quoting.bank.C("id").Eq(5))
	},
	"schema/schema-correlate": func() any {
		return expr.NewSelect(quoting.bank.C("name")).Where(expr.ExistsAny().ExistsWhere(quoting.bankref.C("account_id").Eq(quoting.bank.C("id"))))
	},
	"schema/mssql-schema-alias": func() any { return expr.NewSelect(quoting.bank.C("id")).Where(quoting.bank.C("name").Eq("x")) },
	"schema/translate":          func() any { return expr.NewSelect(quoting.bank.C("id")) },
	"schema/translate-to-none":  func() any { return expr.NewSelect(quoting.bank.C("id")) },
	"schema/translate-where":    func() any { return expr.NewSelect(quoting.bank.C("id")).Where(quoting.bank.C("name").Eq("x")) },
	"schema/translate-unmapped": func() any { return expr.NewSelect(quoting.bank.C("id")) },
	"length/long-two-labels":    func() any { return expr.NewSelect(quoting.medlong).WithLabels(expr.LabelTableColumn) },
	"length/long-alias":         func() any { return expr.NewSelect(expr.NewAlias(quoting.longt.TableClause, "").C("short")) },
	"length/long-alias-two": func() any {
		return expr.NewSelect(expr.NewAlias(quoting.longt.TableClause, "").C("short"), expr.NewAlias(quoting.longt.TableClause, "").C("short"))
	},
	"length/long-label-order-by": func() any {
		return expr.NewSelect(quoting.medlong).WithLabels(expr.LabelTableColumn).OrderBy(quoting.medlong.C("a_column_name_of_forty_four_characters_yyyyy"))
	},
	"length/long-bind": func() any { return quoting.medlong.C("a_column_name_of_forty_four_characters_xxxxx").Eq(5) },
	"length/label-length-6": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("fullname")).WithLabels(expr.LabelTableColumn)
	},
	"length/label-length-explicit": func() any { return expr.NewSelect(tutorial.users.C("id").As("an_explicit_label_that_is_long")) },
	"length/label-length-bind":     func() any { return tutorial.users.C("fullname").Eq("x") },
}

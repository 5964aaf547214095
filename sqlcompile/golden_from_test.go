package sqlcompile_test

import (
	"maps"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// Twins of select.json, joins.json, cte.json, compound.json and limit.json with the elements of FROM and the clauses that few
// statements have.

func init() {
	maps.Copy(selectTwins, fromTwins)
	maps.Copy(cteTwins, rareCTETwins)
	maps.Copy(compoundTwins, twins{
		"setops/order-by-selected": func() any {
			u := expr.Union(expr.NewSelect(tutorial.users.C("id")), expr.NewSelect(tutorial.addresses.C("id")))
			return u.OrderBy(expr.Wrap(u.Clauses().Columns[0]).Desc())
		},
	})
	maps.Copy(limitTwins, twins{
		"limit/fetch-percent": func() any {
			return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Fetch(5, expr.FetchOptions{Percent: true})
		},
		"limit/literal-binds": func() any {
			return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).Offset(10)
		},
	})
}

// msnUsers is the condition of the tutorial: an address at msn.com.
func msnUsers() expr.Expr {
	return expr.Exists(expr.NewSelect(tutorial.addresses.C("id")).Where(
		expr.And(tutorial.addresses.C("user_id").Eq(tutorial.users.C("id")), tutorial.addresses.C("email_address").Like("%@msn.com"))).
		Correlate(tutorial.users))
}

func goldenValues(name string) *expr.ValuesClause {
	return expr.Values(name, expr.Column("a", sqltypes.Integer()), expr.Column("b", sqltypes.String(0)))
}

// calculate is a SELECT from a function with two binds.
func calculate() expr.Select {
	call := expr.Func("calculate", nil, expr.Bind("x", nil, nil), expr.Bind("y", nil, nil))
	return expr.NewSelect(expr.Column("q", nil), expr.Column("z", nil), expr.Column("r", nil)).SelectFrom(expr.TableOf(call))
}

var fromTwins = twins{
	"columns/with-only-columns-maintain": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Join(tutorial.addresses, nil).ReplaceColumns(tutorial.addresses.C("email_address"))
	},
	"columns/reduce-columns": func() any {
		return expr.NewSelect(tutorial.users, tutorial.addresses).Where(tutorial.users.C("id").Eq(tutorial.addresses.C("user_id"))).ReduceColumns()
	},
	"where/filter-by-two": func() any {
		return expr.NewSelect(tutorial.users).FilterBy(expr.Named{Name: "name", Value: "ed"}, expr.Named{Name: "fullname", Value: "Ed Jones"})
	},
	"where/filter-by-unknown": func() any { return expr.NewSelect(tutorial.users).FilterBy(expr.Named{Name: "nope", Value: "ed"}) },
	"where/filter-by-after-join": func() any {
		return expr.NewSelect(tutorial.users).Join(tutorial.addresses, nil).FilterBy(expr.Named{Name: "email_address", Value: "x"})
	},
	"from/joined-and-extra": func() any {
		z := expr.NewTableClause("", "z", expr.NewColumnClause("x", nil))
		return expr.NewSelect(tutorial.users.C("id"), z.Columns[0]).SelectFrom(expr.JoinOf(tutorial.users, tutorial.addresses, nil))
	},
	"from/select-from-func": func() any {
		return expr.NewSelect(expr.Column("x", nil)).SelectFrom(expr.TableOf(expr.Func("generate_series", nil, 1, 5)))
	},
	"from/select-from-func-alias": func() any {
		return expr.NewSelect(expr.Column("x", nil)).SelectFrom(expr.TableOf(expr.Func("generate_series", nil, 1, 5)).As("gs"))
	},
	"subquery/exists-and-like": func() any { return expr.NewSelect(tutorial.users).Where(msnUsers()) },
	"lateral/tablesample": func() any {
		return expr.NewSelect(expr.Sample(tutorial.users, "alias", expr.Func("bernoulli", nil, 1), expr.Func("random", nil)).C("id"))
	},
	"lateral/tablesample-plain": func() any { return expr.NewSelect(expr.Sample(tutorial.users, "", 10, nil).C("id")) },
	"alias/alias-of-join": func() any {
		j := expr.AliasOfJoin(expr.JoinOf(tutorial.users, tutorial.addresses, nil), "j")
		return expr.NewSelect(j.C("users_id"), j.C("addresses_email_address"))
	},
	"alias/replace-selectable": func() any {
		a := expr.NewAlias(tutorial.addresses.TableClause, "")
		q := expr.NewSelect(tutorial.users, tutorial.addresses).SelectFrom(expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil)).
			Where(tutorial.users.C("name").Eq("jack")).WithLabels(expr.LabelTableColumn)
		return q.ReplaceSelectable(tutorial.addresses, a)
	},
	"alias/seed-generative": func() any {
		q := expr.NewSelect(tutorial.users).Where(tutorial.users.C("name").Eq("jack")).OrderBy(tutorial.users.C("fullname").Desc())
		return q.Where(msnUsers()).Column(tutorial.addresses).SelectFrom(expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil)).
			WithLabels(expr.LabelTableColumn)
	},
	"alias/fn-table-valued": func() any {
		return expr.NewSelect(expr.Func("generate_series", nil, 1, 5).TableValued("value").C("value"))
	},
	"alias/fn-scalar-alias": func() any { return expr.NewSelect(expr.Func("calculate", nil, 1, 2).ColumnValued("c1")) },
	"alias/values":          func() any { return expr.NewSelect(goldenValues("v").Data([]any{1, "x"}, []any{2, "y"})) },
	"alias/values-join": func() any {
		v := goldenValues("v").Data([]any{1, "x"})
		return expr.NewSelect(tutorial.users.C("name"), v.C("b")).JoinFrom(tutorial.users, v, tutorial.users.C("id").Eq(v.C("a")))
	},
	"alias/values-cte": func() any {
		v := expr.Values("v", expr.Column("a", sqltypes.Integer())).Data([]any{1}, []any{2})
		return expr.NewSelect(expr.NewSelect(v).CTE("c").C("a"))
	},
	"alias/seed-calculate": func() any {
		return expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Gt(calculate().Alias("").C("z")))
	},
	"alias/seed-calculate-unique": func() any {
		c1 := calculate().UniqueParams(map[string]any{"x": 17, "y": 45}).Alias("c1")
		c2 := calculate().UniqueParams(map[string]any{"x": 5, "y": 12}).Alias("c2")
		return expr.NewSelect(tutorial.users).Where(tutorial.users.C("id").Between(c1.C("z"), c2.C("z")))
	},
}

var rareCTETwins = twins{
	"select/recursive-alias": func() any {
		c := expr.RecursiveCTE("t", expr.NewSelect(nodes.C("id")).Where(nodes.C("id").Eq(1)), true, func(self *expr.CTE) any {
			return expr.NewSelect(nodes.C("id")).Where(nodes.C("parent_id").Eq(self.Alias("x").C("id")))
		})
		return expr.NewSelect(c.C("id"))
	},
	"select/materialized": func() any {
		return expr.NewSelect(expr.NewSelect(tutorial.users.C("id")).CTE("c").Prefix("NOT MATERIALIZED", "postgresql"))
	},
	"select/suffix": func() any {
		return expr.NewSelect(expr.NewSelect(tutorial.users.C("id")).CTE("c").Suffix("SEARCH DEPTH FIRST", "oracle"))
	},
	"select/nesting": func() any {
		inner := expr.NewSelect(tutorial.users.C("id")).CTE("inner_c").Nest()
		return expr.NewSelect(expr.NewSelect(inner.C("id")).CTE("outer_c"))
	},
	"select/text-cte": func() any {
		return expr.NewSelect(text("select id from users").TextSelect(expr.Column("id", sqltypes.Integer())).CTE("c").C("id"))
	},
	"dml/add-cte": func() any {
		return expr.NewSelect(tutorial.addresses).AddCTE(expr.InsertInto(tutorial.users).Values(tutorial.users.C("name").To("x")).CTE("ins"))
	},
}

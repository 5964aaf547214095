package sqlcompile_test

import (
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqltypes"
)

// lazily is a value that is made when the statement is sent.
type lazily func() any

func (f lazily) BindValue() (any, error) { return f(), nil }

func named(name string, v any) expr.Expr { return expr.Bind(name, v, nil) }

func open(name string) expr.Expr { return expr.Bind(name, expr.Hole{Name: name}, sqltypes.String(0)) }

// Twins of text.json.
var textTwins = twins{
	"text/plain": func() any { return text("select * from users") },
	"text/bindparams": func() any {
		return text("select * from users where id = :id and name = :n").BindTo(map[string]any{"id": 5, "n": "x"})
	},
	"text/bind-twice":   func() any { return text("select :x, :y, :x").BindTo(map[string]any{"x": 1, "y": 2}) },
	"text/double-colon": func() any { return text("select x::integer from t where y = :y").BindTo(map[string]any{"y": 2}) },
	"text/typed-bind": func() any {
		return text("select :d").BindTo(map[string]any{"d": expr.Bind("d", time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), sqltypes.Date())})
	},
	"text/expanding-bind": func() any {
		return text("select * from users where id in :ids").BindTo(map[string]any{"ids": expr.BindList("ids", []int{1, 2, 3}, nil)})
	},
	"text/expanding-empty": func() any {
		return text("select * from users where id in :ids").BindTo(map[string]any{"ids": expr.BindList("ids", []int{}, sqltypes.Integer())})
	},
	"text/unknown-bindparam": func() any { return text("select :x").BindTo(map[string]any{"y": 5}) },
	"text/columns": func() any {
		t1 := text("select id, name from users").TextSelect(tutorial.users.C("id"), tutorial.users.C("name")).Alias("t1")
		return expr.NewSelect(t1.C("name"), tutorial.addresses.C("email_address")).Join(tutorial.addresses, tutorial.addresses.C("user_id").Eq(t1.C("id")))
	},
	"text/columns-kw": func() any {
		t1 := text("select id, name from users").TextSelect(expr.Column("id", sqltypes.Integer()), expr.Column("name", sqltypes.String(0))).Alias("t1")
		return expr.NewSelect(t1).Where(t1.C("id").Eq(5))
	},
	"text/in-where": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(expr.RawText("name = :n", "x")).Where(tutorial.users.C("id").Gt(5))
	},
	"text/in-columns": func() any { return expr.NewSelect(text("a"), text("b AS c")).SelectFrom(expr.FromText("foo")) },
	"text/seed-text": func() any {
		return text(`SELECT users.fullname || ', ' || addresses.email_address AS title
FROM users, addresses
WHERE users.id = addresses.user_id AND users.name BETWEEN :x AND :y AND
(addresses.email_address LIKE :e1 OR addresses.email_address LIKE :e2)`)
	},
	"text/order-by":            func() any { return expr.NewSelect(tutorial.users.C("id")).OrderBy(text("1 DESC")) },
	"text/quotes-inside":       func() any { return text(`select 'a:b', "c:d", :e`).BindTo(map[string]any{"e": 1}) },
	"text/bind-inside-quotes":  func() any { return text("select ':b'").BindTo(map[string]any{"b": 1}) },
	"text/literal-column-bind": func() any { return expr.NewSelect(expr.LiteralColumn(":x", nil)) },
	"binds/bindparam-twice": func() any {
		return expr.NewSelect(tutorial.users, tutorial.addresses).
			Where(tutorial.users.C("name").Like(open("name").Add(text("'%'"))).Or(tutorial.addresses.C("email_address").Like(open("name").Add(text("'@%'"))))).
			SelectFrom(expr.OuterJoinOf(tutorial.users, tutorial.addresses, nil))
	},
	"binds/bindparam-same-name": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Eq(named("x", 5))).Where(tutorial.users.C("name").Eq(named("x", 5)))
	},
	"binds/bindparam-unique-conflict": func() any {
		return expr.And(tutorial.users.C("id").Eq(named("x", 5)), tutorial.users.C("name").Eq(expr.BindUnique("x", 6, nil)))
	},
	"binds/bindparam-name-clash": func() any {
		return expr.And(tutorial.users.C("id").Eq(5), tutorial.users.C("name").Eq(named("id_1", 6)))
	},
	"binds/bindparam-missing": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq(named("n", nil)))
	},
	"binds/bindparam-callable": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq(expr.Bind("n", lazily(func() any { return "called" }), sqltypes.String(0))))
	},
	"binds/bindparam-odd-name":   func() any { return tutorial.users.C("id").Eq(named("odd name %(x)", 5)) },
	"binds/bindparam-colon-name": func() any { return tutorial.users.C("id").Eq(named("a:b", 5)) },
	"binds/unique-params": func() any {
		s := expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("name").Eq(open("n")))
		return expr.Union(s.UniqueParams(map[string]any{"n": "x"}), s.UniqueParams(map[string]any{"n": "y"}))
	},
	"binds/bind-in-columns": func() any { return expr.NewSelect(named("x", 5), named("y", "z").As("yy")) },
	"binds/bind-arith":      func() any { return tutorial.users.C("id").Add(named("x", 5).Mul(2)) },
	"binds/long-bind-name": func() any {
		return expr.Column("a_column_name_which_is_really_quite_long_so_that_it_is_beyond_all_limits_of_names", nil).Eq(5)
	},
	"binds/bind-from-label-name": func() any { return tutorial.users.C("id").As("some label").Eq(5) },
	"literals/negative":          func() any { return tutorial.users.C("id").Eq(-5) },
	"literals/str":               func() any { return tutorial.users.C("name").Eq("ed") },
	"literals/str-quote":         func() any { return tutorial.users.C("name").Eq("it's") },
	"literals/str-percent":       func() any { return tutorial.users.C("name").Eq("50%") },
	"literals/str-colon":         func() any { return tutorial.users.C("name").Eq("a:b") },
	"literals/str-newline":       func() any { return tutorial.users.C("name").Eq("a\nb") },
	"literals/unicode":           func() any { return tutorial.users.C("name").Eq("é") },
	"literals/unicode-type":      func() any { return typedT.C("u").Eq("é") },
	"literals/none":              func() any { return expr.NewSelect(expr.ValOf(nil, nil)) },
	"literals/time":              func() any { return typedT.C("tm").Eq(time.Date(1, 1, 1, 3, 4, 5, 0, time.UTC)) },
	"literals/interval":          func() any { return typedT.C("iv").Eq(24 * time.Hour) },
	"literals/binary":            func() any { return typedT.C("bin").Eq([]byte("ab")) },
	"literals/json": func() any {
		return expr.InsertInto(typedT).Values(typedT.C("i").To(1), typedT.C("j").To(map[string]any{"a": []any{1, "x"}}))
	},
	"literals/limit": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Limit(5).Where(tutorial.users.C("name").Eq("x"))
	},
	"literals/like": func() any { return tutorial.users.C("name").Contains("a%b") },
	"literals/no-value": func() any {
		return tutorial.users.C("id").Eq(expr.Bind("x", expr.Hole{Name: "x"}, nil))
	},
	"hints/insert-prefix": func() any {
		return expr.InsertInto(tutorial.users).Prefix("OR REPLACE", "sqlite").Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x"))
	},
	"hints/insert-ignore": func() any {
		return expr.InsertInto(tutorial.users).Prefix("IGNORE", "mysql").Values(tutorial.users.C("id").To(1), tutorial.users.C("name").To("x"))
	},
	"hints/delete-prefix": func() any { return expr.DeleteFrom(tutorial.users).Prefix("QUICK", "mysql") },
	"hints/delete-hint":   func() any { return expr.DeleteFrom(tutorial.users).Hint("WITH (PAGLOCK)", "mssql") },
	"hints/update-hint": func() any {
		return expr.UpdateTable(tutorial.users).Values(tutorial.users.C("name").To("x")).Hint("WITH (PAGLOCK)", "mssql")
	},
	"literals/insert-multi": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{tutorial.users.C("id").To(1), tutorial.users.C("name").To("a")}, []any{tutorial.users.C("id").To(2), tutorial.users.C("name").To("b'c")})
	},
	"hints/prefix":          func() any { return expr.NewSelect(tutorial.users.C("id")).Prefix("SQL_CALC_FOUND_ROWS", "mysql") },
	"hints/prefix-all":      func() any { return expr.NewSelect(tutorial.users.C("id")).Prefix("/*+ HINT */") },
	"hints/prefix-two":      func() any { return expr.NewSelect(tutorial.users.C("id")).Prefix("A").Prefix("B").Prefix("C") },
	"hints/prefix-distinct": func() any { return expr.NewSelect(tutorial.users.C("id")).Distinct().Prefix("HIGH_PRIORITY") },
	"hints/suffix": func() any {
		return expr.NewSelect(tutorial.users.C("id")).Where(tutorial.users.C("id").Gt(5)).Suffix("SOME SUFFIX")
	},
	"hints/suffix-limit": func() any {
		return expr.NewSelect(tutorial.users.C("id")).OrderBy(tutorial.users.C("id")).Limit(5).Suffix("OPTION X")
	},
	"hints/table-hint-all": func() any { return expr.NewSelect(tutorial.users.C("id")).Hint(tutorial.users, "HINT ON %s") },
	"hints/table-hint-alias": func() any {
		u := expr.NewAlias(tutorial.users.TableClause, "u")
		return expr.NewSelect(u.C("id")).Hint(u, "WITH (NOLOCK)", "mssql")
	},
	"hints/table-hint-join": func() any {
		return expr.NewSelect(tutorial.users.C("id"), tutorial.addresses.C("id")).Join(tutorial.addresses, nil).Hint(tutorial.addresses, "USE INDEX (ix)", "mysql")
	},
	"hints/statement-hint-all": func() any { return expr.NewSelect(tutorial.users.C("id")).StatementHint("FOR BROWSE") },
	"hints/only-pg":            func() any { return expr.NewSelect(tutorial.users.C("id")).Hint(tutorial.users, "ONLY", "postgresql") },
}

package sqlcompile_test

import (
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// into is an INSERT into a table of columns by key, with values in pairs.
func into(t *schema.Table, pairs ...any) expr.Insert {
	return expr.InsertInto(t).Values(sets(t, pairs...)...)
}

func sets(t *schema.Table, pairs ...any) (out []any) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, t.C(pairs[i].(string)).To(pairs[i+1]))
	}
	return out
}

func clausesOf(t *schema.Table, keys ...string) (out []*expr.ColumnClause) {
	for _, k := range keys {
		out = append(out, t.Column(k).ColumnClause)
	}
	return out
}

type goldenDefaults struct{ keyvalues, events, tagged, cartitems, optseq *schema.Table }

var defaults = func() (s goldenDefaults) {
	md := schema.NewMetaData()
	s.keyvalues = schema.NewTable("keyvalues", md, schema.NewColumn("key", sqltypes.String(20), schema.PrimaryKey()), goldenString("type", 20))
	s.events = schema.NewTable("events", md, goldenKey("id"),
		schema.NewColumn("kind", sqltypes.String(20), schema.Default("generic")),
		schema.NewColumn("code", sqltypes.Integer(), schema.DefaultFunc(func() any { return 42 })),
		schema.NewColumn("created", sqltypes.DateTime(), schema.Default(expr.Func("now", sqltypes.DateTime()))),
		schema.NewColumn("updated", sqltypes.DateTime(), schema.UpdateDefault(expr.Func("current_timestamp", sqltypes.DateTime()))),
		schema.NewColumn("rev", sqltypes.Integer(), schema.Default(1), schema.UpdateDefault(7)),
		schema.NewColumn("flag", sqltypes.String(5), schema.ServerDefaultOf("on")))
	s.tagged = schema.NewTable("tagged", md, goldenKey("id"),
		schema.NewColumn("key", sqltypes.String(20), schema.Default(expr.NewSelect(s.keyvalues.C("key")).Where(s.keyvalues.C("type").Eq("type1")).Limit(1))),
		schema.NewColumn("val", sqltypes.Integer()))
	s.cartitems = schema.NewTable("cartitems", md,
		schema.NewColumn("cart_id", sqltypes.Integer(), schema.FromSequence(schema.NewSequence("cart_id_seq", md, schema.SequenceOptions{})), schema.PrimaryKey()),
		goldenString("description", 40))
	optional := schema.NewSequence("opt_id_seq", md, schema.SequenceOptions{})
	optional.Optional = true
	s.optseq = schema.NewTable("optseq", md, schema.NewColumn("id", sqltypes.Integer(), schema.FromSequence(optional), schema.PrimaryKey()),
		goldenString("description", 40))
	goldenResolve(md)
	return s
}()

var keyedSet = func() (s struct{ departments, employees *schema.Table }) {
	md := schema.NewMetaData()
	s.departments = schema.NewTable("departments", md,
		schema.NewColumn("department_id", sqltypes.Integer(), schema.PrimaryKey(), schema.KeyedAs("id")),
		schema.NewColumn("dept_name", sqltypes.String(40), schema.KeyedAs("name")))
	s.employees = schema.NewTable("employees", md,
		schema.NewColumn("employee_id", sqltypes.Integer(), schema.PrimaryKey(), schema.KeyedAs("id")),
		schema.NewColumn("employee_name", sqltypes.String(60), schema.NotNull(), schema.KeyedAs("name")),
		goldenRef("employee_dept", "departments.id"))
	goldenResolve(md)
	return s
}()

var insertTyped = func() *schema.Table {
	return schema.NewTable("t", nil, goldenKey("i"), schema.NewColumn("big", sqltypes.BigInteger()), goldenString("s", 40), goldenString("u", 40),
		schema.NewColumn("tx", sqltypes.Text()), schema.NewColumn("b", sqltypes.Boolean()), schema.NewColumn("n", sqltypes.Numeric(10, 2)),
		schema.NewColumn("f", sqltypes.Float()), schema.NewColumn("d", sqltypes.Date()), schema.NewColumn("dt", sqltypes.DateTime()),
		schema.NewColumn("e", sqltypes.Enum("color", "red", "green", "blue")))
}()

// Twins of insert.json.
var insertTwins = twins{
	"values/all-columns": func() any {
		return expr.InsertInto(tutorial.users).Passing(clausesOf(tutorial.users, "id", "name", "fullname")...)
	},
	"values/function": func() any {
		return expr.InsertInto(tutorial.users).Passing(clausesOf(tutorial.users, "fullname", "name", "id")...)
	},
	"values/values-kw":              func() any { return into(tutorial.users, "fullname", "Jack Jones", "name", "jack") },
	"values/values-tuple":           func() any { return expr.InsertInto(tutorial.users).Positional(1, "jack", "Jack") },
	"values/values-list-positional": func() any { return expr.InsertInto(tutorial.users).Positional(5, "jack", "Jack") },
	"values/values-short-tuple":     func() any { return expr.InsertInto(tutorial.users).Positional(1, "jack") },
	"values/values-twice": func() any {
		return into(tutorial.users, "name", "a").Values(tutorial.users.C("fullname").To("b"))
	},
	"values/null": func() any { return into(tutorial.users, "name", expr.Null()) },
	"values/subquery-implicit": func() any {
		return into(tutorial.users, "name", expr.NewSelect(expr.Max(tutorial.addresses.C("email_address"))))
	},
	"values/pk-expr":     func() any { return into(tutorial.users, "id", expr.Func("nextid", nil), "name", "x") },
	"values/case-values": func() any { return into(tutorial.users, "id", expr.CaseWhen(expr.Val(1).Eq(1), 5).Else(6)) },
	"values/column-keys": func() any { return expr.InsertInto(tutorial.users) },
	"values/executemany": func() any { return expr.InsertInto(tutorial.users) },
	"values/inline":      func() any { return into(tutorial.users, "name", "x").Inline() },
	"values/empty":       func() any { return expr.InsertInto(tutorial.users).Values() },
	"values/default-values": func() any {
		return expr.InsertInto(tutorial.users)
	},
	"values/keyed":         func() any { return into(keyedSet.employees, "name", "x") },
	"values/keyed-by-name": func() any { return into(keyedSet.employees, "employee_name", "x") },
	"values/composite":     func() any { return into(composite.invoices, "invoice_id", 1, "ref_num", 2, "description", "d") },
	"values/composite-partial": func() any {
		return into(composite.invoices, "invoice_id", 1, "description", "d")
	},
	"values/typed-values": func() any {
		return into(insertTyped, "i", 1, "d", time.Date(2020, 1, 2, 0, 0, 0, 0, time.UTC), "n", "1.5", "b", true, "e", "red")
	},
	"values/multi-tuples": func() any {
		return expr.InsertInto(tutorial.users).ValueRows([]any{1, "a", "A"}, []any{2, "b", "B"})
	},
	"values/multi-missing-key": func() any {
		return expr.InsertInto(tutorial.users).ValueRows(sets(tutorial.users, "name", "a", "fullname", "x"), sets(tutorial.users, "name", "b"))
	},
	"values/multi-one-row": func() any { return expr.InsertInto(tutorial.users).ValueRows(sets(tutorial.users, "name", "a")) },
	"values/multi-defaults": func() any {
		return expr.InsertInto(defaults.events).ValueRows(sets(defaults.events, "code", 1), sets(defaults.events, "code", 2))
	},
	"values/quoted-columns": func() any { return into(quoting.order, "from", "x", "group", 1) },
	"values/odd-columns": func() any {
		return into(quoting.spaced, "col one", 1, "a-b", 2, "pct%", 3, "paren(x)", 4, "colon:x", 5)
	},
	"defaults/python-default":    func() any { return into(defaults.events, "code", 5) },
	"defaults/all-defaults":      func() any { return expr.InsertInto(defaults.events) },
	"defaults/none-override":     func() any { return into(defaults.events, "kind", (*string)(nil)) },
	"defaults/subquery-default":  func() any { return into(defaults.tagged, "val", 5) },
	"defaults/server-default":    func() any { return into(defaults.events, "kind", "x") },
	"defaults/sequence":          func() any { return into(defaults.cartitems, "description", "x") },
	"defaults/sequence-optional": func() any { return into(defaults.optseq, "description", "x") },
	"select/from-select": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), "user_id", "email_address")
	},
	"select/from-select-where": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).Where(tutorial.users.C("id").Gt(5)), "user_id", "email_address")
	},
	"select/from-select-columns": func() any {
		a := tutorial.addresses
		return expr.InsertInto(a).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), a.C("user_id"), a.Column("email_address").ColumnClause)
	},
	"select/from-select-self": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.users.C("fullname"), tutorial.users.C("name")), "name", "fullname")
	},
	"select/from-select-join": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.addresses.C("email_address")).Join(tutorial.users.TableClause, nil), "name")
	},
	"select/from-select-union": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.Union(expr.NewSelect(tutorial.users.C("name")), expr.NewSelect(tutorial.addresses.C("email_address"))), "name")
	},
	"select/from-select-no-defaults": func() any {
		return expr.InsertInto(defaults.events).FromSelect(expr.NewSelect(defaults.keyvalues.C("key")), "kind").WithoutDefaults()
	},
	"select/from-select-literal": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), expr.Val("x@y")), "user_id", "email_address")
	},
	"select/from-select-limit": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")).OrderBy(tutorial.users.C("id")).Limit(5), "user_id", "email_address")
	},
	"select/from-select-mismatch": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), "user_id")
	},
	"select/from-select-returning": func() any {
		return expr.InsertInto(tutorial.addresses).FromSelect(expr.NewSelect(tutorial.users.C("id"), tutorial.users.C("name")), "user_id", "email_address").Returning(tutorial.addresses.C("id"))
	},
	"select/from-select-text": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.RawText("select x from y").TextSelect(expr.Column("x", nil)), "name")
	},
	"returning/returning-col":   func() any { return into(tutorial.users, "name", "x").Returning(tutorial.users.C("id")) },
	"returning/returning-table": func() any { return into(tutorial.users, "name", "x").Returning(tutorial.users) },
	"returning/returning-label": func() any {
		return into(tutorial.users, "name", "x").Returning(tutorial.users.C("id").As("new_id"))
	},
	"returning/returning-multi": func() any {
		return expr.InsertInto(tutorial.users).ValueRows(sets(tutorial.users, "name", "a"), sets(tutorial.users, "name", "b")).Returning(tutorial.users.C("id"))
	},
	"returning/returning-quoted": func() any { return into(quoting.order, "from", "x").Returning(quoting.order.C("select")) },
	"upsert/pg-do-nothing-target": func() any {
		return upsertUser().OnConflictDoNothing(expr.OnColumns("id"))
	},
	"upsert/pg-do-nothing-constraint": func() any { return upsertUser().OnConflictDoNothing(expr.OnConstraint("users_pkey")) },
	"upsert/pg-do-update": func() any {
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y"))
	},
	"upsert/pg-do-update-excluded": func() any {
		u := tutorial.users
		return upsertUser().OnConflictDoUpdate(expr.OnColumns(u.C("id")), u.C("name").To(expr.Excluded(u.C("name"))), u.C("fullname").To(expr.Excluded(u.C("fullname"))))
	},
	"upsert/pg-do-update-where": func() any {
		u := tutorial.users
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("id"), u.C("name").To(expr.Excluded(u.C("name")))).OnConflictWhere(u.C("name").Ne("keep"))
	},
	"upsert/pg-do-update-index-where": func() any {
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("name").Where(tutorial.users.C("id").Gt(5)), tutorial.users.C("fullname").To("z"))
	},
	"upsert/pg-do-update-returning": func() any {
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("id"), tutorial.users.C("name").To("y")).Returning(tutorial.users.C("id"))
	},
	"upsert/pg-do-update-multi": func() any {
		u := tutorial.users
		return expr.InsertInto(u).ValueRows(sets(u, "id", 1, "name", "x"), sets(u, "id", 2, "name", "y")).OnConflictDoUpdate(expr.OnColumns("id"), u.C("name").To(expr.Excluded(u.C("name"))))
	},
	"upsert/pg-do-update-no-target": func() any {
		return into(tutorial.users, "id", 1).OnConflictDoUpdate(expr.ConflictTarget{}, tutorial.users.C("name").To("y"))
	},
	"upsert/sqlite-do-update": func() any {
		u := tutorial.users
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("id"), u.C("name").To(expr.Excluded(u.C("name"))))
	},
	"upsert/sqlite-do-update-where": func() any {
		u := tutorial.users
		return upsertUser().OnConflictDoUpdate(expr.OnColumns("id"), u.C("name").To("z")).OnConflictWhere(expr.Excluded(u.C("name")).Eq("q"))
	},
	"upsert/sqlite-from-select": func() any {
		return expr.InsertInto(tutorial.users).FromSelect(expr.NewSelect(tutorial.addresses.C("id"), tutorial.addresses.C("email_address")), "id", "name").OnConflictDoNothing(expr.ConflictTarget{})
	},
	"upsert/mysql-on-dup": func() any { return upsertUser().OnDuplicateKeyUpdate(tutorial.users.C("name").To("y")) },
	"upsert/mysql-on-dup-inserted": func() any {
		u := tutorial.users
		return upsertUser().OnDuplicateKeyUpdate(u.C("name").To(expr.Excluded(u.C("name"))), u.C("fullname").To(expr.Func("concat", nil, expr.Excluded(u.C("name")), "z")))
	},
	"upsert/mysql-on-dup-ordered": func() any {
		return upsertUser().OnDuplicateKeyUpdate(tutorial.users.C("fullname").To("a"), tutorial.users.C("name").To("b"))
	},
	"upsert/mysql-on-dup-empty": func() any { return into(tutorial.users, "id", 1).OnDuplicateKeyUpdate() },
}

func upsertUser() expr.Insert { return into(tutorial.users, "id", 1, "name", "x") }

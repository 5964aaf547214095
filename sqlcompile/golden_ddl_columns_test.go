package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// col is a column of integers, col1 one of a type.
func col(name string, opts ...schema.ColumnOption) *schema.Column {
	return schema.NewColumn(name, sqltypes.Integer(), opts...)
}

func col1(name string, t sqltypes.Type, opts ...schema.ColumnOption) *schema.Column {
	return schema.NewColumn(name, t, opts...)
}

// table is a collection with a table t.
func table(items ...schema.Item) *schema.MetaData { return tableNamed("t", items...) }

func tableNamed(name string, items ...schema.Item) *schema.MetaData {
	md := schema.NewMetaData()
	schema.NewTable(name, md, items...)
	return md
}

var (
	pk    = schema.PrimaryKey()
	noInc = schema.Autoincrements(false)
	inc   = schema.Autoincrements(true)
)

func str(name string, length int, opts ...schema.ColumnOption) *schema.Column {
	return schema.NewColumn(name, sqltypes.String(length), opts...)
}

var ddlColumnTwins = twins{
	"seed-users": func() any {
		return tableNamed("users", col("id", pk), str("name", 0), str("fullname", 0), str("password", 0))
	},
	"seed-users-prefs": func() any {
		md := tableNamed("users", col("user_id", pk), str("user_name", 16, schema.NotNull()), str("email_address", 60, schema.KeyedAs("email")),
			str("password", 20, schema.NotNull()))
		schema.NewTable("user_prefs", md, col("pref_id", pk), col("user_id", schema.ForeignKeyTo("users.user_id"), schema.NotNull()),
			str("pref_name", 40, schema.NotNull()), str("pref_value", 100))
		return md
	},
	"nullable-not-null":                 func() any { return table(col("a", schema.NotNull()), col("b", schema.Nullable()), col("c")) },
	"pk-implies-not-null":               func() any { return table(col("a", pk)) },
	"pk-biginteger":                     func() any { return table(col1("a", sqltypes.BigInteger(), pk)) },
	"pk-autoincrement-false":            func() any { return table(col("a", pk, noInc)) },
	"pk-autoincrement-true":             func() any { return table(col("a", pk, inc)) },
	"pk-composite":                      func() any { return table(col("a", pk), col("b", pk)) },
	"pk-composite-autoincrement":        func() any { return table(col("a", pk, inc), col("b", pk)) },
	"pk-composite-autoincrement-second": func() any { return table(col("a", pk), col("b", pk, inc)) },
	"pk-fk": func() any {
		md := tableNamed("p", col("id", pk))
		schema.NewTable("c", md, col("id", schema.ForeignKeyTo("p.id"), pk))
		return md
	},
	"pk-two-autoincrement": func() any { return table(col("a", pk, inc), col("b", pk, inc)) },
	"no-pk":                func() any { return table(col("a"), col("b")) },
	"sqlite-autoincrement": func() any { return table(col("a", pk), schema.Option("sqlite", "autoincrement")) },
	"default-text":         func() any { return table(col1("a", sqltypes.DateTime(), schema.ServerDefault("sysdate"))) },
	"default-func": func() any {
		return table(col1("a", sqltypes.DateTime(), schema.ServerDefaultOf(expr.Func("now", sqltypes.DateTime()))))
	},
	"default-func-args":        func() any { return table(str("a", 20, schema.ServerDefaultOf(expr.Lower("ABC")))) },
	"default-text-bool-string": func() any { return table(col("a", schema.ServerDefaultOf("5"))) },
	"default-arith": func() any {
		return table(col("a", schema.ServerDefault("5 + 5")), col("b", schema.ServerDefaultOf(expr.LiteralColumn("7", sqltypes.Integer()))))
	},
	"default-python-only": func() any { return table(str("a", 20, schema.Default("x"), schema.UpdateDefault("y"))) },
	"fetched-value": func() any {
		return table(str("a", 20, schema.ServerFetched()), str("b", 20, schema.ServerFetchedOnUpdate()))
	},
	"default-unique-check-order": func() any {
		return table(col("a", schema.ColumnCheck(schema.CheckOf("", "a > 5")), schema.Unique(), schema.ServerDefaultOf("7"), schema.NotNull()))
	},
	"identity": func() any { return table(col("a", schema.AsIdentity(schema.Identity{}), pk)) },
	"identity-always-options": func() any {
		return table(col("a", schema.AsIdentity(schema.Identity{Always: true, SequenceOptions: schema.SequenceOptions{
			Start: new(int64(42)), Increment: new(int64(10)), Min: new(int64(1)), Max: new(int64(1000)), Cycle: new(true), Cache: new(int64(5)),
		}}), pk))
	},
	"identity-non-pk": func() any {
		return table(col("id", pk, noInc), col("a", schema.AsIdentity(schema.Identity{SequenceOptions: schema.SequenceOptions{Start: new(int64(3))}})))
	},
	"mssql-identity": func() any {
		return table(col("a", schema.AsIdentity(schema.Identity{SequenceOptions: schema.SequenceOptions{Start: new(int64(100)), Increment: new(int64(5))}}), pk))
	},
	"mssql-identity-noauto": func() any { return table(col("a", pk, noInc), col("b")) },
	"computed-stored":       func() any { return table(col("x"), col("y", schema.ComputedStored("x + 2", true))) },
	"computed-not-null":     func() any { return table(col("x"), col("y", schema.ComputedAs("x + 2"), schema.NotNull())) },
	"sequence": func() any {
		return tableNamed("cartitems", col("cart_id", schema.FromSequence(schema.NewSequence("cart_id_seq", nil, schema.SequenceOptions{})), pk),
			str("description", 40), col1("createdate", sqltypes.DateTime()))
	},
	"sequence-options": func() any {
		return table(col("id", schema.FromSequence(schema.NewSequence("t_seq", nil, schema.SequenceOptions{
			Start: new(int64(5)), Increment: new(int64(2)), Min: new(int64(1)), Max: new(int64(100)), Cycle: new(true), Cache: new(int64(10)),
		})), pk))
	},
	"sequence-schema": func() any {
		return table(col("id", schema.FromSequence(schema.NewSequence("sch.t_seq", nil, schema.SequenceOptions{})), pk))
	},
	"sequence-server-default": func() any {
		md := schema.NewMetaData()
		seq := schema.NewSequence("t_seq", md, schema.SequenceOptions{})
		schema.NewTable("t", md, col("id", schema.FromSequence(seq), schema.ServerDefaultOf(seq.Next()), pk))
		return md
	},
	"sequence-standalone": func() any {
		md := schema.NewMetaData()
		schema.NewSequence("some_seq", md, schema.SequenceOptions{Start: new(int64(3))})
		return md
	},
	"quoted": func() any {
		return tableNamed("Order", col("select", pk), str("My Col", 5), col("ok", schema.Quoted(expr.QuoteAlways)))
	},
	"comment":    func() any { return table(col("a", schema.Comment("it's a column")), schema.TableComment("a table")) },
	"column-key": func() any { return table(col("real_name", schema.KeyedAs("k"), pk), col("b", schema.KeyedAs("c2"))) },
	"collation-column": func() any {
		return table(col1("a", sqltypes.StringType{Length: 20, Collation: "utf8_bin"}, schema.NotNull()))
	},
}

package sqlcompile_test

import (
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// parentAnd is a table p with a key, and c with a key and a reference to it.
func parentAnd(opts ...schema.FKOption) *schema.MetaData {
	md := tableNamed("p", col("id", pk))
	schema.NewTable("c", md, col("id", pk), col("p_id", schema.ForeignKeyTo("p.id", opts...)))
	return md
}

// cycle is two tables that refer to each other.
func cycle(ab, ba []schema.FKOption) *schema.MetaData {
	md := tableNamed("a", col("id", pk), col("b_id", schema.ForeignKeyTo("b.id", ab...)))
	schema.NewTable("b", md, col("id", pk), col("a_id", schema.ForeignKeyTo("a.id", ba...)))
	return md
}

func namedCycle() *schema.MetaData {
	return cycle([]schema.FKOption{schema.FKName("fk_a_b")}, []schema.FKOption{schema.FKName("fk_b_a")})
}

func alteredCycle() *schema.MetaData {
	return cycle([]schema.FKOption{schema.UseAlter(), schema.FKName("fk_a_b")}, nil)
}

func unique(name string, cols ...*schema.Column) *schema.UniqueConstraint {
	return &schema.UniqueConstraint{Name: name, Columns: cols}
}

var ddlConstraintTwins = twins{
	"fk-type-from-target": func() any {
		md := tableNamed("p", str("code", 7, pk))
		schema.NewTable("c", md, col("id", pk), schema.NewColumn("p_code", nil, schema.ForeignKeyTo("p.code")))
		return md
	},
	"fk-named":    func() any { return parentAnd(schema.FKName("fk_c_p")) },
	"fk-ondelete": func() any { return parentAnd(schema.OnDelete("cascade")) },
	"fk-onupdate": func() any { return parentAnd(schema.OnUpdate("set null")) },
	"fk-both":     func() any { return parentAnd(schema.OnDelete("cascade"), schema.OnUpdate("cascade")) },
	"fk-deferrable": func() any {
		return parentAnd(schema.FKDeferral(schema.Deferral{Deferrable: true, InitiallyDeferred: true}))
	},
	"fk-not-deferrable": func() any {
		return parentAnd(schema.FKDeferral(schema.Deferral{NotDeferrable: true}))
	},
	"fk-match": func() any { return parentAnd(schema.FKMatch("full")) },
	"fk-composite-named-options": func() any {
		md := tableNamed("i", col("a", pk), col("b", pk))
		a, b := col("a"), col("b")
		schema.NewTable("j", md, col("id", pk), a, b, &schema.ForeignKeyConstraint{
			Name: "fk_j", Columns: []*schema.Column{a, b}, RefTable: "i", RefColumns: []string{"a", "b"}, OnUpdate: "CASCADE", OnDelete: "CASCADE",
		})
		return md
	},
	"fk-self": func() any { return tableNamed("node", col("id", pk), col("parent_id", schema.ForeignKeyTo("node.id"))) },
	"fk-schema": func() any {
		md := tableNamed("s1.p", col("id", pk))
		schema.NewTable("s2.c", md, col("id", pk), col("p_id", schema.ForeignKeyTo("s1.p.id")))
		return md
	},
	"fk-quoted": func() any {
		md := tableNamed("My Parent", col("Id", pk))
		schema.NewTable("c", md, col("id", pk), col("pId", schema.ForeignKeyTo("My Parent.Id")))
		return md
	},
	"fk-two": func() any {
		md := tableNamed("p", col("id", pk))
		schema.NewTable("c", md, col("id", pk), col("a_id", schema.ForeignKeyTo("p.id")), col("b_id", schema.ForeignKeyTo("p.id", schema.OnDelete("cascade"))))
		return md
	},
	"cycle-two":            func() any { return namedCycle() },
	"cycle-use-alter":      func() any { return alteredCycle() },
	"cycle-unnamed":        func() any { return cycle(nil, nil) },
	"cycle-named-drop":     func() any { return dropped{namedCycle()} },
	"cycle-use-alter-drop": func() any { return dropped{alteredCycle()} },
	"pk-constraint-order": func() any {
		a, b := col("a"), col("b")
		return table(a, b, &schema.PrimaryKeyConstraint{Columns: []*schema.Column{b, a}})
	},
	"pk-deferrable": func() any {
		a := col("a", pk, noInc)
		return table(a, &schema.PrimaryKeyConstraint{Columns: []*schema.Column{a}, Deferral: schema.Deferral{Deferrable: true, InitiallyImmediate: true}})
	},
	"mssql-pk-nonclustered": func() any {
		a := col("a", noInc)
		return table(a, &schema.PrimaryKeyConstraint{Columns: []*schema.Column{a}, Options: schema.DialectOptions{schema.Option("mssql", "clustered", "false")}})
	},
	"unique-column": func() any { return table(col("a", schema.Unique())) },
	"unique-composite": func() any {
		b, c := col("col2"), col("col3")
		return table(col("col1", schema.Unique()), b, c, unique("uix_1", b, c))
	},
	"unique-unnamed-composite": func() any {
		a, b := col("a"), col("b")
		return table(a, b, unique("", a, b))
	},
	"sqlite-on-conflict": func() any {
		b := col("b")
		u := unique("", b)
		u.Options = schema.DialectOptions{schema.Option("sqlite", "on_conflict", "IGNORE")}
		return table(col("a", schema.ColumnOptionOf("sqlite", "on_conflict_not_null", "FAIL"), schema.NotNull()), b, u)
	},
	"check-expr": func() any {
		md := table(col("a"), col("b"))
		t := md.Table("t")
		t.Append(schema.CheckOf("ck", expr.And(t.C("a").Gt(5), t.C("b").In([]int{1, 2}))))
		return md
	},
	"check-percent":      func() any { return table(col("a"), schema.CheckOf("", "a % 2 = 0")) },
	"check-named-column": func() any { return table(col("a", schema.ColumnCheck(schema.CheckOf("ck_a", "a > 1")))) },
	"exclude": func() any {
		room, during := col("room"), col1("during", postgres.TSRANGE())
		return table(room, during, &schema.ExcludeConstraint{
			Name: "ex", Elements: []schema.ExcludeElement{{Column: room, Operator: "="}, {Column: during, Operator: "&&"}}, Where: &expr.Text{SQL: "room > 100"},
		})
	},
	"naming-convention": func() any {
		md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{
			"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
			"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s", "pk": "pk_%(table_name)s",
		}))
		schema.NewTable("p", md, col("id", pk), col("code", schema.Unique()))
		schema.NewTable("c", md, col("id", pk), col("p_id", schema.ForeignKeyTo("p.id"), schema.Indexed()), col("v"), schema.CheckOf("vpos", "v > 5"))
		return md
	},
	"naming-convention-ck-requires-name": func() any {
		md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{"ck": "ck_%(table_name)s_%(constraint_name)s"}))
		schema.NewTable("t", md, col("v"), schema.CheckOf("", "v > 5"))
		return md
	},
	"naming-convention-explicit": func() any {
		md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{"uq": "uq_%(table_name)s_%(column_0_name)s"}))
		a := col("a")
		schema.NewTable("t", md, a, unique("mine", a))
		return md
	},
	"long-name-error": func() any {
		a := col("a")
		return table(a, unique("a_constraint_name_which_is_a_good_deal_longer_than_what_postgresql_will_take_as_a_name", a))
	},
	"constraint-order": func() any {
		md := tableNamed("p", col("id", pk))
		b, c := col("b", schema.Unique()), col("c", schema.ForeignKeyTo("p.id"))
		schema.NewTable("t", md, col("a", pk), schema.CheckOf("", "a > 1"), b, c, unique("", b, c),
			&schema.ForeignKeyConstraint{Columns: []*schema.Column{b}, RefTable: "p", RefColumns: []string{"id"}}, schema.CheckOf("z", "b > 1"))
		return md
	},
}

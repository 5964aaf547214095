package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
)

// withIndex is a table of three columns with an index.
func withIndex(f func(t *schema.Table) *schema.Index) *schema.MetaData {
	md := table(col("a"), str("b", 50), col("c"))
	t := md.Table("t")
	t.Append(f(t))
	return md
}

// onA is an index on a changed by f, onB one on b with an option.
func onA(name string, f func(*schema.Table, *schema.Index)) *schema.MetaData {
	return withIndex(func(t *schema.Table) *schema.Index {
		x := schema.NewIndex(name, t.Column("a"))
		f(t, x)
		return x
	})
}

func withOptions(name, column string, os ...schema.DialectOption) func() any {
	return func() any {
		return withIndex(func(t *schema.Table) *schema.Index {
			x := schema.NewIndex(name, t.Column(column))
			x.Options = os
			return x
		})
	}
}

func oneIndex(name string) indexOf {
	md := table(col("a"), str("b", 50), col("c"))
	return indexOf{schema.NewIndex(name, md.Table("t").Column("a")), md.Table("t")}
}

var ddlIndexTwins = twins{
	"index-true": func() any {
		return table(col("col1", schema.Indexed()), col("col2", schema.Indexed(), schema.Unique()))
	},
	"seed": func() any {
		md := tableNamed("mytable", col("col1", schema.Indexed()), col("col2", schema.Indexed(), schema.Unique()), col("col3"), col("col4"), col("col5"), col("col6"))
		t := md.Table("mytable")
		mine := schema.NewIndex("myindex", t.Column("col5"), t.Column("col6"))
		mine.Unique = true
		t.Append(schema.NewIndex("idx_col34", t.Column("col3"), t.Column("col4")), mine)
		return md
	},
	"expression": func() any {
		return withIndex(func(t *schema.Table) *schema.Index { return schema.NewIndex("ix_lower", expr.Lower(t.C("b"))) })
	},
	"expression-desc": func() any {
		return withIndex(func(t *schema.Table) *schema.Index { return schema.NewIndex("ix_desc", t.C("a").Desc(), t.C("b")) })
	},
	"expression-arith": func() any {
		return withIndex(func(t *schema.Table) *schema.Index { return schema.NewIndex("ix_sum", t.C("a").Add(t.C("c"))) })
	},
	"expression-literal": func() any {
		return withIndex(func(t *schema.Table) *schema.Index { return schema.NewIndex("ix_lit", t.C("a").Gt(5)) })
	},
	"expression-text": func() any {
		return withIndex(func(*schema.Table) *schema.Index { return schema.NewIndex("ix_text", "lower(b)") })
	},
	"schema": func() any { return tableNamed("sch.t", col("a", schema.Indexed())) },
	"long-name": func() any {
		return tableNamed("a_table_with_a_rather_long_name_indeed_yes", col("a_column_with_a_rather_long_name_indeed_as_well", schema.Indexed()))
	},
	"pg-ops": func() any {
		return withIndex(func(t *schema.Table) *schema.Index {
			return schema.NewIndex("ix_o", schema.IndexElement{Column: t.Column("b"), OpClass: "text_pattern_ops"}, t.Column("a"))
		})
	},
	"pg-include": func() any {
		return onA("ix_i", func(t *schema.Table, x *schema.Index) { x.Include = []*schema.Column{t.Column("b"), t.Column("c")} })
	},
	"pg-with":         withOptions("ix_f", "a", schema.Option("postgresql", "with", "fillfactor=50")),
	"pg-tablespace":   withOptions("ix_ts", "a", schema.Option("postgresql", "tablespace", "fast")),
	"pg-concurrently": withOptions("ix_c", "a", schema.Option("postgresql", "concurrently")),
	"pg-expression-ops": func() any {
		return withIndex(func(t *schema.Table) *schema.Index {
			return schema.NewIndex("ix_eo", schema.IndexElement{X: expr.Lower(t.C("b")).Node(), OpClass: "varchar_pattern_ops"})
		})
	},
	"mysql-length":    withOptions("ix_l", "b", schema.Option("mysql", "length", "10")),
	"mysql-prefix":    withOptions("ix_p", "b", schema.Option("mysql", "prefix", "FULLTEXT")),
	"mysql-parser":    withOptions("ix_p", "b", schema.Option("mysql", "prefix", "FULLTEXT"), schema.Option("mysql", "with_parser", "ngram")),
	"mssql-clustered": withOptions("ix_c", "a", schema.Option("mssql", "clustered")),
	"mssql-include": func() any {
		return onA("ix_i", func(t *schema.Table, x *schema.Index) { x.Include = []*schema.Column{t.Column("b")} })
	},
	"oracle-bitmap": withOptions("ix_b", "a", schema.Option("oracle", "bitmap")),
	"drop-index-schema": func() any {
		md := tableNamed("sch.t", col("a"))
		t := md.Table("sch.t")
		return schema.DropIndex{Table: t, Index: schema.NewIndex("ix_a", t.Column("a"))}
	},
	"create-index-if-not-exists": func() any {
		x := oneIndex("ix_a")
		return schema.CreateIndex{Table: x.on, Index: x.Index, IfNotExists: true}
	},
	"index-create-method": func() any {
		x := oneIndex("someindex")
		return []any{created{x}, dropped{x}}
	},
}

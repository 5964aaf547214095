package sqlcompile_test

import (
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// sortedNames are the names of the tables in their order.
func sortedNames(md *schema.MetaData) any {
	tables, err := md.SortedTables()
	if err != nil {
		return err
	}
	var out []any
	for _, t := range tables {
		out = append(out, t.Name)
	}
	return out
}

func withTableOptions(os ...schema.DialectOption) func() any {
	return func() any {
		md := table(col("id", pk))
		md.Table("t").Options = os
		return md
	}
}

var ddlTableTwins = twins{
	"create-order": func() any {
		md := tableNamed("items", col("id", pk), col("order_id", schema.ForeignKeyTo("orders.id")))
		schema.NewTable("orders", md, col("id", pk), col("user_id", schema.ForeignKeyTo("users.id")))
		schema.NewTable("users", md, col("id", pk))
		schema.NewTable("alone", md, col("id", pk))
		return md
	},
	"sorted-tables": func() any {
		md := tableNamed("z", col("id", pk), col("y_id", schema.ForeignKeyTo("y.id")))
		schema.NewTable("y", md, col("id", pk), col("x_id", schema.ForeignKeyTo("x.id")))
		schema.NewTable("x", md, col("id", pk))
		schema.NewTable("b", md, col("id", pk), col("z_id", schema.ForeignKeyTo("z.id")))
		schema.NewTable("a", md, col("id", pk))
		return sortedNames(md)
	},
	"sorted-tables-extra-dependency": func() any {
		md := tableNamed("a", col("id", pk))
		md.Table("a").DependsOn(schema.NewTable("b", md, col("id", pk)))
		return sortedNames(md)
	},
	"self-ref-order": func() any {
		md := tableNamed("node", col("id", pk), col("parent_id", schema.ForeignKeyTo("node.id")))
		schema.NewTable("leaf", md, col("id", pk), col("node_id", schema.ForeignKeyTo("node.id")))
		return md
	},
	"m2m-order": func() any {
		md := tableNamed("post_keywords", col("post_id", schema.ForeignKeyTo("posts.id")), col("keyword_id", schema.ForeignKeyTo("keywords.id")))
		schema.NewTable("posts", md, col("id", pk), str("headline", 255, schema.NotNull()), col1("body", sqltypes.Text()))
		schema.NewTable("keywords", md, col("id", pk), str("keyword", 50, schema.NotNull(), schema.Unique()))
		return md
	},
	"schema": func() any {
		return tableNamed("remote_banks.financial_info", col("id", pk), str("value", 100, schema.NotNull()))
	},
	"schema-translate": func() any { return table(col("id", pk), col("x", schema.Indexed())) },
	"temporary":        func() any { return table(col("id", pk), schema.Prefixes("TEMPORARY")) },
	"mssql-temp":       func() any { return tableNamed("#t", col("id", pk)) },
	"mysql-engine": func() any {
		return tableNamed("engine_email_addresses", col("address_id", pk), str("email_address", 20), schema.Option("mysql", "engine", "InnoDB"))
	},
	"mysql-charset":          withTableOptions(schema.Option("mysql", "charset", "utf8mb4")),
	"mysql-row-format":       withTableOptions(schema.Option("mysql", "row_format", "DYNAMIC")),
	"mysql-auto-increment":   withTableOptions(schema.Option("mysql", "auto_increment", "5")),
	"mysql-partition":        withTableOptions(schema.Option("mysql", "partition_by", "HASH(id)"), schema.Option("mysql", "partitions", "4")),
	"pg-inherits":            func() any { return table(col("id"), schema.Option("postgresql", "inherits", "base1", "base2")) },
	"pg-partition-by":        func() any { return table(col("id"), schema.Option("postgresql", "partition_by", "LIST (id)")) },
	"sqlite-with-rowid":      withTableOptions(schema.Option("sqlite", "with_rowid", "false")),
	"unknown-dialect-option": withTableOptions(schema.Option("nodb", "engine", "x")),
	"info-listeners":         func() any { return table(col("id", pk), schema.TableInfo("a", 1)) },
	"tometadata": func() any {
		m2 := schema.NewMetaData()
		only(col("id", pk), str("b", 5, schema.Unique(), schema.ServerDefaultOf("x"))).CopyTo(m2, schema.CopySchema("other"))
		return m2
	},
	"tometadata-name": func() any {
		m2 := schema.NewMetaData()
		only(col("id", pk), col("a", schema.Indexed())).CopyTo(m2, schema.CopyName("t2"))
		return m2
	},
	"enum-shared": func() any {
		e := sqltypes.Enum("xy", "x", "y")
		md := tableNamed("a", col1("v", e))
		schema.NewTable("b", md, col1("w", e))
		return md
	},
	"quoted-create-drop": func() any {
		md := tableNamed("Select", col("From", pk))
		return []any{created{md}, dropped{md}}
	},
	"table-repr-columns": func() any {
		t := only(col("a", pk), str("b", 5, schema.KeyedAs("bb")))
		var out []any
		for _, c := range t.Columns {
			out = append(out, []any{c.Name, c.Key, c.Type().String(), pythonBool(c.Nullable), pythonBool(c.PrimaryKey)})
		}
		return out
	},
}

func pythonBool(b bool) string {
	if b {
		return "True"
	}
	return "False"
}

package sqlcompile_test

import "github.com/aludel/aludel/schema"

// only is the table t alone.
func only(items ...schema.Item) *schema.Table { return table(items...).Table("t") }

// onTable is a statement about a constraint of t on its column a.
func onTable(f func(t *schema.Table, a *schema.Column) any) any {
	t := only(col("a"))
	return f(t, t.Column("a"))
}

var ddlStatementTwins = twins{
	"create-table":               func() any { return schema.CreateTable{Table: only(col("a", pk))} },
	"create-table-if-not-exists": func() any { return schema.CreateTable{Table: only(col("a", pk)), IfNotExists: true} },
	"drop-table":                 func() any { return schema.DropTable{Table: only(col("a"))} },
	"create-schema":              func() any { return schema.CreateSchema{Name: "my_schema"} },
	"create-schema-quoted":       func() any { return schema.CreateSchema{Name: "My Schema"} },
	"drop-schema":                func() any { return schema.DropSchema{Name: "my_schema"} },
	"drop-schema-cascade":        func() any { return schema.DropSchema{Name: "my_schema", Cascade: true} },
	"create-sequence-all": func() any {
		return schema.CreateSequence{Sequence: schema.NewSequence("s1", nil, schema.SequenceOptions{
			Start: new(int64(5)), Increment: new(int64(2)), Min: new(int64(1)), Max: new(int64(99)), Cycle: new(true), Cache: new(int64(10)), Order: new(true),
		})}
	},
	"create-sequence-no": func() any {
		return schema.CreateSequence{Sequence: schema.NewSequence("s1", nil, schema.SequenceOptions{NoMin: true, NoMax: true, Cycle: new(false), Order: new(false)})}
	},
	"drop-sequence": func() any {
		return schema.DropSequence{Sequence: schema.NewSequence("sch.s1", nil, schema.SequenceOptions{})}
	},
	"add-constraint-check": func() any {
		return onTable(func(t *schema.Table, _ *schema.Column) any {
			return schema.AddConstraint{Table: t, Constraint: schema.CheckOf("ck_a", "a > 5")}
		})
	},
	"add-constraint-unique": func() any {
		return onTable(func(t *schema.Table, a *schema.Column) any {
			return schema.AddConstraint{Table: t, Constraint: unique("uq_a", a)}
		})
	},
	"add-constraint-pk": func() any {
		return onTable(func(t *schema.Table, a *schema.Column) any {
			return schema.AddConstraint{Table: t, Constraint: &schema.PrimaryKeyConstraint{Name: "pk_t", Columns: []*schema.Column{a}}}
		})
	},
	"drop-constraint": func() any {
		return onTable(func(t *schema.Table, a *schema.Column) any {
			return schema.DropConstraint{Table: t, Constraint: unique("uq_a", a)}
		})
	},
	"drop-constraint-fk": func() any {
		return onTable(func(t *schema.Table, a *schema.Column) any {
			return schema.DropConstraint{Table: t, Constraint: &schema.ForeignKeyConstraint{
				Name: "fk_t_p", Columns: []*schema.Column{a}, RefTable: "p", RefColumns: []string{"id"},
			}}
		})
	},
	"drop-constraint-unnamed": func() any {
		return onTable(func(t *schema.Table, a *schema.Column) any {
			return schema.DropConstraint{Table: t, Constraint: unique("", a)}
		})
	},
	"set-table-comment":  func() any { return schema.SetTableComment{Table: only(col("a"), schema.TableComment("it's"))} },
	"drop-table-comment": func() any { return schema.DropTableComment{Table: only(col("a"), schema.TableComment("x"))} },
	"set-column-comment": func() any { return schema.SetColumnComment{Column: only(col("a", schema.Comment("c"))).Column("a")} },
	"ddl-context": func() any {
		d := schema.DDL{SQL: "ALTER TABLE %(fullname)s ADD COLUMN x %(kind)s", Context: map[string]string{"kind": "INTEGER"}}
		return d.Against(tableNamed("sch.t", col("a")).Table("sch.t"))
	},
	"ddl-percent": func() any { return schema.DDL{SQL: "SELECT 50 %% 3"} },
	"event-after-create": func() any {
		md := table(col("a"))
		md.Table("t").ListenDDL(schema.AfterCreate, schema.DDL{SQL: "ALTER TABLE %(table)s SET x = 1"})
		return md
	},
	"event-execute-if": func() any {
		md := table(col("a"))
		md.Table("t").ListenDDL(schema.AfterCreate, schema.DDL{SQL: "PG ONLY"}.ExecuteIf("postgresql"))
		md.ListenDDL(schema.BeforeCreate, schema.DDL{SQL: "NOT SQLITE"}.ExecuteIf("mysql", "oracle"))
		md.Table("t").ListenDDL(schema.BeforeDrop, schema.DDL{SQL: "ON DROP"})
		return []any{created{md}, dropped{md}}
	},
	"create-column": func() any {
		t := only(col("a", schema.NotNull(), schema.ServerDefaultOf("5")), str("b", 5))
		return []any{schema.CreateColumn{Column: t.Column("a")}, schema.CreateColumn{Column: t.Column("b")}}
	},
}

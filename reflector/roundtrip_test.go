package reflector_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/diff"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// servers runs a test on every database whose catalog is read.
func servers(t *testing.T, name string, f func(t *testing.T, db database)) {
	for _, d := range []string{"sqlite", "postgresql", "mysql"} {
		t.Run(d, func(t *testing.T) { f(t, open(t, d, name)) })
	}
}

// compare tells how what was declared and what was read differ, names of constraints and all.
func compare(db database, want, have *schema.MetaData) string {
	render := diff.Expressions(func(n expr.Node) (string, error) { return sqlcompile.DDLExpr(n, db.Dialect()) })
	return lines(diff.Compare(want, have, diff.ByStorage(db.Dialect()), render)) + lines(diff.Compare(have, want, diff.ByStorage(db.Dialect()), render))
}

// everything is all that a database keeps of what can be declared.
func everything(dialect string) *schema.MetaData {
	md := schema.NewMetaData()
	schema.NewTable("parents", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("a", sqltypes.Integer(), schema.NotNull()), schema.NewColumn("b", sqltypes.Integer(), schema.NotNull()))
	p := md.Table("parents")
	p.Append(&schema.UniqueConstraint{Name: "uq_parents", Columns: []*schema.Column{p.Column("a"), p.Column("b")}})
	stored := dialect != "sqlite"
	t := schema.NewTable("things", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(50), schema.NotNull(), schema.ServerDefaultOf("it's 100%"), schema.Indexed()),
		schema.NewColumn("kind", sqltypes.Enum("kind", "red", "it's"), schema.ServerDefaultOf("red")),
		schema.NewColumn("n", sqltypes.Integer(), schema.ServerDefaultOf("5"), schema.ColumnCheck(schema.CheckOf("", "n > 0"))),
		schema.NewColumn("amount", sqltypes.Numeric(10, 2), schema.ServerDefaultOf("1.50")),
		schema.NewColumn("double", sqltypes.Integer(), schema.ComputedStored("n * 2", stored)),
		schema.NewColumn("at", sqltypes.DateTime(), schema.ServerDefault(map[bool]string{false: "CURRENT_TIMESTAMP", true: "CURRENT_TIMESTAMP(6)"}[dialect == "mysql"])),
		schema.NewColumn("parent_id", sqltypes.BigInteger(), schema.ForeignKeyTo("parents.id", schema.FKName("fk_parent"), schema.OnDelete("cascade"))),
		schema.NewColumn("pa", sqltypes.Integer()), schema.NewColumn("pb", sqltypes.Integer()))
	pair := []*schema.Column{t.Column("pa"), t.Column("pb")}
	t.Append(&schema.ForeignKeyConstraint{Name: "fk_pair", Columns: pair, RefTable: "parents", RefColumns: []string{"a", "b"}, OnUpdate: "CASCADE"},
		schema.CheckOf("ck_n", expr.Or(t.C("n").Lt(100), t.C("name").Eq("x"))), schema.NewIndex("ix_desc", t.C("n").Desc(), t.C("name")))
	switch dialect {
	case "mysql":
		x := schema.NewIndex("ix_prefix", t.Column("name"))
		x.Options = schema.DialectOptions{schema.Option("mysql", "length", "name=10")}
		t.Append(x, schema.NewColumn("u", mysql.INTEGER(mysql.Number{Unsigned: true})), schema.NewColumn("l", mysql.LONGTEXT(mysql.Characters{})))
	default:
		part := schema.NewIndex("ix_part", t.Column("n"))
		part.Unique, part.Where = true, t.C("n").Gt(7).Node()
		t.Append(schema.NewIndex("ix_expr", expr.Lower(t.C("name")), t.C("id")), part)
	}
	if dialect != "sqlite" {
		t.Comment = "it's a table"
		t.Append(schema.NewColumn("c", sqltypes.Text(), schema.Comment("a 'comment'")))
	}
	if dialect == "postgresql" {
		postgresOnly(md, t)
	}
	return md
}

func postgresOnly(md *schema.MetaData, t *schema.Table) {
	schema.NewSequence("tickets", md, schema.SequenceOptions{Start: new(int64(100)), Increment: new(int64(5)), Cycle: new(true)})
	schema.NewSequence("down", md, schema.SequenceOptions{Start: new(int64(-1)), Increment: new(int64(-2))})
	during := schema.NewColumn("during", postgres.INT4RANGE())
	t.Append(
		schema.NewColumn("no", sqltypes.Integer(), schema.AsIdentity(schema.Identity{Always: true, SequenceOptions: schema.SequenceOptions{Start: new(int64(7))}})),
		schema.NewColumn("tags", sqltypes.Array(sqltypes.Text())), schema.NewColumn("kinds", sqltypes.Array(sqltypes.Enum("kind", "red", "it's"))),
		schema.NewColumn("uid", sqltypes.UUID()), schema.NewColumn("j", postgres.JSONB()), schema.NewColumn("ip", postgres.INET()),
		schema.NewColumn("c_name", sqltypes.StringType{Length: 10, Collation: "C"}), during)
	x := schema.NewIndex("ix_full", schema.IndexElement{Column: t.Column("name"), OpClass: "varchar_pattern_ops"}, schema.IndexElement{Column: t.Column("n"), Nulls: schema.NullsFirst})
	x.Include = []*schema.Column{t.Column("pa")}
	x.Options = schema.DialectOptions{schema.Option("postgresql", "with", "fillfactor=50")}
	gin := schema.NewIndex("ix_gin", t.Column("tags"))
	gin.Using = "gin"
	t.Append(x, gin, &schema.ExcludeConstraint{
		Name: "ex", Elements: []schema.ExcludeElement{{Column: during, Operator: "&&"}}, Where: &expr.Text{SQL: "n > 100"},
	}, &schema.UniqueConstraint{Name: "uq_late", Columns: []*schema.Column{t.Column("pb")}, Deferral: schema.Deferral{Deferrable: true, InitiallyDeferred: true}})
}

// What was created is read as it was declared.
func TestRoundTripOfEverything(t *testing.T) {
	servers(t, "all", func(t *testing.T, db database) {
		want := everything(db.name)
		create(t, db, want)
		before := *db.queries
		r := db.inspect(t)
		if n := *db.queries - before; n != catalogQueries[db.name] {
			t.Errorf("%d queries", n)
		}
		if got := compare(db, want, r.MetaData); got != "" {
			t.Errorf("%s\n%s", got, r.MetaData.Dump())
		}
		if len(r.Problems) > 0 {
			t.Errorf("problems %v", r.Problems)
		}
		things := r.MetaData.Table("things")
		var names []string
		for _, k := range things.Constraints() {
			names = append(names, k.ConstraintName())
		}
		for _, n := range []string{"fk_parent", "fk_pair", "ck_n"} {
			if !slices.Contains(names, n) {
				t.Errorf("constraint %s is not in %v", n, names)
			}
		}
		if db.name == "postgresql" {
			checkPostgres(t, things)
		}
		if err := r.MetaData.DropAll(ctx, db.Engine); err != nil {
			t.Fatal(err)
		}
		create(t, db, r.MetaData) // what was read can be created
		if got := compare(db, want, db.inspect(t).MetaData); got != "" {
			t.Errorf("the second time\n%s", got)
		}
	})
}

// checkPostgres looks at what a comparison does not.
func checkPostgres(t *testing.T, things *schema.Table) {
	for _, x := range things.Indexes {
		switch x.Name {
		case "ix_full":
			if e := x.Parts(); e[0].OpClass != "varchar_pattern_ops" || e[1].Nulls != schema.NullsFirst || len(x.Options) != 1 || x.Options[0].Value() != "fillfactor=50" {
				t.Errorf("%+v %+v", e, x.Options)
			}
		case "ix_gin":
			if x.Using != "gin" {
				t.Errorf("%+v", x)
			}
		}
	}
	if len(things.Excludes) != 1 || things.Excludes[0].Elements[0].Operator != "&&" || things.Excludes[0].Where.(*expr.Text).SQL != "n > 100" {
		t.Errorf("%+v", things.Excludes)
	}
	for _, u := range things.Uniques {
		if u.Name == "uq_late" && !u.InitiallyDeferred {
			t.Errorf("%+v", u)
		}
	}
	if k := things.Column("kinds").Type(); k != sqltypes.Type(sqltypes.Array(sqltypes.Enum("kind", "red", "it's"))) {
		t.Errorf("%#v", k)
	}
}

// Invariant: what is created of a random schema is read as it was declared.
func TestRandomRoundTripOfEverything(t *testing.T) {
	servers(t, "rnd", func(t *testing.T, db database) {
		for seed := range uint64(6) {
			want := randomFull(rand.New(rand.NewPCG(seed, 11)), db.name)
			create(t, db, want)
			r := db.inspect(t)
			if got := compare(db, want, r.MetaData); got != "" || len(r.Problems) > 0 {
				t.Fatalf("seed %d: %s%v\n%s\n%s", seed, got, r.Problems, want.Dump(), r.MetaData.Dump())
			}
			if err := want.DropAll(ctx, db.Engine); err != nil {
				t.Fatal(err)
			}
			if left := db.inspect(t).MetaData; len(left.Tables())+len(left.Sequences()) > 0 {
				t.Fatalf("seed %d: left %s", seed, left.Dump())
			}
		}
	})
}

// columnTypes are what the databases keep apart.
func columnTypes(dialect string) []sqltypes.Type {
	types := []sqltypes.Type{
		sqltypes.SmallInteger(), sqltypes.Integer(), sqltypes.BigInteger(), sqltypes.Float(), sqltypes.Boolean(), sqltypes.String(30), sqltypes.Numeric(9, 2),
		sqltypes.Date(), sqltypes.Time(), sqltypes.DateTime(), sqltypes.Text(), sqltypes.LargeBinary(),
	}
	switch dialect {
	case "postgresql":
		types = append(types, sqltypes.DateTimeTZ(), sqltypes.UUID(), sqltypes.JSON(), postgres.JSONB(), sqltypes.Interval(), sqltypes.CHAR(4),
			sqltypes.Array(sqltypes.Integer()), postgres.TIMESTAMP(3, true), postgres.TSVECTOR(), postgres.REAL(), postgres.VARBIT(9))
	case "mysql":
		types = append(types, sqltypes.CHAR(4), mysql.DATETIME(0), mysql.TIMESTAMP(6), mysql.MEDIUMTEXT(mysql.Characters{}), mysql.YEAR(),
			mysql.BIGINT(mysql.Number{Unsigned: true}), mysql.TINYINT(mysql.Number{}), mysql.BIT(5), sqltypes.Enum("", "a", "it's"))
	}
	return types
}

func randomFull(r *rand.Rand, dialect string) *schema.MetaData {
	md := schema.NewMetaData()
	types := columnTypes(dialect)
	defaults := map[sqltypes.Kind][]any{
		sqltypes.IntegerKind: {5, "-7"}, sqltypes.StringKind: {"x", "it''s", `back\slash`, "100%"}, sqltypes.NumericKind: {"1.50"}, sqltypes.SmallIntegerKind: {3},
	}
	for i := range 2 + r.IntN(4) {
		t := schema.NewTable(fmt.Sprintf("t %d", i), md, schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()))
		for j := range 1 + r.IntN(8) {
			c := schema.NewColumn(fmt.Sprintf("c%d", j), types[r.IntN(len(types))])
			c.Nullable = c.Type().Kind() == sqltypes.DateTimeKind || r.IntN(2) == 0
			if ds := defaults[c.Type().Kind()]; ds != nil && r.IntN(2) == 0 && c.Type() != sqltypes.CHAR(4) && c.Type() != mysql.YEAR() {
				schema.ServerDefaultOf(ds[r.IntN(len(ds))])(c)
			}
			if dialect != "sqlite" && r.IntN(3) == 0 {
				c.Comment = `a "comment" it's \ 100%`
			}
			t.Append(c)
		}
		n := schema.NewColumn("n", sqltypes.Integer())
		t.Append(n, schema.NewColumn("s", sqltypes.String(20)))
		r0 := t.C("n")
		conds := []expr.Expr{r0.Gt(5), expr.And(r0.Gt(1), r0.Lt(9)), r0.Between(1, 5), r0.In([]int{1, 2, 3}), t.C("s").Ne("it's"), t.C("s").Like("a%"), expr.Or(r0.IsNull(), r0.Ge(2))}
		for j := range r.IntN(3) {
			t.Append(schema.CheckOf(fmt.Sprintf("ck%d_%d", i, j), conds[r.IntN(len(conds))]))
		}
		randomKeys(r, md, t, i)
		if dialect != "mysql" && r.IntN(2) == 0 {
			x := schema.NewIndex(fmt.Sprintf("ixe %d", i), expr.Lower(t.C("s")), r0.Desc())
			x.Where = conds[r.IntN(2)].Node()
			t.Append(x)
		}
	}
	return md
}

// randomKeys adds foreign keys, indexes and unique constraints.
func randomKeys(r *rand.Rand, md *schema.MetaData, t *schema.Table, i int) {
	actions := []string{"", "CASCADE", "SET NULL"}
	for j := range r.IntN(3) {
		target := md.Tables()[r.IntN(len(md.Tables()))]
		t.Append(schema.NewColumn(fmt.Sprintf("f%d", j), sqltypes.BigInteger(), schema.ForeignKeyToColumn(target.Column("id"), schema.OnDelete(actions[r.IntN(3)]))))
	}
	if r.IntN(2) == 0 {
		t.Append(schema.NewIndex(fmt.Sprintf("ix %d", i), t.Column("s"), t.Column("n")))
	}
	if r.IntN(2) == 0 {
		t.Append(&schema.UniqueConstraint{Name: fmt.Sprintf("uq %d", i), Columns: []*schema.Column{t.Column("n"), t.Column("s")}})
	}
}

package sqlcompile_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/engine/dbapi"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// Declarations that cannot be DDL are errors of the compiler or the declaration, which say what is wrong.
func TestDDLErrors(t *testing.T) {
	one := func(c *schema.Column) schema.Element { return schema.CreateTable{Table: only(c)} }
	index := func(x *schema.Index) schema.Element {
		tab := only(col("a"), str("s", 5))
		if x.Columns == nil && x.Elements == nil {
			x.Columns = tab.Columns
		}
		return schema.CreateIndex{Table: tab, Index: x}
	}
	long := strings.Repeat("x", 70)
	for _, c := range []struct {
		name    string
		element schema.Element
		dialect sqlcompile.Dialect
		want    string
	}{
		{"a NUL in a name", one(col("a\x00b")), postgres.Dialect, "is no identifier"},
		{"no name", one(col("")), sqlite.Dialect, "is no identifier"},
		{"a long name", one(col(long)), postgres.Dialect, "longer than 63 bytes"},
		{"a long name of bytes", one(col(strings.Repeat("ü", 40))), postgres.Dialect, "longer than 63 bytes"},
		{"no columns", schema.CreateTable{Table: only()}, sqlite.Dialect, "it has no columns"},
		{"no type", one(schema.NewColumn("a", nil)), sqlite.Dialect, "no type and no foreign key"},
		{"a type of another database", one(col1("a", postgres.INET())), mysql.Dialect, "INET"},
		{"a NUL in a default", one(str("a", 5, schema.ServerDefaultOf("x\x00"))), postgres.Dialect, "NUL"},
		{"a NUL in a comment", one(col("a", schema.Comment("x\x00"))), mysql.Dialect, "NUL"},
		{"a value without a literal", one(col("a", schema.ServerDefaultOf(struct{}{}))), postgres.Dialect, "no SQL type holds it"},
		{"an unknown column", schema.AddConstraint{Table: only(col("a")), Constraint: schema.CheckOf("", only(col("a")).C("b").Gt(1))}, sqlite.Dialect, "no such column"},
		{"a constraint on a column that is not there", schema.AddConstraint{Table: only(col("a")), Constraint: unique("x", nil)}, sqlite.Dialect, "does not have"},
		{"an index on an element of nothing", schema.CreateIndex{Table: only(col("a")), Index: schema.NewIndex("x", (*schema.Column)(nil))}, sqlite.Dialect, "neither column nor expression"},
		{"a check of nothing", schema.AddConstraint{Table: only(col("a")), Constraint: schema.CheckOf("x", "")}, sqlite.Dialect, "no condition"},
		{"SQL as an action", schema.CreateTable{Table: parentAnd(schema.OnDelete("cascade; drop table p")).Table("c")}, postgres.Dialect, "is no keyword"},
		{"an index without a name", index(&schema.Index{}), sqlite.Dialect, "it has no name"},
		{"an index of nothing", schema.CreateIndex{Table: only(col("a")), Index: &schema.Index{Name: "x"}}, sqlite.Dialect, "it has no columns"},
		{"an index on a part of the rows", index(&schema.Index{Name: "x", Where: &expr.Text{SQL: "a > 1"}}), mysql.Dialect, "a part of the rows"},
		{"equal NULLs", index(&schema.Index{Name: "x", NullsNotDistinct: true}), sqlite.Dialect, "NULLS NOT DISTINCT"},
		{"an unknown option", index(&schema.Index{Name: "x", Options: schema.DialectOptions{schema.Option("postgresql", "fillfactor", "3")}}), postgres.Dialect, "no such option of a index"},
		{"an unknown option of a table", schema.CreateTable{Table: only(col("a"), schema.Option("sqlite", "engine", "x"))}, sqlite.Dialect, "no such option"},
		{"two types of NULL", schema.CreateType{Type: sqltypes.Enum("e", "a", "a")}, postgres.Dialect, "twice"},
		{"a name that nobody knows", schema.DDL{SQL: "DROP %(thing)s"}, postgres.Dialect, "nothing is known of %(thing)s"},
		{"an element that fails", schema.Custom(func(schema.Writer) (string, error) { return "", errors.New("no way") }), postgres.Dialect, "no way"},
		{"an element with a bad name", schema.Custom(func(w schema.Writer) (string, error) { return w.Quote(""), nil }), postgres.Dialect, "is no identifier"},
		{"a computed column that is not stored", one(col("a", schema.ComputedStored("1", false))), postgres.Dialect, "not stored"},
	} {
		sql, err := sqlcompile.DDL(c.element, c.dialect)
		var compile *sqlcompile.Error
		if !errors.As(err, &compile) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q, %v", c.name, sql, err)
		}
	}
}

// An element of one's own is written with the dialect's names, types, expressions and statements.
func TestCustomElement(t *testing.T) {
	tab := tableNamed("my view.t", col("a"), str("s", 5)).Table("my view.t")
	view := schema.Custom(func(w schema.Writer) (string, error) {
		s := expr.NewSelect(tab.C("a")).Where(tab.C("s").Eq("it's"))
		return "CREATE VIEW " + w.Quote("Order") + " AS " + w.Statement(s) + " -- " + w.Dialect() + " " + w.Table(tab) + " " + w.Column(tab.Column("s")) + " " + w.Expr(tab.C("a").Gt(1).Node()), nil
	})
	const want = "CREATE VIEW `Order` AS SELECT `my view`.t.a FROM `my view`.t WHERE `my view`.t.s = 'it''s' -- mysql `my view`.t s VARCHAR(5) a > 1"
	sql, err := sqlcompile.DDL(view, mysql.Dialect)
	if err != nil || strings.Join(strings.Fields(sql), " ") != want {
		t.Errorf("%s, %v", sql, err)
	}
}

// odd are texts that quoting has to get right.
func odd(r *rand.Rand) string {
	parts := []string{"'", `"`, "`", `\`, "%", "%s", "%(x)s", ":a", "?", "$1", "\n", "\t", "--", "/*", ";", "ü", "日本", "]", "a", " "}
	var b strings.Builder
	for range 1 + r.IntN(6) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

// Invariant: names and literals reach the database as they are, whatever is in them.
func TestOddNamesAndLiterals(t *testing.T) {
	for name, url := range map[string]func() string{
		"sqlite": func() string { return "sqlite://" }, "postgresql": func() string { return dbtest.Postgres(t, "odd") }, "mysql": func() string { return dbtest.MariaDB(t, "odd") },
	} {
		t.Run(name, func(t *testing.T) {
			e, err := engine.Open(url())
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			for seed := range uint64(10) {
				r := rand.New(rand.NewPCG(seed, 5))
				tryOdd(t, e, odd(r), "c"+odd(r)+"x", odd(r))
			}
		})
	}
}

// tryOdd creates a table with a column whose default, comment and check have the value, and reads the default back.
func tryOdd(t *testing.T, e *engine.Engine, table, column, value string) {
	ctx := context.Background()
	md := schema.NewMetaData()
	table = "t" + strings.ReplaceAll(table, ".", "_") + "x"
	tab := schema.NewTable(table, md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn(column, sqltypes.String(60), schema.ServerDefaultOf(value), schema.Comment(value)), schema.TableComment(value))
	tab.Append(schema.CheckOf("ck", tab.C(column).Ne(value+"!")), schema.NewIndex("ix"+column, tab.Column(column)))
	if err := md.CreateAll(ctx, e); err != nil {
		t.Fatalf("table %q, column %q, value %q: %v", table, column, value, err)
	}
	insert, err := sqlcompile.DDL(schema.DDL{SQL: "INSERT INTO %(fullname)s (id) VALUES (1)"}.Against(tab), e.Dialect())
	must(t, err)
	conn, err := e.Connect(ctx)
	must(t, err)
	defer conn.Close()
	must(t, conn.ExecText(ctx, insert))
	rows, err := conn.Query(ctx, expr.NewSelect(tab.C(column)))
	must(t, err)
	got := "nothing"
	must(t, rows.Each(func(row *dbapi.Row) error {
		got = row.Text(0)
		return nil
	}))
	if got != value {
		t.Errorf("table %q, column %q: the default is %q, want %q", table, column, got, value)
	}
	must(t, conn.ExecuteDDL(ctx, schema.DropTable{Table: tab}))
}

// Tables that refer to each other in any way, by keys with names, can be created and dropped.
func TestRandomCycles(t *testing.T) {
	for name, url := range map[string]func() string{
		"sqlite": func() string { return "sqlite://" }, "postgresql": func() string { return dbtest.Postgres(t, "cycles") }, "mysql": func() string { return dbtest.MariaDB(t, "cycles") },
	} {
		t.Run(name, func(t *testing.T) {
			e, err := engine.Open(url())
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			for seed := range uint64(6) {
				md := randomCycles(rand.New(rand.NewPCG(seed, 9)))
				ctx := context.Background()
				for _, f := range []func(context.Context, schema.Executor, ...schema.CreateOption) error{md.CreateAll, md.CreateAll, md.DropAll, md.DropAll} {
					if err := f(ctx, e); err != nil {
						t.Fatalf("seed %d: %v\n%s", seed, err, md.Dump())
					}
				}
				for _, tab := range md.Tables() {
					if has, err := e.HasTable(ctx, "", tab.Name); has || err != nil {
						t.Fatalf("seed %d: %s is left, %v", seed, tab.Name, err)
					}
				}
			}
		})
	}
}

func randomCycles(r *rand.Rand) *schema.MetaData {
	md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{"fk": "fk_%(table_name)s_%(column_0_name)s"}))
	n := 2 + r.IntN(5)
	for i := range n {
		t := schema.NewTable(fmt.Sprintf("t%d", i), md, col("id", pk))
		for j := range r.IntN(4) {
			var opts []schema.FKOption
			if r.IntN(5) == 0 {
				opts = append(opts, schema.UseAlter())
			}
			t.Append(col(fmt.Sprintf("r%d", j), schema.ForeignKeyTo(fmt.Sprintf("t%d.id", r.IntN(n)), opts...)))
		}
	}
	return md
}

// Names are put into other schemas everywhere: tables, references, indexes, sequences, types, statements.
func TestTranslateSchemas(t *testing.T) {
	md := schema.NewMetaData()
	seq := schema.NewSequence("old.s", md, schema.SequenceOptions{})
	schema.NewTable("old.p", md, col("id", schema.ServerDefaultOf(seq.Next()), schema.PrimaryKey()))
	schema.NewTable("t", md, col("id", pk), col("p_id", schema.ForeignKeyTo("old.p.id"), schema.Indexed()))
	md.ListenDDL(schema.AfterCreate, schema.DDL{SQL: "GRANT ON %(fullname)s"}.Against(md.Table("old.p")))
	script := sqlcompile.NewScript(postgres.Dialect, sqlcompile.TranslateSchemas(map[string]string{"old": "New One", "": "here"}))
	if err := md.CreateAll(context.Background(), script, schema.Unchecked()); err != nil {
		t.Fatal(err)
	}
	const want = `CREATE SEQUENCE "New One".s START WITH 1
CREATE TABLE "New One".p ( id INTEGER DEFAULT nextval('"New One".s') NOT NULL, PRIMARY KEY (id) )
CREATE TABLE here.t ( id SERIAL NOT NULL, p_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(p_id) REFERENCES "New One".p (id) )
CREATE INDEX ix_t_p_id ON here.t (p_id)
GRANT ON "New One".p`
	if got := strings.Join(foldAll(script.Statements), "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// A schema of SQL Server may be database.owner.
func TestDottedSchemas(t *testing.T) {
	sql, err := sqlcompile.DDL(schema.DropTable{Table: tableNamed("db1.Owner 1.info", col("a")).Table("db1.Owner 1.info")}, mssql.Dialect)
	if err != nil || sql != "DROP TABLE db1.[Owner 1].info" {
		t.Errorf("%s, %v", sql, err)
	}
}

// An expression in DEFAULT stands in parentheses where the database wants it so, and a value or the current time does not.
func TestDefaultExpressions(t *testing.T) {
	md := schema.NewMetaData()
	schema.NewTable("d", md, col("id", pk), col("a", schema.ServerDefault("5+1")), col("b", schema.ServerDefault("(5)+(1)")), col("c", schema.ServerDefault("-1")),
		col("e", schema.ServerDefault("(2 * 3)")), col("f", schema.ServerDefault(" abs(-4)")), col("g", schema.ServerDefaultOf(expr.Val(5).Add(2))),
		col("h", schema.ServerDefault("NULL")), schema.NewColumn("s", sqltypes.String(20), schema.ServerDefault("'it''s (a)'")))
	for name, url := range map[string]func(t *testing.T) string{
		"sqlite": func(t *testing.T) string { return dbtest.SQLite(t) }, "postgresql": func(t *testing.T) string { return dbtest.Postgres(t, "defaults") },
		"mysql": func(t *testing.T) string { return dbtest.MariaDB(t, "defaults") },
	} {
		t.Run(name, func(t *testing.T) {
			db := openLive(t, name, url(t))
			script := sqlcompile.NewScript(goldenDialects[name])
			must(t, md.CreateAll(context.Background(), script, schema.Unchecked()))
			for _, sql := range append(script.Statements, "INSERT INTO d (id) VALUES (1)") {
				if _, err := db.Exec(sql); err != nil {
					t.Fatalf("%v\n\t%s", err, sql)
				}
			}
			var a, b, c, e, f, g int
			var h *int
			var s string
			must(t, db.QueryRow("SELECT a, b, c, e, f, g, h, s FROM d").Scan(&a, &b, &c, &e, &f, &g, &h, &s))
			if got := fmt.Sprintln(a, b, c, e, f, g, h == nil, s); got != "6 6 -1 6 4 7 true it's (a)\n" {
				t.Error(got)
			}
		})
	}
}

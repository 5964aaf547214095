package reflector_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/snapshot"
	"github.com/aludel/aludel/sqltypes"
)

// oddNames are names that end quotes, look like parameters, patterns, keywords or parts of names, or fill what room there is.
var oddNames = []string{
	"select", "ORDER", "User", "a b", " a", `qu"ote`, `two""quotes`, "it's", "back`tick", `back\slash`, "%", "%s", "100%(x)s", "?", ":x", "$1", "@p1", "a:b", "--", "/*", ";", "[x]", "(", "ü", "ÜBER", "漢字",
	"_x", "1a", "5", "a-b", "a.b", ".", "a\tb", "a\nb", "NULL", "default", "true", "rowid_", strings.Repeat("n", 63), strings.Repeat("é", 31), "e\u0301", "$", "#", "a=b", "a,b", "{a}", "x'", `"`,
}

// tableName is a name without dots, which part a schema from a table.
func tableName(name string) string { return strings.ReplaceAll(name, ".", "dot") }

// oddTables are a table named so, with columns, constraints and indexes named so, and one that refers to it.
func oddTables(dialect, name, short string) *schema.MetaData {
	md := schema.NewMetaData()
	t := schema.NewTable(tableName(name), md, schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()), schema.NewColumn(name, sqltypes.String(30), schema.ServerDefaultOf(name[:min(len(name), 20)])),
		schema.NewColumn("n "+short, sqltypes.Integer()))
	x, n := t.Column(name), t.Column("n "+short)
	if dialect != "sqlite" {
		x.Comment, t.Comment = name, name
	}
	t.Append(schema.NewIndex("ix"+short, x), &schema.UniqueConstraint{Name: "uq" + short, Columns: []*schema.Column{n, x}}, schema.CheckOf("ck"+short, expr.Or(t.C("n "+short).Gt(5), t.C(name).Ne(name))))
	schema.NewTable("r "+tableName(short), md, schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()), schema.NewColumn("f "+short, sqltypes.BigInteger(), schema.ForeignKeyToColumn(t.Column("id"), schema.FKName("fk"+short))))
	return md
}

// oddServers are names with which servers have trouble of their own: SQLite takes "true" of a subquery for the constant, PostgreSQL cuts
// the name of an alias that is longer than 63 bytes, MariaDB takes a blank from the beginning of a subquery's column and reports text with
// a line's end otherwise than it was written.
var oddServers = map[string]string{"sqlite": "|true|", "postgresql": "|" + strings.Repeat("n", 63) + "|", "mysql": "| a|a\nb|"}

// Whatever things are called: they are created, read back as declared, written to and read, kept in a file, and dropped.
func TestOddNames(t *testing.T) {
	servers(t, "odd", func(t *testing.T, db database) {
		for _, name := range oddNames {
			if strings.Contains(oddServers[db.name], "|"+name+"|") {
				continue
			}
			t.Run(fmt.Sprintf("%q", name), func(t *testing.T) { oddName(t, db, name) })
		}
	})
}

func oddName(t *testing.T, db database, name string) {
	short := name
	if len(short) > 50 {
		short = string([]rune(short)[:20])
	}
	md := oddTables(db.name, name, short)
	create(t, db, md)
	defer func() {
		if err := md.DropAll(ctx, db.Engine); err != nil {
			t.Error(err)
		}
		if left := db.inspect(t).MetaData; len(left.Tables()) > 0 {
			t.Errorf("left: %s", left.Dump())
		}
	}()
	r := db.inspect(t)
	if got := compare(db, md, r.MetaData); got != "" || len(r.Problems) > 0 {
		t.Errorf("%s\n%v\n%s\n%s", got, r.Problems, md.Dump(), r.MetaData.Dump())
	}
	tab := md.Table(tableName(name))
	if tab == nil {
		t.Fatal("the table is not found by its name")
	}
	if err := oddRows(db, tab, name, short); err != nil {
		t.Error(err)
	}
	var b strings.Builder
	if err := snapshot.Write(&b, r.MetaData, db.Dialect().Name()); err != nil {
		t.Fatal(err)
	}
	back, _, err := snapshot.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatalf("%v\n%s", err, b.String())
	}
	if got := compare(db, r.MetaData, back); got != "" {
		t.Errorf("file: %s\n%s", got, b.String())
	}
}

// oddRows writes and reads rows, one and many, by values named after columns, with labels and aliases of that name.
func oddRows(db database, t *schema.Table, name, short string) error {
	c, err := db.Engine.Connect(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	x := t.C(name)
	res, err := c.Execute(ctx, expr.InsertInto(t), engine.Params{name: "one", "n " + short: 1}, engine.Params{name: "two", "n " + short: 2})
	if err != nil {
		return err
	}
	keys, err := res.InsertedPrimaryKeys()
	if err != nil || len(keys) != 2 {
		return fmt.Errorf("keys %v: %w", keys, err)
	}
	if _, err := c.Execute(ctx, expr.UpdateTable(t).Values(x.To("three")).Where(x.Eq("two"))); err != nil {
		return err
	}
	a := expr.NewAlias(t.TableClause, name+"a")
	s := expr.NewSelect(x.As(name), a.C(name).As(short+"_b")).SelectFrom(t).Join(a, a.C("id").Eq(t.C("id"))).Where(x.In([]string{"one", "three"}), a.C(name).Like("%e")).OrderBy(x)
	res, err = c.Execute(ctx, s)
	if err != nil {
		return err
	}
	rows, err := res.Mappings()
	if err != nil {
		return err
	}
	if len(rows) != 2 || rows[0][name] != "one" || rows[1][short+"_b"] != "three" {
		return fmt.Errorf("read %v", rows)
	}
	sub, cte := s.Alias(short+"s"), s.CTE(short+"c")
	for _, q := range []expr.Select{expr.NewSelect(sub.C(name)).Where(sub.C(short + "_b").Ne("x")), expr.NewSelect(cte.C(name))} {
		res, err := c.Execute(ctx, q)
		if err != nil {
			return err
		}
		if got, err := res.Scalars(name); err != nil || len(got) != 2 {
			return fmt.Errorf("read %v: %w", got, err)
		}
	}
	return nil
}

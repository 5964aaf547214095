package reflector_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/reflector"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/schema/diff"
	"github.com/aludel/aludel/schema/snapshot"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// viewed are tables and views of many kinds; above is a value in one of them, kind a word that an enum has.
func viewed(above int, kind string) *schema.MetaData {
	md := schema.NewMetaData()
	word := sqltypes.Enum("", "red", kind)
	word.NonNative, word.Checked = true, true
	users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(50)),
		schema.NewColumn("done", sqltypes.BooleanType{Checked: true}), schema.NewColumn("word", word))
	orders := schema.NewTable("orders", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")), schema.NewColumn("sum", sqltypes.Integer()))
	schema.NewView("a_some", md, expr.NewSelect(users.C("id"), users.C("name").As("Label")).Where(users.C("id").Gt(above), users.C("name").Ne("x")))
	schema.NewView("b_sums", md, expr.NewSelect(users.C("name"), expr.Sum(orders.C("sum")).As("total")).
		OuterJoin(orders, orders.C("user_id").Eq(users.C("id"))).GroupBy(users.C("name")).Having(expr.CountAll().Gt(1)))
	schema.NewView("c_of_views", md, expr.NewSelect(md.View("a_some").C("id")).Where(md.View("a_some").C("id").Lt(100)))
	return md
}

// Views and the checks that types bring are read back as they were declared; what is another is told, and a snapshot says the same as the
// database.
func TestViewsAndTypeChecksReadBack(t *testing.T) {
	servers(t, "viewed", func(t *testing.T, db database) {
		d := db.Dialect()
		options := []diff.Option{diff.ByStorage(d), diff.Expressions(func(n expr.Node) (string, error) { return sqlcompile.DDLExpr(n, d) }),
			diff.Definitions(func(v *schema.View) (string, error) { return sqlcompile.ViewSQL(v, d) }),
			diff.TypeChecks(func(c *schema.Column) (string, error) { return sqlcompile.TypeCheck(c, d) })}
		want := viewed(5, "blue")
		if err := want.CreateAll(t.Context(), db.Engine); err != nil {
			t.Fatal(err)
		}
		r, err := reflector.Inspect(t.Context(), db.Engine, reflector.Options{Views: true})
		if err != nil {
			t.Fatal(err)
		}
		have := r.MetaData
		if len(have.Views()) != 3 || len(have.Tables()) != 2 || have.View("a_some").Definition == "" || have.View("a_some").Column("Label") == nil {
			t.Fatalf("%s", have.Dump())
		}
		if got := lines(diff.Compare(want, have, options...)) + lines(diff.Compare(have, want, options...)); got != "" {
			t.Errorf("what was created differs:\n%s", got)
		}
		changed := viewed(6, "blue'")
		schema.NewView("d_new", changed, expr.NewSelect(changed.Table("users").C("id")))
		got := lines(diff.Compare(changed, have, options...))
		for _, part := range []string{"a_some: definition differs: want", "d_new: missing view"} {
			if !strings.Contains(got, part) {
				t.Errorf("%s\nlacks %s", got, part)
			}
		}
		if checks := strings.Count(got, "missing check"); checks != 1 || strings.Contains(got, "b_sums") || strings.Contains(got, "c_of_views") {
			t.Errorf("%s", got)
		}
		if got := lines(diff.Compare(have, changed, options...)); !strings.Contains(got, "d_new: extra view") {
			t.Errorf("%s", got)
		}
		file := snapshotOf(t, have, d.Name())
		if again := snapshotOf(t, readSnapshot(t, file), d.Name()); again != file {
			t.Errorf("the snapshot is read as another:\n%s\n%s", file, again)
		}
		if cs := lines(diff.Compare(want, readSnapshot(t, file), options...)); cs != "" {
			t.Errorf("the snapshot differs:\n%s", cs)
		}
		declared := snapshotOf(t, want, d.Name(), snapshot.Definitions(func(v *schema.View) (string, error) { return sqlcompile.ViewSQL(v, d) }))
		if cs := lines(diff.Compare(have, readSnapshot(t, declared), options...)); cs != "" {
			t.Errorf("the snapshot of what is declared differs:\n%s", cs)
		}
		if err := want.DropAll(t.Context(), db.Engine); err != nil {
			t.Fatal(err)
		}
		if err := readSnapshot(t, file).CreateAll(t.Context(), db.Engine); err != nil {
			t.Errorf("what was read cannot be created: %v", err)
		}
	})
}

func snapshotOf(t *testing.T, md *schema.MetaData, dialect string, opts ...snapshot.Option) string {
	t.Helper()
	var b bytes.Buffer
	if err := snapshot.Write(&b, md, dialect, opts...); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readSnapshot(t *testing.T, file string) *schema.MetaData {
	t.Helper()
	md, _, err := snapshot.Read(strings.NewReader(file))
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	return md
}

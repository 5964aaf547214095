package schema_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// A copy of a view is a view, which reads the tables and views of its own collection where they are there.
func TestCopiesOfViews(t *testing.T) {
	md, other := schema.NewMetaData(), schema.NewMetaData()
	users := schema.NewTable("users", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	some := schema.NewView("few", md, expr.NewSelect(users.C("id")).Where(users.C("id").Gt(1)))
	most := schema.NewView("most", md, expr.NewSelect(some.C("id")))
	text := schema.NewViewText("text", md, "SELECT 1 AS n", schema.NewColumn("n", sqltypes.Integer()))
	users.CopyTo(other, schema.CopySchema("app"))
	for v, want := range map[*schema.View]string{
		some: "CREATE VIEW app.few (id) AS SELECT app.users.id FROM app.users WHERE app.users.id > 1",
		text: "CREATE VIEW app.text (n) AS SELECT 1 AS n",
	} {
		c := v.CopyTo(other, schema.CopySchema("app"))
		if got, err := sqlcompile.DDL(schema.CreateView{View: c}, postgres.Dialect); err != nil || got != want {
			t.Errorf("%s, want %s: %v", got, want, err)
		}
		if c.MetaData != other || other.View("app."+v.Name) != c || other.Table("app."+v.Name) != nil {
			t.Errorf("the copy of %s is not where it should be", v.Name)
		}
	}
	c := most.CopyTo(other, schema.CopySchema("app"), schema.CopyName("others"))
	if got, err := sqlcompile.ViewSQL(c, postgres.Dialect); err != nil || got != "SELECT app.few.id FROM app.few" || c.FullName() != "app.others" {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := sqlcompile.ViewSQL(most, postgres.Dialect); err != nil || got != "SELECT few.id FROM few" {
		t.Errorf("the original is %s, %v", got, err)
	}
	most.CopyTo(other, schema.CopySchema("app"), schema.CopyName("others"))
	if err := other.Resolve(); err == nil {
		t.Error("a second view of one name is no mistake")
	}
}

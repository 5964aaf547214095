package schema_test

import (
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// A default is a value, a function or SQL, and its column is found from the clause, also through an alias and in a copy.
func TestColumnDefaults(t *testing.T) {
	md := schema.NewMetaData()
	tab := schema.NewTable("t", md,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("kind", sqltypes.String(20), schema.Default("generic"), schema.UpdateDefault(expr.Func("now", nil))),
		schema.NewColumn("code", sqltypes.Integer(), schema.DefaultFunc(func() any { return 42 })),
		schema.NewColumn("none", sqltypes.Integer(), schema.Default(nil)),
		schema.NewColumn("null", sqltypes.Integer(), schema.Default(expr.Null())),
		schema.NewColumn("sub", sqltypes.Integer(), schema.Default(expr.NewSelect(expr.Val(1)))))
	for _, tt := range []struct {
		column          string
		value, fn, expr bool
	}{{"kind", true, false, false}, {"code", false, true, false}, {"none", false, false, false}, {"null", false, false, true}, {"sub", false, false, true}} {
		d := tab.Column(tt.column).Default
		if d == nil || (d.Value != nil) != tt.value || (d.Func != nil) != tt.fn || (d.Expr != nil) != tt.expr {
			t.Errorf("%s: %+v", tt.column, d)
		}
	}
	if u := tab.Column("kind").UpdateDefault; u == nil || u.Expr == nil {
		t.Errorf("on update: %+v", u)
	}
	v, err := tab.Column("code").Default.Func(nil)
	if v != 42 || err != nil {
		t.Error(v, err)
	}
	alias := expr.NewAlias(tab.TableClause, "a")
	if schema.ColumnOf(alias.Columns[1]) != tab.Column("kind") || schema.ColumnOf(expr.NewColumnClause("x", nil)) != nil {
		t.Error("the declaration is not found")
	}
	twin := tab.CopyTo(schema.NewMetaData())
	if c := twin.Column("kind"); schema.ColumnOf(c.ColumnClause) != c || c.Default == nil {
		t.Error("a copy has no declaration or no default")
	}
}

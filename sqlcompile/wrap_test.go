package sqlcompile_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// sealed is a type with a value of its own in its SQL.
type sealed struct{ key string }

func (sealed) Kind() sqltypes.Kind               { return sqltypes.StringKind }
func (sealed) String() string                    { return "SEALED" }
func (sealed) ColumnSpec(string) (string, error) { return "TEXT", nil }

func (t sealed) BindExpression(x expr.Expr) expr.Expr { return expr.Func("seal", t, x, t.key) }

func (t sealed) ColumnExpression(x expr.Expr) expr.Expr { return expr.Func("unseal", t, x, t.key) }

// The SQL of a type stands around values and columns wherever they are, with its own values among the parameters.
func TestWrap(t *testing.T) {
	variant := sqltypes.WithVariant(sqltypes.String(20), upperType{sqltypes.String(20)}, "sqlite")
	table := schema.NewTable("t", schema.NewMetaData(), schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("x", sealed{"k"}), schema.NewColumn("v", variant))
	x, v := table.C("x"), table.C("v")
	for _, c := range []struct {
		s    expr.Statement
		d    sqlcompile.Dialect
		text string
		args []any
	}{
		{expr.NewSelect(x).Where(x.Eq("a")), sqlite.Dialect, "SELECT unseal(t.x, ?) AS x FROM t WHERE t.x = seal(?, ?)", []any{"k", "a", "k"}},
		{expr.NewSelect(x).Where(x.Eq("a")), postgres.Dialect, "SELECT unseal(t.x, $1) AS x FROM t WHERE t.x = seal($2, $3)", []any{"k", "a", "k"}},
		{expr.NewSelect(x.As("y")), sqlite.Dialect, "SELECT unseal(t.x, ?) AS y FROM t", []any{"k"}},
		{expr.NewSelect(table.C("id")).Where(expr.Exists(expr.NewSelect(x))), sqlite.Dialect, "SELECT t.id FROM t WHERE EXISTS (SELECT t.x FROM t)", nil},
		{expr.UpdateTable(table).Values(x.To("a")).Where(table.C("id").Eq(1)), sqlite.Dialect, "UPDATE t SET x=seal(?, ?) WHERE t.id = ?", []any{"a", "k", int64(1)}},
		{expr.NewSelect(v).Where(v.In([]string{"a", "b"})), sqlite.Dialect, "SELECT lower(t.v) AS v FROM t WHERE t.v IN (upper(?), upper(?))", []any{"a", "b"}},
		{expr.NewSelect(v).Where(v.In([]string{"a", "b"})), postgres.Dialect, "SELECT t.v FROM t WHERE t.v IN ($1, $2)", []any{"a", "b"}},
		{expr.InsertInto(table).Values(v.To("a")).Returning(v.Node().(*expr.ColumnClause)), sqlite.Dialect, "INSERT INTO t (v) VALUES (upper(?)) RETURNING lower(v) AS v", []any{"a"}},
		{expr.NewSelect(expr.Func("f", variant, 5)), sqlite.Dialect, "SELECT lower(f(?)) AS f_1", []any{int64(5)}},
	} {
		var k expr.Key
		expr.AppendKey(&k, c.s)
		compiled, err := sqlcompile.Compile(c.s, c.d)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		text, args, err := compiled.Bind(k.Binds, nil)
		if err != nil || strings.Join(strings.Fields(text), " ") != c.text || !reflect.DeepEqual(args, c.args) {
			t.Errorf("got  %s %v, %v\nwant %s %v", text, args, err, c.text, c.args)
		}
	}
	s := expr.NewSelect(x).Where(x.In([]string{"a", "b"}))
	if _, err := sqlcompile.Compile(s, sqlite.Dialect); err == nil {
		t.Error("a list whose type has values of its own around each was compiled")
	}
}

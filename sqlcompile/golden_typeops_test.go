package sqlcompile_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// upperType is the type of the corpus that puts SQL around values and columns.
type upperType struct{ sqltypes.Type }

func (upperType) ColumnSpec(string) (string, error) { return "VARCHAR(20)", nil }

func (t upperType) BindExpression(x expr.Expr) expr.Expr { return expr.Func("upper", t, x) }

func (t upperType) ColumnExpression(x expr.Expr) expr.Expr { return expr.Func("lower", t, x) }

var typed = func() *schema.Table {
	col := schema.NewColumn
	return schema.NewTable("t", schema.NewMetaData(),
		col("id", sqltypes.Integer(), schema.PrimaryKey()), col("u", upperType{sqltypes.String(20)}), col("p", sqltypes.String(20)), col("s", sqltypes.String(20)),
		col("d", sqltypes.Date()), col("d2", sqltypes.Date()), col("dt", sqltypes.DateTime()), col("iv", sqltypes.Interval()), col("n", sqltypes.Numeric(10, 2)))
}()

// typeOpTwins are those of types/operators.json.
var typeOpTwins = map[string]any{
	"bind-expression-insert":   expr.InsertInto(typed).Values(typed.C("u").To("x")),
	"bind-expression-where":    expr.NewSelect(typed.C("id")).Where(typed.C("u").Eq("x")),
	"column-expression-select": expr.NewSelect(typed.C("u")),
	"column-expression-subquery": func() any {
		inner := expr.NewSelect(typed.C("u")).Alias("")
		return expr.NewSelect(inner.C("u"))
	}(),
	"column-expression-table": expr.NewSelect(typed),
	"column-expression-union": expr.Union(expr.NewSelect(typed.C("u")), expr.NewSelect(typed.C("u"))),
	"date-arith":              typed.C("d").Add(24 * time.Hour),
	"date-diff":               typed.C("d").Sub(typed.C("d2")).Type(),
	"types-int-div":           typed.C("id").Div(2).Type(),
	"types-numeric-mul":       typed.C("n").Mul(5).Type(),
	"types-dt-minus-interval": typed.C("dt").Sub(typed.C("iv")).Type(),
	"types-func-sum":          expr.Sum(typed.C("n")).Type(),
	"types-func-now":          expr.Func("now", nil).Type(),
	"types-func-unknown":      expr.Func("foo", nil).Type(),
	"types-case":              expr.CaseWhen(typed.C("id").Eq(1), "a").Else("b").Type(),
	"types-scalar-subquery":   expr.ScalarOf(expr.NewSelect(typed.C("d"))).Type(),
}

// typeNames are the kinds that the corpus means.
var typeNames = map[string]sqltypes.Kind{
	"Integer": sqltypes.IntegerKind, "Numeric": sqltypes.NumericKind, "DateTime": sqltypes.DateTimeKind, "NullType": sqltypes.NullKind,
	"Unicode": sqltypes.StringKind, "Date": sqltypes.DateKind,
}

var pyformat = regexp.MustCompile(`%\(\w+\)s`)

// Every case of types/operators.json is as in the corpus or listed as different.
func TestGoldenTypeOperators(t *testing.T) {
	type operatorCase struct {
		goldenCase
		Type string
	}
	listed := loadDifferences(t)
	count := map[string]int{}
	cases := loadGolden[operatorCase](t, filepath.Join(goldenRoot, "types", "operators.json"))
	for _, c := range cases {
		twin := typeOpTwins[strings.TrimPrefix(c.ID, "types.operators/")]
		if c.Type == "" {
			for name, want := range c.SQL { // pyformat, which these cases have for PostgreSQL
				n := 0
				want.Text = pyformat.ReplaceAllStringFunc(want.Text, func(string) string { n++; return fmt.Sprintf("$%d", n) })
				c.SQL[name] = want
			}
			checkGolden(t, c.goldenCase, func() any { return twin }, listed, count)
			continue
		}
		kind := typeNames[c.Type]
		if got, ok := twin.(sqltypes.Type); (!ok || got.Kind() != kind) != (len(listed[c.ID]) > 0) {
			t.Errorf("%s: got %v, want %s; listed as different: %v", c.ID, twin, c.Type, len(listed[c.ID]) > 0)
		}
	}
	if len(cases) != len(typeOpTwins) {
		t.Errorf("%d cases, %d twins", len(cases), len(typeOpTwins))
	}
}

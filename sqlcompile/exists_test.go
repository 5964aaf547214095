package sqlcompile_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// EXISTS is a column of a SELECT where the database has truth values, and a CASE elsewhere; as a condition it is itself.
func TestExistsAsColumn(t *testing.T) {
	one := expr.NewSelect(expr.Wrap(&expr.Text{SQL: "1"})).SelectFrom(shop.orders.TableClause)
	is := expr.Exists(one)
	for _, test := range []struct {
		s                       expr.Select
		postgres, mssql, oracle string
	}{
		{expr.NewSelect(is), "SELECT EXISTS (SELECT 1 FROM orders) AS anon_1",
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM orders) THEN 1 ELSE 0 END AS anon_1",
			"SELECT CASE WHEN EXISTS (SELECT 1 FROM orders) THEN 1 ELSE 0 END AS anon_1 FROM DUAL"},
		{expr.NewSelect(expr.Not(is).As("none")), "SELECT NOT (EXISTS (SELECT 1 FROM orders)) AS none",
			"SELECT CASE WHEN NOT (EXISTS (SELECT 1 FROM orders)) THEN 1 ELSE 0 END AS none",
			"SELECT CASE WHEN NOT (EXISTS (SELECT 1 FROM orders)) THEN 1 ELSE 0 END AS none FROM DUAL"},
		{expr.NewSelect(shop.products.C("id")).Where(is), "SELECT products.id FROM products WHERE EXISTS (SELECT 1 FROM orders)",
			"SELECT products.id FROM products WHERE EXISTS (SELECT 1 FROM orders)", "SELECT products.id FROM products WHERE EXISTS (SELECT 1 FROM orders)"},
	} {
		for _, on := range []struct {
			d    sqlcompile.Dialect
			want string
		}{{postgres.Dialect, test.postgres}, {mssql.Dialect, test.mssql}, {oracle.Dialect, test.oracle}} {
			c, err := sqlcompile.Compile(test.s, on.d)
			if err != nil {
				t.Fatal(err)
			}
			if c.Text != on.want {
				t.Errorf("%s\n got %s\nwant %s", on.d.Name(), c.Text, on.want)
			}
		}
	}
}

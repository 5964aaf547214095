package sqlcompile_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// SQL Server takes no ORDER BY in a part of a compound nor in a subquery, where it means nothing without a limit; other databases take it.
func TestSortedParts(t *testing.T) {
	id := tutorial.users.C("id")
	one := expr.NewSelect(id)
	sorted := one.OrderBy(id)
	two := expr.Union(one, one).OrderBy(expr.LabelRef("id"))
	for _, c := range []struct {
		what            string
		s               expr.Select
		mssql, postgres string
	}{
		{"a part", expr.Union(sorted, one), "SELECT users.id FROM users UNION SELECT users.id FROM users",
			"(SELECT users.id FROM users ORDER BY users.id) UNION SELECT users.id FROM users"},
		{"the last part", expr.Union(one, sorted), "SELECT users.id FROM users UNION SELECT users.id FROM users",
			"SELECT users.id FROM users UNION (SELECT users.id FROM users ORDER BY users.id)"},
		{"a nested compound", expr.Except(two, one), "(SELECT users.id FROM users UNION SELECT users.id FROM users) EXCEPT SELECT users.id FROM users",
			"(SELECT users.id FROM users UNION SELECT users.id FROM users ORDER BY id) EXCEPT SELECT users.id FROM users"},
		{"a limited part", expr.Union(sorted.Limit(1), one), "SELECT * FROM (SELECT TOP (@p1) users.id FROM users ORDER BY users.id) AS x UNION SELECT users.id FROM users",
			"(SELECT users.id FROM users ORDER BY users.id LIMIT $1) UNION SELECT users.id FROM users"},
		{"the whole", two, "SELECT users.id FROM users UNION SELECT users.id FROM users ORDER BY id",
			"SELECT users.id FROM users UNION SELECT users.id FROM users ORDER BY id"},
		{"a compound in FROM", expr.NewSelect(two.Alias("q")), "SELECT q.id FROM (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users) AS q",
			"SELECT q.id FROM (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users ORDER BY id) AS q"},
		{"a limited compound in FROM", expr.NewSelect(two.Limit(1).Alias("q")),
			"SELECT q.id FROM (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users ORDER BY id OFFSET 0 ROWS FETCH FIRST @p1 ROWS ONLY) AS q",
			"SELECT q.id FROM (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users ORDER BY id LIMIT $1) AS q"},
		{"a compound in IN", one.Where(id.InQuery(two)), "SELECT users.id FROM users WHERE users.id IN (SELECT users.id FROM users UNION SELECT users.id FROM users)",
			"SELECT users.id FROM users WHERE users.id IN (SELECT users.id FROM users UNION SELECT users.id FROM users ORDER BY id)"},
		{"in WITH", expr.NewSelect(two.CTE("q")), "WITH q AS (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users) SELECT q.id FROM q",
			"WITH q AS (SELECT users.id AS id FROM users UNION SELECT users.id AS id FROM users ORDER BY id) SELECT q.id FROM q"},
		{"after a compound", one.Where(id.InQuery(expr.Union(sorted, one))).OrderBy(id),
			"SELECT users.id FROM users WHERE users.id IN (SELECT users.id FROM users UNION SELECT users.id FROM users) ORDER BY users.id",
			"SELECT users.id FROM users WHERE users.id IN ((SELECT users.id FROM users ORDER BY users.id) UNION SELECT users.id FROM users) ORDER BY users.id"},
	} {
		for d, want := range map[sqlcompile.Dialect]string{mssql.Dialect: c.mssql, postgres.Dialect: c.postgres} {
			got, err := sqlcompile.Compile(c.s, d)
			if err != nil || got.Text != want {
				t.Errorf("%s on %s: %v\ngot  %s\nwant %s", c.what, d.Name(), err, got.Text, want)
			}
		}
	}
}

package sqlcompile_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

func TestPretty(t *testing.T) {
	c, o := shop.customers, shop.orders
	late := expr.NewSelect(o.C("customer_id"), expr.Max(o.C("placed")).As("last")).GroupBy(o.C("customer_id")).Alias("late")
	s := expr.NewSelect(c.C("id"), c.C("name"), c.C("email"), c.C("vip"), c.C("credit"), late.C("last")).
		OuterJoin(late, late.C("customer_id").Eq(c.C("id"))).
		Where(c.C("name").Like("a%"), expr.Or(c.C("vip"), c.C("credit").Between(1, 5)), expr.Exists(expr.NewSelect(o.C("id")).Where(o.C("customer_id").Eq(c.C("id"))))).
		OrderBy(c.C("name").Desc()).Limit(10).Offset(5)
	compiled, err := sqlcompile.Compile(s, postgres.Dialect)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.TrimPrefix(`
SELECT customers.id, customers.name, customers.email, customers.vip, customers.credit, late.last
FROM customers
LEFT OUTER JOIN (
    SELECT orders.customer_id AS customer_id, max(orders.placed) AS last
    FROM orders
    GROUP BY orders.customer_id
) AS late ON late.customer_id = customers.id
WHERE customers.name LIKE $1
  AND (customers.vip OR customers.credit BETWEEN $2 AND $3)
  AND (EXISTS (
    SELECT orders.id
    FROM orders
    WHERE orders.customer_id = customers.id
))
ORDER BY customers.name DESC
LIMIT $4 OFFSET $5`, "\n")
	if got := compiled.Pretty(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Every statement of the corpus, laid out, is the same but for blanks outside of quotes, on every dialect.
func TestPrettyKeepsTheStatement(t *testing.T) {
	for file, twins := range goldenFiles {
		for _, c := range loadGolden[goldenCase](t, filepath.Join(goldenRoot, "core", file+".json")) {
			twin := twins[strings.TrimPrefix(c.ID, file+".")]
			if twin == nil {
				continue
			}
			for name, d := range goldenDialects {
				s, err := goldenStatement(twin())
				if err != nil {
					continue
				}
				compiled, err := sqlcompile.Compile(s, d)
				if err != nil {
					continue
				}
				if pretty := compiled.Pretty(); folded(pretty, name == "mssql") != folded(compiled.Text, name == "mssql") {
					t.Errorf("%s %s\n\t%s\n\t%s", c.ID, name, compiled.Text, pretty)
				}
			}
		}
	}
}

// folded is a text without the blanks that stand outside of quotes, beside parentheses and twice.
func folded(sql string, brackets bool) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(sql); i++ {
		c := sql[i]
		blank := c == ' ' || c == '\n'
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"' || c == '`'):
			quote = c
		case quote == 0 && c == '[' && brackets:
			quote = ']'
		case quote == 0 && blank:
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func TestPrettyOddities(t *testing.T) {
	for sql, want := range map[string]string{
		"SELECT 'it''s AND  FROM', \"a FROM b\" FROM t":            "SELECT 'it''s AND  FROM', \"a FROM b\"\nFROM t",
		"SELECT extract(year FROM x) FROM t":                       "SELECT extract(year FROM x)\nFROM t",
		"SELECT a -- FROM b\nFROM t":                               "SELECT a -- FROM b\nFROM t",
		"SELECT a /* FROM b */ FROM t":                             "SELECT a /* FROM b */\nFROM t",
		"SELECT a IS DISTINCT FROM b FROM t":                       "SELECT a IS DISTINCT FROM b\nFROM t",
		"SELECT CASE WHEN a AND b THEN 1 ELSE 2 END FROM t":        "SELECT CASE WHEN a AND b THEN 1 ELSE 2 END\nFROM t",
		"SELECT left(a, 1) FROM t WHERE a BETWEEN 1 AND 2 AND b":   "SELECT left(a, 1)\nFROM t\nWHERE a BETWEEN 1 AND 2\n  AND b",
		"SELECT 1 UNION ALL SELECT 2":                              "SELECT 1\nUNION ALL\nSELECT 2",
		"WITH a AS (SELECT 1) SELECT * FROM a":                     "WITH a AS (\n    SELECT 1\n)\nSELECT *\nFROM a",
		"INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO NOTHING": "INSERT INTO t (a)\nVALUES ($1)\nON CONFLICT (a) DO NOTHING",
		"DELETE FROM t WHERE a = 1":                                "DELETE FROM t\nWHERE a = 1",
		"SELECT 'unterminated":                                     "SELECT 'unterminated",
	} {
		compiled, err := sqlcompile.Compile(expr.Fragment{X: expr.LiteralColumn(sql, nil).Node()}, postgres.Dialect)
		if err != nil {
			t.Fatal(err)
		}
		if got := compiled.Pretty(); got != want {
			t.Errorf("%s\ngot\n%s\nwant\n%s", sql, got, want)
		}
	}
}

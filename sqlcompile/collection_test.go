package sqlcompile_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// The opposite of a comparison with ANY or ALL is NOT of it: x != ANY is true where one element differs, which is no opposite of x = ANY.
func TestNegatedCollections(t *testing.T) {
	nums, id := pgdocs.C("nums"), pgdocs.C("id")
	for want, x := range map[string]expr.Expr{
		"NOT (docs.id = ANY (docs.nums))":                              id.Eq(nums.Any()).Not(),
		"NOT (docs.id < ALL (docs.nums))":                              id.Lt(nums.All()).Not(),
		"NOT (5 = ANY (docs.nums))":                                    nums.HasAny(expr.OpEq, 5).Not(),
		"NOT (docs.id = ANY (docs.nums)) AND docs.id = 1":              expr.And(expr.Not(id.Eq(nums.Any())), id.Eq(1)),
		"docs.id != ANY (docs.nums)":                                   id.Ne(nums.Any()),
		"NOT (docs.body LIKE ALL (docs.tags))":                         pgdocs.C("body").Like(pgdocs.C("tags").All()).Not(),
		"NOT (docs.id = ANY (SELECT max(docs.id) AS max_1 FROM docs))": id.Eq(expr.ScalarOf(expr.NewSelect(expr.Max(id))).Any()).Not(),
	} {
		c, err := sqlcompile.CompileInline(expr.Fragment{X: x.Node()}, postgres.Dialect)
		if err != nil || c.Text != want {
			t.Errorf("got %v %v\n\twant %s", c, err, want)
		}
	}
}

package onemodel

import (
	"fmt"
	"testing"

	"github.com/aludel/aludel/analysis/typesread"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/internal/onemodel/models"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/sqlcompile"
)

// The statements that the checker shows of relationships and expressions which code describes are those of the runtime.
func TestStatementsAgree(t *testing.T) {
	src := modelsSource(t)
	read := src.build(src.registries(typesread.New())["Configured"])
	run := models.Configured.Model()
	n := 0
	for _, e := range run.Entities {
		a, b := statements(t, e), statements(t, read.Entity(e.ID))
		for i := range a {
			n++
			if a[i] != b[i] {
				t.Errorf("%s\nrun time: %s\nchecker:  %s", e.Name, a[i], b[i])
			}
		}
	}
	if n < 25 {
		t.Errorf("only %d statements were compared", n)
	}
}

// statements are those that load an entity and its relationships, and ask about them.
func statements(t *testing.T, e *mapping.Entity) (all []string) {
	c := query.ClassOf(e)
	qs := []query.Query{query.Select(c), query.Select(c.Alias())}
	for _, r := range e.Rels {
		rel := c.Rel(r.Name)
		key := make([]any, len(r.Near()))
		qs = append(qs, query.LazyLoad(r, key...), query.SelectInLoad(r, []any{}), query.Select(c).Where(rel.Any()), query.Select(c).Options(query.WithJoined(rel)),
			query.Select(c).SubqueryLoad(0, r))
	}
	for _, q := range qs {
		st, err := sqlcompile.Compile(expr.Statement(q.Load()), sqlite.Dialect)
		if err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		all = append(all, fmt.Sprint(st.Text))
	}
	return all
}

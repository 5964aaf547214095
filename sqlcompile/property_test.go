package sqlcompile_test

import (
	stdsql "database/sql"
	"math/rand/v2"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// trees makes random SELECTs over the tables of the shop.
type trees struct {
	r     *rand.Rand
	depth int
}

// pick chooses one of n.
func (g *trees) pick(n int) int { return g.r.IntN(n) }

// column is a column of a FROM element.
func (g *trees) column(f expr.FromClause) expr.Expr {
	var cols []*expr.ColumnClause
	for _, c := range expr.ColumnsOf(f) {
		if k := c.Type().Kind(); k == sqltypes.IntegerKind || k == sqltypes.NullKind {
			cols = append(cols, c)
		}
	}
	return expr.Wrap(cols[g.pick(len(cols))])
}

// source is a FROM element: a table, an alias, a subquery, rows, a common table expression.
func (g *trees) source() expr.FromClause {
	table := []expr.FromClause{shop.customers.TableClause, shop.orders.TableClause, shop.items.TableClause, shop.products.TableClause}[g.pick(4)]
	t := table.(*expr.TableClause)
	kind := g.pick(6)
	if g.depth > 2 {
		kind = min(kind, 2)
	}
	switch kind {
	case 0, 1:
		return t
	case 2:
		return expr.NewAlias(t, "")
	case 3:
		return g.named().Alias("")
	case 4:
		return expr.Values("", "a", "b").Data([]any{g.pick(9), "x"}, []any{g.pick(9), nil})
	}
	return g.named().CTE("")
}

// named is a SELECT all of whose columns have names.
func (g *trees) named() (named expr.Select) {
	s := g.query()
	if r := s.Clauses().Rare; r != nil && r.Compound != nil {
		s = r.Compound.Parts[0]
		defer func() { named = expr.UnionAll(named, named) }()
	}
	var names []any
	for i, n := range s.Clauses().Columns {
		names = append(names, expr.Wrap(n).As(string(rune('a'+i))))
	}
	return s.OnlyColumns(names...)
}

func (g *trees) condition(f, other expr.FromClause) expr.Expr {
	x := g.column(f)
	switch g.pick(9) {
	case 0:
		return x.Eq(g.column(other))
	case 1:
		return x.In([]int{g.pick(3), g.pick(3)})
	case 2:
		return expr.Or(g.condition(f, other), g.condition(other, f))
	case 3:
		return expr.Not(g.condition(f, other))
	case 4:
		return x.IsNull()
	case 5:
		return x.Between(g.pick(5), g.pick(50))
	case 6:
		return expr.And(x.Gt(g.pick(5)), g.column(other).Lt(g.pick(5)))
	case 7:
		if g.depth < 3 {
			inner := expr.NewAlias(shop.orders.TableClause, "")
			return expr.Exists(expr.NewSelect(inner.C("id")).Where(inner.C("customer_id").Eq(x)))
		}
	}
	return x.Ne(g.pick(100))
}

func (g *trees) query() (s expr.Select) {
	g.depth++
	defer func() { g.depth-- }()
	f, other := g.source(), g.source()
	for range 1 + g.pick(3) {
		s = s.Column(g.column([]expr.FromClause{f, other}[g.pick(2)]))
	}
	if f != other && g.pick(2) == 0 {
		s = s.SelectFrom(expr.OuterJoinOf(f, other, g.column(f).Eq(g.column(other))))
	} else {
		s = s.SelectFrom(f, other)
	}
	for range g.pick(3) {
		s = s.Where(g.condition(f, other))
	}
	if g.pick(3) == 0 {
		s = s.Distinct()
	}
	if g.pick(3) == 0 {
		s = s.OrderBy(g.column(f).Desc()).Limit(g.pick(9)).Offset(g.pick(3))
	}
	if g.pick(6) == 0 && g.depth < 3 {
		return expr.UnionAll(s, s)
	}
	return s
}

// Random SELECTs run on SQLite as they are, laid out, and with their values written into the text, and give the same rows each time.
// What differs in values alone has one key and one text.
func TestRandomSelects(t *testing.T) {
	db, err := stdsql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range append(goldenTables, selectTables[:2]...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range uint64(400) {
		s := (&trees{r: rand.New(rand.NewPCG(seed, 1))}).query()
		var k expr.Key
		expr.AppendKey(&k, s)
		c, err := sqlcompile.Compile(s, sqlite.Dialect)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		text, args, err := c.Bind(k.Binds, nil)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		inline, err := sqlcompile.CompileInline(s, sqlite.Dialect)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want, err := countRows(db, text, args...)
		if err != nil {
			t.Fatalf("seed %d: %v\n\t%s", seed, err, text)
		}
		for what, other := range map[string]string{"inline": inline.Text, "laid out": inline.Pretty()} {
			if got, err := countRows(db, other); err != nil || got != want {
				t.Errorf("seed %d, %s: %d rows, want %d, %v\n%s", seed, what, got, want, err, other)
			}
		}
		again := (&expr.Rewriter{Node: otherValue}).Select(s)
		sameKey(t, seed, s, again)
	}
}

// otherValue gives a bind another value.
func otherValue(n expr.Node) (expr.Node, bool) {
	b, ok := n.(*expr.BindParameter)
	if !ok {
		return nil, false
	}
	c := *b
	if i, ok := b.Value.(int); ok {
		c.Value = i + 1
	}
	return &c, true
}

// sameKey asserts that two statements have equal keys and, if so, equal texts.
func sameKey(t *testing.T, seed uint64, a, b expr.Select) {
	t.Helper()
	var ka, kb expr.Key
	expr.AppendKey(&ka, a)
	expr.AppendKey(&kb, b)
	if string(ka.Bytes) != string(kb.Bytes) {
		t.Errorf("seed %d: a copy with other values has another key", seed)
	}
	ca, err := sqlcompile.Compile(a, postgres.Dialect)
	if err != nil {
		t.Fatal(err)
	}
	cb, err := sqlcompile.Compile(b, postgres.Dialect)
	if err != nil {
		t.Fatal(err)
	}
	if ca.Text != cb.Text {
		t.Errorf("seed %d: equal keys, other texts\n\t%s\n\t%s", seed, ca.Text, cb.Text)
	}
}

// Equal keys mean equal texts, over all pairs of many random statements.
func TestEqualKeysEqualTexts(t *testing.T) {
	seen := map[string]string{}
	for seed := range uint64(3000) {
		s := (&trees{r: rand.New(rand.NewPCG(seed, 2)), depth: 2}).query()
		var k expr.Key
		expr.AppendKey(&k, s)
		c, err := sqlcompile.Compile(s, sqlite.Dialect)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if before, ok := seen[string(k.Bytes)]; ok && before != c.Text {
			t.Errorf("seed %d: one key, two texts\n\t%s\n\t%s", seed, before, c.Text)
		}
		seen[string(k.Bytes)] = c.Text
	}
}

func countRows(db *stdsql.DB, text string, args ...any) (n int, err error) {
	rows, err := db.Query(text, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

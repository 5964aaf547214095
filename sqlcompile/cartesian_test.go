package sqlcompile_test

import (
	"fmt"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// What is not joined is named, group by group; what is joined in any way is not.
func TestCartesian(t *testing.T) {
	c, o, i, p := shop.customers, shop.orders, shop.items, shop.products
	joined := expr.JoinOf(c, o, nil)
	withOrders := expr.Exists(expr.NewSelect(o.C("id")).Where(o.C("customer_id").Eq(c.C("id")), o.C("id").Eq(i.C("order_id"))))
	big := expr.NewSelect(o.C("customer_id"), o.C("total")).Where(o.C("total").Gt(5)).CTE("big")
	self := expr.NewAlias(nodes.TableClause, "")
	series := expr.Func("jsonb_array_elements", nil, pgdocs.C("data")).TableValued("value")
	own := expr.NewSelect(i.C("qty"), p.C("title")).Alias("pairs")
	lateral := expr.NewSelect(o.C("total")).Where(o.C("customer_id").Eq(c.C("id"))).Lateral("last")
	for name, test := range map[string]struct {
		s    expr.Statement
		want string
	}{
		"two tables":           {expr.NewSelect(c.C("id"), o.C("id")), "[[[customers] [orders]]]"},
		"joined in WHERE":      {expr.NewSelect(c.C("id"), o.C("id")).Where(o.C("customer_id").Eq(c.C("id"))), "[]"},
		"compared with values": {expr.NewSelect(c.C("id"), o.C("id")).Where(o.C("id").Eq(1), c.C("id").Eq(1)), "[[[customers] [orders]]]"},
		"a join and a table":   {expr.NewSelect(c.C("id"), p.C("id")).SelectFrom(joined), "[[[products] [customers orders]]]"},
		"a join and a joined table": {expr.NewSelect(c.C("id"), i.C("qty")).SelectFrom(joined).Where(i.C("order_id").Eq(o.C("id"))),
			"[]"},
		"a chain of conditions": {expr.NewSelect(c.C("id"), o.C("id"), i.C("qty")).Where(o.C("customer_id").Eq(c.C("id")), i.C("order_id").Eq(o.C("id"))), "[]"},
		"two pairs": {expr.NewSelect(c.C("id"), o.C("id"), i.C("qty"), p.C("id")).
			Where(o.C("customer_id").Eq(c.C("id")), i.C("product_id").Eq(p.C("id"))), "[[[customers orders] [items products]]]"},
		"on purpose":             {expr.NewSelect(c.C("id"), p.C("id")).SelectFrom(expr.JoinOf(c, p, expr.True())), "[]"},
		"OR of unrelated":        {expr.NewSelect(c.C("id"), p.C("id")).Where(expr.Or(c.C("id").Eq(1), p.C("id").Eq(2))), "[[[customers] [products]]]"},
		"OR that compares":       {expr.NewSelect(c.C("id"), o.C("id")).Where(expr.Or(o.C("customer_id").Eq(c.C("id")), o.C("paid"))), "[]"},
		"NOT of a comparison":    {expr.NewSelect(c.C("id"), o.C("id")).Where(expr.Not(expr.And(o.C("customer_id").Eq(c.C("id")), o.C("paid")))), "[]"},
		"a function of both":     {expr.NewSelect(c.C("id"), p.C("id")).Where(expr.Func("near", nil, c.C("name"), p.C("title"))), "[]"},
		"a correlated EXISTS":    {expr.NewSelect(c.C("id"), i.C("qty")).Where(withOrders), "[]"},
		"two uncorrelated":       {expr.NewSelect(c.C("id"), p.C("id")).Where(c.C("id").In(expr.NewSelect(o.C("customer_id"))), p.C("id").In(expr.NewSelect(i.C("product_id")))), "[[[customers] [products]]]"},
		"own tables of two":      {expr.NewSelect(c.C("id"), p.C("id")).Where(expr.Exists(expr.NewSelect(o.C("id")).Where(o.C("customer_id").Eq(c.C("id")))), expr.Exists(expr.NewSelect(o.C("id")).Where(o.C("id").Eq(p.C("id"))))), "[[[customers] [products]]]"},
		"a CTE":                  {expr.NewSelect(c.C("id"), big.C("total")), "[[[customers] [big]]]"},
		"a joined CTE":           {expr.NewSelect(c.C("id"), big.C("total")).Where(big.C("customer_id").Eq(c.C("id"))), "[]"},
		"an unnamed alias":       {expr.NewSelect(nodes.C("id"), self.C("id")), "[[[nodes] [nodes_1]]]"},
		"LATERAL":                {expr.NewSelect(c.C("id"), lateral.C("total")), "[]"},
		"a function of the row":  {expr.NewSelect(pgdocs.C("id"), series.C("value")), "[]"},
		"a product in FROM":      {expr.NewSelect(own.C("qty")), "[[[items] [products]]]"},
		"parts of a compound":    {expr.Union(expr.NewSelect(c.C("id")), expr.NewSelect(o.C("id")).Where(p.C("id").Eq(1))), "[[[orders] [products]]]"},
		"DELETE":                 {expr.DeleteFrom(c).Where(p.C("id").Eq(1)), "[[[customers] [products]]]"},
		"UPDATE that is joined":  {expr.UpdateTable(c).Values(c.C("name").To("x")).Where(o.C("customer_id").Eq(c.C("id"))), "[]"},
		"only sorted by another": {expr.NewSelect(c.C("id")).OrderBy(o.C("id")), "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			compiled, err := sqlcompile.Compile(test.s, postgres.Dialect)
			if err != nil {
				t.Fatal(err)
			}
			got := []any{}
			for _, p := range compiled.Cartesian() {
				got = append(got, p.Groups)
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("%s\n\tgot %v, want %s", compiled.Text, got, test.want)
			}
		})
	}
}

// Looking for products does not change the names that the compiler gives.
func TestCartesianKeepsNames(t *testing.T) {
	a, b := expr.NewAlias(nodes.TableClause, ""), expr.NewAlias(nodes.TableClause, "")
	found, err := sqlcompile.Cartesian(expr.NewSelect(b.C("id"), a.C("id")).SelectFrom(a, b))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if want := "nothing joins nodes_1 with nodes_2: every row of one is combined with every row of the other"; found[0].String() != want {
		t.Errorf("got %s", found[0])
	}
}

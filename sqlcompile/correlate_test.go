package sqlcompile_test

import (
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// A join that a statement made for itself is no element that a subquery means, though both are built from one prefix or in one way; one
// that is given to both is. This is as in SQLAlchemy.
func TestCorrelationOfJoins(t *testing.T) {
	id, customer, item := shop.customers.C("id"), shop.orders.C("customer_id"), shop.items.C("order_id")
	base := func() expr.Select {
		return expr.NewSelect(id).JoinFrom(shop.customers, shop.orders, id.Eq(customer))
	}
	given := expr.JoinOf(shop.customers, shop.orders, id.Eq(customer))
	const outer = "SELECT customers.id FROM customers JOIN orders ON customers.id = orders.customer_id WHERE "
	prefix := base()
	for want, s := range map[string]expr.Select{
		outer + "EXISTS (SELECT customers.id FROM items, customers JOIN orders ON customers.id = orders.customer_id WHERE items.order_id = $1)":  prefix.Where(expr.Exists(prefix.Where(item.Eq(1)))),
		outer + "EXISTS (SELECT customers.id FROM items, customers JOIN orders ON customers.id = orders.customer_id WHERE items.order_id != $1)": base().Where(expr.Exists(base().Where(item.Ne(1)))),
		outer + "customers.id IN (SELECT customers.id FROM customers JOIN orders ON customers.id = orders.customer_id)":                          base().Where(id.InQuery(base())),
		outer + "EXISTS (SELECT customers.id FROM items WHERE items.order_id = $1)": expr.NewSelect(id).SelectFrom(given).Where(
			expr.Exists(expr.NewSelect(id).SelectFrom(given).Where(item.Eq(1)))),
	} {
		c, err := sqlcompile.Compile(s, postgres.Dialect)
		if err != nil {
			t.Errorf("%v\n\tfor %s", err, want)
		} else if c.Text != want {
			t.Errorf("%s\nwant\n%s", c.Text, want)
		}
	}
}

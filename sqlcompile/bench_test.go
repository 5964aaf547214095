package sqlcompile_test

import (
	"strings"
	"testing"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/sqlcompile"
)

// The benchmarks build and compile one select over three joins with four conditions. The bars: at most 5 µs cold, and at most 0.5 µs
// for a prebuilt statement whose shape is cached; BenchmarkHandWritten is the yardstick, about 0.6 µs on the reference machine.

// shopColumns are the columns of the statement, looked up once, as a program that declares its tables has them.
var shopColumns = struct {
	cID, cName, oID, oCustomer, oTotal, iOrder, iProduct, iQty, pID, pTitle, pPrice expr.Expr
}{
	shop.customers.C("id"), shop.customers.C("name"), shop.orders.C("id"), shop.orders.C("customer_id"), shop.orders.C("total"),
	shop.items.C("order_id"), shop.items.C("product_id"), shop.items.C("qty"), shop.products.C("id"), shop.products.C("title"), shop.products.C("price"),
}

func threeJoinsBuilt(name string, total int) expr.Select {
	c := &shopColumns
	return expr.NewSelect(c.cID, c.cName, c.oTotal, c.pTitle).
		JoinFrom(shop.customers, shop.orders, c.oCustomer.Eq(c.cID)).
		Join(shop.items, c.iOrder.Eq(c.oID)).
		Join(shop.products, c.pID.Eq(c.iProduct)).
		Where(c.cName.Eq(name), c.oTotal.Gt(total), c.iQty.Ge(1), c.pPrice.Lt(100)).
		OrderBy(c.cID).Limit(10)
}

func BenchmarkBuild(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		_ = threeJoinsBuilt("ed", 5)
	}
}

func BenchmarkBuildAndCompile(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := sqlcompile.Compile(threeJoinsBuilt("ed", 5), postgres.Dialect); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	s := threeJoinsBuilt("ed", 5)
	for range b.N {
		if _, err := sqlcompile.Compile(s, postgres.Dialect); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCached(b *testing.B) {
	b.ReportAllocs()
	cache := sqlcompile.NewCache(postgres.Dialect, 0)
	s := expr.Statement(threeJoinsBuilt("ed", 5))
	var k expr.Key
	for range b.N {
		k.Reset()
		if _, err := cache.Compile(s, &k); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildAndCached(b *testing.B) {
	b.ReportAllocs()
	cache := sqlcompile.NewCache(postgres.Dialect, 0)
	var k expr.Key
	for range b.N {
		k.Reset()
		if _, err := cache.Compile(threeJoinsBuilt("ed", 5), &k); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHandWritten builds the same text by hand.
func BenchmarkHandWritten(b *testing.B) {
	b.ReportAllocs()
	conds := []string{"customers.name", "orders.total", "items.qty", "products.price"}
	ops := []string{" = ", " > ", " >= ", " < "}
	for range b.N {
		var sb strings.Builder
		args := make([]any, 0, 5)
		sb.WriteString("SELECT customers.id, customers.name, orders.total, products.title FROM customers JOIN orders ON orders.customer_id = customers.id JOIN items ON items.order_id = orders.id JOIN products ON products.id = items.product_id WHERE ")
		for i, c := range conds {
			if i > 0 {
				sb.WriteString(" AND ")
			}
			sb.WriteString(c)
			sb.WriteString(ops[i])
			sb.WriteString("$")
			sb.WriteByte(byte('1' + i))
			args = append(args, i)
		}
		sb.WriteString(" ORDER BY customers.id LIMIT $5")
		args = append(args, 10)
		if sb.Len() == 0 || len(args) != 5 {
			b.Fatal("nothing written")
		}
	}
}

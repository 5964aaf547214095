package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/Masterminds/squirrel"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	gormpg "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// The tables of the statement that is built: three joins, three conditions, an order and a limit.
var (
	shop      = schema.NewMetaData()
	customers = schema.NewTable("customers", shop, intColumn("id"), schema.NewColumn("name", sqltypes.String(50)), schema.NewColumn("vip", sqltypes.Boolean()))
	orders    = schema.NewTable("orders", shop, intColumn("id"), intColumn("customer_id"), schema.NewColumn("status", sqltypes.String(20)), schema.NewColumn("total", sqltypes.Float()))
	lines     = schema.NewTable("items", shop, intColumn("order_id"), intColumn("product_id"), intColumn("qty"))
	products  = schema.NewTable("products", shop, intColumn("id"), schema.NewColumn("title", sqltypes.String(100)), schema.NewColumn("price", sqltypes.Float()))

	customerID, customerName, vip  = customers.C("id"), customers.C("name"), customers.C("vip")
	orderID, orderCustomer         = orders.C("id"), orders.C("customer_id")
	status, total                  = orders.C("status"), orders.C("total")
	lineOrder, lineProduct         = lines.C("order_id"), lines.C("product_id")
	productID, productTitle, price = products.C("id"), products.C("title"), products.C("price")
)

func intColumn(name string) *schema.Column { return schema.NewColumn(name, sqltypes.Integer()) }

// threeJoins builds the statement with the values of a call.
func threeJoins(st string, least float64, n int) expr.Select {
	return expr.NewSelect(customerName, total, productTitle).
		JoinFrom(customers, orders, customerID.Eq(orderCustomer)).
		Join(lines, orderID.Eq(lineOrder)).
		Join(products, lineProduct.Eq(productID)).
		Where(vip.Eq(true), status.Eq(st), price.Gt(least)).OrderBy(total.Desc()).Limit(n)
}

func building() []group {
	db := sql.OpenDB(nowhere{})
	g := group{name: "building a SELECT with three joins, no database", per: 1}
	st, least, n := "open", 9.5, 10
	add := func(name string, f func() (string, error)) {
		g.ways = append(g.ways, one{name, func() error {
			text, err := f()
			if err == nil && !strings.Contains(text, "JOIN") {
				err = errors.New("no statement came out")
			}
			return err
		}})
	}
	add("strings.Builder", func() (string, error) { text, _ := builtByHand(st, least, n); return text, nil })
	add("aludel, compiled each time", func() (string, error) {
		c, err := sqlcompile.Compile(threeJoins(st, least, n), postgres.Dialect)
		if err != nil {
			return "", err
		}
		return c.Text, nil
	})
	cache := sqlcompile.NewCache(postgres.Dialect, 0)
	key, args := new(expr.Key), make([]any, 0, 8)
	cached := func(s expr.Select) (string, error) {
		key.Reset()
		c, err := cache.Compile(s, key)
		if err != nil {
			return "", err
		}
		text, a, err := c.Bind(key.Binds, args[:0])
		args = a
		return text, err
	}
	add("aludel, its shape is cached", func() (string, error) { return cached(threeJoins(st, least, n)) })
	ready := threeJoins(st, least, n)
	add("aludel, built before and cached", func() (string, error) { return cached(ready) })
	b := bun.NewDB(db, pgdialect.New())
	add("bun", func() (string, error) {
		q := b.NewSelect().Column("customers.name", "orders.total", "products.title").Table("customers").
			Join("JOIN orders ON customers.id = orders.customer_id").Join("JOIN items ON orders.id = items.order_id").
			Join("JOIN products ON items.product_id = products.id").
			Where("customers.vip = ?", true).Where("orders.status = ?", st).Where("products.price > ?", least).OrderExpr("orders.total DESC").Limit(int64(n))
		text, err := q.AppendQuery(b.QueryGen(), nil)
		return string(text), err
	})
	gdb, err := gorm.Open(gormpg.New(gormpg.Config{Conn: db}), &gorm.Config{DryRun: true, DisableAutomaticPing: true, Logger: logger.Discard})
	add("gorm", func() (string, error) {
		if err != nil {
			return "", err
		}
		var out []map[string]any
		tx := gdb.Table("customers").Select("customers.name, orders.total, products.title").
			Joins("JOIN orders ON customers.id = orders.customer_id").Joins("JOIN items ON orders.id = items.order_id").
			Joins("JOIN products ON items.product_id = products.id").
			Where("customers.vip = ?", true).Where("orders.status = ?", st).Where("products.price > ?", least).Order("orders.total DESC").Limit(n).Find(&out)
		return tx.Statement.SQL.String(), tx.Error
	})
	add("ent's builder", func() (string, error) { text, _ := entBuilt(st, least, n); return text, nil })
	add("squirrel", func() (string, error) {
		text, _, err := squirrel.Select("customers.name", "orders.total", "products.title").From("customers").
			Join("orders ON customers.id = orders.customer_id").Join("items ON orders.id = items.order_id").
			Join("products ON items.product_id = products.id").
			Where(squirrel.Eq{"customers.vip": true}).Where(squirrel.Eq{"orders.status": st}).Where(squirrel.Gt{"products.price": least}).
			OrderBy("orders.total DESC").Limit(uint64(n)).PlaceholderFormat(squirrel.Dollar).ToSql()
		return text, err
	})
	return []group{g}
}

func builtByHand(st string, least float64, n int) (string, []any) {
	var b strings.Builder
	args := make([]any, 0, 4)
	arg := func(v any) {
		args = append(args, v)
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(len(args)))
	}
	b.WriteString("SELECT customers.name, orders.total, products.title FROM customers JOIN orders ON customers.id = orders.customer_id")
	b.WriteString(" JOIN items ON orders.id = items.order_id JOIN products ON items.product_id = products.id WHERE customers.vip = ")
	arg(true)
	b.WriteString(" AND orders.status = ")
	arg(st)
	b.WriteString(" AND products.price > ")
	arg(least)
	b.WriteString(" ORDER BY orders.total DESC LIMIT ")
	arg(n)
	return b.String(), args
}

func entBuilt(st string, least float64, n int) (string, []any) {
	c, o, l, p := entsql.Table("customers"), entsql.Table("orders"), entsql.Table("items"), entsql.Table("products")
	return entsql.Dialect(dialect.Postgres).Select(c.C("name"), o.C("total"), p.C("title")).From(c).
		Join(o).On(c.C("id"), o.C("customer_id")).Join(l).On(o.C("id"), l.C("order_id")).Join(p).On(l.C("product_id"), p.C("id")).
		Where(entsql.And(entsql.EQ(c.C("vip"), true), entsql.EQ(o.C("status"), st), entsql.GT(p.C("price"), least))).
		OrderBy(entsql.Desc(o.C("total"))).Limit(n).Query()
}

// nowhere is a database that cannot be reached, for libraries that want one even to build text.
type nowhere struct{}

func (nowhere) Connect(context.Context) (driver.Conn, error) {
	return nil, errors.New("there is no database")
}
func (nowhere) Driver() driver.Driver { return nil }

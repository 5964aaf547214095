package sqlcompile_test

import (
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The table sets of the golden corpus, by the names that its snippets use.

type goldenTutorial struct{ users, addresses *schema.Table }

var tutorial = func() (s goldenTutorial) {
	md := schema.NewMetaData()
	s.users = schema.NewTable("users", md, goldenKey("id"), goldenString("name", 0), goldenString("fullname", 0))
	s.addresses = schema.NewTable("addresses", md, goldenKey("id"),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")),
		schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()))
	goldenResolve(md)
	return s
}()

type goldenShop struct{ regions, customers, orders, products, items *schema.Table }

var shop = func() (s goldenShop) {
	md := schema.NewMetaData()
	price := sqltypes.Numeric(10, 2)
	s.regions = schema.NewTable("regions", md, goldenKey("id"), goldenString("name", 30))
	s.customers = schema.NewTable("customers", md, goldenKey("id"), goldenString("name", 50), goldenString("email", 80),
		schema.NewColumn("vip", sqltypes.Boolean()), schema.NewColumn("credit", price), goldenRef("region_id", "regions.id"),
		schema.NewColumn("created", sqltypes.DateTime()))
	s.orders = schema.NewTable("orders", md, goldenKey("id"), goldenRef("customer_id", "customers.id"),
		schema.NewColumn("placed", sqltypes.Date()), goldenString("status", 20), schema.NewColumn("total", price),
		schema.NewColumn("discount", sqltypes.Float()), schema.NewColumn("paid", sqltypes.Boolean()), schema.NewColumn("notes", sqltypes.Text()))
	s.products = schema.NewTable("products", md, goldenKey("id"), goldenString("sku", 20), goldenString("title", 100),
		schema.NewColumn("price", price), schema.NewColumn("weight", sqltypes.Float()))
	s.items = schema.NewTable("items", md,
		schema.NewColumn("order_id", sqltypes.Integer(), schema.ForeignKeyTo("orders.id"), schema.PrimaryKey()), goldenKey("line"),
		goldenRef("product_id", "products.id"), schema.NewColumn("qty", sqltypes.Integer()), schema.NewColumn("price", price))
	goldenResolve(md)
	return s
}()

var nodes = func() *schema.Table {
	md := schema.NewMetaData()
	t := schema.NewTable("nodes", md, goldenKey("id"), goldenRef("parent_id", "nodes.id"), goldenString("data", 50),
		schema.NewColumn("pos", sqltypes.Integer()))
	goldenResolve(md)
	return t
}()

type goldenMultiFK struct{ accounts, transfers, logs *schema.Table }

var multifk = func() (s goldenMultiFK) {
	md := schema.NewMetaData()
	s.accounts = schema.NewTable("accounts", md, goldenKey("id"), goldenString("owner", 30))
	s.transfers = schema.NewTable("transfers", md, goldenKey("id"), goldenRef("src_id", "accounts.id"), goldenRef("dst_id", "accounts.id"),
		schema.NewColumn("amount", sqltypes.Integer()))
	s.logs = schema.NewTable("logs", md, goldenKey("id"), schema.NewColumn("account_no", sqltypes.Integer()), goldenString("msg", 100))
	goldenResolve(md)
	return s
}()

type goldenComposite struct{ invoices, items *schema.Table }

var composite = func() (s goldenComposite) {
	md := schema.NewMetaData()
	s.invoices = schema.NewTable("invoices", md, goldenKey("invoice_id"), goldenKey("ref_num"),
		schema.NewColumn("description", sqltypes.String(60), schema.NotNull()))
	invoice := schema.NewColumn("invoice_id", sqltypes.Integer(), schema.NotNull())
	ref := schema.NewColumn("ref_num", sqltypes.Integer(), schema.NotNull())
	s.items = schema.NewTable("invoice_items", md, goldenKey("item_id"), schema.NewColumn("item_name", sqltypes.String(60), schema.NotNull()),
		invoice, ref, &schema.ForeignKeyConstraint{Columns: []*schema.Column{invoice, ref}, RefTable: "invoices", RefColumns: []string{"invoice_id", "ref_num"}})
	goldenResolve(md)
	return s
}()

func goldenKey(name string) *schema.Column {
	return schema.NewColumn(name, sqltypes.Integer(), schema.PrimaryKey())
}

func goldenString(name string, length int) *schema.Column {
	return schema.NewColumn(name, sqltypes.String(length))
}

func goldenRef(name, target string) *schema.Column {
	return schema.NewColumn(name, sqltypes.Integer(), schema.ForeignKeyTo(target))
}

func goldenResolve(md *schema.MetaData) {
	if err := md.Resolve(); err != nil {
		panic(err)
	}
}

// text is literal SQL whose binds are left open.
func text(sql string) expr.Expr { return expr.OpenText(sql) }

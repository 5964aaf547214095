package sqlcompile_test

import (
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The table sets of the golden corpus that are about types.

// typedT is a table with a column of each generic type.
var typedT = func() *schema.Table {
	md := schema.NewMetaData()
	t := schema.NewTable("t", md, goldenKey("i"), schema.NewColumn("big", sqltypes.BigInteger()), goldenString("s", 40),
		schema.NewColumn("u", sqltypes.Unicode(40)), schema.NewColumn("tx", sqltypes.Text()), schema.NewColumn("b", sqltypes.Boolean()),
		schema.NewColumn("n", sqltypes.Numeric(10, 2)), schema.NewColumn("f", sqltypes.Float()), schema.NewColumn("d", sqltypes.Date()),
		schema.NewColumn("dt", sqltypes.DateTime()), schema.NewColumn("tm", sqltypes.Time()), schema.NewColumn("iv", sqltypes.Interval()),
		schema.NewColumn("bin", sqltypes.LargeBinary()), schema.NewColumn("e", sqltypes.Enum("color", "red", "green", "blue")),
		schema.NewColumn("j", sqltypes.JSON()))
	goldenResolve(md)
	return t
}()

// pgdocs is a table with types of PostgreSQL.
var pgdocs = func() *schema.Table {
	md := schema.NewMetaData()
	t := schema.NewTable("docs", md, goldenKey("id"), schema.NewColumn("tags", sqltypes.Array(sqltypes.String(0))),
		schema.NewColumn("nums", sqltypes.Array(sqltypes.Integer())), schema.NewColumn("data", postgres.JSONB()),
		schema.NewColumn("meta", sqltypes.JSON()), schema.NewColumn("attrs", postgres.HSTORE()), schema.NewColumn("body", sqltypes.Text()),
		schema.NewColumn("ip", postgres.INET()), schema.NewColumn("uid", sqltypes.UUID()), schema.NewColumn("during", postgres.INT4RANGE()))
	goldenResolve(md)
	return t
}()

// keyed are tables whose columns have other names in Go than in the database.
var keyed = func() (s struct{ departments, employees *schema.Table }) {
	md := schema.NewMetaData()
	s.departments = schema.NewTable("departments", md,
		schema.NewColumn("department_id", sqltypes.Integer(), schema.PrimaryKey(), schema.KeyedAs("id")),
		schema.NewColumn("dept_name", sqltypes.String(40), schema.KeyedAs("name")))
	s.employees = schema.NewTable("employees", md, goldenKey("employee_id"),
		schema.NewColumn("employee_name", sqltypes.String(60), schema.NotNull(), schema.KeyedAs("name")), goldenRef("employee_dept", "departments.id"))
	goldenResolve(md)
	return s
}()

package sqlcompile_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/dialects/firebird"
	"github.com/aludel/aludel/dialects/mssql"
	"github.com/aludel/aludel/dialects/mysql"
	"github.com/aludel/aludel/dialects/oracle"
	"github.com/aludel/aludel/dialects/postgres"
	"github.com/aludel/aludel/dialects/sqlite"
	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqlcompile"
	"github.com/aludel/aludel/sqltypes"
)

// A view is made with the names of its columns and its values written out, where there is such a form.
func TestViewText(t *testing.T) {
	users := schema.NewTable("users", nil, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(50)))
	v := schema.NewView("recent", nil, expr.NewSelect(users.C("id"), expr.Func("lower", sqltypes.String(0), users.C("name")).As("Lower")).Where(users.C("id").Gt(5)))
	body := ` AS SELECT users.id, lower(users.name) AS "Lower" FROM users WHERE users.id > 5`
	for _, c := range []struct {
		d                    sqlcompile.Dialect
		create, replace, ifn string // "" where that is refused
	}{
		{d: sqlite.Dialect, create: `CREATE VIEW recent (id, "Lower")` + body, ifn: `CREATE VIEW IF NOT EXISTS recent (id, "Lower")` + body},
		{d: postgres.Dialect, create: `CREATE VIEW recent (id, "Lower")` + body, replace: `CREATE OR REPLACE VIEW recent (id, "Lower")` + body},
		{d: oracle.Dialect, create: `CREATE VIEW recent (id, "Lower")` + body, replace: `CREATE OR REPLACE VIEW recent (id, "Lower")` + body},
		{d: firebird.Dialect, create: `CREATE VIEW recent (id, "Lower")` + body, replace: `CREATE OR ALTER VIEW recent (id, "Lower")` + body},
		{d: mssql.Dialect, create: "CREATE VIEW recent (id, [Lower]) AS SELECT users.id, lower(users.name) AS [Lower] FROM users WHERE users.id > 5",
			replace: "CREATE OR ALTER VIEW recent (id, [Lower]) AS SELECT users.id, lower(users.name) AS [Lower] FROM users WHERE users.id > 5"},
		{d: mysql.Dialect, create: "CREATE VIEW recent (id, `Lower`) AS SELECT users.id, lower(users.name) AS `Lower` FROM users WHERE users.id > 5",
			replace: "CREATE OR REPLACE VIEW recent (id, `Lower`) AS SELECT users.id, lower(users.name) AS `Lower` FROM users WHERE users.id > 5"},
	} {
		for _, x := range []struct {
			e    schema.CreateView
			want string
		}{{schema.CreateView{View: v}, c.create}, {schema.CreateView{View: v, OrReplace: true}, c.replace}, {schema.CreateView{View: v, IfNotExists: true}, c.ifn}} {
			got, err := sqlcompile.DDL(x.e, c.d)
			var ce *sqlcompile.Error
			if x.want == "" && !errors.As(err, &ce) || x.want != "" && (err != nil || got != x.want) {
				t.Errorf("%s: %s, %v; want %s", c.d.Name(), got, err, x.want)
			}
		}
		if got, err := sqlcompile.DDL(schema.DropView{View: v, IfExists: true}, c.d); err != nil || got != "DROP VIEW IF EXISTS recent" {
			t.Errorf("%s: %s, %v", c.d.Name(), got, err)
		}
	}
}

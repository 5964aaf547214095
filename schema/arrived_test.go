package schema_test

import (
	"testing"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Joins are inferred from foreign keys as soon as both tables are there, in whatever order they were declared, and after Resolve no more
// keys are there than before.
func TestForeignKeysAreKnownWithoutResolve(t *testing.T) {
	id := func() *schema.Column { return schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()) }
	for name, declare := range map[string]func(md *schema.MetaData) (users, addresses *schema.Table){
		"target first": func(md *schema.MetaData) (users, addresses *schema.Table) {
			users = schema.NewTable("users", md, id())
			return users, schema.NewTable("addresses", md, id(), schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")))
		},
		"target last": func(md *schema.MetaData) (users, addresses *schema.Table) {
			addresses = schema.NewTable("addresses", md, id(), schema.NewColumn("user_id", nil, schema.ForeignKeyTo("users.id")))
			return schema.NewTable("users", md, id()), addresses
		},
		"in a schema": func(md *schema.MetaData) (users, addresses *schema.Table) {
			md.Schema = "app"
			addresses = schema.NewTable("addresses", md, id(), schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")))
			return schema.NewTable("users", md, id()), addresses
		},
	} {
		md := schema.NewMetaData()
		users, addresses := declare(md)
		if bad, ok := expr.JoinOf(users, addresses, nil).On.(*expr.Invalid); ok {
			t.Errorf("%s: %v", name, bad.Err)
		}
		if err := md.Resolve(); err != nil || len(addresses.TableClause.ForeignKeys) != 1 {
			t.Errorf("%s: %v, %d references", name, err, len(addresses.TableClause.ForeignKeys))
		}
	}
	md := schema.NewMetaData()
	lone := schema.NewTable("lone", md, id(), schema.NewColumn("other_id", sqltypes.Integer(), schema.ForeignKeyTo("others.id")))
	if len(lone.TableClause.ForeignKeys) != 0 || md.Resolve() == nil {
		t.Error("a reference to a table that is not declared resolves")
	}
}

package schema_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

func blog() *schema.MetaData {
	md := schema.NewMetaData()
	schema.NewTable("addresses", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("email", sqltypes.String(50), schema.NotNull(), schema.Unique()),
		schema.NewColumn("user_id", sqltypes.BigInteger(), schema.Indexed(), schema.ForeignKeyTo("users.id", schema.OnDelete("cascade"))))
	schema.NewTable("users", md,
		schema.NewColumn("id", sqltypes.BigInteger(), schema.PrimaryKey()),
		schema.NewColumn("boss_id", sqltypes.BigInteger(), schema.ForeignKeyTo("users.id")))
	return md
}

func TestSortedTables(t *testing.T) {
	md := blog()
	ts, err := md.SortedTables()
	if err != nil {
		t.Fatal(err)
	}
	if ts[0].Name != "users" || ts[1].Name != "addresses" {
		t.Errorf("%s, %s", ts[0].Name, ts[1].Name)
	}
	a := md.Table("addresses")
	if a.Column("user_id").ForeignKey.Ref != md.Table("users").Column("id") {
		t.Error("the foreign key is not resolved")
	}
	if !a.Column("id").Generated() || a.Column("email").Generated() || a.Column("nothing") != nil {
		t.Error("columns")
	}
}

func TestCycle(t *testing.T) {
	md := schema.NewMetaData()
	schema.NewTable("a", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("b", sqltypes.Integer(), schema.ForeignKeyTo("b.id")))
	schema.NewTable("b", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("a", sqltypes.Integer(), schema.ForeignKeyTo("a.id")))
	_, err := md.SortedTables()
	var ce *schema.CycleError
	if !errors.As(err, &ce) || !reflect.DeepEqual(ce.Tables, []string{"a", "b"}) {
		t.Errorf("%v", err)
	}
}

func TestUnresolved(t *testing.T) {
	for _, c := range []struct{ target, want string }{{"nothing.id", `table "nothing", which is not declared`}, {"a.nothing", `column "nothing" of table "a"`}} {
		md := schema.NewMetaData()
		schema.NewTable("a", md, schema.NewColumn("id", sqltypes.Integer(), schema.ForeignKeyTo(c.target)))
		if err := md.Resolve(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.target, err)
		}
	}
	md := blog()
	if err := md.Add(schema.NewTable("users", nil)); err == nil {
		t.Error("a second table of one name was accepted")
	}
	schema.NewTable("users", md)
	schema.NewTable("twice", md, schema.NewColumn("a", sqltypes.Text()), schema.NewColumn("a", sqltypes.Text()))
	if err := md.Resolve(); err == nil || !strings.Contains(err.Error(), `table "users": a table of this name`) || !strings.Contains(err.Error(), "two columns") {
		t.Errorf("mistakes of a declaration: %v", err)
	}
}

// recorder records DDL and says which tables exist.
type recorder struct {
	has map[string]bool
	log []string
}

func (r *recorder) Target() schema.Target { return schema.Target{Alter: true} }
func (r *recorder) HasSequence(context.Context, string, string) (bool, error) {
	return false, nil
}
func (r *recorder) HasType(context.Context, string, string) (bool, error) {
	return false, nil
}
func (r *recorder) HasTable(_ context.Context, _, name string) (bool, error) { return r.has[name], nil }
func (r *recorder) ExecuteDDL(_ context.Context, e schema.Element) error {
	switch e := e.(type) {
	case schema.CreateTable:
		r.log = append(r.log, "create "+e.Table.Name)
	case schema.DropTable:
		r.log = append(r.log, "drop "+e.Table.Name)
	case schema.CreateIndex:
		r.log = append(r.log, "index "+e.Index.Name)
	}
	return nil
}

func TestCreateAndDropOrder(t *testing.T) {
	for _, c := range []struct {
		has  map[string]bool
		drop bool
		want string
	}{
		{nil, false, "create users; create addresses; index ix_addresses_user_id"},
		{map[string]bool{"users": true}, false, "create addresses; index ix_addresses_user_id"},
		{map[string]bool{"users": true, "addresses": true}, true, "drop addresses; drop users"},
		{map[string]bool{"users": true}, true, "drop users"},
	} {
		r := &recorder{has: c.has}
		f := blog().CreateAll
		if c.drop {
			f = blog().DropAll
		}
		if err := f(context.Background(), r); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(r.log, "; "); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

func TestDump(t *testing.T) {
	const want = `table addresses
  id BIGINT pk generated not null
  email VARCHAR(50) not null
  user_id BIGINT
  foreign key (user_id) -> users (id) on delete cascade
  unique (email)
  index ix_addresses_user_id (user_id) unique=false
table users
  id BIGINT pk generated not null
  boss_id BIGINT
  foreign key (boss_id) -> users (id)
`
	if got := blog().Dump(); got != want {
		t.Errorf("%s", got)
	}
}

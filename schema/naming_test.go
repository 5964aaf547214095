package schema_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// Tokens of naming conventions, by what a constraint with the columns a and b of the table s.t is called.
func TestNamingTokens(t *testing.T) {
	for pattern, want := range map[string]string{
		"uq": "uq", "uq_%(table_name)s": "uq_t", "%(column_0_name)s_%(column_1_name)s": "a_b", "%(column_0N_name)s": "ab", "%(column_0_N_name)s": "a_b",
		"%(column_1_N_name)s": "b", "%(column_0_label)s": "s_t_a", "%(column_0_key)s": "ka", "%(column_0_N_key)s": "ka_kb", "100%%": "100%",
		"%(column_0_N_label)s": "s_t_a_s_t_b",
	} {
		md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{schema.KindUnique: pattern}))
		a, b := schema.NewColumn("a", sqltypes.Integer(), schema.KeyedAs("ka")), schema.NewColumn("b", sqltypes.Integer(), schema.KeyedAs("kb"))
		u := &schema.UniqueConstraint{Columns: []*schema.Column{a, b}}
		schema.NewTable("s.t", md, a, b, u)
		if err := md.Resolve(); err != nil || u.Name != want || !u.NamedByConvention() {
			t.Errorf("%s: %q, want %q, %v", pattern, u.Name, want, err)
		}
	}
}

// A convention that cannot name a constraint is a mistake of the table, reported with the others.
func TestNamingMistakes(t *testing.T) {
	for pattern, want := range map[string]string{
		"%(column_5_name)s": "there is no column 5", "%(nothing)s": "there is no token nothing", "%(referred_table_name)s": "only foreign keys",
		"%(constraint_name)s": "must be given a name",
	} {
		md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{schema.KindUnique: pattern}))
		schema.NewTable("t", md, schema.NewColumn("a", sqltypes.Integer(), schema.Unique()))
		err := md.Resolve()
		if se := (*schema.Error)(nil); !errors.As(err, &se) || se.Table != "t" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", pattern, err)
		}
	}
}

// Constraints that are added later are named too; a copy is named by the collection it is put into.
func TestNamesOfLaterConstraintsAndCopies(t *testing.T) {
	md := schema.NewMetaData(schema.NameBy(schema.NamingConvention{schema.KindCheck: "ck_%(table_name)s_%(constraint_name)s", schema.KindPrimaryKey: "pk_%(table_name)s"}))
	tab := schema.NewTable("t", md, schema.NewColumn("a", sqltypes.Integer(), schema.PrimaryKey(), schema.Indexed()))
	k := schema.CheckOf("pos", "a > 0")
	tab.Append(k)
	if k.Name != "ck_t_pos" || tab.Key.Name != "pk_t" || tab.Indexes[0].Name != "ix_t_a" {
		t.Errorf("%s, %s, %s", k.Name, tab.Key.Name, tab.Indexes[0].Name)
	}
	other := schema.NewMetaData(schema.NameBy(schema.NamingConvention{schema.KindCheck: "other_%(constraint_name)s"}))
	c := tab.CopyTo(other, schema.CopyName("u"))
	if c.Checks[0].Name != "other_pos" || c.Key != nil || c.Indexes[0].Name != "ix_u_a" || k.Name != "ck_t_pos" {
		t.Errorf("%s, %v, %s", c.Checks[0].Name, c.Key, c.Indexes[0].Name)
	}
}

// Tables of a collection with a schema are in it, and references find them there.
func TestDefaultSchema(t *testing.T) {
	md := schema.NewMetaData(schema.InSchema("app"))
	schema.NewTable("p", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()))
	c := schema.NewTable("c", md, schema.NewColumn("p_id", nil, schema.ForeignKeyTo("p.id")))
	if err := md.Resolve(); err != nil {
		t.Fatal(err)
	}
	if c.FullName() != "app.c" || c.ForeignKeys[0].RefTable != "app.p" || c.Column("p_id").Type() != sqltypes.Integer() {
		t.Errorf("%s", md.Dump())
	}
}

// A constraint on a column that is not there is a mistake, not a panic.
func TestMissingColumns(t *testing.T) {
	for _, item := range []func(c *schema.Column) schema.Item{
		func(c *schema.Column) schema.Item {
			return &schema.UniqueConstraint{Name: "x", Columns: []*schema.Column{c}}
		},
		func(c *schema.Column) schema.Item { return &schema.PrimaryKeyConstraint{Columns: []*schema.Column{c}} },
		func(c *schema.Column) schema.Item {
			return &schema.ForeignKeyConstraint{Columns: []*schema.Column{c}, RefTable: "t", RefColumns: []string{"a"}}
		},
		func(c *schema.Column) schema.Item { return &schema.Index{Columns: []*schema.Column{c}} },
		func(c *schema.Column) schema.Item { return &schema.Index{Name: "x", Include: []*schema.Column{c}} },
	} {
		md := schema.NewMetaData()
		tab := schema.NewTable("t", md, schema.NewColumn("a", sqltypes.Integer()))
		tab.Append(item(tab.Column("nothing")))
		if err := md.Resolve(); err == nil || !strings.Contains(err.Error(), "a column that the table does not have") {
			t.Errorf("%v", err)
		}
		if tab.CopyTo(schema.NewMetaData()) == nil || md.Dump() == "" {
			t.Error("no copy")
		}
	}
}

// A type goes from column to column along foreign keys, whatever the order of the tables; a circle has none.
func TestInferredTypes(t *testing.T) {
	md := schema.NewMetaData()
	schema.NewTable("c", md, schema.NewColumn("id", nil, schema.ForeignKeyTo("b.id")))
	schema.NewTable("b", md, schema.NewColumn("id", nil, schema.ForeignKeyTo("a.id")))
	schema.NewTable("a", md, schema.NewColumn("id", sqltypes.String(7), schema.PrimaryKey()))
	if err := md.Resolve(); err != nil || md.Table("c").Column("id").Type() != sqltypes.String(7) {
		t.Errorf("%v, %v", md.Table("c").Column("id").Type(), err)
	}
	circle := schema.NewMetaData()
	schema.NewTable("a", circle, schema.NewColumn("id", nil, schema.ForeignKeyTo("b.id")))
	schema.NewTable("b", circle, schema.NewColumn("id", nil, schema.ForeignKeyTo("a.id")))
	if err := circle.Resolve(); err == nil || !strings.Contains(err.Error(), "no type") {
		t.Errorf("a circle without a type: %v", err)
	}
}

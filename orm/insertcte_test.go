package orm_test

import (
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

type icThing struct {
	orm.Entity
	ID    int64
	Name  string
	Label string
	Seen  int64
}

type icThingAttrs struct {
	orm.Class[icThing]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Label orm.TextAttr[string]
	Seen  orm.NumAttr[int64]
}

// An INSERT, or an UPDATE, in WITH has the values that Go makes for columns of a table, as one by itself has.
func TestDefaultsInCTE(t *testing.T) {
	made := 0
	things := schema.NewTable("things", schema.NewMetaData(),
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(20)),
		schema.NewColumn("label", sqltypes.String(20), schema.DefaultFunc(func() any { made++; return "made" })),
		schema.NewColumn("seen", sqltypes.Integer(), schema.Default(7), schema.UpdateDefault(8)))
	models := orm.NewRegistry()
	orm.MapTable[icThing](models, things)
	c := orm.Describe[icThingAttrs](models)
	d := openWith(t, dbtest.Postgres(t, "orm_ctedefaults"), models)
	s := d.session()
	stored := orm.Insert(c).Values(c.Name.To("a")).CTE("stored")
	for n := 1; n <= 2; n++ {
		got, err := orm.Select(orm.AliasTo(c, stored)).One(ctx, s)
		must(t, err)
		if got.ID != int64(n) || got.Label != "made" || got.Seen != 7 || made != n {
			t.Errorf("%d, %q, %d; made %d times", got.ID, got.Label, got.Seen, made)
		}
	}
	changed := orm.Update(c).Set(c.Name.To("b")).Where(c.ID.Eq(1)).CTE("changed")
	got, err := orm.Select(orm.AliasTo(c, changed)).PopulateExisting().One(ctx, s)
	must(t, err)
	if got.Name != "b" || got.Label != "made" || got.Seen != 8 || made != 2 {
		t.Errorf("%q, %q, %d; made %d times", got.Name, got.Label, got.Seen, made)
	}
}

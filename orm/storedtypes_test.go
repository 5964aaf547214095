package orm_test

import (
	"testing"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ormtest"
	"github.com/aludel/aludel/sqltypes/civil"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Parcel has columns whose values look otherwise in a database than in Go.
type Parcel struct {
	orm.Entity `orm:"table:parcels"`

	ID     string          `orm:"pk; type:uuid"`
	Other  *string         `orm:"type:uuid"`
	Weight decimal.Decimal `orm:"precision:10; scale:3"`
	Due    civil.Date
	At     *civil.Time
	Sent   civil.DateTime
	Price  *decimal.Decimal `orm:"type:numeric; precision:10; scale:2"`
}

var parcels = orm.NewRegistry(new(Parcel))

// Columns that are stored in a form of their own come back as they went, are found by their keys, and are not dirty.
func TestStoredTypes(t *testing.T) {
	each(t, "parcels", func(t *testing.T, d *db) {
		must(t, parcels.MetaData().CreateAll(ctx, d.eng))
		d.sessions = orm.NewSessionMaker(d.eng, parcels)
		id, other := "123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000001"
		want := func() *Parcel {
			return &Parcel{ID: id, Other: &other, Weight: decimal.MustParse("1.250"), Due: civil.Date{Year: 2024, Month: 2, Day: 29},
				At: &civil.Time{Hour: 3, Nanosecond: 5000}, Sent: civil.DateTime{Date: civil.Date{Year: 1, Month: 1, Day: 1}}, Price: nil}
		}
		kinds := ""
		for _, c := range parcels.MetaData().Table("parcels").Columns {
			kinds += c.Type().Kind().String() + " "
		}
		if kinds != "uuid uuid numeric date time datetime numeric " {
			t.Errorf("columns of %s", kinds)
		}
		s := d.session()
		s.Add(want())
		must(t, s.Commit(ctx))
		must(t, s.Close())
		s = d.session()
		got, err := orm.Get[Parcel](ctx, s, id)
		must(t, err)
		if got.Weight.Equal(decimal.MustParse("1.25")) { // SQLite keeps no zeros at the end
			got.Weight = decimal.MustParse("1.250")
		}
		ormtest.Equal(t, want(), got)
		got.Weight = decimal.MustParse("2.5")
		must(t, s.Commit(ctx))
		must(t, s.Close())
	})
}

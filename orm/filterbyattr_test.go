package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

type faPoint struct{ X, Y int64 }

type faPlace struct {
	orm.Entity `orm:"table:places"`
	ID         int64   `orm:"pk"`
	Name       string  `orm:"size:20"`
	At         faPoint `orm:"composite"`
}

type faPlaceAttrs struct {
	orm.Class[faPlace]
	ID   orm.NumAttr[int64]
	Name orm.TextAttr[string]
	At   orm.CompositeAttr[faPoint]
}

var (
	faModels = orm.NewRegistry(new(faPlace))
	faPlaces = orm.Describe[faPlaceAttrs](faModels)
)

// FilterBy without an entity is about that of the first attribute that the query yields: of an alias, a composite and a subquery too.
func TestFilterByOfAnAttribute(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), faModels)
	s := d.session()
	p, sub := orm.Alias(faPlaces, "p"), orm.Select2(faPlaces.ID, faPlaces.Name).Subquery("s")
	for _, tt := range []struct {
		run  func() error
		want string
	}{
		{func() error {
			_, err := orm.Select(faPlaces.ID).FilterBy(orm.Values{"Name": "x"}).All(ctx, s)
			return err
		}, "SELECT places.id AS places_id FROM places WHERE places.name = ?"},
		{func() error {
			_, err := orm.Select2(orm.CountAll(), faPlaces.Name).GroupBy(faPlaces.Name).FilterBy(orm.Values{"Name": "x"}).All(ctx, s)
			return err
		}, "SELECT count(*) AS count_1, places.name AS places_name FROM places WHERE places.name = ? GROUP BY places.name"},
		{func() error {
			_, err := orm.Select(p.ID).FilterBy(orm.Values{"Name": "x"}).All(ctx, s)
			return err
		}, "SELECT p.id AS p_id FROM places AS p WHERE p.name = ?"},
		{func() error {
			_, err := orm.Select(faPlaces.At).FilterBy(orm.Values{"Name": "x", "At": faPoint{1, 2}}).All(ctx, s)
			return err
		}, "SELECT places.at_x AS places_at_x, places.at_y AS places_at_y FROM places WHERE places.at_x = ? AND places.at_y = ? AND places.name = ?"},
		{func() error {
			_, err := orm.Select(orm.ColumnOf(sub, faPlaces.ID)).FilterBy(orm.Values{"name": "x"}).All(ctx, s)
			return err
		}, "SELECT s.id AS s_id FROM (SELECT places.id AS id, places.name AS name FROM places) AS s WHERE s.name = ?"},
	} {
		d.log = nil
		must(t, tt.run())
		if got := d.log[len(d.log)-1]; got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
	var misuse *query.Error
	if _, err := orm.Select(orm.Upper(faPlaces.Name)).FilterBy(orm.Values{"Name": "x"}).All(ctx, s); !errors.As(err, &misuse) {
		t.Errorf("of an expression: %v", err)
	}
}

// A table that two structs map is of neither, so that FilterBy wants From.
func TestFilterByOfASharedTable(t *testing.T) {
	md := schema.NewMetaData()
	things := schema.NewTable("things", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()), schema.NewColumn("name", sqltypes.String(20)))
	type attrs struct {
		orm.Class[faThing]
		Name orm.TextAttr[string]
	}
	one, two := orm.NewRegistry(), orm.NewRegistry()
	orm.MapTable[faThing](one, things)
	first := orm.Describe[attrs](one)
	d := openWith(t, dbtest.SQLite(t), one)
	s := d.session()
	if _, err := orm.Select(first.Name).FilterBy(orm.Values{"Name": "x"}).All(ctx, s); err != nil {
		t.Error(err)
	}
	orm.MapTable[faThing](two, things)
	must(t, two.Configure())
	var misuse *query.Error
	if _, err := orm.Select(first.Name).FilterBy(orm.Values{"Name": "x"}).All(ctx, s); !errors.As(err, &misuse) {
		t.Errorf("of a table that two registries map: %v", err)
	}
	if _, err := orm.Select(first.Name).From(first).FilterBy(orm.Values{"Name": "x"}).All(ctx, s); err != nil {
		t.Error(err)
	}
}

type faThing struct {
	orm.Entity
	ID   int64
	Name string
}

// A key of an upsert may be a composite: the columns of its parts.
func TestConflictOnComposite(t *testing.T) {
	rcDatabases(t, "conflictcomposite", func(t *testing.T, url string) {
		d := openWith(t, url, faModels)
		must(t, exec(d, "CREATE UNIQUE INDEX places_at ON places (at_x, at_y)"))
		s := d.session()
		insert := orm.Insert(faPlaces).OnConflictDoUpdate(orm.ConflictOn(faPlaces.At), faPlaces.Name.ToExpr(orm.Excluded(faPlaces.Name)))
		n, err := insert.ExecRows(ctx, s, []*faPlace{{Name: "old", At: faPoint{1, 2}}, {Name: "other", At: faPoint{1, 3}}})
		must(t, err)
		d.log = nil
		_, err = insert.ExecRows(ctx, s, []*faPlace{{Name: "new", At: faPoint{1, 2}}})
		must(t, err)
		d.expect("INSERT places")
		names, err := orm.Select(faPlaces.Name).OrderBy(faPlaces.At.Asc()).All(ctx, s)
		must(t, err)
		if n != 2 || len(names) != 2 || names[0] != "new" || names[1] != "other" {
			t.Errorf("%d rows, %q", n, names)
		}
		_, err = orm.Insert(faPlaces).OnConflictDoNothing(orm.ConflictOn(faPlaces.At)).ExecRows(ctx, s, []*faPlace{{Name: "again", At: faPoint{1, 3}}})
		must(t, err)
	})
}

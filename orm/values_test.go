package orm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// Meter has values from everywhere: Go, SQL and a trigger.
type Meter struct {
	orm.Entity `orm:"table:meters"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
	Unit       string `orm:"size:20; omitzero"`
	Label      *string
	Twice      *int64
	Seen       *int64
	Turns      *int64
}

// bad is given in place of a value that fits, if it is not nil.
var bad any

func (*Meter) ConfigureMapping(m *orm.Config[Meter]) {
	m.Default("Unit", func() any { return "kWh" })
	m.DefaultFrom("Label", func(t *Meter) any { return t.Name + " in " + t.Unit })
	m.DefaultExpr("Twice", orm.Func[int64]("abs", orm.Val(int64(-2))))
	m.OnUpdateFrom("Seen", func(t *Meter) any {
		if bad != nil {
			return bad
		}
		if t.Seen == nil {
			return int64(1)
		}
		return *t.Seen + 1
	})
	m.FetchedOnUpdate("Turns")
}

type MeterAttrs struct {
	orm.Class[Meter]
	ID    orm.NumAttr[int64]
	Twice orm.NullNumAttr[int64]
}

var (
	MeterModels = orm.NewRegistry(new(Meter))
	Meters      = orm.Describe[MeterAttrs](MeterModels)
)

// meters is a database whose trigger counts updates of meters.
func meters(t *testing.T, f func(t *testing.T, d *db)) {
	t.Run("sqlite", func(t *testing.T) {
		d := openWith(t, dbtest.SQLite(t), MeterModels)
		d.exec(`CREATE TRIGGER turn AFTER UPDATE OF name ON meters BEGIN UPDATE meters SET turns = coalesce(turns, 0) + 1 WHERE id = new.id; END`)
		f(t, d)
	})
	t.Run("postgresql", func(t *testing.T) {
		d := openWith(t, dbtest.Postgres(t, "orm_values"), MeterModels)
		d.exec(`CREATE FUNCTION turned() RETURNS trigger AS $$ BEGIN NEW.turns := coalesce(NEW.turns, 0) + 1; RETURN NEW; END $$ LANGUAGE plpgsql`)
		d.exec(`CREATE TRIGGER turn BEFORE UPDATE ON meters FOR EACH ROW EXECUTE FUNCTION turned()`)
		f(t, d)
	})
}

// Values come when an object is stored and when it is updated, and go with a rollback.
func TestValuesOfWriting(t *testing.T) {
	meters(t, func(t *testing.T, d *db) {
		s := d.session()
		m, own := &Meter{Name: "a"}, &Meter{Name: "b", Unit: "l", Label: new("own")}
		s.Add(m, own)
		must(t, s.Commit(ctx))
		if m.Unit != "kWh" || *m.Label != "a in kWh" || *own.Label != "own" || own.Unit != "l" {
			t.Errorf("%q %q, %q %q", m.Unit, *m.Label, own.Unit, *own.Label)
		}
		again, err := orm.Get[Meter](ctx, s, m.ID)
		must(t, err)
		if again.Twice == nil || *again.Twice != 2 || again.Seen != nil || again.Turns != nil {
			t.Errorf("%v %v %v", again.Twice, again.Seen, again.Turns)
		}
		for n := int64(1); n <= 2; n++ {
			m.Name += "'"
			must(t, s.Flush(ctx))
			if _, err = orm.Get[Meter](ctx, s, m.ID); err != nil || *m.Seen != n || *m.Turns != n {
				t.Errorf("update %d: seen %v, turns %v, %v", n, *m.Seen, *m.Turns, err)
			}
		}
		m.Seen, m.Name = new(int64(70)), "own value"
		must(t, s.Flush(ctx))
		if *m.Seen != 70 {
			t.Errorf("%d in place of the object's own value", *m.Seen)
		}
		must(t, s.Rollback(ctx))
		if m.Seen != nil || m.Name != "a" {
			t.Errorf("after the rollback: %v %q", m.Seen, m.Name)
		}
		d.log = nil
		must(t, s.Flush(ctx))
		d.expect("")
	})
}

// Rows that are inserted past the unit of work are given the same values.
func TestValuesOfInsertRows(t *testing.T) {
	meters(t, func(t *testing.T, d *db) {
		s := d.session()
		rows := []*Meter{{Name: "a"}, {Name: "b", Twice: new(int64(7))}, {Name: "c", Twice: new(int64(8))}}
		must(t, orm.InsertRows(ctx, s, rows))
		twice, err := orm.Select(Meters.Twice).OrderBy(Meters.ID).All(ctx, s)
		must(t, err)
		if *rows[0].Label != "a in kWh" || *twice[0] != 2 || *twice[1] != 7 || *twice[2] != 8 {
			t.Errorf("%q %v", *rows[0].Label, fields(twice, func(n *int64) int64 { return *n }))
		}
	})
}

// A value that does not fit fails the flush and says where.
func TestValueThatDoesNotFit(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), MeterModels)
	s := d.session()
	m := &Meter{Name: "a"}
	s.Add(m)
	must(t, s.Commit(ctx))
	bad = "not a number"
	defer func() { bad = nil }()
	m.Name = "b"
	var fe *orm.FlushError
	if err := s.Flush(ctx); !errors.As(err, &fe) || fe.Entity != "Meter" || fe.Attr != "Seen" {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
	if m.Name != "a" || m.Seen != nil {
		t.Errorf("%q %v", m.Name, m.Seen)
	}
}

type Unfilled struct {
	orm.Entity `orm:"table:t"`
	ID         int64 `orm:"pk"`
}

func (*Unfilled) ConfigureMapping(m *orm.Config[Unfilled]) {
	m.OnUpdate("Nmae", func() any { return nil })
	m.DefaultExpr("Eman", orm.Val(int64(1)))
	m.Fetched("Mane")
	m.FetchedOnUpdate("Amen")
}

// Names that the entity does not have are mistakes of the mapping.
func TestValuesOfUnknownAttributes(t *testing.T) {
	err := orm.NewRegistry(new(Unfilled)).Configure()
	var me *mapping.Error
	if !errors.As(err, &me) || strings.Count(err.Error(), "ORM501") != 4 {
		t.Error(err)
	}
}

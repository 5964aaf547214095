package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/orm"
)

// spCar owns its engine alone, spFleet its drivers, spGarage its keys without owning them.
type spCar struct {
	orm.Entity `orm:"table:sp_cars"`
	ID         int64              `orm:"pk"`
	EngineID   *int64             `orm:"fk:sp_parts.id"`
	Engine     orm.Ref[*spPart]   `orm:"cascade:all,delete-orphan; foreign_keys:EngineID; single_parent"`
	KeyID      *int64             `orm:"fk:sp_parts.id"`
	Key        orm.Ref[*spPart]   `orm:"foreign_keys:KeyID; single_parent"`
	Drivers    orm.List[*spDrive] `orm:"secondary:sp_drives; cascade:all,delete-orphan; single_parent"`
}

type spPart struct {
	orm.Entity `orm:"table:sp_parts"`
	ID         int64 `orm:"pk"`
}

type spDrive struct {
	orm.Entity `orm:"table:sp_drivers"`
	ID         int64 `orm:"pk"`
}

var spModels = orm.NewRegistry(new(spCar), new(spPart), new(spDrive))

// An object that two others hold along a relationship with single_parent is refused when it is flushed, before anything is sent; what goes
// from one to the other is not, in whatever order; nor is what another one held that is deleted.
func TestSingleParent(t *testing.T) {
	ways := map[string]func(a, b *spCar){
		"Engine":  func(a, b *spCar) { b.Engine.Set(a.Engine.Item()) },
		"Key":     func(a, b *spCar) { b.Key.Set(a.Key.Item()) },
		"Drivers": func(a, b *spCar) { b.Drivers.Append(a.Drivers.Items()[0]) },
	}
	eachOf(t, "single", spModels, threeDatabases(t, "orm_single"), func(t *testing.T, d *db, _ string) {
		s := d.session()
		a, b := &spCar{}, &spCar{}
		fill := func() {
			a, b = &spCar{Engine: orm.RefTo(&spPart{}), Key: orm.RefTo(&spPart{}), Drivers: orm.ListOf(&spDrive{})}, &spCar{}
			s.Add(a, b)
		}
		for attr, share := range ways {
			for _, stored := range []bool{false, true} {
				fill()
				if stored {
					must(t, s.Flush(ctx))
				} else {
					must(t, spModels.Wire(a, b))
				}
				share(a, b)
				d.sent()
				err := s.Flush(ctx)
				var se *orm.SingleParentError
				var fe *orm.FlushError
				if !errors.As(err, &se) || se.Entity != "spCar" || se.Attr != attr || !errors.As(err, &fe) {
					t.Fatalf("%s, stored %v: %v", attr, stored, err)
				}
				if got := d.sent(); got != "" && got != "ROLLBACK" {
					t.Errorf("%s: sent %s", attr, got)
				}
				must(t, s.Rollback(ctx))
			}
		}
		fill()
		must(t, s.Commit(ctx))
		engine, key := must1(a.Engine.Get(ctx)), must1(a.Key.Get(ctx))
		driver := must1(a.Drivers.All(ctx))[0]
		b.Engine.Set(engine)
		a.Engine.Clear()
		a.Key.Clear()
		b.Key.Set(key)
		b.Drivers.Append(driver)
		a.Drivers.Remove(driver)
		must(t, s.Commit(ctx))
		if got := must1(b.Engine.Get(ctx)); got != engine || orm.StateOf(engine) != orm.Persistent {
			t.Errorf("the engine did not move: %v", got)
		}
	})
}

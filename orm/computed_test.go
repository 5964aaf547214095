package orm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// Attributes that are SQL expressions.

type xOwner struct {
	orm.Entity `orm:"table:x_owners"`
	ID         int64           `orm:"pk"`
	First      string          `orm:"size:20"`
	Last       string          `orm:"size:20"`
	Full       string          `orm:"expr"`
	Shout      *string         `orm:"expr"` // of another expression
	Pets       int64           `orm:"expr"`
	All        orm.List[*xPet] `orm:"back_populates:Owner; order_by:ID"`
}

func (*xOwner) ConfigureMapping(m *orm.Config[xOwner]) {
	m.Expr("Full", orm.Concat(xOwners.First.Concat(" "), xOwners.Last))
	m.Expr("Shout", orm.Upper(xOwners.Full))
	m.Expr("Pets", orm.Scalar[int64](orm.Select(orm.Count(xPets.ID)).Where(xPets.OwnerID.EqExpr(xOwners.ID))))
}

type xPet struct {
	orm.Entity `orm:"table:x_pets"`
	ID         int64            `orm:"pk"`
	OwnerID    *int64           `orm:"fk:x_owners.id"`
	Owner      orm.Ref[*xOwner] `orm:"back_populates:All"`
}

type xOwnerAttrs struct {
	orm.Class[xOwner]
	ID          orm.NumAttr[int64]
	First, Last orm.TextAttr[string]
	Full        orm.TextAttr[string]
	Shout       orm.NullTextAttr[string]
	Pets        orm.NumAttr[int64]
	All         orm.ListAttr[*xPet]
}

type xPetAttrs struct {
	orm.Class[xPet]
	ID      orm.NumAttr[int64]
	OwnerID orm.NullNumAttr[int64]
	Owner   orm.RefAttr[*xOwner]
}

var (
	xModels = orm.NewRegistry(new(xOwner), new(xPet))
	xOwners = orm.Describe[xOwnerAttrs](xModels)
	xPets   = orm.Describe[xPetAttrs](xModels)
	// xBusy is made before the registry is complete.
	xBusy = orm.Select(xOwners).Where(xOwners.Pets.Gt(1)).OrderBy(xOwners.Full.Desc())
)

// TestExpr reads expressions wherever attributes are read, and never writes them.
func TestExpr(t *testing.T) {
	for _, on := range []struct{ name, url string }{{"sqlite", dbtest.SQLite(t)}, {"postgres", dbtest.Postgres(t, "computed")}} {
		t.Run(on.name, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(on.url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			t.Cleanup(func() { must(t, eng.Close()) })
			must(t, xModels.MetaData().CreateAll(ctx, eng))
			d.sessions = orm.NewSessionMaker(eng, xModels)
			s := d.session()
			ann := &xOwner{First: "ann", Last: "b", Full: "not stored", All: orm.ListOf(new(xPet), new(xPet))}
			s.Add(ann, &xOwner{First: "cy", Last: "d", All: orm.ListOf(new(xPet))})
			must(t, s.Commit(ctx))
			got, err := xBusy.All(ctx, s)
			must(t, err)
			if len(got) != 1 || got[0] != ann || ann.Full != "ann b" || *ann.Shout != "ANN B" || ann.Pets != 2 {
				t.Errorf("%d, %+v", len(got), ann.Full)
			}
			d.log = nil
			ann.Full, ann.Pets = "changed", 9
			must(t, s.Commit(ctx))
			if sent := strings.Join(d.log, "; "); strings.Contains(sent, "UPDATE") {
				t.Errorf("an expression was written: %s", sent)
			}
			other := orm.Alias(xOwners)
			rows, err := orm.Select2(xOwners.Full, other.Shout).Join(other, other.ID.GtExpr(xOwners.ID)).Where(other.Full.Ne(""), xOwners.Pets.GtExpr(other.Pets)).All(ctx, s)
			must(t, err)
			if len(rows) != 1 || rows[0].V1 != "ann b" || *rows[0].V2 != "CY D" {
				t.Errorf("%+v", rows)
			}
			s = d.session()
			pets, err := orm.Select(xPets).OrderBy(xPets.ID).Options(orm.Joined(xPets.Owner, orm.SelectIn(xOwners.All))).Limit(1).All(ctx, s)
			must(t, err)
			owner, err := pets[0].Owner.Get(ctx)
			must(t, err)
			self, err := orm.Select(xOwners).OrderBy(xOwners.ID).Limit(2).FromSelf().Where(xOwners.Pets.Eq(1)).All(ctx, s)
			must(t, err)
			sub := orm.AliasTo(xOwners, orm.Select(xOwners).Where(xOwners.Full.HasPrefix("ann")).Subquery())
			inSub, err := orm.Select(sub).Where(sub.Shout.Eq("ANN B")).All(ctx, s)
			must(t, err)
			if owner.Pets != 2 || len(self) != 1 || self[0].Full != "cy d" || len(inSub) != 1 || inSub[0] != owner {
				t.Errorf("%v %v %v", owner.Pets, self, inSub)
			}
			n, err := orm.Select(xOwners).Where(xOwners.All.Any(), xOwners.Shout.Like("%Y%")).Count(ctx, s)
			must(t, err)
			if n != 1 {
				t.Error(n)
			}
		})
	}
}

type xWrong struct {
	orm.Entity
	ID     int64  `orm:"pk"`
	None   string `orm:"expr"`
	Column string
	Key    int64 `orm:"expr; unique"`
}

type xWrongAttrs struct {
	orm.Class[xWrong]
	ID orm.NumAttr[int64]
}

var (
	xWrongModels = orm.NewRegistry(new(xWrong))
	xWrongs      = orm.Describe[xWrongAttrs](xWrongModels)
)

func (*xWrong) ConfigureMapping(m *orm.Config[xWrong]) {
	m.Expr("Column", xWrongs.ID)
	m.Expr("Key", xWrongs.ID)
}

// TestExprMistakes: the option and the expression belong together.
func TestExprMistakes(t *testing.T) {
	err := xWrongModels.Configure()
	if !errors.Is(err, mapping.Code("ORM105")) {
		t.Error(err)
	}
	type plain struct {
		orm.Entity
		ID   int64  `orm:"pk"`
		None string `orm:"expr"`
	}
	err = orm.NewRegistry(new(plain)).Configure()
	if !errors.Is(err, mapping.Code("ORM229")) || !strings.Contains(err.Error(), "plain.None") {
		t.Error(err)
	}
}

package orm_test

import (
	"github.com/aludel/aludel/orm"
)

// This file has the twins of scenarios about values that columns are given when an object is written.

type gFilled struct {
	orm.Entity `orm:"table:t"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:20"`
	Code       *int64
	Ctx        *string `orm:"size:20"`
	Rev        *int64
	Sqlv       *int64
}

func (*gFilled) ConfigureMapping(m *orm.Config[gFilled]) {
	m.Default("Name", func() any { return "dflt" })
	m.Default("Code", func() any { return 42 })
	m.DefaultFrom("Ctx", func(t *gFilled) any { return *t.Name + "!" })
	m.Default("Rev", func() any { return 1 })
	m.OnUpdateFrom("Rev", func(t *gFilled) any { return *t.Code + 100 })
	m.DefaultExpr("Sqlv", absOf(-7))
	m.OnUpdateExpr("Sqlv", absOf(-8))
}

type gTriggered struct {
	orm.Entity `orm:"table:t"`
	ID         int64   `orm:"pk"`
	Name       *string `orm:"size:20"`
	Stamp      *string `orm:"size:20"`
}

func (*gTriggered) ConfigureMapping(m *orm.Config[gTriggered]) {
	m.Fetched("Stamp")
	m.FetchedOnUpdate("Stamp")
}

type gNulls struct {
	orm.Entity `orm:"table:t"`
	ID         int64 `orm:"pk"`
	A          *int64
	B          *int64 `orm:"server_default:6"`
}

func (*gNulls) ConfigureMapping(m *orm.Config[gNulls]) {
	m.Default("A", func() any { return 5 })
}

type gNullsAttrs struct {
	orm.Class[gNulls]
	A, B orm.NullNumAttr[int64]
}

var (
	gFilledModels    = orm.NewRegistry(new(gFilled))
	gTriggeredModels = orm.NewRegistry(new(gTriggered))
	gNullsModels     = orm.NewRegistry(new(gNulls))
	gNullses         = orm.Describe[gNullsAttrs](gNullsModels)
)

func valueTwins() map[string]twin {
	return map[string]twin{
		"server-onupdate": {gTriggeredModels, func(g *golden) {
			t := &gTriggered{Name: new("x")}
			stamp := func() any { return got[gTriggered](g, 1).Stamp }
			g.step(func() any { g.s.Add(t); return g.flush() })
			g.stepAs(nil, stamp, "SELECT {t} FROM t WHERE t.id = ? [1]")
			g.step(func() any { t.Name = new("y"); return g.flush() })
			g.stepAs(nil, stamp, "SELECT {t} FROM t WHERE t.id = ? [1]")
		}},
		"python-defaults": {gFilledModels, func(g *golden) {
			t := new(gFilled)
			g.step(func() any { return t.Name })
			g.step(func() any { g.s.Add(t); return g.flush() })
			g.step(func() any { return list(t.Name, t.Code, t.Ctx, t.Rev) })
			g.stepAs(7, func() any { return got[gFilled](g, 1).Sqlv }, "SELECT {t} FROM t WHERE t.id = ? [1]")
			g.step(func() any { t.Code = new(int64(5)); return g.flush() })
			g.stepAs(list(105, 8), func() any { t := got[gFilled](g, 1); return list(t.Rev, t.Sqlv) }, "SELECT {t} FROM t WHERE t.id = ? [1]")
			g.step(func() any { g.s.Add(&gFilled{Name: nil}); return g.flush() })
		}},
		"column-default-none": {gNullsModels, func(g *golden) {
			t, t2 := new(gNulls), new(gNulls)
			both := func(id int64) func() any {
				return func() any { t := got[gNulls](g, id); return list(t.A, t.B) }
			}
			g.step(func() any { g.s.Add(t); return g.flush() })
			g.stepAs(list(5, 6), both(1), "SELECT {t} FROM t WHERE t.id = ? [1]")
			g.step(func() any {
				g.s.Add(t2)
				g.s.SetExpr(t2, gNullses.A.ToNull(), gNullses.B.ToNull())
				return g.flush()
			})
			g.stepAs(list(nil, nil), both(2), "SELECT {t} FROM t WHERE t.id = ? [2]")
		}},
	}
}

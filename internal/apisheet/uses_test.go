package apisheet

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// A warehouse, mapped and queried with each form that the sheet shows: what compiles here and is accepted by SQLite is there for users.
type state string

const full state = "full"

type look struct{ Dark bool }

type spot struct{ Aisle, Shelf int64 }

type bin struct {
	orm.Entity `orm:"table:bins"`
	HallID     int64 `orm:"pk; fk:halls.id"`
	Number     int64 `orm:"pk"`
	State      state `orm:"enum:full,empty"`
	Worth      decimal.Decimal
	Remark     sql.Null[string]
	Look       look      `orm:"type:json"`
	Changes    int64     `orm:"version"`
	Built      time.Time `orm:"server_default:CURRENT_TIMESTAMP"`
	From, To   spot      `orm:"composite"`
	Spare      *spot     `orm:"composite"`
	Locked     bool
	Hall       orm.Ref[*hall] `orm:"back_populates:Bins"`
}

type hall struct {
	orm.Entity `orm:"table:halls"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"column:hall_name; size:40"`
	Sign       *string
	Plan       orm.Deferred[string]
	UpperID    *int64             `orm:"fk:halls.id"`
	Upper      orm.Ref[*hall]     `orm:"back_populates:Lower; remote_side:ID"`
	Lower      orm.List[*hall]    `orm:"back_populates:Upper"`
	Bins       orm.List[*bin]     `orm:"back_populates:Hall; cascade:all,delete-orphan" json:",omitzero"`
	Visits     orm.Dynamic[*tour] `orm:"back_populates:Halls; secondary:hall_tours" json:"-"`
}

type tour struct {
	orm.Entity `orm:"table:tours"`
	ID         int64           `orm:"pk"`
	Guide      string          `orm:"unique"`
	Halls      orm.List[*hall] `orm:"back_populates:Visits; secondary:hall_tours"`
}

type spotAttrs struct {
	orm.CompositeAttr[spot]
	Aisle, Shelf orm.NumAttr[int64]
}

type binAttrs struct {
	orm.Class[bin]
	HallID, Number, Changes orm.NumAttr[int64]
	State                   orm.TextAttr[state]
	Worth                   orm.NumAttr[decimal.Decimal]
	Remark                  orm.NullTextAttr[string]
	Look                    orm.JSONAttr[look]
	Built                   orm.Attr[time.Time]
	From, To                spotAttrs
	Spare                   orm.NullCompositeAttr[spot]
	Locked                  orm.BoolAttr
	Hall                    orm.RefAttr[*hall]
}

type hallAttrs struct {
	orm.Class[hall]
	ID      orm.NumAttr[int64]
	Name    orm.TextAttr[string]
	Sign    orm.NullTextAttr[string]
	Plan    orm.TextAttr[string]
	UpperID orm.NullNumAttr[int64]
	Upper   orm.RefAttr[*hall]
	Lower   orm.ListAttr[*hall]
	Bins    orm.ListAttr[*bin]
	Visits  orm.ListAttr[*tour]
}

// Title is a hybrid: in Go on the object, in SQL on its descriptor.
func (h *hall) Title() string { return h.Name + " hall" }

// Title is the hybrid's side in SQL.
func (h hallAttrs) Title() orm.Text[string, string] { return h.Name.Concat(" hall") }

type tourAttrs struct {
	orm.Class[tour]
	ID    orm.NumAttr[int64]
	Guide orm.TextAttr[string]
	Halls orm.ListAttr[*hall]
}

var (
	models = orm.NewRegistry(new(bin), new(hall), new(tour))
	bins   = orm.Describe[binAttrs](models)
	halls  = orm.Describe[hallAttrs](models)
	tours  = orm.Describe[tourAttrs](models)
)

// page is generic over entities.
func page[T any](ctx context.Context, s *orm.Session, c orm.EntityOf[*T], size int, where ...orm.Cond) ([]*T, error) {
	return orm.Select(c).Where(where...).Limit(size).All(ctx, s)
}

// drained takes what an iterator gives.
func drained[T any](it iter.Seq2[T, error]) (n int, err error) {
	for _, e := range it {
		if e != nil {
			return n, e
		}
		n++
	}
	return n, nil
}

func TestUses(t *testing.T) {
	ctx := t.Context()
	eng, err := engine.Open("sqlite:///:memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	if err := models.MetaData().CreateAll(ctx, eng); err != nil {
		t.Fatal(err)
	}
	sessions := orm.NewSessionMaker(eng, models)
	sign := "S"
	north, err := orm.Tx(ctx, sessions, func(s *orm.Session) (*hall, error) {
		h := &hall{Name: "north", Sign: &sign, Plan: orm.DeferredOf("plan"), Lower: orm.ListOf(&hall{Name: "cellar", Plan: orm.DeferredOf("")}),
			Bins: orm.ListOf(&bin{Number: 1, State: full, From: spot{1, 2}, To: spot{3, 4}}, &bin{Number: 2, State: "empty", Locked: true, Spare: &spot{5, 6}})}
		s.Add(h, &tour{Guide: "ann", Halls: orm.ListOf(h)})
		return h, s.Flush(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	s := sessions.New()
	defer s.Close()
	upper, one, two := orm.Alias(halls, "u"), orm.Alias(bins), orm.Alias(bins)
	total := orm.CountAll().As("total")
	counts := orm.Select2(bins.HallID, total).GroupBy(bins.HallID).Subquery()
	some := orm.AliasTo(bins, orm.Select(bins).Where(bins.Locked).Subquery())
	type report struct {
		Name string
		N    int64
	}
	for name, c := range map[string]struct {
		run  func() (int, error)
		want int
	}{
		"conditions": {count(ctx, s, orm.Select(bins).Where(bins.State.Eq(full), bins.State.Ne("empty"), bins.Worth.Ge(decimal.Decimal{}), bins.From.Eq(spot{1, 2}), bins.To.Shelf.Gt(3),
			bins.Spare.IsNull(), bins.Remark.IsNull(), orm.Not(bins.Locked), bins.Locked.Eq(false), bins.Built.Lt(time.Now().Add(24*time.Hour)), bins.Number.Between(1, 3),
			bins.Look.Path("Dark").IsNotNull())), 1},
		"texts": {count(ctx, s, orm.Select(halls).Where(halls.Name.Like("%or%"), halls.Name.ILike("N%"), halls.Name.In("north", "south"), halls.Sign.EqPtr(&sign), orm.Lower(halls.Sign).Eq("s"),
			orm.Coalesce(halls.Sign, "none").Eq("S"), orm.Length(halls.Name).Gt(3), halls.Title().Eq("north hall"), orm.SQL("halls.id < :v", 100))), 1},
		"either":    {count(ctx, s, orm.Select(halls).Where(orm.Or(halls.Name.Eq("north"), orm.And(halls.UpperID.IsNotNull(), halls.ID.Gt(1)))).OrderBy(halls.Name.Desc().NullsLast())), 2},
		"by name":   {count(ctx, s, orm.Select(halls).FilterBy(orm.Values{"Name": "north"})), 1},
		"no class":  {count(ctx, s, orm.SelectOf[hall](models).Where(orm.AttrNamed[hall](models, "Name").Eq("cellar"))), 1},
		"tree":      {count(ctx, s, orm.Select2(halls, upper.Name).Join(halls.Upper.To(upper)).Where(upper.Name.Eq("north"))), 1},
		"twice":     {count(ctx, s, orm.Select3(halls.Name, one.Number, two.Number).Join(halls.Bins.To(one)).Join(halls.Bins.To(two)).Where(one.Number.LtExpr(two.Number))), 1},
		"outer":     {count(ctx, s, orm.Select2(halls, orm.Opt(orm.ColumnOf(counts, total))).OuterJoin(counts, halls.ID.EqExpr(orm.ColumnOf(counts, bins.HallID)))), 2},
		"subquery":  {count(ctx, s, orm.Select2(halls, some).Join(halls.Bins.To(some))), 1},
		"optional":  {count(ctx, s, orm.Select3(halls, orm.OptEntity(bins), orm.OptComposite(bins.From)).OuterJoin(halls.Bins)), 3},
		"exists":    {count(ctx, s, orm.Select(halls.Name).Where(orm.Exists(orm.Select(bins).Where(bins.HallID.EqExpr(halls.ID))), halls.Bins.Any(bins.Locked), halls.ID.InQuery(orm.Select(bins.HallID)))), 1},
		"has":       {count(ctx, s, orm.Select(bins).Where(bins.Hall.Has(halls.Name.Eq("north")), bins.Hall.Eq(north), orm.Not(bins.Hall.IsNull()))), 2},
		"many":      {count(ctx, s, orm.Select(tours).Where(tours.Halls.Any(halls.Name.Eq("north")), tours.Halls.Contains(north))), 1},
		"case":      {count(ctx, s, orm.Select(orm.When(bins.Locked, "l").When(bins.Number.Gt(1), "n").Else("x"))), 2},
		"groups":    {count(ctx, s, orm.Select3(orm.Max(bins.Number), orm.Sum(bins.Number), bins.HallID).GroupBy(bins.HallID).Having(orm.CountAll().Gt(1))), 1},
		"into":      {count(ctx, s, orm.SelectInto[report](halls.Name, orm.Count(bins.Number).As("N")).Join(halls.Bins).GroupBy(halls.Name)), 1},
		"eager":     {count(ctx, s, orm.Select(halls).Options(orm.SelectIn(halls.Bins, orm.Raise(bins.Hall)), orm.Joined(halls.Upper), orm.Undefer(halls.Plan))), 2},
		"contained": {count(ctx, s, orm.Select(bins).Join(bins.Hall).Where(halls.Name.Eq("north")).Options(orm.ContainsEager(bins.Hall))), 2},
		"streamed":  {func() (int, error) { return drained(orm.Select(bins).OrderBy(bins.Number).YieldPer(1).Iter(ctx, s)) }, 2},
		"page":      {func() (int, error) { l, err := page(ctx, s, halls, 1, halls.ID.Gt(0)); return len(l), err }, 1},
		"dynamic": {func() (int, error) {
			return count(ctx, s, member(ctx, s, t).Visits.Query().Where(tours.Guide.Eq("ann")))()
		}, 1},
		"lazy": {func() (int, error) {
			l, err := member(ctx, s, t).Bins.All(ctx)
			return len(l), err
		}, 2},
	} {
		if n, err := c.run(); err != nil || n != c.want {
			t.Errorf("%s: %d rows %v, want %d", name, n, err, c.want)
		}
	}
	if _, err := orm.Get[hall](ctx, s, 99); !errors.Is(err, orm.ErrNotFound) {
		t.Errorf("Get of nothing: %v", err)
	}
	if _, err := orm.Select(halls).One(ctx, s); !errors.Is(err, orm.ErrManyRows) {
		t.Errorf("One of two: %v", err)
	}
	n, err := orm.Update(bins).Set(bins.Number.ToExpr(bins.Number.Add(10)), bins.Remark.ToNull(), bins.To.To(spot{7, 7})).Where(bins.Locked).Exec(ctx, s)
	if n != 1 || err != nil {
		t.Errorf("UPDATE: %d %v", n, err)
	}
	if n, err := orm.Delete(tours).Where(tours.Guide.Eq("bob")).Exec(ctx, s); n != 0 || err != nil {
		t.Errorf("DELETE: %d %v", n, err)
	}
}

// count runs a query and counts its rows.
func count[R any](ctx context.Context, s *orm.Session, q orm.Query[R]) func() (int, error) {
	return func() (int, error) {
		rows, err := q.All(ctx, s)
		return len(rows), err
	}
}

// member is an object of the session.
func member(ctx context.Context, s *orm.Session, t *testing.T) *hall {
	t.Helper()
	h, err := orm.Select(halls).Where(halls.Name.Eq("north")).One(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

package orm_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// This file has composites in the life of objects: what is put back, read again, left out, merged, and written in bulk.

func TestCompositeLife(t *testing.T) {
	V := cmpVertices
	cmpEach(t, "compositelife", func(t *testing.T, d *db, s *orm.Session) {
		a, b := cmpStored(t, d, s)
		was, wasB := cmpText(a), cmpText(b)
		same := func(what string, v *cmpVertex, want string) {
			t.Helper()
			if got := cmpText(v); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		shared := a.End
		a.Start.X, a.End, a.Box.Min, a.Note.Text, b.End = 70, nil, cmpPoint{8, 8}, "other", &cmpPoint{1, 1}
		must(t, s.Flush(ctx))
		must(t, s.Rollback(ctx))
		same("rollback", a, was)
		same("rollback to nil", b, wasB)

		a.End = shared
		shared.X = 99
		s.ExpireAttrs(a, V.End)
		same("an edit taken back", a, was)
		if shared.X != 99 {
			t.Error("what the pointer pointed to was written")
		}

		_, err := orm.Update(V).Set(V.End.To(cmpPoint{6, 7}), V.Start.To(cmpPoint{60, 70}), V.Box.Max.X.To(91)).Where(V.Start.Eq(cmpPoint{1, 2})).Exec(ctx, s)
		must(t, err)
		if *a.End != (cmpPoint{6, 7}) || a.Start != (cmpPoint{60, 70}) || a.Box.Max.X != 91 {
			t.Errorf("UPDATE did not tell the object: %s", cmpText(a))
		}
		_, err = orm.Update(V).Set(V.End.ToNull()).Where(V.ID.Eq(a.ID)).Exec(ctx, s)
		must(t, err)
		if a.End != nil || len(s.Dirty()) != 0 {
			t.Errorf("UPDATE to NULL: %s, dirty %v", cmpText(a), s.Dirty())
		}
		must(t, s.Rollback(ctx))
		same("rollback of a bulk UPDATE", a, was)

		must(t, s.Refresh(ctx, a))
		same("refresh", a, was)
		a.End, a.Start = nil, cmpPoint{}
		must(t, s.Refresh(ctx, a, V.End, V.Start))
		same("refresh of attributes", a, was)

		must(t, s.Commit(ctx)) // all is expired
		other := d.sessions.New()
		_, err = orm.Update(V).Set(V.End.X.To(33), V.Start.Y.To(22)).Where(V.ID.Eq(a.ID)).Exec(ctx, other)
		must(t, err)
		must(t, other.Commit(ctx))
		must(t, other.Close())
		a.End, a.Start.X = &cmpPoint{3, 44}, 11
		if _, err := orm.Select(V).All(ctx, s); err != nil {
			t.Fatal(err)
		}
		if *a.End != (cmpPoint{33, 44}) && *a.End != (cmpPoint{3, 44}) || a.Start != (cmpPoint{11, 22}) {
			t.Errorf("edits and news: %s", cmpText(a))
		}
		must(t, s.Commit(ctx))
		s.Delete(a)
		must(t, s.Flush(ctx))
		must(t, s.Rollback(ctx))
		if a.End == nil || a.Note == nil {
			t.Error("a deletion that was undone lost composites")
		}
	})
}

func TestCompositeParts(t *testing.T) {
	V := cmpVertices
	cmpEach(t, "compositeparts", func(t *testing.T, d *db, s *orm.Session) {
		a, _ := cmpStored(t, d, s)
		s.ExpungeAll()
		d.log = nil
		got, err := orm.Select(V).Where(V.ID.Eq(a.ID)).Options(orm.LoadOnly(V.Name, V.End)).One(ctx, s)
		must(t, err)
		if strings.Contains(d.log[len(d.log)-1], "x1") || !strings.Contains(d.log[len(d.log)-1], "end_y") || *got.End != (cmpPoint{3, 4}) || !slices.Contains(orm.Unloaded(got), "Start.X") {
			t.Errorf("LoadOnly: %s %s", cmpText(got), d.log)
		}
		got, err = orm.Select(V).Where(V.ID.Eq(a.ID)).One(ctx, s)
		if must(t, err); cmpText(got) != cmpText(a) {
			t.Errorf("read in full: %s, want %s", cmpText(got), cmpText(a))
		}
		s.ExpungeAll()
		got, err = orm.Select(V).Where(V.ID.Eq(a.ID)).Options(orm.Defer(V.End.X, V.Box, V.Note)).One(ctx, s)
		if must(t, err); *got.End != (cmpPoint{0, 4}) || got.Note != nil || got.Box.Max.X != 0 {
			t.Errorf("Defer: %s", cmpText(got))
		}
		got.End.Y, got.Start.X = 40, 10
		must(t, s.Flush(ctx))
		must(t, s.Refresh(ctx, got))
		if *got.End != (cmpPoint{3, 40}) || got.Start != (cmpPoint{10, 2}) || got.Note == nil || got.Box.Max.X != 9 {
			t.Errorf("after a change of what was read: %s", cmpText(got))
		}
		ro, err := orm.Select(V).OrderBy(V.ID).ReadOnly().All(ctx, s)
		if must(t, err); *ro[0].End != (cmpPoint{3, 40}) || ro[1].End != nil || ro[1].Note != nil {
			t.Errorf("read-only: %s %s", cmpText(ro[0]), cmpText(ro[1]))
		}
	})
}

func TestCompositeWriting(t *testing.T) {
	V := cmpVertices
	cmpEach(t, "compositewriting", func(t *testing.T, d *db, s *orm.Session) {
		a, b := cmpStored(t, d, s)
		merged, err := orm.Merge(ctx, s, &cmpVertex{ID: a.ID, Name: "m", Start: cmpPoint{1, 1}, Note: &cmpNote{Text: "n"}})
		must(t, err)
		if merged != a || a.End != nil || a.Note.Text != "n" || a.Note.Author != nil || a.Start != (cmpPoint{1, 1}) {
			t.Errorf("merged: %s", cmpText(a))
		}
		must(t, s.Commit(ctx))
		b.End = &cmpPoint{5, 5}
		must(t, s.Flush(ctx))
		must(t, orm.UpdateRows(ctx, s, []*cmpVertex{{ID: a.ID, Start: cmpPoint{2, 3}, End: &cmpPoint{4, 5}}, {ID: b.ID}}, V.Start, V.End))
		must(t, orm.InsertRows(ctx, s, []*cmpVertex{{Name: "c", End: &cmpPoint{1, 0}}, {Name: "d"}}))
		_, err = orm.Insert(V).Values(V.Name.To("e"), V.Start.To(cmpPoint{7, 7}), V.End.ToNull(), V.Box.To(cmpBox{Max: cmpPoint{1, 1}}), V.Note.To(cmpNote{Text: "x"})).Exec(ctx, s)
		must(t, err)
		must(t, s.Commit(ctx))
		s.ExpungeAll()
		all, err := orm.Select(V).OrderBy(V.ID).All(ctx, s)
		must(t, err)
		var got []string
		for _, v := range all {
			got = append(got, cmpText(v)[1:])
		}
		want := []string{"m{2 3} {{0 0} {0 0}} end {4 5} note n", "b{0 0} {{0 0} {0 0}}", "c{0 0} {{0 0} {0 0}} end {1 0}", "d{0 0} {{0 0} {0 0}}", "e{7 7} {{0 0} {1 1}} note x"}
		if !slices.Equal(got, want) {
			t.Errorf("rows are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		s.SetExpr(all[0], V.Start.To(cmpPoint{50, 60}), V.End.X.ToExpr(V.End.X.Add(1)))
		must(t, s.Commit(ctx))
		must(t, s.Refresh(ctx, all[0]))
		if all[0].Start != (cmpPoint{50, 60}) || *all[0].End != (cmpPoint{5, 5}) {
			t.Errorf("SetExpr: %s", cmpText(all[0]))
		}
		text, err := json.Marshal(all[0])
		if must(t, err); !strings.Contains(string(text), `"Start":{"X":50,"Y":60},"End":{"X":5,"Y":5}`) {
			t.Errorf("as JSON: %s", text)
		}
		clone := orm.Clone(all[0])
		clone.ID = 0
		s.Add(clone)
		must(t, s.Commit(ctx))
		if n, err := orm.Select(V).Where(V.Start.Eq(cmpPoint{50, 60})).Count(ctx, s); n != 2 || err != nil {
			t.Errorf("with its clone: %d %v", n, err)
		}
	})
}

// A row that has NULL where the composite says nothing of it is an error, not a zero.
func TestCompositePartlyNull(t *testing.T) {
	cmpEach(t, "compositepartly", func(t *testing.T, d *db, s *orm.Session) {
		a, _ := cmpStored(t, d, s)
		other := d.sessions.New()
		_, err := orm.Update(cmpVertices).Set(cmpVertices.End.X.ToNull()).Where(cmpVertices.ID.Eq(a.ID)).Exec(ctx, other)
		must(t, err)
		must(t, other.Commit(ctx))
		must(t, other.Close())
		for name, f := range map[string]func() error{
			"tracked":   func() error { return s.Refresh(ctx, a) },
			"untracked": func() error { _, err := orm.Select(cmpVertices).ReadOnly().All(ctx, s); return err },
			"column":    func() error { _, err := orm.Select(cmpVertices.End).OrderBy(cmpVertices.ID).All(ctx, s); return err },
		} {
			if err := f(); err == nil || !strings.Contains(err.Error(), "and other columns of the composite are not") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

type cmpKey struct {
	Country string `orm:"size:2"`
	Number  int64
}

type cmpPlate struct {
	orm.Entity `orm:"table:cmp_plates"`
	Key        cmpKey   `orm:"composite; pk; prefix:k_"`
	Owner      string   `orm:"size:20"`
	At         *cmpSpot `orm:"composite"`
}

type cmpSpot struct {
	Street *string `orm:"size:20"`
	Number *int64
	Notes  []byte
}

func (*cmpPlate) ConfigureMapping(m *orm.Config[cmpPlate]) {
	m.Default("At.Number", func() any { return int64(7) })
	m.ServerDefault("Owner", orm.Inline("nobody"))
}

type cmpPlateAttrs struct {
	orm.Class[cmpPlate]
	Key struct {
		orm.CompositeAttr[cmpKey]
		Country orm.TextAttr[string]
		Number  orm.NumAttr[int64]
	}
	Owner orm.TextAttr[string]
	At    orm.NullCompositeAttr[cmpSpot]
}

var (
	cmpPlateModels = orm.NewRegistry(new(cmpPlate))
	cmpPlates      = orm.Describe[cmpPlateAttrs](cmpPlateModels)
)

func TestCompositeKey(t *testing.T) {
	eng, err := engine.Open("sqlite:///:memory:")
	must(t, err)
	defer eng.Close()
	must(t, cmpPlateModels.MetaData().CreateAll(ctx, eng))
	s := orm.NewSessionMaker(eng, cmpPlateModels).New()
	defer s.Close()
	p := &cmpPlate{Key: cmpKey{"DE", 5}, Owner: "x"}
	s.Add(p)
	must(t, s.Commit(ctx))
	if p.At == nil || *p.At.Number != 7 || p.At.Street != nil {
		t.Errorf("the default of a part made %+v", p.At)
	}
	got, err := orm.Get[cmpPlate](ctx, s, "DE", 5)
	if must(t, err); got != p {
		t.Error("Get did not give the object")
	}
	if got, err = orm.Select(cmpPlates).Where(cmpPlates.Key.Eq(cmpKey{"DE", 5})).One(ctx, s); err != nil || got != p {
		t.Errorf("by its key: %v %v", got, err)
	}
	p.At.Number, p.At.Notes = nil, []byte("n")
	must(t, s.Commit(ctx))
	must(t, s.Refresh(ctx, p))
	if p.At == nil || string(p.At.Notes) != "n" || p.At.Number != nil {
		t.Errorf("parts that are NULL: %+v", p.At)
	}
	p.At.Notes = nil
	must(t, s.Commit(ctx))
	must(t, s.Refresh(ctx, p))
	if p.At != nil {
		t.Errorf("all NULL is read as %+v", p.At)
	}
	if got, err := orm.Select(cmpPlates).Where(cmpPlates.At.IsNull(), cmpPlates.At.Eq(cmpSpot{})).One(ctx, s); err != nil || got != p {
		t.Errorf("a value of nothing: %v %v", got, err)
	}
}

type cmpClassic struct {
	orm.Entity
	ID    int64
	Start cmpPoint
	End   *cmpPoint
}

type cmpClassicAttrs struct {
	orm.Class[cmpClassic]
	Start cmpPointAttrs
	End   cmpNullPointAttrs
}

func TestCompositeMapTable(t *testing.T) {
	md := schema.NewMetaData()
	table := schema.NewTable("cmp_classic", md, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("x1", sqltypes.Integer()), schema.NewColumn("y1", sqltypes.Integer()),
		schema.NewColumn("end_x", sqltypes.Integer()), schema.NewColumn("end_y", sqltypes.Integer()))
	r := orm.MapTable[cmpClassic](orm.NewRegistry(), table, orm.CompositeProperty("Start", table.C("x1"), table.C("y1")), orm.FieldTag("End", "composite"))
	must(t, r.Configure())
	v := orm.Describe[cmpClassicAttrs](r)
	eng, err := engine.Open("sqlite:///:memory:")
	must(t, err)
	defer eng.Close()
	must(t, md.CreateAll(ctx, eng))
	s := orm.NewSessionMaker(eng, r).New()
	defer s.Close()
	s.Add(&cmpClassic{Start: cmpPoint{1, 2}}, &cmpClassic{Start: cmpPoint{3, 4}, End: &cmpPoint{5, 6}})
	must(t, s.Commit(ctx))
	got, err := orm.Select(v).Where(v.Start.Eq(cmpPoint{3, 4}), v.End.Y.Eq(6)).One(ctx, s)
	if must(t, err); got.ID != 2 || *got.End != (cmpPoint{5, 6}) {
		t.Errorf("got %+v", got)
	}
	bad := orm.MapTable[cmpClassic](orm.NewRegistry(), table, orm.CompositeProperty("Start", table.C("x1")), orm.FieldTag("End", "-"))
	if err := bad.Configure(); err == nil || !strings.Contains(err.Error(), "ORM131") {
		t.Errorf("one column for two parts: %v", err)
	}
	filled := schema.NewTable("cmp_filled", nil, schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("end_x", sqltypes.Integer()), schema.NewColumn("end_y", sqltypes.Integer(), schema.ServerDefault("1")))
	broken := orm.MapTable[cmpClassic](orm.NewRegistry(), filled, orm.FieldTag("Start", "-"), orm.FieldTag("End", "composite"))
	if err := broken.Configure(); err == nil || !strings.Contains(err.Error(), "ORM132") {
		t.Errorf("a default where the composite may be nil: %v", err)
	}
	other := orm.MapTable[cmpClassic](orm.NewRegistry(), table, orm.CompositeProperty("Start", table.C("x1"), table.C("x2")), orm.FieldTag("End", "-"))
	if err := other.Configure(); err == nil || !strings.Contains(err.Error(), "ORM1") {
		t.Errorf("a column that is not there: %v", err)
	}
}

func TestCompositeErrors(t *testing.T) {
	V := cmpVertices
	eng, err := engine.Open("sqlite:///:memory:")
	must(t, err)
	defer eng.Close()
	must(t, cmpModels.MetaData().CreateAll(ctx, eng))
	s := orm.NewSessionMaker(eng, cmpModels).New()
	defer s.Close()
	type unknown struct {
		orm.Class[cmpVertex]
		Middle cmpPointAttrs
		Name   orm.CompositeAttr[string]
	}
	u := orm.Describe[unknown](cmpModels)
	var nothing cmpPointAttrs
	for name, c := range map[string]struct {
		q    orm.Query[*cmpVertex]
		want string
	}{
		"no composite":         {orm.Select(V).Where(u.Middle.Eq(cmpPoint{})), "no such composite attribute"},
		"no part":              {orm.Select(V).Where(u.Middle.X.Eq(1)), "no such column attribute"},
		"a column":             {orm.Select(V).Where(u.Name.Eq("x")), "no such composite attribute"},
		"in":                   {orm.Select(V).Where(u.Middle.In(cmpPoint{})), "no such composite attribute"},
		"null":                 {orm.Select(V).Where(u.Middle.IsNull()), "no such composite attribute"},
		"order":                {orm.Select(V).OrderBy(u.Middle.Desc()), "no such composite attribute"},
		"never described":      {orm.Select(V).Where(nothing.Eq(cmpPoint{})), "before it was described"},
		"a value of another":   {orm.Select(V).FilterBy(orm.Values{"Start": 5}), "none of its values"},
		"a struct of another":  {orm.Select(V).FilterBy(orm.Values{"Start": cmpKey{}}), "which has no X"},
		"a pointer to nothing": {orm.Select(V).FilterBy(orm.Values{"End": (*cmpPoint)(nil)}), "IsNull asks"},
	} {
		if _, err := c.q.All(ctx, s); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := orm.Update(V).Set(u.Middle.To(cmpPoint{})).Exec(ctx, s); err == nil {
		t.Error("an assignment to what is not there was sent")
	}
	v := &cmpVertex{Name: "a"}
	s.Add(v)
	must(t, s.Flush(ctx))
	var misuse *orm.MisuseError
	if err := s.Refresh(ctx, v, u.Middle); !errors.As(err, &misuse) {
		t.Errorf("Refresh: %v", err)
	}
}

package orm_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// Composites: a struct that is several columns, by value and by pointer, in another, and with parts that may be NULL.
type cmpPoint struct{ X, Y int64 }

type cmpBox struct {
	Min cmpPoint `orm:"composite"`
	Max cmpPoint `orm:"composite; prefix:upper_"`
}

type cmpNote struct {
	Text   string  `orm:"size:20"`
	Author *string `orm:"size:20; column:writer"`
	secret int
	Score  float64 `orm:"-"`
}

type cmpVertex struct {
	orm.Entity `orm:"table:cmp_vertices"`
	ID         int64     `orm:"pk"`
	Name       string    `orm:"size:20"`
	Start      cmpPoint  `orm:"composite:x1,y1"`
	End        *cmpPoint `orm:"composite"`
	Box        cmpBox    `orm:"composite"`
	Note       *cmpNote  `orm:"composite"`
}

type cmpPointAttrs struct {
	orm.CompositeAttr[cmpPoint]
	X, Y orm.NumAttr[int64]
}

// Beyond is a comparison of the program's own.
func (p cmpPointAttrs) Beyond(v cmpPoint) orm.Cond { return orm.And(p.X.Gt(v.X), p.Y.Gt(v.Y)) }

type cmpNullPointAttrs struct {
	orm.NullCompositeAttr[cmpPoint]
	X, Y orm.NullNumAttr[int64]
}

type cmpVertexAttrs struct {
	orm.Class[cmpVertex]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Start cmpPointAttrs
	End   cmpNullPointAttrs
	Box   struct {
		orm.CompositeAttr[cmpBox]
		Min, Max cmpPointAttrs
	}
	Note orm.NullCompositeAttr[cmpNote]
}

var (
	cmpModels   = orm.NewRegistry(new(cmpVertex))
	cmpVertices = orm.Describe[cmpVertexAttrs](cmpModels)
)

// cmpEach runs a test on every database.
func cmpEach(t *testing.T, name string, f func(t *testing.T, d *db, s *orm.Session)) {
	each := func(what, url string) {
		t.Run(what, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			defer eng.Close()
			d.eng, d.sessions = eng, orm.NewSessionMaker(eng, cmpModels)
			must(t, cmpModels.MetaData().CreateAll(ctx, eng))
			s := d.sessions.New()
			defer s.Close()
			f(t, d, s)
		})
	}
	each("sqlite", "sqlite:///:memory:")
	each("postgres", dbtest.Postgres(t, name))
	each("mysql", dbtest.MariaDB(t, name))
}

func cmpStored(t *testing.T, d *db, s *orm.Session) (a, b *cmpVertex) {
	t.Helper()
	a = &cmpVertex{Name: "a", Start: cmpPoint{1, 2}, End: &cmpPoint{3, 4}, Box: cmpBox{cmpPoint{0, 0}, cmpPoint{9, 9}}, Note: &cmpNote{Text: "t", Author: ptr("me")}}
	b = &cmpVertex{Name: "b", Start: cmpPoint{5, 6}}
	s.Add(a, b)
	must(t, s.Commit(ctx))
	d.log = nil
	return a, b
}

func TestCompositeColumns(t *testing.T) {
	var got []string
	for _, c := range cmpModels.MetaData().Table("cmp_vertices").Columns {
		got = append(got, fmt.Sprint(c.Name, " ", c.Nullable))
	}
	want := "id false,name false,x1 false,y1 false,end_x true,end_y true,box_min_x false,box_min_y false,box_upper_x false,box_upper_y false,note_text true,note_writer true"
	if strings.Join(got, ",") != want {
		t.Errorf("columns are %s, want %s", strings.Join(got, ","), want)
	}
}

func TestCompositeConditions(t *testing.T) {
	V := cmpVertices
	cmpEach(t, "compositeconditions", func(t *testing.T, d *db, s *orm.Session) {
		cmpStored(t, d, s)
		cases := map[string]struct {
			cond orm.Cond
			want string
		}{
			"eq":               {V.Start.Eq(cmpPoint{1, 2}), "a"},
			"eq of none":       {V.Start.Eq(cmpPoint{1, 6}), ""},
			"ne":               {V.Start.Ne(cmpPoint{1, 2}), "b"},
			"ne of a part":     {V.Start.Ne(cmpPoint{1, 6}), "a b"},
			"part":             {V.Start.X.Gt(3), "b"},
			"in":               {V.Start.In(cmpPoint{5, 6}, cmpPoint{7, 8}), "b"},
			"in nothing":       {V.Start.In(), ""},
			"not in":           {V.Start.NotIn(cmpPoint{5, 6}), "a"},
			"not in nothing":   {V.Start.NotIn(), "a b"},
			"null":             {V.End.IsNull(), "b"},
			"not null":         {V.End.IsNotNull(), "a"},
			"eq of a pointer":  {V.End.Eq(cmpPoint{3, 4}), "a"},
			"ne is no null":    {V.End.Ne(cmpPoint{3, 5}), "a"},
			"part of pointer":  {V.End.X.Eq(3), "a"},
			"null part":        {V.End.Y.IsNull(), "b"},
			"inside":           {V.Box.Max.Eq(cmpPoint{9, 9}), "a"},
			"whole of nested":  {V.Box.Eq(cmpBox{cmpPoint{0, 0}, cmpPoint{9, 9}}), "a"},
			"part of nested":   {V.Box.Max.X.Lt(5), "b"},
			"other composite":  {V.Start.EqExpr(V.End), ""},
			"not as the other": {V.Start.NeExpr(V.Box.Min), "a b"},
			"nil part":         {V.Note.Eq(cmpNote{Text: "t"}), ""},
			"part with value":  {V.Note.Eq(cmpNote{Text: "t", Author: ptr("me")}), "a"},
			"after":            {V.Start.Gt(cmpPoint{1, 1}), "a b"},
			"after in second":  {V.Start.Gt(cmpPoint{1, 2}), "b"},
			"before":           {V.Start.Le(cmpPoint{1, 2}), "a"},
			"own comparison":   {V.Start.Beyond(cmpPoint{1, 2}), "b"},
		}
		for name, c := range cases {
			rows, err := orm.Select(V.Name).Where(c.cond).OrderBy(V.ID).All(ctx, s)
			if got := strings.Join(rows, " "); err != nil || got != c.want {
				t.Errorf("%s: %q %v, want %q", name, got, err, c.want)
			}
		}
		by, err := orm.Select(V).FilterBy(orm.Values{"Start": cmpPoint{1, 2}, "End": &cmpPoint{3, 4}, "Start.X": 1, "Name": "a"}).One(ctx, s)
		if err != nil || by.Name != "a" {
			t.Errorf("FilterBy: %v %v", by, err)
		}
		if n, err := orm.Select(V).FilterBy(orm.Values{"End": nil}).Count(ctx, s); n != 1 || err != nil {
			t.Errorf("FilterBy nil: %d %v", n, err)
		}
		for name, o := range map[string]orm.Element{"a b": V.Start, "b a": V.Start.Desc(), "a b ": V.Start.Asc()} {
			rows, err := orm.Select(V.Name).OrderBy(o).All(ctx, s)
			if got := strings.Join(rows, " "); err != nil || got != strings.TrimSpace(name) {
				t.Errorf("ordered: %q %v, want %q", got, err, name)
			}
		}
		if n, err := orm.Select2(V.Start, orm.CountAll()).GroupBy(V.Start).All(ctx, s); len(n) != 2 || err != nil {
			t.Errorf("grouped: %v %v", n, err)
		}
	})
}

func TestCompositeRows(t *testing.T) {
	V := cmpVertices
	cmpEach(t, "compositerows", func(t *testing.T, d *db, s *orm.Session) {
		cmpStored(t, d, s)
		rows, err := orm.Select3(V.Start, V.End, V.Box).OrderBy(V.ID).All(ctx, s)
		must(t, err)
		if rows[0].V1 != (cmpPoint{1, 2}) || *rows[0].V2 != (cmpPoint{3, 4}) || rows[0].V3.Max.Y != 9 || rows[1].V2 != nil {
			t.Errorf("rows are %+v", rows)
		}
		one, err := orm.Select(V.Note).Where(V.Name.Eq("a")).One(ctx, s)
		if must(t, err); one.Text != "t" || *one.Author != "me" {
			t.Errorf("Note is %+v", one)
		}
		type report struct {
			Name  string
			Start cmpPoint
			End   *cmpPoint
		}
		into, err := orm.SelectInto[report](V.Name, V.End, V.Start).OrderBy(V.ID).All(ctx, s)
		if must(t, err); into[0].Start.X != 1 || into[0].End.Y != 4 || into[1].End != nil {
			t.Errorf("into is %+v", into)
		}
		type wrong struct{ Start string }
		var field *orm.FieldError
		if _, err := orm.SelectInto[wrong](V.Start).All(ctx, s); !errors.As(err, &field) || field.Field != "Start" {
			t.Errorf("another type: %v", err)
		}
		other := orm.Alias(V)
		opt, err := orm.Select2(V.Name, orm.OptComposite(other.Start)).OuterJoin(other, other.ID.EqExpr(V.ID).And(other.Name.Eq("a"))).OrderBy(V.ID).All(ctx, s)
		if must(t, err); *opt[0].V2 != (cmpPoint{1, 2}) || opt[1].V2 != nil {
			t.Errorf("outer join: %+v", opt)
		}
		_, err = orm.Select(other.Start).From(V).OuterJoin(other, other.ID.EqExpr(V.ID).And(other.Name.Eq("a"))).All(ctx, s)
		if err == nil || !strings.Contains(err.Error(), "all columns of the composite are NULL") {
			t.Errorf("NULL into a struct: %v", err)
		}
		self, err := orm.Select2(V.Name, V.Start).OrderBy(V.ID).Limit(1).FromSelf().Where(V.Start.X.Eq(1)).All(ctx, s)
		if must(t, err); len(self) != 1 || self[0].V2.Y != 2 {
			t.Errorf("of its own rows: %+v", self)
		}
		union, err := orm.Select(V.Start).Union(orm.Select(V.Box.Max)).All(ctx, s)
		if must(t, err); len(union) != 4 {
			t.Errorf("union: %+v", union)
		}
		again, err := orm.Reselect(orm.Select(V).Where(V.Name.Eq("b")), V.Start).One(ctx, s)
		if must(t, err); again != (cmpPoint{5, 6}) {
			t.Errorf("Reselect: %+v", again)
		}
		sub := orm.Select(V).Where(V.Name.Eq("a")).Subquery()
		in := orm.AliasTo(V, sub)
		if p, err := orm.Select(in.End).Where(in.Start.Eq(cmpPoint{1, 2})).One(ctx, s); err != nil || *p != (cmpPoint{3, 4}) {
			t.Errorf("of a subquery: %v %v", p, err)
		}
		if x, err := orm.Select(orm.ColumnOf(sub, V.Start.X)).One(ctx, s); err != nil || x != 1 {
			t.Errorf("column of a subquery: %v %v", x, err)
		}
		text, err := orm.Select2(V.Name, V.Start).FromSQL("SELECT name, x1, y1 FROM cmp_vertices WHERE name = :n", "b").One(ctx, s)
		if must(t, err); text.V2 != (cmpPoint{5, 6}) {
			t.Errorf("of literal SQL: %+v", text)
		}
	})
}

func TestCompositeChanges(t *testing.T) {
	cmpEach(t, "compositechanges", func(t *testing.T, d *db, s *orm.Session) {
		a, b := cmpStored(t, d, s)
		step := func(what string, change func(), want ...string) {
			t.Helper()
			d.log = nil
			change()
			must(t, s.Commit(ctx))
			var sent []string
			for _, q := range d.log {
				if strings.HasPrefix(q, "UPDATE") {
					_, set, _ := strings.Cut(q, " SET ")
					set, _, _ = strings.Cut(set, " WHERE ")
					var cols []string
					for _, p := range strings.Split(set, ", ") {
						cols = append(cols, strings.Trim(strings.Split(p, "=")[0], "`\""))
					}
					sent = append(sent, strings.Join(cols, " "))
				}
			}
			if !slices.Equal(sent, want) {
				t.Errorf("%s: UPDATE of %q, want %q", what, sent, want)
			}
			fresh := d.sessions.New()
			defer fresh.Close()
			for _, v := range []*cmpVertex{a, b} {
				got, err := orm.Get[cmpVertex](ctx, fresh, v.ID)
				if must(t, err); cmpText(got) != cmpText(v) {
					t.Errorf("%s: stored is %s, want %s", what, cmpText(got), cmpText(v))
				}
			}
		}
		step("nothing", func() {})
		step("a part", func() { a.Start.Y = 20 }, "y1")
		step("the whole", func() { a.Start = cmpPoint{7, 8} }, "x1 y1")
		step("equal", func() { a.Start = cmpPoint{7, 8}; a.End = &cmpPoint{3, 4} })
		step("through the pointer", func() { a.End.X = 30 }, "end_x")
		step("nil", func() { a.End = nil }, "end_x end_y")
		step("no longer nil", func() { b.End = &cmpPoint{0, 0} }, "end_x end_y")
		step("inside", func() { a.Box.Max.X = 90 }, "box_upper_x")
		step("nil part", func() { a.Note.Author = nil }, "note_writer")
		step("shared", func() { a.End = b.End }, "end_x end_y")
		step("changed for both", func() { a.End.Y = 5 }, "end_y", "end_y")
	})
}

// cmpText is what a vertex has, with what pointers point to.
func cmpText(v *cmpVertex) string {
	out := fmt.Sprint(v.ID, v.Name, v.Start, v.Box)
	if v.End != nil {
		out += fmt.Sprint(" end ", *v.End)
	}
	if v.Note != nil {
		out += fmt.Sprint(" note ", v.Note.Text)
		if v.Note.Author != nil {
			out += " " + *v.Note.Author
		}
	}
	return out
}

package orm_test

import (
	"database/sql"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
)

type stage string

const open_ stage = "open"

type prefs struct {
	Dark  bool
	Size  int               `json:",omitempty"`
	Words map[string]string `json:",omitempty"`
}

// gadget has a field of every kind that a tag can ask for.
type gadget struct {
	orm.Entity `orm:"table:gadgets"`
	ID         int64            `orm:"pk"`
	Stage      stage            `orm:"enum:open,closed"`
	Price      decimal.Decimal  `orm:"precision:10; scale:2"`
	Note       sql.Null[string] `orm:"size:20"`
	Prefs      prefs            `orm:"type:json"`
	Maybe      *prefs           `orm:"type:json"`
	Raw        json.RawMessage  `orm:"type:json"`
	Tags       []string         `orm:"type:json"`
	Marks      map[string]int   `orm:"type:json; notnull"`
	Took       time.Duration    `orm:"type:interval"`
	Late       *time.Duration   `orm:"type:interval"`
	Blob       []byte
	Token      string `orm:"type:uuid"`
	Done       bool
	Big        orm.Deferred[prefs] `orm:"type:json"`
}

type gadgetAttrs struct {
	orm.Class[gadget]
	ID    orm.NumAttr[int64]
	Stage orm.TextAttr[stage]
	Price orm.NumAttr[decimal.Decimal]
	Note  orm.NullTextAttr[string]
	Prefs orm.JSONAttr[prefs]
	Maybe orm.NullJSONAttr[prefs]
	Raw   orm.JSONAttr[json.RawMessage]
	Tags  orm.JSONAttr[[]string]
	Marks orm.JSONAttr[map[string]int]
	Took  orm.NumAttr[time.Duration]
	Late  orm.NullNumAttr[time.Duration]
	Blob  orm.Attr[[]byte]
	Token orm.TextAttr[string]
	Done  orm.BoolAttr
	Big   orm.JSONAttr[prefs]
}

var (
	gadgetModels = orm.NewRegistry(new(gadget))
	gadgets      = orm.Describe[gadgetAttrs](gadgetModels)
)

func newGadget() *gadget {
	late := 90 * time.Minute
	return &gadget{Stage: open_, Price: decimal.MustParse("12.50"), Note: sql.Null[string]{V: "n", Valid: true}, Prefs: prefs{Dark: true, Words: map[string]string{"a": "b"}},
		Maybe: &prefs{Size: 3}, Raw: json.RawMessage(`{"x":[1,2]}`), Tags: []string{"p", "q"}, Marks: map[string]int{"m": 7}, Took: 26*time.Hour + time.Second, Late: &late,
		Blob: []byte{0, 1}, Token: "123e4567-e89b-12d3-a456-426614174000", Done: true, Big: orm.DeferredOf(prefs{Size: 9})}
}

// eachOf runs a test on the databases with an own registry.
func eachOf(t *testing.T, name string, r *orm.Registry, urls map[string]string, f func(t *testing.T, d *db, dialect string)) {
	for dialect, url := range urls {
		t.Run(dialect, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			defer eng.Close()
			d.eng, d.sessions = eng, orm.NewSessionMaker(eng, r)
			must(t, r.MetaData().CreateAll(ctx, eng))
			f(t, d, dialect)
		})
	}
}

func threeDatabases(t *testing.T, name string) map[string]string {
	return map[string]string{"sqlite": dbtest.SQLite(t), "postgresql": dbtest.Postgres(t, name), "mariadb": dbtest.MariaDB(t, name)}
}

func TestFieldKinds(t *testing.T) {
	eachOf(t, "kinds", gadgetModels, threeDatabases(t, "orm_kinds"), func(t *testing.T, d *db, dialect string) {
		s := d.session()
		s.Add(newGadget())
		s.Add(&gadget{Stage: "closed", Marks: map[string]int{}, Token: "00000000-0000-0000-0000-000000000001"})
		must(t, s.Commit(ctx))
		s = d.session()
		got, err := orm.Get[gadget](ctx, s, 1)
		must(t, err)
		want := newGadget()
		sameGadget(t, got, want)
		empty, err := orm.Get[gadget](ctx, s, 2)
		must(t, err)
		if empty.Maybe != nil || empty.Tags != nil || empty.Raw != nil || empty.Marks == nil || empty.Late != nil || empty.Took != 0 || empty.Note.Valid {
			t.Errorf("empty: %+v", empty)
		}
		other := d.session()
		part, err := orm.Select(gadgets).Options(orm.LoadOnly(gadgets.Done)).Where(gadgets.ID.Eq(1)).One(ctx, other)
		must(t, err)
		if len(s.Dirty()) > 0 || len(other.Dirty()) > 0 || !part.Done {
			t.Error("dirty after it was read")
		}
		must(t, other.Rollback(ctx))
		d.log = nil
		got.Prefs.Words["a"] = "changed"
		got.Marks["m"]++
		got.Tags[0] = "P"
		got.Took += time.Second
		must(t, s.Flush(ctx))
		d.sends("UPDATE gadgets SET prefs=?, tags=?, marks=?, took=? WHERE gadgets.id = ?")
		must(t, s.Rollback(ctx))
		sameGadget(t, got, want)
		big, err := got.Big.Get(ctx)
		must(t, err)
		if big.Size != 9 {
			t.Errorf("deferred document %+v", big)
		}
		m, err := orm.Merge(ctx, d.session(), got)
		must(t, err)
		m.Marks["m"] = 0
		if got.Marks["m"] != 7 {
			t.Error("a merged document shares memory with its source")
		}
	})
}

func sameGadget(t *testing.T, got, want *gadget) {
	t.Helper()
	var raw, wantRaw any
	must(t, json.Unmarshal(got.Raw, &raw))
	must(t, json.Unmarshal(want.Raw, &wantRaw))
	if got.Stage != want.Stage || !got.Price.Equal(want.Price) || got.Note != want.Note || !reflect.DeepEqual(got.Prefs, want.Prefs) || !reflect.DeepEqual(got.Maybe, want.Maybe) ||
		!reflect.DeepEqual(raw, wantRaw) || !slices.Equal(got.Tags, want.Tags) || !reflect.DeepEqual(got.Marks, want.Marks) || got.Took != want.Took || *got.Late != *want.Late ||
		!slices.Equal(got.Blob, want.Blob) || got.Token != want.Token || got.Done != want.Done {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestFieldKindsInQueries(t *testing.T) {
	eachOf(t, "kindqueries", gadgetModels, threeDatabases(t, "orm_kindqueries"), func(t *testing.T, d *db, dialect string) {
		s := d.session()
		s.Add(newGadget())
		s.Add(&gadget{Stage: "closed", Marks: map[string]int{}, Token: "00000000-0000-0000-0000-000000000001"})
		must(t, s.Commit(ctx))
		for name, c := range map[string]orm.Cond{
			"enum": gadgets.Stage.Eq(open_), "an untyped word": gadgets.Stage.Eq("open"), "decimal": gadgets.Price.Gt(decimal.MustParse("1")), "sql.Null": gadgets.Note.Eq("n"),
			"a key of a document": gadgets.Prefs.Path("Words", "a").Eq("b"), "a number": gadgets.Maybe.PathInt("Size").Eq(3), "a truth": gadgets.Prefs.PathBool("Dark"),
			"a place": gadgets.Tags.Path(1).Eq("q"), "a part": gadgets.Raw.At("x").IsNotNull().And(gadgets.Maybe.IsNotNull()),
			"interval": gadgets.Took.Gt(time.Hour), "bool": gadgets.Done, "uuid": gadgets.Token.Eq("123e4567-e89b-12d3-a456-426614174000"), "deferred": gadgets.Big.PathInt("Size").Eq(9),
			"by name": orm.AttrNamed[gadget](gadgetModels, "Stage").Eq("open"),
		} {
			ids, err := orm.Select(gadgets.ID).Where(c).All(ctx, s)
			if err != nil || len(ids) != 1 || ids[0] != 1 {
				t.Errorf("%s finds %v, %v", name, ids, err)
				must(t, s.Rollback(ctx))
			}
		}
		row, err := orm.Select4(gadgets.Prefs, gadgets.Tags, gadgets.Took, gadgets.Maybe).OrderBy(gadgets.ID).First(ctx, s)
		must(t, err)
		if !row.V1.Dark || !slices.Equal(row.V2, []string{"p", "q"}) || row.V3 != 26*time.Hour+time.Second || row.V4.Size != 3 {
			t.Errorf("a row %+v", row)
		}
		s.Add(&gadget{Stage: "nope", Token: "00000000-0000-0000-0000-000000000002"})
		if err := s.Flush(ctx); err == nil {
			t.Error("a word that the enum does not have was stored")
		}
	})
}

type crate struct {
	orm.Entity `orm:"table:crates"`
	ID         int64    `orm:"pk"`
	Tags       []string `orm:"type:array"`
	Sizes      []int64  `orm:"type:array; notnull"`
}

type crateAttrs struct {
	orm.Class[crate]
	ID    orm.NumAttr[int64]
	Tags  orm.ArrayAttr[string]
	Sizes orm.ArrayAttr[int64]
}

var (
	crateModels = orm.NewRegistry(new(crate))
	crates      = orm.Describe[crateAttrs](crateModels)
)

func TestArrays(t *testing.T) {
	eachOf(t, "arrays", crateModels, map[string]string{"postgresql": dbtest.Postgres(t, "orm_arrays")}, func(t *testing.T, d *db, dialect string) {
		s := d.session()
		s.Add(&crate{Tags: []string{"a", `b "c", {d}`}, Sizes: []int64{3, 4}})
		s.Add(&crate{Sizes: []int64{}})
		must(t, s.Commit(ctx))
		s = d.session()
		c, err := orm.Get[crate](ctx, s, 1)
		must(t, err)
		if !slices.Equal(c.Tags, []string{"a", `b "c", {d}`}) || !slices.Equal(c.Sizes, []int64{3, 4}) || len(s.Dirty()) > 0 {
			t.Errorf("%+v", c)
		}
		c.Sizes[1] = 5
		d.log = nil
		must(t, s.Flush(ctx))
		d.sends("UPDATE crates SET sizes=? WHERE crates.id = ?")
		e, err := orm.Get[crate](ctx, s, 2)
		must(t, err)
		if e.Tags != nil || e.Sizes == nil {
			t.Errorf("%+v", e)
		}
		for name, c := range map[string]orm.Cond{"Has": crates.Tags.Has("a"), "Covers": crates.Sizes.Covers(5, 3), "CoveredBy": crates.Sizes.CoveredBy(3, 5, 9).And(crates.ID.Eq(1)),
			"Overlaps": crates.Sizes.Overlaps(1, 3), "At": crates.Sizes.At(2).Eq(5), "Len": crates.Tags.Len().Eq(2), "Slice": crates.Sizes.Slice(1, 1).Has(3)} {
			ids, err := orm.Select(crates.ID).Where(c).All(ctx, s)
			if err != nil || !slices.Equal(ids, []int64{1}) {
				t.Errorf("%s finds %v, %v", name, ids, err)
				must(t, s.Rollback(ctx))
			}
		}
		tags, err := orm.Select(crates.Tags).OrderBy(crates.ID).All(ctx, s)
		must(t, err)
		if len(tags) != 2 || len(tags[0]) != 2 || tags[1] != nil {
			t.Errorf("%q", tags)
		}
	})
}

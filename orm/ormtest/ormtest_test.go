package ormtest_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ormtest"

	_ "github.com/mattn/go-sqlite3"
)

type Times struct{ Created time.Time }

type Owner struct {
	orm.Entity `orm:"table:owners"`
	Times

	ID    int64 `orm:"pk"`
	Name  string
	Nick  *string
	Photo []byte
	Note  sql.Null[string]
	Left  sql.NullTime
	Memo  chan int       `orm:"-"`
	Pets  orm.List[*Pet] `orm:"back_populates:Owner; order_by:ID"`
}

type Pet struct {
	orm.Entity `orm:"table:pets"`

	ID      int64 `orm:"pk"`
	Name    string
	OwnerID *int64          `orm:"fk:owners.id"`
	Owner   orm.Ref[*Owner] `orm:"back_populates:Pets"`
}

var models = orm.NewRegistry(new(Owner), new(Pet))

var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

func owner() *Owner {
	return &Owner{Times: Times{noon}, Name: "ann", Nick: new("a"), Photo: []byte{1}, Note: sql.Null[string]{V: "n", Valid: true}, Left: sql.NullTime{Time: noon, Valid: true},
		Memo: make(chan int), Pets: orm.ListOf(&Pet{Name: "rex"}, &Pet{Name: "tom"})}
}

func TestDiff(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(o *Owner)
		want   string
	}{
		{"nothing", func(*Owner) {}, ""},
		{"text", func(o *Owner) { o.Name = "bob" }, `Owner.Name: got "bob", want "ann"`},
		{"pointer to nil", func(o *Owner) { o.Nick = nil }, `Owner.Nick: got nil, want &"a"`},
		{"pointer target", func(o *Owner) { o.Nick = new("b") }, `Owner.Nick: got "b", want "a"`},
		{"bytes", func(o *Owner) { o.Photo = []byte{2} }, "Owner.Photo: got [2], want [1]"},
		{"null", func(o *Owner) { o.Note.Valid = false }, "Owner.Note: got {n false}, want {n true}"},
		{"embedded", func(o *Owner) { o.Created = noon.Add(time.Second) }, "Owner.Created: got 2026-01-02 12:00:01 +0000 UTC, want 2026-01-02 12:00:00 +0000 UTC"},
		{"another zone", func(o *Owner) { o.Created = noon.In(time.FixedZone("x", 3600)); o.Left.Time = o.Created }, ""},
		{"no column", func(o *Owner) { o.Memo = nil }, ""},
		{"ignored", func(o *Owner) { o.ID = 7 }, ""},
		{"member", func(o *Owner) { o.Pets.Items()[1].Name = "tim" }, `Owner.Pets[1].Name: got "tim", want "tom"`},
		{"member missing", func(o *Owner) { o.Pets.Remove(o.Pets.Items()[0]) }, "Owner.Pets[0].Name: got \"tom\", want \"rex\"\n\tOwner.Pets[1]: missing, want &Pet{Name: \"tom\"}"},
		{"member too many", func(o *Owner) { o.Pets.Append(&Pet{Name: "new"}) }, `Owner.Pets[2]: got &Pet{Name: "new"}, which is not wanted`},
	} {
		got := owner()
		c.change(got)
		if d := strings.TrimPrefix(ormtest.Diff(owner(), got, ormtest.Ignore("ID")), "\t"); d != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, d, c.want)
		}
	}
}

func TestDiffOfOtherValues(t *testing.T) {
	a, b := &Pet{Name: "a"}, &Pet{Name: "b"}
	for _, c := range []struct {
		want, got any
		diff      string
	}{
		{nil, nil, ""},
		{a, nil, "value: got nil, want a *ormtest_test.Pet"},
		{a, &Owner{}, "value: got a *ormtest_test.Owner, want a *ormtest_test.Pet"},
		{(*Pet)(nil), (*Pet)(nil), ""},
		{(*Pet)(nil), a, `value: got &Pet{Name: "a"}, want nil`},
		{[]*Pet{a, b}, []*Pet{a, b}, ""},
		{[]*Pet{a}, []*Pet{b}, `[0].Name: got "b", want "a"`},
		{map[string]*Pet{"x": a}, map[string]*Pet{"x": b, "y": b}, "[x].Name: got \"b\", want \"a\"\n\t[y]: got &Pet{Name: \"b\"}, which is not wanted"},
		{orm.Row2[*Pet, int64]{V1: a, V2: 1}, orm.Row2[*Pet, int64]{V1: a, V2: 2}, "V2: got 2, want 1"},
		{1, 1, ""}, {1, 2, "value: got 2, want 1"}, {[]any{1, "x"}, []any{1, "y"}, `[1]: got "y", want "x"`},
	} {
		if d := strings.TrimPrefix(ormtest.Diff(c.want, c.got), "\t"); d != c.diff {
			t.Errorf("%s\nwant:\n%s", d, c.diff)
		}
	}
}

// Objects of a session, which refer back, are compared with literals and with each other; nothing is loaded for it.
func TestDiffOfStoredObjects(t *testing.T) {
	ctx := context.Background()
	rec := ormtest.NewRecorder()
	eng, err := engine.Open("sqlite://", rec.Option())
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	if err := models.MetaData().CreateAll(ctx, eng); err != nil {
		t.Fatal(err)
	}
	s := orm.NewSessionMaker(eng, models).New()
	stored := owner()
	s.Add(stored)
	if err := s.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = orm.NewSessionMaker(eng, models).New()
	defer s.Close()
	rec.Reset()
	var got *Owner
	rec.Count(t, 1, func() {
		if got, err = orm.Get[Owner](ctx, s, stored.ID); err != nil {
			t.Fatal(err)
		}
	})
	if d := ormtest.Diff(owner(), got, ormtest.Ignore("ID", "Pet.OwnerID")); d != "\tOwner.Pets: not loaded, want 2 members" {
		t.Error(d)
	}
	if d := ormtest.Diff(got, owner(), ormtest.Ignore("Owner.ID")); d != "" {
		t.Errorf("what is not loaded in want was compared: %s", d)
	}
	rec.Count(t, 1, func() {
		if err := got.Pets.Load(ctx); err != nil {
			t.Fatal(err)
		}
	})
	rec.Count(t, 0, func() {
		ormtest.Equal(t, owner(), got, ormtest.Ignore("ID", "Pet.OwnerID"))
		ormtest.Equal(t, stored, got) // in a circle
	})
	if sent := rec.Sent(); len(sent) != 3 || sent[0].SQL != "BEGIN" || len(rec.Statements()) != 2 || sent[1].Args[0] != stored.ID {
		t.Errorf("%v", sent)
	}
	rec.Reset()
	if len(rec.Sent()) != 0 {
		t.Error("not forgotten")
	}
}

// fake is a test that fails.
type fake struct{ said []string }

func (*fake) Helper() {}

func (f *fake) Errorf(format string, args ...any) {
	f.said = append(f.said, fmt.Sprintf(format, args...))
}

func TestFailuresAreReported(t *testing.T) {
	f := &fake{}
	ormtest.Equal(f, &Pet{Name: "a"}, &Pet{Name: "b"})
	ormtest.NewRecorder().Count(f, 1, func() {})
	if len(f.said) != 2 || !strings.Contains(f.said[0], `Pet.Name: got "b", want "a"`) || !strings.Contains(f.said[1], "0 statements were sent, want 1") {
		t.Errorf("%q", f.said)
	}
}

func Example() {
	want := &Owner{Name: "ann", Pets: orm.ListOf(&Pet{Name: "rex"})}
	got := &Owner{ID: 1, Name: "ann", Pets: orm.ListOf(&Pet{ID: 5, Name: "max"})}
	fmt.Println(strings.TrimSpace(ormtest.Diff(want, got, ormtest.Ignore("ID"))))
	// Output: Owner.Pets[0].Name: got "max", want "rex"
}

func ExampleRecorder() {
	ctx := context.Background()
	rec := ormtest.NewRecorder()
	eng, _ := engine.Open("sqlite://", rec.Option())
	defer eng.Close()
	_ = models.MetaData().CreateAll(ctx, eng)
	rec.Reset()

	err := orm.NewSessionMaker(eng, models).InTx(ctx, func(s *orm.Session) error {
		s.Add(&Owner{Name: "ann", Times: Times{Created: time.Now()}, Pets: orm.ListOf(&Pet{Name: "rex"})})
		return nil
	})
	fmt.Println(len(rec.Statements()), "statements", err)
	// Output: 2 statements <nil>
}

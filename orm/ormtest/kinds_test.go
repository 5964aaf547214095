package ormtest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/ormtest"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Shelf has a key of two columns, and containers of every kind.
type Shelf struct {
	orm.Entity `orm:"table:shelves"`

	Room  string               `orm:"pk; size:5"`
	No    int32                `orm:"pk"`
	Price decimal.Decimal      `orm:"precision:8; scale:2"`
	Notes orm.Deferred[string] `orm:"size:100"`

	Books orm.Map[string, *Book] `orm:"key:Code; back_populates:Shelf"`
	Tags  orm.Set[*Tag]          `orm:"secondary:shelf_tags"`
	Loans orm.Dynamic[*Loan]
}

type Book struct {
	orm.Entity `orm:"table:books"`

	ID    int64            `orm:"pk"`
	Code  string           `orm:"size:5"`
	Room  *string          `orm:"fk:shelves.room; size:5"`
	No    *int32           `orm:"fk:shelves.no"`
	Shelf orm.Ref[*Shelf]  `orm:"back_populates:Books"`
	Next  orm.Ref[*Book]   `orm:"remote_side:ID"`
	NextI *int64           `orm:"fk:books.id"`
	Notes orm.List[*Extra] `orm:"order_by:ID"`
}

type Extra struct {
	orm.Entity `orm:"table:extras"`
	ID         int64  `orm:"pk"`
	BookID     *int64 `orm:"fk:books.id"`
}

type Tag struct {
	orm.Entity `orm:"table:tags"`
	ID         int64  `orm:"pk"`
	Word       string `orm:"size:10"`
}

type Loan struct {
	orm.Entity `orm:"table:loans"`
	ID         int64   `orm:"pk"`
	Room       *string `orm:"fk:shelves.room; size:5"`
	No         *int32  `orm:"fk:shelves.no"`
}

type shelfAttrs struct {
	orm.Class[Shelf]
	Notes orm.TextAttr[string]
	Books orm.ListAttr[*Book]
	Tags  orm.ListAttr[*Tag]
}

var (
	shelfModels = orm.NewRegistry(new(Shelf), new(Book), new(Extra), new(Tag), new(Loan))
	shelves     = orm.Describe[shelfAttrs](shelfModels)
)

func shelf() *Shelf {
	a, b := &Book{Code: "a"}, &Book{Code: "b"}
	a.Next = orm.RefTo(b)
	return &Shelf{Room: "r", No: 1, Price: decimal.MustParse("1.50"), Notes: orm.DeferredOf("n"), Books: orm.MapOf[string](a, b), Tags: orm.SetOf(&Tag{Word: "x"}, &Tag{Word: "y"})}
}

func TestDiffOfContainers(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *Shelf)
		want   string
	}{
		{"nothing", func(*Shelf) {}, ""},
		{"another order", func(s *Shelf) {
			s.Tags, s.Books = orm.SetOf(&Tag{Word: "y"}, &Tag{Word: "x"}), orm.MapOf[string](s.Books.Items()[1], s.Books.Items()[0])
		}, ""},
		{"decimal of another scale", func(s *Shelf) { s.Price = decimal.MustParse("1.5") }, ""},
		{"decimal", func(s *Shelf) { s.Price = decimal.MustParse("1.6") }, "Shelf.Price: got 1.6, want 1.50"},
		{"deferred", func(s *Shelf) { s.Notes.Set("m") }, `Shelf.Notes: got "m", want "n"`},
		{"member of a set", func(s *Shelf) { s.Tags.Items()[1].Word = "z" }, `Shelf.Tags[1].Word: got "z", want "y"`},
		{"member of a set missing", func(s *Shelf) { s.Tags.Remove(s.Tags.Items()[0]) }, `Shelf.Tags: missing, want &Tag{Word: "x"}`},
		{"member of a map too many", func(s *Shelf) { s.Books.Put(&Book{Code: "c"}) }, `Shelf.Books[2]: got &Book{Code: "c"}, which is not wanted`},
		{"reference of a member", func(s *Shelf) { s.Books.Items()[0].Next = orm.RefTo[*Book](nil) }, `Shelf.Books[0].Next: got nil, want &Book{Code: "b"}`},
	} {
		got := shelf()
		c.change(got)
		if d := strings.TrimPrefix(ormtest.Diff(shelf(), got), "\t"); d != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.name, d, c.want)
		}
	}
}

// What is stored equals the literal that it was made of, whatever order sets are read in; what is not read is told.
func TestDiffOfStoredContainers(t *testing.T) {
	ctx := context.Background()
	eng, err := engine.Open("sqlite://")
	must(t, err)
	defer eng.Close()
	must(t, shelfModels.MetaData().CreateAll(ctx, eng))
	sessions := orm.NewSessionMaker(eng, shelfModels)
	must(t, sessions.InTx(ctx, func(s *orm.Session) error { s.Add(shelf()); return nil }))
	s := sessions.New()
	defer s.Close()
	ignore := ormtest.Ignore("ID", "NextI", "Book.Room", "Book.No")
	lean, err := orm.Select(shelves).One(ctx, s)
	must(t, err)
	if d := ormtest.Diff(shelf(), lean, ignore); d != "\tShelf.Notes: not loaded, want \"n\"\n\tShelf.Books: not loaded, want 2 members\n\tShelf.Tags: not loaded, want 2 members" {
		t.Errorf("what is not read:\n%s", d)
	}
	full, err := orm.Select(shelves).Options(orm.Undefer(shelves.Notes), orm.SelectIn(shelves.Books), orm.SelectIn(shelves.Tags)).PopulateExisting().One(ctx, s)
	must(t, err)
	for _, b := range full.Books.Items() {
		must(t, b.Next.Load(ctx))
	}
	ormtest.Equal(t, shelf(), full, ignore)
	ormtest.Equal(t, full, full)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

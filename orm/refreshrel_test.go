package orm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aludel/aludel/orm"
)

// The relationships of an rfShelf are loaded in different ways.
type rfShelf struct {
	orm.Entity `orm:"table:shelves"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
	RoomID     *int64 `orm:"fk:rooms.id"`

	Books   orm.List[*rfBook]    `orm:"back_populates:Shelf; order_by:ID"`
	Eager   orm.List[*rfBook]    `orm:"lazy:selectin; viewonly; order_by:ID"`
	Joined  orm.List[*rfBook]    `orm:"lazy:joined; viewonly; order_by:ID"`
	Never   orm.List[*rfBook]    `orm:"lazy:raise; viewonly; order_by:ID"`
	Nothing orm.List[*rfBook]    `orm:"lazy:noload; viewonly; order_by:ID"`
	Many    orm.Dynamic[*rfBook] `orm:"viewonly"`
	Room    orm.Ref[*rfRoom]
}

type rfBook struct {
	orm.Entity `orm:"table:books"`
	ID         int64 `orm:"pk"`
	Pages      int64
	ShelfID    *int64            `orm:"fk:shelves.id"`
	Shelf      orm.Ref[*rfShelf] `orm:"back_populates:Books"`
}

type rfRoom struct {
	orm.Entity `orm:"table:rooms"`
	ID         int64  `orm:"pk"`
	Name       string `orm:"size:20"`
}

type rfShelfAttrs struct {
	orm.Class[rfShelf]
	ID      orm.NumAttr[int64]
	Name    orm.TextAttr[string]
	Books   orm.ListAttr[*rfBook]
	Eager   orm.ListAttr[*rfBook]
	Joined  orm.ListAttr[*rfBook]
	Never   orm.ListAttr[*rfBook]
	Nothing orm.ListAttr[*rfBook]
	Many    orm.ListAttr[*rfBook]
	Room    orm.RefAttr[*rfRoom]
}

var (
	rfModels  = orm.NewRegistry(new(rfShelf), new(rfBook), new(rfRoom))
	rfShelves = orm.Describe[rfShelfAttrs](rfModels)
)

// A relationship that Refresh names is loaded at once, whatever its mapping says, with its objects as the database has them.
func TestRefreshRelationships(t *testing.T) {
	rcDatabases(t, "refresh", func(t *testing.T, url string) {
		d := openWith(t, url, rfModels)
		pages := func(l *orm.List[*rfBook]) string {
			books, ok := l.Peek()
			if !ok {
				return "not loaded"
			}
			out := ""
			for _, b := range books {
				out += fmt.Sprintf("%d:%d ", b.ID, b.Pages)
			}
			return out
		}
		const all = "1:7 2:7 3:7 "
		for _, tt := range []struct {
			name     string
			attrs    []orm.Element
			of       func(s *rfShelf) *orm.List[*rfBook]
			load     bool
			want     string
			sent     string
			wantName string
		}{
			{"lazy", []orm.Element{rfShelves.Books}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Books }, false, all, "SELECT shelves, SELECT books", "old"},
			{"loaded", []orm.Element{rfShelves.Books}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Books }, true, all, "SELECT shelves, SELECT books", "old"},
			{"selectin", []orm.Element{rfShelves.Eager}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Eager }, false, all, "SELECT shelves, SELECT books", "old"},
			{"joined", []orm.Element{rfShelves.Joined}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Joined }, false, all, "SELECT shelves, SELECT books", "old"},
			{"raise", []orm.Element{rfShelves.Never}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Never }, false, all, "SELECT shelves, SELECT books", "old"},
			{"noload", []orm.Element{rfShelves.Nothing}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Nothing }, false, "", "SELECT shelves", "old"},
			{"with a column", []orm.Element{rfShelves.Name, rfShelves.Books}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Books }, true, all, "SELECT shelves, SELECT books", "new"},
			{"a column", []orm.Element{rfShelves.Name}, func(s *rfShelf) *orm.List[*rfBook] { return &s.Books }, true, "1:0 2:0 ", "SELECT shelves", "new"},
		} {
			t.Run(tt.name, func(t *testing.T) {
				for _, sql := range []string{"DELETE FROM books", "DELETE FROM shelves", "INSERT INTO shelves (id, name) VALUES (1, 'old')", "INSERT INTO books (id, pages, shelf_id) VALUES (1, 0, 1), (2, 0, 1)"} {
					must(t, exec(d, sql))
				}
				s := d.session()
				shelf, err := orm.Select(rfShelves).One(ctx, s)
				must(t, err)
				if tt.load {
					_, err := shelf.Books.All(ctx)
					must(t, err)
				}
				sessionExec(t, s, "INSERT INTO books (id, pages, shelf_id) VALUES (3, 0, 1)", "UPDATE books SET pages = 7", "UPDATE shelves SET name = 'new'")
				d.log = nil
				must(t, s.Refresh(ctx, shelf, tt.attrs...))
				d.expect(tt.sent)
				if got := pages(tt.of(shelf)); got != tt.want || shelf.Name != tt.wantName {
					t.Errorf("%q of shelf %q, want %q of %q", got, shelf.Name, tt.want, tt.wantName)
				}
				must(t, s.Rollback(ctx))
			})
		}
	})
}

// sessionExec sends statements in the transaction of a session.
func sessionExec(t *testing.T, s *orm.Session, statements ...string) {
	t.Helper()
	c, err := s.Connection(ctx)
	must(t, err)
	for _, sql := range statements {
		_, err := c.ExecDriverSQL(ctx, sql)
		must(t, err)
	}
}

// What was changed in a relationship is stored before it is loaded again; a row that is gone, and what is never loaded, are errors.
func TestRefreshRelationshipsOfChanged(t *testing.T) {
	rcDatabases(t, "refreshchanged", func(t *testing.T, url string) {
		d := openWith(t, url, rfModels)
		s := d.session()
		shelf := &rfShelf{Name: "a", Books: orm.ListOf(&rfBook{}, &rfBook{})}
		room := &rfRoom{Name: "attic"}
		s.Add(shelf)
		s.Add(room)
		must(t, s.Flush(ctx))
		shelf.Books.Append(&rfBook{Pages: 3})
		shelf.Name = "edited"
		d.log = nil
		must(t, s.Refresh(ctx, shelf, rfShelves.Books))
		d.expect("UPDATE shelves, INSERT books, SELECT shelves, SELECT books")
		if books, _ := shelf.Books.Peek(); len(books) != 3 || shelf.Name != "edited" {
			t.Errorf("%d books of %s", len(books), shelf.Name)
		}

		sessionExec(t, s, fmt.Sprintf("UPDATE shelves SET room_id = %d", room.ID))
		must(t, s.Refresh(ctx, shelf))
		d.log = nil
		must(t, s.Refresh(ctx, shelf, rfShelves.Room))
		if r, ok := shelf.Room.Peek(); !ok || r != room {
			t.Errorf("room %v", r)
		}

		var misuse *orm.MisuseError
		if err := s.Refresh(ctx, shelf, rfShelves.Many); !errors.As(err, &misuse) {
			t.Errorf("a dynamic relationship: %v", err)
		}
		sessionExec(t, s, "UPDATE books SET shelf_id = NULL", "DELETE FROM shelves")
		if err := s.Refresh(ctx, shelf, rfShelves.Books); !errors.Is(err, orm.ErrStale) {
			t.Errorf("a row that is gone: %v", err)
		}
	})
}

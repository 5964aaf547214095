package orm_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// A library: columns that are read when they are asked for, alone and in groups.
type shelf struct {
	orm.Entity `orm:"table:shelves"`
	ID         int64                `orm:"pk"`
	Name       string               `orm:"size:20"`
	Plan       orm.Deferred[string] `orm:"type:text"`
	Books      orm.List[*volume]    `orm:"back_populates:Shelf; order_by:ID"`
}

type volume struct {
	orm.Entity `orm:"table:volumes"`
	ID         int64   `orm:"pk"`
	Title      string  `orm:"size:20"`
	Summary    *string `orm:"size:20"`
	Pages      int64
	Text       orm.Deferred[string]  `orm:"type:text"`
	Photo      orm.Deferred[[]byte]  `orm:"group:pictures; notnull"`
	Cover      orm.Deferred[*string] `orm:"size:20; group:pictures"`
	ShelfID    *int64                `orm:"fk:shelves.id"`
	Shelf      orm.Ref[*shelf]       `orm:"back_populates:Books"`
}

type shelfAttrs struct {
	orm.Class[shelf]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Plan  orm.TextAttr[string]
	Books orm.ListAttr[*volume]
}

type volumeAttrs struct {
	orm.Class[volume]
	ID      orm.NumAttr[int64]
	Title   orm.TextAttr[string]
	Summary orm.NullTextAttr[string]
	Pages   orm.NumAttr[int64]
	Text    orm.TextAttr[string]
	Photo   orm.Attr[[]byte]
	Cover   orm.NullTextAttr[string]
	ShelfID orm.NullNumAttr[int64]
	Shelf   orm.RefAttr[*shelf]
}

var (
	libraryModels = orm.NewRegistry(new(shelf), new(volume))
	shelves       = orm.Describe[shelfAttrs](libraryModels)
	volumes       = orm.Describe[volumeAttrs](libraryModels)
)

// library has one shelf with two volumes.
func library(t *testing.T, name string, f func(t *testing.T, d *db, s *orm.Session)) {
	each := func(what, url string) {
		t.Run(what, func(t *testing.T) {
			d := &db{t: t}
			eng, err := engine.Open(url, engine.OnStatement(func(e engine.Event) { d.log = append(d.log, e.SQL) }))
			must(t, err)
			defer eng.Close()
			d.eng, d.sessions = eng, orm.NewSessionMaker(eng, libraryModels)
			must(t, libraryModels.MetaData().CreateAll(ctx, eng))
			s := d.sessions.New()
			s.Add(&shelf{Name: "A", Plan: orm.DeferredOf("oak"), Books: orm.ListOf(
				&volume{Title: "one", Summary: ptr("s1"), Pages: 10, Text: orm.DeferredOf("t1"), Photo: orm.DeferredOf([]byte("p1")), Cover: orm.DeferredOf(ptr("c1"))},
				&volume{Title: "two", Pages: 20, Photo: orm.DeferredOf([]byte{})})})
			must(t, s.Commit(ctx))
			must(t, s.Close())
			s = d.sessions.New()
			defer s.Close()
			d.log = nil
			f(t, d, s)
		})
	}
	each("sqlite", dbtest.SQLite(t))
	each("postgresql", dbtest.Postgres(t, "orm_"+name))
	each("mariadb", dbtest.MariaDB(t, "orm_"+name))
}

func ptr[T any](v T) *T { return &v }

// volumeOne reads the first volume with options.
func volumeOne(t *testing.T, s *orm.Session, o ...orm.Option) *volume {
	t.Helper()
	v, err := orm.Select(volumes).Where(volumes.ID.Eq(1)).Options(o...).One(ctx, s)
	must(t, err)
	return v
}

func unloaded(t *testing.T, o orm.Mapped, want ...string) {
	t.Helper()
	if got := orm.Unloaded(o); !slices.Equal(got, want) {
		t.Errorf("unloaded %q, want %q", got, want)
	}
}

func TestDeferredIsReadWhenAskedFor(t *testing.T) {
	library(t, "deferred", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s)
		d.sends(`BEGIN
SELECT volumes.id AS volumes_id, volumes.title AS volumes_title, volumes.summary AS volumes_summary, volumes.pages AS volumes_pages, volumes.shelf_id AS volumes_shelf_id FROM volumes WHERE volumes.id = ?`)
		unloaded(t, v, "Text", "Photo", "Cover")
		if text, ok := v.Text.Peek(); ok || text != "" || v.Text.Loaded() || !v.Text.IsZero() {
			t.Errorf("known before it was read: %q", text)
		}
		for range 2 {
			text, err := v.Text.Get(ctx)
			must(t, err)
			if text != "t1" {
				t.Errorf("text %q", text)
			}
		}
		d.sends(`SELECT volumes.text AS volumes_text FROM volumes WHERE volumes.id = ?`)
		photo, err := v.Photo.Get(ctx)
		must(t, err)
		cover, err := v.Cover.Get(ctx)
		must(t, err)
		if string(photo) != "p1" || cover == nil || *cover != "c1" {
			t.Errorf("photo %q, cover %v", photo, cover)
		}
		d.sends(`SELECT volumes.photo AS volumes_photo, volumes.cover AS volumes_cover FROM volumes WHERE volumes.id = ?`)
		unloaded(t, v)

		w, err := orm.Get[volume](ctx, s, 2)
		must(t, err)
		cover, err = w.Cover.Get(ctx)
		must(t, err)
		photo, err = w.Photo.Get(ctx)
		must(t, err)
		if cover != nil || photo == nil || len(photo) != 0 {
			t.Errorf("photo %v, cover %v", photo, cover)
		}
		d.sends(`SELECT volumes.id AS volumes_id, volumes.title AS volumes_title, volumes.summary AS volumes_summary, volumes.pages AS volumes_pages, volumes.shelf_id AS volumes_shelf_id FROM volumes WHERE volumes.id = ?
SELECT volumes.photo AS volumes_photo, volumes.cover AS volumes_cover FROM volumes WHERE volumes.id = ?`)
	})
}

func TestDeferredOptions(t *testing.T) {
	cases := []struct {
		name    string
		options []orm.Option
		columns string
		lacks   []string
	}{
		{"undefer", []orm.Option{orm.Undefer(volumes.Text)}, "id title summary pages text shelf_id", []string{"Photo", "Cover"}},
		{"undefer group", []orm.Option{orm.UndeferGroup("pictures")}, "id title summary pages photo cover shelf_id", []string{"Text"}},
		{"undefer all", []orm.Option{orm.Undefer(volumes)}, "id title summary pages text photo cover shelf_id", nil},
		{"defer", []orm.Option{orm.Defer(volumes.Summary)}, "id title pages shelf_id", []string{"Summary", "Text", "Photo", "Cover"}},
		{"load only", []orm.Option{orm.LoadOnly(volumes.Title, volumes.Text)}, "id title text shelf_id", []string{"Summary", "Pages", "Photo", "Cover"}},
		{"load only twice", []orm.Option{orm.LoadOnly(volumes.Title), orm.LoadOnly(volumes.Pages)}, "id title pages shelf_id", []string{"Summary", "Text", "Photo", "Cover"}},
		{"all but one", []orm.Option{orm.Defer(volumes), orm.Undefer(volumes.Title)}, "id title shelf_id", []string{"Summary", "Pages", "Text", "Photo", "Cover"}},
		{"the last counts", []orm.Option{orm.Undefer(volumes.Text), orm.Defer(volumes.Text)}, "id title summary pages shelf_id", []string{"Text", "Photo", "Cover"}},
		{"the key stays", []orm.Option{orm.Defer(volumes.ID, volumes.ShelfID)}, "id title summary pages shelf_id", []string{"Text", "Photo", "Cover"}},
	}
	library(t, "deferoptions", func(t *testing.T, d *db, s *orm.Session) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				s := d.sessions.New()
				defer s.Close()
				d.log = nil
				v := volumeOne(t, s, c.options...)
				unloaded(t, v, c.lacks...)
				want := "BEGIN\nSELECT "
				for i, col := range strings.Fields(c.columns) {
					if i > 0 {
						want += ", "
					}
					want += "volumes." + col + " AS volumes_" + col
				}
				d.sends(want + " FROM volumes WHERE volumes.id = ?")
			})
		}
	})
}

func TestPlainFieldThatWasNotRead(t *testing.T) {
	library(t, "partial", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.LoadOnly(volumes.Title))
		if v.Summary != nil || v.Pages != 0 {
			t.Errorf("fields that were not read: %v, %d", v.Summary, v.Pages)
		}
		d.log = nil
		v.Title = "first"
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET title=? WHERE volumes.id = ?`) // and nothing that was not read
		must(t, s.Refresh(ctx, v, volumes.Summary))
		d.sends(`SELECT volumes.summary FROM volumes WHERE volumes.id = ?`)
		unloaded(t, v, "Pages", "Text", "Photo", "Cover")
		v.Pages = 11
		unloaded(t, v, "Text", "Photo", "Cover")
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET pages=? WHERE volumes.id = ?`)
		if *v.Summary != "s1" {
			t.Errorf("summary %v", v.Summary)
		}

		w, err := orm.Select(volumes).Where(volumes.ID.Eq(2)).Options(orm.LoadOnly(volumes.Title)).One(ctx, s)
		must(t, err)
		w.Title = "second"
		d.log = nil
		again, err := orm.Get[volume](ctx, s, 2) // reads what is lacking, over no edit
		must(t, err)
		if again != w || w.Pages != 20 || w.Title != "second" {
			t.Errorf("%p %p: %d pages of %q", again, w, w.Pages, w.Title)
		}
		d.sends(`SELECT volumes.id AS volumes_id, volumes.title AS volumes_title, volumes.summary AS volumes_summary, volumes.pages AS volumes_pages, volumes.shelf_id AS volumes_shelf_id FROM volumes WHERE volumes.id = ?`)
		_, err = orm.Get[volume](ctx, s, 2)
		must(t, err)
		d.sends("")
	})
}

func TestRowsBringWhatIsLacking(t *testing.T) {
	library(t, "bring", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.LoadOnly(volumes.Title))
		must(t, s.Rollback(ctx))
		d.exec("UPDATE volumes SET title = 'theirs'")
		v.Title = "edited"
		v.Text.Set("mine")
		must(t, s.NoAutoflush(func() error {
			if volumeOne(t, s, orm.Undefer(volumes.Text)) != v {
				t.Error("another object")
			}
			return nil
		}))
		text, err := v.Text.Get(ctx)
		must(t, err)
		if v.Pages != 10 || v.Title != "edited" || text != "mine" {
			t.Errorf("%d pages of %q: %q", v.Pages, v.Title, text)
		}
		unloaded(t, v, "Photo", "Cover")
		d.log = nil
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET title=?, text=? WHERE volumes.id = ?`)
	})
}

func TestDeferredIsStored(t *testing.T) {
	library(t, "deferstore", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s)
		d.log = nil
		v.Text.Set("") // what it was is not known, so that it is sent whatever it is
		if text, ok := v.Text.Peek(); !ok || text != "" {
			t.Errorf("a value that was assigned is not known: %q, %v", text, ok)
		}
		if !slices.Contains(s.Dirty(), orm.Mapped(v)) {
			t.Error("not dirty")
		}
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET text=? WHERE volumes.id = ?`)
		v.Text.Set("")
		must(t, s.Flush(ctx))
		d.sends("")
		v.Cover = orm.DeferredOf[*string](nil) // a literal instead of Set
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET cover=? WHERE volumes.id = ?`)
		_, err := v.Photo.Get(ctx)
		must(t, err)
		d.sends(`SELECT volumes.photo AS volumes_photo FROM volumes WHERE volumes.id = ?`)
		must(t, s.Rollback(ctx))
		d.log = nil
		text, err := v.Text.Get(ctx)
		must(t, err)
		cover, err := v.Cover.Get(ctx)
		must(t, err)
		if text != "t1" || cover == nil || *cover != "c1" {
			t.Errorf("after the rollback: %q, %v", text, cover)
		}
		d.sends("BEGIN\nSELECT volumes.text AS volumes_text FROM volumes WHERE volumes.id = ?\nSELECT volumes.photo AS volumes_photo, volumes.cover AS volumes_cover FROM volumes WHERE volumes.id = ?")
	})
}

func TestDeferredExpires(t *testing.T) {
	library(t, "deferexpire", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.Undefer(volumes.Text))
		must(t, s.Commit(ctx))
		if text, ok := v.Text.Peek(); !ok || text != "t1" {
			t.Errorf("after the commit: %q, %v", text, ok)
		}
		d.exec("UPDATE volumes SET text = 'new', pages = 99")
		d.log = nil
		text, err := v.Text.Get(ctx)
		must(t, err)
		_, err = v.Text.Get(ctx)
		must(t, err)
		d.sends("BEGIN\nSELECT volumes.text AS volumes_text FROM volumes WHERE volumes.id = ?")
		if text != "new" {
			t.Errorf("text %q", text)
		}
		must(t, s.Refresh(ctx, v))
		if v.Pages != 99 {
			t.Errorf("%d pages", v.Pages)
		}
		unloaded(t, v, "Text", "Photo", "Cover")
		must(t, s.Refresh(ctx, v, volumes.Text))
		unloaded(t, v, "Photo", "Cover")
		v.Text.Set("edit")
		s.ExpireAttrs(v, volumes.Text)
		d.log = nil
		text, err = v.Text.Get(ctx)
		must(t, err)
		if text != "new" {
			t.Errorf("after ExpireAttrs: %q", text)
		}
		d.sends(`SELECT volumes.text AS volumes_text FROM volumes WHERE volumes.id = ?`)
	})
}

func TestDeferredOnPaths(t *testing.T) {
	for _, c := range []struct {
		name string
		load func(orm.Rel, ...orm.Option) orm.Option
		n    int
	}{{"select-in", orm.SelectIn, 2}, {"joined", orm.Joined, 1}, {"subquery", orm.InSubquery, 2}} {
		t.Run(c.name, func(t *testing.T) {
			library(t, "deferpaths", func(t *testing.T, d *db, s *orm.Session) {
				sh, err := orm.Select(shelves).Limit(1).Options(orm.LoadOnly(shelves.ID), c.load(shelves.Books, orm.LoadOnly(volumes.Title), orm.Undefer(volumes.Text))).One(ctx, s)
				must(t, err)
				unloaded(t, sh, "Name", "Plan")
				books := sh.Books.Items()
				if len(books) != 2 || books[0].Title != "one" || books[1].Title != "two" {
					t.Fatalf("%d books", len(books))
				}
				unloaded(t, books[0], "Summary", "Pages", "Photo", "Cover")
				if text, ok := books[0].Text.Peek(); !ok || text != "t1" {
					t.Errorf("text %q", text)
				}
				if n := len(d.log) - 1; n != c.n {
					t.Errorf("%d statements, want %d:\n%q", n, c.n, d.log)
				}
			})
		})
	}
}

func TestDeferredMayBeForbidden(t *testing.T) {
	library(t, "deferraise", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.DeferRaise(volumes.Text))
		d.log = nil
		_, err := v.Text.Get(ctx)
		var raised *orm.RaiseError
		if !errors.As(err, &raised) || raised.Attr != "Text" {
			t.Errorf("got %v", err)
		}
		_, err = v.Photo.Get(ctx)
		must(t, err)
		v.Text.Set("x")
		_, err = v.Text.Get(ctx)
		must(t, err)
		d.sends("SELECT volumes.photo AS volumes_photo, volumes.cover AS volumes_cover FROM volumes WHERE volumes.id = ?")
		sh, err := orm.Select(shelves).Options(orm.SelectIn(shelves.Books, orm.DeferRaise(volumes))).One(ctx, s)
		must(t, err)
		if _, err = sh.Books.Items()[1].Text.Get(ctx); !errors.As(err, &raised) {
			t.Errorf("in a path: %v", err)
		}
	})
}

func TestDeferredWithoutSession(t *testing.T) {
	library(t, "deferdetached", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.Undefer(volumes.Text))
		ro, err := orm.Select(volumes).Where(volumes.ID.Eq(1)).Options(orm.Undefer(volumes.Text)).ReadOnly().One(ctx, s)
		must(t, err)
		s.Expunge(v)
		for what, v := range map[string]*volume{"detached": v, "read-only": ro, "copied": orm.Clone(v)} {
			if text, err := v.Text.Get(ctx); err != nil || text != "t1" {
				t.Errorf("%s: %q, %v", what, text, err)
			}
			if _, err := v.Photo.Get(ctx); !errors.Is(err, orm.ErrDetached) {
				t.Errorf("%s: %v", what, err)
			}
		}
		c := orm.Clone(v)
		c.ID = 0
		s.Add(c)
		if err := s.Flush(ctx); err == nil || !contains(err.Error(), "volume.Photo", "copied") {
			t.Errorf("a copy without its photo: %v", err)
		}
		must(t, s.Rollback(ctx))
		c = orm.Clone(v)
		c.ID = 0
		c.Photo.Set(nil)
		c.Photo.Set([]byte("x"))
		c.Cover.Set(nil)
		s.Add(c)
		must(t, s.Commit(ctx))
		n, err := orm.Select(volumes).Where(volumes.Text.Eq("t1")).Count(ctx, s)
		must(t, err)
		if n != 2 {
			t.Errorf("%d volumes with the text", n)
		}
	})
}

func TestDeferredIsMerged(t *testing.T) {
	library(t, "defermerge", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.LoadOnly(volumes.Title))
		s.Expunge(v)
		v.Title = "merged"
		v.Text.Set("")
		m, err := orm.Merge(ctx, s, v)
		must(t, err)
		if m.Pages != 10 || m.Title != "merged" {
			t.Errorf("%d pages of %q: what was not read was merged", m.Pages, m.Title)
		}
		d.log = nil
		must(t, s.Flush(ctx))
		d.sends(`UPDATE volumes SET title=?, text=? WHERE volumes.id = ?`)
		other := d.sessions.New()
		defer other.Close()
		w, err := orm.Merge(ctx, other, m, orm.WithoutLoad())
		must(t, err)
		if text, ok := w.Text.Peek(); !ok || text != "" {
			t.Errorf("text %q, %v", text, ok)
		}
		unloaded(t, w, "Photo", "Cover")
		must(t, s.Rollback(ctx))
		photo, err := w.Photo.Get(ctx)
		must(t, err)
		if string(photo) != "p1" {
			t.Errorf("photo %q", photo)
		}
	})
}

func TestDeferredAsJSON(t *testing.T) {
	library(t, "deferjson", func(t *testing.T, d *db, s *orm.Session) {
		v := volumeOne(t, s, orm.Undefer(volumes.Text))
		text, err := json.Marshal(v)
		must(t, err)
		want := `{"ID":1,"Title":"one","Summary":"s1","Pages":10,"Text":"t1","Photo":null,"Cover":null,"ShelfID":1,"Shelf":null}`
		if string(text) != want {
			t.Errorf("got  %s\nwant %s", text, want)
		}
		var c volume
		must(t, json.Unmarshal([]byte(`{"Title":"x","Text":"y"}`), &c))
		if got, err := c.Text.Get(ctx); err != nil || got != "y" {
			t.Errorf("%q, %v", got, err)
		}
	})
}

func TestDeferredIsLeftOutWhereObjectsAreRead(t *testing.T) {
	library(t, "deferlean", func(t *testing.T, d *db, s *orm.Session) {
		n, err := orm.Select(shelves).Count(ctx, s)
		must(t, err)
		if n != 1 {
			t.Errorf("%d shelves", n)
		}
		for v, err := range orm.Select(shelves).Iter(ctx, s) {
			must(t, err)
			unloaded(t, v, "Plan")
		}
		for v, err := range orm.Select(shelves).YieldPer(10).Iter(ctx, s) {
			must(t, err)
			if _, err := v.Plan.Get(ctx); !errors.Is(err, orm.ErrDetached) {
				t.Errorf("got %v", err)
			}
		}
		s.Expunge(s.Persistent()...)
		v := volumeOne(t, s)
		_, err = v.Shelf.Get(ctx)
		must(t, err)
		for _, sql := range d.log {
			if contains(sql, "plan") {
				t.Errorf("a deferred column is read: %s", sql)
			}
		}
		rows, err := orm.Select2(shelves.Plan, volumes.Text).Join(shelves.Books).OrderBy(volumes.ID).All(ctx, s)
		must(t, err)
		if len(rows) != 2 || rows[0].V1 != "oak" || rows[0].V2 != "t1" {
			t.Errorf("columns by name: %v", rows)
		}
		both, err := orm.Select(shelves).Union(orm.Select(shelves)).All(ctx, s)
		must(t, err)
		unloaded(t, both[0], "Plan")
	})
}

func TestOptionsOfColumnsThatAreNotRead(t *testing.T) {
	library(t, "defermisuse", func(t *testing.T, d *db, s *orm.Session) {
		for what, o := range map[string]orm.Option{
			"another entity": orm.Defer(shelves.Plan), "another class": orm.Undefer(shelves), "no such group": orm.UndeferGroup("nope"),
			"nested too deep": orm.SelectIn(volumes.Shelf, orm.LoadOnly(volumes.Title)), "an alias": orm.Defer(orm.Alias(volumes).Text),
			"no column": orm.LoadOnly(volumes.Title.Concat("x")),
		} {
			if _, err := orm.Select(volumes).Options(o).All(ctx, s); err == nil || !contains(err.Error(), "query:") {
				t.Errorf("%s: %v", what, err)
			}
		}
		if slices.ContainsFunc(d.log, func(sql string) bool { return sql != "BEGIN" }) {
			t.Errorf("sent %q", d.log)
		}
	})
}

// sends compares the statements since the last time, whatever the database writes for binds and quotes.
func (d *db) sends(want string) {
	d.t.Helper()
	got := marks.ReplaceAllString(strings.Join(d.log, "\n"), "?")
	d.log = nil
	if got = strings.NewReplacer("`", "", `"`, "").Replace(got); got != want {
		d.t.Errorf("sent: %s\nwant: %s", got, want)
	}
}

var marks = regexp.MustCompile(`\$\d+(::\w+)?`)

// contains reports whether a text has all the parts.
func contains(text string, parts ...string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(text, p) })
}

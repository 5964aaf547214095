package orm_test

import (
	"errors"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// This file has cases that random programs found.

// A one-to-one relationship that is given another object lets go of the one before, known or not, whether that knows its side or not.
func TestOneToOneReplaced(t *testing.T) {
	for name, forget := range map[string]bool{"known": false, "not loaded": true} {
		t.Run(name, func(t *testing.T) {
			d := openWith(t, dbtest.SQLite(t), StudioModels)
			s := d.session()
			a := &Album{Title: "a", Sleeve: orm.RefTo(&Sleeve{Name: "s1"}), Lyrics: orm.RefTo(&Lyrics{Name: "l1"})}
			s.Add(&Band{Name: "b", Albums: orm.MapOf[string](a)})
			must(t, s.Commit(ctx))
			if forget {
				s = d.session()
				var err error
				a, err = orm.Get[Album](ctx, s, a.ID)
				must(t, err)
			}
			s2, l2 := &Sleeve{Name: "s2"}, &Lyrics{Name: "l2"}
			a.Sleeve.Set(s2)
			a.Lyrics.Set(l2)
			must(t, s.Commit(ctx))
			of, err := orm.Select(StudioSleeves).All(ctx, s)
			must(t, err)
			for _, o := range of {
				if (o.AlbumID != nil) != (o == s2) {
					t.Errorf("%s is of %v", o.Name, o.AlbumID)
				}
			}
			lyrics, err := orm.Select(StudioLyrics).All(ctx, s)
			must(t, err)
			for _, o := range lyrics {
				if (o.AlbumID != nil) != (o == l2) {
					t.Errorf("%s is of %v", o.Name, o.AlbumID)
				}
			}
			a.Sleeve.Clear()
			a.Lyrics.Clear()
			must(t, s.Commit(ctx))
			if s2.AlbumID != nil || l2.AlbumID != nil {
				t.Errorf("still of %v and %v", s2.AlbumID, l2.AlbumID)
			}
		})
	}
}

// Objects of the session follow a key that the database passes on, also those of collections that are not loaded.
func TestKeyPassedOnToUnloaded(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), StudioModels)
	s := d.session()
	b, a := &Band{Name: "b"}, &Album{Title: "a"}
	b.Albums.Put(a)
	s.Add(b)
	must(t, s.Commit(ctx))
	must(t, s.Rollback(ctx)) // which forgets what is related
	b.Name = "c"
	must(t, s.Flush(ctx))
	if *a.BandName != "c" {
		t.Errorf("the album is of %s", *a.BandName)
	}
	if !b.Albums.Remove(a) {
		t.Error("the album is not in the band")
	}
	must(t, s.Commit(ctx))
	if n, err := orm.Select(StudioAlbums).Count(ctx, s); err != nil || n != 0 {
		t.Errorf("%d albums, %v", n, err)
	}
}

// What was deleted in a savepoint that is undone has the relationships that it had.
func TestDeletedInSavepoint(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), StudioModels)
	s := d.session()
	b, a := &Band{Name: "b"}, &Album{Title: "a"}
	b.Albums.Put(a)
	s.Add(b)
	must(t, s.Flush(ctx))
	undo := errors.New("undo")
	err := s.Nested(ctx, func() error {
		b.Albums.Remove(a)
		must(t, s.Flush(ctx))
		return undo
	})
	if !errors.Is(err, undo) {
		t.Error(err)
	}
	if of, err := a.Band.Get(ctx); err != nil || of != b {
		t.Errorf("the album is of %v, %v", of, err)
	}
}

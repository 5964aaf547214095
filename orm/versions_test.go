package orm_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/orm/mapping"
)

// Leaflet has a version of text, of which the number of changes is a part.
type Leaflet struct {
	orm.Entity `orm:"table:leaflets"`
	ID         int64  `orm:"pk"`
	Rev        string `orm:"size:40"`
	Text       string
}

func (*Leaflet) ConfigureMapping(m *orm.Config[Leaflet]) {
	m.Version("Rev", func(old any) (any, error) {
		var n int
		if old != nil {
			if _, err := fmt.Sscanf(old.(string), "rev-%d", &n); err != nil {
				return nil, err
			}
		}
		return fmt.Sprintf("rev-%d", n+1), nil
	})
}

// Placard has a time as its version, Chart one that is given to it.
type Placard struct {
	orm.Entity `orm:"table:placards"`
	ID         int64 `orm:"pk"`
	Changed    time.Time
	Text       string
}

func (*Placard) ConfigureMapping(m *orm.Config[Placard]) {
	m.Version("Changed", func(old any) (any, error) {
		if old == nil {
			return time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), nil
		}
		return old.(time.Time).Add(time.Microsecond), nil
	})
}

type Chart struct {
	orm.Entity `orm:"table:charts"`
	ID         int64 `orm:"pk"`
	Edition    string
	Text       string
}

func (*Chart) ConfigureMapping(m *orm.Config[Chart]) { m.Version("Edition", nil) }

var paperModels = orm.NewRegistry(new(Leaflet), new(Placard), new(Chart))

func papers(t *testing.T, f func(t *testing.T, d *db)) {
	t.Run("sqlite", func(t *testing.T) { f(t, openWith(t, dbtest.SQLite(t), paperModels)) })
	t.Run("postgresql", func(t *testing.T) { f(t, openWith(t, dbtest.Postgres(t, "orm_versions"), paperModels)) })
}

// store stores an object and gives what another session reads of its row.
func store[T any](t *testing.T, d *db, obj orm.Mapped, id func() int64) (own, other *orm.Session, read *T) {
	t.Helper()
	own, other = d.session(), d.session()
	own.Add(obj)
	must(t, own.Commit(ctx))
	read, err := orm.Get[T](ctx, other, id())
	must(t, err)
	must(t, other.Rollback(ctx)) // it keeps what it read
	return own, other, read
}

// A row that another session changed is stale, whatever its versions are; a rollback gives objects the versions of their rows again.
func TestVersionsThatAreMade(t *testing.T) {
	papers(t, func(t *testing.T, d *db) {
		l := &Leaflet{Text: "a"}
		s, other, read := store[Leaflet](t, d, l, func() int64 { return l.ID })
		l.Text = "b"
		must(t, s.Flush(ctx))
		if l.Rev != "rev-2" {
			t.Errorf("the version is %q", l.Rev)
		}
		must(t, s.Rollback(ctx))
		if l.Rev != "rev-1" || l.Text != "a" {
			t.Errorf("after the rollback: %q %q", l.Rev, l.Text)
		}
		l.Text = "c"
		must(t, s.Commit(ctx))
		read.Text = "lost"
		if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the update of a stale row: %v", err)
		}
		must(t, other.Rollback(ctx))
	})
}

func TestVersionsThatAreTimes(t *testing.T) {
	papers(t, func(t *testing.T, d *db) {
		p := &Placard{Text: "a"}
		s, other, read := store[Placard](t, d, p, func() int64 { return p.ID })
		first := p.Changed
		for _, text := range []string{"b", "c"} {
			p.Text = text
			must(t, s.Commit(ctx))
		}
		if got := p.Changed.Sub(first); got != 2*time.Microsecond {
			t.Errorf("two changes are %v", got)
		}
		other.Delete(read)
		if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the deletion of a stale row: %v", err)
		}
		must(t, other.Rollback(ctx))
		if _, err := orm.Merge(ctx, d.session(), p); err != nil {
			t.Errorf("a version that is the row's: %v", err)
		}
		if _, err := orm.Merge(ctx, d.session(), read); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the merge of a stale object: %v", err)
		}
	})
}

func TestVersionsThatAreGiven(t *testing.T) {
	papers(t, func(t *testing.T, d *db) {
		c := &Chart{Text: "a", Edition: "first"}
		s, other, read := store[Chart](t, d, c, func() int64 { return c.ID })
		c.Text = "b" // under its version
		must(t, s.Commit(ctx))
		c.Text, c.Edition = "c", "second"
		must(t, s.Commit(ctx))
		read.Text = "lost"
		if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the update of a stale row: %v", err)
		}
		must(t, other.Rollback(ctx))
	})
}

// A version that cannot be made fails the flush, and says where.
func TestVersionThatCannotBeMade(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), paperModels)
	s := d.session()
	l := &Leaflet{Text: "a", Rev: "mine"}
	s.Add(l)
	must(t, s.Commit(ctx))
	if l.Rev != "mine" {
		t.Errorf("%q in place of the object's own version", l.Rev)
	}
	l.Text = "b"
	var fe *orm.FlushError
	if err := s.Flush(ctx); !errors.As(err, &fe) || fe.Entity != "Leaflet" || fe.Attr != "Rev" {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
	must(t, orm.InsertRows(ctx, s, []*Leaflet{{Text: "c"}}))
	if revs, err := orm.Select(orm.AttrNamed[Leaflet](paperModels, "Rev")).OrderBy(orm.AttrNamed[Leaflet](paperModels, "ID")).All(ctx, s); err != nil || len(revs) != 2 || fmt.Sprint(revs) != "[mine rev-1]" {
		t.Error(revs, err)
	}
}

// Keyless has maps and versions that cannot be.
type Keyless struct {
	orm.Entity `orm:"table:keyless"`
	ID         int64 `orm:"pk"`
	Rev        *string
	N          int64 `orm:"version"`
	M          int64
	Parent     *int64                    `orm:"fk:keyless.id"`
	Bare       orm.Map[string, *Keyless] `orm:"foreign_keys:Parent"`
	Other      orm.Map[string, *Keyless] `orm:"foreign_keys:Parent; viewonly"`
	Nothing    orm.Map[string, *Keyless] `orm:"foreign_keys:Parent; viewonly"`
	List       orm.List[*Keyless]        `orm:"foreign_keys:Parent; viewonly"`
}

func (*Keyless) ConfigureMapping(m *orm.Config[Keyless]) {
	m.Version("ID", nil)
	m.Version("Rev", nil)
	m.Version("M", nil)
	m.Version("Mm", nil)
	m.MapKey("Other", orm.KeyOf(func(k *Keyless) int64 { return k.ID }))
	m.MapKey("Nothing", orm.MapKey{})
	m.MapKey("List", orm.KeyOf(func(k *Keyless) int64 { return k.ID }))
	m.MapKey("Lst", orm.KeyOf(func(k *Keyless) int64 { return k.ID }))
}

func TestVersionsAndKeysThatCannotBe(t *testing.T) {
	err := orm.NewRegistry(new(Keyless)).Configure()
	var me *mapping.Error
	if !errors.As(err, &me) {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Keyless.ID the version of its row, but it is part of the key",
		"Keyless.Rev the version of its row, but it can be NULL",
		"Keyless.M the version of its row, but it is not the only one",
		`Version: Keyless has no column attribute "Mm"`,
		"the function of MapKey makes int64 of *orm_test.Keyless; the map has members *orm_test.Keyless under string",
		"the function of MapKey is nil",
		"code gives Keyless.List keys, which only an orm.Map has",
		`MapKey: Keyless has no relationship "Lst"`,
		`m.MapKey("Bare", ...)`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing says %q in\n%v", want, err)
		}
	}
}

// A map that a function keys replaces, finds and forgets by what the function makes.
func TestMapOfMadeKeys(t *testing.T) {
	i := &gKeyedItem{}
	must(t, gKeyedModels.Wire(i))
	a, b, c := &gNote{Keyword: "a", Text: new("1")}, &gNote{Keyword: "a", Text: new("2")}, &gNote{Keyword: "a", Text: new("1")}
	i.Notes2.Put(a, b, c)
	if got := fmt.Sprint(i.Notes2.Keys()); got != "[a2 a1]" {
		t.Error(got)
	}
	if n, ok, err := i.Notes2.Get(ctx, "a1"); n != c || !ok || err != nil {
		t.Error(n, ok, err)
	}
	b.Keyword = "b"
	if !i.Notes2.RemoveKey("b2") || i.Notes2.RemoveKey("a2") {
		t.Error("the key is what the function makes of the member now")
	}
}

// A new object that takes over the row of a deleted one continues its versions, whether it changes anything or not.
func TestVersionsOfTakenRows(t *testing.T) {
	papers(t, func(t *testing.T, d *db) {
		for _, c := range []struct{ text, want string }{{"b", "rev-2"}, {"a", "rev-1"}} {
			s := d.session()
			old := &Leaflet{Text: "a"}
			s.Add(old)
			must(t, s.Commit(ctx))
			s.Delete(old)
			heir := &Leaflet{ID: old.ID, Text: c.text}
			s.Add(heir)
			must(t, s.Flush(ctx))
			if heir.Rev != c.want {
				t.Errorf("%q has the version %q, not %q", c.text, heir.Rev, c.want)
			}
			heir.Text = "later"
			must(t, s.Commit(ctx))
		}
	})
}

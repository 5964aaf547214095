package orm_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// counted has a version that a trigger counts; watched has the number of the transaction that wrote its row, which PostgreSQL keeps.
type counted struct {
	orm.Entity `orm:"table:counted"`
	ID         int64  `orm:"pk"`
	Text       string `orm:"size:20"`
	Rev        int64  `orm:"server_default:'1'"`
}

func (*counted) ConfigureMapping(m *orm.Config[counted]) { m.ServerVersion("Rev") }

type watched struct {
	orm.Entity `orm:"table:watched"`
	ID         int64 `orm:"pk"`
	Text       string
	Xmin       int64
}

func (*watched) ConfigureMapping(m *orm.Config[watched]) {
	m.ServerVersion("Xmin")
	m.System("Xmin")
}

var (
	countedModels = orm.NewRegistry(new(counted))
	watchedModels = orm.NewRegistry(new(watched))
)

func countedOn(t *testing.T, f func(t *testing.T, d *db)) {
	for _, on := range []struct{ name, url, trigger string }{
		{"sqlite", dbtest.SQLite(t), `CREATE TRIGGER revised AFTER UPDATE OF text ON counted BEGIN UPDATE counted SET rev = old.rev + 1 WHERE id = new.id; END`},
		{"postgresql", dbtest.Postgres(t, "orm_counted"), `CREATE FUNCTION revised() RETURNS trigger AS $$ BEGIN NEW.rev := OLD.rev + 1; RETURN NEW; END $$ LANGUAGE plpgsql;
			CREATE TRIGGER revised BEFORE UPDATE ON counted FOR EACH ROW EXECUTE FUNCTION revised()`},
		{"mariadb", dbtest.MariaDB(t, "orm_counted"), `CREATE TRIGGER revised BEFORE UPDATE ON counted FOR EACH ROW SET NEW.rev = OLD.rev + 1`},
	} {
		t.Run(on.name, func(t *testing.T) {
			d := openWith(t, on.url, countedModels)
			for _, s := range strings.SplitAfter(on.trigger, "plpgsql;") {
				d.exec(s)
			}
			d.log = nil
			f(t, d)
		})
	}
}

// Versions of new rows are read by one SELECT, those of changed rows with the UPDATE or after it; they go with a rollback.
func TestServerVersions(t *testing.T) {
	countedOn(t, func(t *testing.T, d *db) {
		s := d.session()
		a, b := &counted{Text: "a"}, &counted{Text: "b"}
		s.Add(a, b)
		must(t, s.Flush(ctx))
		if a.Rev != 1 || b.Rev != 1 {
			t.Fatalf("the first versions are %d and %d", a.Rev, b.Rev)
		}
		if last := d.log[len(d.log)-1]; !strings.HasPrefix(last, "SELECT counted.id, counted.rev FROM counted WHERE counted.id IN (") || strings.Count(strings.Join(d.log, "\n"), "SELECT counted") != 1 {
			t.Errorf("sent %q", d.log)
		}
		must(t, s.Commit(ctx))
		for want := int64(2); want < 4; want++ {
			d.log = nil
			a.Text += "!"
			must(t, s.Flush(ctx))
			if a.Rev != want {
				t.Errorf("the version is %d, want %d", a.Rev, want)
			}
			selects := 1
			if isPostgres(d) {
				selects = 0
			}
			text := strings.Join(d.log, "\n")
			if strings.Count(text, "SELECT counted.id, counted.rev") != selects || strings.Count(text, "UPDATE counted") != 1 || strings.Contains(text, " RETURNING counted.rev") != isPostgres(d) {
				t.Errorf("sent %q", d.log)
			}
			if want == 2 {
				must(t, s.Commit(ctx))
			}
		}
		must(t, s.Rollback(ctx))
		if a.Rev != 2 || a.Text != "a!" {
			t.Errorf("after the rollback: %d %s", a.Rev, a.Text)
		}
		b.Rev = 77 // which is not for the user to say
		b.Text = "c"
		must(t, s.Commit(ctx))
		if b.Rev != 2 {
			t.Errorf("the version is %d", b.Rev)
		}
	})
}

// A row that somebody else changed is stale, for UPDATE and DELETE, and the session goes on after a rollback.
func TestServerVersionsStale(t *testing.T) {
	countedOn(t, func(t *testing.T, d *db) {
		a := &counted{Text: "a"}
		s, other, read := store[counted](t, d, a, func() int64 { return a.ID })
		a.Text = "b"
		must(t, s.Commit(ctx))
		read.Text = "lost"
		if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the update of a stale row: %v", err)
		}
		must(t, other.Rollback(ctx))
		must(t, other.Refresh(ctx, read))
		if read.Rev != 2 {
			t.Errorf("read again: %d", read.Rev)
		}
		must(t, other.Rollback(ctx))
		a.Text = "c"
		must(t, s.Commit(ctx))
		other.Delete(read)
		if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
			t.Errorf("the deletion of a row: %v", err)
		}
		must(t, other.Rollback(ctx))
		s.Delete(a)
		must(t, s.Commit(ctx))
	})
}

// PostgreSQL's xmin is a version that no column holds.
func TestVersionsOfTransactions(t *testing.T) {
	d := openWith(t, dbtest.Postgres(t, "orm_xmin"), watchedModels)
	w := &watched{Text: "a"}
	s, other, read := store[watched](t, d, w, func() int64 { return w.ID })
	first := w.Xmin
	if first == 0 || read.Xmin != first {
		t.Fatalf("the version is %d, and %d when it is read", first, read.Xmin)
	}
	w.Text = "b"
	must(t, s.Commit(ctx))
	if w.Xmin == first || !strings.HasSuffix(d.log[len(d.log)-2], "UPDATE watched SET text=$1 WHERE watched.id = $2 AND watched.xmin = $3 RETURNING watched.xmin") {
		t.Errorf("%d %q", w.Xmin, d.log)
	}
	read.Text = "lost"
	if err := other.Flush(ctx); !errors.Is(err, orm.ErrStale) {
		t.Errorf("the update of a stale row: %v", err)
	}
	must(t, other.Rollback(ctx))
	s.Delete(w)
	must(t, s.Commit(ctx))
}

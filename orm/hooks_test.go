package orm_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aludel/aludel/internal/dbtest"
	"github.com/aludel/aludel/orm"
)

// Stamped is a mixin that brings hooks with it.
type Stamped struct {
	Slug string `orm:"size:20"`
	Read string `orm:"-"`
}

// AfterLoad implements orm.AfterLoader.
func (s *Stamped) AfterLoad() error { s.Read = "loaded " + s.Slug; return nil }

// AfterRefresh implements orm.AfterRefresher.
func (s *Stamped) AfterRefresh() error { s.Read = "read again " + s.Slug; return nil }

// Page has every hook, as methods.
type Page struct {
	orm.Entity `orm:"table:pages"`
	Stamped
	ID       int64  `orm:"pk"`
	Title    string `orm:"size:20"`
	Edits    int64
	ParentID *int64          `orm:"fk:pages.id"`
	Parent   orm.Ref[*Page]  `orm:"remote_side:ID; back_populates:Children"`
	Children orm.List[*Page] `orm:"back_populates:Parent; cascade:all,delete-orphan"`
}

var (
	errTitle  = errors.New("a page has a title")
	errLocked = errors.New("the page is locked")
)

func (*Page) ConfigureMapping(m *orm.Config[Page]) {
	m.Validate("Slug", func(p *Page) error {
		if p.Slug == "" { // which BeforeInsert makes
			return errors.New("no slug")
		}
		return nil
	})
}

// BeforeInsert implements orm.BeforeInserter.
func (p *Page) BeforeInsert(_ context.Context, f *orm.FlushContext) error {
	if p.Title == "" {
		return errTitle
	}
	p.Slug = strings.ToLower(p.Title)
	if p.Title == "Extra" {
		f.Session().Add(&Page{Title: "Later"})
	}
	return nil
}

// AfterInsert implements orm.AfterInserter.
func (p *Page) AfterInsert(context.Context, *orm.FlushContext) error {
	if p.Title == "Numbered" {
		p.Title = fmt.Sprint("Number ", p.ID)
	}
	return nil
}

// BeforeUpdate implements orm.BeforeUpdater.
func (p *Page) BeforeUpdate(_ context.Context, f *orm.FlushContext) error {
	for _, c := range f.Changes(p) {
		if c.Attr == "Title" && c.Old == "Locked" {
			return errLocked
		}
	}
	p.Edits++
	return nil
}

// BeforeDelete implements orm.BeforeDeleter.
func (p *Page) BeforeDelete(ctx context.Context, f *orm.FlushContext) error {
	if p.Title == "Locked" {
		return errLocked
	}
	n, err := orm.Select(Pages).Where(Pages.ID.Eq(p.ID)).Count(ctx, f.Session())
	if err == nil && n != 1 {
		err = fmt.Errorf("%d rows before the DELETE", n)
	}
	return err
}

// AfterDelete implements orm.AfterDeleter.
func (p *Page) AfterDelete(ctx context.Context, f *orm.FlushContext) error {
	n, err := orm.Select(Pages).Where(Pages.ID.Eq(p.ID)).Count(ctx, f.Session())
	if err == nil && n != 0 {
		err = fmt.Errorf("%d rows after the DELETE", n)
	}
	return err
}

type PageAttrs struct {
	orm.Class[Page]
	ID    orm.NumAttr[int64]
	Title orm.TextAttr[string]
}

var (
	PageModels = orm.NewRegistry(new(Page))
	Pages      = orm.Describe[PageAttrs](PageModels)
)

func pageTitles(t *testing.T, s *orm.Session) string {
	t.Helper()
	ts, err := orm.Select(Pages.Title).OrderBy(Pages.ID).All(ctx, s)
	must(t, err)
	return strings.Join(ts, " ")
}

// Hooks that are methods of an entity are called around its statements, and what they do to it is written.
func TestHooksOfEntities(t *testing.T) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(t), "postgresql": dbtest.Postgres(t, "orm_hooks")} {
		t.Run(name, func(t *testing.T) {
			d := openWith(t, url, PageModels)
			s := d.session()
			root := &Page{Title: "Root"}
			leaf := &Page{Title: "Leaf", Parent: orm.RefTo(root)}
			s.Add(root, leaf)
			must(t, s.Commit(ctx))
			if root.Slug != "root" || leaf.Slug != "leaf" || *leaf.ParentID != root.ID {
				t.Errorf("%q %q %v", root.Slug, leaf.Slug, leaf.ParentID)
			}
			d.expect("BEGIN, INSERT pages, INSERT pages, COMMIT")
			leaf.Title = "Twig"
			must(t, s.Commit(ctx))
			d.expect("BEGIN, UPDATE pages, COMMIT")
			if leaf.Edits != 1 || root.Edits != 0 {
				t.Errorf("edits: %d %d", leaf.Edits, root.Edits)
			}
			s.Delete(root)
			must(t, s.Commit(ctx))
			d.expect("BEGIN, SELECT pages, SELECT pages, SELECT (SELECT, SELECT (SELECT, DELETE pages, DELETE pages, SELECT (SELECT, SELECT (SELECT, COMMIT")
		})
	}
}

// What a hook adds, and what it changes after the statement, is left for the next flush, which Commit makes by itself.
func TestHooksLeaveMore(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	s := d.session()
	s.Add(&Page{Title: "Extra"}, &Page{Title: "Numbered"})
	must(t, s.Flush(ctx))
	if len(s.Pending()) != 1 || len(s.Dirty()) != 1 {
		t.Errorf("%d pending, %d dirty", len(s.Pending()), len(s.Dirty()))
	}
	must(t, s.Commit(ctx))
	if got := pageTitles(t, s); got != "Extra Number 2 Later" {
		t.Error(got)
	}
}

// An error of a hook fails the flush and says whose it was; after Rollback everything is as it was.
func TestHookErrors(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	s := d.session()
	locked := &Page{Title: "Locked"}
	s.Add(locked)
	must(t, s.Commit(ctx))
	for _, tt := range []struct {
		hook string
		err  error
		do   func()
	}{
		{"BeforeInsert", errTitle, func() { s.Add(&Page{}) }},
		{"BeforeUpdate", errLocked, func() { locked.Title = "Open" }},
		{"BeforeDelete", errLocked, func() { s.Delete(locked) }},
	} {
		tt.do()
		err := s.Flush(ctx)
		var fe *orm.FlushError
		if !errors.Is(err, tt.err) || !errors.As(err, &fe) || fe.Op != tt.hook || fe.Entity != "Page" {
			t.Errorf("%s: %v", tt.hook, err)
		}
		if err := s.Flush(ctx); !errors.Is(err, orm.ErrRollbackFirst) {
			t.Errorf("after %s: %v", tt.hook, err)
		}
		must(t, s.Rollback(ctx))
		if locked.Title != "Locked" || pageTitles(t, s) != "Locked" {
			t.Errorf("after %s: %q", tt.hook, locked.Title)
		}
	}
}

// A hook cannot end what calls it, nor change relationships that are being written.
func TestHookMisuse(t *testing.T) {
	type call = func(ctx context.Context, s *orm.Session) error
	for name, f := range map[string]call{
		"Flush":     func(ctx context.Context, s *orm.Session) error { return s.Flush(ctx) },
		"Commit":    func(ctx context.Context, s *orm.Session) error { return s.Commit(ctx) },
		"Rollback":  func(ctx context.Context, s *orm.Session) error { return s.Rollback(ctx) },
		"Close":     func(_ context.Context, s *orm.Session) error { return s.Close() },
		"Savepoint": func(ctx context.Context, s *orm.Session) error { _, err := s.Savepoint(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			d := openWith(t, dbtest.SQLite(t), PageModels)
			s := d.session()
			s.Listen(orm.Events{BeforeInsert: func(ctx context.Context, fc *orm.FlushContext, _ orm.Mapped) error { return f(ctx, fc.Session()) }})
			s.Add(&Page{Title: "a"})
			if err := s.Flush(ctx); !errors.Is(err, orm.ErrFlushing) {
				t.Error(err)
			}
			must(t, s.Rollback(ctx))
			if got := pageTitles(t, s); got != "" {
				t.Error(got)
			}
		})
	}
}

// A relationship of an object that is being written cannot be changed by a hook: nothing would write it.
func TestHookChangesRelationship(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	s := d.session()
	root, other := &Page{Title: "root"}, &Page{Title: "other"}
	s.Add(root, other)
	must(t, s.Commit(ctx))
	s.Listen(orm.Events{BeforeUpdate: orm.For(func(_ context.Context, _ *orm.FlushContext, p *Page) error {
		p.Parent.Set(other)
		return nil
	})})
	root.Title = "changed"
	var fe *orm.FlushError
	if err := s.Flush(ctx); !errors.Is(err, orm.ErrLateChange) || !errors.As(err, &fe) || fe.Attr != "Parent" {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
	if p, err := root.Parent.Get(ctx); err != nil || p != nil {
		t.Error(p, err)
	}
}

// A misuse in a hook, a panic, and hooks that never come to an end.
func TestHooksThatGoWrong(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	s := d.session()
	var misuse *orm.MisuseError
	once := orm.Events{BeforeFlush: func(_ context.Context, f *orm.FlushContext) error { f.Session().Add((*Page)(nil)); return nil }}
	s.Listen(once)
	s.Add(&Page{Title: "a"})
	if err := s.Flush(ctx); !errors.As(err, &misuse) {
		t.Error(err)
	}
	s = d.session()
	s.Listen(orm.Events{AfterInsert: func(context.Context, *orm.FlushContext, orm.Mapped) error { panic("no") }})
	s.Add(&Page{Title: "a"})
	func() {
		defer func() {
			if r := recover(); r != "no" {
				t.Error(r)
			}
		}()
		t.Error(s.Flush(ctx))
	}()
	if _, err := orm.Select(Pages).All(ctx, s); !errors.Is(err, orm.ErrRollbackFirst) {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
	if got := pageTitles(t, s); got != "" {
		t.Error(got)
	}
	must(t, s.Rollback(ctx))
	s = d.session()
	s.Listen(orm.Events{AfterFlush: func(_ context.Context, f *orm.FlushContext) error { f.Session().Add(&Page{Title: "more"}); return nil }})
	s.Add(&Page{Title: "a"})
	if err := s.Commit(ctx); !errors.Is(err, orm.ErrEndlessFlush) {
		t.Error(err)
	}
	must(t, s.Rollback(ctx))
}

// Objects that are read say so, also those that no session keeps.
func TestLoadHooks(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	s := d.session()
	p := &Page{Title: "A"}
	s.Add(p)
	must(t, s.Commit(ctx))
	if p.Read != "" {
		t.Errorf("new: %q", p.Read)
	}
	must(t, s.Refresh(ctx, p))
	if p.Read != "read again a" {
		t.Errorf("refreshed: %q", p.Read)
	}
	must(t, s.Commit(ctx))
	q, err := orm.Get[Page](ctx, d.session(), p.ID)
	must(t, err)
	free, err := orm.Select(Pages).ReadOnly().First(ctx, d.session())
	must(t, err)
	if q.Read != "loaded a" || free.Read != "loaded a" {
		t.Errorf("%q %q", q.Read, free.Read)
	}
}

// TestSessionEvents has listeners to the transaction, of a maker's sessions.
func TestSessionEvents(t *testing.T) {
	d := openWith(t, dbtest.SQLite(t), PageModels)
	var heard []string
	say := func(what string) { heard = append(heard, what) }
	fail := map[string]error{}
	hear := func(what string) func(context.Context, *orm.Session) error {
		return func(context.Context, *orm.Session) error { say(what); return fail[what] }
	}
	listened := d.sessions.With(orm.Listen(orm.Events{
		AfterBegin: hear("begin"), BeforeCommit: hear("before commit"),
		AfterCommit:            func(context.Context, *orm.Session) { say("commit") },
		AfterRollback:          func(context.Context, *orm.Session) { say("rollback") },
		AfterSavepointRollback: func(context.Context, *orm.Savepoint) { say("savepoint rollback") },
		Refreshed:              func(_ *orm.Session, o orm.Mapped) { say("refreshed " + o.(*Page).Title) },
	}))
	s := listened.New()
	t.Cleanup(func() { must(t, s.Close()) })
	expect := func(want ...string) {
		t.Helper()
		if !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		heard = nil
	}
	p := &Page{Title: "a"}
	s.Add(p)
	must(t, s.Commit(ctx))
	expect("before commit", "begin", "commit")
	must(t, s.Refresh(ctx, p))
	expect("begin", "refreshed a")
	if err := s.Nested(ctx, func() error { return errTitle }); !errors.Is(err, errTitle) {
		t.Error(err)
	}
	expect("savepoint rollback")
	must(t, s.Rollback(ctx))
	expect("rollback")
	fail["before commit"] = errLocked
	p.Title = "b"
	if err := s.Commit(ctx); !errors.Is(err, errLocked) {
		t.Error(err)
	}
	expect("before commit")
	fail["before commit"], fail["begin"] = nil, errLocked
	if err := s.Commit(ctx); !errors.Is(err, errLocked) {
		t.Error(err)
	}
	expect("before commit", "begin")
	must(t, s.Rollback(ctx))
	d.expect("BEGIN, INSERT pages, COMMIT, BEGIN, SELECT pages, ROLLBACK, BEGIN, ROLLBACK")
}

package orm_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

// Article makes its own slug.
type Article struct {
	orm.Entity `orm:"table:articles"`
	ID         int64  `orm:"pk"`
	Title      string `orm:"size:50"`
	Slug       string `orm:"size:50"`
}

// BeforeInsert implements orm.BeforeInserter.
func (a *Article) BeforeInsert(context.Context, *orm.FlushContext) error {
	if a.Title == "" {
		return fmt.Errorf("an article has a title")
	}
	a.Slug = strings.ReplaceAll(strings.ToLower(a.Title), " ", "-")
	return nil
}

// LogEntry says what was changed.
type LogEntry struct {
	orm.Entity `orm:"table:log"`
	ID         int64  `orm:"pk"`
	Text       string `orm:"size:200"`
}

type LogEntryAttrs struct {
	orm.Class[LogEntry]
	ID   orm.NumAttr[int64]
	Text orm.TextAttr[string]
}

var (
	ArticleModels = orm.NewRegistry(new(Article), new(LogEntry))
	LogEntries    = orm.Describe[LogEntryAttrs](ArticleModels)
)

// An entity has the hooks that it needs as methods.
func ExampleBeforeInserter() {
	ctx, sessions, done := articles()
	defer done()
	a := &Article{Title: "On Hooks"}
	err := sessions.InTx(ctx, func(s *orm.Session) error {
		s.Add(a)
		return nil
	})
	fmt.Println(a.Slug, err)
	err = sessions.InTx(ctx, func(s *orm.Session) error {
		s.Add(new(Article))
		return nil
	})
	fmt.Println(err)
	// Output:
	// on-hooks <nil>
	// orm: BeforeInsert Article: an article has a title
}

// Listeners hear of all objects: here changes of articles are logged, in the same flush.
func ExampleListen() {
	ctx, sessions, done := articles()
	defer done()
	sessions = sessions.With(orm.Listen(orm.Events{
		BeforeFlush: func(_ context.Context, f *orm.FlushContext) error {
			for _, obj := range f.Dirty() {
				for _, c := range f.Changes(obj) {
					f.Session().Add(&LogEntry{Text: fmt.Sprintf("%s: %v, was %v", c.Attr, c.New, c.Old)})
				}
			}
			return nil
		},
	}))
	err := sessions.InTx(ctx, func(s *orm.Session) error {
		a := &Article{Title: "Draft"}
		s.Add(a)
		if err := s.Flush(ctx); err != nil {
			return err
		}
		a.Title = "Final"
		texts, err := orm.Select(LogEntries.Text).All(ctx, s)
		fmt.Println(texts)
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output: [Title: Final, was Draft]
}

func articles() (ctx context.Context, sessions *orm.SessionMaker, done func()) {
	ctx = context.Background()
	eng, err := engine.Open("sqlite://")
	if err == nil {
		err = ArticleModels.MetaData().CreateAll(ctx, eng)
	}
	if err != nil {
		panic(err)
	}
	return ctx, orm.NewSessionMaker(eng, ArticleModels), func() { _ = eng.Close() }
}

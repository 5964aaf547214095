package howto

import (
	"context"
	"log"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
	_ "github.com/mattn/go-sqlite3"
)

var ctx = context.Background()

// start gives each example a database of its own with the same rows.
func start(opts ...engine.Option) *orm.SessionMaker {
	eng, err := engine.Open("sqlite://", opts...)
	check(err)
	check(Models.MetaData().CreateAll(ctx, eng))
	sessions := orm.NewSessionMaker(eng, Models)
	check(sessions.InTx(ctx, func(s *orm.Session) error {
		sql := &Tag{Name: "sql"}
		ed := &User{Name: "ed", Role: "editor", Settings: map[string]any{"theme": "dark"}}
		first := &Post{Title: "Hello", Body: orm.DeferredOf("the long text"), Views: 7, Tags: orm.SetOf(&Tag{Name: "go"}, sql)}
		c := &Comment{Text: "first"}
		first.Comments.Append(c, &Comment{Text: "an answer", Parent: orm.RefTo(c)})
		ed.Posts.Append(first, &Post{Title: "Windows", Views: 3, Tags: orm.SetOf(sql)})
		wendy := &User{Name: "wendy", Role: "reader", Posts: orm.ListOf(&Post{Title: "Joins", Views: 5})}
		s.Add(ed, wendy, &Product{Name: "tea", Price: decimal.MustParse("4.99"), Stock: 10})
		return nil
	}))
	return sessions
}

// begin is a session on such a database.
func begin() *orm.Session { return start().New() }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

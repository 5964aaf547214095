// Command quickstart maps two structs, stores some objects and asks for them.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
	_ "github.com/mattn/go-sqlite3"
)

// User is a row of the table users; its posts go with it.
type User struct {
	orm.Entity `orm:"table:users"`

	ID    int64           `orm:"pk"`
	Name  string          `orm:"size:50; unique"`
	Email *string         `orm:"size:200"` // a pointer may be NULL
	Posts orm.List[*Post] `orm:"back_populates:Author; cascade:all,delete-orphan; order_by:ID"`
}

// Post is a row of the table posts.
type Post struct {
	orm.Entity `orm:"table:posts"`

	ID       int64          `orm:"pk"`
	Title    string         `orm:"size:200"`
	AuthorID int64          `orm:"fk:users.id"`
	Author   orm.Ref[*User] `orm:"back_populates:Posts"`
}

// What is mapped, and what queries say of it.
var (
	Models = orm.NewRegistry(new(User), new(Post))
	Users  = orm.Describe[UserAttrs](Models)
	Posts  = orm.Describe[PostAttrs](Models)
)

// UserAttrs describes User for queries; ormvet -fix writes and mends its lines.
type UserAttrs struct {
	orm.Class[User]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Email orm.NullTextAttr[string]
	Posts orm.ListAttr[*Post]
}

// PostAttrs describes Post.
type PostAttrs struct {
	orm.Class[Post]
	ID       orm.NumAttr[int64]
	Title    orm.TextAttr[string]
	AuthorID orm.NumAttr[int64]
	Author   orm.RefAttr[*User]
}

func run(ctx context.Context) error {
	eng, err := engine.Open("sqlite://") // in memory; "sqlite:///blog.db", "postgresql://user:password@host/blog", ...
	if err != nil {
		return err
	}
	defer eng.Dispose()
	if err := Models.MetaData().CreateAll(ctx, eng); err != nil {
		return err
	}
	sessions := orm.NewSessionMaker(eng, Models)

	// One transaction: all or nothing.
	err = sessions.InTx(ctx, func(s *orm.Session) error {
		s.Add(&User{Name: "ed", Posts: orm.ListOf(&Post{Title: "Hello"}, &Post{Title: "Windows"})}, &User{Name: "wendy"})
		return nil
	})
	if err != nil {
		return err
	}

	s := sessions.New()
	defer s.Close()
	users, err := orm.Select(Users).
		Where(Users.Posts.Any(Posts.Title.HasPrefix("H"))).
		Options(orm.SelectIn(Users.Posts)).
		All(ctx, s)
	if err != nil {
		return err
	}
	for _, u := range users {
		for _, p := range u.Posts.Items() {
			fmt.Println(u.Name, "wrote", p.Title)
		}
	}

	users[0].Name = "edward" // found when the session is flushed
	return s.Commit(ctx)
}

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

package main

import (
	"github.com/aludel/aludel/examples/ormtutorial09/blog"
	"github.com/aludel/aludel/examples/ormtutorial09/cascading"
	"github.com/aludel/aludel/orm"
)

// cascade is "Configuring delete/delete-orphan Cascade": the classes are those of package cascading from here on. As in the seed the session
// is closed, which undoes what it deleted.
func (t *session) cascade() {
	t.Title("Configure a cascade")
	if !t.Check(t.S.Close()) {
		return
	}
	t.S = orm.NewSessionMaker(t.Eng, cascading.Models).New()
	jack, err := orm.Get[cascading.User](t.Ctx, t.S, t.jack.ID) // by primary key
	if !t.Check(err) {
		return
	}
	addresses, err := jack.Addresses.All(t.Ctx) // the lazy load
	if !t.Check(err) {
		return
	}
	jack.Addresses.Remove(addresses[1])
	jacks := orm.Select(cascading.Addresses).Where(cascading.Addresses.EmailAddress.In("jack@google.com", "j25@yahoo.com"))
	n, err := jacks.Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("addresses left:", n)
	t.S.Delete(jack)
	n, err = orm.Select(cascading.Users).FilterBy(orm.Values{"Name": "jack"}).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("jacks:", n)
	n, err = jacks.Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("addresses left:", n)
}

// manyToMany is "Building a Many To Many Relationship": the classes are those of package blog from here
// on, the tables that are missing are created.
func (t *session) manyToMany() {
	t.Title("Build a many-to-many relationship")
	if !t.Check(t.S.Commit(t.Ctx)) {
		return
	}
	t.S = orm.NewSessionMaker(t.Eng, blog.Models).New()
	conn, err := t.S.Connection(t.Ctx)
	if t.Check(err) {
		t.Check(blog.Models.MetaData().CreateAll(t.Ctx, conn))
	}
}

// posts is the rest of the chapter: posts, keywords, and a relationship that is asked by queries.
func (t *session) posts() {
	t.Title("Posts and keywords")
	wendy, err := orm.Select(blog.Users).FilterBy(orm.Values{"Name": "wendy"}).One(t.Ctx, t.S)
	if !t.Check(err) {
		return
	}
	post := blog.NewBlogPost("Wendy's Blog Post", "This is a test", wendy)
	t.S.Add(post)
	post.Keywords.Append(&blog.Keyword{Keyword: "wendy"}, &blog.Keyword{Keyword: "firstpost"})
	first := blog.BlogPosts.Keywords.Any(blog.Keywords.Keyword.Eq("firstpost"))
	for _, q := range []orm.Query[*blog.BlogPost]{
		orm.Select(blog.BlogPosts).Where(first),
		orm.Select(blog.BlogPosts).Where(blog.BlogPosts.Author.Eq(wendy), first),
		wendy.Posts.Query().Where(first), // the dynamic relationship
	} {
		found, err := q.All(t.Ctx, t.S)
		t.Check(err)
		t.Print(found)
	}
}

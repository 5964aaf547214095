package main

import (
	"github.com/aludel/aludel/orm"
)

// joinedLoad is the part of "Working with Related Objects" about eager loading.
func (t *session) joinedLoad() {
	t.Title("Eager loading by a join")
	t.S.Expire(t.jack) // a relationship that is loaded stays as it is
	jack, err := orm.Select(Users).Options(orm.Joined(Users.Addresses)).FilterBy(orm.Values{"Name": "jack"}).One(t.Ctx, t.S)
	if t.Check(err) {
		t.Print(jack)
		t.Print(jack.Addresses.Items())
	}
}

// deleting is "Deleting": without a cascade the addresses stay, and belong to nobody.
func (t *session) deleting() {
	t.Title("Deleting")
	t.S.Delete(t.jack)
	n, err := orm.Select(Users).FilterBy(orm.Values{"Name": "jack"}).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
	n, err = orm.Select(Addresses).Where(Addresses.EmailAddress.In("jack@google.com", "j25@yahoo.com")).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print(n)
}

// remapping is "Configuring delete/delete-orphan Cascade": the structs are mapped anew, in another registry. As in the seed the session is
// closed, which undoes what it deleted.
func (t *session) remapping() {
	t.Title("Map again, with a cascade")
	if !t.Check(t.S.Close()) {
		return
	}
	t.S = orm.NewSessionMaker(t.Eng, cascading).New()
	jack, err := orm.Get[User](t.Ctx, t.S, t.jack.ID) // by primary key
	if !t.Check(err) {
		return
	}
	addresses, err := jack.Addresses.All(t.Ctx) // the lazy load
	if !t.Check(err) {
		return
	}
	jack.Addresses.Remove(addresses[1])
	users, others := orm.Describe[UserAttrs](cascading), orm.Describe[AddressAttrs](cascading)
	jacks := orm.Select(others).Where(others.EmailAddress.In("jack@google.com", "j25@yahoo.com"))
	n, err := jacks.Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("addresses left:", n)
	t.S.Delete(jack)
	n, err = orm.Select(users).FilterBy(orm.Values{"Name": "jack"}).Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("jacks:", n)
	n, err = jacks.Count(t.Ctx, t.S)
	t.Check(err)
	t.Print("addresses left:", n)
}

// manyToMany is "Building a Many To Many Relationship": a third mapping, and the tables that are missing.
func (t *session) manyToMany() {
	t.Title("Build a many-to-many relationship")
	if !t.Check(t.S.Commit(t.Ctx)) {
		return
	}
	t.S = orm.NewSessionMaker(t.Eng, blog).New()
	conn, err := t.S.Connection(t.Ctx)
	if t.Check(err) {
		t.Check(blog.MetaData().CreateAll(t.Ctx, conn))
	}
}

// posts is the rest of the chapter: posts, keywords, and a relationship that is asked by queries.
func (t *session) posts() {
	t.Title("Posts and keywords")
	wendy, err := orm.Select(BlogUsers).FilterBy(orm.Values{"Name": "wendy"}).One(t.Ctx, t.S)
	if !t.Check(err) {
		return
	}
	post := NewBlogPost("Wendy's Blog Post", "This is a test", wendy)
	t.S.Add(post)
	post.Keywords.Append(&Keyword{Keyword: "wendy"}, &Keyword{Keyword: "firstpost"})
	first := BlogPosts.Keywords.Any(Keywords.Keyword.Eq("firstpost"))
	for _, q := range []orm.Query[*BlogPost]{
		orm.Select(BlogPosts).Where(first),
		orm.Select(BlogPosts).Where(BlogPosts.Author.Eq(wendy), first),
		wendy.Posts.Query().Where(first), // the dynamic relationship
	} {
		found, err := q.All(t.Ctx, t.S)
		t.Check(err)
		t.Print(found)
	}
}

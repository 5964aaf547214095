package howto

import (
	"fmt"

	"github.com/aludel/aludel/engine"
	"github.com/aludel/aludel/orm"
)

// How do I open a database and create the tables?
//
// CreateAll creates what is not there yet; it does not change tables. The other URLs: [engine.md](engine.md).
func Example_open() {
	eng, err := engine.Open("sqlite://") // "sqlite:///blog.db", "postgresql://user:password@host/blog", "mariadb://user:password@host/blog"
	check(err)
	defer eng.Dispose()
	check(eng.Ping(ctx))
	check(Models.MetaData().CreateAll(ctx, eng))
	sessions := orm.NewSessionMaker(eng, Models) // one for the program; a session for each request
	s := sessions.New()
	defer s.Close()
	n, err := orm.Select(Users).Count(ctx, s)
	fmt.Println(n, err)
	// Output: 0 <nil>
}

// How do I give a column a type, a size, a default, an index, or let it be NULL?
//
// By options of its tag ([mapping.md](mapping.md) lists them): `size:50; unique`, `index`, `enum:reader,editor`, `type:json`,
// `precision:12; scale:2`, `server_default:CURRENT_TIMESTAMP`. A pointer may be NULL. A time that is zero is left to the column's default.
func Example_columns() {
	s := begin()
	defer s.Close()
	u := &User{Name: "fred", Role: "reader"}
	s.Add(u)
	check(s.Commit(ctx))
	fmt.Println(u.Email == nil)
	check(s.Refresh(ctx, u))
	fmt.Println(u.CreatedAt.IsZero())
	// Output:
	// true
	// false
}

// How do I give several entities the same columns, such as times of creation and change?
//
// They embed a struct that has them. Its hooks are theirs: this one, `func (s *Stamps) BeforeUpdate(context.Context, *orm.FlushContext) error`,
// sets UpdatedAt.
func Example_mixin() {
	s := begin()
	defer s.Close()
	u, err := orm.Get[User](ctx, s, 1)
	check(err)
	fmt.Println(u.UpdatedAt == nil)
	u.Name = "edward"
	check(s.Commit(ctx))
	fmt.Println(u.UpdatedAt == nil)
	// Output:
	// true
	// false
}

// How do I map a one-to-many relationship?
//
// The row of the many holds the foreign key (`AuthorID int64` with `fk:users.id`) and an `orm.Ref[*User]`; the one has an `orm.List[*Post]`.
// `back_populates` on both keeps them in step, `cascade:all,delete-orphan` deletes posts with their author.
func Example_oneToMany() {
	s := begin()
	defer s.Close()
	u := &User{Name: "fred", Role: "editor", Posts: orm.ListOf(&Post{Title: "Trees"})}
	s.Add(u) // the post comes along
	check(s.Commit(ctx))
	p, err := orm.Select(Posts).Where(Posts.Title.Eq("Trees")).One(ctx, s)
	check(err)
	author, err := p.Author.Get(ctx)
	fmt.Println(author == u, err)
	// Output: true <nil>
}

// How do I map a many-to-many relationship?
//
// Both sides have an `orm.Set` or `orm.List` with the same `secondary:post_tags`. No struct maps that table; rows come and go with members.
func Example_manyToMany() {
	s := begin()
	defer s.Close()
	p, err := orm.Select(Posts).Where(Posts.Title.Eq("Joins")).Options(orm.SelectIn(Posts.Tags)).One(ctx, s)
	check(err)
	t, err := orm.Select(Tags).Where(Tags.Name.Eq("sql")).One(ctx, s)
	check(err)
	p.Tags.Add(t)
	check(s.Commit(ctx))
	n, err := orm.Select(Posts).Where(Posts.Tags.Any(Tags.Name.Eq("sql"))).Count(ctx, s)
	fmt.Println(n, err)
	// Output: 3 <nil>
}

// How do I keep more with a many-to-many link, such as a quantity?
//
// The link is an entity, whose primary key is both foreign keys: `Line` between `Order` and `Product`.
func Example_association() {
	s := begin()
	defer s.Close()
	tea, err := orm.Get[Product](ctx, s, 1)
	check(err)
	o := &Order{Lines: orm.ListOf(&Line{Product: orm.RefTo(tea), Quantity: 2})}
	s.Add(o)
	check(s.Commit(ctx))
	l, err := orm.Get[Line](ctx, s, o.ID, tea.ID) // a composite key, in the order of the fields
	check(err)
	fmt.Println(l.Quantity)
	// Output: 2
}

// How do I map a tree?
//
// By a foreign key to the own table, and `remote_side:ID` on the reference to the parent.
func Example_tree() {
	s := begin()
	defer s.Close()
	c, err := orm.Select(Comments).Where(Comments.ParentID.IsNull()).Options(orm.SelectIn(Comments.Replies)).One(ctx, s)
	check(err)
	for _, r := range c.Replies.Items() {
		fmt.Println(c.Text, "<-", r.Text)
	}
	// Output: first <- an answer
}

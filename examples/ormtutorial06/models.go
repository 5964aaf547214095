package main

import (
	"fmt"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The tables, declared by hand and apart from the structs: the seed's "Define and Create a Table" and what it adds later.
var (
	metadata = schema.NewMetaData()

	usersTable = schema.NewTable("users", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(0)),
		schema.NewColumn("fullname", sqltypes.String(0)),
		schema.NewColumn("password", sqltypes.String(0)))

	addressesTable = schema.NewTable("addresses", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("email_address", sqltypes.String(0), schema.NotNull()),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")))

	postsTable = schema.NewTable("posts", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("user_id", sqltypes.Integer(), schema.ForeignKeyTo("users.id")),
		schema.NewColumn("headline", sqltypes.String(255), schema.NotNull()),
		schema.NewColumn("body", sqltypes.Text()))

	keywordsTable = schema.NewTable("keywords", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("keyword", sqltypes.String(50), schema.NotNull(), schema.Unique()))

	_ = schema.NewTable("post_keywords", metadata,
		schema.NewColumn("post_id", sqltypes.Integer(), schema.ForeignKeyTo("posts.id")),
		schema.NewColumn("keyword_id", sqltypes.Integer(), schema.ForeignKeyTo("keywords.id")))
)

// User is a user of an application. It says nothing of tables.
type User struct {
	orm.Entity
	ID                       int64
	Name, Fullname, Password string
	Addresses                orm.List[*Address]
	Posts                    orm.Dynamic[*BlogPost]
}

// NewUser makes a user.
func NewUser(name, fullname, password string) *User {
	return &User{Name: name, Fullname: fullname, Password: password}
}

// String shows the user.
func (u *User) String() string {
	return fmt.Sprintf("<User('%s','%s', '%s')>", u.Name, u.Fullname, u.Password)
}

// Address is an address of a user.
type Address struct {
	orm.Entity
	ID           int64
	EmailAddress string
	UserID       *int64
	User         orm.Ref[*User]
}

// String shows the address.
func (a *Address) String() string { return fmt.Sprintf("<Address('%s')>", a.EmailAddress) }

// BlogPost is an article of a user, found by keywords.
type BlogPost struct {
	orm.Entity
	ID       int64
	UserID   *int64
	Headline string
	Body     string
	Keywords orm.List[*Keyword]
	Author   orm.Ref[*User]
}

// NewBlogPost makes a post of a user.
func NewBlogPost(headline, body string, author *User) *BlogPost {
	return &BlogPost{Headline: headline, Body: body, Author: orm.RefTo(author)}
}

// String shows the post.
func (p *BlogPost) String() string {
	author, _ := p.Author.Peek()
	return fmt.Sprintf("BlogPost(%q, %q, %v)", p.Headline, p.Body, author)
}

// Keyword is a word by which posts are found.
type Keyword struct {
	orm.Entity
	ID      int64
	Keyword string
	Posts   orm.List[*BlogPost]
}

// The mappings: three registries map the same structs to the same tables, with other relationships in each.
var (
	// plain is the tutorial's first mapping, in which addresses outlive their user.
	plain = mapUsers(orm.NewRegistry(), "back_populates:User; order_by:ID", "-")
	// cascading lets addresses go with their user. The seed clears its mappers for it.
	cascading = mapUsers(orm.NewRegistry(), "back_populates:User; cascade:all,delete-orphan", "-")
	// blog adds posts and keywords.
	blog = mapPosts(mapUsers(orm.NewRegistry(), "back_populates:User; cascade:all,delete-orphan", "back_populates:Author"))
)

// mapUsers is the seed's mapper(User, users_table, properties={...}) and mapper(Address, addresses_table).
func mapUsers(r *orm.Registry, addresses, posts string) *orm.Registry {
	orm.MapTable[User](r, usersTable, orm.FieldTag("Addresses", addresses), orm.FieldTag("Posts", posts))
	return orm.MapTable[Address](r, addressesTable, orm.FieldTag("User", "back_populates:Addresses"))
}

func mapPosts(r *orm.Registry) *orm.Registry {
	orm.MapTable[BlogPost](r, postsTable, orm.FieldTag("Author", "back_populates:Posts"),
		orm.FieldTag("Keywords", "secondary:post_keywords; back_populates:Posts"))
	return orm.MapTable[Keyword](r, keywordsTable, orm.FieldTag("Posts", "secondary:post_keywords; back_populates:Keywords"))
}

// UserAttrs describes the attributes of User.
type UserAttrs struct {
	orm.Class[User]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Fullname  orm.TextAttr[string]
	Password  orm.TextAttr[string]
	Addresses orm.ListAttr[*Address]
}

// AddressAttrs describes the attributes of Address.
type AddressAttrs struct {
	orm.Class[Address]
	ID           orm.NumAttr[int64]
	EmailAddress orm.TextAttr[string]
	UserID       orm.NullNumAttr[int64]
	User         orm.RefAttr[*User]
}

// BlogPostAttrs describes the attributes of BlogPost.
type BlogPostAttrs struct {
	orm.Class[BlogPost]
	ID       orm.NumAttr[int64]
	Headline orm.TextAttr[string]
	Keywords orm.ListAttr[*Keyword]
	Author   orm.RefAttr[*User]
}

// KeywordAttrs describes the attributes of Keyword.
type KeywordAttrs struct {
	orm.Class[Keyword]
	ID      orm.NumAttr[int64]
	Keyword orm.TextAttr[string]
}

// The descriptors of the classes, for use in queries: of the first mapping, and of the last one.
var (
	Users     = orm.Describe[UserAttrs](plain)
	Addresses = orm.Describe[AddressAttrs](plain)

	BlogUsers = orm.Describe[UserAttrs](blog)
	BlogPosts = orm.Describe[BlogPostAttrs](blog)
	Keywords  = orm.Describe[KeywordAttrs](blog)
)

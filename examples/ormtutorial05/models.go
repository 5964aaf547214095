package main

import (
	"fmt"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/schema"
	"github.com/aludel/aludel/sqltypes"
)

// The seed's "Define and Create a Table": a table declared by hand.
var (
	metadata = schema.NewMetaData()

	usersTable = schema.NewTable("users", metadata,
		schema.NewColumn("id", sqltypes.Integer(), schema.PrimaryKey()),
		schema.NewColumn("name", sqltypes.String(0)),
		schema.NewColumn("fullname", sqltypes.String(0)),
		schema.NewColumn("password", sqltypes.String(0)))
)

// Account is the seed's class that knows nothing of tables, and accounts its mapper(User, users_table).
type Account struct {
	orm.Entity
	ID                       int64
	Name, Fullname, Password string
}

var accounts = orm.MapTable[Account](orm.NewRegistry(), usersTable)

// User is the same with table, struct and mapping all at once.
type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64 `orm:"pk"`
	Name     string
	Fullname string
	Password string

	Addresses orm.List[*Address]     `orm:"back_populates:User; order_by:ID"`
	Posts     orm.Dynamic[*BlogPost] `orm:"-"` // mapped by blog
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
	orm.Entity `orm:"table:addresses"`

	ID           int64 `orm:"pk"`
	EmailAddress string
	UserID       *int64         `orm:"fk:users.id"`
	User         orm.Ref[*User] `orm:"back_populates:Addresses"`
}

// String shows the address.
func (a *Address) String() string { return fmt.Sprintf("<Address('%s')>", a.EmailAddress) }

// BlogPost is an article of a user, found by keywords.
type BlogPost struct {
	orm.Entity `orm:"table:posts"`

	ID       int64  `orm:"pk"`
	UserID   *int64 `orm:"fk:users.id"`
	Headline string `orm:"size:255"`
	Body     string `orm:"type:text"`

	Keywords orm.List[*Keyword] `orm:"secondary:post_keywords(post_id, keyword_id); back_populates:Posts"`
	Author   orm.Ref[*User]     `orm:"back_populates:Posts"`
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
	orm.Entity `orm:"table:keywords"`

	ID      int64  `orm:"pk"`
	Keyword string `orm:"size:50; unique"`

	Posts orm.List[*BlogPost] `orm:"secondary:post_keywords(keyword_id, post_id); back_populates:Keywords"`
}

// The mappings. The later ones map User and Address again, by code onto the tables that the first one made of their tags, as the seed
// does after clear_mappers.
var (
	// plain has addresses that outlive their user.
	plain = orm.NewRegistry(new(User), new(Address))
	// cascading lets addresses go with their user.
	cascading = remapped(orm.NewRegistry(), "-")
	// blog adds posts and keywords, which are declared by tags.
	blog = remapped(orm.NewRegistry(new(BlogPost), new(Keyword)), "back_populates:Author")
)

func remapped(r *orm.Registry, posts string) *orm.Registry {
	users, addresses := plain.MetaData().Table("users"), plain.MetaData().Table("addresses")
	orm.MapTable[User](r, users, orm.FieldTag("Addresses", "back_populates:User; cascade:all,delete-orphan"), orm.FieldTag("Posts", posts))
	return orm.MapTable[Address](r, addresses, orm.FieldTag("User", "back_populates:Addresses"))
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
	UserID   orm.NullNumAttr[int64]
	Headline orm.TextAttr[string]
	Body     orm.TextAttr[string]
	Keywords orm.ListAttr[*Keyword]
	Author   orm.RefAttr[*User]
}

// KeywordAttrs describes the attributes of Keyword.
type KeywordAttrs struct {
	orm.Class[Keyword]
	ID      orm.NumAttr[int64]
	Keyword orm.TextAttr[string]
	Posts   orm.ListAttr[*BlogPost]
}

// The descriptors of the classes, for use in queries: of the first mapping, and of the last one.
var (
	Users     = orm.Describe[UserAttrs](plain)
	Addresses = orm.Describe[AddressAttrs](plain)

	BlogUsers = orm.Describe[UserAttrs](blog)
	BlogPosts = orm.Describe[BlogPostAttrs](blog)
	Keywords  = orm.Describe[KeywordAttrs](blog)
)

// Package blog is the tutorial's last model: users with addresses, and blog posts with keywords.
package blog

import (
	"fmt"

	"github.com/aludel/aludel/orm"
)

// User is a user of an application. An address that is taken from it, or whose user goes, goes too.
type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64 `orm:"pk"`
	Name     string
	Fullname string
	Password string

	Addresses orm.List[*Address]     `orm:"back_populates:User; cascade:all,delete-orphan"`
	Posts     orm.Dynamic[*BlogPost] `orm:"back_populates:Author"`
}

// String shows the user.
func (u *User) String() string {
	return fmt.Sprintf("<User(name='%s', fullname='%s', password='%s')>", u.Name, u.Fullname, u.Password)
}

// Address is an address of a user.
type Address struct {
	orm.Entity `orm:"table:addresses"`

	ID           int64 `orm:"pk"`
	EmailAddress string
	UserID       *int64 `orm:"fk:users.id"`

	User orm.Ref[*User] `orm:"back_populates:Addresses"`
}

// String shows the address.
func (a *Address) String() string {
	return fmt.Sprintf("<Address(email_address='%s')>", a.EmailAddress)
}

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

// Models is the registry of the mapped types.
var Models = orm.NewRegistry(new(User), new(Address), new(BlogPost), new(Keyword))

// The descriptors of the classes, for use in queries.
var (
	Users     = orm.Describe[UserAttrs](Models)
	Addresses = orm.Describe[AddressAttrs](Models)
	BlogPosts = orm.Describe[BlogPostAttrs](Models)
	Keywords  = orm.Describe[KeywordAttrs](Models)
)

// UserAttrs describes the attributes of User.
type UserAttrs struct {
	orm.Class[User]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Fullname  orm.TextAttr[string]
	Password  orm.TextAttr[string]
	Addresses orm.ListAttr[*Address]
	Posts     orm.ListAttr[*BlogPost]
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

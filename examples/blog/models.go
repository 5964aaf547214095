// Package blog is the model of the examples: users, their addresses and their posts.
package blog

import (
	"time"

	"github.com/aludel/aludel/orm"
)

// User is a person who can log in.
type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64   `orm:"pk"`
	Name     string  `orm:"size:50"`
	Fullname string  `orm:"size:50"`
	Password *string `orm:"size:12"`
	Active   bool
	Karma    float64
	Joined   time.Time `orm:"server_default:CURRENT_TIMESTAMP"`

	Addresses orm.List[*Address] `orm:"back_populates:User; cascade:all,delete-orphan; order_by:ID" json:",omitzero"`
	Posts     orm.List[*Post]    `orm:"back_populates:Author; order_by:ID" json:",omitzero"`
}

// Address is an electronic address of a user, which goes when the user goes.
type Address struct {
	orm.Entity `orm:"table:addresses"`

	ID     int64          `orm:"pk"`
	Email  string         `orm:"column:email_address; size:100"`
	UserID *int64         `orm:"fk:users.id; on_delete:cascade"`
	User   orm.Ref[*User] `orm:"back_populates:Addresses" json:",omitzero"`
}

// Post is an article. It stays when its author goes.
type Post struct {
	orm.Entity `orm:"table:posts"`

	ID       int64 `orm:"pk"`
	Headline string
	Body     string         `orm:"type:text"`
	AuthorID *int64         `orm:"fk:users.id; on_delete:set null"`
	Author   orm.Ref[*User] `orm:"back_populates:Posts" json:",omitzero"`
}

// Models is the registry of the mapped types.
var Models = orm.NewRegistry(new(User), new(Address), new(Post))

// The descriptors of the classes, for use in queries.
var (
	Users     = orm.Describe[UserAttrs](Models)
	Addresses = orm.Describe[AddressAttrs](Models)
	Posts     = orm.Describe[PostAttrs](Models)
)

// UserAttrs describes the attributes of User.
type UserAttrs struct {
	orm.Class[User]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Fullname  orm.TextAttr[string]
	Password  orm.NullTextAttr[string]
	Active    orm.BoolAttr
	Karma     orm.NumAttr[float64]
	Joined    orm.Attr[time.Time]
	Addresses orm.ListAttr[*Address]
	Posts     orm.ListAttr[*Post]
}

// AddressAttrs describes the attributes of Address.
type AddressAttrs struct {
	orm.Class[Address]
	ID     orm.NumAttr[int64]
	Email  orm.TextAttr[string]
	UserID orm.NullNumAttr[int64]
	User   orm.RefAttr[*User]
}

// PostAttrs describes the attributes of Post.
type PostAttrs struct {
	orm.Class[Post]
	ID       orm.NumAttr[int64]
	Headline orm.TextAttr[string]
	Body     orm.TextAttr[string]
	AuthorID orm.NullNumAttr[int64]
	Author   orm.RefAttr[*User]
}

// Display is a hybrid: a method of the entity in Go, a method of its attributes in SQL.
func (u *User) Display() string { return u.Name + " " + u.Fullname }

// Display is the SQL side of [User.Display].
func (u UserAttrs) Display() orm.Text[string, string] {
	return orm.Concat(u.Name.Concat(" "), u.Fullname)
}

package howto

import (
	"context"
	"time"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Stamps are columns that several entities have: a struct that they embed. Its hooks are theirs.
type Stamps struct {
	CreatedAt time.Time `orm:"server_default:CURRENT_TIMESTAMP"`
	UpdatedAt *time.Time
}

// BeforeUpdate notes when a row was changed.
func (s *Stamps) BeforeUpdate(context.Context, *orm.FlushContext) error {
	now := time.Now()
	s.UpdatedAt = &now
	return nil
}

// Role says what a user may do.
type Role string

// User writes posts.
type User struct {
	orm.Entity `orm:"table:users"`
	Stamps

	ID       int64           `orm:"pk"`
	Name     string          `orm:"size:50; unique"`
	Email    *string         `orm:"size:200"` // may be NULL
	Role     Role            `orm:"enum:reader,editor"`
	Settings map[string]any  `orm:"type:json"`
	Posts    orm.List[*Post] `orm:"back_populates:Author; cascade:all,delete-orphan; order_by:ID" json:",omitzero"`
}

// Post has an author, comments and tags.
type Post struct {
	orm.Entity `orm:"table:posts"`

	ID        int64                `orm:"pk"`
	Title     string               `orm:"size:200; index"`
	Body      orm.Deferred[string] `orm:"type:text" json:",omitzero"` // read when it is asked for
	Views     int64
	DeletedAt *time.Time
	AuthorID  int64              `orm:"fk:users.id"`
	Author    orm.Ref[*User]     `orm:"back_populates:Posts" json:",omitzero"`
	Comments  orm.List[*Comment] `orm:"back_populates:Post; cascade:all,delete-orphan; order_by:ID" json:",omitzero"`
	Tags      orm.Set[*Tag]      `orm:"secondary:post_tags; back_populates:Posts" json:",omitzero"`
}

// Tag is a word for posts; the table post_tags, which no struct maps, links the two.
type Tag struct {
	orm.Entity `orm:"table:tags"`

	ID    int64          `orm:"pk"`
	Name  string         `orm:"size:30; unique"`
	Posts orm.Set[*Post] `orm:"secondary:post_tags; back_populates:Tags" json:",omitzero"`
}

// Comment is part of a tree: it may answer another one.
type Comment struct {
	orm.Entity `orm:"table:comments"`

	ID       int64 `orm:"pk"`
	Text     string
	PostID   int64              `orm:"fk:posts.id"`
	ParentID *int64             `orm:"fk:comments.id"`
	Post     orm.Ref[*Post]     `orm:"back_populates:Comments"`
	Parent   orm.Ref[*Comment]  `orm:"back_populates:Replies; remote_side:ID"`
	Replies  orm.List[*Comment] `orm:"back_populates:Parent; cascade:all"`
}

// Product is sold. Rev counts its changes, so that two buyers do not get the last piece.
type Product struct {
	orm.Entity `orm:"table:products"`

	ID    int64           `orm:"pk"`
	Name  string          `orm:"size:100"`
	Price decimal.Decimal `orm:"precision:12; scale:2"`
	Stock int64
	Rev   int64 `orm:"version"`
}

// Order has lines.
type Order struct {
	orm.Entity `orm:"table:orders"`

	ID     int64           `orm:"pk"`
	Placed time.Time       `orm:"server_default:CURRENT_TIMESTAMP"`
	Lines  orm.List[*Line] `orm:"back_populates:Order; cascade:all,delete-orphan"`
}

// Line links an order and a product, and says more: an association with columns of its own is an entity. Its key has two columns.
type Line struct {
	orm.Entity `orm:"table:order_lines"`

	OrderID   int64 `orm:"pk; fk:orders.id"`
	ProductID int64 `orm:"pk; fk:products.id"`
	Quantity  int64
	Order     orm.Ref[*Order] `orm:"back_populates:Lines"`
	Product   orm.Ref[*Product]
}

package howto

import (
	"time"

	"github.com/aludel/aludel/orm"
	"github.com/aludel/aludel/sqltypes/decimal"
)

// Models is the registry of the entities.
var Models = orm.NewRegistry(new(User), new(Post), new(Tag), new(Comment), new(Product), new(Order), new(Line))

// Descriptors make attributes usable in queries; ormvet -fix writes their lines.
var (
	Users    = orm.Describe[UserAttrs](Models)
	Posts    = orm.Describe[PostAttrs](Models)
	Tags     = orm.Describe[TagAttrs](Models)
	Comments = orm.Describe[CommentAttrs](Models)
	Products = orm.Describe[ProductAttrs](Models)
	Orders   = orm.Describe[OrderAttrs](Models)
	Lines    = orm.Describe[LineAttrs](Models)
)

// UserAttrs describes User.
type UserAttrs struct {
	orm.Class[User]
	CreatedAt orm.Attr[time.Time]
	UpdatedAt orm.NullAttr[time.Time]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Email     orm.NullTextAttr[string]
	Role      orm.TextAttr[Role]
	Settings  orm.JSONAttr[map[string]any]
	Posts     orm.ListAttr[*Post]
}

// PostAttrs describes Post.
type PostAttrs struct {
	orm.Class[Post]
	ID        orm.NumAttr[int64]
	Title     orm.TextAttr[string]
	Body      orm.TextAttr[string]
	Views     orm.NumAttr[int64]
	DeletedAt orm.NullAttr[time.Time]
	AuthorID  orm.NumAttr[int64]
	Author    orm.RefAttr[*User]
	Comments  orm.ListAttr[*Comment]
	Tags      orm.ListAttr[*Tag]
}

// TagAttrs describes Tag.
type TagAttrs struct {
	orm.Class[Tag]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Posts orm.ListAttr[*Post]
}

// CommentAttrs describes Comment.
type CommentAttrs struct {
	orm.Class[Comment]
	ID       orm.NumAttr[int64]
	Text     orm.TextAttr[string]
	PostID   orm.NumAttr[int64]
	ParentID orm.NullNumAttr[int64]
	Post     orm.RefAttr[*Post]
	Parent   orm.RefAttr[*Comment]
	Replies  orm.ListAttr[*Comment]
}

// ProductAttrs describes Product.
type ProductAttrs struct {
	orm.Class[Product]
	ID    orm.NumAttr[int64]
	Name  orm.TextAttr[string]
	Price orm.NumAttr[decimal.Decimal]
	Stock orm.NumAttr[int64]
	Rev   orm.NumAttr[int64]
}

// OrderAttrs describes Order.
type OrderAttrs struct {
	orm.Class[Order]
	ID     orm.NumAttr[int64]
	Placed orm.Attr[time.Time]
	Lines  orm.ListAttr[*Line]
}

// LineAttrs describes Line.
type LineAttrs struct {
	orm.Class[Line]
	OrderID   orm.NumAttr[int64]
	ProductID orm.NumAttr[int64]
	Quantity  orm.NumAttr[int64]
	Order     orm.RefAttr[*Order]
	Product   orm.RefAttr[*Product]
}

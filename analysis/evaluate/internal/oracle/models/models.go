// Package models is the mapping that the oracle's snippets query.
package models

import "github.com/aludel/aludel/orm"

// UserID is a key type of its own.
type UserID int64

// User is somebody.
type User struct {
	orm.Entity `orm:"table:users"`

	ID       int64 `orm:"pk"`
	Name     string
	Fullname string
	Password *string
	Active   bool
	Age      int64

	Addresses orm.List[*Address] `orm:"back_populates:User; cascade:all,delete-orphan; order_by:ID"`
}

// Address is where mail goes.
type Address struct {
	orm.Entity `orm:"table:addresses"`

	ID     int64  `orm:"pk"`
	Email  string `orm:"column:email_address"`
	Plan   orm.Deferred[string]
	UserID *int64         `orm:"fk:users.id"`
	User   orm.Ref[*User] `orm:"back_populates:Addresses"`
}

// Models is the registry.
var Models = orm.NewRegistry(new(User), new(Address), new(Trip))

// The descriptors.
var (
	Users     = orm.Describe[UserAttrs](Models)
	Addresses = orm.Describe[AddressAttrs](Models)
)

// Parents is an alias that is shared by all who use it.
var Parents = orm.Alias(Users, "parents")

// Swapped is a descriptor that SwapUsers assigns.
var Swapped = orm.Alias(Users, "before")

// Swap assigns Swapped.
func Swap() { Swapped = orm.Alias(Users, "after") }

// Recent is a query that another package may assign.
var Recent = orm.Select(Users).OrderBy(Users.ID.Desc())

// UserAttrs describes User.
type UserAttrs struct {
	orm.Class[User]
	ID        orm.NumAttr[int64]
	Name      orm.TextAttr[string]
	Fullname  orm.TextAttr[string]
	Password  orm.NullTextAttr[string]
	Active    orm.BoolAttr
	Age       orm.NumAttr[int64]
	Addresses orm.ListAttr[*Address]
}

// AddressAttrs describes Address.
type AddressAttrs struct {
	orm.Class[Address]
	ID     orm.NumAttr[int64]
	Plan   orm.TextAttr[string]
	Email  orm.TextAttr[string]
	UserID orm.NullNumAttr[int64]
	User   orm.RefAttr[*User]
}

// Display is a hybrid.
func (u UserAttrs) Display() orm.Text[string, string] {
	return orm.Concat(u.Name.Concat(" "), u.Fullname)
}

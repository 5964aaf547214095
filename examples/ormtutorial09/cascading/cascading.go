// Package cascading is the tutorial's model of users whose addresses go with them.
package cascading

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

	Addresses orm.List[*Address] `orm:"back_populates:User; cascade:all,delete-orphan"`
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

// Models is the registry of the mapped types.
var Models = orm.NewRegistry(new(User), new(Address))

// The descriptors of the classes, for use in queries.
var (
	Users     = orm.Describe[UserAttrs](Models)
	Addresses = orm.Describe[AddressAttrs](Models)
)

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

package orm

import "github.com/aludel/aludel/orm/query"

// This file has the other side of references into other packages.

// InverseAttr describes the objects of O that refer to an E: a to-many relationship of E without a field. It is for queries: joins, Any,
// Contains, Of. Loading options have nowhere to load into, and are errors.
type InverseAttr[E, O Mapped] struct{ ListAttr[O] }

// Inverse is the other side of a reference to an entity of another package, which cannot have a field for it:
//
//	var UserOrders = orm.Inverse(Orders, Orders.User)
//
//	orm.Select(users.Users).Where(UserOrders.Any(Orders.Total.Gt(5)))
//	UserOrders.Of(u).All(ctx, s)
//
// With an alias of the class, joins are to the alias.
func Inverse[O, E Mapped](owner EntityOf[O], ref RefAttr[E]) InverseAttr[E, O] {
	return InverseAttr[E, O]{ListAttr[O]{query.InverseOf(owner.kernel(), ref.k)}}
}

// Of asks for the objects that refer to e, which must be stored when the statement is sent.
func (a InverseAttr[E, O]) Of(e E) Query[O] { return Query[O]{a.k.Members(object(e))} }

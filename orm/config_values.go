package orm

import (
	"context"

	"github.com/aludel/aludel/expr"
	"github.com/aludel/aludel/orm/internal/instance"
)

// This file says where columns get values from that objects are given none for.

// Default gives new objects a value for an attribute that they were given none for: a nil pointer or slice, an unset time, or the zero
// value of a field with the option omitzero. The function is called when the object is inserted. Other zero values are values.
func (c *Config[T]) Default(attr string, f func() any) {
	c.fill("Default", attr, false, instance.Fill{Value: made(f)})
}

// DefaultFrom is [Config.Default] for a value that is made of the object, whose fields before this one have their defaults already.
func (c *Config[T]) DefaultFrom(attr string, f func(*T) any) {
	c.fill("DefaultFrom", attr, false, instance.Fill{Value: madeFrom(f)})
}

// DefaultExpr is [Config.Default] for a value that SQL computes, in the INSERT. The object is read again when it is next touched.
func (c *Config[T]) DefaultExpr(attr string, x Element) {
	c.fill("DefaultExpr", attr, false, instance.Fill{Expr: expr.Coerce(x.kernel()).Node()})
}

// OnUpdate gives an attribute a value whenever the row of an object is updated, unless the update changes the attribute already.
func (c *Config[T]) OnUpdate(attr string, f func() any) {
	c.fill("OnUpdate", attr, true, instance.Fill{Value: made(f)})
}

// OnUpdateFrom is [Config.OnUpdate] for a value that is made of the object.
func (c *Config[T]) OnUpdateFrom(attr string, f func(*T) any) {
	c.fill("OnUpdateFrom", attr, true, instance.Fill{Value: madeFrom(f)})
}

// OnUpdateExpr is [Config.OnUpdate] for a value that SQL computes, in the UPDATE. The object is read again when it is next touched.
func (c *Config[T]) OnUpdateExpr(attr string, x Element) {
	c.fill("OnUpdateExpr", attr, true, instance.Fill{Expr: expr.Coerce(x.kernel()).Node()})
}

// Fetched says that the database gives an attribute of new rows a value by means that the mapping does not declare, such as a trigger: an
// INSERT leaves it out where the object has none, and the object is read again when it is next touched.
func (c *Config[T]) Fetched(attr string) {
	if a := c.k.Attr("Fetched", attr); a != nil {
		a.Column.Fetched = true
	}
}

// FetchedOnUpdate says that the database changes an attribute when the row is updated: the object is read again when it is next touched.
func (c *Config[T]) FetchedOnUpdate(attr string) {
	if a := c.k.Attr("FetchedOnUpdate", attr); a != nil {
		a.Column.FetchedOnUpdate, c.m.Fetches = true, true
	}
}

// System says that the database makes the column of an attribute itself, as PostgreSQL's xmin: CREATE TABLE leaves it out, and nothing is ever
// stored in it.
func (c *Config[T]) System(attr string) {
	if a := c.k.Attr("System", attr); a != nil {
		a.Column.System = true
	}
}

func (c *Config[T]) fill(call, attr string, onUpdate bool, f instance.Fill) {
	a := c.k.Attr(call, attr)
	if a == nil {
		return
	}
	f.Column = c.m.Attr(a)
	list := &c.m.OnInsert
	if onUpdate {
		list = &c.m.OnUpdate
	}
	instance.SetFill(list, f)
}

func made(f func() any) func(context.Context, any) (any, error) {
	return func(context.Context, any) (any, error) { return f(), nil }
}

func madeFrom[T any](f func(*T) any) func(context.Context, any) (any, error) {
	return func(_ context.Context, obj any) (any, error) { return f(obj.(*T)), nil }
}

package orm

import (
	"reflect"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// Config says about the mapping of T what a struct tag cannot hold. An entity that has the method ConfigureMapping gets one when its
// registry is configured:
//
//	func (*User) ConfigureMapping(m *orm.Config[User]) {
//		m.Default("Token", func() any { return newToken() })
//		m.Validate("Email", func(u *User) error { ... })
//		m.Join("Bostonians", Users.ID.EqExpr(Addresses.UserID).And(Addresses.City.Eq("Boston")))
//	}
//
// The type argument tells a method of the entity from one that it inherits. The object that the method is called on is nil. The method
// may use descriptors, and nothing else of the registry. ormvet follows it: it is to be a list of calls, without conditions around
// them.
type Config[T any] struct {
	m *instance.Mapper
	k *mapping.Config
}

// configurer is a *Config of any type.
type configurer interface {
	bind(*instance.Mapper) *mapping.Config
	entity() reflect.Type
}

func (c *Config[T]) bind(m *instance.Mapper) *mapping.Config {
	c.m, c.k = m, mapping.NewConfig(m.Entity)
	return c.k
}

func (c *Config[T]) entity() reflect.Type { return reflect.TypeFor[T]() }

// Join gives a relationship its join condition, in place of the foreign key: columns of T on one side, of the related entity on the
// other, and whatever else is to hold. Where both are T, the columns of the related object are those of an alias, or marked with
// [Remote]. Which columns refer to which follows from the foreign keys, from the option foreign_keys, or from [Foreign]. Loading,
// joins, Any, Has and Contains use the whole condition; storing sets the columns that it makes equal. One that makes none equal is for
// a relationship with the option viewonly.
func (c *Config[T]) Join(attr string, on Cond) { c.k.Join(attr, on.kernel()) }

// SecondaryJoin gives a relationship over an association table its two join conditions: of T and the association, and of the
// association and the related entity. The association is that of the option secondary, or else of [Config.Secondary], or the table that
// the conditions have beside those of both ends.
func (c *Config[T]) SecondaryJoin(attr string, on, secondary Cond) {
	c.k.SecondaryJoin(attr, on.kernel(), secondary.kernel())
}

// Secondary says over what a relationship leads: a class, or a join of classes ([JoinOf]), over which nothing is stored (viewonly).
func (c *Config[T]) Secondary(attr string, association JoinTarget) {
	c.k.Secondary(attr, association.kernel())
}

// Expr gives an attribute that has the option expr its SQL expression, over the attributes of T: a function, an arithmetic expression, a
// scalar subquery, correlated if it uses T. It stands wherever the attribute does, in what is selected and in conditions, and is read and
// never written. The object has the value that its row last gave; what changes under it is seen when the object is read again.
func (c *Config[T]) Expr(attr string, x Element) { c.k.Expr(attr, x.kernel()) }

// OrderBy orders the members of a relationship by expressions over the columns of the related entity, in place of the option order_by.
func (c *Config[T]) OrderBy(attr string, by ...Element) { c.k.OrderBy(attr, kernels(by)...) }

// ServerDefault makes an expression the DEFAULT of a column, in place of the option server_default, which takes text.
func (c *Config[T]) ServerDefault(attr string, x Element) { c.k.ServerDefault(attr, x.kernel()) }

// Validate has objects checked when they are inserted or updated: an error keeps the flush from sending anything, and is returned by
// it, wrapped in a [FlushError] that names the attribute.
func (c *Config[T]) Validate(attr string, f func(*T) error) {
	if a := c.k.Attr("Validate", attr); a != nil {
		c.m.Checks = append(c.m.Checks, instance.Check{Column: c.m.Attr(a), Do: func(obj any) error { return f(obj.(*T)) }})
	}
}

// Version makes an attribute the version of its row: each UPDATE gives it the value that next makes of the one before, an INSERT the one
// that it makes of nil, unless the object was given another; an UPDATE or DELETE of a row that has another version by then is [ErrStale].
// The option version is this for an integer that counts. Without a function, versions are what the object is given, or what the database
// makes of them. A version is neither a pointer nor part of the key, and is to come back from the database as it was sent: a time has no
// more digits than its column keeps.
//
//	m.Version("Rev", func(any) (any, error) { return uuid.NewString(), nil })
func (c *Config[T]) Version(attr string, next func(old any) (any, error)) {
	if a := c.k.Version(attr); a != nil {
		c.m.Version, c.m.NextVersion = c.m.Attr(a), next
	}
}

// ServerVersion is [Config.Version] for versions that the database makes, at each INSERT and UPDATE: by a trigger, or as PostgreSQL's xmin. They
// are never sent but to find the row that was read; after a change the flush reads them again, on PostgreSQL by what the UPDATE returns, else by
// a SELECT.
func (c *Config[T]) ServerVersion(attr string) {
	if a := c.k.ServerVersion(attr); a != nil {
		c.m.Version, c.m.NextVersion, c.m.ServerVersion = c.m.Attr(a), nil, true
	}
}

// Remote marks a column in a condition of [Config.Join] as one of the related object, where both ends are of one entity.
func Remote[V, R any](e Expr[V, R]) Col[V, R] { return Col[V, R]{mapping.Remote(e.kernel())} }

// Foreign marks a column in a condition of [Config.Join] as the one that refers to the other, where no foreign key says it.
func Foreign[V, R any](e Expr[V, R]) Col[V, R] { return Col[V, R]{mapping.Foreign(e.kernel())} }

// configureMethod is the method ConfigureMapping of an entity, if it has one of its own, and its argument.
func configureMethod(t reflect.Type) (f reflect.Value, arg reflect.Value) {
	f = reflect.New(t).MethodByName("ConfigureMapping") // of an object, since the receiver may be a value
	if !f.IsValid() || f.Type().NumIn() != 1 || f.Type().In(0).Kind() != reflect.Pointer {
		return reflect.Value{}, arg
	}
	arg = reflect.New(f.Type().In(0).Elem())
	if c, ok := arg.Interface().(configurer); !ok || c.entity() != t {
		return reflect.Value{}, arg
	}
	return f, arg
}

func configuresMapping(t reflect.Type) bool {
	f, _ := configureMethod(t)
	return f.IsValid()
}

// configureMapping calls the method ConfigureMapping of an entity; nil if it has none.
func configureMapping(m *instance.Mapper) *mapping.Config {
	f, arg := configureMethod(m.Type)
	if !f.IsValid() {
		return nil
	}
	k := arg.Interface().(configurer).bind(m)
	f.Call([]reflect.Value{arg})
	return k
}

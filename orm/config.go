package orm

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/aludel/aludel/orm/internal/instance"
)

// Config says about the mapping of T what a struct tag cannot hold. An entity that has the method ConfigureMapping gets one when its
// registry is configured:
//
//	func (*User) ConfigureMapping(m *orm.Config[User]) {
//		m.Default("Token", func() any { return newToken() })
//		m.Validate("Email", func(u *User) error { ... })
//	}
//
// The type argument tells a method of the entity from one that it inherits. The object that the method is called on is nil.
type Config[T any] struct {
	m    *instance.Mapper
	errs []error
}

// configurer is a *Config of any type.
type configurer interface {
	bind(*instance.Mapper)
	err() error
	entity() reflect.Type
}

func (c *Config[T]) bind(m *instance.Mapper) { c.m = m }
func (c *Config[T]) err() error              { return errors.Join(c.errs...) }
func (c *Config[T]) entity() reflect.Type    { return reflect.TypeFor[T]() }

// column is the index of an attribute, -1 with a mistake noted.
func (c *Config[T]) column(op, attr string) int {
	for i := range c.m.Columns {
		if c.m.Columns[i].Attr.Name == attr {
			return i
		}
	}
	c.errs = append(c.errs, &MisuseError{op, c.m.Type, fmt.Sprintf("%s has no column attribute %q", c.m.Entity.Name, attr)})
	return -1
}

// Default gives new objects a value for an attribute that they were given none for: a nil pointer or slice, an unset time, or the zero
// value of a field with the option omitzero. The function is called when the object is inserted. Other zero values are values.
func (c *Config[T]) Default(attr string, f func() any) {
	if i := c.column("Default", attr); i >= 0 {
		c.m.SetDefault(i, f)
	}
}

// Validate has objects checked when they are inserted or updated: an error keeps the flush from sending anything, and is returned by
// it, wrapped in a [FlushError] that names the attribute.
func (c *Config[T]) Validate(attr string, f func(*T) error) {
	if i := c.column("Validate", attr); i >= 0 {
		c.m.Checks = append(c.m.Checks, instance.Check{Column: i, Do: func(obj any) error { return f(obj.(*T)) }})
	}
}

// configureMapping calls the method ConfigureMapping of an entity, if it has one of its own.
func configureMapping(m *instance.Mapper) error {
	f := reflect.Zero(reflect.PointerTo(m.Type)).MethodByName("ConfigureMapping")
	if !f.IsValid() || f.Type().NumIn() != 1 || f.Type().In(0).Kind() != reflect.Pointer {
		return nil
	}
	arg := reflect.New(f.Type().In(0).Elem())
	c, ok := arg.Interface().(configurer)
	if !ok || c.entity() != m.Type {
		return nil
	}
	c.bind(m)
	f.Call([]reflect.Value{arg})
	return c.err()
}

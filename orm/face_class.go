package orm

import (
	"reflect"

	"github.com/aludel/aludel/orm/query"
)

// This file has class descriptors: the entity as it stands in a statement.

// EntityOf is a class that yields E, a pointer to an entity.
type EntityOf[E any] interface {
	Result[E]
	JoinTarget
	entityOf(E)
}

// JoinTarget is what a query can be joined to: a relationship, a class or its alias.
type JoinTarget interface {
	Element
	joinTarget()
}

// described is a struct that embeds a [Class].
type described interface{ isDescribed() }

// Class makes a struct the descriptor of the entity T. It is embedded first; the other fields describe T's attributes, by
// the names they have in T. [Describe] fills them.
type Class[T any] struct{ k query.Class }

func (c Class[T]) kernel() any     { return c.k }
func (Class[T]) result(*T)         {}
func (Class[T]) entityOf(*T)       {}
func (Class[T]) isDescribed()      {}
func (Class[T]) joinTarget()       {}
func (Class[T]) typ() reflect.Type { return reflect.TypeFor[T]() }

// Describe makes the descriptor A of an entity of the registry, with every attribute filled by its name. It is meant for a
// package variable:
//
//	var Users = orm.Describe[UserAttrs](Models)
//
// Nothing is read from the registry before the descriptor is used, so that registries may be declared in any order. A
// descriptor that does not fit its entity is found by ormvet (ORM141 to ORM143); at run time the attribute at fault fails every
// statement that uses it.
func Describe[A described](r *Registry) (a A) {
	v := reflect.ValueOf(&a).Elem()
	fillDescriptor(v, r.classOf(classType(v)), "")
	return a
}

// Alias is the same descriptor under another name in the statement; without a name the compiler chooses one. Each call makes a
// new alias.
func Alias[A described](a A, name ...string) A {
	v := reflect.ValueOf(&a).Elem()
	fillDescriptor(v, classValue(v).kernel().(query.Class).Alias(name...), "")
	return a
}

// classMarker is what only a Class[T] is.
type classMarker interface {
	Element
	typ() reflect.Type
	isDescribed()
}

// classValue is the embedded Class of a descriptor.
func classValue(v reflect.Value) classMarker { return v.Interface().(classMarker) }

func classType(v reflect.Value) reflect.Type { return classValue(v).typ() }

// fillDescriptor gives the embedded class and every attribute field its kernel value. of is the composite whose parts the struct describes,
// "" for the entity.
func fillDescriptor(v reflect.Value, c query.Class, of string) {
	t := v.Type()
	for i := range t.NumField() {
		f := v.Field(i)
		if !t.Field(i).IsExported() && !t.Field(i).Anonymous {
			continue
		}
		p, ok := f.Addr().Interface().(kernelSetter)
		if !ok {
			if t.Field(i).Anonymous && f.Kind() == reflect.Struct {
				fillDescriptor(f, c, of) // a descriptor of an embedded struct
			}
			continue
		}
		name := t.Field(i).Name
		if of != "" {
			name = of + "." + name
		}
		if _, whole := p.(interface{ describesParts() }); whole && t.Field(i).Anonymous && t.Field(i).Type.PkgPath() == ormPath {
			name = of // what the struct is embedded for
		}
		p.setKernel(c, name)
		if _, parts := p.(interface{ describesParts() }); parts && t.Field(i).Type.PkgPath() != ormPath {
			fillDescriptor(f, c, name)
		}
	}
}

// ormPath is the import path of this package.
var ormPath = reflect.TypeFor[Entity]().PkgPath()

// kernelSetter is an attribute descriptor, which takes its kernel value from the class by its name.
type kernelSetter interface {
	setKernel(c query.Class, name string)
}

func (c *Class[T]) setKernel(k query.Class, _ string)           { c.k = k }
func (c *Col[V, R]) setKernel(k query.Class, name string)       { c.x = k.Attr(name) }
func (c *Composite[V, R]) setKernel(k query.Class, name string) { c.k = k.Composite(name) }
func (a *ListAttr[E]) setKernel(k query.Class, name string)     { a.k = k.Rel(name) }
func (a *RefAttr[E]) setKernel(k query.Class, name string)      { a.k = k.Rel(name) }

// AttrNamed is an attribute of T by name, for statements made at run time. The name is checked by ormvet where it is a
// constant, and by the statement when it is compiled.
func AttrNamed[T any](r *Registry, name string) Col[any, any] {
	return Col[any, any]{r.classOf(reflect.TypeFor[T]()).Attr(name)}
}

// SelectOf queries the entity T of a registry, for code that is generic and has no descriptor: SelectOf[T](r).Where(AttrNamed[T](r, "ID").Gt(5)).
func SelectOf[T any](r *Registry) Query[*T] {
	return Query[*T]{query.Select(r.classOf(reflect.TypeFor[T]()))}
}

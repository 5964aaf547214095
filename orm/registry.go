package orm

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"sync"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/internal/reflectread"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
	"github.com/aludel/aludel/schema"
)

// Registry is a set of mapped structs that may refer to each other (SQLAlchemy: the declarative base and its MetaData). It
// configures itself at first use, and is safe for concurrent use from then on.
type Registry struct {
	types []reflect.Type
	bad   []string // arguments that are no pointers to structs
	bases []*Registry
	// onTable has what MapTable said of some types; late are those that it was called for too late.
	onTable map[reflect.Type]*mapping.Decl
	late    []string

	once    sync.Once // of read
	readErr error
	model   *mapping.Model
	mappers map[reflect.Type]*instance.Mapper
	// byEntity are the same mappers by their entity.
	byEntity map[*mapping.Entity]*instance.Mapper
	settling settling
	// hooked says that entities have hooks around flushes.
	hooked bool
}

// reader describes types for all registries.
var reader = reflectread.New(func(t reflect.Type) []reflect.Type {
	if c, ok := reflect.New(t).Interface().(interface{ typeArgs() []reflect.Type }); ok {
		return c.typeArgs()
	}
	return nil
})

// NewRegistry makes a registry of the structs that the arguments point to:
//
//	var Models = orm.NewRegistry(new(User), new(Address))
func NewRegistry(entities ...any) *Registry {
	r := &Registry{}
	for _, e := range entities {
		t := reflect.TypeOf(e)
		if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
			r.bad = append(r.bad, fmt.Sprint(t))
			continue
		}
		r.types = append(r.types, t.Elem())
	}
	return r
}

// Include makes the structs of other registries ones that those of this may refer to, with their tables: a package that refers to the
// entities of another includes its registry. It gives the registry itself, and is meant for the declaration:
//
//	var Models = orm.NewRegistry(new(Order)).Include(users.Models)
//
// Sessions of the registry know the objects of the others too. Foreign keys and references lead from here to there only.
func (r *Registry) Include(others ...*Registry) *Registry {
	r.bases = append(r.bases, others...)
	return r
}

// includes reports whether a registry is among those that r includes, by whatever way.
func (r *Registry) includes(o *Registry, seen map[*Registry]bool) bool {
	for _, b := range r.bases {
		if b == o {
			return true
		}
		if !seen[b] {
			seen[b] = true
			if b.includes(o, seen) {
				return true
			}
		}
	}
	return false
}

// Configure reads the structs, builds the mapping, and runs the methods ConfigureMapping; later calls give the same result. The error
// lists every problem with its code, the same that ormvet reports (*mapping.Error).
//
// A session maker and MetaData do it as well. Descriptors alone do not: the methods that it runs use them.
func (r *Registry) Configure() error {
	if err := r.read(); err != nil {
		return err
	}
	return r.settle()
}

// read reads the structs and their tags, which is enough for descriptors.
func (r *Registry) read() error {
	r.once.Do(func() { r.readErr = r.readStructs() })
	return r.readErr
}

// MustConfigure is [Registry.Configure] that panics, for package variables and tests.
func (r *Registry) MustConfigure() *Registry {
	if err := r.Configure(); err != nil {
		panic(err)
	}
	return r
}

func (r *Registry) readStructs() error {
	var decls []*mapping.Decl
	for _, t := range r.types {
		decls = append(decls, r.decl(t))
	}
	r.mappers, r.byEntity = map[reflect.Type]*instance.Mapper{}, map[*mapping.Entity]*instance.Mapper{}
	if r.includes(r, map[*Registry]bool{}) {
		r.model = mapping.Build(decls)
		return errors.New("orm: registries include each other in a circle; give them one registry")
	}
	var models []*mapping.Model
	for _, b := range r.bases {
		if err := b.read(); err != nil {
			r.model = mapping.Build(decls)
			return err
		}
		models = append(models, b.model)
		maps.Copy(r.mappers, b.mappers)
		maps.Copy(r.byEntity, b.byEntity)
		r.hooked = r.hooked || b.hooked
	}
	r.model = mapping.BuildOn(models, decls)
	r.model.OnUse = r.settle
	if len(r.bad) > 0 {
		return fmt.Errorf("orm: NewRegistry wants pointers to structs, such as new(User), not %v", r.bad)
	}
	if err := r.model.Err(); err != nil {
		return err
	}
	return r.makeMappers()
}

// decl is how one struct is mapped.
func (r *Registry) decl(t reflect.Type) *mapping.Decl {
	d := r.onTable[t]
	if d == nil {
		d = &mapping.Decl{}
	}
	d.Type, d.Configured = reader.Read(t), configuresMapping(t)
	return d
}

// makeMappers makes the mappers of the registry's own entities.
func (r *Registry) makeMappers() error {
	for _, t := range r.types {
		e := r.model.Entity(reader.Read(t).ID())
		if r.byEntity[e] != nil {
			continue
		}
		m, err := instance.NewMapper(e, t)
		if err != nil {
			return err
		}
		m.Wire = r.wireAny
		m.Hooks, m.Read = hooksOf(t), readHook
		r.hooked = r.hooked || m.Hooks != 0
		r.mappers[t], r.byEntity[e] = m, m
		r.settling.own = append(r.settling.own, m)
	}
	return nil
}

// MetaData are the tables of the mapped structs. It panics with what [Registry.Configure] would return if the mapping has errors.
func (r *Registry) MetaData() *schema.MetaData { return r.MustConfigure().model.MetaData }

// Model is the mapping, with its problems.
func (r *Registry) Model() *mapping.Model {
	_ = r.Configure() // the problems are in the model
	return r.model
}

// classOf is the entity of a struct as it stands in statements. One that is not mapped fails the statements that use it.
func (r *Registry) classOf(t reflect.Type) query.Class {
	if err := r.read(); err != nil {
		return query.NoClass(t.Name(), "the mapping of its registry has errors: "+err.Error())
	}
	e := r.model.Entity(reader.Read(t).ID())
	if e == nil {
		return query.NoClass(t.Name(), "it is not in the registry; pass new("+t.Name()+") to orm.NewRegistry")
	}
	return query.ClassOf(e)
}

// mapperOf is the mapper of an object, nil if its struct is not mapped here.
func (r *Registry) mapperOf(obj any) *instance.Mapper {
	t := reflect.TypeOf(obj)
	if t == nil || t.Kind() != reflect.Pointer {
		return nil
	}
	return r.mappers[t.Elem()]
}

func (r *Registry) wireAny(obj any) *instance.State {
	if m, ok := obj.(Mapped); ok {
		return r.wire(m)
	}
	return nil
}

// wire gives an object its state, or finds the one it has, and wires its containers.
func (r *Registry) wire(obj Mapped) *instance.State {
	if isNil(obj) {
		return nil
	}
	st := stateOf(obj)
	if st == nil {
		m := r.mapperOf(obj)
		if m == nil {
			return nil
		}
		st = instance.NewState(m, reflect.ValueOf(obj).UnsafePointer())
	}
	wireContainers(st)
	return st
}

// wireContainers wires the containers that do not know their owner: those of a new object, and those that were assigned a literal.
func wireContainers(st *instance.State) {
	st.WireDeferred()
	for i := range st.Mapper.Rels {
		if st.Wired(i) {
			continue
		}
		if c := containerOf(st, i); !c.wired() {
			c.wire(st, i)
		}
	}
}

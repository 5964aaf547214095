package orm

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
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

	once    sync.Once
	err     error
	model   *mapping.Model
	mappers map[reflect.Type]*instance.Mapper
	// byEntity are the same mappers by their entity.
	byEntity map[*mapping.Entity]*instance.Mapper
}

// reader describes types for all registries.
var reader = reflectread.New(func(t reflect.Type) []reflect.Type {
	if c, ok := reflect.New(t).Interface().(container); ok {
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

// Configure reads the structs and builds the mapping; later calls give the same result. The error is a *mapping.Error that lists
// every problem with its code, the same that ormvet reports.
func (r *Registry) Configure() error {
	r.once.Do(r.configure)
	return r.err
}

// MustConfigure is [Registry.Configure] that panics, for package variables and tests.
func (r *Registry) MustConfigure() *Registry {
	if err := r.Configure(); err != nil {
		panic(err)
	}
	return r
}

func (r *Registry) configure() {
	var decls []*mapping.Decl
	for _, t := range r.types {
		decls = append(decls, &mapping.Decl{Type: reader.Read(t)})
	}
	r.mappers = map[reflect.Type]*instance.Mapper{}
	byEntity := map[*mapping.Entity]*instance.Mapper{}
	r.byEntity = byEntity
	var models []*mapping.Model
	if r.includes(r, map[*Registry]bool{}) {
		r.err = errors.New("orm: registries include each other in a circle; give them one registry")
		r.model = mapping.Build(decls)
		return
	}
	for _, b := range r.bases {
		if r.err = b.Configure(); r.err != nil {
			r.model = mapping.Build(decls)
			return
		}
		models = append(models, b.model)
		maps.Copy(r.mappers, b.mappers)
		maps.Copy(byEntity, b.byEntity)
	}
	r.model = mapping.BuildOn(models, decls)
	if len(r.bad) > 0 {
		r.err = fmt.Errorf("orm: NewRegistry wants pointers to structs, such as new(User), not %v", r.bad)
		return
	}
	if r.err = r.model.Err(); r.err != nil {
		return
	}
	var own []*instance.Mapper
	for _, t := range r.types {
		e := r.model.Entity(reader.Read(t).ID())
		if byEntity[e] != nil {
			continue
		}
		m, err := instance.NewMapper(e, t)
		if err != nil {
			r.err = err
			return
		}
		m.Wire = r.wireAny
		r.mappers[t], byEntity[e] = m, m
		own = append(own, m)
	}
	for _, m := range own {
		for i := range m.Rels {
			t := byEntity[m.Rels[i].Relationship.Target]
			m.Rels[i].Target = t
			if m.Rels[i].Direction == mapping.ManyToOne && slices.Contains(own, t) { // a mapper of another registry does not change
				t.Referrers = append(t.Referrers, instance.Referrer{Mapper: m, Rel: i})
			}
		}
	}
	for _, m := range own {
		if r.err = configureMapping(m); r.err != nil {
			return
		}
	}
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
	if err := r.Configure(); err != nil {
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
	for i := range st.Mapper.Rels {
		if st.Wired(i) {
			continue
		}
		if c := containerOf(st, i); !c.wired() {
			c.wire(st, i)
		}
	}
}

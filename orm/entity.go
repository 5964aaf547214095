package orm

import (
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// Entity makes a struct an entity. It is embedded; its tag names the table:
//
//	type User struct {
//		orm.Entity `orm:"table:users"`
//		...
//	}
//
// It exports no methods and never will: they would become methods of the user's type. Entities are not comparable with ==, and
// are used through pointers. A copy of an entity is a new object with its columns and no relationships; [Clone] says so openly.
type Entity struct {
	_  [0]func()
	st *instance.State // first in memory: package instance writes it
}

func (e *Entity) entity() *Entity { return e }

// Mapped is a pointer to a struct that embeds [Entity].
type Mapped interface{ entity() *Entity }

// stateOf is the state of an object, nil for one that never met a session or a wired container, and for copies.
func stateOf(e Mapped) *instance.State {
	if isNil(e) {
		return nil
	}
	st := e.entity().st
	if st == nil || uintptr(unsafe.Pointer(e.entity()))-uintptr(st.Obj) != st.Mapper.EntityOff {
		return nil
	}
	return st
}

// isNil reports whether e is nil or a nil pointer.
func isNil(e Mapped) bool {
	if e == nil {
		return true
	}
	v := reflect.ValueOf(e)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// container is a relationship field as the session sees it. Methods that change members here do so on one side only.
type container interface {
	// typeArgs are the type arguments, which reflect knows only as text.
	typeArgs() []reflect.Type
	// wire makes the container one of an object's and replays what was done to it before. own has no such container wired.
	wire(own *instance.State, rel int)
	// wired reports whether the container knows its owner.
	wired() bool
	// members are the related objects that are known.
	members() []*instance.State
	// link and unlink add and remove a member because the other side changed.
	link(*instance.State)
	unlink(*instance.State)
	// fill makes the given objects the members that the database has; changes made before are kept.
	fill([]*instance.State)
	// said reports whether something was done to the container itself, and not only to the other side.
	said() bool
	// changes are the members added and removed since the last flush.
	changes() (added, removed []*instance.State)
	// assign makes the given objects the members, in their order, as a user would: both sides change. The members must be known, or there
	// be one at most. Without whole it adds those that are missing.
	assign(sts []*instance.State, whole bool)
	// settle makes the present members those of the database.
	settle()
	// renew makes the present members ones that the database does not have.
	renew()
	// forget makes the members unknown.
	forget()
	// lead makes the container one of a copy that is written as JSON; own is the copy's state.
	lead(own *instance.State)
}

// containerOf is the container of relationship i of an object.
func containerOf(st *instance.State, i int) container {
	return st.Mapper.Field(st.Obj, i).(container)
}

// as gives an object its Go type again.
func as[E Mapped](st *instance.State) E {
	if reflect.TypeFor[E]() == st.Mapper.Pointer {
		return *(*E)(unsafe.Pointer(&st.Obj)) // a pointer to the struct is what E is
	}
	return st.Any().(E)
}

func statesOf[E Mapped](es []E) []*instance.State {
	out := make([]*instance.State, 0, len(es))
	for _, e := range es {
		if st := stateOf(e); st != nil {
			out = append(out, st)
		}
	}
	return out
}

// join keeps the two sides of a relationship in step: own gained member along relationship i.
func join(own, member *instance.State, i int) {
	r := &own.Mapper.Rels[i]
	if r.Back != nil {
		containerOf(member, r.Back.Index).link(own)
	}
	if own.Context != nil && r.Cascade.Has(saveUpdate) {
		own.Context.Adopt(member) // never the other way: what refers to an object of a session is not in it by that
	}
}

// part keeps the two sides of a relationship in step: own lost member along relationship i.
func part(own, member *instance.State, i int) {
	r := own.Mapper.Rels[i].Relationship
	if r.Back != nil {
		containerOf(member, r.Back.Index).unlink(own)
	}
	if r.Direction != mapping.ManyToOne {
		orphaned(member, r)
	}
	if r.Back != nil && r.Back.Direction != mapping.ManyToOne {
		orphaned(own, r.Back)
	}
}

// orphaned looks after a child that may have lost the parent that owns it, along relationship r: one that is not stored yet leaves its
// session at once, another is deleted by the next flush unless it finds a parent before.
func orphaned(child *instance.State, r *mapping.Relationship) {
	if child.Context == nil || !r.Cascade.Has(mapping.DeleteOrphan) || r.Back != nil && len(containerOf(child, r.Back.Index).members()) > 0 {
		return
	}
	if child.Has(instance.Pending) {
		child.Context.Orphan(child)
	} else if r.Back != nil {
		child.Flags |= instance.Orphaned
	}
}

// refers reports whether a member's foreign key leads to own along relationship i, as far as is known without asking the database.
func refers(own, member *instance.State, i int) bool {
	r := own.Mapper.Rels[i]
	if r.Back != nil && member.Loaded(r.Back.Index) {
		return slices.Contains(containerOf(member, r.Back.Index).members(), own)
	}
	if r.Secondary != nil {
		return true // only the association table knows
	}
	for _, p := range r.Pairs {
		k := own.Mapper.Columns[own.Mapper.Attr(p.Local)].Value(own.Obj)
		v := member.Mapper.Columns[member.Mapper.Attr(p.Remote)].Value(member.Obj)
		if k == nil || v == nil || fmt.Sprint(k) != fmt.Sprint(v) {
			return false
		}
	}
	return true
}

// Wire makes objects whose relationships were written as literals know each other: both sides are then in step. Adding an object
// to a session does it as well. The registry is the one that maps the objects.
func (r *Registry) Wire(objs ...Mapped) error {
	if err := r.Configure(); err != nil {
		return err
	}
	for _, o := range objs {
		if r.wire(o) == nil {
			return &MisuseError{Op: "Wire", Object: reflect.TypeOf(o), Reason: "no entity of the registry; pass it to orm.NewRegistry"}
		}
	}
	return nil
}

// Clone is a new object with the columns of v and no relationships, which no session knows. Its key is that of v: zero it before
// the clone is added.
func Clone[T any](v *T) *T {
	c := *v
	if m, ok := any(&c).(Mapped); ok {
		m.entity().st = nil
	}
	rv := reflect.ValueOf(&c).Elem()
	for i := range rv.NumField() {
		if f := rv.Field(i); f.CanSet() {
			switch c := f.Addr().Interface().(type) {
			case container:
				f.SetZero()
			case deferred:
				c.forgetOwner()
			}
		}
	}
	return &c
}

package orm

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"unsafe"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
)

// Ref is a to-one relationship, which knows whether it is loaded. Its zero value refers to nothing for a new object, and is not
// loaded for one that was read.
type Ref[E Mapped] struct {
	own *instance.State // first in memory: package instance writes it
	v   E
}

// RefTo makes a reference for a literal:
//
//	&Address{User: orm.RefTo(user)}
func RefTo[E Mapped](e E) Ref[E] { return Ref[E]{v: e} }

func (r *Ref[E]) typeArgs() []reflect.Type { return []reflect.Type{reflect.TypeFor[E]()} }

// owner is the object that the reference belongs to; nil for one outside an object that is known. A reference that was copied out
// of its object forgets it.
func (r *Ref[E]) owner() (*instance.State, int) {
	if r.own == nil || r.own.Obj == nil {
		return nil, -1
	}
	i := r.own.Mapper.RelAt(r.own.Obj, unsafe.Pointer(r))
	if i < 0 {
		var none E
		r.own, r.v = nil, none
		return nil, -1
	}
	return r.own, i
}

// Loaded reports whether it is known what is referred to, if only as it was before the last Commit.
func (r *Ref[E]) Loaded() bool {
	own, i := r.owner()
	if own == nil {
		return loadedUnowned(r.own)
	}
	return own.Loaded(i)
}

// Load loads the related object if it is not loaded yet, or may be out of date: from the session if it is there, else by a SELECT. The error is
// [ErrDetached] for an object of no session, or what the database said.
func (r *Ref[E]) Load(ctx context.Context) error {
	own, i := r.owner()
	switch {
	case own == nil:
		return loadUnowned(r.own)
	case own.Fresh(i):
		return nil
	}
	return load(ctx, own, i)
}

// Get gives the related object, loading it if need be; nil if there is none.
func (r *Ref[E]) Get(ctx context.Context) (E, error) {
	if err := r.Load(ctx); err != nil {
		var none E
		return none, err
	}
	return r.v, nil
}

// Peek gives the related object if it is loaded.
func (r *Ref[E]) Peek() (E, bool) {
	if !r.Loaded() {
		var none E
		return none, false
	}
	return r.v, true
}

// Item gives the related object and panics with a *[NotLoadedError] if it is not loaded.
func (r *Ref[E]) Item() E {
	v, ok := r.Peek()
	if !ok {
		own, i := r.owner()
		panic(notLoaded(r.own, own, i))
	}
	return v
}

// Set makes the reference lead to e; nil leads nowhere.
func (r *Ref[E]) Set(e E) {
	own, rel := r.owner()
	if own == nil {
		r.v = e
		return
	}
	old := r.known(own, rel)
	if isNil(e) {
		var none E
		e = none
	}
	if own.Loaded(rel) && isNil(e) == isNil(r.v) && (isNil(e) || e.entity() == r.v.entity()) && own.Has(instance.Persistent) && !disowned(own, rel, stateOf(e)) {
		return // where it leads already: a foreign key that was set by hand stays
	}
	r.v = e
	overwritten(own, rel)
	own.SetLoaded(rel, true)
	own.MarkRel(rel)
	var st *instance.State
	if !isNil(e) {
		st = own.Mapper.Wire(e)
	}
	if old != nil && old != st {
		part(own, old, rel)
	}
	if st != nil {
		join(own, st, rel)
	}
}

// disowned reports whether the object at the other side of a one-to-one relationship was told to lead elsewhere, which it could not tell
// an object that it did not know.
func disowned(own *instance.State, rel int, to *instance.State) bool {
	b := own.Mapper.Rels[rel].Back
	if b == nil || to == nil || b.Container != mapping.RefContainer || !to.RelChanged(b.Index) {
		return false
	}
	return !slices.Contains(containerOf(to, b.Index).members(), own)
}

// overwritten notes that a one-to-one relationship is about to be changed whose member may not be known: the flush looks for it.
func overwritten(own *instance.State, rel int) {
	if own.Mapper.Rels[rel].Direction == mapping.OneToMany && own.Has(instance.Persistent) && !own.Fresh(rel) && !own.RelChanged(rel) {
		own.Flags |= instance.Blind
	}
}

// known is what the reference leads to, as far as the session knows it: another collection may have to let the object go.
func (r *Ref[E]) known(own *instance.State, rel int) *instance.State {
	if st := stateOf(r.v); st != nil || own.Loaded(rel) || own.Context == nil {
		return st
	}
	return own.Context.Known(own, rel)
}

// Clear makes the reference lead nowhere.
func (r *Ref[E]) Clear() {
	var none E
	r.Set(none)
}

// IsZero reports whether nothing is referred to, as far as is known; for the json option omitzero.
func (r Ref[E]) IsZero() bool { return isNil(r.v) || wayTo(r.own).has(r.v) }

// MarshalJSON writes the related object if it is loaded, without the way back to this one; null otherwise.
func (r Ref[E]) MarshalJSON() ([]byte, error) {
	if r.IsZero() {
		return []byte("null"), nil
	}
	return wayTo(r.own).marshal(r.v)
}

// UnmarshalJSON makes the reference lead to the object that JSON has, as a literal would: a new one, which [Merge] finds again by its
// key. null leaves the reference as it is.
func (r *Ref[E]) UnmarshalJSON(text []byte) error {
	var e E
	if err := json.Unmarshal(text, &e); err != nil || isNil(e) {
		return err
	}
	r.Set(e)
	return nil
}

var (
	_ json.Marshaler   = Ref[Mapped]{}
	_ json.Unmarshaler = (*Ref[Mapped])(nil)
)

func (r *Ref[E]) wired() bool {
	own, _ := r.owner()
	return own != nil
}

func (r *Ref[E]) wire(own *instance.State, rel int) {
	r.own = own
	if !own.Has(instance.Persistent) {
		own.SetLoaded(rel, true)
	}
	if isNil(r.v) {
		return
	}
	own.SetLoaded(rel, true)
	if st := own.Mapper.Wire(r.v); st != nil {
		own.MarkRel(rel)
		join(own, st, rel)
	}
}

func (r *Ref[E]) members() []*instance.State {
	if st := stateOf(r.v); st != nil {
		return []*instance.State{st}
	}
	return nil
}

func (r *Ref[E]) link(st *instance.State) {
	own, rel := r.owner()
	e, ok := st.Any().(E)
	if own == nil || !ok {
		return
	}
	if old := r.known(own, rel); old != nil && old != st { // taken over from another collection
		part(own, old, rel)
	}
	r.v = e
	overwritten(own, rel)
	own.SetLoaded(rel, true)
	own.MarkRel(rel)
}

func (r *Ref[E]) unlink(st *instance.State) {
	own, rel := r.owner()
	if own == nil || own.Loaded(rel) && stateOf(r.v) != st {
		return
	}
	var none E
	r.v = none
	own.SetLoaded(rel, true)
	own.MarkRel(rel)
}

func (r *Ref[E]) fill(sts []*instance.State) {
	own, rel := r.owner()
	if own == nil || own.RelChanged(rel) {
		return
	}
	var none E
	r.v = none
	if len(sts) > 0 {
		r.v = as[E](sts[0])
	}
	own.SetLoaded(rel, true)
}

func (r *Ref[E]) assign(sts []*instance.State, _ bool) {
	var e E
	if es := membersAs[E](sts); len(es) > 0 {
		e = es[0]
	}
	r.Set(e)
}

func (r *Ref[E]) changes() (added, removed []*instance.State) { return r.members(), nil }

func (r *Ref[E]) said() bool {
	own, rel := r.owner()
	return !isNil(r.v) || own != nil && own.RelChanged(rel)
}

func (r *Ref[E]) settle() {}

func (r *Ref[E]) renew() {}

func (r *Ref[E]) lead(own *instance.State) {
	if loadedUnowned(r.own) {
		r.own = own
	}
}

func (r *Ref[E]) forget() {
	var none E
	r.v = none
}

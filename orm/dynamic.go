package orm

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/aludel/aludel/orm/internal/instance"
	"github.com/aludel/aludel/orm/mapping"
	"github.com/aludel/aludel/orm/query"
)

// Dynamic is a to-many relationship that is never loaded as a whole: it is asked by queries, and written by Append and Remove, which
// load nothing. It is for collections that are too large to hold. Over an association, what is appended must be no member yet and what is
// removed must be one; both between two flushes leave it as it was.
type Dynamic[E Mapped] struct{ c collection[E] }

// Append adds members; they are stored by the next flush.
func (d *Dynamic[E]) Append(es ...E) { d.c.insert(-1, es...) }

// Remove takes a member out. The next flush finds out whether it was one: it writes nothing for an object that is known to belong
// elsewhere.
func (d *Dynamic[E]) Remove(e E) { d.c.Remove(e) }

// Pending are the members that were appended and are not stored yet.
func (d *Dynamic[E]) Pending() []E {
	added, _ := d.c.changes()
	return membersAs[E](added)
}

// Set makes es the members: it loads those that there are, and appends and removes what differs.
func (d *Dynamic[E]) Set(ctx context.Context, es ...E) error {
	now := membersAs[E](d.c.members())
	if own, rel := d.c.owner(); own != nil && own.Has(instance.Persistent) {
		if own.Context == nil {
			return fmt.Errorf("%w: %s.%s cannot be set", ErrDetached, own.Mapper.Entity.Name, own.Mapper.Rels[rel].Name)
		}
		var err error
		if now, err = d.Query().All(ctx, own.Context.Owner.(*Session)); err != nil {
			return err
		}
	}
	for _, e := range now {
		if !holds(es, e) {
			d.Remove(e)
		}
	}
	for _, e := range es {
		if !holds(now, e) {
			d.Append(e)
		}
	}
	return nil
}

func holds[E Mapped](es []E, e E) bool {
	return slices.ContainsFunc(es, func(x E) bool { return x.entity() == e.entity() })
}

// Query asks for the members, in the relationship's order: it can be filtered, ordered, limited and counted like any other. It is to be
// sent by the session that has the owner, which flushes what was appended and removed before.
func (d *Dynamic[E]) Query() Query[E] {
	own, rel := d.c.owner()
	if own == nil {
		return Query[E]{query.Select(query.NoClass(reflect.TypeFor[E]().String(), "the dynamic relationship belongs to no object that a session has"))}
	}
	r := &own.Mapper.Rels[rel]
	var key []any
	for _, a := range r.Near() {
		key = append(key, ownerKey{own, a})
	}
	return Query[E]{query.LazyLoad(r.Relationship, key...)}
}

// ownerKey is an attribute of a relationship's owner, read when the statement is sent: the flush before it may have made the key.
type ownerKey struct {
	own  *instance.State
	attr *mapping.Attr
}

// BindValue implements expr.Deferred.
func (k ownerKey) BindValue() (any, error) {
	if !k.own.Has(instance.Persistent) {
		return nil, fmt.Errorf("%w: the %s whose %s is asked for is not stored", ErrDetached, k.own.Mapper.Entity.Name, k.attr.Name)
	}
	return k.own.Mapper.Columns[k.own.Mapper.Attr(k.attr)].Value(k.own.Obj), nil
}

func (d *Dynamic[E]) typeArgs() []reflect.Type                    { return d.c.typeArgs() }
func (d *Dynamic[E]) said() bool                                  { return d.c.said() }
func (d *Dynamic[E]) wired() bool                                 { return d.c.wired() }
func (d *Dynamic[E]) members() []*instance.State                  { return d.c.members() }
func (d *Dynamic[E]) link(st *instance.State)                     { d.c.link(st) }
func (d *Dynamic[E]) unlink(st *instance.State)                   { d.c.unlink(st) }
func (d *Dynamic[E]) assign(sts []*instance.State, _ bool)        { d.c.insert(-1, membersAs[E](sts)...) }
func (d *Dynamic[E]) renew()                                      { d.c.renew() }
func (d *Dynamic[E]) forget()                                     { d.c.forget() }
func (d *Dynamic[E]) lead(own *instance.State)                    { d.c.lead(own) }
func (d *Dynamic[E]) fill(sts []*instance.State)                  { d.c.fill(sts) }
func (d *Dynamic[E]) changes() (added, removed []*instance.State) { return d.c.changes() }

// wire makes the relationship an object's. It counts as loaded only while its owner is new, and all members are known.
func (d *Dynamic[E]) wire(own *instance.State, rel int) { d.c.wire(own, rel) }

// settle forgets the members: queries ask for them.
func (d *Dynamic[E]) settle() {
	own, rel := d.c.owner()
	if own == nil {
		return
	}
	d.c.d = nil
	own.SetLoaded(rel, false)
}

// known reports whether the members are those that were appended: those of an object that is not stored.
func (d *Dynamic[E]) known() bool {
	return d.c.d != nil && len(d.c.d.items) > 0 && (d.c.own == nil || !d.c.own.Has(instance.Persistent))
}

// IsZero reports whether there is nothing to write, for the json option omitzero.
func (d Dynamic[E]) IsZero() bool { return !d.known() }

// MarshalJSON writes the members of an object that is not stored yet, as [List] does; null else, since they are not known.
func (d Dynamic[E]) MarshalJSON() ([]byte, error) {
	if !d.known() {
		return []byte("null"), nil
	}
	return marshalMembers(wayTo(d.c.own), d.c.d.items)
}

// UnmarshalJSON appends the members that JSON has: new objects, which [Merge] finds again by their keys. null, and members that JSON does
// not have, change nothing, since nobody knows the others. Of a literal they are all that it has.
func (d *Dynamic[E]) UnmarshalJSON(text []byte) error {
	var es []E
	if err := json.Unmarshal(text, &es); err != nil || es == nil {
		return err
	}
	if own, _ := d.c.owner(); own == nil {
		d.c.d = nil
	}
	d.Append(es...)
	return nil
}

var (
	_ json.Marshaler   = Dynamic[Mapped]{}
	_ json.Unmarshaler = (*Dynamic[Mapped])(nil)
)

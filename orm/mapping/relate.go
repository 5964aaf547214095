package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file relates entities: targets, directions, join pairs.

// relate finds the target, the direction and the join pairs of a relationship.
func (b *builder) relate(r *Relationship) {
	typ := Locus{Decl: r.At.Decl, Field: r.At.Field, Part: PartType}
	r.Target = b.m.byID[r.TargetID]
	if r.Target == nil {
		if b.closed {
			b.problem("ORM201", typ, nil, "%s is not in the registry; pass new(%s) to orm.NewRegistry, or include the registry that has it", short(r.TargetID), short(r.TargetID))
		}
		return
	}
	b.mapKey(r, typ)
	before := len(b.m.Problems)
	b.link(r, typ)
	if r.Entity.Configured { // code may say what the tags do not
		r.pending = slices.Clone(b.m.Problems[before:])
		b.m.Problems = b.m.Problems[:before]
		return
	}
	b.linked(r)
}

// link finds the direction and the join pairs of a relationship, or its association table.
func (b *builder) link(r *Relationship, typ Locus) {
	if it, ok := r.tag.Get("secondary"); ok {
		b.secondary(r, it, typ)
		return
	}
	if !b.foreignKeyAttrs(r) {
		return
	}
	paths := b.paths(r)
	switch {
	case len(paths) == 0:
		b.noPath(r, typ)
		return
	case len(paths) > 1:
		b.problem("ORM206", typ, nil, "there are several foreign keys between %s and %s; say which with `foreign_keys:`", r.Entity.Name, r.Target.Name)
		return
	}
	r.Direction, r.Pairs = paths[0].direction, paths[0].pairs
	b.fits(r, typ)
}

// fits reports a container that cannot hold what the direction of its relationship leads to.
func (b *builder) fits(r *Relationship, typ Locus) {
	if r.Direction == ManyToOne && r.Container != RefContainer {
		b.problem("ORM202", typ, nil, "the foreign key is on this side, so that there is at most one %s: use orm.Ref", r.Target.Name)
	}
}

// linked checks what depends on how the two ends are joined.
func (b *builder) linked(r *Relationship) {
	if _, secondary := r.tag.Get("secondary"); !secondary && !r.Linked() {
		return
	}
	b.orphanRule(r)
	b.orderBy(r)
}

// orphanRule reports delete-orphan where an object may have several parents.
func (b *builder) orphanRule(r *Relationship) {
	it, ok := r.tag.Get("cascade")
	if !ok || r.Direction == OneToMany || !r.Cascade.Has(DeleteOrphan) || r.SingleParent {
		return
	}
	b.problem("ORM303", r.At.at(it.ValueSpan), nil, "delete-orphan belongs to the one-to-many side, which owns its objects; here, on the %s side, it would delete the %s that others refer to as well, unless `single_parent` says that there are none", r.Direction, r.Target.Name)
}

// valueType is the type of an attribute's values, without the pointer that can be nil.
func valueType(a *Attr) *Type {
	if a.Pointer {
		return a.GoType.Elem
	}
	return a.GoType
}

// mapKey finds the attribute by which a Map finds its elements.
func (b *builder) mapKey(r *Relationship, typ Locus) {
	it, ok := r.tag.Get("key")
	switch {
	case r.Container != MapContainer && ok:
		b.problem("ORM106", r.At.at(it.Span), []Fix{{"remove it", []Edit{{r.At.at(it.Span), ""}}}}, "option \"key\" has no effect: only an orm.Map has keys")
	case r.Container == MapContainer && !ok && !r.Entity.Configured: // else see keySaid
		b.problem("ORM226", typ, nil, "the map does not say by which attribute of %s it finds its elements; give it the option `key:Attribute`, or a function by MapKey in ConfigureMapping", r.Target.Name)
	case ok && it.Value != "":
		if r.Key = r.Target.Attr(it.Value); r.Key == nil {
			b.noAttribute(r, it.ValueSpan, it.Value, r.Target)
		} else if k := r.keyType; k != nil && k.ID() != valueType(r.Key).ID() {
			b.problem("ORM226", typ, nil, "the keys of the map are %s, but %s.%s, by which it finds its elements, is %s", k, r.Target.Name, r.Key.Name, valueType(r.Key))
			r.Key = nil
		}
	}
}

// short is the id of a type with the last element of its import path only.
func short(id string) string {
	origin, _, _ := strings.Cut(id, "[")
	return id[strings.LastIndexByte(origin, '/')+1:]
}

func (b *builder) noPath(r *Relationship, typ Locus) {
	from, to := r.Target, r.Entity
	if r.Container == RefContainer {
		from, to = r.Entity, r.Target
	}
	for _, e := range []*Entity{r.Entity, r.Target} {
		if e.mayHaveForeignKey() || slices.ContainsFunc(e.Attrs, (*Attr).dangling) {
			return // an fk that refers to nothing was reported, and is the cause
		}
	}
	if e, c := unmappedKey(r.Entity, r.Target); c != nil {
		b.problem("ORM205", typ, nil, "the column %q, by which table %q refers to the other, is no attribute of %s; give it a field", c.Name, e.Table.FullName(), e.Name)
		return
	}
	key := "id"
	if len(to.PrimaryKey) > 0 {
		key = to.PrimaryKey[0].Column.Name
	}
	hint := ""
	if r.Container != RefContainer && slices.ContainsFunc(r.Target.Rels, func(o *Relationship) bool { return o.TargetID == r.Entity.ID && o.Container != RefContainer }) {
		hint = fmt.Sprintf("; if it is many-to-many, give both sides the option `secondary:%s_%s`", min(from.Table.Name, to.Table.Name), max(from.Table.Name, to.Table.Name))
	}
	b.problem("ORM205", typ, nil, "no foreign key links %s and %s; give an attribute of %s the option `fk:%s.%s`%s", r.Entity.Name, r.Target.Name, from.Name, to.Table.FullName(), key, hint)
}

// unmappedKey finds a foreign key between the tables of two entities that has a column which is no attribute.
func unmappedKey(a, o *Entity) (*Entity, *schema.Column) {
	for _, ends := range [][2]*Entity{{a, o}, {o, a}} {
		for _, fk := range ends[0].Table.ForeignKeys {
			for _, c := range fk.Columns {
				if fk.Target == ends[1].Table && attrOf(ends[0], c) == nil {
					return ends[0], c
				}
			}
		}
	}
	return nil, nil
}

// dangling reports whether the attribute has a foreign key that refers to nothing.
func (a *Attr) dangling() bool {
	return a.hasFK && !slices.ContainsFunc(a.Column.Owner.ForeignKeys, func(k *schema.ForeignKeyConstraint) bool {
		return k.Target != nil && slices.Contains(k.Columns, a.Column)
	})
}

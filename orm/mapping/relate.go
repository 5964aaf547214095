package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file relates entities: targets, directions, join pairs.

// relationship makes a relationship of a container field; what it leads to is found later.
func (w *fieldWalk) relationship(at Locus, f Field, tag Tag, path []string) {
	if !w.claim(f.Name, path) {
		return
	}
	r := &Relationship{Entity: w.e, Name: f.Name, Path: path, Container: Container(f.Type.Name), At: at, tag: tag, Cascade: CascadeDefault, Lazy: "select", Index: len(w.e.Rels)}
	if n := len(f.Type.Args); n > 0 { // of a Map the last is the element
		r.TargetID = elementOf(f.Type.Args[n-1]).ID()
		if n > 1 {
			r.keyType = f.Type.Args[0]
		}
	}
	if it, ok := tag.Get("cascade"); ok {
		r.Cascade = w.cascade(at, it)
	}
	if it, ok := tag.Get("lazy"); ok {
		r.Lazy = it.Value
	}
	_, r.ViewOnly = tag.Get("viewonly")
	r.PassiveDeletes, r.PassiveUpdates = w.flag(tag, "passive_deletes", false), w.flag(tag, "passive_updates", true)
	if it, _ := tag.Get("passive_deletes"); it.Value == "all" {
		r.PassiveAll = true
	}
	_, r.PostUpdate = tag.Get("post_update")
	_, r.SingleParent = tag.Get("single_parent")
	w.effects(at, r, tag)
	w.e.Rels = append(w.e.Rels, r)
}

// elementOf is the entity that a container's type argument leads to.
func elementOf(t *Type) *Type {
	if t.Kind == "ptr" {
		return t.Elem
	}
	return t
}

// flag is an option that is on, off, or left out.
func (w *fieldWalk) flag(tag Tag, name string, without bool) bool {
	it, ok := tag.Get(name)
	if !ok {
		return without
	}
	return it.Value != "false"
}

// effects reports options that contradict each other in what they do to related objects.
func (w *fieldWalk) effects(at Locus, r *Relationship, tag Tag) {
	it, said := tag.Get("cascade")
	if r.PassiveAll && (r.Cascade.Has(Delete) || r.Cascade.Has(DeleteOrphan)) {
		w.b.problem("ORM310", at.at(it.ValueSpan), nil, "passive_deletes:all leaves the related rows to the database, and the cascade deletes them; drop one of the two")
	}
	if !r.ViewOnly {
		return
	}
	if writes := r.Cascade & (SaveUpdate | Delete | DeleteOrphan); said && writes != 0 {
		w.b.problem("ORM311", at.at(it.ValueSpan), nil, "the relationship is only read (viewonly), so that it cannot cascade %s", writes)
	}
	if it, ok := tag.Get("back_populates"); ok {
		w.b.problem("ORM311", at.at(it.Span), []Fix{{"remove it", []Edit{{at.at(it.Span), ""}}}}, "the relationship is only read (viewonly), so that it has no other side to keep in step")
	}
	r.Cascade &^= SaveUpdate
}

func (w *fieldWalk) cascade(at Locus, it Item) (c Cascade) {
	for _, word := range it.Words() {
		bits, ok := cascadeBits[word.Value]
		if !ok {
			w.b.problem("ORM301", at.at(word.Span), renameFix(at, word.Span, word.Value, cascadeWords), "unknown cascade %q%s", word.Value, didYouMean(word.Value, cascadeWords))
			continue
		}
		c |= bits
	}
	if c.Has(DeleteOrphan) && !c.Has(Delete) {
		w.b.problem("ORM302", at.at(it.ValueSpan), []Fix{{"add delete", []Edit{{at.at(Span{it.ValueSpan.Off + it.ValueSpan.Len, 0}), ",delete"}}}},
			"delete-orphan without delete: objects removed from the collection are deleted, but not those in it when their parent is")
	}
	return c
}

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
	if it, ok := r.tag.Get("secondary"); ok {
		b.secondary(r, it, typ)
		b.orphanRule(r)
		b.orderBy(r)
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
	if r.Direction == ManyToOne && r.Container != RefContainer {
		b.problem("ORM202", typ, nil, "the foreign key is on this side, so that there is at most one %s: use orm.Ref", r.Target.Name)
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
	case r.Container == MapContainer && !ok:
		b.problem("ORM226", typ, nil, "the map does not say by which attribute of %s it finds its elements; give it the option `key:Attribute`", r.Target.Name)
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
	key := "id"
	if len(to.PrimaryKey) > 0 {
		key = to.PrimaryKey[0].Column.Name
	}
	b.problem("ORM205", typ, nil, "no foreign key links %s and %s; give an attribute of %s the option `fk:%s.%s`", r.Entity.Name, r.Target.Name, from.Name, to.Table.FullName(), key)
}

// dangling reports whether the attribute has a foreign key that refers to nothing.
func (a *Attr) dangling() bool {
	return a.hasFK && !slices.ContainsFunc(a.Column.Owner.ForeignKeys, func(k *schema.ForeignKeyConstraint) bool {
		return k.Target != nil && slices.Contains(k.Columns, a.Column)
	})
}

// path is one way to join the two ends of a relationship.
type path struct {
	direction Direction
	pairs     []Pair
}

// paths lists the foreign keys between the two ends that the relationship's options allow.
func (b *builder) paths(r *Relationship) (out []path) {
	if r.Entity == r.Target {
		return b.selfPaths(r)
	}
	for _, p := range append(keysFrom(r.Entity, r.Target, ManyToOne), keysFrom(r.Target, r.Entity, OneToMany)...) {
		if b.allowed(r, p) {
			out = append(out, p)
		}
	}
	return prefer(out, r.Container)
}

// prefer resolves entities that refer to each other: a Ref follows the key on its own side, a List the one on the far side.
func prefer(paths []path, c Container) []path {
	want := OneToMany
	if c == RefContainer {
		want = ManyToOne
	}
	var same []path
	for _, p := range paths {
		if p.direction == want {
			same = append(same, p)
		}
	}
	if len(same) > 0 {
		return same
	}
	return paths
}

// keysFrom lists the foreign keys of from that refer to to, as paths of a relationship of direction d.
func keysFrom(from, to *Entity, d Direction) (out []path) {
	for _, fk := range from.Table.ForeignKeys {
		if fk.Target != to.Table {
			continue
		}
		p := path{direction: d}
		for i, c := range fk.Columns {
			near, far := attrOf(from, c), attrOf(to, fk.TargetColumns[i])
			if near == nil || far == nil {
				break
			}
			if d == OneToMany {
				near, far = far, near
			}
			p.pairs = append(p.pairs, Pair{near, far})
		}
		if len(p.pairs) == len(fk.Columns) {
			out = append(out, p)
		}
	}
	return out
}

func attrOf(e *Entity, c *schema.Column) *Attr {
	for _, a := range e.Attrs {
		if a.Column == c {
			return a
		}
	}
	return nil
}

// allowed applies the foreign_keys option.
func (b *builder) allowed(r *Relationship, p path) bool {
	it, ok := r.tag.Get("foreign_keys")
	if !ok {
		return true
	}
	for _, w := range it.Words() {
		for _, pair := range p.pairs {
			fk := pair.Remote
			if p.direction == ManyToOne {
				fk = pair.Local
			}
			if fk.Name == w.Value {
				return true
			}
		}
	}
	return false
}

// selfPaths are the paths of a relationship of an entity to itself: a Ref is the side with the key when remote_side names the
// primary key, a List the other.
func (b *builder) selfPaths(r *Relationship) (out []path) {
	d := OneToMany
	if it, ok := r.tag.Get("remote_side"); ok {
		a := r.Entity.Attr(it.Value)
		if a == nil {
			b.noAttribute(r, it.ValueSpan, it.Value, r.Entity)
		} else if a.PK {
			d = ManyToOne
		}
	} else if r.Container == RefContainer {
		key := "ID"
		if len(r.Entity.PrimaryKey) > 0 {
			key = r.Entity.PrimaryKey[0].Name
		}
		b.problem("ORM218", r.At, []Fix{{"add remote_side:" + key, []Edit{addOption(r.At, "remote_side:"+key)}}}, "the relationship leads back to %s; say which attribute is at the far end, with `remote_side:%s`", r.Entity.Name, key)
		d = ManyToOne
	}
	for _, p := range keysFrom(r.Entity, r.Entity, d) {
		if b.allowed(r, p) {
			out = append(out, p)
		}
	}
	return out
}

package mapping

import (
	"slices"
	"strconv"
	"strings"
)

// This file makes relationships of container fields, with what their tags say by themselves.

// containerOf is orm's container that a field is, or that its type, a collection of the user's, embeds; through names the fields on the
// way there. nil says that the field is no relationship.
func containerOf(f Field) (container *Type, through []string) {
	all, paths := containersOf(f)
	if len(all) == 0 {
		return nil, nil
	}
	return all[0], paths[0]
}

// containersOf are all containers that a field has in it, more than one only by mistake, and the ways to them.
func containersOf(f Field) (all []*Type, paths [][]string) {
	switch {
	case f.Type.isContainer():
		return []*Type{f.Type}, [][]string{nil}
	case f.Type.Kind != "struct" || f.Type.Pkg == OrmPath || f.Type.Fields == nil || f.Type.Scanner:
		return nil, nil
	}
	for _, in := range f.Type.Fields() {
		if !in.Embedded || !in.Exported {
			continue
		}
		more, ways := containersOf(in)
		for i := range more {
			all, paths = append(all, more[i]), append(paths, append([]string{in.Name}, ways[i]...))
		}
	}
	return all, paths
}

// tangled reports a collection type that embeds several containers, so that it says of no field which relationship it is.
func (w *fieldWalk) tangled(at Locus, f Field) bool {
	all, paths := containersOf(f)
	if len(all) < 2 {
		return false
	}
	w.b.problem("ORM230", Locus{Decl: at.Decl, Field: at.Field, Part: PartType}, []Fix{{"do not map the field", []Edit{addOption(at, "-")}}},
		"%s embeds both %s and %s, so that a field of the type is no single relationship: embed one, and make the other a field", f.Type, strings.Join(paths[0], "."), strings.Join(paths[1], "."))
	return true
}

// isContainer says whether a type is one of orm's containers; orm.Deferred is a column.
func (t *Type) isContainer() bool {
	if t.Pkg != OrmPath {
		return false
	}
	switch Container(t.Name) {
	case ListContainer, RefContainer, SetContainer, MapContainer, DynamicContainer:
		return true
	}
	return false
}

// relationship makes a relationship of a container field; what it leads to is found later.
func (w *fieldWalk) relationship(at Locus, f Field, tag Tag, path []string) {
	if !w.claim(f.Name, path) {
		return
	}
	if w.tangled(at, f) {
		w.lose(f.Name, tag)
		return
	}
	in, through := containerOf(f)
	r := &Relationship{Entity: w.e, Name: f.Name, Path: slices.Concat(path, through), Container: Container(in.Name), At: at, tag: tag, Cascade: CascadeDefault, Lazy: "select", Index: len(w.e.Rels)}
	if n := len(in.Args); n > 0 { // of a Map the last is the element
		r.TargetID = elementOf(in.Args[n-1]).ID()
		if n > 1 {
			r.keyType = in.Args[0]
		}
	}
	if it, ok := tag.Get("cascade"); ok {
		r.Cascade = w.cascade(at, it)
	}
	if it, ok := tag.Get("lazy"); ok {
		r.Lazy = it.Value
	}
	if it, ok := tag.Get("join_depth"); ok {
		r.JoinDepth, _ = strconv.Atoi(it.Value) // a wrong form was reported
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

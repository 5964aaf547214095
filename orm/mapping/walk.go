package mapping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file goes through the fields of an entity and decides what each is.

// fieldWalk goes through the fields of one entity, embedded structs included.
type fieldWalk struct {
	b             *builder
	d             *Decl
	e             *Entity
	table, schema string
	columns       []*schema.Column
	// depth is the smallest number of embedded structs, counted from the entity, through which a name is reached.
	depth map[string]int
	// in is the composite whose struct is walked, nil for the entity; prefix is what the names of its columns begin with, unless listed,
	// the names that the tag gives, has them. taken counts the columns. key says that they are the primary key.
	in     *Composite
	prefix string
	listed []Item
	taken  int
	key    bool
}

// role is what a field is to the mapping.
type role uint8

const (
	columnRole role = iota
	relationshipRole
	entityRole    // the embedded orm.Entity
	embeddedRole  // a struct whose fields count as those of the entity
	skippedRole   // left out by a dash
	compositeRole // a struct whose fields are columns
	hiddenRole    // not exported
	unknownRole   // of a type that does not type-check
)

func roleOf(f Field, tag Tag, inside map[*Type]bool) role {
	_, skip := tag.Get("-")
	_, composite := tag.Get("composite")
	switch {
	case f.Embedded && f.Type.isOrm("Entity"):
		return entityRole
	case skip:
		return skippedRole
	case f.Type.broken():
		return unknownRole
	case composite && f.Exported:
		return compositeRole
	case f.Embedded && f.Type.Kind == "struct" && !f.Type.Scanner && f.Type.ID() != "time.Time":
		return embeddedRole
	case f.Embedded && f.Type.Kind == "ptr" && inside[f.Type.Elem]:
		return embeddedRole // the walk reports it
	case !f.Exported:
		return hiddenRole
	}
	if container, _ := containerOf(f); container != nil {
		return relationshipRole
	}
	return columnRole
}

// embedded is the struct of an embedded field.
func embedded(f Field) *Type {
	if f.Type.Kind == "ptr" {
		return f.Type.Elem
	}
	return f.Type
}

// tag is the tag of a field, or what stands in its place.
func (w *fieldWalk) tag(f Field) Tag {
	if text, ok := w.d.Tags[w.qualified(f.Name)]; ok {
		return ParseTag("orm:" + strconv.Quote(text))
	}
	return ParseTag(f.Tag)
}

// measure notes how deep each name stands.
func (w *fieldWalk) measure(t *Type, depth int, inside map[*Type]bool) {
	if inside[t] {
		return
	}
	inside[t] = true
	defer delete(inside, t)
	for _, f := range t.Fields() {
		switch roleOf(f, w.tag(f), inside) {
		case embeddedRole:
			w.measure(embedded(f), depth+1, inside)
		case columnRole, relationshipRole, compositeRole, unknownRole:
			if d, ok := w.depth[f.Name]; !ok || depth < d {
				w.depth[f.Name] = depth
			}
		}
	}
}

func (w *fieldWalk) walk(t *Type, path []string, inside map[*Type]bool) {
	if inside[t] {
		w.b.problem("ORM114", Locus{Decl: t}, nil, "%s embeds itself", t)
		return
	}
	inside[t] = true
	defer delete(inside, t)
	for _, f := range t.Fields() {
		w.field(t, f, append(slices.Clone(path), f.Name), inside)
	}
}

func (w *fieldWalk) field(decl *Type, f Field, path []string, inside map[*Type]bool) {
	at := Locus{Decl: decl, Field: f.Name}
	tag := w.tag(f)
	if tag.Malformed != "" {
		w.b.problem("ORM101", at.at(tag.At), nil, "the orm tag cannot be read: %s", tag.Malformed)
	}
	switch roleOf(f, tag, inside) {
	case entityRole:
		if w.in != nil {
			w.misplaced(at, f, tag)
		} else if len(path) == 1 {
			w.e.At = at
			w.entityOptions(at, tag)
		}
	case skippedRole:
		w.checkOptions(at, tag, OnColumn|OnRelationship|OnComposite)
	case unknownRole:
		w.checkOptions(at, tag, OnColumn|OnRelationship|OnComposite)
		w.unknown(f, tag, path)
	case embeddedRole:
		w.walk(embedded(f), path, inside)
	case hiddenRole:
		if tag.Present {
			w.b.problem("ORM107", at.at(tag.Body), nil, "the field is not exported, so its tag has no effect; export it or remove the tag")
		}
	case relationshipRole:
		w.checkOptions(at, tag, OnRelationship)
		if w.in != nil {
			w.misplaced(at, f, tag)
			return
		}
		w.relationship(at, f, tag, path)
	case compositeRole:
		w.checkOptions(at, tag, OnComposite)
		w.composite(at, f, tag, path, inside)
	case columnRole:
		w.checkOptions(at, tag, OnColumn)
		w.attribute(at, f, tag, path)
	}
}

func (w *fieldWalk) entityOptions(at Locus, tag Tag) {
	w.checkOptions(at, tag, OnEntity)
	if it, ok := tag.Get("table"); ok {
		w.table = it.Value
	}
	if it, ok := tag.Get("schema"); ok {
		w.schema = it.Value
	}
}

// unknown takes note of a field that does not type-check: the compiler says so, and what depends on it is not judged.
func (w *fieldWalk) unknown(f Field, tag Tag, path []string) {
	if f.Embedded {
		w.e.incomplete = true
	} else if w.claim(f.Name, path) {
		w.taken++ // of the list of a composite's columns, if it is in one
		w.lose(f.Name, tag)
	}
}

// lose takes note of a field that is there, but could not be mapped, so that nothing that refers to it is a problem of its own.
func (w *fieldWalk) lose(name string, tag Tag) {
	_, pk := tag.Get("pk")
	_, fk := tag.Get("fk")
	w.e.lost = append(w.e.lost, lostField{name: w.qualified(name), column: w.prefix + columnName(name, tag), pk: pk || w.key, fk: fk})
}

// claim takes a name for a field, or says that the field does not count: a shallower one of the same name hides it, as in Go.
func (w *fieldWalk) claim(name string, path []string) bool {
	full, deep := w.qualified(name), len(path)
	if w.in != nil {
		deep -= len(w.in.Path)
	}
	first, taken := w.e.paths[full]
	switch {
	case deep > w.depth[name]+1:
		return false
	case taken:
		w.b.problem("ORM113", Locus{Decl: w.e.Type, Field: path[0]}, nil, "%s is a field of both %s and %s, so that %s.%s is neither; leave one of them out with `orm:\"-\"`, or declare %s in %s itself",
			name, strings.Join(first[:len(first)-1], "."), strings.Join(path[:len(path)-1], "."), w.e.Name, full, name, w.e.Name)
		return false
	}
	w.e.paths[full] = path
	return true
}

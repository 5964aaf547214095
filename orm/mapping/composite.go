package mapping

import (
	"slices"
)

// This file knows composite attributes: a field of a struct type whose own fields are columns of the entity's table (SQLAlchemy:
// composite). The struct is a value: it is read, compared and assigned as a whole, and its parts are attributes like others, which are
// named with a dot: Start.X.

// Composite is a field whose struct is several columns.
type Composite struct {
	Entity *Entity
	// Name is the field's, with that of the composite around it before a dot.
	Name string
	// Path are the names of the fields from the entity to this one.
	Path []string
	// GoType is the struct, without the pointer.
	GoType *Type
	// Nullable says that the field is a pointer, which is nil where all columns are NULL. There is no other pointer on the way.
	Nullable bool
	// Parts are the columns, in the order of the struct's fields; those of composites in it are among them.
	Parts []*Attr
	// Outer is the composite that it is a field of, nil for a field of the entity.
	Outer *Composite
	At    Locus
}

// Composite is the composite attribute of that name, nil if there is none.
func (e *Entity) Composite(name string) *Composite {
	for _, c := range e.Composites {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// CompositeNames lists the composite attributes' names.
func (e *Entity) CompositeNames() (names []string) {
	for _, c := range e.Composites {
		names = append(names, c.Name)
	}
	return names
}

// PathOf are the names of the fields from the composite's struct to one of its parts.
func (c *Composite) PathOf(a *Attr) []string { return a.Path[len(c.Path):] }

// Root is the composite whose field is one of the entity: the composite itself unless it is inside another.
func (c *Composite) Root() *Composite {
	for c.Outer != nil {
		c = c.Outer
	}
	return c
}

// HoldsNull reports whether the field by itself can say that there is no value; the pointer of a composite around it is not asked.
func (a *Attr) HoldsNull() bool { return a.holdsNull() }

// composite makes the parts of a struct columns.
func (w *fieldWalk) composite(at Locus, f Field, tag Tag, path []string, inside map[*Type]bool) {
	if !w.claim(f.Name, path) {
		return
	}
	c := &Composite{Entity: w.e, Name: w.qualified(f.Name), Path: path, GoType: f.Type, Outer: w.in, At: at}
	if f.Type.Kind == "ptr" && f.Type.Name == "" {
		c.Nullable, c.GoType = true, f.Type.Elem
	}
	if bad := w.badComposite(c, inside); bad != "" {
		w.b.problem("ORM130", at, []Fix{{"do not map the field", []Edit{addOption(at, "-")}}}, "a field of type %s cannot be a composite: %s", f.Type, bad)
		w.lose(f.Name, tag)
		return
	}
	sub := &fieldWalk{b: w.b, d: w.d, e: w.e, depth: map[string]int{}, columns: w.columns, in: c, prefix: w.prefix + prefixOf(f.Name, tag)}
	_, sub.key = tag.Get("pk")
	sub.key = sub.key || w.key
	if it, ok := tag.Get("composite"); ok && it.HasValue {
		sub.listed = it.Words()
	}
	first, lost := len(w.e.Attrs), len(w.e.lost)
	sub.measure(c.GoType, 0, map[*Type]bool{})
	sub.walk(c.GoType, path, inside)
	w.columns, c.Parts = sub.columns, slices.Clone(w.e.Attrs[first:])
	w.e.Composites = append(w.e.Composites, c)
	sub.checkListed(c, tag)
	if len(c.Parts) == 0 && len(w.e.lost) == lost && !w.e.incomplete {
		w.b.problem("ORM130", at, nil, "a field of type %s cannot be a composite: the struct has no exported field that is a column", f.Type)
		w.lose(f.Name, tag)
	}
}

// prefixOf is what the names of a composite's columns begin with.
func prefixOf(field string, tag Tag) string {
	if it, ok := tag.Get("prefix"); ok && it.Value != "" {
		return it.Value
	}
	return Snake(field) + "_"
}

// badComposite says why a field cannot be a composite, "" if it can.
func (w *fieldWalk) badComposite(c *Composite, inside map[*Type]bool) string {
	t := c.GoType
	switch {
	case t.Kind != "struct" || t.Fields == nil:
		return "it is no struct"
	case t.isOrm("Deferred"):
		return "it is read with its row, or left out by the option Defer of a query; make it the struct itself"
	case t.Scanner || t.Valuer || t.ID() == "time.Time":
		return "it is one value already; remove the option"
	case IsEntity(t):
		return "it is an entity of its own; relate to it with orm.Ref"
	case inside[t]:
		return "the struct has itself in it"
	case c.Nullable && c.Outer != nil:
		return "it is a pointer inside another composite, so that NULL would not say which of them is missing; make it the struct itself"
	}
	return ""
}

// checkListed compares the columns that the tag lists with the parts.
func (w *fieldWalk) checkListed(c *Composite, tag Tag) {
	it, ok := tag.Get("composite")
	if !ok || it.Value == "" || len(w.listed) == w.taken {
		return
	}
	w.b.problem("ORM131", c.At.at(valueOrKey(it)), nil, "the option lists %d columns, but %s has %d fields that are columns", len(w.listed), c.GoType, w.taken)
}

// qualified is the name of an attribute with those of the composites that it is in.
func (w *fieldWalk) qualified(field string) string {
	if w.in == nil {
		return field
	}
	return w.in.Name + "." + field
}

// columnName is the column of a field: as the tag has it, else the field's name in snake_case; of a part what the composite says, or that
// with the composite's prefix.
func (w *fieldWalk) columnName(field string, tag Tag) string {
	if w.in == nil {
		return columnName(field, tag)
	}
	w.taken++
	if w.taken <= len(w.listed) {
		return w.listed[w.taken-1].Value
	}
	return w.prefix + columnName(field, tag)
}

// notInComposite reports fields that cannot be in a composite, and options of parts that mean nothing there.
func (w *fieldWalk) notInComposite(a *Attr, tag Tag) {
	if w.in == nil {
		return
	}
	a.Composite = w.in
	if a.Deferred {
		w.b.problem("ORM132", a.At, nil, "an orm.Deferred cannot be in a composite, which is read as a whole; make the field a plain %s", a.GoType)
	}
	a.Version = false
	for _, key := range []string{"expr", "version"} {
		if it, ok := tag.Get(key); ok {
			w.b.problem("ORM132", a.At.at(it.Span), []Fix{{"remove the option", []Edit{{a.At.at(it.Span), ""}}}}, "option %q on a field of a composite, which is a value of columns that are written together", key)
		}
	}
	if !a.MayLack() {
		return
	}
	for _, key := range []string{"server_default", "omitzero", "notnull"} {
		if it, ok := tag.Get(key); ok {
			w.b.problem("ORM132", a.At.at(it.Span), []Fix{{"remove the option", []Edit{{a.At.at(it.Span), ""}}}},
				"option %q on a field of the composite %s.%s, which is a pointer: where it is nil, all columns are NULL", key, w.e.Name, a.Composite.Root().Name)
		}
	}
	if a.PK {
		root := a.Composite.Root()
		w.b.problem("ORM117", Locus{Decl: root.At.Decl, Field: root.At.Field, Part: PartType}, []Fix{{"use " + root.GoType.String(), []Edit{{Locus{Decl: root.At.Decl, Field: root.At.Field, Part: PartType}, root.GoType.String()}}}},
			"a primary key is never NULL; the field must not be a pointer")
	}
}

// defaultOfNil reports a column with a default of the database that is part of a composite which may be nil.
func (b *builder) defaultOfNil(a *Attr) {
	b.problem("ORM132", a.Composite.Root().At, nil, "column %q, of %s.%s, has a default of the database, but the composite is a pointer: where it is nil, all columns are NULL", a.Column.Name, a.Entity.Name, a.Name)
}

// MayLack reports whether the attribute is part of a composite that may be nil.
func (a *Attr) MayLack() bool { return a.Composite != nil && a.Composite.Root().Nullable }

// misplaced reports a field of a composite's struct that is no column.
func (w *fieldWalk) misplaced(at Locus, f Field, tag Tag) {
	what := "a relationship"
	if f.Embedded {
		what = "an entity"
	}
	w.b.problem("ORM132", at, []Fix{{"do not map the field", []Edit{addOption(at, "-")}}}, "%s cannot be in a composite, whose fields are columns of the entity %s", what, w.e.Name)
	w.lose(f.Name, tag)
}

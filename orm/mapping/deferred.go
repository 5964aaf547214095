package mapping

import "slices"

// This file knows columns that are read when they are asked for: fields of type orm.Deferred.

// deferred takes the type of the value out of an orm.Deferred. What finds a row, or leads to another, cannot wait.
func (w *fieldWalk) deferred(a *Attr, tag Tag) {
	it, grouped := tag.Get("group")
	if !a.GoType.isOrm("Deferred") || len(a.GoType.Args) != 1 {
		if grouped {
			w.b.problem("ORM106", a.At.at(it.Span), []Fix{{"remove it", []Edit{{a.At.at(it.Span), ""}}}}, "option \"group\" has no effect: the field is no orm.Deferred")
		}
		return
	}
	a.GoType, a.Deferred, a.Group = a.GoType.Args[0], true, it.Value
	for _, key := range []string{"pk", "fk", "version"} {
		if it, ok := tag.Get(key); ok {
			w.b.problem("ORM105", a.At.at(it.Span), []Fix{{"remove the option", []Edit{{a.At.at(it.Span), ""}}}},
				"option %q on an orm.Deferred: what identifies a row or leads to another is always read with it; make the field a plain %s", key, a.GoType)
		}
	}
}

// vital marks the attributes by which related objects are found.
func (b *builder) vital() {
	for _, e := range b.m.Entities {
		for _, r := range e.Rels {
			for _, p := range r.Pairs {
				b.need(p.Local, p.Remote)
			}
			if r.Secondary != nil {
				for _, l := range slices.Concat(r.Secondary.Near, r.Secondary.Far) {
					b.need(l.Attr)
				}
			}
			if r.Key != nil {
				b.need(r.Key)
			}
			if r.Join != nil {
				b.need(slices.Concat(r.Near(), r.Owners())...)
			}
		}
	}
}

// need marks attributes; those of models that this one was built on stay as they are, since others may be reading them.
func (b *builder) need(attrs ...*Attr) {
	for _, a := range attrs {
		if !a.Vital && slices.Contains(b.m.Entities, a.Entity) {
			a.Vital = true
		}
	}
}

// Lean lists the attributes that are read with every row where a query does not say otherwise: all but the deferred ones.
func (e *Entity) Lean() []*Attr {
	if !slices.ContainsFunc(e.Attrs, func(a *Attr) bool { return a.later() }) {
		return e.Attrs
	}
	return slices.DeleteFunc(slices.Clone(e.Attrs), (*Attr).later)
}

// later reports whether the column is not read with its row.
func (a *Attr) later() bool { return a.Deferred && !a.Vital }

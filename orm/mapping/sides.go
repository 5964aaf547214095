package mapping

import (
	"slices"
	"strings"
)

// This file has what the options of a relationship name: attributes of both ends, and the other side.

// noAttribute reports that an option of a relationship names an attribute that none of the entities has.
func (b *builder) noAttribute(r *Relationship, at Span, name string, in ...*Entity) {
	var names, entities []string
	for _, e := range in {
		if e.mayHave(name) {
			return
		}
		names, entities = append(names, e.AttrNames()...), append(entities, e.Name)
	}
	has := "has no attribute"
	if len(entities) > 1 {
		has = "have no attribute"
	}
	b.problem("ORM125", r.At.at(at), renameFix(r.At, at, name, names), "%s %s %q%s", strings.Join(entities, " and "), has, name, didYouMean(name, names))
}

// foreignKeyAttrs checks the names in the foreign_keys option, which may be of either end; it reports whether all exist.
func (b *builder) foreignKeyAttrs(r *Relationship) bool {
	ends := []*Entity{r.Entity}
	if r.Target != r.Entity {
		ends = append(ends, r.Target)
	}
	all := true
	it, _ := r.tag.Get("foreign_keys")
	for _, w := range it.Words() {
		if !slices.ContainsFunc(ends, func(e *Entity) bool { return e.Attr(w.Value) != nil }) {
			b.noAttribute(r, w.Span, w.Value, ends...)
			all = false
		}
	}
	return all
}

func (b *builder) orderBy(r *Relationship) {
	it, ok := r.tag.Get("order_by")
	if !ok {
		return
	}
	for _, w := range it.Words() {
		name, dir, _ := strings.Cut(w.Value, " ")
		attrs := []*Attr{r.Target.Attr(name)}
		if c := r.Target.Composite(name); c != nil {
			attrs = c.Parts
		}
		if len(attrs) == 0 || attrs[0] == nil {
			b.noAttribute(r, Span{w.Span.Off, len(name)}, name, r.Target)
			continue
		}
		if dir = strings.TrimSpace(dir); dir != "" && dir != "desc" && dir != "asc" {
			b.problem("ORM104", r.At.at(w.Span), nil, "after the attribute comes desc, asc, or nothing, not %q", dir)
		}
		for _, a := range attrs {
			r.OrderBy = append(r.OrderBy, Order{Attr: a, Desc: dir == "desc"})
		}
	}
}

// backPopulates finds the other side of a relationship and checks that it points back.
func (b *builder) backPopulates(r *Relationship) {
	it, ok := r.tag.Get("back_populates")
	if !ok || !r.Linked() || it.Value == "" {
		return
	}
	at := r.At.at(it.ValueSpan)
	back := r.Target.Rel(it.Value)
	if back == nil {
		if r.Target.mayHave(it.Value) {
			return
		}
		names := r.Target.RelNames()
		b.problem("ORM211", at, renameFix(r.At, it.ValueSpan, it.Value, names), "%s has no relationship %q%s", r.Target.Name, it.Value, didYouMean(it.Value, names))
		return
	}
	theirs, has := back.tag.Get("back_populates")
	switch {
	case back.TargetID != r.Entity.ID:
		b.problem("ORM212", at, nil, "%s.%s leads to %s, not back to %s", r.Target.Name, back.Name, short(back.TargetID), r.Entity.Name)
	case !has:
		b.problem("ORM212", at, []Fix{{"add back_populates:" + r.Name + " to the other side", []Edit{addOption(back.At, "back_populates:"+r.Name)}}},
			"%s.%s does not point back; give it the option `back_populates:%s`, or the two sides do not stay in step", r.Target.Name, back.Name, r.Name)
	case theirs.Value != r.Name:
		b.problem("ORM212", at, nil, "%s.%s is the other side of %q, not of %q", r.Target.Name, back.Name, theirs.Value, r.Name)
	case !back.Linked(): // its own problem was reported
	case back.Direction == r.Direction && r.Direction != ManyToMany:
		b.problem("ORM213", at, nil, "both sides are %s; one of them must hold the foreign key and the other must not", r.Direction)
	case r.Secondary != nil && back.Secondary != nil && r.Secondary.Table != back.Secondary.Table:
		b.problem("ORM212", at, nil, "%s.%s goes through the table %s, this side through %s; both sides have the same `secondary:`", r.Target.Name, back.Name, back.Secondary.Table.FullName(), r.Secondary.Table.FullName())
	case !samePairs(r, back):
		b.problem("ORM212", at, nil, "%s.%s joins by other columns than this side", r.Target.Name, back.Name)
	default:
		r.Back = back
	}
}

func samePairs(r, back *Relationship) bool {
	if r.Secondary != nil || back.Secondary != nil {
		return r.Secondary != nil && back.Secondary != nil && r.Secondary.Table == back.Secondary.Table &&
			slices.Equal(r.Secondary.Near, back.Secondary.Far) && slices.Equal(r.Secondary.Far, back.Secondary.Near)
	}
	return slices.EqualFunc(r.Pairs, back.Pairs, func(a, b Pair) bool { return a.Local == b.Remote && a.Remote == b.Local })
}

package mapping

import (
	"slices"
	"strings"

	"github.com/aludel/aludel/schema"
)

// This file relates entities: foreign keys, join pairs, the other sides.

// foreignKeys checks what the fk options of an entity refer to.
func (b *builder) foreignKeys(e *Entity) {
	for _, a := range e.Attrs {
		if a.hasFK {
			b.foreignKey(a)
		}
	}
}

func (b *builder) foreignKey(a *Attr) {
	at := a.At.at(valueOrKey(a.fk))
	i := strings.LastIndexByte(a.fk.Value, '.')
	if i <= 0 || i == len(a.fk.Value)-1 {
		if a.fk.Value != "" { // an empty value was reported
			b.problem("ORM104", at, nil, "option \"fk\" wants table.column, such as users.id")
		}
		return
	}
	table, column := a.fk.Value[:i], a.fk.Value[i+1:]
	t := b.m.MetaData.Table(table)
	if t == nil {
		if b.closed {
			names := b.tableNames()
			b.problem("ORM207", at, renameFix(a.At, Span{a.fk.ValueSpan.Off, i}, table, names), "no entity of the registry has the table %q%s", table, didYouMean(table, names))
		}
		return
	}
	c := t.Column(column)
	if c == nil {
		names := columnNames(t)
		b.problem("ORM207", at, renameFix(a.At, Span{a.fk.ValueSpan.Off + i + 1, len(column)}, column, names), "table %q has no column %q%s", table, column, didYouMean(column, names))
		return
	}
	if !a.Column.Type().Kind().Comparable(c.Type().Kind()) {
		b.problem("ORM210", Locus{Decl: a.At.Decl, Field: a.At.Field, Part: PartType}, nil, "the column is %s, but %s, which it refers to, is %s; give both the same type", a.Column.Type(), a.fk.Value, c.Type())
	}
}

func (b *builder) tableNames() (names []string) {
	for _, t := range b.m.MetaData.Tables() {
		names = append(names, t.FullName())
	}
	return names
}

func columnNames(t *schema.Table) (names []string) {
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return names
}

// relationship makes a relationship of a container field; what it leads to is found later.
func (w *fieldWalk) relationship(at Locus, f Field, tag Tag, path []string) {
	if !w.claim(f.Name) {
		return
	}
	r := &Relationship{Entity: w.e, Name: f.Name, Path: path, Container: Container(f.Type.Name), At: at, tag: tag, Cascade: CascadeDefault, Lazy: "select", Index: len(w.e.Rels)}
	if len(f.Type.Args) == 1 && f.Type.Args[0].Kind == "ptr" {
		r.TargetID = f.Type.Args[0].Elem.ID()
	} else if len(f.Type.Args) == 1 {
		r.TargetID = f.Type.Args[0].ID()
	}
	if it, ok := tag.Get("cascade"); ok {
		r.Cascade = w.cascade(at, it)
	}
	if it, ok := tag.Get("lazy"); ok {
		r.Lazy = it.Value
	}
	_, r.ViewOnly = tag.Get("viewonly")
	_, r.PassiveDeletes = tag.Get("passive_deletes")
	w.e.Rels = append(w.e.Rels, r)
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
	if r.Direction == ManyToOne && r.Container == ListContainer {
		b.problem("ORM202", typ, nil, "the foreign key is on this side, so that there is at most one %s: use orm.Ref", r.Target.Name)
	}
	if it, ok := r.tag.Get("cascade"); ok && r.Direction == ManyToOne && r.Cascade.Has(DeleteOrphan) {
		b.problem("ORM303", r.At.at(it.ValueSpan), nil, "delete-orphan belongs to the one-to-many side, which owns its objects; here, on the many-to-one side, it would delete a %s that others refer to", r.Target.Name)
	}
	b.orderBy(r)
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
		for _, a := range e.Attrs {
			if a.hasFK && (a.Column.ForeignKey == nil || a.Column.ForeignKey.Ref == nil) {
				return // an fk that refers to nothing was reported, and is the cause
			}
		}
	}
	key := "id"
	if len(to.PrimaryKey) > 0 {
		key = to.PrimaryKey[0].Column.Name
	}
	b.problem("ORM205", typ, nil, "no foreign key links %s and %s; give an attribute of %s the option `fk:%s.%s`", r.Entity.Name, r.Target.Name, from.Name, to.Table.FullName(), key)
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
			names := r.Entity.AttrNames()
			b.problem("ORM125", r.At.at(it.ValueSpan), renameFix(r.At, it.ValueSpan, it.Value, names), "%s has no attribute %q%s", r.Entity.Name, it.Value, didYouMean(it.Value, names))
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

func (b *builder) orderBy(r *Relationship) {
	it, ok := r.tag.Get("order_by")
	if !ok {
		return
	}
	for _, w := range it.Words() {
		name, dir, _ := strings.Cut(w.Value, " ")
		a := r.Target.Attr(name)
		if a == nil {
			names := r.Target.AttrNames()
			span := Span{w.Span.Off, len(name)}
			b.problem("ORM125", r.At.at(span), renameFix(r.At, span, name, names), "%s has no attribute %q%s", r.Target.Name, name, didYouMean(name, names))
			continue
		}
		if dir = strings.TrimSpace(dir); dir != "" && dir != "desc" && dir != "asc" {
			b.problem("ORM104", r.At.at(w.Span), nil, "after the attribute comes desc, asc, or nothing, not %q", dir)
		}
		r.OrderBy = append(r.OrderBy, Order{a, dir == "desc"})
	}
}

// backPopulates finds the other side of a relationship and checks that it points back.
func (b *builder) backPopulates(r *Relationship) {
	it, ok := r.tag.Get("back_populates")
	if !ok || r.Target == nil || len(r.Pairs) == 0 || it.Value == "" {
		return
	}
	at := r.At.at(it.ValueSpan)
	back := r.Target.Rel(it.Value)
	if back == nil {
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
	case len(back.Pairs) == 0: // its own problem was reported
	case back.Direction == r.Direction:
		b.problem("ORM213", at, nil, "both sides are %s; one of them must hold the foreign key and the other must not", r.Direction)
	case !samePairs(r, back):
		b.problem("ORM212", at, nil, "%s.%s joins by other columns than this side", r.Target.Name, back.Name)
	default:
		r.Back = back
	}
}

func samePairs(r, back *Relationship) bool {
	return slices.EqualFunc(r.Pairs, back.Pairs, func(a, b Pair) bool { return a.Local == b.Remote && a.Remote == b.Local })
}

package mapping

import "github.com/aludel/aludel/schema"

// This file finds the foreign keys that may join the two ends of a relationship.

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
